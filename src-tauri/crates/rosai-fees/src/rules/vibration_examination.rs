//! M31 振動障害に係る検査料
//!
//! ## 条文
//! 「振動障害に係る検査料については、健保点数表に定めてありませんが、労災保険においては、次により算定することができま
//! す。」「(1)握力（最大握力、瞬発握力）、維持握力（5回法）を併せて行う検査 片手、両手にかかわらず60点
//! (2)維持握力（60％法）検査 片手、両手にかかわらず60点 つまみ力検査 片手、両手にかかわらず60点 タッピング検査 片手、
//! 両手にかかわらず60点 (3)常温下での手指の皮膚温検査 1指につき7点 (4)冷却負荷による手指の皮膚温検査 1指1回につき7点
//! (5)常温下による爪圧迫検査 1指につき7点 (6)冷却負荷による爪圧迫検査 1指1回につき7点 (7)常温下での手指の痛覚検査 1指に
//! つき9点 (8)冷却負荷による手指の痛覚検査 1指1回につき9点 (9)指先の振動覚（常温下での両手）検査 1指につき40点
//! (10)指先の振動覚（冷却負荷での両手）検査 1指1回につき40点 (11)手背等の温覚検査 1手につき9点 (12)手背等の冷覚検査
//! 1手につき9点」（manual-2025-04 I 31）
//!
//! ## 読み方
//! - 行為として入れたコードで、検査の欄に算定する。四肢の特例も時間外等の加算も付けない。
//! - (1)(2)の4つの検査は、片手でも両手でも60点で、それぞれ1日1回。
//! - (3)(5)(7)(9)は指の数、(11)(12)は手の数を点数に掛ける。数は数量から、なければ部位の数（指、手）から取る。
//!   数量と部位の数が違えば誤りとして示し、どちらもなければ何指（何手）かを尋ねる。
//! - 常温下の検査は検査ごとに1日10指まで（同じ指は1度）、温覚・冷覚は1日2手まで。超えるものは算定しない理由を示す。
//!   1つの行為で上限を超える数は誤りとして示す。
//! - (4)(6)(8)(10)は1指1回につきなので、指の数に回数を掛けた数（10指を3回なら30）を数量に入れるか、回ごとに行為を分ける。
//!   数量が10を超えれば要確認とする。部位だけなら、その指を1回とみる。
//! - 傷病名に振動障害がなければ要確認とする。
//!
//! ## 対象外
//! - 冷却負荷の方法と回数が足りているか。
//! - 検査の判断料（健保点数表に定めがない）。
//!
//! ## 疑義
//! - (1)(2)の「片手、両手にかかわらず」は1日1回とは書いていない。1日に2度測っても1回とする。返還にならない読み。
//! - (5)爪圧迫検査は条文に「手指の」がなく、診療行為マスターの上限は20指である。足の指を含むとも読めるが、振動障害の手指の
//!   検査として10指までとする。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::has_disease;
use rosai_catalogue::{ActRow, Step};
use rosai_document::Cite;
use rosai_domain::{Act, Day, Question, Region, Site};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(31),
    term: "vibration_examination",
    ja: "振動障害に係る検査料",
    cites: &[Cite::new("manual-2025-04", "I 31")],
    items: &[
        "vibration_grip",
        "vibration_grip_endurance",
        "vibration_pinch",
        "vibration_tapping",
        "vibration_skin_temperature",
        "vibration_skin_temperature_cold",
        "vibration_nail_press",
        "vibration_nail_press_cold",
        "vibration_pain",
        "vibration_pain_cold",
        "vibration_vibration_sense",
        "vibration_vibration_sense_cold",
        "vibration_warmth",
        "vibration_cold",
    ],
    stage: Stage::Attach(apply),
};

/// What an examination counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Nothing: once a day.
    Day,
    /// Fingers, each once a day.
    Fingers,
    /// Fingers times rounds of cold load.
    Rounds,
    /// Hands.
    Hands,
}

impl Counts {
    fn of(item: &str) -> Self {
        match item {
            "vibration_grip" | "vibration_grip_endurance" | "vibration_pinch" | "vibration_tapping" => Counts::Day,
            "vibration_warmth" | "vibration_cold" => Counts::Hands,
            _ if item.ends_with("_cold") => Counts::Rounds,
            _ => Counts::Fingers,
        }
    }

    fn ja(self) -> &'static str {
        match self {
            Counts::Day => "",
            Counts::Fingers | Counts::Rounds => "指",
            Counts::Hands => "手",
        }
    }

    /// Most of them a body has.
    fn most(self) -> u32 {
        match self {
            Counts::Day => 1,
            Counts::Fingers | Counts::Rounds => 10,
            Counts::Hands => 2,
        }
    }

    fn fits(self, site: &Site) -> bool {
        match self {
            Counts::Day => true,
            Counts::Fingers | Counts::Rounds => site.region.is_single_finger(),
            Counts::Hands => site.region == Region::Hand,
        }
    }
}

/// What was examined already on a day.
struct Examined<'a> {
    item: &'a str,
    day: Day,
    number: u32,
    sites: Vec<Site>,
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut examined: Vec<Examined<'_>> = Vec::new();
    let items = item_acts(cx, RULE.items);
    for item in &items {
        let counts = Counts::of(item.item());
        let number = match number(item, counts) {
            Ok(number) => number,
            Err(verdict) => {
                price_item(desk, cx, *item, verdict);
                continue;
            }
        };
        let same: Vec<&Examined<'_>> = examined.iter().filter(|e| e.item == item.item() && e.day == item.day).collect();
        let verdict = match refused(item, counts, number, &same) {
            Some(because) => Verdict::Refuse(because),
            None => charged(cx, item, counts, number),
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            examined.push(Examined { item: item.item(), day: item.day, number, sites: item.act.sites.clone() });
        }
        let act = with_number(item.act, counts, number);
        let row = without_most(item.row, counts);
        price_item(desk, cx, ItemAct { act: &act, row: &row, ..*item }, verdict);
    }
}

/// How many: the quantity, else the sites.
fn number(item: &ItemAct<'_>, counts: Counts) -> Result<u32, Verdict> {
    // A quantity the row has no use for is told by the pricing itself.
    if counts == Counts::Day {
        return Ok(1);
    }
    let (act, unit) = (item.act, counts.ja());
    let sites: BTreeSet<&Site> = act.sites.iter().collect();
    let listed = (!sites.is_empty() && sites.iter().all(|s| counts.fits(s) && s.side.is_some()))
        .then(|| u32::try_from(sites.len()).unwrap_or(u32::MAX));
    match (act.quantity, listed) {
        (Some(n), Some(listed)) if counts != Counts::Rounds && n != listed => Err(Verdict::Wrong(format!(
            "「{}」の数量（{n}{unit}）と部位の数（{listed}{unit}）が合いません。どちらかを直してください。",
            item.row.name
        ))),
        (Some(n), Some(listed)) if n % listed != 0 => Err(Verdict::Wrong(format!(
            "「{}」の数量（{n}）が、部位の{listed}指に回数を掛けた数になりません。どちらかを直してください。",
            item.row.name
        ))),
        (Some(n), _) => Ok(n),
        (None, Some(listed)) => Ok(listed),
        (None, None) => Err(Verdict::Ask(
            Question::Finger,
            format!("「{}」は1{unit}につき算定します。何{unit}かを数量か部位で入れてください。", item.row.name),
        )),
    }
}

/// Why it is one too many on its day.
fn refused(item: &ItemAct<'_>, counts: Counts, number: u32, same: &[&Examined<'_>]) -> Option<String> {
    let (name, unit, most) = (&item.row.name, counts.ja(), counts.most());
    match counts {
        Counts::Rounds => None,
        Counts::Day if same.is_empty() => None,
        Counts::Day => {
            Some(format!("「{name}」は片手・両手にかかわらず1日1回です。{}にもう1つ入っています。", item.day.ja()))
        }
        Counts::Fingers | Counts::Hands => {
            let twice = item.act.sites.iter().find(|s| same.iter().any(|e| e.sites.contains(s)));
            if let Some(site) = twice {
                return Some(format!("「{name}」は1{unit}につき1回で、{}はその日に入っています。", site.ja()));
            }
            let before: u32 = same.iter().map(|e| e.number).sum();
            (before > 0 && before + number > most).then(|| {
                format!(
                    "「{name}」は1日に{most}{unit}までです。すでに{before}{unit}あり、合わせて{}{unit}になります。",
                    before + number
                )
            })
        }
    }
}

fn charged(cx: &Cx<'_>, item: &ItemAct<'_>, counts: Counts, number: u32) -> Verdict {
    let mut doubts = String::new();
    let case = cx.case(item.injury);
    if !case.diseases.is_empty() && !has_disease(case, item.day, |name| name.contains("振動障害")) {
        doubts.push_str("傷病名に振動障害がありません。傷病名を確かめてください。");
    }
    let because = match counts {
        Counts::Day => "片手・両手にかかわらず1日1回の点数です。".to_owned(),
        Counts::Rounds => {
            if number > counts.most() {
                doubts.push_str("数量が10を超えています。指の数に回数を掛けた数かを確かめてください。");
            }
            format!("1指1回につきの点数に{number}を掛けます。")
        }
        Counts::Fingers | Counts::Hands => format!("1{}につきの点数に{number}を掛けます。", counts.ja()),
    };
    if doubts.is_empty() {
        Verdict::charge(because)
    } else {
        Verdict::Check { because: because + &doubts, remarks: Vec::new() }
    }
}

/// The act with the number its row multiplies by.
fn with_number(act: &Act, counts: Counts, number: u32) -> Act {
    let quantity = if counts == Counts::Day { act.quantity } else { Some(number) };
    Act { quantity, ..act.clone() }
}

/// The row: fingers times rounds have no highest number.
fn without_most(row: &Arc<ActRow>, counts: Counts) -> Arc<ActRow> {
    if counts != Counts::Rounds {
        return row.clone();
    }
    let step = row.step.map(|step| Step { high: None, ..step });
    Arc::new(ActRow { step, unit: "回".into(), ..ActRow::clone(row) })
}
