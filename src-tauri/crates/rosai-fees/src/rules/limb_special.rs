//! M17 四肢に対する特例取扱い
//!
//! ## 条文
//! 「(1) 指の創傷処理（筋肉に達しないもの。） 手の指の創傷処理については、健保点数にかかわらず、
//! 次に掲げる点数で算定します。ただし、筋肉に達するものは健保点数の2.0倍で算定します。
//! 指1本 1,060点 (530点×2.0倍) 指2本 1,590点 (1,060点+530点) 指3本 2,120点 (1,590点+530点) 指4本 2,650点 (2,120点
//! +530点) 指5本 2,650点 (530点×5.0倍)（さらに四肢加算することはできません。）」「なお、
//! 創傷処理（筋肉に達しないもの。）と指（手、足）に係る手術等又は骨折非観血的整復術を各々異なる手の指に対して併せて
//! 行った場合には、同一手術野とみなさず各々の所定点数を合算した点数で算定できます。」（manual-2025-04 I 17(1)）
//!
//! 「創傷処理の算定に当たり、指で筋肉に達するものと指以外は、次の健保点数を基礎として算定します。 ① 筋肉、
//! 臓器に達するもの 長径5cm未満 1,400点 長径5cm以上10cm未満 1,880点 長径10cm以上 イ 頭頸部のもの（長径20cm以上のもの
//! に限る。） 9,630点 ロ その他のもの 3,090点 ② 筋肉、臓器に達しないもの 長径5cm未満 530点 長径5cm以上10cm未満 950点
//! 長径10cm以上 1,480点 注 筋肉、臓器に達するものとは、単に創傷の深さを指すものではなく、筋肉、
//! 臓器に何らかの処理を行った場合をいいます。」（manual-2025-04 I 17(1)）
//!
//! 「(2) 指の骨折非観血的整復術 手の指の骨折非観血的整復術については、次に掲げる点数で算定します。
//! 指 1 本 2,880 点 (1,440 点 × 2.0 倍) 指 2 本 4,320 点 (2,880 点 + 1,440 点) 指 3 本 5,760 点 (4,320 点 + 1,440
//! 点) 指 4 本 7,200 点 (5,760 点 + 1,440 点) 指 5 本 7,200 点 (1,440 点 × 5.0 倍)（さらに四肢加算することはできませ
//! ん。）」「なお、骨折非観血的整復術と指（手、足）に係る手術等又は創傷処理（筋肉に達しないもの。）
//! を各々異なる手の指に対して併せて行った場合には、同一手術野とみなさず各々の所定点数を合算した点数で算定できます。」
//! （manual-2025-04 I 17(2)）
//!
//! 「(3) 処置、手術及びリハビリテーションについての特例 1.5 倍 (2.0 倍) ① 四肢（鎖骨、肩甲骨及び股関節を含む。）
//! の傷病に対し、次に掲げる処置、手術及びリハビリテーションの点数は、健保点数（リハビリテーションについては 14 のア～
//! スの所定点数）の 1.5 倍として算定できます。（1 点未満切上げ） (処置) ア 創傷処置、下肢創傷処置、
//! 爪甲除去（麻酔を要しないもの）、穿刺排膿後薬液注入、熱傷処置、重度褥瘡処置、ドレーン法及び皮膚科軟膏処置 イ 関節穿
//! 刺、粘（滑）液嚢穿刺注入、ガングリオン穿刺術、ガングリオン圧碎法及び消炎鎮痛等処置のうち「湿布処置」
//! ウ 絆創膏固定術、鎖骨又は肋骨骨折固定術、皮膚科光線療法、鋼線等による直達牽引（2 日目以降）、介達牽引、矯正固定、
//! 変形機械矯正術、消炎鎮痛等処置のうち「マッサージ等の手技による療法」及び「器具等による療法」、
//! 低出力レーザー照射 (手術) エ 創傷処理、デブリードマン ただし、手の指の創傷処理（筋肉に達しないもの。）は、
//! 前記（1）による。 オ 皮膚切開術 カ 筋骨格系・四肢・体幹の手術 ただし、手の指の骨折非観血的整復術は、
//! 前記（2）による。 キ 神経、血管の手術 (リハビリテーション) ク 疾患別リハビリテーション」
//! （manual-2025-04 I 17(3)①）
//!
//! 「② 上記①のア～イの処置及びエ～キの手術については、手（手関節以下）及び手の指に係る場合のみ健保点数の 2.0 倍とし
//! て算定できます。」「ただし、健康保険において処置面積を合算して算定する「創傷処置」等については、
//! 四肢加算の倍率（手指 2 倍、手指以外の四肢 1.5 倍、四肢以外 1 倍）が異なる部位に行う場合には、
//! それぞれの倍率毎に処置面積を合算して算定することができます。」「また、「創傷処置」
//! 等を四肢加算の倍率が異なる範囲にまたがって（連続して）行う場合には、処置面積を合算し該当する区分の所定点数に対して
//! 最も高い倍率で算定します。」「なお、四肢の傷病に対する特例取扱いは適用される項目も多く誤りも多くみられますので、
//! 特に下記の点に留意してください。」（manual-2025-04 I 17(3)②）
//!
//! 「注 1 特例取扱いの対象となるものは前記に掲げたもののみで、薬剤料、特定保険医療材料料、輸血料、ギプス料などは、
//! 特例取扱いの対象になりません。」「注 2 健保点数の 2.0 倍として算定できるのは、手（手関節以下）、
//! 手の指に係る処置・手術のみです。 足の指の処置は 1.5 倍です。」「注 3 植皮術、皮膚移植術等の形成手術は、
//! 特例取扱いの対象になりません。」「注 4 処置における腰部、胸部又は頸部固定帯加算等の処置医療機器等加算及び手術にお
//! ける創外固定器加算等の手術医療機器等加算は、特例取扱いの対象になりません。」「注 5 特例取扱いの対象となる処置、
//! 手術及びリハビリテーションの所定点数の 1.5 倍（2.0 倍）後の点数は一覧表（参考 10（50 ページ））のとおりです。」
//! （manual-2025-04 I 17(3) 注1〜注5）
//!
//! ## 読み方
//! - 対象の行為と倍率の上限は、行為の行ごとに参考10から取る。行に倍率がない行為（薬剤、材料、ギプス料、注加算、
//!   植皮術など）は特例にならない。
//! - 部位で倍率を決める。手関節から先の手と手の指は2.0倍、そのほかの四肢（鎖骨、肩甲骨、肩、股関節、足の指を含む）
//!   は1.5倍、ほかは1倍。
//! - 上限が1.5倍の行為（手技・器具等による療法、牽引、リハビリテーションなど）は、手でも1.5倍とする。
//! - 1点未満は行為ごとに切り上げる。リハビリテーションは1単位の点数で切り上げてから単位数を掛ける。
//! - 対象の行為に部位がなければ部位を尋ねる。手術は、特例にならないものでも、部位がなければ尋ねる（内訳書に施行部位が
//!   要り、同一手術野も見られないため）。
//! - 1つの行為に倍率（その行為の上限で抑えたもの）の違う部位が並び、続いた範囲かどうか分からなければ尋ねる。
//!   続いた範囲なら最も高い倍率とする。
//! - 面積で区分の決まる処置（創傷処置、熱傷処置、皮膚科軟膏処置など）は、1日の同じ傷病の中で（科や来院が違っても）同
//!   じ倍率の部位の面積を足し、足した面積の行で算定する。2か所以上あって面積のないものがあれば尋ねる。
//!   面積に当たる行がなければ、算定しない理由を示す。
//! - 手の指だけの創傷処理（筋肉、臓器に達しないもの）と骨折非観血的整復術は、長さによらず、
//!   1日の同じ傷病の指の本数の表で算定し、四肢加算をしない。どの指か分からなければ尋ねる。
//! - 指ごとに、創傷処理、整復術、ほかの手術のうち点数の最も高いものだけを数える。異なる指のものは合算する。
//!
//! ## 対象外
//! - 皮膚や骨の状態から見た行為の選び方（筋肉、臓器に達したか）。コードを入れた人が選ぶ。
//! - 近くの創の長さを足して創傷処理の区分を決めること。
//! - 同一手術野（K12）、時間外等（K14）、機能回復指導加算（M19）、術中透視装置使用加算（M18、まだない）。
//!
//! ## 疑義
//! - 本数の表は5本までで、両手の指を合わせて数えるか、手ごとに数えるかが書かれていない。両手を合わせて数え、
//!   5本を限度とする。返還にならない読み。
//! - 倍率の異なる部位に行った1つの行為で、続いていないとき。面積を合算する処置は「倍率毎に」と書かれているが、
//!   ほかの行為は書かれていない。推し量らずに尋ね、部位ごとに分けて入れてもらう。
//! - 1つの部位に広すぎる面積（指・足の指は150cm²、手・足は1,000cm²を超えるもの）は、そのまま計算して要確認とする。
//!   この広さは算定基準にない目安。
//! - 真皮縫合加算・デブリードマン加算などの注加算に倍率が掛かるか。参考10は注加算を載せていないので、倍率を掛けない。
//!   返還にならない読み。
//! - リハビリテーションの端数を1単位ごとに切り上げるか、単位数を掛けてから切り上げるか。
//!   参考10は1単位の点数を切り上げて印刷しているので、1単位ごととする（85点×1.5は128点、2単位で256点）。
//! - 1つの指に創傷処理とほかの手術があるとき、指の本数の取り方で合計が変わることがある。指ごとに高いほうを採り、
//!   全体で最も高い取り方は探さない。返還にはならない。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Why};
use rosai_domain::{Act, Day, FactorClass, Question, Region, Site};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(17),
    term: "limb_special",
    ja: "四肢に対する特例取扱い",
    cites: &[
        Cite::new("manual-2025-04", "I 17"),
        Cite::new("manual-2025-04", "I 17(1)"),
        Cite::new("manual-2025-04", "I 17(2)"),
        Cite::new("manual-2025-04", "I 17(3)"),
    ],
    items: &[
        "limb_factor",
        "hand_factor",
        "finger_wound_suture_1",
        "finger_wound_suture_2",
        "finger_wound_suture_3",
        "finger_wound_suture_4",
        "finger_wound_suture_5",
        "finger_closed_reduction_1",
        "finger_closed_reduction_2",
        "finger_closed_reduction_3",
        "finger_closed_reduction_4",
        "finger_closed_reduction_5",
    ],
    stage: Stage::Price(apply),
};

const SUTURE: [&str; 5] = [
    "finger_wound_suture_1",
    "finger_wound_suture_2",
    "finger_wound_suture_3",
    "finger_wound_suture_4",
    "finger_wound_suture_5",
];
const REDUCTION: [&str; 5] = [
    "finger_closed_reduction_1",
    "finger_closed_reduction_2",
    "finger_closed_reduction_3",
    "finger_closed_reduction_4",
    "finger_closed_reduction_5",
];

/// 創傷処理（筋肉、臓器に達しない）, whatever its length.
fn is_shallow_suture(code: &str) -> bool {
    matches!(code, "150001010" | "150001110" | "150284010")
}

/// 骨折非観血的整復術（手）.
fn is_hand_reduction(code: &str) -> bool {
    code == "150017210"
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut days: Vec<(Day, &str)> = cx.attendances().map(|(_, a)| (a.day, a.injury.as_str())).collect();
    days.sort_unstable();
    days.dedup();
    for of in &days {
        merge_areas(desk, cx, *of);
    }
    let mut kept = Vec::new();
    for mut priced in std::mem::take(&mut desk.priced) {
        match raise(&mut priced, cx) {
            Raised::Done => kept.push(priced),
            Raised::Finding(finding) => desk.findings.push(*finding),
        }
    }
    desk.priced = kept;
    for of in days {
        count_fingers(desk, cx, of);
    }
}

fn act_of<'a>(cx: &Cx<'a>, priced: &Priced) -> &'a Act {
    let id = priced.acts[0];
    &cx.facts.attendances[id.attendance.0].acts[id.index]
}

/// Fingers and areas are counted per accident and day, whichever department or coming they belong to.
fn key_of<'a>(cx: &Cx<'a>, p: &Priced) -> (Day, &'a str) {
    let at = &cx.facts.attendances[p.acts[0].attendance.0];
    (at.day, &at.injury)
}

/// The class an act is raised by: the highest of one continuous area, else the one class all sites share.
fn class_of(act: &Act, max: Decimal) -> Option<FactorClass> {
    let two_allowed = max > Decimal::new(15, 1);
    let class = |s: &Site| if two_allowed { s.factor_class() } else { s.factor_class().min(FactorClass::Limb) };
    let highest = act.sites.iter().map(class).max()?;
    let same = act.sites.iter().all(|s| class(s) == highest);
    (same || act.continuous).then_some(highest)
}

/// (3)②ただし書: areas of one family are added per factor, and the row follows from the sum.
fn merge_areas(desk: &mut Desk, cx: &Cx<'_>, of: (Day, &str)) {
    let mut groups: BTreeMap<(String, String, FactorClass), Vec<usize>> = BTreeMap::new();
    for (i, p) in desk.priced.iter().enumerate() {
        let Some(row) = &p.row else { continue };
        if key_of(cx, p) != of || row.area.is_none() || row.limb.is_none() || p.refused.is_some() {
            continue;
        }
        let Some(class) = row.limb.and_then(|l| class_of(act_of(cx, p), l.max)) else { continue };
        let (kubun, name) = row.family();
        groups.entry((kubun.to_owned(), name.to_owned(), class)).or_default().push(i);
    }
    let mut drop: Vec<usize> = Vec::new();
    for members in groups.into_values() {
        let areas: Vec<Option<Decimal>> = members.iter().map(|i| act_of(cx, &desk.priced[*i]).area).collect();
        let first = members[0];
        if members.len() > 1 && areas.iter().any(Option::is_none) {
            for i in &members {
                let p = &desk.priced[*i];
                desk.findings.push(cx.ask(cx.about_acts(&p.acts, &p.what, &p.ja), Question::Area, format!(
                    "「{}」が倍率の同じ部位に2か所以上あります。面積を合わせて区分を決めるので、それぞれの面積（cm²）を入れてください。", p.ja
                )));
            }
            drop.extend(members);
            continue;
        }
        let Some(area) = areas.iter().flatten().copied().reduce(|a, b| a + b) else { continue };
        let row = desk.priced[first].row.clone().expect("only items with a row are grouped");
        let Some(wanted) = cx.catalogue.act_for_area(&row, area, of.0) else {
            for i in &members {
                let p = &mut desk.priced[*i];
                p.refused = Some((
                    cx.rule.id,
                    format!(
                        "{}cm²の「{}」には点数がありません（基本診療料に含まれます）。",
                        area.normalize(),
                        row.family().1
                    ),
                ));
            }
            continue;
        };
        let others: Vec<Priced> = members[1..].iter().map(|i| desk.priced[*i].clone()).collect();
        let p = &mut desk.priced[first];
        for other in others {
            p.acts.extend(other.acts);
            p.remarks.extend(other.remarks);
            for site in other.sites {
                if !p.sites.contains(&site) {
                    p.sites.push(site);
                }
            }
        }
        p.sites.sort();
        p.why = Why::Table(wanted.points.clone());
        p.what = wanted.code.to_string();
        p.ja = wanted.name.to_string();
        p.code = Some(wanted.code.to_string());
        p.row = Some(wanted.clone());
        p.because.push(if members.len() > 1 {
            format!("倍率の同じ部位の面積を合わせて{}cm²です。", area.normalize())
        } else {
            format!("面積は{}cm²です。", area.normalize())
        });
        drop.extend(&members[1..]);
    }
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        !drop.contains(&(index - 1))
    });
}

/// More cm² than a finger, a toe, a hand or a foot has is a slip of the pen: charged as typed, and to be looked at.
fn doubt_area(p: &mut Priced, cx: &Cx<'_>) {
    let most = |s: &Site| match s.region {
        r if r.is_finger() || r.is_toe() => Some(150),
        Region::Hand | Region::Foot => Some(1_000),
        _ => None,
    };
    let area = |id: &rosai_domain::ActId| cx.facts.attendances[id.attendance.0].acts[id.index].area;
    let typed: Decimal = p.acts.iter().filter_map(area).sum();
    let room: Option<i64> = p.sites.iter().map(most).sum();
    if let Some(room) = room.filter(|room| *room > 0 && typed > Decimal::from(*room)) {
        p.check = true;
        let sites = p.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・");
        p.because.push(format!("{sites}の面積としては広すぎます（{room}cm²まで）。面積か部位を確かめてください。"));
    }
}

enum Raised {
    Done,
    Finding(Box<crate::finding::Finding>),
}

/// (3): ×1.5 or ×2.0 by site, capped by the act; 1点未満切上げ.
fn raise(p: &mut Priced, cx: &Cx<'_>) -> Raised {
    let Some(row) = p.row.clone() else { return Raised::Done };
    // 手術は施行部位を記載する (part 3, 7); without it nobody can tell 同一手術野 either.
    if p.is_operation() && act_of(cx, p).sites.is_empty() {
        return Raised::Finding(Box::new(cx.ask(cx.about_acts(&p.acts, &p.what, &p.ja), Question::ActSite, format!(
            "「{}」をどこに行ったかを入れてください。手術には施行部位の記載が要ります（右前腕、左手第2指、腰部 など）。", p.ja
        ))));
    }
    let Some(limb) = row.limb else { return Raised::Done };
    if limb.max <= Decimal::ONE || p.refused.is_some() {
        p.formula = formula(p, None);
        return Raised::Done;
    }
    let act = act_of(cx, p);
    let about = cx.about_acts(&p.acts, &p.what, &p.ja);
    doubt_area(p, cx);
    if act.sites.is_empty() {
        return Raised::Finding(Box::new(cx.ask(
            about,
            Question::ActSite,
            format!(
                "「{}」は部位で点数が変わります。どこに行ったかを入れてください（右前腕、左手第2指、腰部 など）。",
                p.ja
            ),
        )));
    }
    // The finger tables of (1) and (2) take the place of the factor.
    let code = p.code.clone().unwrap_or_default();
    let fingers_only = act.sites.iter().all(|s| s.region.is_finger());
    if fingers_only && (is_shallow_suture(&code) || is_hand_reduction(&code)) {
        if act.sites.iter().any(|s| s.region == Region::Finger) {
            return Raised::Finding(Box::new(cx.ask(
                about,
                Question::Finger,
                format!(
                    "「{}」は手の指の本数で点数が決まります。どの指かを入れてください（右手第2指、左母指 など）。",
                    p.ja
                ),
            )));
        }
        return Raised::Done;
    }
    let Some(class) = class_of(act, limb.max) else {
        return Raised::Finding(Box::new(cx.ask(about, Question::Continuous, format!(
            "「{}」の部位（{}）は倍率が違います。続いた範囲なら「続いた範囲」と入れ（最も高い倍率になります）、別々なら部位ごとに分けて入れてください。",
            p.ja, p.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・")
        ))));
    };
    let day = cx.facts.attendances[p.acts[0].attendance.0].day;
    let item = match class {
        FactorClass::Trunk => None,
        FactorClass::Limb => cx.item("limb_factor", day),
        FactorClass::Hand => cx.item("hand_factor", day),
    };
    let Some(factor) = item else {
        p.because.push("四肢以外の部位なので、四肢の特例はありません。".to_owned());
        p.formula = formula(p, None);
        return Raised::Done;
    };
    let at_hand = act.sites.iter().any(|s| s.factor_class() == FactorClass::Hand);
    p.because.push(match (at_hand, class) {
        (true, FactorClass::Limb) => "手の部位ですが、この行為は2.0倍の対象でないので1.5倍です。".to_owned(),
        (_, FactorClass::Hand) => format!("手（手関節以下）・手の指に行ったので{}倍です。", factor.value.normalize()),
        _ => format!("四肢に行ったので{}倍です。", factor.value.normalize()),
    });
    p.formula = formula(p, Some(factor.value));
    p.rule = cx.rule.id;
    let product = Why::step(Op::Times, vec![p.why.clone(), Why::Table(factor.clone())]);
    p.why = Why::step_by(Op::CeilPoint, vec![product], Cite::new("manual-2025-04", "I 17(3)"));
    Raised::Done
}

/// `(52×2.0)104`, as 記載例6 prints it; the points alone where there is no factor.
fn formula(p: &Priced, factor: Option<Decimal>) -> String {
    let base = p.why.evaluate().unwrap_or_default().normalize();
    let raised = (base * factor.unwrap_or(Decimal::ONE)).ceil().normalize();
    let one = match factor {
        Some(factor) => format!("({base}×{factor:.1}){raised}"),
        None => raised.to_string(),
    };
    if p.units > 1 { format!("({one}×{}単位){}", p.units, raised * Decimal::from(p.units)) } else { one }
}

/// (1) and (2): 手の指の創傷処理 and 骨折非観血的整復術 by the number of fingers. A finger with a dearer operation
/// goes to that (同一手術野); different fingers are added up.
fn count_fingers(desk: &mut Desk, cx: &Cx<'_>, of_day: (Day, &str)) {
    let here = |p: &Priced| key_of(cx, p) == of_day && p.refused.is_none();
    let single =
        |p: &Priced| -> Vec<Site> { p.sites.iter().copied().filter(|s| s.region.is_single_finger()).collect() };
    let of = |desk: &Desk, want: fn(&str) -> bool| -> Vec<usize> {
        let fits = |p: &Priced| {
            here(p) && p.code.as_deref().is_some_and(want) && !p.sites.is_empty() && single(p).len() == p.sites.len()
        };
        (0..desk.priced.len()).filter(|i| fits(&desk.priced[*i])).collect()
    };
    let sutures = of(desk, is_shallow_suture);
    let reductions = of(desk, is_hand_reduction);
    if sutures.is_empty() && reductions.is_empty() {
        return;
    }
    let day = of_day.0;
    let price = |item: &'static str| cx.item(item, day).map_or(Decimal::ZERO, |v| v.value);
    let (suture_one, reduction_one) = (price(SUTURE[0]), price(REDUCTION[0]));
    // Who has each finger: the dearest of what was done on it.
    let others: Vec<(usize, Decimal)> = (0..desk.priced.len())
        .filter(|i| {
            !sutures.contains(i) && !reductions.contains(i) && here(&desk.priced[*i]) && desk.priced[*i].is_operation()
        })
        .filter_map(|i| Some((i, desk.priced[i].why.evaluate()?)))
        .collect();
    let taken_by_other = |desk: &Desk, finger: Site, than: Decimal| {
        others.iter().any(|(i, points)| *points >= than && single(&desk.priced[*i]).contains(&finger))
    };
    let reduced: Vec<Site> = sites_of(desk, &reductions);
    let reduction_fingers: Vec<Site> =
        reduced.iter().copied().filter(|f| !taken_by_other(desk, *f, reduction_one)).collect();
    let suture_fingers: Vec<Site> = sites_of(desk, &sutures)
        .into_iter()
        .filter(|f| !reduction_fingers.contains(f) && !taken_by_other(desk, *f, suture_one))
        .collect();
    let merged = [
        merge_fingers(desk, cx, &sutures, &suture_fingers, &SUTURE, day),
        merge_fingers(desk, cx, &reductions, &reduction_fingers, &REDUCTION, day),
    ];
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        let i = index - 1;
        !(sutures.contains(&i) || reductions.contains(&i))
    });
    desk.priced.extend(merged.into_iter().flatten());
}

fn sites_of(desk: &Desk, items: &[usize]) -> Vec<Site> {
    let mut sites: Vec<Site> = items.iter().flat_map(|i| desk.priced[*i].sites.iter().copied()).collect();
    sites.sort();
    sites.dedup();
    sites
}

fn merge_fingers(
    desk: &Desk,
    cx: &Cx<'_>,
    items: &[usize],
    fingers: &[Site],
    table: &[&'static str; 5],
    day: rosai_domain::Day,
) -> Vec<Priced> {
    let Some(first) = items.first() else { return Vec::new() };
    let mut out = Vec::new();
    let mut p = desk.priced[*first].clone();
    p.acts.clear();
    for i in items {
        let item = &desk.priced[*i];
        if item.sites.iter().any(|s| fingers.contains(s)) {
            p.acts.extend(item.acts.iter().copied());
            p.remarks.extend(item.remarks.iter().filter(|_| i != first).cloned());
        } else {
            let mut refused = item.clone();
            refused.refused = Some((
                RuleId::k(12),
                "同じ指により点数の高い手術をしているので、主たる手術だけを算定します。".to_owned(),
            ));
            out.push(refused);
        }
    }
    if p.acts.is_empty() {
        return out;
    }
    // A sixth finger is on the other hand; the table ends with five (疑義).
    let Some(value) = cx.item(table[fingers.len().clamp(1, 5) - 1], day) else { return out };
    p.sites = fingers.to_vec();
    p.quantity = None;
    p.what = value.id.to_string();
    p.rule = cx.rule.id;
    p.because.push(format!("手の指{}本なので、本数で決まった点数です。さらに四肢加算はしません。", fingers.len()));
    if fingers.len() > 5 {
        p.because.push("左右の手で5本を超えますが、表は5本までなので5本の点数にします（疑義）。".to_owned());
    }
    p.code = cx.catalogue.item(&value.id).and_then(|i| i.code.clone());
    p.why = Why::Table(value.clone());
    p.formula = value.value.normalize().to_string();
    out.push(p);
    out
}
