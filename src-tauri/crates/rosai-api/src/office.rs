//! 監督署: the list the program carries, and finding one.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::wire::{FindOffice, OfficeHit, Offices};
use rosai_domain::{LaborInsuranceNumber, fold_width};

const OFFICES: &str = include_str!("../../../../assets/offices/offices.csv");

fn all() -> impl Iterator<Item = OfficeHit> {
    OFFICES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (bureau, bureau_ja, office, office_ja) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(OfficeHit { code: format!("{bureau}{office}"), bureau: bureau_ja.to_owned(), name: office_ja.to_owned() })
    })
}

/// 労働局 in order.
pub(crate) fn bureaus() -> Vec<String> {
    let mut out: Vec<String> = all().map(|o| o.bureau).collect();
    out.dedup();
    out
}

/// 都道府県 of a 労働局: 東京 → 東京都.
pub(crate) fn prefecture(bureau: &str) -> String {
    match bureau {
        "北海道" => bureau.to_owned(),
        "東京" => "東京都".to_owned(),
        "京都" | "大阪" => format!("{bureau}府"),
        other => format!("{other}県"),
    }
}

/// Whether there is a 都道府県 of this name.
pub(crate) fn is_prefecture(name: &str) -> bool {
    bureaus().iter().any(|b| prefecture(b) == name)
}

/// Whether there is an office of this name.
pub(crate) fn is_office(name: &str) -> bool {
    all().any(|o| o.name == name)
}

/// The office a 労働保険番号 names: with 所掌 1 its 管轄 digits are the office's.
pub(crate) fn of_number(number: &LaborInsuranceNumber) -> Option<OfficeHit> {
    let code = format!("{}{}", number.prefecture(), number.office());
    (number.jurisdiction() == "1").then(|| all().find(|o| o.code == code)).flatten()
}

impl Desk {
    pub(crate) fn find_office(&mut self, _actor: &str, ask: FindOffice) -> Result<Offices, ApiError> {
        let text = fold_width(ask.text.trim()).replace("労働基準監督署", "");
        let text = text.trim_end_matches('署');
        let fits = |o: &OfficeHit| o.name.contains(text) || o.code.starts_with(text) || o.bureau.starts_with(text);
        let mut offices: Vec<OfficeHit> = if text.is_empty() { Vec::new() } else { all().filter(fits).collect() };
        // The clinic's own bureau first.
        let own = self.facility_form()?.labor_bureau;
        offices.sort_by_key(|o| (o.bureau != own, !o.name.starts_with(text)));
        offices.truncate(20);
        Ok(Offices { offices })
    }
}
