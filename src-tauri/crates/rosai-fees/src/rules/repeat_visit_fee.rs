//! M05 再診料
//!
//! ## 条文
//! 「再診料 1,420円」「一般病床の病床数200床未満の医療機関及び一般病床の病床数200床以上の医療機関の歯科、
//! 歯科口腔外科において算定します。」「再診料についても初診料と同様に、点数ではなく上記金額で算定します。」「ただし、
//! 健保点数表（医科に限る。）の再診料の注3に該当する場合については、710円を算定できます。この場合において、
//! 夜間・早朝等加算、外来管理加算、時間外対応加算、明細書発行体制等加算等（注4から注8まで、
//! 注10から注20に規定する加算）は算定できません。」（manual-2025-04 I 5）
//!
//! 「その他の再診料の算定に係る取扱いについては健保点数表の注8を除き健保準拠です。」「なお、歯科、
//! 歯科口腔外科の再診について、他の病院（病床数200床未満に限る）又は診療所に対して、
//! 文書による紹介を行う旨の申出を行ったにもかかわらず、当該医療機関を受診した場合の定額負担料（健康保険における選定療
//! 養費）を傷病労働者から徴収した場合は、1,020円を算定します。」（manual-2025-04 I 5）
//!
//! 「(例1) 業務上の事由による傷病により、同一日に同一の医療機関の複数の診療科を引き続き再診した場合 1つ目の診療科
//! 1,420円を算定 2つ目の診療科 710円を算定 3つ目の診療科 (算定できない。)」「(例2) 業務上の事由による傷病と私病によ
//! り、同一日に同一の医療機関の同一の診療科を再診した場合 主たる傷病についてのみ、再診料を算定」
//! 「(例3) 業務上の事由による傷病と私病により、同一日に同一の医療機関の別の診療科を再診した場合 主たる傷病について再
//! 診料を算定し、もう1つの傷病について2科目の再診料を算定」（manual-2025-04 I 5）
//!
//! ## 読み方
//! - 初診に当たらない受診は再診とし、1,420円を算定する。電話等再診、同日再診（いったん帰って同じ日に再び来院）
//!   も同額で、コードだけが違う。
//! - 同じ日の2つ目の診療科は、いったん帰って再び来院したときも710円、3つ目からは算定しない。科の順は来院、時刻の順、
//!   時刻がなければ科の名前の順とする。先の来院で1,420円とした診療科に再び来院すれば、1,420円（同日再診）とする。
//! - 同じ来院・同じ診療科で2つの労災傷病を診たときは、1つ目だけに算定する。
//! - 同じ日・同じ診療科でほかの保険の傷病が主なら算定しない。別の診療科でほかの保険の傷病が主なら、
//!   労災は2科目の710円になる。
//! - 同じ来院・同じ診療科に新しい災害の初診があれば、再診料は重ねない（M02の疑義）。
//! - 歯科・歯科口腔外科は医科と別に数え、同じ日の2つ目の歯科の診療科では算定しない理由を示す。
//!   歯科で定額負担料を徴収した再診は1,020円。
//! - 入院中、文書のみ、附随する一連の行為、まだ初診をしていない傷病の電話では、算定しない理由を示す。
//! - 一般病床200床以上の病院の医科の再診は、健保点数表の外来診療料（点数。2科目、同日の再診は別のコード）とする。
//!   電話等による再診では算定しない。含まれる検査と処置はK22、外来管理加算がないことはK03が見る。
//!
//! ## 対象外
//! - 紹介状なしの外来診療料（注2〜注4の低い点数）。
//! - 情報通信機器を用いた再診、再診料の施設基準による加算（K01・K02・K04が読むものを除く）。
//!
//! ## 疑義
//! - 「主たる傷病」が何かは書かれていない（例2、例3）。人がほかの保険の受診に「主」と印したものを主とし、
//!   印がなければ労災の傷病を主とする。印の付け忘れは返還になりうるので、ほかの保険の受診を入れるときに確かめる。
//! - 同じ診療科の2つの労災傷病のどちらが主かも書かれていない。額は同じなので、受診の並びの先のほうに算定する。
//! - いったん帰り、同じ日に別の診療科を受診したとき。(例1)は「引き続き」と言うので、
//!   引き続いていなければ1,420円とも読める。同じ日の2つ目の診療科として710円とする。返還にならない読み。
//! - 歯科と歯科口腔外科の2科。注3は「医科に限る」ので、2つ目は算定しない。返還にならない読み。ただし、
//!   ほかの保険で診た別の歯科の科が主のときは、(例3)により710円としている。要確認。
//! - 再発を再診とする場合は、M02の疑義に書く。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::FacilityKind;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(5),
    term: "repeat_visit_fee",
    ja: "再診料",
    cites: &[Cite::new("manual-2025-04", "I 5")],
    items: &[
        "repeat_visit_fee",
        "repeat_visit_fee_second_department",
        "repeat_visit_fee_phone",
        "repeat_visit_fee_same_day",
        "repeat_visit_fee_same_day_phone",
        "repeat_visit_fee_phone_second_department",
        "repeat_visit_fee_fixed_fee_collected",
        "hospital_outpatient_fee",
        "hospital_outpatient_fee_same_day",
        "hospital_outpatient_fee_second_department",
    ],
    stage: Stage::Charge(apply),
};

/// 一般病床の病床数200床 from which 外来診療料 takes the place of 再診料.
pub(crate) const MANY_BEDS: u32 = 200;

fn apply(cx: &Cx<'_>, _: &Chosen) -> Vec<Finding> {
    let one = |(id, at): (_, &rosai_domain::Attendance)| {
        let facility = &cx.facts.facility;
        let about = |what: &str| cx.about(id, what, "再診料");
        let large = facility.kind == FacilityKind::Hospital && facility.beds >= MANY_BEDS && !at.department.is_dental();
        let (item, because) = match cx.seen(id) {
            Seen::Repeat { phone: true, .. } | Seen::RepeatSecond { phone: true, .. } if large => {
                let because = "一般病床200床以上の病院の再診は外来診療料で、電話等による再診では算定できません。";
                return Some(cx.refuse(about("hospital_outpatient_fee"), because.to_owned()));
            }
            Seen::Repeat { again, because, .. } if large => {
                let item = if *again { "hospital_outpatient_fee_same_day" } else { "hospital_outpatient_fee" };
                (item, format!("{because}一般病床200床以上の病院なので、健保点数表の外来診療料になります。"))
            }
            Seen::RepeatSecond { because, .. } if large => (
                "hospital_outpatient_fee_second_department",
                format!("{because}一般病床200床以上の病院なので、健保点数表の外来診療料になります。"),
            ),
            Seen::Repeat { phone: false, because, .. } if at.fixed_fee_collected && at.department.is_dental() => (
                "repeat_visit_fee_fixed_fee_collected",
                format!("{because}定額負担料を徴収したので、その場合の額になります。"),
            ),
            Seen::Repeat { phone, again, because } => {
                let item = match (phone, again) {
                    (false, false) => "repeat_visit_fee",
                    (false, true) => "repeat_visit_fee_same_day",
                    (true, false) => "repeat_visit_fee_phone",
                    (true, true) => "repeat_visit_fee_same_day_phone",
                };
                (item, because.clone())
            }
            Seen::RepeatSecond { phone: false, because } => ("repeat_visit_fee_second_department", because.clone()),
            Seen::RepeatSecond { phone: true, because } => {
                ("repeat_visit_fee_phone_second_department", because.clone())
            }
            Seen::RepeatFree(because) | Seen::NotSeen(because) => {
                return Some(cx.refuse(about("repeat_visit_fee"), because.clone()));
            }
            _ => return None,
        };
        let section = if item.starts_with("hospital_") { Section::Repeat } else { Section::RepeatYen };
        Some(cx.charge_item(about(item), item, section, because))
    };
    cx.attendances().filter_map(one).collect()
}
