//! K10 検査・病理
//!
//! ## 条文
//! 「検体検査判断料は該当する検体検査の種類又は回数にかかわらずそれぞれ月１回に限り算定できるものとする。」「注１の規定に
//! かかわらず、区分番号Ｄ０００に掲げる尿中一般物質定性半定量検査の所定点数を算定した場合にあっては、
//! 当該検査については尿・糞便等検査判断料は算定しない。」（kenpo-2024-06 D026 注1・注2）
//!
//! 検体検査の費用は、検体検査実施料と検体検査判断料の各区分の所定点数を合算した点数により、
//! 神経・筋検査と呼吸機能検査も、各区分の所定点数に判断料の所定点数を合算した点数により算定する。
//! （kenpo-2024-06 第3部第1節・第3節 通則）「神経・筋検査等の種類又は回数にかかわらず月１回に限り算定するものとする。」
//! （kenpo-2024-06 D241 注）
//!
//! 「患者から１回に採取した血液を用いて本区分の１から８までに掲げる検査を５項目以上行った場合は、所定点数にかかわらず、
//! 検査の項目数に応じて次に掲げる点数により算定する。 イ５項目以上７項目以下93点 ロ８項目又は９項目99点 ハ10項目以上
//! 103点」（kenpo-2024-06 D007 注）「患者から１回に採取した血液を用いて本区分の12から51までに掲げる検査を３項目以上行っ
//! た場合は、所定点数にかかわらず、検査の項目数に応じて次に掲げる点数により算定する。 イ３項目以上５項目以下410点」
//! （kenpo-2024-06 D008 注）
//!
//! 留意事項は、HDL-コレステロール、総コレステロール及びLDL-コレステロールを併せて測定した場合は、主たるもの2つの所定点
//! 数を算定し、超音波検査を同一の方法により行った場合は、部位数にかかわらず1回のみの所定点数により算定するとする。
//! （kenpo-2024-06 D007・D215 留意事項）「区分番号Ｎ００６に掲げる病理診断料を算定した場合には、算定しない。」
//! （kenpo-2024-06 N007 注2）時間外緊急院内検査加算は、入院中でない患者に、緊急のために、診療時間以外の時間、
//! 休日又は深夜に、院内で検体検査を行った場合に、1日につき200点とする。（kenpo-2024-06 第3部第1節第1款 通則1）
//!
//! ## 読み方
//! - 検査1つは、そのコードの行の点数になる。
//! - 1回に採取した血液（同じ日・同じ来院）の、D007の1から8までの検査が5項目以上、D008の12から51までの検査が3項目以上あれ
//!   ば、まとめて項目数の点数とし、先の受診の内訳書に載せる。摘要に検査名を並べる。
//!   まるめの点数は所定点数の合計より高くても低くても、項目数の点数とする。
//! - 1回の採血に同じ検査が2度あれば1つとする。コレステロールの3つがそろえば、総コレステロールを算定しない。
//! - 判断料は、その月に算定した検査の区分ごとに、初めに算定した日に、入れなくても月1回算定する。人が入れていればそれを採
//!   り、二重に算定しない。区分は区分番号による。D001〜D004は尿・糞便等、D005・D006は血液学的、D007は生化学的（Ⅰ）、
//!   D008〜D010は生化学的（Ⅱ）、D011〜D016は免疫学的、D017〜D023は微生物学的、D200〜D204は呼吸機能、
//!   D239・D240は神経・筋。D000（尿一般）には判断料がない。
//! - マスターを読み込んでいれば、判断料の区分は検査等実施判断グループ（項番50・51）、まるめは包括対象検査（項番16）による。
//!   料金表に項目数の点数のないまるめ（腫瘍マーカーなど）は、同じ採血に2つ以上あれば要確認とする。
//! - 入れた判断料は、その区分の検査をその月に算定していなければ算定しない理由を示す。コードのない検査を入れていれば、
//!   算定して要確認の印を付ける。
//! - 同じ来院の超音波検査（断層撮影法）は、部位がいくつでも点数の高いもの1回だけとする。
//! - 病理判断料（N007）は、同じ月に病理診断料（N006）を算定していれば算定しない。
//! - 時間外緊急院内検査加算は、入れたものだけを見る。受診の時間の区分が時間外・休日・深夜で、算定する検体検査があり、
//!   緊急のために行ったと人が言ったときに算定する。答えがなければ、答えるまで算定を決めない。
//!
//! ## 対象外
//! - 採血料（D400）。入れたものだけを算定する。
//! - D006・D013・D014などのまるめと、D007・D008の料金表に行のない検査。
//! - 外来迅速検体検査加算の要件、検体検査管理加算、病理標本作製料に伴う病理判断料の自動算定。
//! - 検査の逓減（K15）、月や日の回数の限度（K16）。
//!
//! ## 疑義
//! - 「1回に採取した血液」を同じ日・同じ来院とみる。同じ来院に2度採血したとき、別々にまるめるとも読める。
//!   まとめて1回とする。返還にならない読み（5項目に満たない採血を分けて入れても、まとめて数える）。
//! - 判断料は患者1人について月1回。労災の傷病が2つあっても合わせて1回とし、先に検査を算定した傷病の内訳書に載せる。
//!   ほかの保険で同じ月に算定した判断料は見ない。要確認。
//! - 令和8年6月からの神経・筋検査判断料は「筋電図検査の場合」と「その他の場合」に分かれるが、点数は同じで、
//!   コードが確かめられないので、これまでのコードで算定する。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, price_rows};
use crate::rule::Stage;
use crate::rules::count_limits::{day_of, in_order};
use crate::rules::imaging::{is_outside_hours, said_urgent};
use rosai_document::{Cite, Section, Why};
use rosai_domain::{Day, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(10),
    term: "examination",
    ja: "検査・病理",
    cites: &[Cite::new("kenpo-2024-06", "第2章第3部"), Cite::new("kenpo-2024-06", "D026 注1・注2")],
    items: &["kenpo_blood_chemistry_5", "kenpo_blood_chemistry_8", "kenpo_blood_chemistry_10", "kenpo_endocrine_3"],
    stage: Stage::PriceAndAttach(price, attach),
};

/// 時間外緊急院内検査加算.
const URGENT: &str = "160000210";

/// D007 の1から8まで (包括対象検査 1 in the master).
const BLOOD_CHEMISTRY: &[&str] = &[
    "160017010",
    "160017110",
    "160017410",
    "160018910",
    "160019010",
    "160019210",
    "160019310",
    "160019410",
    "160019510",
    "160020010",
    "160020210",
    "160020310",
    "160020410",
    "160020610",
    "160020910",
    "160021110",
    "160021410",
    "160021510",
    "160021810",
    "160022210",
    "160022410",
    "160022510",
    "160022610",
    "160023410",
    "160167250",
];

/// D008 の12から51まで (包括対象検査 2).
const ENDOCRINE: &[&str] = &["160162350", "160181350", "160184450", "160188650", "160201750"];

/// From so many tests on, this item.
type Steps = &'static [(usize, &'static str)];

const BLOOD_CHEMISTRY_STEPS: Steps =
    &[(10, "kenpo_blood_chemistry_10"), (8, "kenpo_blood_chemistry_8"), (5, "kenpo_blood_chemistry_5")];
const ENDOCRINE_STEPS: Steps = &[(3, "kenpo_endocrine_3")];

/// 総コレステロール, with HDL and LDL one too many.
const TOTAL_CHOLESTEROL: &str = "160022410";
const OTHER_CHOLESTEROL: [&str; 2] = ["160023410", "160167250"];

/// 判断料 by code, with the group's name.
const JUDGEMENTS: [(&str, &str); 8] = [
    ("160061710", "尿・糞便等検査"),
    ("160061810", "血液学的検査"),
    ("160061910", "生化学的検査（Ⅰ）"),
    ("160062010", "生化学的検査（Ⅱ）"),
    ("160062110", "免疫学的検査"),
    ("160062210", "微生物学的検査"),
    ("160146910", "呼吸機能検査等"),
    ("160147710", "神経・筋検査"),
];

/// 判断料 by 検査等実施判断グループ区分 of the master.
const JUDGEMENT_GROUPS: [(u8, &str); 8] = [
    (1, "160061710"),
    (2, "160061810"),
    (3, "160061910"),
    (4, "160062010"),
    (5, "160062110"),
    (6, "160062210"),
    (11, "160146910"),
    (14, "160147710"),
];

/// The 判断料 of an item, where it is a test that has one.
fn judgement_of(p: &Priced) -> Option<&'static str> {
    if BLOOD_CHEMISTRY_STEPS.iter().any(|(_, item)| p.what == *item) {
        return Some("160061910");
    }
    if ENDOCRINE_STEPS.iter().any(|(_, item)| p.what == *item) {
        return Some("160062010");
    }
    let row = p.row.as_ref().filter(|r| &*r.category == "検査" && !r.is_addition())?;
    if let Some(columns) = row.columns.as_ref().filter(|_| &*row.kubun != "D000") {
        // 検査等実施判断区分 and its group (columns 50, 51).
        let group = |(number, _): &&(u8, &str)| columns.judgement == (1, *number);
        return JUDGEMENT_GROUPS.iter().find(group).map(|(_, code)| *code);
    }
    // D006-2 and its like belong to 遺伝子関連・染色体検査判断料 (D026 注3).
    let number: u16 = row.kubun.strip_prefix('D')?.parse().ok()?;
    match number {
        1..=4 => Some("160061710"),
        5 | 6 => Some("160061810"),
        7 => Some("160061910"),
        8..=10 => Some("160062010"),
        11..=16 => Some("160062110"),
        17..=23 => Some("160062210"),
        200..=204 => Some("160146910"),
        239 | 240 => Some("160147710"),
        _ => None,
    }
}

/// One drawing of blood: one coming of a day.
fn drawing(cx: &Cx<'_>, p: &Priced) -> (Day, u8) {
    let at = &cx.facts.attendances[p.acts[0].attendance.0];
    (at.day, at.coming)
}

fn price(desk: &mut Desk, cx: &Cx<'_>) {
    price_rows(desk, cx, &["検査", "病理"]);
    bundle(desk, cx, (1, BLOOD_CHEMISTRY), BLOOD_CHEMISTRY_STEPS);
    bundle(desk, cx, (2, ENDOCRINE), ENDOCRINE_STEPS);
    other_bundles(desk, cx);
    one_ultrasound(desk, cx);
    pathology(desk, cx);
    urgent_entered(desk, cx);
}

/// まるめ: what one drawing's tests of a list are worth together.
fn bundle(desk: &mut Desk, cx: &Cx<'_>, (kind, codes): (u8, &[&str]), steps: Steps) {
    let listed = |p: &Priced| codes.contains(&p.what.as_str()) || test_bundle(p) == Some(kind);
    let mut drawings: Vec<(Day, u8)> =
        in_order(cx, &desk.priced, listed).into_iter().map(|i| drawing(cx, &desk.priced[i])).collect();
    drawings.dedup();
    for when in drawings {
        let of = |desk: &Desk| in_order(cx, &desk.priced, |p| listed(p) && drawing(cx, p) == when);
        refuse_twins(desk, cx, &of(desk));
        refuse_third_cholesterol(desk, cx, &of(desk));
        let tests = of(desk);
        let Some((_, item)) = steps.iter().find(|(from, _)| tests.len() >= *from) else { continue };
        let Some(value) = cx.item(item, when.0) else { continue };
        // Names in the order of the table, not of their points.
        let mut parts: Vec<Priced> = tests.iter().map(|i| desk.priced[*i].clone()).collect();
        parts.sort_by(|a, b| a.what.cmp(&b.what));
        let names = parts.iter().map(|p| p.ja.as_str()).collect::<Vec<_>>().join("、");
        let first = in_order_of_attendance(cx, &parts);
        let mut p = Priced::new(first, cx.rule.id, item, &value.ja, Section::Examination, Why::Table(value.clone()));
        p.acts = parts.iter().flat_map(|p| p.acts.clone()).collect();
        p.acts.sort_by_key(|a| (*a != first, cx.acts.iter().position(|(id, _)| id == a)));
        p.because.push(format!("1回に採取した血液で{}項目を検査したので、項目数の点数で算定します。", tests.len()));
        if kind == 2 && tests.len() > 5 {
            p.check = true;
            p.because.push("6項目以上の点数はこの料金表にないので、5項目までの点数です（要確認）。".to_owned());
        }
        p.remarks = std::iter::once(names).chain(parts.into_iter().flat_map(|p| p.remarks)).collect();
        let mut index = 0;
        desk.priced.retain(|_| {
            index += 1;
            !tests.contains(&(index - 1))
        });
        desk.priced.push(p);
    }
}

/// 包括対象検査 of a test, where a master says so (column 16).
fn test_bundle(p: &Priced) -> Option<u8> {
    let row = p.row.as_ref().filter(|r| !r.is_addition())?;
    Some(row.columns.as_ref()?.test_bundle).filter(|kind| *kind > 0)
}

/// まるめ whose points the book does not carry: several of one kind in one drawing are looked at.
fn other_bundles(desk: &mut Desk, cx: &Cx<'_>) {
    let other = |p: &Priced| test_bundle(p).is_some_and(|kind| kind > 2);
    for i in in_order(cx, &desk.priced, other) {
        let (kind, when) = (test_bundle(&desk.priced[i]), drawing(cx, &desk.priced[i]));
        let alike = |p: &Priced| test_bundle(p) == kind && drawing(cx, p) == when;
        if in_order(cx, &desk.priced, alike).len() > 1 {
            let p = &mut desk.priced[i];
            p.check = true;
            p.because.push(
                "項目数でまとめる検査（包括対象検査）が同じ採血に2つ以上あります。まとめた点数より高くないかを確かめてください（要確認）。"
                    .to_owned(),
            );
        }
    }
}

/// The act of the first attendance among these.
fn in_order_of_attendance(cx: &Cx<'_>, parts: &[Priced]) -> rosai_domain::ActId {
    let place = |id: &rosai_domain::ActId| cx.acts.iter().position(|(a, _)| a == id);
    parts.iter().flat_map(|p| p.acts.iter().copied()).min_by_key(place).expect("a bundle has tests")
}

fn refuse_twins(desk: &mut Desk, cx: &Cx<'_>, tests: &[usize]) {
    for (n, i) in tests.iter().enumerate() {
        if tests[..n].iter().any(|k| desk.priced[*k].what == desk.priced[*i].what) {
            let p = &mut desk.priced[*i];
            let because = format!("1回に採取した血液の「{}」は1項目です。1つだけを数えます。", p.ja);
            p.refused = Some((cx.rule.id, because));
        }
    }
}

fn refuse_third_cholesterol(desk: &mut Desk, cx: &Cx<'_>, tests: &[usize]) {
    let has = |code: &str| tests.iter().copied().find(|i| desk.priced[*i].what == code);
    let others = OTHER_CHOLESTEROL.iter().all(|c| has(c).is_some());
    if let Some(total) = has(TOTAL_CHOLESTEROL).filter(|_| others) {
        desk.priced[total].refused = Some((
            cx.rule.id,
            "HDL・総・LDLコレステロールを併せて測定したときは主たる2つだけを算定するので、総コレステロールは算定できません。"
                .to_owned(),
        ));
    }
}

/// D215 断層撮影法 of one coming is charged once, however many places.
fn one_ultrasound(desk: &mut Desk, cx: &Cx<'_>) {
    let tomographic = |p: &Priced| matches!(p.what.as_str(), "160072210" | "160165010");
    let order = in_order(cx, &desk.priced, tomographic);
    for (n, i) in order.iter().enumerate() {
        let main = order[..n].iter().find(|k| {
            desk.priced[**k].refused.is_none() && drawing(cx, &desk.priced[**k]) == drawing(cx, &desk.priced[*i])
        });
        if let Some(main) = main {
            let ja = desk.priced[*main].ja.clone();
            let because = format!("同時に同じ方法で行った超音波検査は、部位の数によらず1回（{ja}）だけを算定します。");
            desk.priced[*i].refused = Some((cx.rule.id, because));
        }
    }
}

/// N007 注2.
fn pathology(desk: &mut Desk, cx: &Cx<'_>) {
    let of = |kubun: &'static str| move |p: &Priced| p.row.as_ref().is_some_and(|r| &*r.kubun == kubun);
    if in_order(cx, &desk.priced, of("N006")).is_empty() {
        return;
    }
    for i in in_order(cx, &desk.priced, of("N007")) {
        let because = "同じ月に病理診断料を算定しているので、病理判断料は算定できません。".to_owned();
        desk.priced[i].refused = Some((cx.rule.id, because));
    }
}

/// 時間外緊急院内検査加算 as somebody entered it.
fn urgent_entered(desk: &mut Desk, cx: &Cx<'_>) {
    let mut asked = Vec::new();
    for i in in_order(cx, &desk.priced, |p| p.what == URGENT) {
        let id = desk.priced[i].acts[0];
        let at = &cx.facts.attendances[id.attendance.0];
        let when = drawing(cx, &desk.priced[i]);
        // 検体検査: D000 to D025.
        let specimen = |p: &Priced| {
            let number = p.row.as_ref().and_then(|r| r.kubun.strip_prefix('D')?.get(..3)?.parse::<u16>().ok());
            let bundled = judgement_of(p).is_some() && p.row.is_none();
            p.what != URGENT && p.refused.is_none() && (bundled || number.is_some_and(|n| n <= 25))
        };
        let tested = desk.priced.iter().any(|p| (specimen(p) || is_typed(p)) && drawing(cx, p) == when);
        let said = said_urgent(cx, &at.acts[id.index], at);
        let refuse = if !is_outside_hours(cx, at) {
            Some(
                "時間外・休日・深夜の受診ではないので、時間外緊急院内検査加算は算定できません。時刻か時間の区分を確かめてください。",
            )
        } else if !tested {
            Some("検体検査がこの来院にないので、時間外緊急院内検査加算は算定できません。")
        } else if said == Some(false) {
            Some("緊急のための検査ではないので、時間外緊急院内検査加算は算定できません。")
        } else {
            None
        };
        let p = &mut desk.priced[i];
        match (refuse, said) {
            (Some(because), _) => p.refused = Some((cx.rule.id, because.to_owned())),
            (None, Some(_)) => {
                p.because.push("時間外等に緊急のために院内で検体検査を行ったので、1日につき1回加算します。".to_owned());
            }
            (None, None) => {
                desk.findings.push(cx.ask(
                    cx.about_acts(&p.acts, &p.what, &p.ja),
                    Question::UrgentInHouse,
                    "時間外緊急院内検査加算は、直ちに処置・手術等が必要で、緊急のために院内で検体検査を行ったときだけ算定できます。".to_owned(),
                ));
                asked.push(i);
            }
        }
    }
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        !asked.contains(&(index - 1))
    });
}

/// A test somebody typed.
fn is_typed(p: &Priced) -> bool {
    p.typed && p.section == Section::Examination
}

/// 判断料: once a month for each group of tests that are charged.
fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    for (code, group) in JUDGEMENTS {
        let tests = in_order(cx, &desk.priced, |p| judgement_of(p) == Some(code));
        let entered = in_order(cx, &desk.priced, |p| p.what == code);
        match (tests.first(), entered.first()) {
            (Some(first), None) => judge(desk, cx, *first, code, group),
            (None, Some(i)) => {
                let typed = desk.priced.iter().any(is_typed);
                let p = &mut desk.priced[*i];
                if typed {
                    p.check = true;
                    p.because
                        .push(format!("コードのない検査の判断料です。{group}に当たるかを確かめてください（要確認）。"));
                } else {
                    let because = format!("{group}に当たる検査をこの月に算定していないので、判断料は算定できません。");
                    p.refused = Some((cx.rule.id, because));
                }
            }
            _ => {}
        }
    }
}

fn judge(desk: &mut Desk, cx: &Cx<'_>, test: usize, code: &'static str, group: &str) {
    let test = desk.priced[test].clone();
    let Ok(row) = cx.catalogue.act(code, day_of(cx, &test)) else { return };
    let why = Why::Table(row.points.clone());
    let mut p = Priced::new(test.acts[0], cx.rule.id, code, &row.name, row.section(), why);
    p.code = Some(row.code.to_string());
    p.row = Some(row.clone());
    p.addition_to = Some(test.what.clone());
    p.because.push(format!("{group}を今月はじめて算定した日なので、判断料を月1回算定します。"));
    desk.priced.push(p);
}
