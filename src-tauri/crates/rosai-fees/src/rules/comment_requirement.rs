//! K25 要るコメント（コメント関連テーブル）
//!
//! ## 条文
//! コメント関連テーブルは、診療報酬明細書の記載要領 別表Ⅰ（医科）・別表Ⅱ（医薬品）・別表Ⅲ（検査値）が「摘要」欄への記載を求め
//! る事項を、診療行為コードとコメントコードの組にしたもの。条件区分は、01 算定したときに必ず、02 入院又は入院外で算定したとき、
//! 03 算定回数による、00 条件に当たるとき。非算定理由が1の行は、算定しないときに記載する。（comment-relation 14 条件区分）
//!
//! コメントマスターのパターンは、コメントに続けて何を記録するかを定める（10 自由な文、20 なし、30 文、31 診療行為コード、40 決ま
//! った桁の数字、42 数、50 年月日、51 時刻、52 分、53 日と時刻、80 年月日と数、90 部位の修飾語）。（comment-relation 4 パターン）
//!
//! ## 読み方
//! - コメント関連テーブルを読み込んでいなければ、コメントは求めない。
//! - 入れた行為（と、コードのある薬剤・材料）の、算定する行のコードごとに見る。労災のコードは、対応する健保のコードで見る。
//! - 項番・区分・枝番の同じ行は1つの求めで、その中のどれか1つのコメントがあれば足りる。
//! - 01と、入院外の02は必ず求める。03は、その傷病でその月に算定した回数が算定回数以上のときに求める。
//!   00と20は求めず、入力の画面に選べるものとして示す。非算定理由の行は見ない。
//! - 求めるコメントがなければ、行為の摘要に入れるまで確定できない。選べるものを文に挙げる。
//! - コメントの内容がパターンに合わないとき、コメントマスターにないコードのときも、直すまで確定できない。
//! - リハビリテーションは、同じ傷病の同じ行の1回に入れたコメントを、その月のほかの回にも付ける（発症年月日など、
//!   回によって変わらないため）。ほかの行為は、回ごとに求める。
//! - 行為に入れたコメントは、求められていないものも、その行為を算定する行の摘要に印字する。
//!
//! ## 対象外
//! - 初診料・再診料や施設の加算など、行為として入れずに算定するものに求められるコメント。
//! - 患者の状態コード、歯科・調剤・訪問看護の記載要領、入院。
//! - 労災のコメント関連テーブル（公表されたものが見つかっていない）。
//!
//! ## 疑義
//! - 健保の記載要領が労災の内訳書にもそのまま求められるか。労災の請求も健保の記載要領に準ずるとみて、求める。
//!   書きすぎても返還にならない。
//! - 項番・区分・枝番の同じ行がすべて要るのか、どれか1つでよいのか、テーブルだけでは分からない。
//!   「初回」と「前回算定年月日」のように並び立たないものが同じ枝番にあるので、1つでよいと読む。
//! - 03の算定回数が「超えて」か「以上」か。退院前訪問指導料（2回まで）に2とあり、「超えて」では求められることがないので、
//!   「以上」と読む。

use super::*;
use crate::cx::Cx;
use crate::finding::{Finding, Subject};
use crate::rule::Stage;
use rosai_catalogue::{CommentDemand, DemandWhen, kenpo_code};
use rosai_document::Cite;
use rosai_domain::{Act, ActComment, ActId, Day, Question};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(25),
    term: "comment_requirement",
    ja: "要るコメント（コメント関連テーブル）",
    cites: &[Cite::new("comment-relation", "14 条件区分")],
    items: &[],
    stage: Stage::Settle(apply),
};

/// How many texts a sentence lists.
const LISTED: usize = 4;

/// A charged line: which finding, whose, what codes ask for comments on it.
struct Line {
    place: usize,
    injury: String,
    day: Day,
    codes: Vec<String>,
    rehabilitation: bool,
}

fn apply(cx: &Cx<'_>, findings: &mut Vec<Finding>) {
    let commented = cx.acts.iter().any(|(_, act)| !act.comments.is_empty());
    if !commented && !cx.catalogue.has_comment_relations() {
        return;
    }
    let lines = lines(cx, findings);
    let mut times: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for line in &lines {
        let n = findings[line.place].charge().map_or(0, |c| c.times);
        for code in &line.codes {
            *times.entry((&line.injury, code)).or_default() += n;
        }
    }
    let mut said: Vec<(usize, Vec<String>)> = Vec::new();
    let mut asked: Vec<Finding> = Vec::new();
    let mut seen: BTreeSet<ActId> = BTreeSet::new();
    for line in &lines {
        let own = comments_of(cx, &findings[line.place]);
        let shared: Vec<&ActComment> =
            if line.rehabilitation { comments_of_same(cx, findings, &lines, line) } else { Vec::new() };
        let mut written: Vec<String> = Vec::new();
        // An act of several lines prints its comments on the first of them.
        let fresh = findings[line.place].subject.acts.iter().filter(|id| seen.insert(**id));
        for comment in fresh.flat_map(|id| &act(cx, id).comments) {
            match printed(cx, comment, line.day) {
                Ok(text) if written.contains(&text) => {}
                Ok(text) => written.push(text),
                Err(because) => asked.push(ask(cx, &findings[line.place], because)),
            }
        }
        for demand in line.codes.iter().flat_map(|code| demands(cx, &times, line, code)) {
            let answers = |c: &&&ActComment| demand.comments.iter().any(|row| row.code == c.code);
            if own.iter().any(|c| answers(&c)) {
                continue;
            }
            match shared.iter().find(answers) {
                Some(comment) => written.extend(printed(cx, comment, line.day).ok().filter(|t| !written.contains(t))),
                None => asked.push(ask(cx, &findings[line.place], missing(&findings[line.place].subject, &demand))),
            }
        }
        said.push((line.place, written));
    }
    for (place, texts) in said {
        if let Some(charge) = findings[place].charge_mut() {
            charge.remarks.extend(texts);
        }
    }
    findings.extend(asked);
}

fn act<'a>(cx: &Cx<'a>, id: &ActId) -> &'a Act {
    &cx.facts.attendances[id.attendance.0].acts[id.index]
}

/// The charged lines of entered acts: for each act the first that is no addition.
fn lines(cx: &Cx<'_>, findings: &[Finding]) -> Vec<Line> {
    let line = |(place, f): (usize, &Finding)| {
        let charge = f.charge().filter(|c| c.addition_to.is_none())?;
        let (day, first) = (f.subject.day?, f.subject.acts.first()?);
        let mut codes: Vec<String> = charge.code.iter().cloned().collect();
        for act in f.subject.acts.iter().map(|id| act(cx, id)) {
            codes.extend(act.drugs.iter().chain(&act.material).filter_map(|d| d.code.clone()));
        }
        let mut codes: Vec<String> = codes.iter().map(|c| kenpo_code(c).to_owned()).collect();
        codes.sort();
        codes.dedup();
        let row = charge.code.as_deref().and_then(|c| cx.catalogue.act(c, day).ok());
        let rehabilitation = row.is_some_and(|r| &*r.category == "リハビリ");
        let injury = cx.facts.attendances[first.attendance.0].injury.clone();
        Some(Line { place, injury, day, codes, rehabilitation })
    };
    findings.iter().enumerate().filter_map(line).collect()
}

/// The comments typed beside the acts of a line.
fn comments_of<'a>(cx: &Cx<'a>, finding: &Finding) -> Vec<&'a ActComment> {
    finding.subject.acts.iter().flat_map(|id| &act(cx, id).comments).collect()
}

/// The comments beside the other times of the same act for the same case.
fn comments_of_same<'a>(cx: &Cx<'a>, findings: &[Finding], lines: &[Line], of: &Line) -> Vec<&'a ActComment> {
    let same = |l: &&Line| l.place != of.place && l.injury == of.injury && l.codes == of.codes;
    lines.iter().filter(same).flat_map(|l| comments_of(cx, &findings[l.place])).collect()
}

/// What a code asks for on a line, conditions looked at.
fn demands(cx: &Cx<'_>, times: &BTreeMap<(&str, &str), u32>, line: &Line, code: &str) -> Vec<CommentDemand> {
    let charged = times.get(&(line.injury.as_str(), code)).copied().unwrap_or_default();
    let due = |d: &CommentDemand| match d.when {
        DemandWhen::Always | DemandWhen::Outpatient => true,
        DemandWhen::AtLeast(n) => charged >= n,
        DemandWhen::Inpatient | DemandWhen::Conditional => false,
    };
    cx.catalogue.comment_demands(code, line.day).into_iter().filter(due).collect()
}

fn printed(cx: &Cx<'_>, comment: &ActComment, day: Day) -> Result<String, String> {
    let Some(row) = cx.catalogue.comment(&comment.code, day) else {
        return Err(format!(
            "コメントコード「{}」は、{}に使えるコメントマスターにありません。消すか、マスターを読み込んでください。",
            comment.code,
            day.ja()
        ));
    };
    row.print(&comment.said, cx.catalogue, day)
}

fn missing(subject: &Subject, demand: &CommentDemand) -> String {
    let texts: Vec<String> = demand.comments.iter().take(LISTED).map(|c| format!("「{}」", c.text)).collect();
    let more = demand.comments.len().saturating_sub(LISTED);
    let rest = if more == 0 { String::new() } else { format!("ほか{more}") };
    let one_of = if demand.comments.len() > 1 { "のどれか" } else { "" };
    format!(
        "「{}」にはコメント{}{rest}{one_of}が要ります（記載要領 項番{}）。行為の摘要で入れてください。",
        subject.ja,
        texts.concat(),
        demand.place
    )
}

fn ask(cx: &Cx<'_>, finding: &Finding, because: String) -> Finding {
    cx.ask(finding.subject.clone(), Question::ActComment, because)
}
