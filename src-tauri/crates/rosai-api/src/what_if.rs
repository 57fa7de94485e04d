//! もしも: one worker's month with a fact or a value otherwise. Nothing is saved.

use crate::answers;
use crate::desk::Desk;
use crate::error::ApiError;
use crate::month_facts::MonthOf;
use crate::month_view::word;
use crate::wire::*;
use rosai_domain::{Act, AnswerKind, Consultation, Day, Facts, FormNumber, Question, TaxClass, What, YearMonth};
use rosai_fees::{Assessment, Finding, LineChange, Outcome, WHAT_IF_KEYS, WhatIf};
use std::collections::BTreeSet;

impl Desk {
    /// What the month would come to.
    pub(crate) fn what_if(&mut self, _actor: &str, ask: AskWhatIf) -> Result<WhatIfView, ApiError> {
        let now = self.month_asked(ask.worker, ask.month)?;
        let (facts, found) = match (&now.facts, &now.assessment) {
            (Ok(facts), Ok(found)) => (facts, found),
            (_, Err(problems)) | (Err(problems), _) => {
                let problems = problems.iter().map(|p| format!("{}：{}", p.place, p.message)).collect();
                return Ok(WhatIfView { problems, ..WhatIfView::default() });
            }
        };
        let before = total(found);
        let tried: Vec<Result<WhatIf, String>> =
            ask.changes.iter().map(|c| WhatIf::parse(&format!("{}={}", c.key, c.value))).collect();
        let problems: Vec<String> = tried.iter().filter_map(|t| t.as_ref().err().cloned()).collect();
        if !problems.is_empty() || tried.is_empty() {
            let nothing = tried.is_empty().then(|| "何を変えてみるかを、1つ以上選んでください。".to_owned());
            let problems = problems.into_iter().chain(nothing).collect();
            return Ok(WhatIfView { before, problems, ..WhatIfView::default() });
        }
        let changes: Vec<WhatIf> = tried.into_iter().flatten().collect();
        Ok(match self.engine.what_if(facts, &changes) {
            Err(problems) => WhatIfView { before, problems, ..WhatIfView::default() },
            Ok(comparison) => WhatIfView {
                before,
                after: total(&comparison.assessment),
                lines: {
                    let price = price_change(found, &comparison.assessment);
                    comparison.lines.iter().chain(&price).map(line_view).collect()
                },
                problems: Vec::new(),
                open: comparison.assessment.findings.iter().filter(|f| f.blocks()).map(open_ja).collect(),
            },
        })
    }

    fn month_asked(&self, worker: u32, month: String) -> Result<MonthOf, ApiError> {
        let month = YearMonth::try_from(month).map_err(|e| ApiError::at("month", e))?;
        self.month_of(&self.worker_of(worker)?, month)
    }

    /// What can be tried on the month.
    pub(crate) fn what_if_keys(&mut self, _actor: &str, ask: AskMonth) -> Result<WhatIfKeys, ApiError> {
        let now = self.month_asked(ask.worker, ask.month)?;
        let Ok(facts) = &now.facts else { return Ok(WhatIfKeys::default()) };
        let key = |(key, name, _): &(&str, &str, &str)| {
            let targets = match *key {
                "site" => self.sites(facts),
                "form" => vec![form(facts)],
                "date" => visits(facts, ">", "day", |_| Vec::new(), |_| String::new()),
                "time" => visits(facts, ":", "time", |_| Vec::new(), |day| time_now(facts, day)),
                "consultation" => visits(facts, ":", "", |_| consultations(), |day| self.seen_now(&now, day)),
                "notice" => vec![notices(facts)],
                "tax" => vec![tax(facts)],
                "edition" => vec![self.editions()],
                _ => now.found().map(|(facts, found)| questions(facts, found)).unwrap_or_default(),
            };
            WhatIfKey { key: (*key).to_owned(), name: (*name).to_owned(), targets }
        };
        let keys = WHAT_IF_KEYS.iter().map(key).filter(|k| !k.targets.is_empty()).collect();
        Ok(WhatIfKeys { keys })
    }

    /// Acts by day and number. Sites the month knows are offered; others are typed.
    fn sites(&self, facts: &Facts) -> Vec<WhatIfTarget> {
        let hurt = facts.injuries.iter().flat_map(|i| &i.sites);
        let treated = facts.attendances.iter().flat_map(|a| &a.acts).flat_map(|a| &a.sites);
        let mut offered: Vec<String> = Vec::new();
        for site in hurt.chain(treated).map(|s| s.ja()) {
            if !offered.contains(&site) {
                offered.push(site);
            }
        }
        let mut out = Vec::new();
        for day in days(facts) {
            let acts = facts.attendances.iter().filter(|a| a.day == day).flat_map(|a| &a.acts);
            for (i, act) in acts.enumerate() {
                let row = act.code.as_deref().and_then(|code| self.engine.catalogue().act(code, day).ok());
                if act.sites.is_empty() && row.is_none_or(|r| r.limb.is_none()) {
                    continue;
                }
                let name = row.map_or_else(|| typed_name(act), |r| r.name.to_string());
                out.push(WhatIfTarget {
                    value: format!("{day}#{}", i + 1),
                    joint: ":".to_owned(),
                    name: format!("{} {}番目　{name}", short_ja(day), i + 1),
                    now: act.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・"),
                    choices: offered.iter().map(|s| choice(s, s)).collect(),
                    typed: "site".to_owned(),
                });
            }
        }
        out
    }

    /// How the visits of a day are seen now.
    fn seen_now(&self, now: &MonthOf, day: Day) -> String {
        let Some((facts, found)) = now.found() else { return String::new() };
        let entered = facts.attendances.iter().find(|a| a.day == day).and_then(|a| a.consultation);
        let charged = |start: &str| {
            let is = |f: &&Finding| f.subject.day == Some(day) && f.charge().is_some();
            found.findings.iter().filter(is).any(|f| f.subject.what.starts_with(start))
        };
        match entered {
            Some(kind) => consultation_ja(kind).to_owned(),
            None if charged("initial_visit_fee") => "初診".to_owned(),
            None if charged("repeat_visit_fee") => "再診".to_owned(),
            None => String::new(),
        }
    }

    /// Every day on which values of the book change.
    fn editions(&self) -> WhatIfTarget {
        let book = self.engine.catalogue();
        let edition = book.edition();
        let items = book.items().flat_map(|i| i.values.iter().map(|(from, _, _)| *from));
        let days: BTreeSet<Day> = items.chain(book.acts().map(|r| r.from)).chain([edition.from]).collect();
        let inside = days.into_iter().filter(|d| edition.from <= *d && *d <= edition.to);
        WhatIfTarget {
            name: "値の版".to_owned(),
            choices: inside.map(|d| choice(&d.to_string(), &format!("{}の値", d.ja()))).collect(),
            typed: "day".to_owned(),
            ..WhatIfTarget::default()
        }
    }
}

/// 合計額 over all cases; none where something has to be answered before there is one.
fn total(found: &Assessment) -> Option<i64> {
    let missing = found.sums.is_empty() && found.findings.iter().any(Finding::blocks);
    (!missing).then(|| found.sums.iter().map(|s| s.total.value().0).sum())
}

/// The price of a point, where it would be another one: no line of its own says so.
pub(crate) fn price_change(before: &Assessment, after: &Assessment) -> Option<LineChange> {
    let price = |found: &Assessment| {
        let tables = found.sums.first()?.yen_of_points.why().tables();
        tables.last().map(|t| (format!("{}円", t.value.normalize()), t.ja.to_string(), t.from))
    };
    let (was, is) = (price(before)?, price(after)?);
    (was.0 != is.0).then(|| LineChange {
        day: None,
        ja: "1点の単価".to_owned(),
        before: was.0,
        after: is.0,
        because: format!("「{}」の{}からの値です。", is.1, is.2.ja()),
    })
}

fn line_view(line: &LineChange) -> WhatIfLine {
    WhatIfLine {
        day: line.day.map(|d| d.to_string()).unwrap_or_default(),
        day_ja: line.day.map_or_else(|| "この月".to_owned(), Day::ja_with_weekday),
        name: line.ja.clone(),
        before: line.before.clone(),
        after: line.after.clone(),
        because: line.because.clone(),
    }
}

fn open_ja(f: &Finding) -> String {
    let day = f.subject.day.map(|d| format!("{}・", d.ja())).unwrap_or_default();
    format!("{day}{}：{}", f.subject.ja, f.sentence)
}

fn choice(value: &str, name: &str) -> WhatIfChoice {
    WhatIfChoice { value: value.to_owned(), name: name.to_owned() }
}

/// `10月6日(月)`.
fn short_ja(day: Day) -> String {
    let full = day.ja_with_weekday();
    full.split_once('年').map_or(full.clone(), |(_, rest)| rest.to_owned())
}

fn days(facts: &Facts) -> BTreeSet<Day> {
    facts.attendances.iter().map(|a| a.day).collect()
}

fn visits(
    facts: &Facts,
    joint: &str,
    typed: &str,
    choices: impl Fn(Day) -> Vec<WhatIfChoice>,
    now: impl Fn(Day) -> String,
) -> Vec<WhatIfTarget> {
    let target = |day: Day| WhatIfTarget {
        value: day.to_string(),
        joint: joint.to_owned(),
        name: format!("{}の受診", short_ja(day)),
        now: now(day),
        choices: choices(day),
        typed: typed.to_owned(),
    };
    days(facts).into_iter().map(target).collect()
}

fn typed_name(act: &Act) -> String {
    match act.what() {
        Some(What::Unlisted(u)) => u.name.clone(),
        Some(What::Material(m)) => m.name.clone(),
        Some(What::Drugs(_, drugs)) => drugs.iter().map(|d| d.name.as_str()).collect::<Vec<_>>().join("・"),
        Some(What::Code(code)) => code.to_owned(),
        None => String::new(),
    }
}

fn consultation_ja(kind: Consultation) -> &'static str {
    match kind {
        Consultation::Initial => "初診",
        Consultation::Repeat => "再診",
        Consultation::Phone => "電話等再診",
        Consultation::Incidental => "附随する一連の行為",
        Consultation::DocumentsOnly => "文書のみ",
    }
}

fn consultations() -> Vec<WhatIfChoice> {
    use Consultation::*;
    let all = [Initial, Repeat, Phone, Incidental, DocumentsOnly];
    all.into_iter().map(|c| choice(&word(&c).unwrap_or_default(), consultation_ja(c))).collect()
}

fn form(facts: &Facts) -> WhatIfTarget {
    use FormNumber::*;
    let received = facts.injuries.first().and_then(|i| i.forms.first());
    let forms = [Form5, Form16_3, Form6, Form16_4, Form7, Form16_5];
    let choices = forms.into_iter().map(|f| choice(&word(&f).unwrap_or_default(), f.ja()));
    WhatIfTarget {
        name: "届いた用紙".to_owned(),
        now: received.map_or("届いていない", |f| f.form.ja()).to_owned(),
        choices: choices.chain([choice("none", "届いていない")]).collect(),
        ..WhatIfTarget::default()
    }
}

fn notices(facts: &Facts) -> WhatIfTarget {
    let last = facts.month.last();
    let filed =
        |code: &str| {
            facts.facility.notices.iter().any(|n| {
                n.code.to_string() == code && n.from <= last && n.to.is_none_or(|to| facts.month.first() <= to)
            })
        };
    let known = crate::settings::notices();
    let (with, without): (Vec<NoticeForm>, Vec<NoticeForm>) = known.into_iter().partition(|n| filed(&n.code));
    let withdrawn = with.iter().map(|n| choice(&format!("-{}", n.code), &format!("{}（取り下げ）", n.name)));
    WhatIfTarget {
        name: "届出".to_owned(),
        now: with.iter().map(|n| n.name.as_str()).collect::<Vec<_>>().join("、"),
        choices: withdrawn.chain(without.iter().map(|n| choice(&n.code, &n.name))).collect(),
        ..WhatIfTarget::default()
    }
}

fn tax(facts: &Facts) -> WhatIfTarget {
    let now = match facts.facility.tax_class(facts.month.last()) {
        Some(TaxClass::Taxable) => "課税",
        Some(TaxClass::TaxExempt) => "非課税",
        None => "決まっていない",
    };
    WhatIfTarget {
        name: "課税区分".to_owned(),
        now: now.to_owned(),
        choices: vec![choice("taxable", "課税"), choice("exempt", "非課税")],
        ..WhatIfTarget::default()
    }
}

fn time_now(facts: &Facts, day: Day) -> String {
    let times = facts.attendances.iter().filter(|a| a.day == day).filter_map(|a| a.time);
    times.map(String::from).collect::<Vec<_>>().join("・")
}

/// Questions that were asked or answered in the month.
fn questions(facts: &Facts, found: &Assessment) -> Vec<WhatIfTarget> {
    let asked = found.findings.iter().filter_map(|f| match f.outcome {
        Outcome::Proposed(q) | Outcome::NeedsAnswer(q) => Some(q),
        _ => None,
    });
    let all: BTreeSet<Question> = asked.chain(facts.answers.iter().map(|a| a.question)).collect();
    let mut out = Vec::new();
    for question in all {
        let (yes, typed_day) = match question.kind() {
            AnswerKind::Elsewhere => continue,
            AnswerKind::YesNo => (vec![choice("yes", "はい")], false),
            AnswerKind::Words => (vec![choice("yes", "書く")], false),
            AnswerKind::Choice(choices) => (choices.iter().map(|c| choice(&format!("yes:{c}"), c)).collect(), false),
            AnswerKind::Day => (Vec::new(), true),
        };
        let given = facts.answers.iter().rev().find(|a| a.question == question).map(|a| answers::given(a).said_ja);
        let target = WhatIfTarget {
            value: word(&question).unwrap_or_default(),
            joint: ":".to_owned(),
            name: question.ja().to_owned(),
            now: given.unwrap_or_default(),
            choices: yes.into_iter().chain([choice("no", "いいえ")]).collect(),
            typed: String::new(),
        };
        if typed_day {
            let (joint, typed) = (":yes:".to_owned(), "day".to_owned());
            out.push(WhatIfTarget { joint, typed, choices: Vec::new(), ..target.clone() });
        }
        out.push(target);
    }
    out
}
