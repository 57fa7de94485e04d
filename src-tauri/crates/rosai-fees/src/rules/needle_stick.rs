//! K21 医療関係業務従事者等の誤刺等事故
//!
//! ## 条文
//! 「医療機関、試験研究機関、検査所等の労働者（以下「医療機関従事者」とする。）が業務上負傷した場合において、当該負傷を原因
//! としてHBs抗原が陽性でHBe抗原が陰性(労災特例)血液による汚染を受けたことが明らかな場合にHBIGの注射に加え、HBワクチン接種も
//! 保険給付の対象に含めるものとします。」「なお、不特定多数の注射針による針刺事故の際に、B型肝炎ウイルスの汚染を受けたこと
//! （B型肝炎患者に使用した針が混入されている）が確認できれば免疫グロブリンとHBワクチンが給付の対象となりますので、算定する場合
//! はレセプト傷病欄又は摘要欄に混入の状況を記載して下さい。」（manual-2025-04 第3部 5(1)）
//!
//! 「(3) HCV汚染血液による汚染の場合 医療従事者等が業務上負傷した場合において、当該負傷を原因としてHCV汚染血液による汚染を受け
//! た場合、当該負傷に対する治療の一環として洗浄、消毒、縫合等の処置とともにHCV抗体検査等の検査（医師がその必要性を認めた場合に
//! 限り）についても保険給付の対象に含めるものとします。」「(4) インターフェロン製剤の投与が認められます。したがって、HCV汚染血液
//! による針刺事故等直後の投与は認められません。インタ-フェロン製剤の投与は、HCV-RNA検査等により、C型肝炎であることが確定された以
//! 後について、主治医の判断により投与された場合に認められます。」（manual-2025-04 第3部 5(3)(4)）
//!
//! 「(5) 次の場合は給付の対象とはなりません。HBs抗原陽性血液、HBe抗原陽性血液等の汚染血液が単に皮膚に付着した場合 汚染事故前に予
//! 防を目的とした場合等のHBIGの注射、HBワクチンの接種については、保険給付の対象とはなりません。」「注) 誤刺等のHBs・HBe等の汚染事
//! 故は、汚染源が抗原陽性血液等であることが確認できる調査記録票等を当該医療機関において作成保管が必要です。」
//! （manual-2025-04 第3部 5(5)、注）
//!
//! ## 読み方
//! - HBIG（抗HBs人免疫グロブリン）とHBワクチンを、薬の名前で見分ける。汚染を確かめた次第（混入の状況）を摘要に書くので尋ねる。
//!   答えがなければ確定できず、「いいえ」（皮膚に付いただけ、予防など）なら算定しない。
//! - インターフェロン製剤は、傷病名にC型肝炎があるときだけ算定する（要確認）。ほかは算定しない。
//! - HCV抗体検査などの検査は、業務上の負傷の治療の一環なので、そのまま算定する。
//!
//! ## 対象外
//! - 調査記録票を作って保管しているか。医師が検査の必要を認めたか。
//! - 注射の手技料。薬を算定しないときも、手技を入れていれば残るので、人が消す。
//!
//! ## 疑義
//! - 摘要か傷病欄かはどちらでもよい。摘要に書く。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::Cite;
use rosai_domain::{Question, fold_width};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(21),
    term: "needle_stick",
    ja: "誤刺等事故の取扱い",
    cites: &[Cite::new("manual-2025-04", "第3部 5")],
    items: &[],
    stage: Stage::Price(apply),
};

/// HBIG and HB vaccine by words of their names.
const PROPHYLAXIS: [&str; 8] = [
    "HBIG",
    "抗HBS人免疫グロブリン",
    "抗HBS免疫グロブリン",
    "ヘブスブリン",
    "HBワクチン",
    "B型肝炎ワクチン",
    "ビームゲン",
    "ヘプタバックス",
];
const INTERFERON: [&str; 3] = ["インターフェロン", "インタ-フェロン", "ペガシス"];

fn named(p: &Priced, words: &[&str]) -> bool {
    p.parts.iter().any(|(name, _)| {
        let name = fold_width(name).to_uppercase();
        words.iter().any(|w| name.contains(w))
    })
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for i in 0..desk.priced.len() {
        let p = &desk.priced[i];
        if p.refused.is_some() || p.parts.is_empty() {
            continue;
        }
        let id = p.acts[0];
        let at = &cx.facts.attendances[id.attendance.0];
        if named(p, &PROPHYLAXIS) {
            match cx.answer(Question::ContaminationSource, &at.injury, at.day) {
                Some(answer) if answer.is_yes() => desk.priced[i].remarks.push(answer.text.trim().to_owned()),
                Some(_) => {
                    let because = "汚染を受けたことが明らかな負傷でない（皮膚に付いただけ、予防など）ので、HBIG・HBワクチンは給付の対象になりません。";
                    desk.priced[i].refused = Some((cx.rule.id, because.to_owned()));
                }
                None => {
                    let because = "HBIG・HBワクチンを算定するには、B型肝炎ウイルスの汚染を受けたと確かめた次第（混入の状況）を摘要に書きます。";
                    let about = cx.about_acts(&[id], &p.what, &p.ja);
                    desk.findings.push(cx.ask(about, Question::ContaminationSource, because.to_owned()));
                }
            }
        } else if named(p, &INTERFERON) {
            let confirmed = cx.case(&at.injury).diseases.iter().any(|d| fold_width(&d.name).contains("C型"));
            if confirmed {
                desk.priced[i].check = true;
                desk.priced[i].because.push("C型肝炎と確定された後の投与に限ります。".to_owned());
            } else {
                let because = "インターフェロン製剤は、検査でC型肝炎と確定した後に限ります（事故の直後の投与は認められません）。確定していれば傷病名を入れてください。";
                desk.priced[i].refused = Some((cx.rule.id, because.to_owned()));
            }
        }
    }
}
