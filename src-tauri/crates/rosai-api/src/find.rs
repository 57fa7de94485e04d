//! Finding what may be entered while it is being typed: acts, drugs, materials, the clinic's sets.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::find_site::{hurts_a_limb, said_with_sites};
use crate::sets::word_key;
use crate::wire::*;
use rosai_catalogue::{
    ActRow, Ask, Catalogue, DrugRow, Finder, FoundKind, Hit, MaterialAmount, MaterialRow, RULED, RowKey, marks_of,
};
use rosai_domain::{Day, Facility, fold_width};
use rosai_masters::Masters;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most hits a list shows.
const MOST: usize = 50;

/// How many hits stand before sets of which only a part is typed.
const QUICK: usize = 3;

/// How many of the newest attendances say what is used here.
const NEWEST: u32 = 4000;

const KINDS: [(FoundKind, &str, &str); 3] =
    [(FoundKind::Act, "act", "行為"), (FoundKind::Drug, "drug", "薬剤"), (FoundKind::Material, "material", "材料")];

/// The finder of the open file, and of which masters it is.
pub(crate) struct Finding {
    masters: Arc<Masters>,
    finder: Finder<RowKey>,
}

/// The codes of an attendance, whatever else it holds.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Used {
    acts: Vec<UsedAct>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct UsedAct {
    code: String,
    drugs: Vec<UsedAct>,
    material: Option<Box<UsedAct>>,
}

impl UsedAct {
    fn keys(self) -> Vec<RowKey> {
        let of = |kind, code: String| RowKey { kind, code: code.into() };
        let drugs = self.drugs.into_iter().map(|d| of(FoundKind::Drug, d.code));
        let material = self.material.map(|m| of(FoundKind::Material, m.code));
        drugs.chain(material).chain([of(FoundKind::Act, self.code)]).filter(|k| !k.code.is_empty()).collect()
    }
}

/// What the body of an attendance uses; nothing where it cannot be read.
fn used_in(body: &str) -> Vec<RowKey> {
    let used: Used = serde_json::from_str(body).unwrap_or_default();
    used.acts.into_iter().flat_map(UsedAct::keys).collect()
}

impl Desk {
    /// Makes the finder where there is none yet, or masters were loaded since; counts what the clinic uses.
    pub(crate) fn ready_finder(&mut self) -> Result<(), ApiError> {
        let masters = self.engine.catalogue().masters_shared();
        if self.finding.as_ref().is_some_and(|f| Arc::ptr_eq(&f.masters, masters)) {
            return Ok(());
        }
        let mut uses: BTreeMap<RowKey, u32> = BTreeMap::new();
        for body in self.store()?.newest_attendances(NEWEST)? {
            for key in used_in(&body) {
                *uses.entry(key).or_default() += 1;
            }
        }
        let masters = Arc::clone(masters);
        let mut finder = self.engine.catalogue().finder(|row| computed(row).is_some());
        finder.count_uses(|key| uses.get(key).copied().unwrap_or(0));
        self.finding = Some(Finding { masters, finder });
        Ok(())
    }

    /// What an attendance uses now and did not before. What is taken back counts until the file is opened anew.
    pub(crate) fn count_use(&mut self, before: &str, after: &str) {
        let Some(finding) = &mut self.finding else { return };
        let mut before = used_in(before);
        for key in used_in(after) {
            match before.iter().position(|k| *k == key) {
                Some(at) => drop(before.swap_remove(at)),
                None => finding.finder.add_use(&key),
            }
        }
    }

    /// Acts, drugs and materials whose code, 区分番号, name, kana or everyday name holds every word typed; the likeliest
    /// first. A site that stands with them is taken off and answered beside.
    pub(crate) fn find(&mut self, _actor: &str, ask: Find) -> Result<FoundHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        self.ready_finder()?;
        let marks = match ask.case {
            Some(case) => {
                let injury = self.injury_words(case)?;
                marks_of(&injury, hurts_a_limb(&injury))
            }
            None => 0,
        };
        let groups: Vec<u8> =
            KINDS.iter().filter(|(_, id, _)| ask.kinds.iter().any(|k| k == id)).map(|(k, _, _)| k.group()).collect();
        let Some(finding) = self.finding.as_ref() else { return Ok(FoundHits::default()) };
        // Sets alone are asked: no row is looked for.
        let text = if ask.kinds.is_empty() || !groups.is_empty() { ask.text.as_str() } else { "" };
        let of = |typed| Ask { typed, day, groups: &groups, marks, most: MOST };
        let mut found = finding.finder.find(of(text));
        let mut sites = Vec::new();
        if found.hits.is_empty()
            && let Some((said, rest)) = said_with_sites(text)
        {
            found = finding.finder.find(of(&rest));
            sites = said.into_iter().map(|s| s.ja()).collect();
        }
        let facility = self.clinic()?;
        let catalogue = self.engine.catalogue();
        let mut hits: Vec<FoundHit> =
            found.hits.iter().filter_map(|hit| shown(catalogue, &facility, hit, day)).collect();
        let count = |kind: FoundKind| found.totals[usize::from(kind.group())];
        let totals = KINDS.iter().filter(|(kind, ..)| count(*kind) > 0).map(|(kind, id, ja)| FoundTotal {
            kind: (*id).to_owned(),
            ja: (*ja).to_owned(),
            count: count(*kind),
        });
        let mut totals: Vec<FoundTotal> = totals.collect();
        if ask.kinds.is_empty() || ask.kinds.iter().any(|k| k == "set") {
            let sets = self.set_hits(&ask.text, day, &mut hits)?;
            totals.extend((sets > 0).then(|| FoundTotal {
                kind: "set".to_owned(),
                ja: "セット".to_owned(),
                count: sets,
            }));
        }
        Ok(FoundHits { hits, total: totals.iter().map(|t| t.count).sum(), totals, sites })
    }

    /// Puts the clinic's sets among the hits: in front where their abbreviation is typed in full, else in sight but not
    /// under an Enter too quick. Answers how many there are.
    fn set_hits(&self, typed: &str, day: Day, hits: &mut Vec<FoundHit>) -> Result<u32, ApiError> {
        let key = word_key(typed);
        if key.is_empty() {
            return Ok(0);
        }
        let sets = self.sets_found(typed, day)?;
        let count = sets.len() as u32;
        let (whole, others): (Vec<_>, Vec<_>) =
            sets.into_iter().partition(|s| s.abbreviations.iter().any(|a| word_key(a) == key));
        let at = hits.len().min(QUICK);
        hits.splice(at..at, others.into_iter().map(set_hit));
        hits.splice(0..0, whole.into_iter().map(set_hit));
        hits.truncate(MOST);
        Ok(count)
    }

    /// What a case's injury is called: its diseases, and 傷病の部位・状態.
    fn injury_words(&self, case: u32) -> Result<String, ApiError> {
        let (_, _, _, body) = self.case_with_worker(case)?;
        let own = ["site_and_state", "disease_name"].map(|id| crate::case_body::text(&body.fields, id).to_owned());
        let names = body.diseases.into_iter().map(|d| d.name);
        Ok(names.chain(own).collect::<Vec<_>>().join("\n"))
    }
}

/// A hit as the list shows it.
fn shown(catalogue: &Catalogue, facility: &Facility, hit: &Hit<'_, RowKey>, day: Day) -> Option<FoundHit> {
    // What is not in force on the day is shown as it is on its nearest day.
    let on = if hit.in_force { day } else { hit.to.filter(|to| *to < day).unwrap_or(hit.from) };
    let outside = match hit.to {
        _ if hit.in_force => None,
        Some(to) if to < day => Some(format!("{}までのコードです（この日には使えません）", to.ja())),
        _ => Some(format!("{}からのコードです（この日には使えません）", hit.from.ja())),
    };
    let code = &*hit.key.code;
    let mut shown = match hit.key.kind {
        FoundKind::Act => {
            let row = catalogue.act(code, on).ok()?;
            let any = |codes: &[u16]| codes.is_empty() || codes.iter().any(|c| facility.has_notice(*c, on));
            let has = match &row.columns {
                Some(columns) => columns.facilities.iter().all(|group| any(group)),
                None => any(&row.facility_codes),
            };
            let lacks = (!has).then_some("届出がないので算定できません（設定の届出に入れてください）");
            act_hit(row, computed(row).or(lacks).unwrap_or_default())
        }
        FoundKind::Drug => drug_hit(&catalogue.drug(code, on)?),
        FoundKind::Material => material_hit(&catalogue.material(code, on)?),
    };
    if let Some(outside) = outside {
        shown.refused = outside;
    }
    Some(shown)
}

/// Why a row is not entered: the rules come to it by themselves.
fn computed(row: &ActRow) -> Option<&'static str> {
    match &*row.category {
        "診察料" => Some("受診の日時と区分から計算します（行為には入れません）"),
        "労災特掲" if !rosai_fees::ENTERED_ROSAI_CODES.contains(&&*row.code) => {
            Some("行為と部位から計算します（もとの処置・手術を選んでください）")
        }
        RULED => Some("ほかの入力から計算します（行為には入れません）"),
        _ if row.is_rate() => Some("受診の日時と区分から計算します（行為には入れません）"),
        _ => None,
    }
}

fn act_hit(row: &ActRow, refused: &str) -> FoundHit {
    let treats_a_place = matches!(row.class, 40 | 50) && &*row.category != "麻酔" && !row.is_rate() && !row.is_share();
    FoundHit {
        kind: "act".to_owned(),
        code: row.code.to_string(),
        kubun: row.kubun.to_string(),
        name: row.name.to_string(),
        class: u32::from(row.class),
        points: format!("{}{}", row.points.value.normalize(), row.points.unit),
        unit: row.unit.to_string(),
        asks_site: treats_a_place && !row.is_addition(),
        asks_area: row.area.is_some(),
        asks_length: row.length.is_some(),
        asks_quantity: !row.unit.is_empty() && &*row.unit != "枚",
        asks_films: &*row.unit == "枚",
        refused: refused.to_owned(),
        ..FoundHit::default()
    }
}

fn set_hit(set: SetHit) -> FoundHit {
    let holds = set.acts.join("、");
    FoundHit {
        kind: "set".to_owned(),
        code: set.id.to_string(),
        name: set.name,
        points: format!("{}件", set.acts.len()),
        note: if set.said.is_empty() { holds } else { set.said },
        ..FoundHit::default()
    }
}

fn drug_hit(drug: &DrugRow) -> FoundHit {
    let price = drug.price.value.normalize().to_string();
    FoundHit {
        kind: "drug".to_owned(),
        code: drug.code.clone(),
        name: drug.name.clone(),
        points: format!("{price}円"),
        unit: fold_width(&drug.unit),
        drug_use: drug_use(drug.form, &drug.name).to_owned(),
        price,
        ..FoundHit::default()
    }
}

fn material_hit(material: &MaterialRow) -> FoundHit {
    let value = material.price.value.normalize();
    let bought = material.amount == MaterialAmount::Purchase || material.price_is_most;
    FoundHit {
        kind: "material".to_owned(),
        code: material.code.clone(),
        name: material.name.clone(),
        points: match material.amount {
            _ if bought => "購入価格".to_owned(),
            MaterialAmount::Factor => format!("{value}％"),
            _ => format!("{value}円"),
        },
        unit: fold_width(&material.unit),
        price: if bought { String::new() } else { value.to_string() },
        ..FoundHit::default()
    }
}

/// What a drug is used for, where 剤形 (column 28 of Y) and name leave no doubt; how an injection was given only its name says.
fn drug_use(form: u8, name: &str) -> &'static str {
    let says = |word: &str| name.contains(word);
    match form {
        1 => "internal",
        6 => "external",
        4 if says("点滴") => "injection_other",
        4 if says("静注") && !says("筋注") => "injection_intravenous",
        4 if !says("静注") && (says("筋注") || says("皮下注")) => "injection_intramuscular",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_of_a_drug_is_guessed_only_where_nothing_speaks_against() {
        let of = |name, form| drug_use(form, name);
        assert_eq!(of("ロキソプロフェンＮａ錠６０ｍｇ", 1), "internal");
        assert_eq!(of("ロキソプロフェンＮａテープ１００ｍｇ", 6), "external");
        assert_eq!(of("セファゾリンＮａ点滴静注用１ｇバッグ", 4), "injection_other");
        assert_eq!(of("ソル・メドロール静注用１２５ｍｇ", 4), "injection_intravenous");
        assert_eq!(of("沈降破傷風トキソイド筋注０．５ｍＬ", 4), "injection_intramuscular");
        assert_eq!(of("トラマール注・筋注静注", 4), "", "both are said");
        assert_eq!((of("キシロカインポリアンプ１％", 4), of("歯科用", 3)), ("", ""));
    }

    #[test]
    fn what_an_attendance_uses_is_read_from_its_codes() {
        let body = r#"{"day":"2025-10-03","acts":[{"code":"140000610","sites":["右手"]},{"drugs":[{"code":"620098801","name":"x"},
            {"code":"","name":"typed"}]},{"material":{"code":"788888003"}},{"unlisted":{"name":"y"}}]}"#;
        let codes: Vec<(FoundKind, String)> = used_in(body).into_iter().map(|k| (k.kind, k.code.into())).collect();
        let of = |kind, code: &str| (kind, code.to_owned());
        assert_eq!(
            codes,
            [of(FoundKind::Act, "140000610"), of(FoundKind::Drug, "620098801"), of(FoundKind::Material, "788888003")]
        );
        assert_eq!(used_in("何でもない"), []);
    }
}
