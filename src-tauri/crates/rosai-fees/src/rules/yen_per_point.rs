//! M01 診療単価
//!
//! ## 条文
//! 「診療単価は、12円とします。ただし、以下に係るものについては、11円50銭とします。（円未満の端数切り捨て）
//! (1) 国及び法人税法（昭和40年3月31日法律第34号）第2条第5号に規定する公共法人 (2) 法人税法第2条第6号に規定する公益法
//! 人等であって、法人税法施行令（昭和40年3月31日政令第97号）第5条第29号に掲げる医療保健業を行うもの」
//! （manual-2025-04 I 1）
//!
//! 「なお、令和6年3月31日における上記（1）及び（2）に該当する医療機関は、参考1（31ページ）のとおりです。」
//! 「注 法人税法の規定により、医療保健業に課税されるものを課税医療機関（診療単価12円）、
//! 課税されないものを非課税医療機関（診療単価11円50銭）と呼びます。」（manual-2025-04 I 1）
//!
//! 「1 設立形態により判断できるもの 国・地方公共団体・国立大学法人・地方独立行政法人・独立行政法人、日本赤十字社、
//! 社会福祉法人、私立学校法による学校法人、全国健康保険協会、健康保険組合、健康保険組合連合会、国民健康保険組合、
//! 国民健康保険団体連合会、国家公務員共済組合、国家公務員共済組合連合会、地方公務員共済組合、
//! 全国市町村職員共済組合連合会、日本私立学校振興・共済事業団、社会医療法人、公益財団法人結核予防会、
//! 公益社団法人等の運営するハンセン病療養所(神山復生病院)、学術の研究を行う公益法人に付随するもの、
//! 農業協同組合連合会(所得税法及び法人税法の規定に基づく財務省告示により指定するもの)」
//! 「2 課税・非課税の別を医療機関に照会し判断するもの(※2) 医師会、歯科医師会、看護師等の人材確保の促進に関する法律第
//! 14条第1項による指定を受けた公益社団法人等、上記以外の公益法人等」（manual-2025-04 II 参考1。根拠条文の欄は略）
//!
//! 「(※2)診療月の属する会計年度の前々年度(事業年度が会計年度と異なるときは診療月の属する会計年度当初において既に確定
//! 申告を行った直近の事業年度)の医療保健業について、当該法人等が非課税医療機関に該当するとして確定申告を行ったもの」
//! （manual-2025-04 II 参考1）
//!
//! ## 読み方
//! - 内訳書1件（傷病1つの1か月）ごとに、点数の合計に診療単価を掛け、円未満を1度だけ切り捨てる。円で定められた項目はそ
//!   の後で足す。
//! - 行や日ごとには切り捨てない。11円50銭のときだけ端数が出る。
//! - 課税・非課税は、まず設立形態で決める（参考1の1）。形態だけで決まらないもの（医師会・歯科医師会、
//!   その他の公益法人等）は、設定に入れた日付つきの申し出で決める。
//! - 申し出がなければ推し量らず、課税区分を尋ねる。答えがあるまで合計は出さない。
//! - 診療月の末日に効いている区分を、その月のすべてに使う。
//!
//! ## 対象外
//! - 申し出の裏づけになる確定申告（※2）を確かめること。
//! - 結核予防会、ハンセン病療養所、学術研究の公益法人に付随するものを設立形態から選ぶこと（「その他の公益法人等」
//!   として尋ねる）。
//!
//! ## 疑義
//! - 月の途中で課税・非課税が変わったときにどちらの単価によるかは書かれていない。内訳書1件に単価は1つなので、
//!   月の末日の区分による。要確認。

use super::*;
use crate::cx::Cx;
use crate::finding::{Amount, Finding, StatementSum, Subject};
use crate::rule::{Stage, Summed};
use rosai_document::{Cite, Op, Traced, Why};
use rosai_domain::{Points, Question, TaxClass, Yen};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(1),
    term: "yen_per_point",
    ja: "診療単価",
    cites: &[Cite::new("manual-2025-04", "I 1"), Cite::new("manual-2025-04", "II 参考1")],
    items: &["yen_per_point_taxable", "yen_per_point_tax_exempt"],
    stage: Stage::Total(apply),
};

fn apply(cx: &Cx<'_>, findings: &[Finding]) -> Summed {
    let day = cx.facts.month.last();
    let Some(class) = cx.facts.facility.tax_class(day) else {
        let subject = Subject {
            injury: String::new(),
            day: None,
            attendance: None,
            acts: Vec::new(),
            what: "tax_class".to_owned(),
            ja: "課税区分".to_owned(),
        };
        let because =
            "この設立形態では課税・非課税が形だけでは決まりません。設定で課税区分（確定申告による）を入れてください。";
        return Summed { findings: vec![cx.ask(subject, Question::TaxClass, because.to_owned())], ..Summed::default() };
    };
    let item = match class {
        TaxClass::Taxable => "yen_per_point_taxable",
        TaxClass::TaxExempt => "yen_per_point_tax_exempt",
    };
    let Some(price) = cx.item(item, day) else { return Summed::default() };
    let sum = |injury: &str| {
        let of_case: Vec<&Finding> =
            findings.iter().filter(|f| f.subject.injury == injury && f.charge().is_some()).collect();
        if of_case.is_empty() {
            return None;
        }
        let times = |f: &Finding, points: bool| {
            let c = f.charge()?;
            (matches!(c.amount, Amount::Points(_)) == points).then(|| {
                if c.times == 1 {
                    c.amount.why().clone()
                } else {
                    Why::step(Op::Times, vec![c.amount.why().clone(), Why::count("回数", c.times)])
                }
            })
        };
        let all = |points: bool| -> Vec<Why> {
            let parts: Vec<Why> = of_case.iter().filter_map(|f| times(f, points)).collect();
            if parts.is_empty() { vec![Why::count("なし", 0)] } else { parts }
        };
        let product = Why::step(Op::Times, vec![Why::step(Op::Plus, all(true)), Why::Table(price.clone())]);
        let yen_of_points = Why::step_by(Op::FloorYen, vec![product], cx.rule.cite());
        let total = Why::step(Op::Plus, vec![yen_of_points.clone(), Why::step(Op::Plus, all(false))]);
        Some(StatementSum {
            injury: injury.to_owned(),
            points: of_case.iter().map(|f| f.points()).sum::<Points>(),
            yen_of_points: Traced::yen(yen_of_points)?,
            yen_items: of_case.iter().map(|f| f.yen()).sum::<Yen>(),
            total: Traced::yen(total)?,
        })
    };
    Summed { sums: cx.facts.injuries.iter().filter_map(|i| sum(&i.id)).collect(), findings: Vec::new() }
}
