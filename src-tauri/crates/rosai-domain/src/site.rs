//! Body sites: a small tree with the classes that the 四肢の特例 (manual I 17) and the 処置等の特例 (I 23) ask for.

use crate::text::fold_width;
use serde::{Deserialize, Serialize};

/// Side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// 右.
    Right,
    /// 左.
    Left,
}

/// The three classes of manual I 17(3): how far the 健保 points of an act may be raised at this site.
/// The act itself may cap it (参考10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactorClass {
    /// Neither limb nor hand: ×1.0.
    Trunk,
    /// 四肢（鎖骨、肩甲骨及び股関節を含む）: ×1.5.
    Limb,
    /// 手（手関節以下）及び手の指: ×2.0.
    Hand,
}

/// The five 局所 of manual I 23 注2, for diseases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocalArea {
    /// 右上肢.
    RightUpperLimb,
    /// 左上肢.
    LeftUpperLimb,
    /// 右下肢.
    RightLowerLimb,
    /// 左下肢.
    LeftLowerLimb,
    /// 頭より尾頭までの躯幹.
    Trunk,
}

macro_rules! regions {
    ($($name:ident $class:ident $limb:ident $ja:literal [$($alias:literal),*];)*) => {
        /// A part of the body, without its side.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Region { $(#[doc = $ja] $name,)* }

        /// Every spelling with its region; the first of a region is the one shown.
        const SPELLINGS: &[(&str, Region)] = &[$(($ja, Region::$name), $(($alias, Region::$name),)*)*];

        impl Region {
            /// Every region.
            pub const ALL: &'static [Region] = &[$(Region::$name,)*];

            /// Its name on paper.
            pub fn ja(self) -> &'static str { match self { $(Region::$name => $ja,)* } }

            fn class(self) -> FactorClass { match self { $(Region::$name => FactorClass::$class,)* } }

            fn limb(self) -> Limb { match self { $(Region::$name => Limb::$limb,)* } }
        }
    };
}

#[derive(Clone, Copy, PartialEq)]
enum Limb {
    Upper,
    Lower,
    None,
}

regions! {
    Head Trunk None "頭部" ["頭", "頭皮"];
    Face Trunk None "顔面" ["顔", "前額部", "額", "頬部", "頰部", "口唇", "下顎部"];
    Eye Trunk None "眼" ["眼部", "目"];
    Ear Trunk None "耳" ["耳部"];
    Nose Trunk None "鼻" ["鼻部"];
    Mouth Trunk None "口腔" ["歯"];
    Neck Trunk None "頸部" ["頚部", "首", "頸"];
    Chest Trunk None "胸部" ["胸", "肋骨部", "側胸部"];
    Back Trunk None "背部" ["背中", "背"];
    Abdomen Trunk None "腹部" ["腹"];
    Waist Trunk None "腰部" ["腰"];
    Buttock Trunk None "臀部" ["殿部", "尻"];
    Perineum Trunk None "肛門部" ["肛門", "会陰部"];
    Clavicle Limb Upper "鎖骨部" ["鎖骨"];
    Scapula Limb Upper "肩甲部" ["肩甲骨", "肩甲骨部"];
    Shoulder Limb Upper "肩" ["肩関節", "肩部"];
    UpperLimb Limb Upper "上肢" [];
    UpperArm Limb Upper "上腕" [];
    Elbow Limb Upper "肘" ["肘関節", "肘部"];
    Forearm Limb Upper "前腕" [];
    Wrist Hand Upper "手関節" ["手首"];
    Hand Hand Upper "手" ["手掌", "手背", "手部"];
    Finger Hand Upper "手指" ["手の指"];
    Finger1 Hand Upper "手第1指" ["第1指", "母指", "拇指", "手母指"];
    Finger2 Hand Upper "手第2指" ["第2指", "示指", "手示指", "人差し指"];
    Finger3 Hand Upper "手第3指" ["第3指", "中指", "手中指"];
    Finger4 Hand Upper "手第4指" ["第4指", "環指", "手環指", "薬指"];
    Finger5 Hand Upper "手第5指" ["第5指", "小指", "手小指"];
    Hip Limb Lower "股関節" ["股"];
    LowerLimb Limb Lower "下肢" [];
    Thigh Limb Lower "大腿" ["大腿部"];
    Knee Limb Lower "膝" ["膝関節", "膝部"];
    LowerLeg Limb Lower "下腿" ["下腿部"];
    Ankle Limb Lower "足関節" ["足首"];
    Foot Limb Lower "足" ["足背", "足底", "足部"];
    Heel Limb Lower "踵部" ["踵", "かかと"];
    Toe Limb Lower "足指" ["足趾", "足の指"];
    Toe1 Limb Lower "足第1指" ["足第1趾", "母趾", "足母指"];
    Toe2 Limb Lower "足第2指" ["足第2趾", "第2趾"];
    Toe3 Limb Lower "足第3指" ["足第3趾", "第3趾"];
    Toe4 Limb Lower "足第4指" ["足第4趾", "第4趾"];
    Toe5 Limb Lower "足第5指" ["足第5趾", "第5趾", "小趾"];
}

impl Region {
    /// Whether the body has two of it.
    pub fn is_paired(self) -> bool {
        self.limb() != Limb::None || matches!(self, Region::Eye | Region::Ear | Region::Buttock)
    }

    /// Whether this is one finger of a hand, told apart from the others (the 1–5 of manual I 17(1)(2)).
    pub fn is_single_finger(self) -> bool {
        (Region::Finger1..=Region::Finger5).contains(&self)
    }

    /// Whether it belongs to a finger of a hand at all.
    pub fn is_finger(self) -> bool {
        (Region::Finger..=Region::Finger5).contains(&self)
    }

    /// Whether it is a toe.
    pub fn is_toe(self) -> bool {
        (Region::Toe..=Region::Toe5).contains(&self)
    }
}

/// A site: a region with its side, where the body has two of it and the side is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Site {
    /// The part of the body.
    pub region: Region,
    /// Its side; none for the trunk, and where nobody said.
    pub side: Option<Side>,
}

impl Site {
    /// Reads `右手第2指`, `左示指`, `腰部`, `右前腕`. A site nobody knows is refused.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let text: String = fold_width(typed.trim()).chars().filter(|c| !c.is_whitespace()).collect();
        let (side, rest) = match text.chars().next() {
            Some('右') => (Some(Side::Right), &text['右'.len_utf8()..]),
            Some('左') => (Some(Side::Left), &text['左'.len_utf8()..]),
            _ => (None, text.as_str()),
        };
        match SPELLINGS.iter().find(|(spelling, _)| *spelling == rest) {
            Some((_, region)) => Ok(Site { region: *region, side }),
            None => Err(format!(
                "「{}」という部位はありません。右前腕、左手第2指、腰部 のように入力してください。",
                crate::day::clip(typed)
            )),
        }
    }

    /// Every site: both sides of what the body has twice, and the trunk.
    pub fn all() -> impl Iterator<Item = Site> {
        Region::ALL.iter().flat_map(|&region| {
            let sides: &[Option<Side>] =
                if region.is_paired() { &[Some(Side::Right), Some(Side::Left)] } else { &[None] };
            sides.iter().map(move |&side| Site { region, side })
        })
    }

    /// Sites a text names, with their side, in the order they stand there: `左示指切創` → 左手第2指. Of two spellings at
    /// one place the longer counts.
    pub fn found_in(text: &str) -> Vec<Self> {
        let text: Vec<char> = fold_width(text).chars().collect();
        let mut found: Vec<Site> = Vec::new();
        let mut side = None;
        let mut at = 0;
        while at < text.len() {
            let rest: String = text[at..].iter().collect();
            let longest = SPELLINGS.iter().filter(|(s, _)| rest.starts_with(s)).max_by_key(|(s, _)| s.chars().count());
            match (text[at], longest) {
                (_, Some((spelling, region))) => {
                    let site = Site { region: *region, side: side.filter(|_| region.is_paired()) };
                    if !found.contains(&site) {
                        found.push(site);
                    }
                    at += spelling.chars().count();
                    continue;
                }
                ('右', None) => side = Some(Side::Right),
                ('左', None) => side = Some(Side::Left),
                ('両', None) => side = None,
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// `右手第2指`.
    pub fn ja(self) -> String {
        let side = match self.side {
            Some(Side::Right) => "右",
            Some(Side::Left) => "左",
            None => "",
        };
        format!("{side}{}", self.region.ja())
    }

    /// Whether `other` is this site or lies within it: 手 holds its fingers, 上肢 the whole arm. A side nobody said
    /// may be either.
    pub fn holds(self, other: Site) -> bool {
        let sides = self.side.is_none() || other.side.is_none() || self.side == other.side;
        let within = match self.region {
            Region::Hand | Region::Finger => other.region.is_finger(),
            Region::Foot | Region::Toe => other.region.is_toe(),
            Region::UpperLimb => other.region.limb() == Limb::Upper,
            Region::LowerLimb => other.region.limb() == Limb::Lower,
            _ => false,
        };
        sides && (self.region == other.region || within)
    }

    /// The class of manual I 17(3).
    pub fn factor_class(self) -> FactorClass {
        self.region.class()
    }

    /// The 局所 of manual I 23 注2; a limb without a side counts as the right one.
    pub fn local_area(self) -> LocalArea {
        match (self.region.limb(), self.side) {
            (Limb::Upper, Some(Side::Left)) => LocalArea::LeftUpperLimb,
            (Limb::Upper, _) => LocalArea::RightUpperLimb,
            (Limb::Lower, Some(Side::Left)) => LocalArea::LeftLowerLimb,
            (Limb::Lower, _) => LocalArea::RightLowerLimb,
            (Limb::None, _) => LocalArea::Trunk,
        }
    }
}

impl TryFrom<String> for Site {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Site::parse(&text)
    }
}

impl From<Site> for String {
    fn from(site: Site) -> String {
        site.ja()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_follow_the_manual() {
        let class = |t: &str| Site::parse(t).expect(t).factor_class();
        for hand in ["右手", "左手関節", "右手第2指", "左示指", "右母指", "手指"] {
            assert_eq!(class(hand), FactorClass::Hand, "{hand}");
        }
        // 足の指の処置は1.5倍 (注2); 鎖骨・肩甲骨・股関節 count as limbs.
        for limb in ["右前腕", "左足第1趾", "鎖骨", "右肩甲骨", "左股関節", "右膝"] {
            assert_eq!(class(limb), FactorClass::Limb, "{limb}");
        }
        for trunk in ["腰部", "頸部", "右眼", "臀部", "顔面"] {
            assert_eq!(class(trunk), FactorClass::Trunk, "{trunk}");
        }
    }

    #[test]
    fn every_region_reads_back_its_own_name() {
        for region in Region::ALL {
            assert_eq!(Site::parse(region.ja()).map(|s| s.region), Ok(*region));
        }
        assert!(Site::parse("右こころ").is_err());
        assert!(Site::parse("").is_err());
    }

    #[test]
    fn sites_are_found_in_the_names_of_diseases() {
        let found = |t: &str| Site::found_in(t).into_iter().map(Site::ja).collect::<Vec<_>>();
        assert_eq!(found("左示指切創"), ["左手第2指"]);
        assert_eq!(found("右足関節捻挫"), ["右足関節"]);
        assert_eq!(found("右前腕・左手第3指 挫創、腰部打撲"), ["右前腕", "左手第3指", "腰部"]);
        assert_eq!(found("右第5中手骨骨折"), ["右手"], "中手骨 are bones of the hand");
        assert_eq!(found("じん肺"), Vec::<String>::new());
        assert_eq!(Site::all().count(), Site::all().map(Site::ja).collect::<std::collections::BTreeSet<_>>().len());
    }

    #[test]
    fn every_spelling_names_one_region_only() {
        for (i, (spelling, region)) in SPELLINGS.iter().enumerate() {
            for (other, r) in &SPELLINGS[i + 1..] {
                assert!(other != spelling || region == r, "{spelling} stands twice");
            }
        }
    }
}
