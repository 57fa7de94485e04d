//! M07 再診時療養指導管理料
//!
//! ## 条文
//! 「再診時療養指導管理料 920円」「外来患者に対して再診時に療養上の指導(食事、日常生活動作、機能回復訓練、
//! メンタルヘルスに関する指導)を行った場合に指導の都度算定できます。」「注1 同一月において重複算定できない管理料等
//! は、参考3(34ページ)のとおりです。」「注2 同一の医療機関において、同時に2以上の診療科で指導を行った場合であっても
//! (医科と歯科及び医科と歯科口腔外科の場合を除く。)再診時療養指導管理料は1回として算定します。」
//! （manual-2025-04 I 7）
//!
//! 「再診時療養指導管理料と石綿疾患療養管理料は同月に重複算定できません。 また、それぞれ次表に掲げる各管理料等とも同
//! 月に重複算定できません。」「B000 特定疾患療養管理料、B001 ウイルス疾患指導料、てんかん指導料、難病外来指導管理料、
//! 皮膚科特定疾患指導管理料、心臓ペースメーカー指導管理料、慢性疼痛疾患管理料、耳鼻咽喉科特定疾患指導管理料、
//! C002 在宅時医学総合管理料、C002-2 施設入居時等医学総合管理料、C010 在宅患者連携指導料、
//! C100 退院前在宅療養指導管理料、C101 在宅自己注射指導管理料、C102 在宅自己腹膜灌流指導管理料、
//! C102-2 在宅血液透析指導管理料、C103 在宅酸素療法指導管理料、C104 在宅中心静脈栄養法指導管理料、
//! C105 在宅成分栄養経管栄養法指導管理料、C105-3 在宅半固形栄養経管栄養法指導管理料、C106 在宅自己導尿指導管理料、
//! C107 在宅人工呼吸指導管理料、C107-2 在宅持続陽圧呼吸療法指導管理料、C107-3 在宅ハイフローセラピー指導管理料、
//! C108 在宅麻薬等注射指導管理料、C108-2 在宅腫瘍化学療法注射指導管理料、C108-3 在宅強心剤持続投与指導管理料、
//! C108-4 在宅悪性腫瘍患者共同指導管理料、C109 在宅寝たきり患者処置指導管理料、C110 在宅自己疼痛管理指導管理料、
//! C110-2 在宅振戦等刺激装置治療指導管理料、C110-3 在宅迷走神経電気刺激治療指導管理料、
//! C110-4 在宅仙骨神経刺激療法指導管理料、C110-5 在宅舌下神経電気刺激療法指導管理料、
//! C111 在宅肺高血圧症患者指導管理料、C112 在宅気管切開患者指導管理料、C112-2 在宅喉頭摘出患者指導管理料、
//! C114 在宅難治性皮膚疾患処置指導管理料、C116 在宅植込型補助人工心臓（非拍動流型）指導管理料、
//! C117 在宅経腸投薬指導管理料、C118 在宅腫瘍治療電場療法指導管理料、C119 在宅経肛門的自己洗腸指導管理料、
//! C120 在宅中耳加圧療法指導管理料、C121 在宅抗菌薬吸入療法指導管理料、I002 通院・在宅精神療法、I004 心身医学療法、
//! I016 精神科在宅患者支援管理料、その他 「B000特定疾患療養管理料」と重複算定できない指導管理料等」
//! （manual-2025-04 II 参考3。区分と名称を左の段から順に並べた）
//!
//! ## 読み方
//! - 受診に指導の内容（食事、日常生活動作、機能回復訓練、メンタルヘルス）が入っていれば、
//!   再診料（2科目の710円を含む）を算定する受診の都度920円を算定する。
//! - 入っていなければ、算定せずに質問（repeat_guidance）を出す。その日の「はい」の答えは、選んだ内容の指導とみる。
//!   月の答え（日のない答え）は「都度」にならないので見ない。同じ日に同じ傷病の受診が2つあれば、先のものの答えとする。
//! - 質問を出すのは、答えれば算定できる受診だけ。参考3の管理料か石綿疾患療養管理料を算定する月と、
//!   同じ来院に指導の入った受診があるときは出さない。
//! - 初診、電話等による再診、診察のない受診、再診料を算定しない再診（入院中、同じ科でほかの保険の傷病が主、
//!   新しい災害の初診と同じ来院・同じ科、3つ目の科など）では、算定しない理由を示す。
//! - 1回の来院で2つ以上の科が指導しても1回。医科と歯科（歯科口腔外科を含む）はそれぞれ算定する。
//!   同じ日にもう1度来院すれば、もう1回算定する。
//! - 再診時療養指導管理料、石綿疾患療養管理料（M26）、参考3の管理料は、同じ月にどれか1つの組だけを算定する。
//!   1か月の合計が最も高い組を円で比べて選び（点数は診療単価を掛ける）、ほかは比べた額を示して外す。
//! - 慢性疼痛疾患管理料は、算定すると含まれる処置と外来管理加算が変わるので、それも含めて比べる。
//! - 摘要に指導の内容を1つ書く。
//!
//! ## 対象外
//! - 指導の中身が足りているか。
//! - 参考3の「その他」（特定疾患療養管理料と重複算定できない指導管理料等）のうち、生活習慣病管理料（B001-3）のほか。
//!   区分番号が書かれていないので見ない。人が確かめる。
//! - ほかの医療機関で同じ月に算定した管理料。
//! - 指導を何回か行えば管理料より高くなる月に、指導を勧めること。管理料を算定する月には質問を出さない。
//!
//! ## 疑義
//! - 参考3の管理料と重なるとき、どちらを算定するかは書かれていない。どちらか一方だけを算定すれば返すことはないので、
//!   高いほうを採る。
//! - 再診料を算定しない再診の指導。条文は「再診時に」と言うだけで再診料の算定を条件としないとも読めるが、算定しない。
//!   返還にならない読み。同じ日に再診料を算定する受診があれば、指導をそちらに入れるよう示す。
//! - 傷病が2つあるときの重複。管理料と指導が別の傷病についてでも、同じ労働者の同じ月なら重複とみる。
//!   返還にならない読み。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{Answer, Attendance, AttendanceId, Day, GuidanceKind, Question};
use rust_decimal::prelude::ToPrimitive;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(7),
    term: "repeat_visit_guidance_fee",
    ja: "再診時療養指導管理料",
    cites: &[Cite::new("manual-2025-04", "I 7"), Cite::new("manual-2025-04", "II 参考3")],
    items: &["repeat_visit_guidance_fee"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "repeat_visit_guidance_fee";
const NAME: &str = "再診時療養指導管理料";

/// 区分番号 of 参考3; of B001 only the seven named there.
const EXCLUDED: &[&str] = &[
    // B001-3 生活習慣病管理料 may not stand with B000 (参考3 その他).
    "B000", "B001-3", "C002", "C002-2", "C010", "C100", "C101", "C102", "C102-2", "C103", "C104", "C105", "C105-3",
    "C106", "C107", "C107-2", "C107-3", "C108", "C108-2", "C108-3", "C108-4", "C109", "C110", "C110-2", "C110-3",
    "C110-4", "C110-5", "C111", "C112", "C112-2", "C114", "C116", "C117", "C118", "C119", "C120", "C121", "I002",
    "I004", "I016",
];
const EXCLUDED_B001: &[&str] = &[
    "ウイルス疾患指導料",
    "てんかん指導料",
    "難病外来指導管理料",
    "皮膚科特定疾患指導管理料",
    "心臓ペースメーカー指導管理料",
    "慢性疼痛疾患管理料",
    "耳鼻咽喉科特定疾患指導管理料",
];

/// Whether an item is one of 参考3, which may not stand in the same month.
pub(crate) fn excluded(p: &Priced) -> bool {
    p.row.as_ref().is_some_and(|r| {
        EXCLUDED.contains(&&*r.kubun) || (&*r.kubun == "B001" && EXCLUDED_B001.iter().any(|n| r.name.starts_with(n)))
    })
}

/// 円 of one guidance, for the chooser's comparison.
pub(crate) fn amount(cx: &Cx<'_>) -> i64 {
    cx.catalogue.value(ITEM, cx.facts.month.last()).and_then(|v| v.value.to_i64()).unwrap_or(0)
}

/// Attendances in person whose 再診料 is charged.
fn is_charged(cx: &Cx<'_>, id: AttendanceId) -> bool {
    matches!(cx.seen(id), Seen::Repeat { phone: false, .. } | Seen::RepeatSecond { phone: false, .. })
}

/// What somebody answered about the guidance of an attendance's day; nothing for a month as a whole.
fn answer<'a>(cx: &Cx<'a>, at: &Attendance) -> Option<&'a Answer> {
    cx.answer(Question::RepeatGuidance, &at.injury, at.day).filter(|a| a.day == Some(at.day))
}

/// Attendances with the guidance that was given there, as entered or as answered.
fn guided(cx: &Cx<'_>) -> Vec<(AttendanceId, Vec<GuidanceKind>)> {
    let mut out: Vec<(AttendanceId, Vec<GuidanceKind>)> = Vec::new();
    for (id, at) in cx.attendances() {
        let mut kinds = at.guidance.clone();
        // An answer speaks of the first attendance of the day that could have the fee and says nothing itself.
        let first = cx
            .attendances()
            .find(|(o, a)| (a.day, &a.injury) == (at.day, &at.injury) && a.guidance.is_empty() && is_charged(cx, *o));
        if first.is_some_and(|(o, _)| o == id)
            && let Some(answer) = answer(cx, at).filter(|a| a.is_yes())
        {
            kinds.extend(kind_of(&answer.text));
        }
        if !kinds.is_empty() {
            out.push((id, kinds));
        }
    }
    out
}

/// The kind a choice of the question names.
fn kind_of(choice: &str) -> Option<GuidanceKind> {
    Some(match choice.trim() {
        "食事" => GuidanceKind::Meal,
        "日常生活動作" => GuidanceKind::DailyLiving,
        "機能回復訓練" => GuidanceKind::FunctionalRecovery,
        "メンタルヘルス" => GuidanceKind::MentalHealth,
        _ => return None,
    })
}

/// One coming to 医科 or to 歯科: guidance there is charged once (注2).
fn coming(at: &Attendance) -> (Day, u8, bool) {
    (at.day, at.coming, at.department.is_dental())
}

/// Attendances that would have the fee: guidance given at a 再診 in person, once a coming (歯科 apart, 注2).
pub(crate) fn chargeable(cx: &Cx<'_>) -> Vec<AttendanceId> {
    let mut out: Vec<AttendanceId> = Vec::new();
    for (id, _) in guided(cx) {
        let at = &cx.facts.attendances[id.0];
        let beside = out.iter().any(|o| coming(&cx.facts.attendances[o.0]) == coming(at));
        if is_charged(cx, id) && !beside {
            out.push(id);
        }
    }
    out
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let chargeable = chargeable(cx);
    let mut out = Vec::new();
    for (id, kinds) in guided(cx) {
        let about = cx.about(id, ITEM, NAME);
        let refuse = if cx.seen(id).is_initial() {
            Some("初診の日なので、再診時療養指導管理料は算定できません。".to_owned())
        } else if matches!(cx.seen(id), Seen::Repeat { phone: true, .. } | Seen::RepeatSecond { phone: true, .. }) {
            Some("電話等による再診なので、再診時療養指導管理料は算定できません。".to_owned())
        } else if !cx.seen(id).is_repeat_in_person() {
            Some("診察をしていないので、再診時療養指導管理料は算定できません。".to_owned())
        } else if matches!(cx.seen(id), Seen::RepeatFree(_)) {
            Some("再診料を算定しない受診なので、再診時療養指導管理料は算定できません。同じ日に再診料を算定する受診があれば、指導はそちらに入れてください。".to_owned())
        } else if !chargeable.contains(&id) {
            Some("同時に2つ以上の診療科で指導しても、再診時療養指導管理料は1回です。".to_owned())
        } else {
            chosen.guidance_refused.clone()
        };
        if let Some(because) = refuse {
            out.push(cx.refuse(about, because));
            continue;
        }
        let said = kinds.iter().map(|g| g.ja()).collect::<Vec<_>>().join("・");
        let mut finding = cx.charge_item(
            about,
            ITEM,
            Section::GuidanceYen,
            format!("再診時に療養上の指導（{said}）を行ったので算定します。"),
        );
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.remarks = kinds.iter().take(1).map(|g| g.ja().to_owned()).collect();
        }
        out.push(finding);
    }
    if chosen.guidance_refused.is_none() {
        out.extend(proposals(cx, &chargeable));
    }
    out
}

/// Offered at each 再診 that would have the fee and of whose guidance nobody said anything.
fn proposals(cx: &Cx<'_>, charged: &[AttendanceId]) -> Vec<Finding> {
    let mut offered: Vec<AttendanceId> = Vec::new();
    let mut out = Vec::new();
    for (id, at) in cx.attendances() {
        let beside = charged.iter().chain(&offered).any(|o| coming(&cx.facts.attendances[o.0]) == coming(at));
        // One answer is kept for a case and a day: a second attendance of it is not asked again.
        let asked = offered.iter().any(|o| {
            let other = &cx.facts.attendances[o.0];
            (other.day, &other.injury) == (at.day, &at.injury)
        });
        if !is_charged(cx, id) || !at.guidance.is_empty() || beside || asked {
            continue;
        }
        if let Some(said) = answer(cx, at) {
            if !said.is_yes() {
                let because = "再診時に療養上の指導を行っていないので、算定しません。".to_owned();
                out.push(cx.refuse(cx.about(id, ITEM, NAME), because));
            }
            continue;
        }
        offered.push(id);
        let ask = "再診時に療養上の指導を行ったなら、再診時療養指導管理料を算定できます。";
        out.push(cx.propose(cx.about(id, ITEM, NAME), Question::RepeatGuidance, ask.to_owned()));
    }
    out
}
