//! もしも: what a month would come to if one fact or value were another. Nothing is saved, nothing is changed.

use crate::engine::{Assessment, Engine};
use crate::finding::{Finding, Outcome};
use rosai_domain::{
    Answer, AnswerKind, AnswerValue, Consultation, Day, Establishment, Facts, FormNumber, FormReceived, Notice,
    Question, Site, TimeOfDay,
};
use std::collections::BTreeMap;

/// One thing that is tried to be otherwise, as it is typed: `site=10/6#1:右手第2指`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// What: one of [`WHAT_IF_KEYS`].
    pub key: String,
    /// How.
    pub value: String,
}

/// Keys with how their value is written.
pub const WHAT_IF_KEYS: &[(&str, &str, &str)] = &[
    ("site", "部位", "日#行為の番号:部位（2025-10-06#1:右手第2指）"),
    ("form", "用紙", "5・16-3・6・16-4・7・16-5・none（届いていない）"),
    ("date", "受診日", "日>日（2025-10-06>2025-10-05）"),
    ("time", "時刻", "日:時刻（2025-10-06:19:30）"),
    ("consultation", "初診・再診", "日:initial・repeat・phone・incidental・documents_only"),
    ("notice", "届出", "施設基準コード（828）、取り下げは -828"),
    ("tax", "課税区分", "taxable・exempt"),
    ("edition", "版", "その日の値で計算する日（2026-06-01）"),
    ("answer", "答え", "質問:yes・no（emergency_care:yes）"),
];

impl WhatIf {
    /// Reads `key=value`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let keys = || WHAT_IF_KEYS.iter().map(|(k, ja, how)| format!("{k}（{ja}：{how}）")).collect::<Vec<_>>();
        match text.split_once('=') {
            Some((key, value)) if WHAT_IF_KEYS.iter().any(|(k, _, _)| *k == key.trim()) => {
                Ok(Self { key: key.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => Err(format!(
                "「{text}」は読めません。キー=値 の形で入れてください。使えるのは {} です。",
                keys().join("、")
            )),
        }
    }

    /// The facts with this one otherwise. A value that cannot be read, or that speaks of nothing there is, is refused.
    pub fn applied(&self, facts: &Facts) -> Result<Facts, String> {
        let mut out = facts.clone();
        let wrong = || {
            let how = WHAT_IF_KEYS.iter().find(|(k, _, _)| *k == self.key).map_or("", |(_, _, how)| how);
            format!("「{}={}」は読めません。{how} のように入れてください。", self.key, self.value)
        };
        let value = self.value.as_str();
        match self.key.as_str() {
            "site" => {
                let (place, site) = value.split_once(':').ok_or_else(wrong)?;
                let (day, number) = place.split_once('#').ok_or_else(wrong)?;
                let day = Day::parse(day)?;
                let number: usize = number.trim().parse().map_err(|_| wrong())?;
                let acts = out.attendances.iter_mut().filter(|a| a.day == day).flat_map(|a| &mut a.acts);
                let act = acts.into_iter().nth(number.wrapping_sub(1));
                let act = act.ok_or_else(|| format!("{}に{number}番目の行為はありません。", day.ja()))?;
                act.sites = if site.is_empty() { Vec::new() } else { vec![Site::parse(site)?] };
            }
            "form" => {
                let first = facts.attendances.iter().map(|a| a.day).min().unwrap_or_else(|| facts.month.first());
                let form = if value == "none" { None } else { Some(read::<FormNumber>(value).ok_or_else(wrong)?) };
                for injury in &mut out.injuries {
                    let received = injury.forms.first().map_or(first, |f| f.received);
                    injury.forms = form.map(|form| FormReceived { form, received }).into_iter().collect();
                }
            }
            "date" => {
                let (from, to) = value.split_once('>').ok_or_else(wrong)?;
                let (from, to) = (Day::parse(from)?, Day::parse(to)?);
                for at in visits_on(&mut out, from)? {
                    at.day = to;
                }
                // What was said of the day goes with it.
                for answer in out.answers.iter_mut().filter(|a| a.day == Some(from)) {
                    answer.day = Some(to);
                }
            }
            "time" => {
                let (day, time) = value.split_once(':').ok_or_else(wrong)?;
                let time = TimeOfDay::try_from(time.to_owned())?;
                for at in visits_on(&mut out, Day::parse(day)?)? {
                    at.time = Some(time);
                    at.time_class = None;
                }
            }
            "consultation" => {
                let (day, kind) = value.split_once(':').ok_or_else(wrong)?;
                let kind = read::<Consultation>(kind).ok_or_else(wrong)?;
                for at in visits_on(&mut out, Day::parse(day)?)? {
                    at.consultation = Some(kind);
                }
            }
            "notice" => {
                let code: u16 = value.trim_start_matches('-').parse().map_err(|_| wrong())?;
                out.facility.notices.retain(|n| n.code != code);
                if !value.starts_with('-') {
                    out.facility.notices.push(Notice { code, from: facts.month.first(), to: None });
                }
            }
            "tax" => {
                out.facility.establishment = match value {
                    "taxable" => Establishment::Individual,
                    "exempt" => Establishment::Public,
                    _ => return Err(wrong()),
                };
            }
            // The value of another day: the engine's matter, see `Engine::what_if`.
            "edition" => {
                Day::parse(value)?;
            }
            "answer" => {
                let (question, said) = value.split_once(':').ok_or_else(wrong)?;
                let question = read::<Question>(question).ok_or_else(wrong)?;
                let (said, text) = said.split_once(':').unwrap_or((said, ""));
                let said = read::<AnswerValue>(said).ok_or_else(wrong)?;
                let asked = out.injuries.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
                for injury in asked {
                    out.answers.retain(|a| a.question != question || a.injury != injury);
                    let text = match question.kind() {
                        AnswerKind::Words if text.is_empty() => "（仮）".to_owned(),
                        AnswerKind::Choice(choices) if text.is_empty() => choices[0].to_owned(),
                        _ => text.to_owned(),
                    };
                    // Some rules ask for each day, some for the month: the answer is given for all of them.
                    let days = facts.attendances.iter().filter(|a| a.injury == injury).map(|a| Some(a.day));
                    for day in std::iter::once(None).chain(days) {
                        let (injury, text) = (injury.clone(), text.clone());
                        out.answers.push(Answer { question, injury, day, value: said, text, by: "仮".to_owned() });
                    }
                }
            }
            _ => return Err(wrong()),
        }
        Ok(out)
    }
}

fn read<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    use serde::de::IntoDeserializer;
    let from: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = word.trim().into_deserializer();
    T::deserialize(from).ok()
}

fn visits_on(facts: &mut Facts, day: Day) -> Result<Vec<&mut rosai_domain::Attendance>, String> {
    let found: Vec<_> = facts.attendances.iter_mut().filter(|a| a.day == day).collect();
    if found.is_empty() { Err(format!("{}に受診はありません。", day.ja())) } else { Ok(found) }
}

/// A line that a change brings, takes away or makes other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The day; none for the month.
    pub day: Option<Day>,
    /// Name.
    pub ja: String,
    /// What it came to: `104点`; empty where it was not charged.
    pub before: String,
    /// What it would come to.
    pub after: String,
    /// Why, as the month would say.
    pub because: String,
}

/// A month as it is and as it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// 合計額 of all statements as it is, 円.
    pub before: i64,
    /// As it would be.
    pub after: i64,
    /// Lines that differ.
    pub lines: Vec<LineChange>,
    /// The month as it would be.
    pub assessment: Assessment,
    /// The facts as they would be.
    pub facts: Facts,
}

impl Engine {
    /// What a month would come to with these changes; every problem as a sentence.
    pub fn what_if(&self, facts: &Facts, changes: &[WhatIf]) -> Result<Comparison, Vec<String>> {
        let sentences = |problems: Vec<rosai_domain::Problem>| -> Vec<String> {
            problems.iter().map(ToString::to_string).collect()
        };
        let before = self.assess(facts).map_err(sentences)?;
        let mut changed = facts.clone();
        for change in changes {
            changed = change.applied(&changed).map_err(|s| vec![s])?;
        }
        // A visit that is tried on another day may lie on a day that has not come.
        changed.asked_on = changed.asked_on.max(changed.month.last());
        let edition = changes.iter().rev().find(|c| c.key == "edition");
        let edition = edition.and_then(|c| Day::parse(&c.value).ok());
        let after = match edition {
            Some(day) => {
                let catalogue = self.catalogue().as_on(day).map_err(|s| vec![s])?;
                Engine::new(catalogue).map_err(sentences)?.assess(&changed)
            }
            None => self.assess(&changed),
        }
        .map_err(sentences)?;
        let total = |a: &Assessment| a.sums.iter().map(|s| s.total.value().0).sum();
        Ok(Comparison {
            before: total(&before),
            after: total(&after),
            lines: differences(&before, &after),
            assessment: after,
            facts: changed,
        })
    }
}

type Key = (Option<Day>, String, String);

/// Charges by day, fee and case, and what each comes to, with the sentence.
fn charged(found: &Assessment) -> BTreeMap<Key, (String, Vec<String>, String)> {
    let mut out: BTreeMap<Key, (String, Vec<String>, String)> = BTreeMap::new();
    for (f, c) in found.charges() {
        let amount = if c.times == 1 { c.amount.to_string() } else { format!("{}×{}", c.amount, c.times) };
        let key = (f.subject.day, f.subject.injury.clone(), f.subject.what.clone());
        let entry = out.entry(key).or_insert_with(|| (f.subject.ja.clone(), Vec::new(), f.sentence.clone()));
        entry.1.push(amount);
    }
    out
}

fn differences(before: &Assessment, after: &Assessment) -> Vec<LineChange> {
    let (was, is) = (charged(before), charged(after));
    let mut keys: Vec<&Key> = was.keys().chain(is.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut out = Vec::new();
    for key in keys {
        let (old, new) = (was.get(key), is.get(key));
        let sum = |line: Option<&(String, Vec<String>, String)>| line.map(|l| l.1.join("＋")).unwrap_or_default();
        if sum(old) == sum(new) {
            continue;
        }
        let refused = |f: &&Finding| {
            f.outcome == Outcome::Refused
                && (f.subject.day, &f.subject.injury, &f.subject.what) == (key.0, &key.1, &key.2)
        };
        let why_not = || after.findings.iter().find(refused).map(|f| f.sentence.clone()).unwrap_or_default();
        out.push(LineChange {
            day: key.0,
            ja: new.or(old).map(|l| l.0.clone()).unwrap_or_default(),
            before: sum(old),
            after: sum(new),
            because: new.map_or_else(why_not, |l| l.2.clone()),
        });
    }
    out
}
