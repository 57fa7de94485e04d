//! M26 石綿疾患療養管理料
//!
//! ## 条文
//! 「石綿疾患療養管理料 225点」「石綿関連疾患（肺がん、中皮腫、良性石綿胸水、びまん性胸膜肥厚に限る。）について、
//! 診療計画に基づく受診、検査の指示又は服薬、運動、栄養、疼痛等の療養上の管理を行った場合に月2回に限り算定できます。」
//! 「注1 請求に当たっては、管理内容の要点を診療録に記載する必要があります。」「注2 初診料を算定することができる日及び月
//! においても、算定できます。また、入院中の患者においても、算定できます。」「注3 同一月において重複算定できない管理料等
//! については、参考3(34ページ)のとおりです。」（manual-2025-04 I 26）
//!
//! 参考3の表はM07の頁に写す。
//!
//! ## 読み方
//! - 行為として入れた日に225点。労働者ごとに月2回まで。早い日から数える。初診の日も、入院中の日も算定する。
//! - 石綿関連疾患かは、その日に治療中の傷病名（肺がん・肺癌、中皮腫、良性石綿胸水、びまん性胸膜肥厚。「石綿による」
//!   「原発性」などが前に付いてもよい。転移性と疑いは除く）で決める。名前で決まらなければ尋ね（asbestos_disease）、
//!   答えるまで確定できない。
//! - 再診時療養指導管理料（M07）、参考3の表の管理料、この管理料は、同じ月にどれか1つの組だけを算定する。
//!   1か月の合計が最も高い組を円で比べて選び（点数は診療単価を掛ける）、ほかは比べた額を示して外す。
//!   慢性疼痛疾患管理料は、算定すると含まれる処置と外来管理加算が変わるので、それも含めて比べる。
//!
//! ## 対象外
//! - 管理の内容と診療録の記載。行為を入れた人が請け合う。
//!
//! ## 疑義
//! - 「月2回」を医療機関ごとに数えるか。同じ月にほかの医療機関で算定したという記録（elsewhere）があれば、合わせて2回とす
//!   る。返還にならない読み。
//! - 肺がんが石綿によるものか。労災の傷病名の肺がんは石綿関連疾患とみる（名前だけでは分からないので、クロムなどほかの原
//!   因のときは人が外す）。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::{charged_for_worker, has_disease};
use rosai_document::Cite;
use rosai_domain::{Day, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(26),
    term: ITEM,
    ja: "石綿疾患療養管理料",
    cites: &[Cite::new("manual-2025-04", "I 26"), Cite::new("manual-2025-04", "II 参考3")],
    items: &[ITEM],
    stage: Stage::Price(apply),
};

/// The fee item.
pub(crate) const ITEM: &str = "asbestos_management_fee";

/// Most in a month.
const MOST: usize = 2;

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let month = cx.facts.month;
    let mut days: Vec<Day> =
        charged_for_worker(cx, &[ITEM, "101130160"]).map(|e| e.day).filter(|d| month.contains(*d)).collect();
    for item in item_acts(cx, &[ITEM]) {
        let verdict = if days.len() >= MOST {
            let said: Vec<String> = days.iter().map(|d| d.ja()).collect();
            Verdict::Refuse(format!(
                "石綿疾患療養管理料は月{MOST}回に限ります。この月は{}に入っています。",
                said.join("と")
            ))
        } else {
            match disease(cx, &item) {
                Ok(because) => Verdict::charge(because),
                Err(verdict) => verdict,
            }
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            days.push(item.day);
        }
        price_item(desk, cx, item, verdict);
    }
}

/// Whether the case is one of the four diseases (also for M27): the sentence, or what stands in the way.
pub(super) fn disease(cx: &Cx<'_>, item: &ItemAct<'_>) -> Result<String, Verdict> {
    if has_disease(cx.case(item.injury), item.day, is_asbestos) {
        return Ok("傷病名が石綿関連疾患です。".to_owned());
    }
    match cx.said(Question::AsbestosDisease, item.injury, item.day) {
        Some(true) => Ok("石綿関連疾患（肺がん・中皮腫・良性石綿胸水・びまん性胸膜肥厚）です。".to_owned()),
        Some(false) => Err(Verdict::Refuse(format!(
            "石綿関連疾患（肺がん・中皮腫・良性石綿胸水・びまん性胸膜肥厚）に限るので、{}は算定できません。",
            item.row.name
        ))),
        None => Err(Verdict::Ask(
            Question::AsbestosDisease,
            "石綿関連疾患（肺がん・中皮腫・良性石綿胸水・びまん性胸膜肥厚）に限り算定できます。傷病名から分からないので、入れてください。"
                .to_owned(),
        )),
    }
}

/// One of the four by name, whatever stands before it; not a metastasis, not a suspicion.
fn is_asbestos(name: &str) -> bool {
    const NOT: &[&str] = &["転移", "疑", "除外"];
    let name = name.replace('癌', "がん").replace("ガン", "がん");
    let listed = ["肺がん", "中皮腫", "良性石綿胸水", "びまん性胸膜肥厚"].iter().any(|w| name.contains(w));
    listed && !NOT.iter().any(|w| name.contains(w))
}

#[cfg(test)]
mod tests {
    use super::is_asbestos;

    #[test]
    fn the_four_diseases_are_known_by_name() {
        for name in
            ["肺がん", "原発性肺癌", "石綿による右上葉肺ガン", "悪性胸膜中皮腫", "良性石綿胸水", "両側びまん性胸膜肥厚"]
        {
            assert!(is_asbestos(name), "{name}");
        }
        for name in ["転移性肺がん", "中皮腫の疑い", "石綿肺", "胸膜プラーク", "胸水", "胃がん"]
        {
            assert!(!is_asbestos(name), "{name}");
        }
    }
}
