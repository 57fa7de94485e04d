//! M27 石綿疾患労災請求指導料
//!
//! ## 条文
//! 「石綿疾患労災請求指導料 450点」「石綿関連疾患（肺がん、中皮腫、良性石綿胸水、びまん性胸膜肥厚に限る。）の診断を行っ
//! た上で、傷病労働者に対する石綿ばく露に関する職歴の問診を実施し、業務による石綿ばく露が疑われる場合に労災請求の勧奨を
//! 行い、現に療養補償給付及び複数事業労働者療養給付たる療養の給付請求書（告示様式第5号）又は療養補償給付及び複数事業労働
//! 者療養給付たる療養の費用請求書（告示様式第7号（1））が提出された場合に、1回に限り算定できます。」
//! （manual-2025-04 I 27）
//!
//! 「注1 請求に当たっては、次の①から④の事項を診療録に記載し明確にしておく必要があります。 ①石綿関連疾患の診断を行っ
//! たこと ②患者に行った問診内容（概要） ③業務による石綿ばく露が疑われた理由 ④労災請求の勧奨を行ったこと」
//! 「注2 本指導料は、労災請求された個別事案が業務上と認定された場合のみ支払われます。」「注3 本指導料は、療養の給付請求
//! 書取扱料と併せて算定できます。」（manual-2025-04 I 27 注1〜注3）
//!
//! ## 読み方
//! - 行為として入れた日に450点。労働者ごとに1回。当院の前の月までの記録か、ほかの医療機関で算定したという記録があれば
//!   算定しない。
//! - 石綿関連疾患かはM26と同じに決める。
//! - 様式第5号か様式第7号(1)が届いていれば（通勤災害の様式第16号の3・第16号の5は当たらない）算定する。届いていなければ、
//!   問診、勧奨、請求書の提出の3つを尋ね（asbestos_claim_advised）、「はい」なら算定する。
//! - 業務上と認定されたときだけ支払われる（注2）ので、いつも要確認とする。
//! - 療養の給付請求書取扱料（M04）と併せて算定する（注3）。
//!
//! ## 対象外
//! - 注1の診療録の記載。
//! - 業務上と認定されたか。
//!
//! ## 疑義
//! - 「1回に限り」を傷病ごとに数えるか労働者ごとに数えるか。労働者ごとに1回とする。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::charged_for_worker;
use rosai_document::Cite;
use rosai_domain::{FormNumber, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(27),
    term: ITEM,
    ja: "石綿疾患労災請求指導料",
    cites: &[Cite::new("manual-2025-04", "I 27")],
    items: &[ITEM],
    stage: Stage::Attach(apply),
};

const ITEM: &str = "asbestos_claim_guidance_fee";

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut charged = charged_for_worker(cx, &[ITEM, "101800900"]).map(|e| e.day).min();
    for item in item_acts(cx, &[ITEM]) {
        let verdict = match charged {
            Some(day) => {
                Verdict::Refuse(format!("石綿疾患労災請求指導料は1回に限り、{}の分で算定しています。", day.ja()))
            }
            None => verdict(cx, &item).unwrap_or_else(|verdict| verdict),
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            charged = Some(item.day);
        }
        price_item(desk, cx, item, verdict);
    }
}

fn verdict(cx: &Cx<'_>, item: &ItemAct<'_>) -> Result<Verdict, Verdict> {
    let disease = super::asbestos_management_fee::disease(cx, item)?;
    let forms = &cx.case(item.injury).forms;
    let form = forms.iter().find(|f| matches!(f.form, FormNumber::Form5 | FormNumber::Form7));
    let because = match (form, cx.said(Question::AsbestosClaimAdvised, item.injury, item.day)) {
        (_, Some(false)) => {
            return Err(Verdict::Refuse(
                "職歴の問診、労災請求の勧奨、請求書の提出がそろっていないので、石綿疾患労災請求指導料は算定できません。"
                    .to_owned(),
            ));
        }
        (Some(form), _) => format!("{}が{}に届いています。", form.form.ja(), form.received.ja()),
        (None, Some(true)) => "職歴の問診と労災請求の勧奨を行い、請求書が提出されています。".to_owned(),
        (None, None) => {
            return Err(Verdict::Ask(
                Question::AsbestosClaimAdvised,
                "様式第5号も様式第7号(1)も届いていません。職歴の問診と労災請求の勧奨を行い、請求書が提出されたかを入れてください。"
                    .to_owned(),
            ));
        }
    };
    let because = format!("{disease}{because}業務上と認定された場合だけ支払われます（注2）。");
    Ok(Verdict::Check { because, remarks: Vec::new() })
}
