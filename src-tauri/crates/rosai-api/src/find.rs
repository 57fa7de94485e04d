//! Finding an act or a site while it is being typed.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::intake::search_text;
use crate::wire::*;
use rosai_catalogue::ActRow;
use rosai_domain::{Day, FactorClass, Region, Side, Site};
use rust_decimal::Decimal;

/// Most hits a list shows.
const MOST: usize = 50;

impl Desk {
    /// Acts whose code, 区分番号, name or kana holds every word typed; what begins with it first.
    pub(crate) fn find_act(&mut self, _actor: &str, ask: FindAct) -> Result<ActHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let typed = search_text(ask.text.trim());
        let mut found = self.engine.catalogue().find(&ask.text, day);
        let rank = |row: &ActRow| {
            let (name, kana) = (search_text(&row.name), search_text(&row.kana));
            let exact = *row.code == *typed || *row.kubun == *typed;
            let begins = name.starts_with(&typed) || kana.starts_with(&typed) || row.kubun.starts_with(&typed);
            // Additions and percentages stand behind the acts they go with. Of acts alike the one with the fewest points
            // comes first: an Enter too quick must not claim too much.
            let addition = row.note_no.is_some() || row.is_rate();
            let computed = computed(row).is_some();
            (computed, !exact, !begins, addition, row.class != 40, row.family().1.chars().count(), row.points.value)
        };
        found.sort_by_cached_key(|row| (rank(row), row.code.clone()));
        // Rows of one family differ in area only: the row is chosen by the area that is typed.
        let mut families: Vec<(String, String)> = Vec::new();
        found.retain(|row| {
            let (kubun, name) = row.family();
            let key = (kubun.to_owned(), name.to_owned());
            if row.area.is_none() || *row.code == *typed || row.note_no.is_some() {
                return true;
            }
            let new = !families.contains(&key);
            if new {
                families.push(key);
            }
            new
        });
        let total = found.len() as u32;
        let facility = self.clinic()?;
        let hits = found.iter().take(MOST).map(|row| {
            let lacks =
                !row.facility_codes.is_empty() && !row.facility_codes.iter().any(|c| facility.has_notice(*c, day));
            let lacks = lacks.then_some("届出がないので算定できません（設定の届出に入れてください）");
            hit(row, computed(row).or(lacks).unwrap_or_default())
        });
        Ok(ActHits { hits: hits.collect(), total })
    }

    /// Sites by typing, those of the case first; with nothing typed the sites of the case, then all.
    pub(crate) fn find_site(&mut self, _actor: &str, ask: FindSite) -> Result<SiteHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let limb = self.engine.catalogue().act(&ask.code, day).ok().map(|row| row.limb.as_ref().map(|l| l.max));
        let own = match ask.case {
            Some(case) => self.sites_of(case)?,
            None => Vec::new(),
        };
        let typed = site_text(&ask.text);
        let mut hits: Vec<Site> = own.iter().copied().filter(|s| typed.is_empty() || fits(*s, &typed)).collect();
        let mut rest: Vec<Site> =
            Site::all().filter(|s| !hits.contains(s) && (typed.is_empty() || fits(*s, &typed))).collect();
        if let Ok(exact) = Site::parse(&ask.text) {
            rest.retain(|s| *s != exact);
            if !hits.contains(&exact) {
                hits.insert(0, exact);
            }
        }
        let begins = |s: &Site| site_text(&reading(*s)).starts_with(&typed) || s.ja().starts_with(&typed);
        let exact = |s: &Site| readings(*s).iter().any(|r| site_text(r) == typed);
        rest.sort_by_key(|s| (!exact(s), !begins(s)));
        hits.extend(rest);
        let factor = |site: Site| match limb {
            // A row without 四肢の特例, or no row at all.
            Some(None) => "×1".to_owned(),
            other => {
                let max = other.flatten();
                let class = match site.factor_class() {
                    FactorClass::Trunk => Decimal::ONE,
                    FactorClass::Limb => Decimal::new(15, 1),
                    FactorClass::Hand => Decimal::TWO,
                };
                format!("×{}", max.map_or(class, |m| class.min(m)).normalize())
            }
        };
        let hits = hits.into_iter().take(120).map(|s| SiteHit { site: s.ja(), factor: factor(s) }).collect();
        Ok(SiteHits { hits })
    }

    pub(crate) fn sites_of(&self, case: u32) -> Result<Vec<Site>, ApiError> {
        let (_, _, _, body) = self.case_with_worker(case)?;
        let names = body.diseases.iter().map(|d| d.name.clone());
        let text = |id: &str| crate::case_body::text(&body.fields, id).to_owned();
        let mut out = Vec::new();
        for site in names.chain([text("site_and_state"), text("disease_name")]).flat_map(|n| Site::found_in(&n)) {
            if !out.contains(&site) {
                out.push(site);
            }
        }
        Ok(out)
    }
}

/// Why a row is not entered: the rules come to it by themselves.
fn computed(row: &ActRow) -> Option<&'static str> {
    match &*row.category {
        "診察料" => Some("受診の日時と区分から計算します（行為には入れません）"),
        "労災特掲" if !rosai_fees::ENTERED_ROSAI_CODES.contains(&&*row.code) => {
            Some("行為と部位から計算します（もとの処置・手術を選んでください）")
        }
        _ if row.is_rate() => Some("受診の日時と区分から計算します（行為には入れません）"),
        _ => None,
    }
}

fn hit(row: &ActRow, refused: &str) -> ActHit {
    let treats_a_place = matches!(row.class, 40 | 50) && &*row.category != "麻酔" && !row.is_rate();
    ActHit {
        code: row.code.to_string(),
        kubun: row.kubun.to_string(),
        name: row.name.to_string(),
        kana: row.kana.to_string(),
        class: u32::from(row.class),
        points: format!("{}{}", row.points.value.normalize(), row.points.unit),
        unit: row.unit.to_string(),
        asks_site: treats_a_place && row.note_no.is_none(),
        asks_area: row.area.is_some(),
        asks_length: row.length.is_some(),
        asks_quantity: !row.unit.is_empty() && &*row.unit != "枚",
        asks_films: &*row.unit == "枚",
        refused: refused.to_owned(),
    }
}

/// One spelling of a site and of what is typed for it: katakana, 数字 for counting, without の.
fn site_text(text: &str) -> String {
    search_text(text).replace(['ノ', ' ', '　'], "")
}

fn fits(site: Site, typed: &str) -> bool {
    let reading = site_text(&reading(site));
    site_text(&site.ja()).contains(typed) || reading.contains(typed) || reading.replace("ダイ", "").contains(typed)
}

/// How a site is read: みぎてだい2し　みぎてゆび2 ….
fn reading(site: Site) -> String {
    readings(site).join("　")
}

fn readings(site: Site) -> Vec<String> {
    let side = match site.side {
        Some(Side::Right) => "みぎ",
        Some(Side::Left) => "ひだり",
        None => "",
    };
    region_readings(site.region).iter().map(|r| format!("{side}{r}")).collect()
}

fn region_readings(region: Region) -> &'static [&'static str] {
    use Region::*;
    match region {
        Head => &["とうぶ", "あたま"],
        Face => &["がんめん", "かお"],
        Eye => &["め", "がん"],
        Ear => &["みみ"],
        Nose => &["はな"],
        Mouth => &["こうくう", "くち"],
        Neck => &["けいぶ", "くび"],
        Chest => &["きょうぶ", "むね"],
        Back => &["はいぶ", "せなか"],
        Abdomen => &["ふくぶ", "はら"],
        Waist => &["ようぶ", "こし"],
        Buttock => &["でんぶ", "しり"],
        Perineum => &["こうもんぶ"],
        Clavicle => &["さこつぶ", "さこつ"],
        Scapula => &["けんこうぶ", "けんこうこつ"],
        Shoulder => &["かた"],
        UpperLimb => &["じょうし", "うで"],
        UpperArm => &["じょうわん"],
        Elbow => &["ひじ", "ちゅう"],
        Forearm => &["ぜんわん"],
        Wrist => &["てかんせつ", "しゅかんせつ", "てくび"],
        Hand => &["て", "しゅ"],
        Finger => &["てゆび", "しゅし", "ゆび"],
        Finger1 => &["てだい1し", "てゆび1", "ぼし", "おやゆび"],
        Finger2 => &["てだい2し", "てゆび2", "じし", "しし", "ひとさしゆび"],
        Finger3 => &["てだい3し", "てゆび3", "ちゅうし", "なかゆび"],
        Finger4 => &["てだい4し", "てゆび4", "かんし", "くすりゆび"],
        Finger5 => &["てだい5し", "てゆび5", "しょうし", "こゆび"],
        Hip => &["こかんせつ"],
        LowerLimb => &["かし", "あし"],
        Thigh => &["だいたい", "もも"],
        Knee => &["ひざ", "しつ"],
        LowerLeg => &["かたい", "すね"],
        Ankle => &["あしかんせつ", "そくかんせつ", "あしくび"],
        Foot => &["あし", "そく"],
        Heel => &["しょうぶ", "かかと"],
        Toe => &["あしゆび", "そくし"],
        Toe1 => &["あしだい1し", "あしゆび1", "ぼし"],
        Toe2 => &["あしだい2し", "あしゆび2"],
        Toe3 => &["あしだい3し", "あしゆび3"],
        Toe4 => &["あしだい4し", "あしゆび4"],
        Toe5 => &["あしだい5し", "あしゆび5"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str) -> Vec<String> {
        let typed = site_text(typed);
        Site::all().filter(|s| fits(*s, &typed)).map(Site::ja).collect()
    }

    #[test]
    fn a_site_is_found_as_it_is_said() {
        assert_eq!(first("みぎてゆび2"), ["右手第2指"]);
        assert_eq!(first("ﾋﾀﾞﾘｾﾞﾝﾜﾝ"), ["左前腕"]);
        assert_eq!(first("右前腕"), ["右前腕"]);
        assert_eq!(first("みぎ手の指２"), Vec::<String>::new(), "kanji and kana mixed is not guessed");
        assert!(first("こし").contains(&"腰部".to_owned()));
        assert_eq!(first("右示指"), Vec::<String>::new(), "the exact spelling is read by Site::parse");
    }
}
