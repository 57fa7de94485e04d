//! M19 手指の機能回復指導加算
//!
//! ## 条文
//! 「手指の機能回復指導加算 190点」「手（手関節以下）及び手の指の初期治療における機能回復指導加算として、
//! 当該部位について、次に掲げる健保点数表における第10部手術を行った場合は1回に限り所定点数に190点を加算できます。
//! (1) 創傷処理、デブリードマン (2) 皮膚切開術 (3) 筋骨格系・四肢・体幹の手術」「注1 時間外加算及び四肢加算はできませ
//! ん。」「注2 右手、左手をそれぞれ手術した場合でも算定は1回限りです。」（manual-2025-04 I 19）
//!
//! ## 読み方
//! - 手（手関節以下）か手の指に、創傷処理（K000）、皮膚切開術（K001）、デブリードマン（K002）、
//!   筋骨格系・四肢・体幹の手術（K023からK144）を算定したら190点を加える。
//! - その傷病の初めての内訳書の月なら、手術をした記録があるので尋ねずに算定する。前の月までに内訳書を出していれば、
//!   初期治療の手術かを尋ね（initial_treatment）、「はい」の答えがあるときだけ算定する。「いいえ」の答えがあれば、
//!   どの月でも算定しない理由を示す。
//! - 同一手術野などで算定しない手術には付けない。処置には付けない。
//! - 傷病ごとに1回。手術が2つ以上あれば、日の早いもの、同じ来院なら点数の高いもの1つについて決める。
//!   右手と左手でも1回。当院の前の月までの記録か、ほかの医療機関で算定したという記録（elsewhere）があれば算定しない。
//! - 四肢の特例も時間外等の加算も付けない。
//!
//! ## 対象外
//! - 指導を行ったか、初めての内訳書の月の手術が初期治療か。
//!
//! ## 疑義
//! - 「初期治療における」を何日までとみるかは書かれていない。日数では切らず、初めての内訳書の月は初期治療とみて、
//!   その後の月は人に尋ねる。転医や再発では、けがから長くたっていても初めての月なら尋ねずに算定するので、要確認。
//! - 「1回に限り」を医療機関ごとに数えるか。転医前の医療機関で算定していれば、当院では算定しない。
//!   返還にならない読み。
//! - 2つの災害で手術したときも「1回に限り」か。初期治療は災害ごとにあるので、傷病ごとに1回とする。

use super::*;
use crate::cx::Cx;
use crate::engine::Chosen;
use crate::finding::{Finding, Outcome};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::{Cite, Section};
use rosai_domain::{AnswerValue, FactorClass, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(19),
    term: "functional_recovery_guidance_addition",
    ja: "手指の機能回復指導加算",
    cites: &[Cite::new("manual-2025-04", "I 19")],
    items: &["functional_recovery_guidance_addition"],
    stage: Stage::Charge(apply),
};

const ITEM: &str = "functional_recovery_guidance_addition";

/// (1) 創傷処理・デブリードマン, (2) 皮膚切開術, (3) 筋骨格系・四肢・体幹の手術 (第10部第1節第3款, K023–K144).
fn is_listed(p: &Priced) -> bool {
    let Some(row) = &p.row else { return false };
    if !p.is_operation() {
        return false;
    }
    let main = row.kubun.split('-').next().unwrap_or_default();
    let number = main.strip_prefix('K').and_then(|n| n.parse::<u16>().ok());
    matches!(number, Some(0 | 1 | 2 | 23..=144))
}

fn apply(cx: &Cx<'_>, chosen: &Chosen) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let mut operations: Vec<&Priced> = chosen
        .items
        .iter()
        .filter(|p| {
            p.refused.is_none() && is_listed(p) && p.sites.iter().any(|s| s.factor_class() == FactorClass::Hand)
        })
        .collect();
    operations.sort_by_key(|p| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        (at.day, at.coming, std::cmp::Reverse(p.points()), p.what.clone())
    });
    for p in operations {
        let id = p.acts[0].attendance;
        let at = &cx.facts.attendances[id.0];
        let about = cx.about(id, ITEM, "機能回復指導加算");
        let again = out.iter().any(|f| f.subject.injury == at.injury);
        if again {
            continue;
        }
        if cx.charged_anywhere(&at.injury, &[ITEM, "101500080"]) {
            out.push(cx.refuse(about, "初期治療で1回限りで、すでに算定しています。".to_owned()));
            continue;
        }
        // 初期治療における: in the first month of the case it is on file; later somebody must say so.
        let later = cx.case(&at.injury).earlier_slips > 0;
        let answer = cx.facts.answer(Question::InitialTreatment, &at.injury, at.day).map(|a| a.value);
        match (later, answer) {
            (_, Some(AnswerValue::No)) => {
                out.push(cx.refuse(about, "初期治療の手術ではないので、機能回復指導加算は算定できません。".to_owned()));
                continue;
            }
            (true, None) => {
                let ask =
                    format!("「{}」は初期治療の手術ですか。初期治療なら機能回復指導加算を1回算定できます。", p.ja);
                out.push(cx.propose(about, Question::InitialTreatment, ask));
                continue;
            }
            _ => {}
        }
        let mut finding = cx.charge_item(about, ITEM, Section::Operation, format!("手（手関節以下）・手の指に「{}」を行ったので、1回に限り加算します。四肢の特例と時間外加算はありません。", p.ja));
        if let Outcome::Charge(charge) = &mut finding.outcome {
            charge.addition_to = Some(p.what.clone());
        }
        out.push(finding);
    }
    out
}
