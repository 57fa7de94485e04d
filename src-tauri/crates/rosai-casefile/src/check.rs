//! Comparing what came with what was expected.

use crate::Case;
use crate::expect::{Expect, ExpectedBundle, ExpectedLine};
use rosai_claim::{BundleClass, Statement, bundle_class, due_day, statements};
use rosai_document::ClaimDocument;
use rosai_domain::{Facts, LaborInsuranceNumber, Problem, Question};
use rosai_fees::{Amount, Assessment, Engine, Outcome};

/// A case that was run.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The facts.
    pub facts: Facts,
    /// What was found; the problems where the facts are wrong.
    pub assessment: Result<Assessment, Vec<Problem>>,
    /// Statements composed from it.
    pub statements: Vec<Statement>,
    /// Where it differs from what was expected, in sentences.
    pub differences: Vec<String>,
}

/// Runs a case.
pub fn check(engine: &Engine, case: &Case) -> Checked {
    let facts = case.given.facts();
    if case.masters && engine.catalogue().masters().is_empty() {
        let said = "このケースはマスター（tests/data/masters）を読み込んで計算します。`cargo test -p rosai-proof` で確かめてください";
        let assessment = Err(vec![Problem::new(case.id.clone(), said)]);
        return Checked { facts, assessment, statements: Vec::new(), differences: vec![said.to_owned()] };
    }
    let assessment = engine.assess(&facts);
    let statements = assessment.as_ref().map(|a| statements(&facts, a, "test")).unwrap_or_default();
    let mut differences = Vec::new();
    let expect = &case.expect;
    match &assessment {
        Err(problems) => compare_problems(&mut differences, expect, problems),
        Ok(found) => {
            if expect.problems.is_some() {
                differences.push("事実の誤りを期待しましたが、誤りはありませんでした".to_owned());
            }
            compare_findings(&mut differences, expect, found);
            compare_statements(&mut differences, expect, &facts, &statements);
        }
    }
    compare_numbers(&mut differences, expect);
    Checked { facts, assessment, statements, differences }
}

fn compare_problems(out: &mut Vec<String>, expect: &Expect, problems: &[Problem]) {
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let Some(wanted) = &expect.problems else {
        out.push(format!("事実に誤りがあり計算できません: {}", said.join(" / ")));
        return;
    };
    for want in wanted {
        if !said.iter().any(|s| s.contains(want)) {
            out.push(format!("誤り「{want}」がありません。あるのは: {}", said.join(" / ")));
        }
    }
}

/// A charge as one comparable line.
type Flat = (Option<u32>, String, String, u32, bool);

fn flat_expected(line: &ExpectedLine) -> Flat {
    let amount = match (line.points, line.yen) {
        (Some(p), _) => format!("{p}点"),
        (_, Some(y)) => format!("{y}円"),
        _ => "金額なし".to_owned(),
    };
    (line.day, line.what.clone(), amount, line.times, line.read_as)
}

fn compare_findings(out: &mut Vec<String>, expect: &Expect, found: &Assessment) {
    if let Some(lines) = &expect.lines {
        let mut got: Vec<(Flat, &str)> = found
            .charges()
            .map(|(f, c)| {
                let amount = match &c.amount {
                    Amount::Points(p) => format!("{}点", p.value().0),
                    Amount::Yen(y) => format!("{}円", y.value().0),
                };
                let day = f.subject.day.map(|d| d.day_of_month());
                ((day, f.subject.what.clone(), amount, c.times, c.read_as), f.subject.injury.as_str())
            })
            .collect();
        for line in lines {
            let want = flat_expected(line);
            let fits =
                |(flat, injury): &(Flat, &str)| *flat == want && line.injury.as_deref().is_none_or(|i| i == *injury);
            match got.iter().position(fits) {
                Some(i) => {
                    got.remove(i);
                }
                None => out.push(format!("行がありません: {want:?}")),
            }
        }
        for (extra, injury) in got {
            out.push(format!("余計な行があります: {extra:?}（傷病{injury}）"));
        }
    }
    if let Some(refused) = &expect.refused {
        let got: Vec<(String, rosai_document::RuleId, bool)> = found
            .findings
            .iter()
            .filter(|f| f.outcome == Outcome::Refused)
            .map(|f| (f.subject.what.clone(), f.rule, !f.subject.acts.is_empty()))
            .collect();
        for want in refused {
            if !got.iter().any(|(what, rule, _)| *what == want.what && *rule == want.by) {
                out.push(format!("{}の不算定（{}）がありません。あるのは: {got:?}", want.what, want.by));
            }
        }
        for (what, rule, _) in got.iter().filter(|(_, _, entered)| *entered) {
            if !refused.iter().any(|w| w.what == *what && w.by == *rule) {
                out.push(format!("余計な不算定があります: {what}（{rule}）"));
            }
        }
    }
    let questions = |want: fn(&Outcome) -> Option<Question>| {
        let mut all: Vec<Question> = found.findings.iter().filter_map(|f| want(&f.outcome)).collect();
        all.sort();
        all
    };
    let mut compare = |name: &str, wanted: &Option<Vec<Question>>, mut got: Vec<Question>| {
        if let Some(wanted) = wanted {
            let mut wanted = wanted.clone();
            wanted.sort();
            wanted.dedup();
            got.dedup();
            if wanted != got {
                out.push(format!("{name}が違います: 期待 {wanted:?}、結果 {got:?}"));
            }
        }
    };
    compare("提案", &expect.proposed, questions(|o| if let Outcome::Proposed(q) = o { Some(*q) } else { None }));
    compare("質問", &expect.asked, questions(|o| if let Outcome::NeedsAnswer(q) = o { Some(*q) } else { None }));
    if let Some(wanted) = &expect.unpriced {
        let got: Vec<&str> =
            found.findings.iter().filter(|f| f.outcome == Outcome::Unpriced).map(|f| f.sentence.as_str()).collect();
        for want in wanted {
            if !got.iter().any(|s| s.contains(want)) {
                out.push(format!("計算できない行為「{want}」がありません。あるのは: {got:?}"));
            }
        }
        if got.len() != wanted.len() {
            out.push(format!("計算できない行為が{}件のはずが{}件です: {got:?}", wanted.len(), got.len()));
        }
    }
    let mut sum = |name: &str, want: Option<i64>, got: i64| {
        if let Some(want) = want
            && want != got
        {
            out.push(format!("{name}が違います: 期待 {want}、結果 {got}"));
        }
    };
    sum("小計点", expect.points, found.sums.iter().map(|s| s.points.0).sum());
    sum("(イ)", expect.yen_of_points, found.sums.iter().map(|s| s.yen_of_points.value().0).sum());
    sum("(ロ)", expect.yen_items, found.sums.iter().map(|s| s.yen_items.0).sum());
    sum("合計額", expect.total, found.sums.iter().map(|s| s.total.value().0).sum());
    for want in expect.statements.iter().flatten() {
        let Some(got) = found.sums.iter().find(|s| s.injury == want.injury) else {
            out.push(format!("傷病{}の内訳書がありません", want.injury));
            continue;
        };
        let mut part = |name: &str, want: Option<i64>, value: i64| {
            if let Some(want) = want
                && want != value
            {
                out.push(format!("傷病{}の{name}が違います: 期待 {want}、結果 {value}", got.injury));
            }
        };
        part("小計点", want.points, got.points.0);
        part("(イ)", want.yen_of_points, got.yen_of_points.value().0);
        part("(ロ)", want.yen_items, got.yen_items.0);
        part("合計額", want.total, got.total.value().0);
    }
}

fn compare_statements(out: &mut Vec<String>, expect: &Expect, facts: &Facts, statements: &[Statement]) {
    let wanted_case = expect.header.as_ref().and_then(|h| h.injury.clone());
    let statement = statements.iter().find(|s| wanted_case.as_ref().is_none_or(|i| s.injury == *i));
    let document: Option<&ClaimDocument> = statement.and_then(|s| s.document.as_ref());
    let case = wanted_case.as_deref().and_then(|i| facts.injury(i)).or_else(|| facts.injuries.first());
    if let Some(want) = &expect.header {
        match document {
            None => out.push("内訳書がありません".to_owned()),
            Some(d) => {
                let h = &d.header;
                let mut same = |name: &str, want: Option<String>, got: String| {
                    if want.as_ref().is_some_and(|w| *w != got) {
                        out.push(format!("{name}が違います: 期待 {}、結果 {got}", want.unwrap_or_default()));
                    }
                };
                same("新継再別", want.sequence_class.map(|n| n.to_string()), h.sequence_class.code().to_string());
                same("転帰", want.disposition.map(|n| n.to_string()), h.disposition.to_string());
                same("療養期間から", want.from.map(|d| d.to_string()), h.period.from.to_string());
                same("療養期間まで", want.to.map(|d| d.to_string()), h.period.to.to_string());
                same("診療実日数", want.days.map(|n| n.to_string()), h.days.to_string());
            }
        }
    }
    if let Some(wanted) = &expect.faults {
        let got: Vec<String> = statements.iter().flat_map(|s| &s.faults).map(|f| f.problem.to_string()).collect();
        for want in wanted.iter().filter(|w| !got.iter().any(|g| g.contains(*w))) {
            out.push(format!("点検の指摘「{want}」がありません。あるのは: {got:?}"));
        }
    }
    if let (Some(want), Some(case)) = (expect.bundle, case) {
        let got = bundle_class(case);
        if (want == ExpectedBundle::First) != (got == BundleClass::First) {
            out.push(format!("束が違います: 期待 {want:?}、結果 {got:?}"));
        }
    }
    if let Some(want) = expect.due {
        let got = due_day(facts.month, facts.facility.claim_method(facts.month.last()));
        if want != got {
            out.push(format!("提出期限が違います: 期待 {want}、結果 {got}"));
        }
    }
    let mut texts = |name: &str, want: &Option<Vec<String>>, got: Vec<String>| {
        if let Some(want) = want
            && *want != got
        {
            out.push(format!("{name}が違います: 期待 {want:?}、結果 {got:?}"));
        }
    };
    let document = |f: fn(&ClaimDocument) -> Vec<String>| document.map(f).unwrap_or_default();
    texts(
        "摘要",
        &expect.remarks,
        document(|d| {
            let line =
                |r: &rosai_document::RemarkLine| r.class.map_or_else(|| r.text.clone(), |c| format!("{c} {}", r.text));
            d.remarks.iter().map(line).collect()
        }),
    );
    texts(
        "摘要（円）",
        &expect.yen_remarks,
        document(|d| d.yen_remarks.iter().filter(|l| !l.is_empty()).cloned().collect()),
    );
    texts("傷病名", &expect.diseases, document(|d| d.diseases.iter().map(|x| x.text.clone()).collect()));
}

fn compare_numbers(out: &mut Vec<String>, expect: &Expect) {
    for number in expect.numbers.iter().flatten() {
        let said = match LaborInsuranceNumber::parse(&number.typed) {
            Ok(n) => n.doubts(),
            Err(sentence) => vec![sentence],
        };
        match &number.says {
            None if !said.is_empty() => out.push(format!("番号{}は正しいはずですが: {said:?}", number.typed)),
            Some(want) if !said.iter().any(|s| s.contains(want)) => {
                out.push(format!("番号{}に「{want}」と言うはずですが: {said:?}", number.typed));
            }
            _ => {}
        }
    }
}
