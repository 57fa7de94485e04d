//! What goes together to the bureau, and when (manual part 3, 3(1)(2)).

use rosai_document::{ClaimDocument, ClaimSheet, SequenceClass};
use rosai_domain::{Arrival, ClaimMethod, Day, Facility, InjuryCase, InjuryCause, Weekday, YearMonth, Yen};

/// 初回分 or 2回目以降分.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BundleClass {
    /// 初回分: a 様式第5号 or 第16号の3 is attached.
    First,
    /// 2回目以降分; 転医始診 from a designated clinic too.
    Later,
}

/// The heap a case's slip of this month goes to (part 3, 3(1)ア).
pub fn bundle_class(case: &InjuryCase) -> BundleClass {
    if case.earlier_slips == 0 && case.arrival != Arrival::TransferDesignated {
        BundleClass::First
    } else {
        BundleClass::Later
    }
}

/// The heap of a finished slip: ① says it, because 1 and 7 are exactly the slips with a 療養の給付請求書.
pub fn bundle_class_of(document: &ClaimDocument) -> BundleClass {
    match document.header.sequence_class {
        SequenceClass::First | SequenceClass::Relapse => BundleClass::First,
        SequenceClass::Transfer | SequenceClass::Continuing => BundleClass::Later,
    }
}

/// The day a month's claim is due: the 10th of the next month; on paper a Saturday moves it to the 12th, a Sunday to the
/// 11th (part 3, 3(2)ア).
pub fn due_day(month: YearMonth, method: ClaimMethod) -> Day {
    let tenth = month.next().first().plus_days(9);
    match (method, tenth.weekday()) {
        (ClaimMethod::Paper, Weekday::Sat) => tenth.plus_days(2),
        (ClaimMethod::Paper, Weekday::Sun) => tenth.plus_days(1),
        _ => tenth,
    }
}

/// Slips of one claim sheet, in the order they are bound.
#[derive(Clone, Debug)]
pub struct Bundle<'a> {
    /// 初回分 or 2回目以降分.
    pub class: BundleClass,
    /// 監督署 of a 初回分.
    pub office: Option<String>,
    /// The slips, 業務 before 通勤.
    pub slips: Vec<&'a ClaimDocument>,
}

/// About how many slips one sheet of the 2回目以降分 takes (part 3, 3(1)ウ).
const SLIPS_A_SHEET: usize = 50;

/// Bundles of finished documents: 初回分 a station each, the rest about fifty each; 業務 → 通勤.
pub fn bundles(documents: &[(BundleClass, ClaimDocument)]) -> Vec<Bundle<'_>> {
    let order = |d: &&ClaimDocument| match d.header.cause {
        InjuryCause::Work | InjuryCause::MultipleWork => 0,
        InjuryCause::Commute => 1,
    };
    let mut offices: Vec<&str> =
        documents.iter().filter(|(c, _)| *c == BundleClass::First).map(|(_, d)| d.header.office.as_str()).collect();
    offices.sort_unstable();
    offices.dedup();
    let mut out = Vec::new();
    for office in offices {
        let of_office = documents.iter().filter(|(c, d)| *c == BundleClass::First && d.header.office == office);
        let mut slips: Vec<&ClaimDocument> = of_office.map(|(_, d)| d).collect();
        slips.sort_by_key(order);
        let office = (!office.is_empty()).then(|| office.to_owned());
        out.push(Bundle { class: BundleClass::First, office, slips });
    }
    let mut later: Vec<&ClaimDocument> =
        documents.iter().filter(|(c, _)| *c == BundleClass::Later).map(|(_, d)| d).collect();
    later.sort_by_key(order);
    for chunk in later.chunks(SLIPS_A_SHEET) {
        out.push(Bundle { class: BundleClass::Later, office: None, slips: chunk.to_vec() });
    }
    out
}

/// The 診療費請求書 over a bundle; none over an empty one.
pub fn claim_sheet(facility: &Facility, bundle: &Bundle<'_>, claimed_on: Day) -> Option<ClaimSheet> {
    let first = bundle.slips.first()?;
    let workers: std::collections::BTreeSet<_> =
        bundle.slips.iter().map(|d| (d.header.worker.name.clone(), d.header.worker.birth)).collect();
    Some(ClaimSheet {
        hospital_number: facility.hospital_number.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default(),
        amount: bundle.slips.iter().map(|d| d.totals.total.value()).sum::<Yen>(),
        slips: u32::try_from(bundle.slips.len()).ok()?,
        month: bundle.slips.iter().map(|d| d.month).max()?,
        first_worker: first.header.worker.name.clone(),
        others: u32::try_from(workers.len().saturating_sub(1)).ok()?,
        claimed_on,
        postal_code: facility.postal_code.clone(),
        address: facility.address.clone(),
        hospital_name: facility.name.clone(),
        director: facility.director.clone(),
        telephone: facility.telephone.clone(),
        labor_bureau: facility.labor_bureau.clone(),
        office: bundle.office.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_and_the_week_end() {
        let due = |m: &str, method| due_day(YearMonth::try_from(m.to_owned()).expect(m), method).to_string();
        // 2025-11-10 is a Monday, 2026-01-10 a Saturday, 2025-08-10 a Sunday.
        assert_eq!(due("2025-10", ClaimMethod::Paper), "2025-11-10");
        assert_eq!(due("2025-12", ClaimMethod::Paper), "2026-01-12");
        assert_eq!(due("2025-07", ClaimMethod::Paper), "2025-08-11");
        assert_eq!(due("2025-12", ClaimMethod::Online), "2026-01-10");
        assert_eq!(due("2025-07", ClaimMethod::Media), "2025-08-10");
    }
}
