//! K16 算定回数の限度
//!
//! ## 条文
//! 健保点数表は、行為ごとに回数の限度を定める。「月2回に限り」（B000 注1）、「月1回に限り」（B001の17・34・36、B001-3、
//! B001-9、B010、C007、D026、D205、D241、E203、F100 注5、F400 注4、F500 注2、N006、N007）、「紹介先保険医療機関ごとに患
//! 者1人につき月1回に限り」（B009）、「月1回に限り（処方の内容に変更があった場合は、その都度）」（B011-3）、
//! 「提供する保険医療機関ごとに患者1人につき3月に1回に限り」（B010-2）、「検査の種類にかかわらず、患者1人につき4月に1回
//! に限り」（D217）、「1日につき」（D223、D400、G002、G004、J002、J054、J060、J089 など）。
//! （kenpo-2024-06 各区分の注）
//!
//! 留意事項は、静脈内注射（G001）、点滴注射（G004）などのうち2以上を同一日に併せて行った場合は、
//! 主たるものの所定点数のみ算定するとする。（kenpo-2024-06 第6部 留意事項 9）
//!
//! ## 読み方
//! - 限度は、この規則の表にある行についてだけ見る。表は告示の注と、医科電子点数表の算定回数（令和6年）による。
//! - 労働者1人について、傷病・診療科・来院を合わせて数える。日の早いもの、同じ日なら点数の高いものから限度まで算定し、
//!   残りには算定しない理由を示す。
//! - 告示に例外のある限度（紹介先ごと、処方の変更など）は、2つ目からも算定し、要確認の印を付ける。
//! - 4月に1回は、算定した月から数えて4つ目の月まで算定しないと読む（11月に算定すれば3月から）。前の月までは、
//!   当院の記録と、ほかの医療機関で算定したという記録（elsewhere）で見る。
//! - 限度のない検査・病理・医学管理の同じ行が、同じ受診の同じ部位に2度あれば、2つ目からも算定し、要確認の印を付ける。
//! - 点滴注射を算定する日の静脈内注射は、主たるもの1つだけを算定する。静脈内注射だけなら、1日に何回でも算定する。
//!
//! ## 対象外
//! - 電子点数表の包括と背反、この表にない行の限度（K24）。
//! - 消炎鎮痛等処置・牽引など（M23）、初診時ブラッシング料（M16）、リハビリテーション（M14）、
//!   労災だけの項目（M24〜M31）の限度。それぞれの規則が見る。
//! - 週を単位とする限度（在宅患者訪問診療料の週3回、外来リハビリテーション診療料）。
//! - ほかの保険で同じ月に算定した回数。
//!
//! ## 疑義
//! - 「月1回」が傷病ごとか患者ごとか。告示は「患者1人につき」とするものが多いので、労働者1人について数える。
//!   返還にならない読み。
//! - 「4月に1回」を月で数えるか日で数えるか。暦の月で数える。
//! - 1日につきの処置を、四肢の特例の倍率が違う2つの部位に行ったとき。1日につき1回とする。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::Cite;
use rosai_domain::{Day, YearMonth};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(16),
    term: "count_limits",
    ja: "算定回数の限度",
    cites: &[Cite::new("kenpo-2024-06", "各区分の注"), Cite::new("kenpo-2024-06", "第6部 留意事項 9")],
    items: &[],
    stage: Stage::Price(apply),
};

/// How long a limit runs.
#[derive(Clone, Copy, PartialEq)]
enum Period {
    Day,
    Month,
    /// So many calendar months from the one in which it was charged.
    Months(i32),
}

/// At most so many of these codes together in a period. `unless`: the exception the text makes; then it is only looked
/// at.
struct Limit {
    codes: &'static [&'static str],
    period: Period,
    most: usize,
    unless: Option<&'static str>,
    section: &'static str,
}

const fn daily(section: &'static str, codes: &'static [&'static str]) -> Limit {
    Limit { codes, period: Period::Day, most: 1, unless: None, section }
}

const fn monthly(section: &'static str, codes: &'static [&'static str]) -> Limit {
    Limit { codes, period: Period::Month, most: 1, unless: None, section }
}

const fn soft(section: &'static str, codes: &'static [&'static str], period: Period, unless: &'static str) -> Limit {
    Limit { codes, period, most: 1, unless: Some(unless), section }
}

static LIMITS: &[Limit] = &[
    Limit { codes: &["113001810"], period: Period::Month, most: 2, unless: None, section: "B000 注1" },
    monthly("B001の17 注1", &["113006510"]),
    monthly("B001の34 注3", &["113036710"]),
    monthly("B001の36 注", &["113037010"]),
    monthly("B001-3 注1", &["113041710", "113041810", "113041910", "113707110"]),
    monthly("B001-9 注1", &["113031810"]),
    monthly("B001-9 注2", &["113031910"]),
    soft("B009 注1", &["180016110"], Period::Month, "紹介先の医療機関が別なら、それぞれ算定できます。"),
    monthly("B010 注", &["113009510"]),
    soft("B010-2 注1", &["113028710"], Period::Months(3), "提供先の医療機関が別なら、それぞれ算定できます。"),
    soft("B011 注1", &["113032310"], Period::Month, "提供先の医療機関が別なら、それぞれ算定できます。"),
    soft("B011-3 注1", &["120002370"], Period::Month, "処方の内容に変更があれば、その都度算定できます。"),
    soft("B011-3 注1", &["113701310"], Period::Month, "処方の内容に変更があれば、その都度算定できます。"),
    daily("C001 注1", &["114001110", "114030310", "114042110", "114042210"]),
    monthly("C007 注1", &["114008010"]),
    soft("D005の9", &["160010010"], Period::Month, "妊娠中など、月1回を超えて算定できる場合があります。"),
    monthly("D008の18", &["160162350"]),
    soft(
        "D008の24",
        &["160181350"],
        Period::Months(6),
        "治療方針を変えたときは、6月以内でも算定できる場合があります。",
    ),
    soft(
        "D008の25",
        &["160184450"],
        Period::Months(6),
        "治療方針を変えたときは、6月以内でも算定できる場合があります。",
    ),
    monthly("D026 注1", &["160061710"]),
    monthly("D026 注1", &["160061810"]),
    monthly("D026 注1", &["160061910"]),
    monthly("D026 注1", &["160062010"]),
    monthly("D026 注1", &["160062110"]),
    monthly("D026 注1", &["160062210"]),
    daily("第3部第1節第1款 通則1", &["160000210"]),
    monthly("D205 注", &["160146910"]),
    Limit {
        codes: &["160091310", "160147310", "160170410", "160226050"],
        period: Period::Months(4),
        most: 1,
        unless: None,
        section: "D217 注",
    },
    daily("D223", &["160155510"]),
    monthly("D241 注", &["160147710"]),
    daily("D400", &["160095710", "160095810"]),
    daily("D419", &["160101210"]),
    daily("第4部 通則3", &["170016010"]),
    monthly("第4部 通則4", &["170025210"]),
    monthly("第4部 通則4", &["170025510"]),
    monthly("E203 注", &["170015410", "170019950"]),
    monthly("F100 注5・F400 注4", &["120005610", "120005710"]),
    monthly("F500 注2", &["120001810"]),
    daily("G000 通則", &["130000210"]),
    daily("G002", &["130006210"]),
    daily("G004", &["130003710", "130003810", "130009310"]),
    daily("J001-9", &["140033550"]),
    daily("J002", &["140032310", "140032410"]),
    daily("J024", &["140005610"]),
    daily("J054", &["140028810"]),
    daily("J054", &["140029010"]),
    daily("J054", &["140051510"]),
    daily("J060", &["140013110", "140013350"]),
    daily("J089", &["140017850", "140018310"]),
    daily("L003", &["150247310"]),
    daily("L105", &["150242210"]),
    monthly("N006 注", &["160155110"]),
    monthly("N006 注", &["160185210", "160185310"]),
    monthly("N007 注1", &["160062310"]),
];

/// Whether this rule holds a code to a limit of this 単位コード of the 電子点数表 (121 日, 131 月, 143–147 月数).
pub(crate) fn speaks_of(code: &str, unit: u16) -> bool {
    let same = |p: Period| match p {
        Period::Day => unit == 121,
        Period::Month => unit == 131,
        Period::Months(n) => matches!((n, unit), (2, 143) | (3, 144) | (4, 145) | (6, 146) | (12, 147)),
    };
    LIMITS.iter().any(|l| same(l.period) && l.codes.contains(&code))
}

/// Items that are not refused and for which `want` holds, by day, coming, points (the dearest first) and their place
/// among the acts: an order that does not depend on how they were entered.
pub(crate) fn in_order(cx: &Cx<'_>, priced: &[Priced], want: impl Fn(&Priced) -> bool) -> Vec<usize> {
    let mut out: Vec<usize> = (0..priced.len()).filter(|i| priced[*i].refused.is_none() && want(&priced[*i])).collect();
    out.sort_by_cached_key(|i| {
        let p = &priced[*i];
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        let place = cx.acts.iter().position(|(id, _)| *id == p.acts[0]);
        (at.day, at.coming, std::cmp::Reverse(p.points()), p.what.clone(), place)
    });
    out
}

/// The day of an item.
pub(crate) fn day_of(cx: &Cx<'_>, p: &Priced) -> Day {
    cx.facts.attendances[p.acts[0].attendance.0].day
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for limit in LIMITS {
        hold(desk, cx, limit);
    }
    drip_beside_intravenous(desk, cx);
    entered_twice(desk, cx);
}

fn months_between(earlier: YearMonth, later: YearMonth) -> i32 {
    (later.year - earlier.year) * 12 + later.month as i32 - earlier.month as i32
}

fn hold(desk: &mut Desk, cx: &Cx<'_>, limit: &Limit) {
    let mut items = in_order(cx, &desk.priced, |p| limit.codes.contains(&p.what.as_str()));
    if limit.period == Period::Day {
        // Of one day the dearest, whichever coming it belongs to.
        items.sort_by_key(|i| (day_of(cx, &desk.priced[*i]), std::cmp::Reverse(desk.priced[*i].points())));
    }
    let mut charged: Vec<Day> = Vec::new();
    if let Period::Months(_) = limit.period {
        let of_all = cx.facts.ledger.iter().chain(&cx.facts.elsewhere);
        charged.extend(of_all.filter(|e| limit.codes.contains(&e.item.as_str())).map(|e| e.day));
    }
    for i in items {
        let day = day_of(cx, &desk.priced[i]);
        let inside = |before: &&Day| match limit.period {
            Period::Day => **before == day,
            Period::Month => true,
            Period::Months(n) => months_between(before.month(), day.month()) < n,
        };
        let before: Vec<&Day> = charged.iter().filter(inside).collect();
        if before.len() < limit.most {
            charged.push(day);
            continue;
        }
        let last = before.iter().max().map_or(day, |d| **d);
        let span = match limit.period {
            Period::Day => "1日につき1回".to_owned(),
            Period::Month => format!("月{}回", limit.most),
            Period::Months(n) => format!("{n}月に1回"),
        };
        let p = &mut desk.priced[i];
        let said = format!("「{}」は{span}に限り（{}）、{}に算定しています。", p.ja, limit.section, last.ja());
        match limit.unless {
            Some(unless) => {
                p.check = true;
                p.because.push(format!("{said}{unless}ほかの場合なら消してください（要確認）。"));
                charged.push(day);
            }
            None => p.refused = Some((cx.rule.id, format!("{said}重ねては算定できません。"))),
        }
    }
}

/// Of 静脈内注射 and 点滴注射 on one day only the main one is charged.
fn drip_beside_intravenous(desk: &mut Desk, cx: &Cx<'_>) {
    let of = |desk: &Desk, kubun: &str| {
        in_order(cx, &desk.priced, |p| p.row.as_ref().is_some_and(|r| &*r.kubun == kubun && !r.is_addition()))
    };
    let (drips, singles) = (of(desk, "G004"), of(desk, "G001"));
    for i in singles {
        let day = day_of(cx, &desk.priced[i]);
        if drips.iter().any(|d| day_of(cx, &desk.priced[*d]) == day) {
            let ja = desk.priced[i].ja.clone();
            desk.priced[i].refused = Some((
                cx.rule.id,
                format!(
                    "同じ日に点滴注射を算定するので、「{ja}」は算定できません（主たるものだけを算定します）。薬剤料は算定できます。"
                ),
            ));
        }
    }
}

/// The same test or 医学管理 twice at one attendance and place is worth a look.
fn entered_twice(desk: &mut Desk, cx: &Cx<'_>) {
    let looked_at = |p: &Priced| p.row.as_ref().is_some_and(|r| matches!(&*r.category, "検査" | "病理" | "医学管理"));
    let order = in_order(cx, &desk.priced, looked_at);
    for (n, i) in order.iter().enumerate() {
        let alike = |k: &usize| {
            let (a, b) = (&desk.priced[*k], &desk.priced[*i]);
            a.what == b.what && a.sites == b.sites && a.acts[0].attendance == b.acts[0].attendance
        };
        if order[..n].iter().any(alike) && !desk.priced[*i].check {
            let p = &mut desk.priced[*i];
            p.check = true;
            p.because.push(format!("同じ受診に「{}」が2度あります。二重でないか確かめてください（要確認）。", p.ja));
        }
    }
}
