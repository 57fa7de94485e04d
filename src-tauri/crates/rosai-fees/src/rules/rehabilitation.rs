//! M14 リハビリテーション
//!
//! ## 条文
//! 「疾患別リハビリテーション料を算定する場合は、健保点数表のリハビリテーションの通則1にかか
//! わらず次の点数で算定することができます。」（manual-2025-04 I 14）
//!
//! 「ア 心大血管疾患リハビリテーション料（Ⅰ）（1単位） （ア）理学療法士による場合 250点 （イ）作業療法士による場合
//! 250点 （ウ）医師による場合 250点 （エ）看護師による場合 250点 （オ）集団療法による場合 250点 イ 心大血管疾患リハビ
//! リテーション料（Ⅱ）（1単位） （ア）理学療法士による場合 125点 （イ）作業療法士による場合 125点 （ウ）医師による場
//! 合 125点 （エ）看護師による場合 125点 （オ）集団療法による場合 125点 ウ 脳血管疾患等リハビリテーション料（Ⅰ）（1
//! 単位） （ア）理学療法士による場合 250点 （イ）作業療法士による場合 250点 （ウ）言語聴覚士による場合 250点 （エ）医
//! 師による場合 250点 エ 脳血管疾患等リハビリテーション料（Ⅱ）（1単位） （ア）理学療法士による場合 200点 （イ）作業
//! 療法士による場合 200点 （ウ）言語聴覚士による場合 200点 （エ）医師による場合 200点 オ 脳血管疾患等リハビリテーショ
//! ン料（Ⅲ）（1単位） （ア）理学療法士による場合 100点 （イ）作業療法士による場合 100点 （ウ）言語聴覚士による場合
//! 100点 （エ）医師による場合 100点 （オ）（ア）から（エ）まで以外の場合 100点 カ 廃用症候群リハビリテーション料
//! （Ⅰ）（1単位） （ア）理学療法士による場合 250点 （イ）作業療法士による場合 250点 （ウ）言語聴覚士による場合 250点
//! （エ）医師による場合 250点 キ 廃用症候群リハビリテーション料（Ⅱ）（1単位） （ア）理学療法士による場合 200点
//! （イ）作業療法士による場合 200点 （ウ）言語聴覚士による場合 200点 （エ）医師による場合 200点 ク 廃用症候群リハビリ
//! テーション料（Ⅲ）（1単位） （ア）理学療法士による場合 100点 （イ）作業療法士による場合 100点 （ウ）言語聴覚士によ
//! る場合 100点 （エ）医師による場合 100点 （オ）（ア）から（エ）まで以外の場合 100点 ケ 運動器リハビリテーション料
//! （Ⅰ）（1単位） （ア）理学療法士による場合 190点 （イ）作業療法士による場合 190点 （ウ）医師による場合 190点 コ 運
//! 動器リハビリテーション料（Ⅱ）（1単位） （ア）理学療法士による場合 180点 （イ）作業療法士による場合 180点 （ウ）医
//! 師による場合 180点 サ 運動器リハビリテーション料（Ⅲ）（1単位） （ア）理学療法士による場合 85点 （イ）作業療法士に
//! よる場合 85点 （ウ）医師による場合 85点 （エ）（ア）から（ウ）まで以外の場合 85点 シ 呼吸器リハビリテーション料
//! （Ⅰ）（1単位） （ア）理学療法士による場合 180点 （イ）作業療法士による場合 180点 （ウ）言語聴覚士による場合 180点
//! （エ）医師による場合 180点 ス 呼吸器リハビリテーション料（Ⅱ）（1単位） （ア）理学療法士による場合 85点 （イ）作業
//! 療法士による場合 85点 （ウ）言語聴覚士による場合 85点 （エ）医師による場合 85点」（manual-2025-04 I 14）
//!
//! 「（1）疾患別リハビリテーション（※）については、リハビリテーションの必要性及び効果が認められるものについては、
//! 健保点数表における疾患別リハビリテーション料の各規定の注1のただし書にかかわらず、
//! 健保点数表に定める標準的算定日数を超えても制限されることなく算定できます。 健保点数表の疾患別リハビリテーション料
//! の各規定の注5、注6及び注7（注6及び注7は脳血管疾患等リハビリテーション料、廃用症候群リハビリテーション料及び運動器
//! リハビリテーション料に限る。）については、適用しません。」「（2）入院中の傷病労働者に対し、
//! 訓練室以外の病棟等において早期歩行、ADLの自立等を目的とした疾患別リハビリテーション料（Ⅰ）（運動器リハビリテー
//! ション料（Ⅱ）を含む。）を算定すべきリハビリテーションを行った場合、又は医療機関外において、
//! 疾患別リハビリテーション料（Ⅰ）（運動器リハビリテーション料（Ⅱ）を含まない。）を算定できる訓練に関するリハビリ
//! テーションを行った場合は、ADL加算として、1単位につき30点を所定点数に加算して算定できます。（参考7（47ページ））」
//! 「（3）健保点数表に定める疾患別リハビリテーション料の各規定における早期リハビリテーション加算、
//! 初期加算及び急性期リハビリテーション加算については、健保点数表に準じて算定できます。」
//! 「（※）疾患別リハビリテーションとは、健保点数表における心大血管疾患リハビリテーション料、
//! 脳血管疾患等リハビリテーション料、廃用症候群リハビリテーション料、運動器リハビリテーション料、
//! 呼吸器リハビリテーション料におけるリハビリテーションのことをいいます。」（manual-2025-04 I 14(1)〜(3)、(※)）
//!
//! 「注1 健保点数表の疾患別リハビリテーション料の各規定の注5に示す範囲内でリハビリテーションを行う場合（標準的算定日
//! 数を超えて疾患別リハビリテーションを1月13単位以内で行う場合）には、診療費請求内訳書の摘要欄に標準的算定日数を超え
//! て行うべき医学的所見等を記載する必要はありません。 ただし、標準的算定日数を超え、
//! さらに疾患別リハビリテーションを1月13単位を超えて行う場合には、①診療費請求内訳書の摘要欄に標準的算定日数を超えて
//! 行うべき医学的所見等を記載すること又は②労災リハビリテーション評価計画書（参考8（48ページ））
//! を診療費請求内訳書に添付して提出することを求めることとなります。」「注2 早期リハビリテーション加算が算定できる傷病
//! 労働者に対し、初期加算、ADL加算、急性期リハビリテーション加算が算定できるリハビリテーションを行った場合は、
//! それぞれ所定点数を算定できます。」（manual-2025-04 I 14 注1・注2）
//!
//! 参考7 運動器リハにおけるADL加算の算定: 運動器リハ(I) 入院(医療機関内) ○、入院(医療機関外) ○、入院外 ×。
//! 運動器リハ(II) 入院(医療機関内) ○、入院(医療機関外) ×、入院外 ×。（manual-2025-04 II 参考7）
//!
//! 健保点数表は、標準的算定日数を、心大血管疾患150日、脳血管疾患等180日、廃用症候群120日、運動器150日、呼吸器90日とし、
//! 1日に患者1人につき6単位（別に定める患者は9単位）、早期リハビリテーション加算は起算日から30日、
//! 初期加算と急性期リハビリテーション加算は14日を限度とする。（kenpo-2024-06 第7部通則、H000〜H003）
//!
//! ## 読み方
//! - 健保のコードで入れた疾患別リハビリテーションは、同じ名前の労災の行（I 14のア〜ス）に読み替える。四肢加算（M17）
//!   と端数は1単位ごとに決め、その後で単位数を掛ける。届出は、同じ料の健保の行の届出で見る。
//! - 疾患別リハビリテーションは、標準的算定日数を超えても点数を減らさない。
//! - 標準的算定日数は、起算日を1日目として数える。超えた日の単位数が1か月に13単位を超えるときは、
//!   労災リハビリテーション評価計画書をその月に作っていれば「添付」と、なければ医学的所見を尋ねて、摘要に書く。
//!   どちらもなければ確定できない。超えた日の単位数は、行った単位数（M23で算定しない日のものを含む）で数える。
//! - 起算日が要るのは、1か月に13単位を超え、傷病年月日から数えれば標準的算定日数を超えうるときだけ。そのときに尋ねる。
//!   「いいえ」（分からない）なら傷病年月日から数える。
//! - 1日の合計が6単位を超えれば要確認、9単位を超えれば誤りとして示す。
//! - 早期リハビリテーション加算・初期加算・急性期リハビリテーション加算は、起算日（入っていなければ尋ねる）からの日数の中で、
//!   その日に算定する疾患別リハビリテーションの単位数までとし、外来では要確認とする。それぞれ併せて算定できる（注2）。
//! - ADL加算は入れた単位数で、その日に入院していて、（Ⅰ）の料か運動器（Ⅱ）を算定しているときだけ。
//!   運動器（Ⅱ）なら医療機関の外の訓練かを尋ね、外なら算定しない。外来では算定しない。
//!
//! ## 対象外
//! - リハビリテーションの必要性と効果、職種の数、1人の職種が1日に行える単位数。
//! - 健保の記載要領が求める実施日数や疾患名の記載。
//!
//! ## 疑義
//! - リハビリテーションの端数の取り方は、M17の疑義に書く。
//! - I 14の「注5、注6及び注7」は令和6年の健保点数表の番号。番号が変わっても、月13単位を超えたときの点数と要介護者の制
//!   限を適用しないという意味で読む。令和8年の新しい注（離床を伴わない90/100、休日25点）を労災が採るかは書かれていない。
//!   入れないので算定しない。
//! - 13単位は疾患別の料ごとか、合わせてか。傷病ごとに合わせて数える。摘要を求めるだけで額は変わらないので、厳しいほうを採る。
//! - 令和8年6月からの早期リハビリテーション加算は入院日から14日まで（はじめの3日は60点、以後25点）。25点の行のコードが
//!   分からないので、60点の行を4日目から後に入れれば算定せず、外来でも算定しない。
//! - 医療機関外のADL加算は、本文では入院中に限ると読めないが、参考7は入院外をすべて×とするので、入院中に限る。

use super::*;
use crate::cx::Cx;
use crate::finding::Finding;
use crate::pricing::{Desk, ItemAct, Priced, Verdict, item_acts, without_notice};
use crate::rule::Stage;
use rosai_catalogue::ActRow;
use rosai_document::{Cite, Why};
use rosai_domain::{Act, ActId, Day, DocumentKind, Question, What};
use std::sync::Arc;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(14),
    term: "rehabilitation",
    ja: "リハビリテーション",
    cites: &[
        Cite::new("manual-2025-04", "I 14"),
        Cite::new("manual-2025-04", "II 参考7"),
        Cite::new("kenpo-2024-06", "第7部通則、H000〜H003"),
    ],
    items: &["adl_addition"],
    stage: Stage::PriceAndAttach(price, adl),
};

/// 標準的算定日数 by the beginning of the name.
const STANDARD_DAYS: [(&str, i64); 5] =
    [("心大血管疾患", 150), ("脳血管疾患等", 180), ("廃用症候群", 120), ("運動器", 150), ("呼吸器", 90)];
/// 単位 a month beyond 標準的算定日数 that need no words (注1).
const UNITS_WITHOUT_WORDS: u32 = 13;
/// 単位 a day, for everybody and for those 別に定める患者.
const UNITS_A_DAY: (u32, u32) = (6, 9);
/// 早期リハビリテーション加算, 初期加算, 急性期リハビリテーション加算 by code: days from the start.
const WINDOWS: [(&str, i64); 3] = [("180030770", 30), ("180033870", 14), ("180745270", 14)];
/// 令和8年の告示: 早期リハビリテーション加算 is counted from admission, its first step for three days.
const EARLY: (&str, i64) = ("180030770", 3);

/// One act of rehabilitation.
struct Session<'a> {
    id: ActId,
    act: &'a Act,
    entered: &'a Arc<ActRow>,
    row: &'a Arc<ActRow>,
    day: Day,
    injury: &'a str,
    units: u32,
    /// 標準的算定日数 of 疾患別リハビリテーション; none for anything else.
    standard: Option<i64>,
}

fn sessions<'a>(cx: &Cx<'a>) -> Vec<Session<'a>> {
    let one = |(id, act): &(ActId, &'a Act)| {
        let at = &cx.facts.attendances[id.attendance.0];
        let Some(What::Code(code)) = act.what() else { return None };
        let entered = cx.catalogue.act(code, at.day).ok().filter(|r| &*r.category == "リハビリ")?;
        let row = cx.catalogue.rosai_rehabilitation(entered, at.day).unwrap_or(entered);
        let standard = row.limb.and_then(|_| STANDARD_DAYS.iter().find(|(name, _)| row.name.starts_with(name)));
        let units = if row.step.is_some() { act.quantity.unwrap_or(1).max(1) } else { 1 };
        Some(Session {
            id: *id,
            act,
            entered,
            row,
            day: at.day,
            injury: &at.injury,
            units,
            standard: standard.map(|s| s.1),
        })
    };
    cx.acts.iter().filter_map(one).collect()
}

fn price(desk: &mut Desk, cx: &Cx<'_>) {
    let sessions = sessions(cx);
    let units_on = |day: Day| -> u32 {
        let of_day = sessions.iter().filter(|s| s.day == day && s.standard.is_some());
        of_day.map(|s| s.units).fold(0, u32::saturating_add)
    };
    for s in &sessions {
        let notices = cx.catalogue.rehabilitation_notices(s.entered, s.day);
        if let Some(finding) = without_notice(cx, s.id, s.row, &notices) {
            desk.findings.push(finding);
            continue;
        }
        let on_day = units_on(s.day);
        if s.standard.is_some() && on_day > UNITS_A_DAY.1 {
            desk.findings.push(cx.unpriced(
                cx.about_acts(&[s.id], &s.row.code, &s.row.name),
                format!(
                    "{}の疾患別リハビリテーションが合わせて{on_day}単位あります。1日{}単位までです。単位数（1単位20分）を確かめてください。",
                    s.day.ja(),
                    UNITS_A_DAY.1
                ),
            ));
            continue;
        }
        let mut priced = Priced::from_row(s.id, cx.rule.id, s.act, s.row, Why::Table(s.row.points.clone()));
        if s.row.code != s.entered.code {
            priced.because.push("疾患別リハビリテーションは労災の点数で算定します。".to_owned());
        }
        if s.standard.is_some() && on_day > UNITS_A_DAY.0 {
            priced.check = true;
            priced.because.push(format!(
                "1日{}単位を超えるのは、健保点数表が別に定める患者だけです（{}単位まで）。",
                UNITS_A_DAY.0, UNITS_A_DAY.1
            ));
        }
        priced.units = s.units;
        if let Some((_, days)) = WINDOWS.iter().find(|(code, _)| *code == &*s.row.code) {
            match within_window(cx, s, *days, on_day) {
                Ok(because) => {
                    priced.check = true;
                    priced.because.push(because);
                }
                Err(Window::Refuse(because)) => priced.refused = Some((cx.rule.id, because)),
                Err(Window::Finding(finding)) => {
                    desk.findings.push(*finding);
                    continue;
                }
            }
        }
        desk.priced.push(priced);
    }
    let mut injuries: Vec<&str> = sessions.iter().map(|s| s.injury).collect();
    injuries.sort_unstable();
    injuries.dedup();
    for injury in injuries {
        beyond_standard_days(desk, cx, &sessions, injury);
    }
}

/// Why an addition is not charged as it stands.
enum Window {
    Refuse(String),
    Finding(Box<Finding>),
}

/// Whether an addition lies within its days and its units; the sentence, or why not.
fn within_window(cx: &Cx<'_>, s: &Session<'_>, days: i64, on_day: u32) -> Result<String, Window> {
    let name = &s.row.name;
    let about = || cx.about_acts(&[s.id], &s.row.code, name);
    if s.units > on_day {
        return Err(Window::Finding(Box::new(cx.unpriced(
            about(),
            format!("「{name}」が{}単位ですが、その日の疾患別リハビリテーションは{on_day}単位です。単位数をそろえてください。", s.units),
        ))));
    }
    let admitted =
        cx.facts.stays.iter().find(|stay| {
            stay.injury == s.injury && stay.admitted <= s.day && stay.discharged.is_none_or(|d| s.day <= d)
        });
    // *令和8年の告示: from admission, and the row carried is that of the first days.
    if *s.row.code == *EARLY.0 && s.row.from >= first_of_2026() {
        let within = admitted.is_some_and(|stay| s.day < stay.admitted.plus_days(EARLY.1));
        return if within {
            Ok(format!("入院から{}日以内なので算定します。", EARLY.1))
        } else {
            let because = format!("「{name}」（この点数）は入院から{}日以内に限ります。", EARLY.1);
            Err(Window::Refuse(because))
        };
    }
    let Some(start) = started(cx, s) else {
        let because = format!("「{name}」は起算日から{days}日以内に限ります。起算日を入れてください。");
        return Err(Window::Finding(Box::new(cx.ask(about(), Question::RehabilitationStart, because))));
    };
    if s.day > start.plus_days(days - 1) {
        return Err(Window::Refuse(format!("「{name}」は起算日（{}）から{days}日以内に限ります。", start.ja())));
    }
    let outside = if admitted.is_none() {
        "入院していない人には、算定できる場合が限られます。"
    } else {
        ""
    };
    Ok(format!("起算日（{}）から{days}日以内なので算定します。{outside}", start.ja()))
}

fn first_of_2026() -> Day {
    Day::new(2026, 6, 1).expect("1 June 2026 is a day")
}

/// 起算日 as answered; 傷病年月日 where nobody knows it.
fn started(cx: &Cx<'_>, s: &Session<'_>) -> Option<Day> {
    let answer = cx.answer(Question::RehabilitationStart, s.injury, s.day)?;
    if answer.is_yes() { Day::parse(&answer.text).ok() } else { Some(cx.case(s.injury).injured_on) }
}

/// 注1: beyond 標準的算定日数 more than 13 units a month need the doctor's findings in 摘要, or 評価計画書 with the slip.
fn beyond_standard_days(desk: &mut Desk, cx: &Cx<'_>, all: &[Session<'_>], injury: &str) {
    let sessions: Vec<&Session<'_>> = all.iter().filter(|s| s.injury == injury && s.standard.is_some()).collect();
    let last_day = |s: &Session<'_>, start: Day| start.plus_days(s.standard.unwrap_or_default() - 1);
    let over = |start: &dyn Fn(&Session<'_>) -> Option<Day>| -> Vec<&Session<'_>> {
        sessions.iter().copied().filter(|s| start(s).is_some_and(|start| s.day > last_day(s, start))).collect()
    };
    let units = |of: &[&Session<'_>]| of.iter().map(|s| s.units).fold(0, u32::saturating_add);
    let injured_on = cx.case(injury).injured_on;
    let unknown = over(&|s| started(cx, s).is_none().then_some(injured_on));
    if units(&unknown) > UNITS_WITHOUT_WORDS {
        let first = unknown[0];
        let because = format!(
            "1か月に{}単位を超えています。標準的算定日数（{}日）を超えたかを数えるので、起算日を入れてください。",
            UNITS_WITHOUT_WORDS,
            first.standard.unwrap_or_default()
        );
        let about = cx.about_acts(&[first.id], &first.row.code, &first.row.name);
        desk.findings.push(cx.ask(about, Question::RehabilitationStart, because));
        return;
    }
    let over = over(&|s| started(cx, s));
    if units(&over) <= UNITS_WITHOUT_WORDS {
        return;
    }
    let first = over[0];
    let attached =
        cx.facts.documents.iter().any(|d| d.injury == injury && d.kind == DocumentKind::RehabilitationEvaluation);
    let words = cx.answer(Question::OverStandardDays, injury, first.day).filter(|a| a.is_yes());
    let remark = match (attached, words) {
        (true, _) => "労災リハビリテーション評価計画書添付".to_owned(),
        (false, Some(answer)) => answer.text.trim().to_owned(),
        (false, None) => {
            let because = format!(
                "標準的算定日数を超えて1か月に{}単位（{}単位を超える）行っています。医学的所見を摘要に書くか、労災リハビリテーション評価計画書を作って添付してください。",
                units(&over),
                UNITS_WITHOUT_WORDS
            );
            let about = cx.about_acts(&[first.id], &first.row.code, &first.row.name);
            desk.findings.push(cx.ask(about, Question::OverStandardDays, because));
            return;
        }
    };
    if let Some(priced) = desk.priced.iter_mut().find(|p| p.acts == [first.id]) {
        priced.remarks.push(remark);
    }
}

/// (2) ADL加算, once it is known which rehabilitation is charged.
fn adl(desk: &mut Desk, cx: &Cx<'_>) {
    for item in item_acts(cx, &["adl_addition"]) {
        let units = item.act.quantity.unwrap_or(1).max(1);
        let mut priced = Priced::from_row(item.id, cx.rule.id, item.act, item.row, Why::Table(item.row.points.clone()));
        priced.units = units;
        match of_adl(desk, cx, item, units) {
            Verdict::Refuse(because) => priced.refused = Some((cx.rule.id, because)),
            Verdict::Ask(question, because) => {
                let about = cx.about_acts(&[item.id], item.item(), &item.row.name);
                desk.findings.push(cx.ask(about, question, because));
                continue;
            }
            Verdict::Charge { because, .. } | Verdict::Check { because, .. } | Verdict::Wrong(because) => {
                priced.because.push(because);
            }
        }
        desk.priced.push(priced);
    }
}

fn of_adl(desk: &Desk, cx: &Cx<'_>, item: ItemAct<'_>, units: u32) -> Verdict {
    let within = |s: &rosai_domain::Stay| s.admitted <= item.day && s.discharged.is_none_or(|d| item.day <= d);
    if !cx.facts.stays.iter().any(|s| s.injury == item.injury && within(s)) {
        return Verdict::Refuse("ADL加算は入院中の傷病労働者に限ります（参考7）。外来では算定できません。".to_owned());
    }
    let at = |p: &Priced| &cx.facts.attendances[p.acts[0].attendance.0];
    let here = |p: &&Priced| p.refused.is_none() && at(p).day == item.day && at(p).injury == item.injury;
    let named = |p: &Priced, class: &str| p.row.as_ref().is_some_and(|r| r.limb.is_some() && r.name.contains(class));
    let first: u32 = desk.priced.iter().filter(here).filter(|p| named(p, "料（１）")).map(|p| p.units).sum();
    let second = desk.priced.iter().filter(here).filter(|p| named(p, "運動器リハビリテーション料（２）"));
    let second: u32 = second.map(|p| p.units).sum();
    if first + second == 0 {
        return Verdict::Refuse(
            "その日に、ADL加算の対象になる疾患別リハビリテーション料（Ⅰ）か運動器（Ⅱ）を算定していません。".to_owned(),
        );
    }
    if units > first {
        match cx.said(Question::OutsideFacility, item.injury, item.day) {
            _ if units > first + second => {
                return Verdict::Refuse(format!(
                    "ADL加算が{units}単位ですが、対象になるリハビリテーションは{}単位です。単位数をそろえてください。",
                    first + second
                ));
            }
            Some(true) => {
                return Verdict::Refuse(
                    "運動器（Ⅱ）は、医療機関の外で行った訓練にADL加算を算定できません（参考7）。".to_owned(),
                );
            }
            Some(false) => {}
            None => {
                return Verdict::Ask(
                    Question::OutsideFacility,
                    "運動器（Ⅱ）のADL加算は、医療機関の中で行った訓練に限ります。どこで行いましたか。".to_owned(),
                );
            }
        }
    }
    Verdict::charge(format!("入院中のADLの自立などを目的とした訓練{units}単位に、1単位につき加算します（参考7）。"))
}
