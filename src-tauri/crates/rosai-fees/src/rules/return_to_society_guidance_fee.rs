//! M30 社会復帰支援指導料
//!
//! ## 条文
//! 「社会復帰支援指導料 130点」「(1) 3か月以上の療養を行っている傷病労働者に対して、治ゆが見込まれる時期及び治ゆ後におけ
//! る日常生活(就労を含む)上の注意事項等について、医師が所定の様式に基づき指導を行い、診療費請求内訳書の摘要欄に、
//! 指導年月日及び治ゆが見込まれる時期を記載した場合に、同一傷病労働者につき、1回に限り算定できます。
//! ただし、転医している場合は、医療機関につき1回に限り算定できます。」「(2) この指導は「早期社会復帰のための指導項目(参考
//! 14(75ページ))」の指導項目に基づいて行い、算定にあたっては、当該様式に必要事項を記載して診療録に添付する必要がありま
//! す。」（manual-2025-04 I 30）
//!
//! ## 読み方
//! - 指導した日は、早期社会復帰のための指導項目（文書）を交付した日、行為（101801450）の日、質問（society_guidance）に「はい」と
//!   答えた日のどれか。同じ日・同じ傷病のものは1つとみる。月の答え（日のない答え）なら、その月の最後の再診の日。
//! - 療養の始めから暦で3か月たった日以後（7月6日からなら10月6日から。その月にその日がなければ翌月1日から）。転医や切り替え
//!   の傷病で当院の療養だけでは3か月に満ちないときは、療養を始めた日を尋ねる（treatment_start）。
//! - 労働者ごとに1回。当院の前の月までの記録で数え、ほかの医療機関で算定した分（elsewhere）は数えない（転医）。
//!   月の中では早い日のものを算定する。
//! - 摘要に指導の日と治ゆが見込まれる時期を「指導 R7.10.6 治ゆ見込み 令和7年12月」のように書く。時期は、その日の文書、
//!   答え（healing_outlook）、行為に添えた摘要（治ゆの語があるもの）の順に取り、なければ尋ね、答えるまで確定できない。
//! - 3か月たった傷病に対面の再診があり、まだ算定しておらず、答えもなければ、月に1度、その月の最後の対面の再診で
//!   質問を出す（算定はしない）。
//!
//! ## 対象外
//! - 様式の記載と診療録への添付。
//! - 療養が続いているか（中断があったか）。
//!
//! ## 疑義
//! - 「同一傷病労働者につき、1回」。2つの災害の労働者にも1回とする。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::finding::{Finding, Outcome};
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::{about_day, charged_here, short, treated_for};
use rosai_document::{Cite, Section};
use rosai_domain::{AttendanceId, Day, DocumentKind, IssuedDocument, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(30),
    term: ITEM,
    ja: "社会復帰支援指導料",
    cites: &[Cite::new("manual-2025-04", "I 30")],
    items: &[ITEM],
    stage: Stage::Attach(apply),
};

const ITEM: &str = "return_to_society_guidance_fee";
const NAME: &str = "社会復帰支援指導料";

/// One guidance: from an act, a paper or an answer.
struct Event<'a> {
    day: Day,
    injury: &'a str,
    act: Option<ItemAct<'a>>,
    paper: Option<&'a IssuedDocument>,
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut charged = charged_here(cx, &[ITEM, "101801450"]).map(|e| e.day).min();
    for event in events(cx) {
        let verdict = match charged {
            Some(day) => {
                Verdict::Refuse(format!("{NAME}は同一の傷病労働者につき1回に限り、{}の分で算定しています。", day.ja()))
            }
            None => verdict(cx, &event).unwrap_or_else(|verdict| verdict),
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            charged = Some(event.day);
        }
        put(desk, cx, &event, verdict);
    }
    if charged.is_none() {
        desk.findings.extend(proposals(cx));
    }
}

/// The last 再診 in person of a case in the month.
fn last_repeat(cx: &Cx<'_>, injury: &str) -> Option<(AttendanceId, Day)> {
    let repeats = cx.attendances().filter(|(id, a)| a.injury == injury && cx.seen(*id).is_repeat_in_person());
    repeats.map(|(id, a)| (id, a.day)).last()
}

fn events<'a>(cx: &Cx<'a>) -> Vec<Event<'a>> {
    let facts = cx.facts;
    let mut events: Vec<Event<'a>> = item_acts(cx, &[ITEM])
        .into_iter()
        .map(|item| Event { day: item.day, injury: item.injury, act: Some(item), paper: None })
        .collect();
    let mut papers: Vec<&IssuedDocument> =
        facts.documents.iter().filter(|d| d.kind == DocumentKind::ReturnToSocietyGuidance).collect();
    papers.sort_by_key(|d| (d.issued, d.injury.clone(), d.text.clone()));
    for paper in papers {
        let same = |e: &&mut Event<'a>| e.day == paper.issued && e.injury == paper.injury;
        match events.iter_mut().find(same) {
            Some(event) if event.paper.is_none() => event.paper = Some(paper),
            Some(_) => {}
            None => events.push(Event { day: paper.issued, injury: &paper.injury, act: None, paper: Some(paper) }),
        }
    }
    for answer in facts.answers.iter().filter(|a| a.question == Question::SocietyGuidance) {
        let last = || last_repeat(cx, &answer.injury).map(|(_, day)| day);
        let Some(day) = answer.day.or_else(last) else { continue };
        // The answer that counts on that day: the last one given, the day's own before the month's.
        let counts = cx.said(Question::SocietyGuidance, &answer.injury, day) == Some(true);
        let known = events.iter().any(|e| e.day == day && e.injury == answer.injury);
        if counts && !known {
            events.push(Event { day, injury: &answer.injury, act: None, paper: None });
        }
    }
    events.sort_by_key(|e| (e.day, e.act.is_none(), e.injury));
    events
}

fn verdict(cx: &Cx<'_>, event: &Event<'_>) -> Result<Verdict, Verdict> {
    let because = treated_for(cx, event.injury, event.day, 3)?;
    let told = event.paper.map(|p| p.text.trim()).filter(|t| !t.is_empty());
    let remark = event.act.map(|a| a.act.remark.trim()).filter(|r| r.contains("治ゆ") || r.contains("治癒"));
    let answer = cx.answer(Question::HealingOutlook, event.injury, event.day);
    let day = short(event.day);
    let remarks = match (told, answer, remark) {
        (Some(told), _, _) => vec![format!("指導 {day} 治ゆ見込み {told}")],
        (None, Some(answer), _) if answer.is_yes() => vec![format!("指導 {day} 治ゆ見込み {}", answer.text.trim())],
        (None, Some(_), _) => {
            return Err(Verdict::Refuse(format!(
                "摘要に書く治ゆが見込まれる時期が分からないので、{NAME}は算定できません。"
            )));
        }
        // The act's own remark is printed already.
        (None, None, Some(_)) => vec![format!("指導 {day}")],
        (None, None, None) => {
            return Err(Verdict::Ask(
                Question::HealingOutlook,
                format!("{NAME}は摘要に治ゆが見込まれる時期を書きます。いつですか。"),
            ));
        }
    };
    Ok(Verdict::Charge {
        because: format!("{because}所定の様式で指導を行ったので1回算定します。"), remarks
    })
}

fn put(desk: &mut Desk, cx: &Cx<'_>, event: &Event<'_>, verdict: Verdict) {
    if let Some(act) = event.act {
        return price_item(desk, cx, act, verdict);
    }
    let mut about = about_day(cx, event.injury, event.day, ITEM, NAME);
    let finding: Finding = match verdict {
        Verdict::Ask(question, because) => cx.ask(about, question, because),
        Verdict::Wrong(because) => cx.unpriced(about, because),
        Verdict::Refuse(because) => {
            about.day = Some(event.day);
            cx.refuse(about, because)
        }
        Verdict::Charge { because, remarks } | Verdict::Check { because, remarks } => {
            about.day = Some(event.day);
            let mut finding = cx.charge_item(about, ITEM, Section::Other, because);
            if let Outcome::Charge(charge) = &mut finding.outcome {
                charge.remarks = remarks;
            }
            finding
        }
    };
    desk.findings.push(finding);
}

/// Offered once a month at the last 再診 in person of a case that three months have passed for.
fn proposals(cx: &Cx<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut injuries: Vec<&str> = cx.facts.injuries.iter().map(|i| i.id.as_str()).collect();
    injuries.sort_unstable();
    for injury in injuries {
        let answers =
            || cx.facts.answers.iter().filter(|a| a.question == Question::SocietyGuidance && a.injury == injury);
        let Some((id, day)) = last_repeat(cx, injury) else { continue };
        if answers().next().is_some() {
            if answers().all(|a| !a.is_yes()) {
                let because = "社会復帰支援の指導を行っていないので、算定しません。".to_owned();
                out.push(cx.refuse(cx.about(id, ITEM, NAME), because));
            }
            continue;
        }
        if let Ok(because) = treated_for(cx, injury, day, 3) {
            let ask = format!(
                "{because}所定の様式で社会復帰支援の指導を行い、治ゆが見込まれる時期を摘要に書けば、1回算定できます。"
            );
            out.push(cx.propose(cx.about(id, ITEM, NAME), Question::SocietyGuidance, ask));
        }
    }
    out
}
