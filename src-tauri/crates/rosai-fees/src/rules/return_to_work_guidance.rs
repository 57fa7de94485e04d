//! M29 職場復帰支援・療養指導料
//!
//! ## 条文
//! 「職場復帰支援・療養指導料 1 精神疾患を主たる傷病とする場合 初回900点 2回目560点 3回目450点 4回目330点
//! 2 その他の疾患の場合 初回680点 2回目420点 3回目330点 4回目250点」
//! 「(1) 傷病労働者（入院治療後通院療養を継続しながら就労が可能と医師が認める者又は入院治療を伴わず通院療養を2か月以上継
//! 続している者で就労が可能と医師が認める者。下記(2)から(5)について同じ。）に対し、当該労働者の主治医又はその指示を受けた
//! 看護職員、理学療法士、作業療法士、公認心理師若しくはソーシャルワーカーが、就労に当たっての療養上必要な指導事項及び就労
//! 上必要な指導事項を記載した「指導管理箋（別紙様式1～4）参考13（71～74ページ）」又はこれに準じた文書を当該労働者に交付
//! し、職場復帰のために必要な説明及び指導を行った場合に月1回に限り算定できます。」（manual-2025-04 I 29(1)）
//!
//! 「(2) 傷病労働者の主治医が、当該労働者の同意を得て、所属事業場の産業医（主治医が当該労働者の所属事業場の産業医を兼ねて
//! いる場合を除く。）に対して文書（指導管理箋等）をもって情報提供した場合についても算定できます。」「(3) 傷病労働者の主治
//! 医又はその指示を受けた看護職員、理学療法士、作業療法士、公認心理師若しくはソーシャルワーカーが、当該労働者の同意を得
//! て、当該医療機関等に赴いた当該労働者の所属事業場の事業主と面談の上、職場復帰のために必要な説明及び指導を行い、診療録に
//! 当該指導内容の要点を記載した場合についても算定できます。」「(4) 上記(1)～(3)の算定は、同一傷病労働者につき、それぞれ4
//! 回を限度とします。 ただし、頭頸部外傷症候群、頸肩腕症候群等の慢性的な疾病を主病とする者で現に就労している者については、
//! 医師が必要と認める期間とし、回数の制限はありません。その際、4回目以降は4回目の点数とします。」
//! （manual-2025-04 I 29(2)〜(4)）
//!
//! 「(5) 上記(2)又は(3)を満たし、職場復帰支援・療養指導料を算定している患者であり、かつ、以下①～③の要件を満たした場合、
//! 療養・就労両立支援加算として、同一傷病労働者に対して1回につき600点を算定することができます。 ①事業主又は産業医から治療
//! 上望ましい配慮等について助言を取得すること。 ②助言を踏まえて、医師が治療計画の再評価を実施し、必要に応じ治療計画の変更
//! を行うこと。 ③傷病労働者に対して、治療計画変更の必要性の有無や具体的な内容等について、説明を行うこと。」
//! （manual-2025-04 I 29(5)）
//!
//! 「注1 事業主には、人事・労務担当者等傷病労働者の職場復帰に関する権限を有する者も含まれます。」「注2 看護職員とは、
//! 看護師及び准看護師をいいます。」「注3 ソーシャルワーカーとは、社会福祉士及び精神保健福祉士をいいます。」「注4 請求に当
//! たっては、職場復帰支援・療養指導料の算定時は、指導管理箋等の写しを診療録に添付し明確にしておく必要があります。」「注5
//! 療養・就労両立支援加算の算定時は、取得した助言の内容及び患者に説明した内容を診療録に明確にしておく必要があります。」
//! 「注6 同一傷病について、健康保険診療報酬点数表の療養・就労両立支援指導料を重複して算定することは、原則、認められませ
//! ん。ただし、同一傷病であっても、指導する内容等が異なっている場合は、それぞれ算定することができます。」
//! （manual-2025-04 I 29 注1〜注6）
//!
//! 記載例4 例2: 「80 その他 職場復帰支援・療養指導料 420点 摘要 R.5.2（2回目）」「初回～4回目まで点数が異なります。
//! (精神疾患を主たる傷病とする場合も同様)」（manual-2025-04 第3部7 記載例4）
//!
//! ## 読み方
//! - 相手で3つに分ける: 本人への指導（1）、産業医への情報提供（2）、事業主との面談（3）。行為の相手（guided）か指導管理箋の相
//!   手による。書かれていなければ本人。記録に相手のない過去の分は本人と数える。
//! - 回数は労働者ごと、相手ごとに、当院の前の月までの記録とほかの医療機関の分（elsewhere）を合わせて数え、その回の点数
//!   （精神疾患かその他か）を算定する。入れたコードの回がそれと違えば、理由の文でそう言って、数えた回の点数にする。
//! - 交付した指導管理箋（文書）があれば、行為を入れなくても、その日に算定する。同じ日・同じ傷病・同じ相手の行為と文書は
//!   1つとみる。相手を書いていない行為は、その日の文書の相手とみる。
//! - 算定できる人は、就労が可能と医師が認めた人（able_to_work。指導管理箋は勤務可能と書くものなので、あれば尋ねない）で、入院治療の後の通院（終わった入院の記録か
//!   after_admission）か、療養の始めから暦で2か月たった人（数え方はM24と同じ）。入院中の日は算定しない。
//! - 産業医への情報提供は、主治医が産業医を兼ねていないかを尋ねる（attending_is_industrial_physician）。
//! - 相手ごとに月1回。同じ月に2つ以上の相手について算定するときは、後のものを要確認とする。
//! - 5回目からは、慢性的な疾病を主病とし現に就労しているという答え（chronic_at_work）があれば4回目の点数で算定する。傷病名が
//!   頭頸部外傷症候群・頸肩腕症候群なら、答えるまで確定できない。ほかの傷病名なら、算定しない理由を示して質問を出す。
//! - 摘要に日と回を「R7.10.6（2回目）」と書く。本人への指導でなければ、相手も書く。
//! - 療養・就労両立支援加算（101801430）は労働者ごとに1回、産業医への情報提供か事業主との面談を（前の月までを含めて）算定した
//!   後の日に、助言・再評価・説明の3つを行ったという答え（treatment_plan_reviewed）があるとき。健保の療養・就労両立支援指導料
//!   （B001-9）と同じ月に重なるとき、同じ月に指導料の算定がないときは、要確認とする。
//!
//! ## 対象外
//! - 指導の内容、同意、診療録の記載。行為か文書を入れた人が請け合う。
//! - 通院が続いているか（中断があったか）。
//!
//! ## 疑義
//! - 「月1回に限り」は(1)にだけ書かれている。(2)と(3)を(1)と合わせて月1回とも読めるが、「についても算定できます」「それぞれ4
//!   回を限度とします」と相手ごとに数えているので、相手ごとに月1回とし、同じ月に重なれば要確認とする。
//! - 「1回につき600点」。(2)(3)のたびに算定できるとも、「同一傷病労働者に対して」1回とも読める。1回だけ算定する。
//!   返還にならない読み。
//! - 傷病名が慢性的な疾病でも「現に就労している」かは名前では分からないので、尋ねる。
//! - 相手ごとの回数に精神疾患とその他を合わせるか。同一の傷病労働者なので合わせて数える。
//! - 短い入院（1か月を超えない）の後の通院も「入院治療後」に当たる。条文に入院の長さの条件はない。

use super::*;
use crate::cx::Cx;
use crate::finding::{Finding, Outcome};
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::{
    able_to_work, about_day, after_admission, charged_for_worker, has_disease, in_hospital, short, treated_for,
};
use rosai_catalogue::Catalogue;
use rosai_document::{Cite, Section};
use rosai_domain::{Day, DocumentKind, Guided, IssuedDocument, LedgerEntry, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(29),
    term: "return_to_work_guidance",
    ja: "職場復帰支援・療養指導料",
    cites: &[Cite::new("manual-2025-04", "I 29"), Cite::new("manual-2025-04", "第3部7 記載例4")],
    items: &[
        "return_to_work_mental_1",
        "return_to_work_mental_2",
        "return_to_work_mental_3",
        "return_to_work_mental_4",
        "return_to_work_other_1",
        "return_to_work_other_2",
        "return_to_work_other_3",
        "return_to_work_other_4",
        ADDITION,
    ],
    stage: Stage::Attach(apply),
};

const MENTAL: [&str; 4] =
    ["return_to_work_mental_1", "return_to_work_mental_2", "return_to_work_mental_3", "return_to_work_mental_4"];
const OTHER: [&str; 4] =
    ["return_to_work_other_1", "return_to_work_other_2", "return_to_work_other_3", "return_to_work_other_4"];
const ADDITION: &str = "treatment_and_work_addition";
const STEPS: [&str; 4] = ["初回", "2回目", "3回目", "4回目"];
const NAME: &str = "職場復帰支援・療養指導料";

/// One guidance: an act, a paper, or both of one.
struct Event<'a> {
    day: Day,
    injury: &'a str,
    guided: Guided,
    mental: bool,
    act: Option<ItemAct<'a>>,
    paper: bool,
}

/// A guidance of this month that is charged, or would be once somebody answers.
struct Done {
    day: Day,
    guided: Guided,
    open: Option<Question>,
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut done: Vec<Done> = Vec::new();
    for event in events(cx) {
        let n = earlier(cx).filter(|e| e.guided.unwrap_or_default() == event.guided).count()
            + done.iter().filter(|d| d.guided == event.guided).count()
            + 1;
        let verdict = verdict(cx, &event, n, &done).unwrap_or_else(|verdict| verdict);
        let open = if let Verdict::Ask(question, _) = &verdict { Some(*question) } else { None };
        if matches!(verdict, Verdict::Refuse(_)) {
            let unknown = cx.said(Question::ChronicAtWork, event.injury, event.day).is_none();
            if n > 4 && unknown && !done.iter().any(|d| d.guided == event.guided) {
                let ask = "慢性的な疾病が主病で、現に就労しているなら、5回目からも4回目の点数で算定できます。";
                let about = about_day(cx, event.injury, event.day, item_of(&event, n), NAME);
                desk.findings.push(cx.propose(about, Question::ChronicAtWork, ask.to_owned()));
            }
        } else {
            done.push(Done { day: event.day, guided: event.guided, open });
        }
        put(desk, cx, &event, n, verdict);
    }
    addition(desk, cx, &done);
}

/// Guidances before this month, here and — as told — elsewhere, for any case of the worker.
fn earlier<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a LedgerEntry> {
    let (facts, catalogue) = (cx.facts, cx.catalogue);
    facts.ledger.iter().chain(&facts.elsewhere).filter(move |e| is_guidance(catalogue, e))
}

/// Whether an entry is a guidance, by its item or by the code it was entered by.
fn is_guidance(catalogue: &Catalogue, entry: &LedgerEntry) -> bool {
    let item = catalogue.item_of_code(&entry.item).map_or(entry.item.as_str(), |i| i.id.as_str());
    MENTAL.contains(&item) || OTHER.contains(&item)
}

/// The item of the n-th guidance.
fn item_of(event: &Event<'_>, n: usize) -> &'static str {
    let table = if event.mental { MENTAL } else { OTHER };
    table[n.clamp(1, 4) - 1]
}

/// Acts and papers of the month by day; a paper and an act of one guidance are one.
fn events<'a>(cx: &Cx<'a>) -> Vec<Event<'a>> {
    let acts: Vec<&str> = MENTAL.iter().chain(&OTHER).copied().collect();
    let mut events: Vec<Event<'a>> = item_acts(cx, &acts)
        .into_iter()
        .map(|item| Event {
            day: item.day,
            injury: item.injury,
            guided: item.act.guided.unwrap_or_default(),
            mental: item.item().starts_with("return_to_work_mental"),
            act: Some(item),
            paper: false,
        })
        .collect();
    let facts = cx.facts;
    let mut papers: Vec<&IssuedDocument> =
        facts.documents.iter().filter(|d| d.kind == DocumentKind::ReturnToWorkGuidance).collect();
    papers.sort_by_key(|d| (d.issued, d.guided.unwrap_or_default(), d.injury.clone(), d.mental, d.text.clone()));
    let mut alone: Vec<&IssuedDocument> = Vec::new();
    for paper in papers {
        let guided = paper.guided.unwrap_or_default();
        let same = |e: &&mut Event<'a>| !e.paper && e.day == paper.issued && e.injury == paper.injury;
        match events.iter_mut().filter(same).find(|e| e.guided == guided) {
            Some(event) => event.paper = true,
            None => alone.push(paper),
        }
    }
    for paper in alone {
        let guided = paper.guided.unwrap_or_default();
        let unsaid = |e: &&mut Event<'a>| {
            let said = e.act.is_some_and(|a| a.act.guided.is_some());
            !e.paper && !said && e.day == paper.issued && e.injury == paper.injury
        };
        match events.iter_mut().find(unsaid) {
            Some(event) => (event.paper, event.guided) = (true, guided),
            None => events.push(Event {
                day: paper.issued,
                injury: &paper.injury,
                guided,
                mental: paper.mental,
                act: None,
                paper: true,
            }),
        }
    }
    events.sort_by_key(|e| (e.day, e.guided, e.act.is_none(), e.injury));
    events
}

/// Whether the name is one of the two that the text gives for a chronic disease.
fn is_chronic(name: &str) -> bool {
    let name = name.replace('頚', "頸");
    ["頭頸部外傷症候群", "頸肩腕症候群"].iter().any(|w| name.contains(w)) && !name.contains('疑')
}

fn verdict(cx: &Cx<'_>, event: &Event<'_>, n: usize, done: &[Done]) -> Result<Verdict, Verdict> {
    let (injury, day, kind) = (event.injury, event.day, event.guided.ja());
    let month = cx.facts.month;
    let elsewhere =
        earlier(cx).filter(|e| e.guided.unwrap_or_default() == event.guided && month.contains(e.day)).map(|e| e.day);
    let same = done.iter().filter(|d| d.guided == event.guided).map(|d| d.day).chain(elsewhere).min();
    if let Some(other) = same {
        return Err(Verdict::Refuse(format!("{kind}は月1回に限ります。この月は{}の分で算定しています。", other.ja())));
    }
    if n > 4 {
        let chronic = has_disease(cx.case(injury), day, is_chronic);
        match cx.said(Question::ChronicAtWork, injury, day) {
            Some(true) => {}
            None if chronic => {
                return Err(Verdict::Ask(
                    Question::ChronicAtWork,
                    format!(
                        "{kind}は{n}回目です。慢性的な疾病が主病でも、現に就労している人に限り4回を超えて算定できます。"
                    ),
                ));
            }
            _ => {
                return Err(Verdict::Refuse(format!(
                    "{kind}は4回を限度とし、すでに{}回算定しています。慢性的な疾病が主病で現に就労している人には、回数の制限はありません。",
                    n - 1
                )));
            }
        }
    }
    if in_hospital(cx, injury, day).is_some() {
        return Err(Verdict::Refuse(format!("{}は入院中です。{NAME}は通院療養の人に算定します。", day.ja())));
    }
    let because = match after_admission(cx, injury, day) {
        Some(true) => "入院治療の後の通院です。".to_owned(),
        Some(false) => treated_for(cx, injury, day, 2)?,
        None => treated_for(cx, injury, day, 2).map_err(|verdict| {
            let because = match verdict {
                Verdict::Refuse(because) => because,
                other => return other,
            };
            Verdict::Ask(Question::AfterAdmission, format!("{because}入院治療の後の通院なら、今でも算定できます。"))
        })?,
    };
    // 指導管理箋 itself says 勤務可能: the doctor has held so in writing.
    if !event.paper {
        able_to_work(cx, injury, day, NAME)?;
    }
    if event.guided == Guided::IndustrialPhysician {
        match cx.said(Question::AttendingIsIndustrialPhysician, injury, day) {
            Some(false) => {}
            Some(true) => {
                return Err(Verdict::Refuse(
                    "主治医が所属事業場の産業医を兼ねているので、産業医への情報提供は算定できません。".to_owned(),
                ));
            }
            None => {
                return Err(Verdict::Ask(
                    Question::AttendingIsIndustrialPhysician,
                    "主治医が所属事業場の産業医を兼ねている場合は算定できません。兼ねているかを入れてください。"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(charged(event, n, because, done))
}

/// The charge: the sentence, 摘要, and 要確認 where another kind stands in the month.
fn charged(event: &Event<'_>, n: usize, mut because: String, done: &[Done]) -> Verdict {
    let kind = event.guided.ja();
    let step = STEPS[n.clamp(1, 4) - 1];
    because.push_str(&if n > 4 {
        format!("{kind}の{n}回目です。慢性的な疾病が主病で現に就労しているので、4回目の点数を算定します。")
    } else {
        format!("{kind}の{n}回目なので、{step}の点数を算定します。")
    });
    let entered = event.act.map(|a| a.item().to_owned());
    if let Some(entered) = entered.filter(|e| e != item_of(event, n)) {
        let other = entered.rsplit('_').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
        because.push_str(&format!("{}のコードで入っていますが、数えた回によります。", STEPS[other.clamp(1, 4) - 1]));
    }
    let mut remark = format!("{}（{n}回目）", short(event.day));
    if event.guided != Guided::Worker {
        remark.push_str(kind);
    }
    let remarks = vec![remark];
    match done.iter().find(|d| d.guided != event.guided) {
        Some(other) => {
            because.push_str(&format!(
                "同じ月に{}（{}）もあります。相手ごとに月1回とみて算定するので、確かめてください。",
                other.guided.ja(),
                other.day.ja()
            ));
            Verdict::Check { because, remarks }
        }
        None => Verdict::Charge { because, remarks },
    }
}

/// Puts what was decided on the desk: priced where it is an act, else as a finding about the paper.
fn put(desk: &mut Desk, cx: &Cx<'_>, event: &Event<'_>, n: usize, verdict: Verdict) {
    let item = item_of(event, n);
    if let Some(act) = event.act {
        let own = cx.catalogue.item(item).and_then(|i| i.code.as_deref());
        let row = own.and_then(|code| cx.catalogue.act(code, event.day).ok()).unwrap_or(act.row);
        let charged = matches!(verdict, Verdict::Charge { .. } | Verdict::Check { .. });
        price_item(desk, cx, if charged { ItemAct { row, ..act } } else { act }, verdict);
        if let Some(priced) = desk.priced.last_mut().filter(|p| p.acts == [act.id]) {
            priced.guided = Some(event.guided);
        }
        return;
    }
    let mut about = about_day(cx, event.injury, event.day, item, NAME);
    let finding = match verdict {
        Verdict::Ask(question, because) => {
            cx.ask(about, question, format!("指導管理箋（{}）: {because}", event.day.ja()))
        }
        Verdict::Wrong(because) => cx.unpriced(about, because),
        Verdict::Refuse(because) => {
            about.day = Some(event.day);
            cx.refuse(about, format!("指導管理箋（{}）: {because}", event.day.ja()))
        }
        Verdict::Charge { because, remarks } => from_paper(cx, event, item, because, remarks),
        Verdict::Check { because, remarks } => from_paper(cx, event, item, because, remarks).looked_at(),
    };
    desk.findings.push(finding);
}

fn from_paper(cx: &Cx<'_>, event: &Event<'_>, item: &'static str, because: String, remarks: Vec<String>) -> Finding {
    let mut about = about_day(cx, event.injury, event.day, item, NAME);
    about.day = Some(event.day);
    let because = format!("指導管理箋を{}に交付しました。{because}", event.day.ja());
    let mut finding = cx.charge_item(about, item, Section::Other, because);
    if let Outcome::Charge(charge) = &mut finding.outcome {
        charge.remarks = remarks;
        charge.guided = Some(event.guided);
    }
    finding
}

/// (5) 療養・就労両立支援加算.
fn addition(desk: &mut Desk, cx: &Cx<'_>, done: &[Done]) {
    let mut charged = charged_for_worker(cx, &[ADDITION, "101801430"]).map(|e| e.day).min();
    for item in item_acts(cx, &[ADDITION]) {
        let verdict = match charged {
            Some(day) => Verdict::Refuse(format!(
                "療養・就労両立支援加算は同一の傷病労働者に1回とみて、{}の分だけを算定します。",
                day.ja()
            )),
            None => addition_verdict(desk, cx, &item, done),
        };
        if !matches!(verdict, Verdict::Refuse(_)) {
            charged = Some(item.day);
        }
        price_item(desk, cx, item, verdict);
    }
}

fn addition_verdict(desk: &Desk, cx: &Cx<'_>, item: &ItemAct<'_>, done: &[Done]) -> Verdict {
    let reaches = |guided: Guided| guided != Guided::Worker;
    let in_month = done.iter().filter(|d| reaches(d.guided) && d.day <= item.day);
    let here = |e: &LedgerEntry| is_guidance(cx.catalogue, e) && e.guided.is_some_and(reaches);
    let before = cx.facts.ledger.iter().any(here);
    let charged = in_month.clone().any(|d| d.open.is_none());
    if !charged && !before {
        if let Some(question) = in_month.filter_map(|d| d.open).next() {
            let because = "産業医への情報提供か事業主との面談が決まれば、療養・就労両立支援加算も決まります。";
            return Verdict::Ask(question, because.to_owned());
        }
        return Verdict::Refuse(
            "産業医への情報提供か事業主との面談の職場復帰支援・療養指導料をそれまでに算定していないので、療養・就労両立支援加算は算定できません。行為の相手（産業医・事業主）を確かめてください。"
                .to_owned(),
        );
    }
    match cx.said(Question::TreatmentPlanReviewed, item.injury, item.day) {
        Some(true) => {}
        Some(false) => {
            return Verdict::Refuse(
                "助言の取得・治療計画の再評価・本人への説明がそろっていないので、療養・就労両立支援加算は算定できません。"
                    .to_owned(),
            );
        }
        None => {
            return Verdict::Ask(
                Question::TreatmentPlanReviewed,
                "助言の取得・治療計画の再評価・本人への説明の3つを行ったときに算定できます。行ったかを入れてください。"
                    .to_owned(),
            );
        }
    }
    let mut because = "助言を踏まえて治療計画を再評価し、本人に説明しました。".to_owned();
    let mut doubt = String::new();
    if done.is_empty() {
        doubt.push_str("この月に職場復帰支援・療養指導料の算定がないので、確かめてください。");
    }
    let kenpo = desk.priced.iter().any(|p| {
        let same = cx.facts.attendances[p.acts[0].attendance.0].injury == item.injury;
        same && p.refused.is_none() && p.row.as_ref().is_some_and(|r| &*r.kubun == "B001-9")
    });
    if kenpo {
        doubt.push_str(
            "健保の療養・就労両立支援指導料も算定しています。指導する内容が異なるかを確かめてください（注6）。",
        );
    }
    if doubt.is_empty() {
        return Verdict::charge(because);
    }
    because.push_str(&doubt);
    Verdict::Check { because, remarks: Vec::new() }
}
