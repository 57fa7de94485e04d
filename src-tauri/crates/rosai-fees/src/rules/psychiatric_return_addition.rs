//! M25 精神科職場復帰支援加算
//!
//! ## 条文
//! 「精神科職場復帰支援加算 200点」「精神科を受診中の傷病労働者に、精神科ショート・ケア、精神科デイ・ケア、
//! 精神科ナイト・ケア、精神科デイ・ナイト・ケア、精神科作業療法、通院集団精神療法を実施した場合であつて、
//! 当該プログラムに職場復帰支援のプログラム（※）が含まれている場合に、週に1回算定できます。」
//! 「（※） 職場復帰支援のプログラムとは、オフィス機器又は工具を使用した作業、擬似オフィスによる作業又は復職に向けての
//! ミーティング、感想文等の作成等の集団で行われる職場復帰に有効な項目であつて、医師、看護職員、作業療法士、
//! ソーシャルワーカー等の医療チームによって行われるものをいいます。」（manual-2025-04 I 25）
//!
//! 「注 請求に当たっては、当該プログラムの実施日及び要点を診療費請求内訳書の摘要欄に記載するか、実施したプログラムの写
//! しを診療費請求内訳書に添付する必要があります。（職場復帰支援のプログラムの例は参考12（70ページ）のとおりです。）」
//! （manual-2025-04 I 25 注）
//!
//! 参考12は、精神科ショート・ケア3時間コースの1週間の例（月曜日から金曜日のミーティング、自己表現、心理教育又はストレス
//! マネージメント、個別作業、グループ作業、ボディワーク、感想文作成）。（manual-2025-04 II 参考12）
//!
//! ## 読み方
//! - 行為として入れた日に200点。労働者ごとに、日曜から土曜までの1週間に1回。先の日を算定し、同じ週の後の日は算定しない
//!   理由を示す。月をまたぐ週は、前の月までの記録で見る。
//! - 摘要に実施日と要点を書く。要点は答え（psychiatric_program）か、行為に添えた摘要から取る。「写し添付」の答えなら、
//!   実施日とプログラムの写しを添付する旨を書く。どちらもなければ尋ね、答えるまで確定できない。
//! - 同じ日に精神科ショート・ケア、デイ・ケア、ナイト・ケア、デイ・ナイト・ケア、作業療法、通院集団精神療法を
//!   （コードでも、コードのない行為の名前でも）算定していなければ、要確認とする。受診科が精神科などでないときも同じ。
//!
//! ## 対象外
//! - プログラムの中身と、医療チームで行ったか。
//! - 写しの添付そのもの。
//!
//! ## 疑義
//! - 「週に1回」の週が何曜日から始まるかは書かれていない。健保点数表の週と同じく日曜から土曜とする。
//! - もとになる精神科ショート・ケアなどのコードは料金表にない（マスターを読み込めば入る）ので、なければ算定しないと決めず、
//!   要確認とする。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::{charged_for_worker, short};
use rosai_document::Cite;
use rosai_domain::{Day, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(25),
    term: ITEM,
    ja: "精神科職場復帰支援加算",
    cites: &[Cite::new("manual-2025-04", "I 25")],
    items: &[ITEM],
    stage: Stage::Attach(apply),
};

const ITEM: &str = "psychiatric_return_addition";

/// 区分番号 of what the programme is part of (健保点数表 第8部).
const PROGRAMMES: &[&str] = &["I006", "I007", "I008-2", "I009", "I010", "I010-2"];
const NAMES: &[&str] =
    &["ショート・ケア", "デイ・ケア", "ナイト・ケア", "デイ・ナイト・ケア", "精神科作業療法", "通院集団精神療法"];

/// The Sunday a week begins with.
fn sunday(day: Day) -> Day {
    day.plus_days(-i64::from(day.weekday().num_days_from_sunday()))
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut days: Vec<Day> = charged_for_worker(cx, &[ITEM, "101800370"]).map(|e| e.day).collect();
    for item in item_acts(cx, &[ITEM]) {
        let same_week = days.iter().find(|d| sunday(**d) == sunday(item.day));
        let verdict = match same_week {
            Some(other) => Verdict::Refuse(format!(
                "精神科職場復帰支援加算は週に1回（日曜から土曜）に限り算定できます。同じ週の{}に入っています。",
                other.ja_with_weekday()
            )),
            None => verdict(desk, cx, &item),
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            days.push(item.day);
        }
        price_item(desk, cx, item, verdict);
    }
}

fn verdict(desk: &Desk, cx: &Cx<'_>, item: &ItemAct<'_>) -> Verdict {
    let done = short(item.day);
    let remarks = match cx.answer(Question::PsychiatricProgram, item.injury, item.day) {
        Some(answer) if answer.is_yes() => {
            let said = answer.text.trim();
            let attached = said.contains("写し");
            vec![if attached { format!("{done} プログラムの写しを添付") } else { format!("{done} {said}") }]
        }
        Some(_) => {
            return Verdict::Refuse(
                "職場復帰支援のプログラムが含まれていないので、精神科職場復帰支援加算は算定できません。".to_owned(),
            );
        }
        // What was typed beside the act is printed already.
        None if !item.act.remark.trim().is_empty() => vec![format!("実施日 {done}")],
        None => {
            return Verdict::Ask(
                Question::PsychiatricProgram,
                "摘要に職場復帰支援のプログラムの実施日と要点を書くか、写しを添付します。要点を入れてください。"
                    .to_owned(),
            );
        }
    };
    let mut doubts = String::new();
    let department = &cx.facts.attendances[item.id.attendance.0].department.0;
    if !["精神", "神経科", "心療"].iter().any(|w| department.contains(w)) {
        doubts.push_str(&format!("受診科が{department}です。精神科を受診中かを確かめてください。"));
    }
    if !has_programme(desk, cx, item) {
        doubts.push_str(
            "同じ日に精神科ショート・ケアなどの算定がありません。もとになるプログラムを実施したかを確かめてください。",
        );
    }
    let because = "職場復帰支援のプログラムを含むので、週に1回の分を算定します。".to_owned();
    if doubts.is_empty() {
        Verdict::Charge { because, remarks }
    } else {
        Verdict::Check { because: because + &doubts, remarks }
    }
}

/// Whether one of the programmes is charged on the day for the case, by its row or by its typed name.
fn has_programme(desk: &Desk, cx: &Cx<'_>, item: &ItemAct<'_>) -> bool {
    desk.priced.iter().any(|p| {
        let at = &cx.facts.attendances[p.acts[0].attendance.0];
        let by_row = p.row.as_ref().is_some_and(|r| PROGRAMMES.contains(&&*r.kubun));
        let by_name = p.typed && NAMES.iter().any(|n| p.ja.contains(n));
        p.refused.is_none() && (at.day, at.injury.as_str()) == (item.day, item.injury) && (by_row || by_name)
    })
}
