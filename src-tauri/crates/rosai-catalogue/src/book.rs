//! The fee book as the program carries it, and finding in it.

use crate::act::{self, ActRow};
use crate::diseases::DiseaseBook;
use crate::entered;
use crate::index::{Index, fee_of};
use crate::item::{self, Against, FeeItem};
use crate::source::{self, Edition, Source};
use crate::supply::Difference;
use rosai_document::TableValue;
use rosai_domain::{Day, Problem};
use rosai_masters::Masters;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

macro_rules! embed {
    ($($file:literal),* $(,)?) => { &[$(($file, include_str!(concat!("../../../../assets/fees/", $file)))),*] };
}

pub(crate) const SOURCES: &str = include_str!("../../../../assets/fees/sources.toml");

const ITEMS: &[(&str, &str)] = embed![
    "01-unit-price.toml",
    "02-initial-visit.toml",
    "03-emergency-care.toml",
    "04-benefit-claim-handling.toml",
    "05-repeat-visit.toml",
    "06-outpatient-management.toml",
    "07-repeat-visit-guidance.toml",
    "08-inpatient.toml",
    "09-room.toml",
    "10-gown.toml",
    "11-meals.toml",
    "13-tomography-reading.toml",
    "14-rehabilitation.toml",
    "15-rehabilitation-information.toml",
    "16-brushing.toml",
    "17-limb.toml",
    "18-fluoroscopy.toml",
    "19-functional-recovery-guidance.toml",
    "21-fixation.toml",
    "24-workplace-visit.toml",
    "25-psychiatric.toml",
    "26-asbestos-management.toml",
    "27-asbestos-claim.toml",
    "28-electronic.toml",
    "29-return-to-work.toml",
    "30-return-to-society.toml",
    "31-vibration.toml",
    "32-documents.toml",
    "40-kenpo.toml",
    "41-kenpo-acts.toml",
];

const ACTS: &[(&str, &str)] = embed![
    "acts/consultation.csv",
    "acts/drugs-injections-home.csv",
    "acts/procedures.csv",
    "acts/operations.csv",
    "acts/anesthesia.csv",
    "acts/examinations.csv",
    "acts/imaging.csv",
    "acts/rehabilitation.csv",
    "acts/rosai-own.csv",
];

/// Why a code gives no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No row has this code.
    Unknown,
    /// There is a row, but not on this day.
    NotInForce,
}

/// One line of `rosai fees table`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// Item id, or code of an act.
    pub id: String,
    /// `item` or `act`.
    pub kind: &'static str,
    /// 区分番号 of an act.
    pub kubun: String,
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 円, 点, 率.
    pub unit: String,
    /// Amount.
    pub amount: String,
    /// Highest 四肢 factor, where the act takes one.
    pub factor_max: String,
    /// Citation.
    pub section: String,
    /// official, …
    pub standing: String,
    /// First day.
    pub from: String,
}

/// Every dated row the program has.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub(crate) items: BTreeMap<String, FeeItem>,
    pub(crate) acts: BTreeMap<Arc<str>, Vec<Arc<ActRow>>>,
    /// Ids of items in the order of the manual, then codes of acts in the order of their files.
    pub(crate) order: Vec<Arc<str>>,
    sources: Vec<Source>,
    edition: Edition,
    /// What the clinic loaded; empty without.
    pub(crate) masters: Arc<Masters>,
    /// Where the masters say something else than the book.
    pub(crate) differences: Vec<Difference>,
    pub(crate) index: Arc<Index>,
    /// The first revision of drug prices the masters do not know.
    pub(crate) unknown_prices: Option<Day>,
    /// Their names of diseases, read when somebody first asks.
    pub(crate) diseases: Arc<OnceLock<DiseaseBook>>,
}

impl Catalogue {
    /// The fee book the program carries.
    pub fn builtin() -> Result<Self, Vec<Problem>> {
        Self::parse(SOURCES, ITEMS, ACTS)
    }

    /// Reads sources, item files and act files; all problems at once.
    pub fn parse(sources: &str, item_files: &[(&str, &str)], act_files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let (edition, sources) = source::parse(sources)?;
        let mut problems = Vec::new();
        let mut order: Vec<Arc<str>> = Vec::new();
        let mut items: BTreeMap<String, FeeItem> = BTreeMap::new();
        let against = Against { sources: &sources, edition };
        for (file, text) in item_files {
            match item::parse(file, text, &against) {
                Err(found) => problems.extend(found),
                Ok(parsed) => {
                    for one in parsed {
                        let place = format!("{file}・{}", one.id);
                        order.push(one.id.as_str().into());
                        if items.insert(one.id.clone(), one).is_some() {
                            problems.push(Problem::new(place, "同じ名前の項目が2度あります。"));
                        }
                    }
                }
            }
        }
        let mut acts: BTreeMap<Arc<str>, Vec<Arc<ActRow>>> = BTreeMap::new();
        for (file, text) in act_files {
            match act::parse(file, text, |id| sources.iter().any(|s| s.id == id)) {
                Err(found) => problems.extend(found),
                Ok(rows) => {
                    for row in rows {
                        if !acts.contains_key(&row.code) {
                            order.push(row.code.clone());
                        }
                        acts.entry(row.code.clone()).or_default().push(Arc::new(row));
                    }
                }
            }
        }
        for item in items.values().filter(|i| i.entered.is_some()) {
            let code: Arc<str> = item.code.as_deref().unwrap_or_default().into();
            if acts.insert(code.clone(), entered::rows(item)).is_some() {
                problems.push(Problem::new(
                    item.id.clone(),
                    format!("コード「{code}」は、ほかの項目か行為の表にもあります。"),
                ));
            }
        }
        for (code, rows) in &mut acts {
            rows.sort_by_key(|r| r.from);
            for pair in rows.windows(2) {
                if pair[0].to.is_none_or(|to| to >= pair[1].from) {
                    problems.push(Problem::new(code.to_string(), "同じコードの期間が重なっています。"));
                }
            }
        }
        if problems.is_empty() {
            let index = Arc::new(Index::of(&acts));
            Ok(Self {
                items,
                acts,
                order,
                sources,
                edition,
                masters: Arc::default(),
                differences: Vec::new(),
                index,
                unknown_prices: None,
                diseases: Arc::default(),
            })
        } else {
            Err(problems)
        }
    }

    /// Names of diseases of the masters; empty without.
    pub fn diseases(&self) -> &DiseaseBook {
        self.diseases.get_or_init(|| DiseaseBook::new(&self.masters))
    }

    /// The masters of the clinic; empty without.
    pub fn masters(&self) -> &Masters {
        &self.masters
    }

    /// The same masters, to be kept beside what was made of them.
    pub fn masters_shared(&self) -> &Arc<Masters> {
        &self.masters
    }

    /// The days the book covers.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// A document by its name in citations.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    /// An item by its id.
    pub fn item(&self, id: &str) -> Option<&FeeItem> {
        self.items.get(id)
    }

    /// Every item.
    pub fn items(&self) -> impl Iterator<Item = &FeeItem> {
        self.items.values()
    }

    /// The item a person enters as an act by this code.
    pub fn item_of_code(&self, code: &str) -> Option<&FeeItem> {
        self.items.values().find(|i| i.entered.is_some() && i.code.as_deref() == Some(code))
    }

    /// Every row of every act, entered items among them.
    pub fn acts(&self) -> impl Iterator<Item = &Arc<ActRow>> {
        self.acts.values().flatten()
    }

    /// The row of a code on a day.
    pub fn act(&self, code: &str, day: Day) -> Result<&Arc<ActRow>, Missing> {
        let rows = self.acts.get(code).ok_or(Missing::Unknown)?;
        rows.iter().find(|r| r.in_force(day)).ok_or(Missing::NotInForce)
    }

    /// The row of the same family (same 区分番号 and name before the bracket) for an area in cm².
    pub fn act_for_area(&self, like: &ActRow, area: Decimal, day: Day) -> Option<&Arc<ActRow>> {
        let holds = |r: &&Arc<ActRow>| r.area.is_some_and(|(low, high)| low <= area && high.is_none_or(|h| area < h));
        let (_, family) = like.family();
        self.of_codes(self.index.areas.get(&(like.kubun.clone(), family.into())), day).find(holds)
    }

    /// The 労災 row of a rehabilitation act entered by its 健保 code (manual I 14): the row of the same name.
    pub fn rosai_rehabilitation(&self, row: &ActRow, day: Day) -> Option<&Arc<ActRow>> {
        self.of_codes(self.index.rosai_rehabilitation.get(&row.name), day).next()
    }

    /// 施設基準コード of a rehabilitation act: its own, else those of the 健保 row of the same fee (運動器リハビリテーション料（３）).
    pub fn rehabilitation_notices(&self, row: &ActRow, day: Day) -> Vec<u16> {
        if !row.facility_codes.is_empty() {
            return row.facility_codes.clone();
        }
        let mut twins = self.of_codes(self.index.rehabilitation.get(fee_of(&row.name)), day);
        twins.next().map(|r| r.facility_codes.clone()).unwrap_or_default()
    }

    /// Whether some act of a 区分番号 takes 四肢の特例.
    pub fn raises_limbs(&self, kubun: &str) -> bool {
        self.index.limbs.contains(kubun)
    }

    /// The rows of these codes on a day.
    fn of_codes<'a>(&'a self, codes: Option<&'a Vec<Arc<str>>>, day: Day) -> impl Iterator<Item = &'a Arc<ActRow>> {
        codes.into_iter().flatten().filter_map(move |code| self.act(code, day).ok())
    }

    /// The value of an item on a day.
    pub fn value(&self, id: &str, day: Day) -> Option<&Arc<TableValue>> {
        self.items.get(id)?.on(day)
    }

    /// Acts in force on a day whose code, 区分番号, name or kana holds every word typed, by code.
    pub fn find(&self, typed: &str, day: Day) -> Vec<&Arc<ActRow>> {
        let typed = act::search_key(typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        if words.is_empty() {
            return Vec::new();
        }
        let holds = |row: &ActRow| words.iter().all(|w| row.search().contains(w));
        self.acts().filter(|r| r.in_force(day) && holds(r)).collect()
    }

    /// What is in force on a day: items in id order, then acts by code (an item that is entered stands once, as item).
    pub fn table(&self, day: Day) -> Vec<FeeLine> {
        let standing = |v: &TableValue| format!("{:?}", v.standing).to_lowercase();
        let items = self.items.values().filter_map(|item| {
            let v = item.on(day)?;
            Some(FeeLine {
                id: item.id.clone(),
                kind: "item",
                kubun: String::new(),
                code: item.code.clone().unwrap_or_default(),
                name: item.ja.clone(),
                unit: if item.unit.ja().is_empty() { "率".to_owned() } else { item.unit.ja().to_owned() },
                amount: v.value.to_string(),
                factor_max: String::new(),
                section: format!("{} {}", v.cite.doc, v.cite.section),
                standing: standing(v),
                from: v.from.to_string(),
            })
        });
        let acts = self.acts().filter(|r| r.in_force(day) && !r.is_item()).map(|row| FeeLine {
            id: row.code.to_string(),
            kind: "act",
            kubun: row.kubun.to_string(),
            code: row.code.to_string(),
            name: row.name.to_string(),
            unit: row.points.unit.to_string(),
            amount: row.points.value.to_string(),
            factor_max: row.limb.map(|l| l.max.to_string()).unwrap_or_default(),
            section: format!("{} {}", row.points.cite.doc, row.points.cite.section),
            standing: standing(&row.points),
            from: row.from.to_string(),
        });
        items.chain(acts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(t: &str) -> Day {
        Day::parse(t).expect(t)
    }

    #[test]
    fn the_book_loads_and_gives_values_by_day() {
        let book = Catalogue::builtin()
            .unwrap_or_else(|p| panic!("{}", p.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        let value = |id, on| book.value(id, day(on)).map(|v| v.value.to_string());
        assert_eq!(value("initial_visit_fee", "2025-10-01").as_deref(), Some("3850"));
        // 令和8年3月診療分まで (I 28 注2).
        assert_eq!(value("electronic_claim_addition", "2026-03-31").as_deref(), Some("5"));
        assert_eq!(value("electronic_claim_addition", "2026-04-01"), None);
        assert_eq!(book.act("140000610", day("2025-10-01")).map(|r| r.points.value.to_string()), Ok("52".to_owned()));
        assert_eq!(book.act("999999999", day("2025-10-01")).err(), Some(Missing::Unknown));
        assert_eq!(book.act("140000610", day("2018-03-31")).err(), Some(Missing::NotInForce));
    }

    #[test]
    fn finding_by_kana_kanji_section_and_code() {
        let book = Catalogue::builtin().expect("the book loads");
        let first = |typed| book.find(typed, day("2025-10-01")).first().map(|r| r.code.to_string());
        assert_eq!(first("J119 湿布").as_deref(), Some("140002210"));
        assert_eq!(first("しょうえん 器具").as_deref(), Some("140040310"));
        assert_eq!(first("140029610").as_deref(), Some("140029610"));
        assert_eq!(first("j119 湿布").as_deref(), Some("140002210"), "in either case");
        assert_eq!(first("ないものはない"), None);
        assert_eq!(first(" "), None);
    }

    #[test]
    fn a_number_without_its_source_does_not_load() {
        let bad = "[[item]]\nid = \"x\"\nja = \"x\"\nunit = \"yen\"\n[[item.value]]\nfrom = 2025-04-01\namount = \"1\"\nstanding = \"official\"\ncite = { doc = \"nowhere\", section = \"1\" }\nchecked_on = 2025-04-01\n";
        let said = Catalogue::parse(SOURCES, &[("x.toml", bad)], &[]).expect_err("no source");
        assert!(said[0].message.contains("出典"), "{said:?}");
        let float = bad.replace("\"1\"\nstanding", "1.5\nstanding");
        assert!(Catalogue::parse(SOURCES, &[("x.toml", &float)], &[]).is_err(), "decimals are strings");
    }
}
