//! M06 外来管理加算の特例
//!
//! ## 条文
//! 「再診時に、健保点数表において外来管理加算を算定することができない処置等を行った場合でも、
//! その点数が外来管理加算の52点に満たない場合には、特例として外来管理加算を算定することができます。」「また、
//! 外来管理加算の点数に満たない処置等が2つ以上ある場合には最も低い点数に対して外来管理加算を算定し、
//! 他の点数は外来管理加算の点数に読み替えて算定することができます。」（manual-2025-04 I 6。印刷の行の重なり「ます。」
//! の1行は除いた）
//!
//! 「注1 健保点数表において算定することができない処置等とは、慢性疼痛疾患管理並びに別に厚生労働大臣が定める検査並びに
//! 健保点数表第2章第7部リハビリテーション、第8部精神科専門療法、第9部処置、第10部手術、
//! 第11部麻酔及び第12部放射線治療をいいます。 なお、別に厚生労働大臣が定める検査とは、
//! 健保点数表第2章第3部検査第3節生体検査料のうち、次の各区分に掲げるものをいいます。
//! ① 超音波検査等 ② 脳波検査等 ③ 神経・筋検査 ④ 耳鼻咽喉科学的検査 ⑤ 眼科学的検査 ⑥ 負荷試験等 ⑦ ラジオアイソ
//! トープを用いた諸検査 ⑧ 内視鏡検査」（manual-2025-04 I 6 注1）
//!
//! 「注2 四肢に対する処置等に対し1.5倍又は2倍の加算ができる取扱い（四肢加算）が適用される場合は、
//! 適用後の特例点数を基準にします。」「なお、四肢の消炎鎮痛等処置「マッサージ等の手技による療法」に四肢加算を行わず、
//! 35点として外来管理加算の52点を合算して87点を算定することはできません。」（manual-2025-04 I 6 注2）
//!
//! 「注3 慢性疼痛疾患管理料を算定している場合であっても、慢性疼痛疾患管理料に包括される処置（介達牽引、矯正固定、
//! 変形機械矯正術、消炎鎮痛等処置、腰部又は胸部固定帯固定、低出力レーザー照射及び肛門処置）
//! 以外の処置等を行った場合は、外来管理加算の特例を算定することができます。」「注4 健保点数表の再診料の注8にかかわら
//! ず従前どおり計画的な医学管理を行った場合に算定できます。」「注5 四肢以外に行った創傷処置（100cm²未満）
//! の取扱いについては、45点として算定し、外来管理加算の特例の取扱いの対象として差し支えありません。」
//! （manual-2025-04 I 6 注3〜注5）
//!
//! ## 読み方
//! - 外来管理加算を算定できない処置等かどうかは、行為の行の「外来管理加算区分」による。
//!   注射・投薬・画像診断などは妨げない。
//! - 来院ごとに見る。科や傷病が違っても、同じ来院の処置等はすべて数える。
//! - 処置等がなければ外来管理加算52点をそのまま算定する。
//! - 処置等の点数（四肢加算後、単位を掛けた後）に52点未満のものがあれば、特例として52点を算定する。
//!   最も低い1つはその点数のまま、ほかの52点未満のものは52点に読み替え、52点以上のものはそのままとする。
//! - 52点未満のものが1つもなければ、外来管理加算は算定しない。
//! - 慢性疼痛疾患管理料を算定する月は、処置等のない日の52点は算定せず、特例だけが残る。
//!   同管理料に含まれる処置（介達牽引、矯正固定、変形機械矯正術、消炎鎮痛等処置、腰部又は胸部固定帯固定、
//!   低出力レーザー照射、肛門処置）は算定しない。管理料を算定しないほうが月の合計で高ければ、管理料のほうを外す。
//! - 四肢以外の創傷処置（100cm²未満）は、45点とするか52点のままかを、その日の合計が高いほうで選ぶ。
//!   同じなら45点とする。
//! - どの処置等を算定するか（M23）と一緒に選び、その日の合計点数が最も高い組み合わせを採る。
//!   次に高い組み合わせの点数も示す。
//! - 計画的な医学管理を行ったかはK03が見る。
//!
//! ## 対象外
//! - 同じ日にほかの保険で行った処置等。
//! - 最も低い処置等を1日に2回以上行ったときの扱い。
//!
//! ## 疑義
//! - 四肢以外の創傷処置（100cm²未満）は、いつも45点か、特例を算定するときだけ45点か。
//!   注5は「特例の取扱いの対象として差し支えありません」と言い、特例を離れて45点にするとは言わない。
//!   特例を算定する再診だけ45点とし、初診の日や計画的な医学管理のない日は健保準拠の52点とする。要確認。
//! - 倍率の異なる部位の湿布処置は、部位ごとに別の処置か、合わせて1つの処置か。I 23(1)②は「倍率が異なる部位ごとに算定
//!   し合算」と言い、公式のコードも合わせた点数で1つ（合成コード）なので、合計点数の1つの処置として52点と比べる。
//!   特例が付きにくく、返還にならない読み。
//! - 最も低い点数の処置等が2つ以上あるとき。1つだけをその点数のままとし、ほかは52点に読み替える（条文の「他の点
//!   数」）。

use super::*;
use crate::cx::Cx;
use crate::day_choice::AdditionKind;
use crate::engine::Chosen;
use crate::finding::Finding;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::Question;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(6),
    term: "outpatient_management_addition",
    ja: "外来管理加算の特例",
    cites: &[Cite::new("manual-2025-04", "I 6"), Cite::new("kenpo-2024-06", "A001 注8")],
    items: &["outpatient_management_addition", "outpatient_management_special_addition", "wound_care_small_off_limb"],
    stage: Stage::Charge(apply),
};

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let one = |choice: &crate::day_choice::AdditionChoice| {
        let about = |what: &str| cx.about(choice.attendance, what, "外来管理加算");
        let loser = choice.loser.clone().unwrap_or_default();
        match &choice.kind {
            AdditionKind::Plain => cx.charge_item(
                about("outpatient_management_addition"),
                "outpatient_management_addition",
                Section::OutpatientManagement,
                "外来管理加算を算定できない処置等を行わず、計画的な医学管理を行ったので算定します。".to_owned(),
            ),
            AdditionKind::Special(ja, points) => cx.charge_item(
                about("outpatient_management_special_addition"),
                "outpatient_management_special_addition",
                Section::OutpatientManagement,
                format!("最も低い処置等「{ja}」が{points}点で52点に満たないので、特例として外来管理加算を算定します。{loser}"),
            ),
            AdditionKind::Refused(because) => cx.refuse(about("outpatient_management_addition"), format!("{because}{loser}")),
            AdditionKind::Proposed(because) => {
                cx.propose(about("outpatient_management_addition"), Question::PlannedManagement, because.clone())
            }
        }
    };
    chosen.additions.iter().map(one).collect()
}
