//! The program proves itself: every worked example and every printed table that travels with it.

use crate::embedded::TABLES;
use crate::rulebook::cases;
use rosai_casefile::{Given, check};
use rosai_catalogue::{ActRow, Missing};
use rosai_domain::{Act, Attendance, Day, Notice, Site};
use rosai_fees::{Amount, Engine};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelfTest {
    /// How many were looked at.
    pub total: u32,
    /// Those that did not come out as printed, one line each.
    pub failed: Vec<String>,
}

impl SelfTest {
    fn look(&mut self, name: impl FnOnce() -> String, wrong: Result<(), String>) {
        self.total += 1;
        if let Err(why) = wrong {
            self.failed.push(format!("{}：{why}", name()));
        }
    }

    /// `1234 of 1234`.
    pub fn line(&self) -> String {
        format!("{} of {}", self.total as usize - self.failed.len(), self.total)
    }
}

/// Runs everything. Cases that wait for a rule of a later version, and those that need masters, are not counted.
pub fn selftest() -> Result<SelfTest, String> {
    let engine = crate::assess::engine()?;
    let mut out = SelfTest::default();
    for case in cases()?.iter().filter(|c| c.pending.is_none() && !c.masters) {
        let differences = check(&engine, case).differences;
        let wrong = if differences.is_empty() { Ok(()) } else { Err(differences.join("、")) };
        out.look(|| format!("{} {}", case.id, case.title), wrong);
    }
    for row in table("reference-10.csv")? {
        out.look(|| format!("参考10 {} {}", row["kubun"], row["name"]), printed_limb(&engine, &row));
    }
    // What has no code yet has no row to look at.
    for row in table("reference-10-2026-06.csv")?.iter().filter(|r| !r["code"].is_empty()) {
        let name = || format!("参考10（令和8年6月） {} {}", row["code"], row["name"]);
        out.look(name, coded_limb(&engine, row, "2026-06-01"));
    }
    for row in table("acts-by-day.csv")? {
        out.look(|| format!("{} {} {}", row["code"], row["day"], row["cite"]), points_on(&engine, &row));
    }
    for row in table("ended-2026-06.csv")? {
        let gone = day("2026-06-01").and_then(|d| match engine.catalogue().act(&row["code"], d) {
            Ok(_) => Err("令和8年6月1日にも行があります".to_owned()),
            Err(_) => Ok(()),
        });
        out.look(|| format!("{} {}（{}）", row["code"], row["name"], row["why"]), gone);
    }
    Ok(out)
}

type Row = BTreeMap<String, String>;

fn table(name: &str) -> Result<Vec<Row>, String> {
    let (_, text) = TABLES.iter().find(|(file, _)| *file == name).ok_or_else(|| format!("{name} がありません。"))?;
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| format!("{name} が読めません：{e}"))
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text)
}

fn number(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// What an act comes to on a part of the body, by the engine.
fn priced(engine: &Engine, code: &str, site: &str, on: Day) -> Option<Decimal> {
    let mut facts = Given::default().facts();
    let from = engine.catalogue().edition().from;
    let notices = engine.catalogue().acts().flat_map(|row| &row.facility_codes);
    facts.facility.notices = notices.map(|code| Notice { code: *code, from, to: None }).collect();
    (facts.month, facts.asked_on) = (on.month(), on.month().last());
    for injury in &mut facts.injuries {
        injury.injured_on = on;
    }
    let act = Act { code: Some(code.to_owned()), sites: Site::parse(site).into_iter().collect(), ..Act::default() };
    facts.attendances = vec![Attendance {
        day: on,
        time: None,
        coming: 1,
        department: Default::default(),
        injury: facts.injuries.first()?.id.clone(),
        consultation: None,
        time_class: None,
        planned_management: Some(false),
        fixed_fee_collected: false,
        guidance: Vec::new(),
        acts: vec![act],
    }];
    let found = engine.assess(&facts).ok()?;
    let line = found.charges().find(|(f, _)| !f.subject.acts.is_empty())?;
    match &line.1.amount {
        Amount::Points(points) => Some(Decimal::from(points.value().0)),
        Amount::Yen(_) => None,
    }
}

/// A row of 参考10 as printed: some act of the book stands for it, and the engine comes to the printed products.
fn printed_limb(engine: &Engine, row: &Row) -> Result<(), String> {
    let on = day("2025-10-01")?;
    let base = number(&row["base"]).ok_or("点数が読めません")?;
    let kubun = row["kubun"].as_str();
    let of_row = |a: &&std::sync::Arc<ActRow>| {
        let same = kubun.is_empty() || a.kubun.starts_with(kubun) || kubun.starts_with('H');
        a.in_force(on) && a.points.value == base && same
    };
    let products = [("右大腿", number(&row["x15"])), ("左手関節", number(&row["x20"]))];
    let fits = |a: &std::sync::Arc<ActRow>| {
        let comes_to = |(site, want): &(&str, Option<Decimal>)| {
            want.is_none_or(|want| priced(engine, &a.code, site, on) == Some(want))
        };
        products.iter().all(comes_to)
    };
    let acts: Vec<_> = engine.catalogue().acts().filter(of_row).collect();
    let item = engine.catalogue().items().any(|i| i.on(on).is_some_and(|v| v.value == base));
    match acts.as_slice() {
        [] if item => Ok(()),
        [] => Err(format!("{base}点の行がありません")),
        acts if acts.iter().any(|a| fits(a)) => Ok(()),
        acts => {
            let got = |site| acts.first().and_then(|a| priced(engine, &a.code, site, on)).unwrap_or_default();
            let (x15, x20) = (got("右大腿"), got("左手関節"));
            Err(format!("印刷は {}・{}、結果は {x15}・{x20}", row["x15"], row["x20"]))
        }
    }
}

/// A row of 参考10 by code: the row's points, and the products the engine comes to.
fn coded_limb(engine: &Engine, row: &Row, on: &str) -> Result<(), String> {
    let on = day(on)?;
    let code = row["code"].as_str();
    let want = ["base", "x15", "x20"].map(|column| number(&row[column]));
    let points = engine.catalogue().act(code, on).ok().map(|a| a.points.value);
    let got = [points, priced(engine, code, "右大腿", on), priced(engine, code, "左手関節", on)];
    let wrong = want.iter().zip(&got).any(|(want, got)| want.is_some() && want != got);
    if wrong { Err(format!("印刷は {want:?}、結果は {got:?}")) } else { Ok(()) }
}

/// Points of a code on a day; an empty amount means that no row is in force.
fn points_on(engine: &Engine, row: &Row) -> Result<(), String> {
    let found = engine.catalogue().act(&row["code"], day(&row["day"])?);
    match (number(&row["points"]), found) {
        (None, Err(Missing::NotInForce)) => Ok(()),
        (Some(want), Ok(act)) if act.points.value == want => Ok(()),
        (want, found) => {
            let got = found.ok().map(|a| a.points.value.to_string()).unwrap_or_else(|| "なし".to_owned());
            Err(format!("表は {}、料金表は {got}", want.map_or_else(|| "なし".to_owned(), |w| w.to_string())))
        }
    }
}
