//! M24 職業復帰訪問指導料
//!
//! ## 条文
//! 「職業復帰訪問指導料 精神疾患を主たる傷病とする場合 1日につき770点 その他の疾患の場合 1日につき580点」
//! 「(1) 傷病労働者（入院期間が1月を超えると見込まれる者又は入院治療を伴わず通院療養を2か月以上継続している者であって
//! 就労が可能と医師が認める者。）が職業復帰を予定している事業場に対し、医師等（医師又は医師の指示を受けた看護職員
//! （注1）、理学療法士、作業療法士及び公認心理師をいう。以下同じ。）又は医師の指示を受けたソーシャルワーカー（注2）が
//! 当該傷病労働者の同意を得て職場を訪問し、当該職場の事業主（注3）に対して、職業復帰のために必要な指導（以下「訪問指
//! 導」という。）を行い、診療録に当該指導内容の要点を記載した場合に、入院中及び通院中に合わせて3回（入院期間が継続し
//! て6月を超えると見込まれる傷病労働者にあつては、当該入院中及び退院後の通院中に合わせて6回）に限り算定できます。
//! （注4）」（manual-2025-04 I 24(1)）
//!
//! 「(2) 医師等のうち異なる職種の者2人以上が共同して訪問指導を行った場合や医師等がソーシャルワーカーと一緒に訪問指導を
//! 行った場合は、380点を所定点数に加算して算定できます。なお、同一の職種の者2人以上が共同して訪問指導を行った場合は、
//! 380点を所定点数に加算することはできません。」「(3) 精神疾患を主たる傷病とする場合にあつては、医師等に精神保健福祉士
//! を含みます。」（manual-2025-04 I 24(2)(3)）
//!
//! 「(4) 訪問指導を実施した日と同一日又は訪問指導を行った後1月以内に、医師又は医師の指示を受けた看護職員、理学療法士若
//! しくは作業療法士が上記（1）の傷病労働者のうち入院中の者に対し、本人の同意を得て、職業復帰を予定している事業場におい
//! て特殊な器具、設備を用いた作業を行う職種への復職のための作業訓練又は事業場を目的地とする通勤のための移動手段の獲得
//! 訓練を行い、診療録に訪問指導の日、訓練を行った日、訓練実施時間及び訓練内容の要点を記載した場合は、訪問指導1回につき
//! 2回を限度に職業復帰訪問訓練加算として1日につき400点を職業復帰訪問指導料の所定点数に加算して算定できます。」
//! （manual-2025-04 I 24(4)）
//!
//! 「注1 看護職員とは、看護師及び准看護師をいいます。 看護師と准看護師が共同して訪問指導を行った場合は、380点の加算は
//! 算定できません。」「注2 ソーシャルワーカーとは、社会福祉士及び精神保健福祉士をいいます。」「注3 事業主には、人事・労
//! 務担当者等傷病労働者の職場復帰に関する権限を有する者も含まれます。」「注4 入院中又は通院中における算定については、指
//! 導の実施日に算定します。」（manual-2025-04 I 24 注1〜注4）
//!
//! 「注5 職業復帰訪問訓練加算の算定要件及び実施上の留意事項は以下のとおりです。 ①算定要件 ア 入院期間が1月を超える
//! と見込まれる傷病労働者に対する訓練であること。 イ 傷病労働者が復職予定の事業場で行われた作業訓練（以下「作業訓練」
//! という。）及び当該事業場を目的地とする経路において行われた通勤のための移動手段の獲得訓練（以下「通勤訓練」という。）
//! であること。 ウ 作業訓練の内容は、特殊な器具、設備を用いた作業（旋盤作業等）を行う職種への復職の準備のため、当該器
//! 具、設備を用いた訓練であって入院医療機関内で実施できないものを行うものであること。 エ 作業訓練の実施時間は20分以上
//! （ただし、原則60分を上限とする。）であること。 オ 通勤訓練は、移動の手段の獲得を目的として、バス、電車等への乗降
//! 等、傷病労働者が実際に利用する利用手段を用いた訓練を行うものであること。 カ 訪問指導と同一日又は訪問指導の日から1月
//! 以内に作業訓練又は通勤訓練を行ったものであること。なお、同一日に、訪問指導又は作業訓練を行うことなく通勤訓練のみを行
//! う場合にあつては、当該事業場へ到着の際に事業主へ訓練の状況について報告を行うこと。 キ 職業復帰予定の事業場への往復
//! を含め、訓練の実施中は医師等が傷病労働者に常時付添い、必要に応じて速やかに入院医療機関に連絡、搬送できる体制を確保す
//! る等、安全性に十分配慮すること。 ク 診療録に訪問指導を行った日、訓練を行った日、訓練実施時間及び訓練内容の要点を記
//! 載すること。また、職業復帰訪問訓練加算を算定する場合は、診療費請求内訳書の摘要欄に訪問指導を行った日及び訓練を行った
//! 日を記載すること。 ケ 疾患別リハビリテーション料を実施し算定する日にあつては、職業復帰訪問訓練加算を併算定できない
//! こと。 ②実施上の留意事項 作業訓練及び通勤訓練を実施するにあつては、明確に訓練と位置付け、職業復帰予定の事業場との
//! 間で使用従属関係下の労働とならないようにする必要があること。」（manual-2025-04 I 24 注5）
//!
//! ## 読み方
//! - 訪問指導は、行為として入れたコード（精神疾患 101800930、その他 101800940）の日に、労働者ごとに1日1回。
//! - 算定できる人は、就労が可能と医師が認めた人（able_to_work）で、次のどちらか。
//!   ①入院中か入院治療の後の通院で、その入院が1か月を超えたか、超える見込み（month_stay、6か月を超える見込みの
//!   long_stay）。②入院治療がなく、療養の始めから暦で2か月たった日以後（8月6日からなら10月6日から。その月にその日がな
//!   ければ翌月1日から）。記録で決まるものは尋ねず、決まらないものは尋ね、答えるまで確定できない。
//! - 転医や切り替えの傷病で当院の療養だけでは2か月に満ちないときは、療養を始めた日を尋ねる（treatment_start）。
//! - 回数は傷病ごとに、当院の記録とほかの医療機関の分（elsewhere）を合わせて3回。入院が続けて6か月を超える見込みという
//!   答え（long_stay）があれば6回。4回目に答えがなければ、入院のあった傷病では尋ね、なければ算定しない理由を示して
//!   質問を出す。
//! - 共同訪問指導加算（101800950）は、同じ日に訪問指導を算定する傷病に1日1回、異なる職種の2人以上かソーシャルワーカー
//!   と一緒という答え（joint_visit）があるとき。
//! - 職業復帰訪問訓練加算（101801140）は、入院中の日に1日1回。訪問指導の日から1か月以内（9月6日の訪問なら10月6日まで。
//!   民法の期間の数え方で、応当日は要確認とする）の訪問指導1回につき2回まで。古い訪問指導から順に数え、前の月までの
//!   訪問と訓練も数える。疾患別リハビリテーション料を算定する日は算定しない。訪問のない日も400点だけを算定する。
//!   摘要に訪問指導の日と訓練の日を書く。
//! - 精神疾患のコードで、傷病名に精神疾患らしい名前がなければ要確認とする。
//!
//! ## 対象外
//! - 訪問した人の職種、同意、診療録の記載、訓練の内容と時間。行為を入れた人が請け合う。
//!
//! ## 疑義
//! - 「であって就労が可能と医師が認める者」が、入院の人にもかかるか。かかるとみて、どちらにも尋ねる。返還にならない読み。
//! - 短い入院（1か月を超えない）の後の通院。①にも②の「入院治療を伴わず」にも当たらないので、算定しない。
//!   返還にならない読み。
//! - 3回・6回を労働者ごとに数えるか傷病ごとに数えるか。「当該入院中及び退院後」「入院中及び通院中」は1つの療養の経過を
//!   指すので、傷病ごとに数える。同じ日は労働者ごとに1回とする。
//! - 退院後の通院で、入院の見込みをいつの時点でみるか書かれていない。入院の時の見込みと読み、人に尋ねる。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, ItemAct, Verdict, item_acts, price_item};
use crate::rule::Stage;
use crate::treatment::{
    able_to_work, after_admission, charged_here, has_disease, in_hospital, last_within, short, treated_for,
};
use rosai_document::Cite;
use rosai_domain::{Day, Question};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(24),
    term: "workplace_visit_guidance",
    ja: "職業復帰訪問指導料",
    cites: &[Cite::new("manual-2025-04", "I 24")],
    items: &[MENTAL, OTHER, JOINT, TRAINING],
    stage: Stage::Attach(apply),
};

const MENTAL: &str = "workplace_visit_guidance_mental";
const OTHER: &str = "workplace_visit_guidance_other";
const JOINT: &str = "workplace_visit_joint_addition";
const TRAINING: &str = "workplace_visit_training_addition";

/// The visits as the ledger may name them: items, and the codes they are entered by.
const VISITS: &[&str] = &[MENTAL, OTHER, "101800930", "101800940"];
const TRAININGS: &[&str] = &[TRAINING, "101801140"];

/// A visit of this month that is charged, or would be once somebody answers.
struct Visit<'a> {
    injury: &'a str,
    day: Day,
    open: Option<Question>,
}

fn apply(desk: &mut Desk, cx: &Cx<'_>) {
    let mut visits: Vec<Visit<'_>> = Vec::new();
    for item in item_acts(cx, &[MENTAL, OTHER]) {
        let verdict = visit(cx, &item, &visits);
        match &verdict {
            Verdict::Charge { .. } | Verdict::Check { .. } => {
                visits.push(Visit { injury: item.injury, day: item.day, open: None });
            }
            Verdict::Ask(question, _) => {
                visits.push(Visit { injury: item.injury, day: item.day, open: Some(*question) });
            }
            Verdict::Refuse(_) if may_be_six(cx, &item, &visits) => {
                let ask = "入院が続けて6か月を超える見込みなら、職業復帰訪問指導料を合わせて6回まで算定できます。";
                let about = cx.about(item.id.attendance, item.item(), &item.row.name);
                desk.findings.push(cx.propose(about, Question::LongStay, ask.to_owned()));
            }
            _ => {}
        }
        price_item(desk, cx, item, verdict);
    }
    let mut joined: Vec<(&str, Day)> = Vec::new();
    for item in item_acts(cx, &[JOINT]) {
        let verdict = joint(cx, &item, &visits, joined.contains(&(item.injury, item.day)));
        if !matches!(verdict, Verdict::Refuse(_)) {
            joined.push((item.injury, item.day));
        }
        price_item(desk, cx, item, verdict);
    }
    trainings(desk, cx, &visits);
}

/// Visits of a case before this month and in it.
fn count(cx: &Cx<'_>, injury: &str, visits: &[Visit<'_>]) -> usize {
    cx.charged_before(injury, VISITS).count() + visits.iter().filter(|v| v.injury == injury).count()
}

/// Whether only an answer about a long stay could bring a visit that is one too many.
fn may_be_six(cx: &Cx<'_>, item: &ItemAct<'_>, visits: &[Visit<'_>]) -> bool {
    let again = visits.iter().any(|v| v.day == item.day);
    let unknown = cx.said(Question::LongStay, item.injury, item.day).is_none();
    !again && unknown && (3..6).contains(&count(cx, item.injury, visits))
}

fn visit(cx: &Cx<'_>, item: &ItemAct<'_>, visits: &[Visit<'_>]) -> Verdict {
    visit_or(cx, item, visits).unwrap_or_else(|verdict| verdict)
}

fn visit_or(cx: &Cx<'_>, item: &ItemAct<'_>, visits: &[Visit<'_>]) -> Result<Verdict, Verdict> {
    let (injury, day) = (item.injury, item.day);
    if visits.iter().any(|v| v.day == day) {
        return Err(Verdict::Refuse(format!(
            "職業復帰訪問指導料は1日につき1回です。{}にはもう1つ入っています。",
            day.ja()
        )));
    }
    let (done, long) = (count(cx, injury, visits), cx.said(Question::LongStay, injury, day));
    let limit = if long == Some(true) { 6 } else { 3 };
    if done >= limit {
        let admitted = in_hospital(cx, injury, day).is_some() || after_admission(cx, injury, day) == Some(true);
        if long.is_none() && admitted && done < 6 {
            return Err(Verdict::Ask(
                Question::LongStay,
                "職業復帰訪問指導料はすでに3回算定しています。入院が続けて6か月を超える見込みなら6回まで算定できます。"
                    .to_owned(),
            ));
        }
        return Err(Verdict::Refuse(format!(
            "職業復帰訪問指導料は入院中と通院中を合わせて{limit}回に限り、すでに{done}回算定しています。"
        )));
    }
    let because = entitled(cx, injury, day)?;
    able_to_work(cx, injury, day, "職業復帰訪問指導料")?;
    let because = format!("{because}就労が可能と医師が認めました。{}回目の訪問指導です。", done + 1);
    let case = cx.case(injury);
    if item.item() == MENTAL && !case.diseases.is_empty() && !has_disease(case, day, is_mental) {
        let because = format!("{because}精神疾患を主たる傷病とする場合の点数です。傷病名を確かめてください。");
        return Ok(Verdict::Check { because, remarks: Vec::new() });
    }
    Ok(Verdict::charge(because))
}

/// Whether a disease is one of the mind, by what such names have in common.
pub(super) fn is_mental(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "うつ",
        "鬱",
        "抑うつ",
        "適応障害",
        "適応反応",
        "ストレス",
        "PTSD",
        "不安",
        "パニック",
        "解離",
        "身体表現",
        "神経症",
        "双極",
        "躁",
        "統合失調",
        "精神",
        "気分障害",
        "強迫",
        "不眠",
        "睡眠障害",
        "幻覚",
        "妄想",
        "せん妄",
        "高次脳機能",
        "認知症",
        "依存症",
    ];
    WORDS.iter().any(|w| name.contains(w))
}

/// Whether the worker is one of those of (1): the sentence, or what stands in the way.
fn entitled(cx: &Cx<'_>, injury: &str, day: Day) -> Result<String, Verdict> {
    if in_hospital(cx, injury, day).is_some() {
        return over_a_month(cx, injury, day, "入院中");
    }
    match after_admission(cx, injury, day) {
        Some(true) => over_a_month(cx, injury, day, "入院治療の後の通院"),
        Some(false) => treated_for(cx, injury, day, 2),
        None => treated_for(cx, injury, day, 2).map_err(|verdict| match verdict {
            Verdict::Refuse(because) => Verdict::Ask(
                Question::AfterAdmission,
                format!("{because}1か月を超える入院の後の通院なら、今でも算定できます。"),
            ),
            other => other,
        }),
    }
}

/// Whether the admission is one of more than a month: by its days, else by what somebody expects.
fn over_a_month(cx: &Cx<'_>, injury: &str, day: Day, ja: &str) -> Result<String, Verdict> {
    let long = |s: &rosai_domain::Stay| {
        let end = s.discharged.map_or(day, |end| end.min(day));
        s.injury == injury && s.admitted <= day && end > last_within(s.admitted, 1)
    };
    if cx.facts.stays.iter().any(long) {
        return Ok(format!("{ja}で、入院期間が1か月を超えています。"));
    }
    if cx.said(Question::LongStay, injury, day) == Some(true) {
        return Ok(format!("{ja}で、入院期間が6か月を超える見込みです。"));
    }
    match cx.said(Question::MonthStay, injury, day) {
        Some(true) => Ok(format!("{ja}で、入院期間が1か月を超える見込みです。")),
        Some(false) => {
            Err(Verdict::Refuse(format!("{ja}ですが、入院期間が1か月を超える見込みでないので算定できません。")))
        }
        None => Err(Verdict::Ask(
            Question::MonthStay,
            format!("{ja}の人は、入院期間が1か月を超えると見込まれるときに算定できます。見込みを入れてください。"),
        )),
    }
}

/// (2): beside the visit of that day.
fn joint(cx: &Cx<'_>, item: &ItemAct<'_>, visits: &[Visit<'_>], again: bool) -> Verdict {
    let Some(visit) = visits.iter().find(|v| v.injury == item.injury && v.day == item.day) else {
        return Verdict::Refuse(format!(
            "{}に職業復帰訪問指導料を算定していないので、共同訪問指導加算は算定できません。訪問の日に入れてください。",
            item.day.ja()
        ));
    };
    if again {
        return Verdict::Refuse("共同訪問指導加算は、1回の訪問指導につき1回です。".to_owned());
    }
    if let Some(question) = visit.open {
        return Verdict::Ask(question, "職業復帰訪問指導料が決まれば、共同訪問指導加算も決まります。".to_owned());
    }
    match cx.said(Question::JointVisit, item.injury, item.day) {
        Some(true) => Verdict::charge("異なる職種の2人以上か、ソーシャルワーカーと一緒に訪問指導を行いました。"),
        Some(false) => Verdict::Refuse(
            "同じ職種の人だけで訪問したときは、共同訪問指導加算は算定できません（看護師と准看護師も同じ職種です）。"
                .to_owned(),
        ),
        None => Verdict::Ask(
            Question::JointVisit,
            "異なる職種の2人以上か、ソーシャルワーカーと一緒に訪問したときに算定できます。どうでしたか。".to_owned(),
        ),
    }
}

/// A visit that carries up to two trainings.
struct Carrier<'v> {
    injury: &'v str,
    day: Day,
    open: Option<Question>,
    left: u32,
}

/// (4): each training goes with the oldest visit that still has room and is not a month past.
fn trainings(desk: &mut Desk, cx: &Cx<'_>, visits: &[Visit<'_>]) {
    let entries = || charged_here(cx, VISITS).map(|e| (e.injury.as_str(), e.day, None));
    let mut carriers: Vec<Carrier<'_>> = entries()
        .chain(visits.iter().map(|v| (v.injury, v.day, v.open)))
        .map(|(injury, day, open)| Carrier { injury, day, open, left: 2 })
        .collect();
    carriers.sort_by_key(|c| c.day);
    let mut before: Vec<_> = charged_here(cx, TRAININGS).map(|e| (e.day, e.injury.as_str())).collect();
    before.sort();
    for (day, injury) in before {
        if let Some(carrier) = carriers.iter_mut().find(|c| c.carries(injury, day) && c.left > 0) {
            carrier.left -= 1;
        }
    }
    let rehabilitated: Vec<Day> = desk
        .priced
        .iter()
        .filter(|p| p.refused.is_none() && is_disease_rehabilitation(p))
        .map(|p| cx.facts.attendances[p.acts[0].attendance.0].day)
        .collect();
    let mut days: Vec<Day> = Vec::new();
    for item in item_acts(cx, &[TRAINING]) {
        let verdict = training(cx, &item, &mut carriers, &rehabilitated, &days).unwrap_or_else(|verdict| verdict);
        if !matches!(verdict, Verdict::Refuse(_)) {
            days.push(item.day);
        }
        price_item(desk, cx, item, verdict);
    }
}

impl Carrier<'_> {
    fn carries(&self, injury: &str, day: Day) -> bool {
        self.injury == injury && self.day <= day && day <= last_within(self.day, 1)
    }
}

fn training(
    cx: &Cx<'_>,
    item: &ItemAct<'_>,
    carriers: &mut [Carrier<'_>],
    rehabilitated: &[Day],
    days: &[Day],
) -> Result<Verdict, Verdict> {
    let (injury, day) = (item.injury, item.day);
    let refuse = |because: String| Err(Verdict::Refuse(because));
    if in_hospital(cx, injury, day).is_none() {
        return refuse(format!(
            "職業復帰訪問訓練加算は入院中の人に限ります。{}にこの傷病の入院がないので算定できません。",
            day.ja()
        ));
    }
    if days.contains(&day) {
        return refuse("職業復帰訪問訓練加算は1日につき1回です。".to_owned());
    }
    if rehabilitated.contains(&day) {
        return refuse(
            "同じ日に疾患別リハビリテーション料を算定しているので、職業復帰訪問訓練加算は算定できません。".to_owned(),
        );
    }
    if !carriers.iter().any(|c| c.carries(injury, day)) {
        return refuse(format!(
            "{}までの1か月に職業復帰訪問指導料の算定がないので、職業復帰訪問訓練加算は算定できません。訪問の日を確かめてください。",
            day.ja()
        ));
    }
    over_a_month(cx, injury, day, "入院中")?;
    let Some(carrier) = carriers.iter_mut().find(|c| c.carries(injury, day) && c.left > 0) else {
        return refuse("職業復帰訪問訓練加算は訪問指導1回につき2回までで、すでに2回算定しています。".to_owned());
    };
    carrier.left -= 1;
    if let Some(question) = carrier.open {
        let because = "職業復帰訪問指導料が決まれば、職業復帰訪問訓練加算も決まります。";
        return Err(Verdict::Ask(question, because.to_owned()));
    }
    let remarks = vec![format!("訪問指導 {}　訓練 {}", short(carrier.day), short(day))];
    let because = format!("{}の訪問指導についての{}回目の訓練です。", carrier.day.ja(), 2 - carrier.left);
    if day > carrier.day && day == last_within(carrier.day, 1) {
        let because = format!("{because}訪問指導からちょうど1か月の日なので、数え方を確かめてください。");
        return Ok(Verdict::Check { because, remarks });
    }
    Ok(Verdict::Charge { because, remarks })
}

/// 疾患別リハビリテーション料 (I 14(※)).
fn is_disease_rehabilitation(p: &crate::pricing::Priced) -> bool {
    const NAMES: &[&str] = &["心大血管疾患", "脳血管疾患等", "廃用症候群", "運動器", "呼吸器"];
    p.is_category("リハビリ") && NAMES.iter().any(|n| p.ja.contains(&format!("{n}リハビリテーション料")))
}
