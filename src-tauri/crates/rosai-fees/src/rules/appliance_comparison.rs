//! K20 治療用材料・装具の支給
//!
//! ## 条文
//! 「労災医療で支給の対象となる治療用材料及び装具は、患者の傷病の治療の遂行上必要な範囲のものに限られており、その範囲につ
//! いては、健康保険で支給の対象とされているものは、労災保険においても認めています。労災医療の特殊性を考慮して労災独自にそ
//! の必要性を認めているものがあります。」（manual-2025-04 第3部 6(1)）
//!
//! 「労災・健保における治療用装具等の取扱い比較」: 装着式収尿器（人工膀胱）「支給（レセプト請求）」
//! 「都道府県購入価格を10円で除した額×診療単価」「本人が購入した場合は実費（療養の費用払）」、人工肛門受便器（ペロツテ）
//! 「支給（レセプト請求）装着式収尿器の取扱いに準ずる。」、浣腸剤「支給（レセプト請求）せき損等神経障害による便秘症状のある
//! 患者で、自力による排便管理の訓練を行っている者に支給。」、スポンジ円座・ズボンジベット「不支給」、
//! ソフトコンタクトレンズ「支給（レセプト請求）（注）視力の屈折矯正のために使用するコンタクトレンズは除く」、補聴器「不支給」、
//! 眼鏡「不支給」、義眼「健保に準ずる。（レセプト請求）」、義歯「（療養の費用払）」、コルセット「健保に準ずる。（療養の費用払）」、
//! 歩行補助器・松葉杖「健保に準ずる。（療養の費用払）」、義肢装着前の訓練用装具「健保に準ずる。（療養の費用払）」、
//! 固定装具「支給（療養の費用払）」、頭部・頸部・躯幹・四肢固定用伸縮性ホウタイ「患部の固定のために用いた場合のみ支給。
//! なお、バストバンド、トラコバンド等は躯幹固定用伸縮性ホウタイに含める。（レセプト請求）」、保護帽子「健保に準ずる。
//! （療養の費用払）」、滅菌ガーゼ「（レセプト請求）」、フローテーションパッド「支給（1人につき1枚）（療養の費用払）」
//! （manual-2025-04 第3部 6(2)）
//!
//! 「補聴器、眼鏡、本義肢、かつら等は患部の症状が治癒した後に装用される性質のものですから、ここにいう治療用材料等には含まれ
//! ませんが、労災保険では別途社会復帰促進等事業制度から支給されることになっています。」（manual-2025-04 第3部 6(1)）
//!
//! ## 読み方
//! - 材料として入れた物を名前で見分け、3つのどれかを答える。レセプトで請求するもの（購入価格を10円で割った点数）、
//!   患者が代金を払い「療養の費用請求書」（様式第7号・第16号の5、医療機関の証明は無料）で請求するもの、支給されないもの。
//! - 浣腸剤とソフトコンタクトレンズは、対象になる場合かを尋ねる。「いいえ」なら算定しない。
//! - 固定用伸縮性包帯はM20、滅菌ガーゼはM22で計算する。
//! - 患者が自分で買った装着式収尿器・人工肛門受便器は、療養の費用払なので、材料として入れない。
//!
//! ## 対象外
//! - 療養の費用請求書の作成。
//! - 義肢等補装具の支給（社会復帰促進等事業）。
//!
//! ## 疑義
//! - 義眼の健保に準ずる額は書かれていない。購入価格を10円で割った点数とし、要確認とする。

use super::*;
use crate::cx::Cx;
use crate::goods;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{Question, What, fold_width};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(20),
    term: "appliance_comparison",
    ja: "治療用材料・装具の支給",
    cites: &[Cite::new("manual-2025-04", "第3部 6(2)")],
    items: &[],
    stage: Stage::Price(apply),
};

/// How a thing is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paid {
    /// On the slip, at purchase price ÷ 10.
    Slip,
    /// On the slip where a person says the condition holds.
    SlipIf(&'static str),
    /// On the slip, the amount to be checked.
    SlipChecked,
    /// By the worker, with 療養の費用請求書.
    ByWorker,
    /// Not at all; where it may be had instead.
    Not(&'static str),
}

/// The comparison table, by a word of the name. The first that fits counts.
const TABLE: &[(&[&str], &str, Paid)] = &[
    (&["収尿器", "人工膀胱"], "装着式収尿器", Paid::Slip),
    (&["受便器", "ペロッテ", "ペロツテ"], "人工肛門受便器", Paid::Slip),
    (&["浣腸"], "浣腸剤", Paid::SlipIf("せき損などの神経障害で便秘があり、自力の排便管理を訓練している人に限ります。")),
    (&["円座", "ズボンジベット"], "スポンジ円座・ズボンジベット", Paid::Not("")),
    (
        &["コンタクトレンズ"],
        "ソフトコンタクトレンズ",
        Paid::SlipIf("治療に使う度のないものに限ります（屈折矯正のものは対象外です）。"),
    ),
    (&["補聴器"], "補聴器", Paid::Not("治ゆした後に、社会復帰促進等事業で支給されます。")),
    (&["眼鏡", "めがね"], "眼鏡", Paid::Not("視力が0.6以下になった人には、社会復帰促進等事業で支給されます。")),
    (&["かつら"], "かつら", Paid::Not("治ゆした後に、社会復帰促進等事業で支給されます。")),
    (&["義眼"], "義眼", Paid::SlipChecked),
    (&["義歯", "入れ歯"], "義歯", Paid::ByWorker),
    (&["コルセット"], "コルセット", Paid::ByWorker),
    (&["松葉杖", "松葉づえ", "歩行補助"], "歩行補助器・松葉杖", Paid::ByWorker),
    (&["仮義足", "仮義手", "訓練用義", "訓練用装具"], "義肢装着前の訓練用装具", Paid::ByWorker),
    (&["本義肢", "義肢", "義足", "義手"], "本義肢", Paid::Not("治ゆした後に、社会復帰促進等事業で支給されます。")),
    (&["固定装具", "装具"], "固定装具", Paid::ByWorker),
    (&["保護帽"], "保護帽子", Paid::ByWorker),
    (&["フローテーション"], "フローテーションパッド", Paid::ByWorker),
];

fn find(name: &str) -> Option<(&'static str, Paid)> {
    let name: String = fold_width(name).chars().filter(|c| !c.is_whitespace()).collect();
    TABLE.iter().find(|(words, _, _)| words.iter().any(|w| name.contains(w))).map(|(_, ja, paid)| (*ja, *paid))
}

/// Whether the comparison table answers for a material.
pub(crate) fn answers_for(name: &str) -> bool {
    find(name).is_some()
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Material(material)) = act.what() else { continue };
        let Ok(material) = goods::material(cx, material, cx.facts.attendances[id.attendance.0].day) else { continue };
        let Some((ja, paid)) = find(&material.known_as) else { continue };
        let at = &cx.facts.attendances[id.attendance.0];
        let about = || cx.about_acts(&[id], &material.name, &material.name);
        let mut check = false;
        match paid {
            Paid::ByWorker => {
                let because = format!(
                    "{ja}は内訳書では請求できません。患者が代金を払い、「療養の費用請求書」（様式第7号・第16号の5）に医療機関の証明（無料）と領収書を付けて、監督署に請求します。"
                );
                desk.findings.push(cx.refuse(about(), because));
                continue;
            }
            Paid::Not(instead) => {
                desk.findings.push(cx.refuse(about(), format!("{ja}は療養の給付としては支給されません。{instead}")));
                continue;
            }
            Paid::SlipIf(condition) => match cx.said(Question::ApplianceNeeded, &at.injury, at.day) {
                Some(true) => {}
                Some(false) => {
                    desk.findings.push(cx.refuse(about(), format!("{ja}は算定できません。{condition}")));
                    continue;
                }
                None => {
                    desk.findings.push(cx.ask(about(), Question::ApplianceNeeded, format!("{ja}は、{condition}")));
                    continue;
                }
            },
            Paid::SlipChecked => check = true,
            Paid::Slip => {}
        }
        let why = material.points(cx.rule.cite());
        let mut priced = Priced::new(id, cx.rule.id, &material.name, &material.name, Section::Other, why);
        priced.parts = vec![material.part()];
        priced.remarks = act.typed_remark();
        priced.because.push(format!("{ja}は内訳書で請求します。購入価格を10円で割った点数です。"));
        priced.check = check || material.check;
        desk.priced.push(priced);
    }
}
