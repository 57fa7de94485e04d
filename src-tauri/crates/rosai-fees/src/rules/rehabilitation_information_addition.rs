//! M15 リハビリテーション情報提供加算
//!
//! ## 条文
//! 「リハビリテーション情報提供加算 200点」「(1) 健保点数表の診療情報提供料Iが算定される場合であって、
//! 医師又は医師の指揮管理のもと理学療法士若しくは作業療法士が作成した職場復帰に向けた労災リハビリテーション実施計画書（
//! 転院までの実施結果を付記したもの又は添付したものに限る。）を、傷病労働者の同意を得て添付した場合に算定できます。
//! なお、健保点数表の診療情報提供料I（250点）及び退院後の治療計画、検査結果その他の必要な情報を添付した場合の加算（20
//! 0点）とは別に算定できます。」「(2) 労災リハビリテーション実施計画書は、
//! 参考9（49ページ）の様式又はこれに準じた文書により作成することとし、
//! ① 傷病労働者の「これまでの仕事内容」、「これまでの通勤方法」、「復職希望」等を踏まえた「職場復帰に向けた目標」
//! ② リハビリテーションの項目として、職場復帰に向けた目標を踏まえた業務内容・通勤方法等を考慮した内容（キーボードの打鍵
//! やバスへの乗車等） を盛り込む必要があります。」（manual-2025-04 I 15(1)(2)）
//!
//! 「注1 請求に当たっては、労災リハビリテーション実施計画書の写しを診療録に添付し明確にしておく必要があります。」
//! 「注2 健康保険のリハビリテーション（総合）実施計画書（様式）を用いる場合には、上記（2）①及び②を盛り込むことで、
//! 様式上の要件は具備されます。」（manual-2025-04 I 15 注1・注2）
//!
//! ## 読み方
//! - 同じ受診で診療情報提供料（Ⅰ）を算定するときだけ。計画書の添付と本人の同意は人にしか分からないので尋ねる。
//! - 加算を行為として入れていれば、「はい」の答えで算定し、答えがなければ確定できない。
//! - 入れていなくても、その日までのその月に労災リハビリテーション実施計画書を作っていて、診療情報提供料（Ⅰ）を算定すれば、
//!   算定を提案する。「はい」の答えで算定する。
//! - 診療情報提供料（Ⅰ）1回につき1回。
//!
//! ## 対象外
//! - 計画書の中身と、だれが作ったか。
//! - 本人と家族の署名（注3）。
//!
//! ## 疑義
//! - 診療情報提供料（Ⅰ）を同じ月に2回算定したときの回数は書かれていない。1回につき1回とする。要確認はしない。

use super::*;
use crate::cx::Cx;
use crate::finding::Finding;
use crate::pricing::{Desk, Priced, Verdict, item_acts, price_item};
use crate::rule::Stage;
use rosai_document::{Cite, Section, Why};
use rosai_domain::{AttendanceId, DocumentKind, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(15),
    term: "rehabilitation_information_addition",
    ja: "リハビリテーション情報提供加算",
    cites: &[Cite::new("manual-2025-04", "I 15")],
    items: &[ITEM],
    stage: Stage::Attach(attach),
};

const ITEM: &str = "rehabilitation_information_addition";
/// 診療情報提供料（Ⅰ）.
const LETTER: &str = "180016110";

fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    let charged = |desk: &Desk, of: AttendanceId| {
        desk.priced.iter().any(|p| p.what == LETTER && p.refused.is_none() && p.acts[0].attendance == of)
    };
    let mut entered: Vec<AttendanceId> = Vec::new();
    for item in item_acts(cx, &[ITEM]) {
        let at = item.id.attendance;
        let verdict = if !charged(desk, at) {
            Verdict::Refuse(
                "診療情報提供料（Ⅰ）を算定する受診でないので、リハビリテーション情報提供加算は算定できません。"
                    .to_owned(),
            )
        } else if entered.contains(&at) {
            Verdict::Refuse("診療情報提供料（Ⅰ）1回につき1回です。".to_owned())
        } else {
            match cx.said(Question::PlanAttached, item.injury, item.day) {
                Some(true) => Verdict::charge(
                    "診療情報提供料（Ⅰ）に、同意を得て労災リハビリテーション実施計画書を添付したので加算します。",
                ),
                Some(false) => {
                    Verdict::Refuse("労災リハビリテーション実施計画書を添付していないので算定できません。".to_owned())
                }
                None => Verdict::Ask(
                    Question::PlanAttached,
                    "同意を得て、労災リハビリテーション実施計画書（転院までの実施結果を付記）を添付したかを答えてください。"
                        .to_owned(),
                ),
            }
        };
        entered.push(at);
        price_item(desk, cx, item, verdict);
    }
    let letters: Vec<Priced> = desk
        .priced
        .iter()
        .filter(|p| p.what == LETTER && p.refused.is_none() && !entered.contains(&p.acts[0].attendance))
        .cloned()
        .collect();
    for letter in letters {
        if let Some(finding) = from_paper(desk, cx, &letter) {
            desk.findings.push(finding);
        }
    }
}

/// A plan was issued and the letter is charged: the addition is offered, and charged once somebody vouches.
fn from_paper(desk: &mut Desk, cx: &Cx<'_>, letter: &Priced) -> Option<Finding> {
    let at = &cx.facts.attendances[letter.acts[0].attendance.0];
    let plan = |d: &&rosai_domain::IssuedDocument| {
        d.kind == DocumentKind::RehabilitationPlan && d.injury == at.injury && d.issued <= at.day
    };
    let plan = cx.facts.documents.iter().find(plan)?;
    match cx.said(Question::PlanAttached, &at.injury, at.day) {
        Some(true) => {
            let value = cx.item(ITEM, at.day)?;
            let mut priced =
                Priced::new(letter.acts[0], cx.rule.id, ITEM, &value.ja, Section::Guidance, Why::Table(value.clone()));
            priced.code = cx.catalogue.item(ITEM).and_then(|i| i.code.clone());
            priced.addition_to = Some(letter.what.clone());
            priced.because.push(format!(
                "{}の労災リハビリテーション実施計画書を、同意を得て診療情報提供料（Ⅰ）に添付したので加算します。",
                plan.issued.ja()
            ));
            desk.priced.push(priced);
            None
        }
        Some(false) => None,
        None => Some(cx.propose(
            cx.about(letter.acts[0].attendance, ITEM, "リハビリテーション情報提供加算"),
            Question::PlanAttached,
            "労災リハビリテーション実施計画書を作っています。同意を得て診療情報提供料（Ⅰ）に添付したなら、加算できます。"
                .to_owned(),
        )),
    }
}
