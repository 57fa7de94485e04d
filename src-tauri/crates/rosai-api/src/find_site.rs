//! Finding a site while it is being typed, alone or in front of an act.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::intake::search_text;
use crate::wire::*;
use rosai_domain::{Day, FactorClass, Region, Side, Site};
use rust_decimal::Decimal;

impl Desk {
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

/// Whether an injury is of an arm, a hand or a leg.
pub(crate) fn hurts_a_limb(injury: &str) -> bool {
    Site::found_in(injury).into_iter().any(|s| s.factor_class() != FactorClass::Trunk)
}

/// Sites in front of what is typed (みぎひざ ギプス, 両膝レントゲン), and the rest; none where there is no site, or nothing else.
pub(crate) fn said_with_sites(typed: &str) -> Option<(Vec<Site>, String)> {
    let (mut sites, mut rest) = (Vec::new(), Vec::new());
    for word in typed.split_whitespace() {
        let said = sites_said(word);
        if said.is_empty() {
            rest.push(word.to_owned());
        }
        sites.extend(said);
    }
    if sites.is_empty()
        && let Some(first) = rest.first_mut()
    {
        // 左示指創傷: the longest beginning that is a site.
        let ends: Vec<usize> = first.char_indices().map(|(at, _)| at).skip(1).collect();
        let (said, at) = ends.into_iter().rev().find_map(|at| {
            let said = sites_said(&first[..at]);
            (!said.is_empty()).then_some((said, at))
        })?;
        sites = said;
        *first = first[at..].to_owned();
    }
    let whole = !sites.is_empty() && !rest.is_empty();
    whole.then(|| (sites, rest.join(" ")))
}

/// The site, or both sides of it, that a word names and nothing else.
fn sites_said(word: &str) -> Vec<Site> {
    let both = word.strip_prefix('両').or_else(|| word.strip_prefix("りょう"));
    if let Some(part) = both {
        let sites: Vec<Site> =
            ["右", "左"].iter().filter_map(|side| Site::parse(&format!("{side}{part}")).ok()).collect();
        if sites.len() == 2 && sites[0].region.is_paired() {
            return sites;
        }
        let typed = site_text(part);
        let of = |s: &Site| s.side.is_some() && region_readings(s.region).iter().any(|r| site_text(r) == typed);
        return Site::all().filter(of).collect();
    }
    if let Ok(site) = Site::parse(word) {
        return vec![site];
    }
    let typed = site_text(word);
    Site::all().filter(|s| readings(*s).iter().any(|r| site_text(r) == typed)).take(1).collect()
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

    #[test]
    fn a_site_in_front_of_an_act_is_taken_off() {
        let said = |typed: &str| {
            said_with_sites(typed).map(|(sites, rest)| {
                let sites: Vec<String> = sites.into_iter().map(Site::ja).collect();
                format!("{} | {rest}", sites.join(" "))
            })
        };
        for (typed, told) in [
            ("両膝 レントゲン", "右膝 左膝 | レントゲン"),
            ("レントゲン　両膝", "右膝 左膝 | レントゲン"),
            ("りょうひざ ギプス", "右膝 左膝 | ギプス"),
            ("右前腕 ギプス シーネ", "右前腕 | ギプス シーネ"),
            ("みぎひざ ギプス", "右膝 | ギプス"),
            ("左示指創傷処置", "左手第2指 | 創傷処置"),
            ("腰 湿布", "腰部 | 湿布"),
        ] {
            assert_eq!(said(typed).as_deref(), Some(told), "{typed}");
        }
        for typed in ["", "右膝", "レントゲン", "両 腕"] {
            assert_eq!(said(typed), None, "{typed}");
        }
        assert!(hurts_a_limb("左示指切創") && !hurts_a_limb("腰部打撲"));
    }
}
