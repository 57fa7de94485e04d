use crate::consultation::Seen;
use crate::finding::{Amount, Charge, Finding, Outcome, Subject};
use crate::rule::Rule;
use rosai_catalogue::Catalogue;
use rosai_document::{Section, TableValue, Traced, Why};
use rosai_domain::{Act, ActId, Answer, Attendance, AttendanceId, Day, Facts, InjuryCase, LedgerEntry, Question};
use std::sync::Arc;

/// What a rule may look at: the facts, the rows, how each attendance was seen.
pub struct Cx<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) catalogue: &'a Catalogue,
    /// Attendances in canonical order, whatever order they were entered in.
    pub(crate) order: &'a [AttendanceId],
    /// Acts in canonical order.
    pub(crate) acts: &'a [(ActId, &'a Act)],
    pub(crate) seen: &'a [Seen],
    pub(crate) rule: &'a Rule,
}

impl<'a> Cx<'a> {
    /// Whether the clinic loaded masters.
    pub(crate) fn has_masters(&self) -> bool {
        !self.catalogue.masters().is_empty()
    }

    /// Attendances in canonical order.
    pub(crate) fn attendances(&self) -> impl Iterator<Item = (AttendanceId, &'a Attendance)> + use<'a> {
        let facts = self.facts;
        self.order.iter().map(move |id| (*id, &facts.attendances[id.0]))
    }

    /// How an attendance was seen.
    pub(crate) fn seen(&self, id: AttendanceId) -> &'a Seen {
        &self.seen[id.0]
    }

    /// The case of an attendance. Facts with an unknown case never reach the rules.
    pub(crate) fn case(&self, id: &str) -> &'a InjuryCase {
        self.facts.injury(id).expect("Facts::problems refuses attendances without a case")
    }

    /// The value of a fee item this rule names.
    pub(crate) fn item(&self, id: &'static str, day: Day) -> Option<&'a Arc<TableValue>> {
        assert!(self.rule.items.contains(&id), "{} reads the item {id} without naming it", self.rule.id);
        self.catalogue.value(id, day)
    }

    /// Whether something was charged for a case before this month here.
    pub(crate) fn in_ledger(&self, injury: &str, items: &[&str]) -> Option<Day> {
        let hit = |e: &&rosai_domain::LedgerEntry| e.injury == injury && items.contains(&e.item.as_str());
        self.facts.ledger.iter().filter(hit).map(|e| e.day).min()
    }

    /// Whether something was charged for a case before, here or — as told — by another clinic.
    pub(crate) fn charged_anywhere(&self, injury: &str, items: &[&str]) -> bool {
        let entries = self.facts.ledger.iter().chain(&self.facts.elsewhere);
        entries.into_iter().any(|e| e.injury == injury && items.contains(&e.item.as_str()))
    }

    /// What was charged for a case before this month: here, or — as told — by another clinic.
    pub(crate) fn charged_before(&self, injury: &str, items: &[&str]) -> impl Iterator<Item = &'a LedgerEntry> {
        let is = move |e: &&LedgerEntry| e.injury == injury && items.contains(&e.item.as_str());
        let facts = self.facts;
        facts.ledger.iter().chain(&facts.elsewhere).filter(is)
    }

    /// What somebody said to a question about a case on a day.
    pub(crate) fn answer(&self, question: Question, injury: &str, day: Day) -> Option<&'a Answer> {
        self.facts.answer(question, injury, day)
    }

    /// Whether somebody said はい; none where nobody answered.
    pub(crate) fn said(&self, question: Question, injury: &str, day: Day) -> Option<bool> {
        self.answer(question, injury, day).map(Answer::is_yes)
    }

    /// The first day of treatment of a case that anything tells of: the ledger, else the first attendance; where slips
    /// went out before and the ledger is silent, 傷病年月日.
    pub(crate) fn treated_since(&self, injury: &str) -> Option<Day> {
        let facts = self.facts;
        let entries = facts.ledger.iter().chain(&facts.elsewhere).filter(|e| e.injury == injury).map(|e| e.day);
        let seen = facts.attendances.iter().filter(|a| a.injury == injury).map(|a| a.day);
        let told = facts.injury(injury).filter(|i| i.earlier_slips > 0).map(|i| i.injured_on);
        entries.min().or(told).into_iter().chain(seen).min()
    }

    /// About an attendance.
    pub(crate) fn about(&self, id: AttendanceId, what: &str, ja: &str) -> Subject {
        let at = &self.facts.attendances[id.0];
        Subject {
            injury: at.injury.clone(),
            day: Some(at.day),
            attendance: Some(id),
            acts: Vec::new(),
            what: what.to_owned(),
            ja: ja.to_owned(),
        }
    }

    fn found(&self, subject: Subject, outcome: Outcome, sentence: String) -> Finding {
        Finding { rule: self.rule.id, subject, outcome, sentence, cite: self.rule.cite(), check: false }
    }

    /// A fee item charged once, in yen or points as the item says.
    pub(crate) fn charge_item(
        &self,
        mut subject: Subject,
        item: &'static str,
        section: Section,
        because: String,
    ) -> Finding {
        let day = subject.day.unwrap_or_else(|| self.facts.month.last());
        let Some(value) = self.item(item, day) else {
            return self.refuse(subject, format!("{}は{}には定めがありません。", item, day.ja()));
        };
        subject.ja = value.ja.to_string();
        let why = Why::Rule {
            rule: self.rule.id,
            because: vec![because.clone()],
            amount: Box::new(Why::Table(value.clone())),
        };
        let code = self.catalogue.item(item).and_then(|i| i.code.clone());
        let amount = if value.unit == "円" {
            Traced::yen(why).map(Amount::Yen)
        } else {
            Traced::points(why).map(Amount::Points)
        };
        let Some(amount) = amount else {
            return self.found(subject, Outcome::Unpriced, format!("{}の値が整数でないので計算できません。", value.ja));
        };
        let charge = Charge { code, ..Charge::once(section, amount) };
        self.charge(subject, charge, because)
    }

    /// Something charged.
    pub(crate) fn charge(&self, subject: Subject, charge: Charge, because: String) -> Finding {
        self.found(subject, Outcome::Charge(Box::new(charge)), because)
    }

    /// Something not charged, with the reason.
    pub(crate) fn refuse(&self, subject: Subject, because: String) -> Finding {
        self.found(subject, Outcome::Refused, because)
    }

    /// A fee offered to a person.
    pub(crate) fn propose(&self, subject: Subject, question: Question, because: String) -> Finding {
        self.found(subject, Outcome::Proposed(question), because)
    }

    /// A question without whose answer nothing can be computed.
    pub(crate) fn ask(&self, subject: Subject, question: Question, because: String) -> Finding {
        self.found(subject, Outcome::NeedsAnswer(question), because)
    }

    /// An error on the statement.
    pub(crate) fn unpriced(&self, subject: Subject, because: String) -> Finding {
        self.found(subject, Outcome::Unpriced, because)
    }

    /// About acts of an attendance.
    pub(crate) fn about_acts(&self, acts: &[ActId], what: &str, ja: &str) -> Subject {
        let mut subject = self.about(acts[0].attendance, what, ja);
        subject.acts = acts.to_vec();
        subject
    }
}
