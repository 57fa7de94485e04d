//! M03 救急医療管理加算
//!
//! ## 条文
//! 「救急医療管理加算 入院 6,900円（1日につき） 入院外 1,250円」「初診時（継続診療中の初診時を含む。）
//! に救急医療を行った場合、入院した場合は6,900円、入院外の場合は1,250円を算定することができます。」「ただし、
//! これは同一傷病につき1回限り算定できるものであり、健保点数表における「救急医療管理加算」、「特定入院料」
//! とは重複して算定できません。」「なお、入院については、初診に引き続き入院している場合に7日間を限度に算定することが
//! できます。」「また、健康保険における「保険外併用療養費（初診時自己負担金）」とも重複して算定できません。」
//! （manual-2025-04 I 3）
//!
//! 「（例1）救急医療管理加算が算定できる場合 ① 傷病の発生から数日間経過した後に医療機関で初診を行った場合。
//! ② 最初に収容された医療機関においては、傷病の状態等から応急処置だけを行い、他の医療機関に転医した場合。
//! （それぞれの医療機関で算定可） ③ 傷病の発生から長期間経過した後であっても、症状が安定しておらず、
//! 再手術等の必要が生じて転医した場合。（転医先において算定可）」（manual-2025-04 I 3）
//!
//! 「（例2）救急医療管理加算が算定できない場合 ① 再発の場合。 ② 傷病の発生から数か月経過し、
//! 症状が安定した後に転医した場合。 ③ じん肺症、振動障害等の慢性疾患あるいは遅発性疾病等、
//! 症状が安定しており救急医療を行う必要がない場合。 ④ 健保点数表（医科に限る。）の初診料の注5ただし書に該当する初診
//! 料（1,930円）を算定する場合。 ⑤ 上記の他、初診料が算定できない場合。」（manual-2025-04 I 3）
//!
//! 「注 健康保険では「救急医療管理加算1」（1,050点）と「救急医療管理加算2」（420点）に区分されていますが、
//! 労災診療費算定基準に定める救急医療管理加算（以下「労災救急医療管理加算」という。）については区分を設けておらず、
//! その算定は次のとおりとなります。 労災救急医療管理加算は健保点数表における「救急医療管理加算」
//! との重複算定はできないため、そのいずれかを算定することとなりますが、労災救急医療管理加算では、
//! 初診の傷病労働者に救急医療を行った場合には所定の金額（入院の場合6,900円）を算定できることから、
//! 健保点数表によれば「救急医療管理加算2」の算定となる場合であっても、労災救急医療管理加算を算定できます。」
//! （manual-2025-04 I 3 注。読み取りの「算定できません」を、理由の文に合わせて「算定できます」と直した。errata.md）
//!
//! ## 読み方
//! - 3,850円（定額負担料を徴収しない初診）を算定する初診だけを見る。2科目以降の初診、再診では算定せず、尋ねもしない。
//! - 再発、定額負担料（初診時自己負担金）を徴収した初診、初診の日に入院した傷病では、入院外の1,250円を算定しない。
//! - 同一傷病につき1回限り。当院の記録に前の算定があれば算定しない。転医前の医療機関の算定は妨げない（例1②）。
//! - 救急医療を行ったかは人だけが知っている。答えが「はい」なら算定し、「いいえ」なら算定せず、
//!   答えがなければ算定せずに尋ねる。
//!
//! ## 対象外
//! - 入院の6,900円（1日につき、7日限度）と特定入院料との重複。入院の規則ができるまで算定しない。
//! - 傷病の状態が救急医療を要したか、転医の時に症状が安定していたか（例1③、例2②③）。人が答える。
//!
//! ## 疑義
//! - 定額負担料を徴収した1,850円の初診に算定できるか。条文は初診時自己負担金との重複を認めないので、算定しない。
//!   返還にならない読み。
//! - 同一災害の2つ目の傷病（2科目の初診）について、傷病が違えばもう1回算定できるとも読めるが、
//!   例2④が1,930円の初診を除くので算定しない。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{AnswerValue, Arrival, Question, Yen};
use rust_decimal::prelude::ToPrimitive;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(3),
    term: "emergency_care_addition",
    ja: "救急医療管理加算",
    cites: &[Cite::new("manual-2025-04", "I 3")],
    items: &["emergency_care_addition_outpatient"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "emergency_care_addition_outpatient";

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for (id, at) in cx.attendances() {
        if !cx.seen(id).is_initial() {
            continue;
        }
        let case = cx.case(&at.injury);
        let about = cx.about(id, ITEM, "救急医療管理加算");
        let admitted = cx.facts.stays.iter().any(|s| s.injury == at.injury && s.admitted == at.day);
        let charged = out.iter().any(|f| f.subject.injury == at.injury && f.charge().is_some());
        let refuse = if !matches!(cx.seen(id), Seen::Initial(_)) {
            Some("2科目以降の初診なので、救急医療管理加算は算定できません。")
        } else if case.arrival == Arrival::Relapse {
            Some("再発なので、救急医療管理加算は算定できません。")
        } else if at.fixed_fee_collected {
            Some("初診時自己負担金を徴収したので、救急医療管理加算は重複して算定できません。")
        } else if cx
            .in_ledger(&at.injury, &[ITEM, "emergency_care_addition_inpatient", "101800880", "101800890"])
            .is_some()
            || charged
        {
            Some("同一傷病につき1回限りで、すでに算定しています。")
        } else if admitted {
            Some(
                "初診に引き続き入院したので、入院外の救急医療管理加算は算定できません。入院の救急医療管理加算は、この版ではまだ計算できません。",
            )
        } else {
            None
        };
        if let Some(because) = refuse {
            out.push(cx.refuse(about, because.to_owned()));
            continue;
        }
        let answer = cx.facts.answer(Question::EmergencyCare, &at.injury, at.day);
        out.push(match answer {
            Some(a) if a.value == AnswerValue::Yes => cx.charge_item(
                about,
                ITEM,
                Section::OtherYen,
                format!("初診時に救急医療を行ったと{}が確かめたので算定します。", a.by),
            ),
            Some(a) => cx.refuse(about, format!("救急医療は行っていないと{}が確かめました。", a.by)),
            None => {
                let yen = cx.item(ITEM, at.day).and_then(|v| v.value.to_i64()).map(Yen).unwrap_or_default();
                let ask = format!("初診時に救急医療を行いましたか。行ったなら{yen}を算定できます。");
                cx.propose(about, Question::EmergencyCare, ask)
            }
        });
    }
    out
}
