//! M16 初診時ブラッシング料
//!
//! ## 条文
//! 「初診時ブラッシング料 91点」「創面が異物の混入、付着等により汚染している創傷の治療の前処置として、生理食塩水、
//! 蒸留水、ブラシ等を用いて創面の汚染除去を行った場合に算定できます。」「ただし、同一傷病につき1回（初診時）
//! 限りとします。」（manual-2025-04 I 16）
//!
//! 「注1 初診時ブラッシング料を含む処置、手術の所定点数の合計が150点以上の場合に限り、時間外、
//! 深夜又は休日加算が算定できます（1点未満四捨五入）。」「注2 健保のデブリードマン（創傷処理におけるデブリードマン加
//! 算を含む。）とは重複算定はできません。」「注3 四肢の特例取扱はありませんので、たとえ四肢の創傷に対するブラッシング
//! であっても91点の算定となります。」（manual-2025-04 I 16 注1〜注3）
//!
//! ## 読み方
//! - 初診時ブラッシング料のコード（処置 101400030、手術 101500150）が入っていれば91点。
//!   部位があっても四肢の特例はない。
//! - 初診の受診（1,930円の2科目、初診料を算定しない3科目や歯科の2科目の初診を含む）に限る。
//! - 同一傷病につき1回。当院の前の月までの記録か、ほかの医療機関で算定したという記録があれば算定しない。
//!   別の災害の初診なら、それぞれ算定する。
//! - 同じ日・同じ傷病に、デブリードマン（K002）か創傷処理のデブリードマン加算を算定すれば、ブラッシング料を外す。
//!   同一手術野（K12）などで算定しないデブリードマンなら外さない。
//! - 時間外・休日・深夜の加算はK14が付ける（注1）。
//!
//! ## 対象外
//! - 創面がどれだけ汚れていたか。行ったことはコードを入れた人が請け合う。
//!
//! ## 疑義
//! - 注1の「所定点数の合計が150点以上の場合」。合計が150点に届けばその受診の処置のすべてに加算するとも、ブラッシング料に
//!   加算するとも読める。返還にならない読みとして、ブラッシング料にだけ加算し、ほかの処置はそれ自身が150点以上の
//!   ときだけ加算する。要確認。
//! - 注1の「1点未満四捨五入」を合計で1度行うか、項目ごとか。項目ごとに四捨五入する（内訳書の行が項目ごとなので）。
//!   合計との差は1点まで。要確認。
//! - デブリードマンと重なるとき、どちらを外すかは書かれていない。点数の高いデブリードマンを残す。
//! - 「同一傷病につき1回」を医療機関ごとに数えるか。転医前の医療機関で算定していれば、当院では算定しない。
//!   返還にならない読み。
//! - 3科目の初診（初診料を算定しない）は「初診時」か。診察としては初診なので算定する。
//!   同一傷病につき1回の限度は変わらない。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Section, Why};
use rosai_domain::What;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(16),
    term: "initial_brushing_fee",
    ja: "初診時ブラッシング料",
    cites: &[Cite::new("manual-2025-04", "I 16")],
    items: &["initial_brushing_fee"],
    stage: Stage::Price(apply),
};

/// デブリードマン (K002) and デブリードマン加算 of 創傷処理 (注2).
fn is_debridement(kubun: &str, code: &str) -> bool {
    kubun == "K002" || code == "150001570"
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut charged: Vec<&str> = Vec::new();
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Code(code)) = act.what() else { continue };
        if !matches!(code, "101400030" | "101500150") {
            continue;
        }
        let at = &cx.facts.attendances[id.attendance.0];
        let Some(value) = cx.item("initial_brushing_fee", at.day) else { continue };
        let refuse =
            if !matches!(cx.seen(id.attendance), Seen::Initial(_) | Seen::InitialSecond(_) | Seen::InitialThird(_)) {
                Some("初診時ではないので、初診時ブラッシング料は算定できません。")
            } else if cx.charged_anywhere(&at.injury, &["initial_brushing_fee", "101400030", "101500150"])
                || charged.contains(&at.injury.as_str())
            {
                Some("同一傷病につき1回限りで、すでに算定しています。")
            } else {
                None
            };
        let section = if code == "101500150" { Section::Operation } else { Section::Procedure };
        let mut priced =
            Priced::new(id, cx.rule.id, "initial_brushing_fee", &value.ja, section, Why::Table(value.clone()));
        priced.code = Some(code.to_owned());
        priced.sites = act.sites.clone();
        priced.remarks = act.typed_remark();
        priced.because.push("初診時に創面の汚染を除いたので算定します。四肢の特例はありません。".to_owned());
        priced.refused = refuse.map(|r| (cx.rule.id, r.to_owned()));
        if refuse.is_none() {
            charged.push(&at.injury);
        }
        desk.priced.push(priced);
    }
}

/// 注2: not beside a デブリードマン that is charged — which is known only after 同一手術野.
pub(super) fn refuse_beside_debridement(desk: &mut Desk, cx: &Cx<'_>) {
    let key = |p: &Priced| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        (at.day, at.injury.clone())
    };
    let debrided: Vec<_> = desk
        .priced
        .iter()
        .filter(|p| p.refused.is_none() && p.row.as_ref().is_some_and(|r| is_debridement(&r.kubun, &r.code)))
        .map(key)
        .collect();
    for p in &mut desk.priced {
        if p.what == "initial_brushing_fee" && p.refused.is_none() && debrided.contains(&key(p)) {
            let because = "デブリードマンと初診時ブラッシング料は重複して算定できません。";
            p.refused = Some((RULE.id, because.to_owned()));
        }
    }
}
