use crate::consultation::{Seen, canonical_order, decide};
use crate::cx::Cx;
use crate::day_choice;
use crate::finding::{Finding, StatementSum};
use crate::pricing::{Desk, Priced, canonical_acts};
use crate::rule::{Rule, Stage};
use crate::rules;
use crate::rules::electronic_table::{self, Loss};
use rosai_catalogue::{Catalogue, Missing};
use rosai_document::{RuleId, Why};
use rosai_domain::{Act, ActId, AttendanceId, Facts, Problem};
use serde::Serialize;

/// What the chooser decided for the month.
#[derive(Default)]
pub struct Chosen {
    /// Items that are charged or refused, with their final amounts.
    pub(crate) items: Vec<Priced>,
    /// What became of 外来管理加算 at each attendance it could stand with.
    pub(crate) additions: Vec<day_choice::AdditionChoice>,
    /// Whether guidance fees (M07) are charged this month, and the sentence why not.
    pub(crate) guidance_refused: Option<String>,
    /// Items read as 52: indices into `items`.
    pub(crate) read_as: Vec<usize>,
}

/// Everything found about one worker's month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assessment {
    /// Findings in the order of days and rules.
    pub findings: Vec<Finding>,
    /// Sums per case; empty where 課税区分 is not known.
    pub sums: Vec<StatementSum>,
}

/// Facts, attendances in order, how each was seen, acts in order.
type View<'a> = (&'a Facts, &'a [AttendanceId], &'a [Seen], &'a [(ActId, &'a Act)]);

/// The rules over one catalogue.
pub struct Engine {
    catalogue: Catalogue,
}

impl Engine {
    /// An engine over a catalogue; refuses one that lacks an item a rule reads, or cites nothing it reads.
    pub fn new(catalogue: Catalogue) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for rule in rules::all() {
            for item in rule.items {
                if catalogue.item(item).is_none() {
                    problems.push(Problem::new(rule.id.to_string(), format!("項目「{item}」が料金表にありません。")));
                }
            }
            if rule.cites.is_empty() {
                problems.push(Problem::new(rule.id.to_string(), "出典がありません。"));
            }
        }
        if problems.is_empty() { Ok(Self { catalogue }) } else { Err(problems) }
    }

    /// An engine over the fee book the program carries.
    pub fn builtin() -> Result<Self, Vec<Problem>> {
        Self::new(Catalogue::builtin()?)
    }

    /// The rows.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Assesses one worker's month. Where the facts themselves are wrong, or the book does not cover the month, every
    /// problem is said and nothing is computed.
    pub fn assess(&self, facts: &Facts) -> Result<Assessment, Vec<Problem>> {
        let mut problems = facts.problems();
        let edition = self.catalogue.edition();
        if facts.month.first() < edition.from || facts.month.last() > edition.to {
            problems.push(Problem::new(
                "診療月",
                format!(
                    "{}の診療は、この料金表（{}〜{}）では計算できません。対応する版の料金表が要ります。",
                    facts.month.ja(),
                    edition.from.ja(),
                    edition.to.ja()
                ),
            ));
        }
        for entry in facts.ledger.iter().chain(&facts.elsewhere) {
            let known = self.catalogue.item(&entry.item).is_some()
                || !matches!(self.catalogue.act(&entry.item, entry.day), Err(Missing::Unknown));
            if !known {
                problems.push(Problem::new(
                    "これまでの算定",
                    format!("「{}」という項目やコードはありません。", entry.item),
                ));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let order = canonical_order(facts);
        let seen = decide(facts, &order);
        Ok(self.run(facts, &order, &seen))
    }

    fn run(&self, facts: &Facts, order: &[AttendanceId], seen: &[Seen]) -> Assessment {
        let acts = canonical_acts(facts, order);
        let view = (facts, order, seen, acts.as_slice());
        let mut losses: Vec<Loss> = Vec::new();
        loop {
            // What the 電子点数表 refuses is refused before the choice, so the choice is made again without it.
            let findings = self.charge(view, &losses);
            let new = electronic_table::new_losses(&self.cx(view, &electronic_table::RULE), &findings, &losses);
            if new.is_empty() {
                return self.settle(view, findings);
            }
            losses.extend(new);
        }
    }

    fn cx<'a>(&'a self, (facts, order, seen, acts): View<'a>, rule: &'a Rule) -> Cx<'a> {
        Cx { facts, catalogue: &self.catalogue, order, acts, seen, rule }
    }

    /// From acts to what is charged.
    fn charge(&self, view: View<'_>, losses: &[Loss]) -> Vec<Finding> {
        let mut desk = Desk::default();
        let mut findings: Vec<Finding> = Vec::new();
        for rule in rules::all() {
            if let Stage::Price(price) | Stage::PriceAndAttach(price, _) = rule.stage {
                price(&mut desk, &self.cx(view, rule));
                electronic_table::bar(&mut desk.priced, losses);
            }
        }
        let mut chosen = day_choice::choose_month(desk.priced, &self.cx(view, rules::chooser()), &desk.findings);
        // An addition goes with its act, also where the chooser left that out.
        desk.priced = std::mem::take(&mut chosen.items);
        rules::same_operative_field::drop_orphans(&mut desk.priced);
        for rule in rules::all() {
            if let Stage::Attach(attach) | Stage::PriceAndAttach(_, attach) = rule.stage {
                attach(&mut desk, &self.cx(view, rule));
            }
        }
        chosen.items = desk.priced;
        findings.append(&mut desk.findings);
        for (i, item) in chosen.items.iter().enumerate() {
            let read_as = chosen.read_as.contains(&i);
            let mut finding = item.clone().into_finding(&self.cx(view, rules::chooser()));
            if read_as && let crate::finding::Outcome::Charge(c) = &mut finding.outcome {
                c.read_as = true;
            }
            finding.cite = rules::by_id(finding.rule).map_or_else(|| finding.cite.clone(), Rule::cite);
            finding.cite = electronic_table::cite_of(&finding, losses).unwrap_or(finding.cite);
            findings.push(finding);
        }
        for rule in rules::all() {
            if let Stage::Charge(charge) = rule.stage {
                let found = charge(&self.cx(view, rule), &chosen);
                findings.extend(found);
            }
        }
        findings
    }

    /// From what is charged to the sums.
    fn settle(&self, view: View<'_>, mut findings: Vec<Finding>) -> Assessment {
        for rule in rules::all() {
            if let Stage::Settle(settle) = rule.stage {
                settle(&self.cx(view, rule), &mut findings);
            }
        }
        let mut sums = Vec::new();
        for rule in rules::all() {
            if let Stage::Total(total) = rule.stage {
                let summed = total(&self.cx(view, rule), &findings);
                sums.extend(summed.sums);
                findings.extend(summed.findings);
            }
        }
        let order = view.1;
        // By case, day, attendance and calculation order: nothing in the order says how things were entered.
        findings.sort_by_cached_key(|f| {
            let s = &f.subject;
            let attendance = s.attendance.map(|a| order.iter().position(|o| *o == a));
            (s.injury.clone(), s.day, attendance, rules::place(f.rule), s.what.clone(), s.acts.len())
        });
        Assessment { findings, sums }
    }
}

impl Assessment {
    /// Charges only.
    pub fn charges(&self) -> impl Iterator<Item = (&Finding, &crate::finding::Charge)> {
        self.findings.iter().filter_map(|f| f.charge().map(|c| (f, c)))
    }

    /// Findings of one rule.
    pub fn of(&self, rule: RuleId) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |f| f.rule == rule)
    }

    /// Every reason tree in it.
    pub fn whys(&self) -> impl Iterator<Item = &Why> {
        let sums = self.sums.iter().flat_map(|s| [s.yen_of_points.why(), s.total.why()]);
        self.charges().map(|(_, c)| c.amount.why()).chain(sums)
    }
}
