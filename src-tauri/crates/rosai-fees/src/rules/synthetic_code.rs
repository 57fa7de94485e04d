//! K26 合成コード
//!
//! ## 条文
//! 「ただし、健康保険において処置面積を合算して算定する「創傷処置」等については、
//! 四肢加算の倍率（手指 2 倍、手指以外の四肢 1.5 倍、四肢以外 1 倍）が異なる部位に行う場合には、
//! それぞれの倍率毎に処置面積を合算して算定することができます。」（manual-2025-04 I 17(3)②）
//!
//! 「消炎鎮痛等処置のうち「湿布処置」については、1日につき所定点数（「湿布処置」
//! の場合は倍率が異なる部位ごとに算定し合算とする。）を算定できます。」（manual-2025-04 I 23(1)②）
//!
//! 労災診療行為マスターは、倍率の異なる2つか3つの部位に行った1つの種類の処置（創傷処置、熱傷処置、電撃傷処置、薬傷処置、
//! 凍傷処置、重度褥瘡処置、皮膚科軟膏処置、湿布処置）に、区分と倍率の組み合わせごとの合成コード848を置く。正式名称は「創傷処
//! 置１（労災乗数なし）及び創傷処置１（労災乗数（四肢の傷病））」の形で、点数はそれぞれの点数に倍率を掛けて足し、
//! 1点未満を切り上げたものと848のすべてで一致する。（r-2024-11-01 101410010〜101418480）
//!
//! ## 読み方
//! - 1日の同じ傷病に、同じ種類の処置を倍率の異なる部位に算定していれば、合わせて1行とし、合成コードを付ける。
//!   どのコードかは、区分（面積を倍率ごとに合わせたもの、M17）と倍率から決まる。
//! - 部分の行は残さない。名前は合成コードの名前、式は (52+(52×1.5)78)130 の形、部位は部分の順に並べる。
//! - 点数は、部分の点数×倍率を足してから1点未満を切り上げる。端数の出る部分は多くて1つ（1.5倍のもの）なので、
//!   部分ごとに切り上げて足したものと同じになる。
//! - どの処置を算定するか（M23）と外来管理加算の特例（M06）を決めた後に、算定するものだけを合わせる。
//!   外来管理加算の52点に読み替えた行と、45点とした創傷処置（101418490）は合わせない。
//! - 3つの組み合わせにコードがなく2つの組み合わせにあれば、点数の高い2つを合わせ、残りは別の行とする。
//!   どれにもなければ別の行のままとする。
//! - 時間外等の加算（K14）は部分の処置について決め、合わせた行の加算として置く。
//! - 電子レセプトのために、四肢の倍率で算定した行に乗数のコード（処置 101400010・101400020、手術 101500010・
//!   101500020、リハビリテーション 101800010）を、52点に読み替えた行に読み替え加算のコード（処置 101400040、麻酔
//!   101500210、検査 101600150、その他 101800380）を持たせる。点数と紙の内訳書は変わらない。合成コードは倍率を含むの
//!   で、乗数のコードを持たない。
//!
//! ## 対象外
//! - 電子レセプトの記録そのもの。
//!
//! ## 疑義
//! - 創傷処置（100cm²未満）を四肢以外と四肢に行った再診で、四肢以外のものを45点とし（I 6 注5）外来管理加算の特例を付けてよい
//!   か。合成コードの四肢以外の部分は52点で、1つの処置とみれば合計は52点以上になり特例に当たらない。
//!   合わせて1つの処置とみて45点とせず、52点のまま合成コードとする（M06の湿布処置と同じ）。返還にならない読み。
//! - 時間外等の加算の150点を、合わせた点数で見るか部分の点数で見るか。部分で見る。返還にならない読み。

use super::*;
use crate::cx::Cx;
use crate::finding::{Amount, Finding};
use crate::rule::Stage;
use rosai_catalogue::{SyntheticCode, has_synthetic_codes, synthetic_code};
use rosai_document::{Cite, Op, Section, Traced, Why};
use rosai_domain::{ActId, Day, Points};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(26),
    term: "synthetic_code",
    ja: "合成コード",
    cites: &[Cite::new("r-2024-11-01", "101410010〜101418480"), Cite::new("manual-2025-04", "I 17(3)②")],
    items: &[],
    stage: Stage::Settle(apply),
};

/// The points of a charge before 四肢 and the factor, 1 where there is none.
fn base_and_factor(why: &Why) -> Option<(&Why, Option<&Why>)> {
    match why {
        Why::Rule { amount, .. } => base_and_factor(amount),
        Why::Table(_) => Some((why, None)),
        Why::Step { op: Op::CeilPoint, of, .. } => match of.as_slice() {
            [Why::Step { op: Op::Times, of, .. }] => match of.as_slice() {
                [base @ Why::Table(_), factor @ Why::Table(_)] => Some((base, Some(factor))),
                _ => None,
            },
            _ => None,
        },
        // リハビリテーション: one unit, then so many of them.
        Why::Step { op: Op::Times, of, .. } => base_and_factor(of.first()?).filter(|(_, factor)| factor.is_some()),
        _ => None,
    }
}

fn factor_of(factor: Option<&Why>) -> Option<Decimal> {
    factor.map_or(Some(Decimal::ONE), Why::evaluate)
}

/// One area that may become part of a line: the place of its finding, its code and its factor.
#[derive(Clone, Debug)]
struct Part {
    place: usize,
    code: String,
    factor: Decimal,
    points: Points,
}

fn apply(cx: &Cx<'_>, findings: &mut Vec<Finding>) {
    for finding in findings.iter_mut() {
        name_factors(finding);
    }
    let mut groups: BTreeMap<(Day, String, (String, String)), Vec<Part>> = BTreeMap::new();
    for (place, finding) in findings.iter().enumerate() {
        let (Some(part), Some(day)) = (part_of(place, finding), finding.subject.day) else { continue };
        let Ok(row) = cx.catalogue.act(&part.code, day) else { continue };
        let (kubun, name) = row.family();
        let family = (kubun.to_owned(), name.to_owned());
        groups.entry((day, finding.subject.injury.clone(), family)).or_default().push(part);
    }
    let mut gone: Vec<usize> = Vec::new();
    for ((day, _, (_, family)), mut parts) in groups {
        parts.sort_by(|a, b| (a.factor, &a.code, a.place).cmp(&(b.factor, &b.code, b.place)));
        let Some((parts, code)) = best(&parts, day) else { continue };
        if let Some(line) = join(cx, findings, &parts, code, &family) {
            let acts = line.subject.acts.clone();
            let first = parts[0].place;
            name_additions(findings, &parts, &acts, &code.code);
            findings[first] = line;
            gone.extend(parts[1..].iter().map(|p| p.place));
        }
    }
    let mut place = 0;
    findings.retain(|_| {
        place += 1;
        !gone.contains(&(place - 1))
    });
}

fn part_of(place: usize, finding: &Finding) -> Option<Part> {
    let charge = finding.charge()?;
    let code = charge.code.clone()?;
    if charge.read_as || charge.times != 1 || charge.addition_to.is_some() || !has_synthetic_codes(&code) {
        return None;
    }
    let (base, factor) = base_and_factor(charge.amount.why())?;
    // 45点 is no part: its value is not the row's.
    matches!(base, Why::Table(t) if t.id == *code).then_some(())?;
    Some(Part { place, code, factor: factor_of(factor)?, points: finding.points() })
}

/// All parts where there is a code for them, else the two of the highest sum that have one.
fn best(parts: &[Part], day: Day) -> Option<(Vec<Part>, &'static SyntheticCode)> {
    let found = |of: &[Part]| {
        let named: Vec<(&str, Decimal)> = of.iter().map(|p| (p.code.as_str(), p.factor)).collect();
        Some((of.to_vec(), synthetic_code(&named, day)?))
    };
    if let Some(all) = found(parts) {
        return Some(all);
    }
    let mut pairs: Vec<Vec<Part>> = Vec::new();
    for (i, one) in parts.iter().enumerate() {
        pairs.extend(parts[i + 1..].iter().map(|other| vec![one.clone(), other.clone()]));
    }
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.iter().map(|p| p.points.0).sum::<i64>()));
    pairs.iter().find_map(|pair| found(pair))
}

/// One line of several areas; none where the sum is not what the master prints for the code.
fn join(cx: &Cx<'_>, findings: &[Finding], parts: &[Part], code: &SyntheticCode, family: &str) -> Option<Finding> {
    let of: Vec<&Finding> = parts.iter().map(|p| &findings[p.place]).collect();
    let summands: Vec<Why> = of
        .iter()
        .map(|f| {
            let (base, factor) = base_and_factor(f.charge()?.amount.why())?;
            Some(match factor {
                Some(factor) => Why::step(Op::Times, vec![base.clone(), factor.clone()]),
                None => base.clone(),
            })
        })
        .collect::<Option<_>>()?;
    let cite = Cite { doc: code.source.clone().into(), section: code.code.clone().into() };
    let sum = Why::step_by(Op::CeilPoint, vec![Why::step(Op::Plus, summands)], cite.clone());
    if sum.evaluate() != Some(code.points) {
        return None;
    }
    let mut because =
        vec![format!("倍率の異なる部位の「{family}」なので、合わせて1行とします（合成コード{}）。", code.code)];
    for finding in &of {
        let charge = finding.charge()?;
        let sites = charge.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・");
        let sites = if sites.is_empty() { finding.subject.ja.clone() } else { sites };
        because.push(format!("{sites}：{}", finding.sentence));
    }
    let mut line = of[0].clone();
    line.rule = cx.rule.id;
    line.cite = cite;
    line.subject.what = code.code.clone();
    line.subject.ja = code.name.clone();
    line.sentence = because.concat();
    line.check = of.iter().any(|f| f.check);
    line.subject.acts = of.iter().flat_map(|f| f.subject.acts.iter().copied()).collect();
    let formulas: Vec<&str> = of.iter().filter_map(|f| Some(f.charge()?.formula.as_str())).collect();
    let formula = format!("({}){}", formulas.join("+"), code.points.normalize());
    let why = Why::Rule { rule: cx.rule.id, because, amount: Box::new(sum) };
    let amount = Amount::Points(Traced::<Points>::points(why)?);
    let (mut sites, mut remarks) = (Vec::new(), Vec::new());
    for charge in of.iter().filter_map(|f| f.charge()) {
        let new_sites = charge.sites.iter().filter(|s| !sites.contains(*s)).copied().collect::<Vec<_>>();
        sites.extend(new_sites);
        let new_remarks = charge.remarks.iter().filter(|r| !remarks.contains(*r)).cloned().collect::<Vec<_>>();
        remarks.extend(new_remarks);
    }
    let charge = line.charge_mut()?;
    charge.code = Some(code.code.clone());
    charge.amount = amount;
    charge.formula = formula;
    charge.sites = sites;
    charge.remarks = remarks;
    charge.with_codes = Vec::new();
    Some(line)
}

/// What was added to a part is added to the line.
fn name_additions(findings: &mut [Finding], parts: &[Part], acts: &[ActId], code: &str) {
    let whats: Vec<String> = parts.iter().map(|p| findings[p.place].subject.what.clone()).collect();
    for finding in findings.iter_mut().filter(|f| f.subject.acts.iter().any(|a| acts.contains(a))) {
        if let Some(charge) = finding.charge_mut()
            && let Some(to) = &mut charge.addition_to
            && whats.contains(to)
        {
            *to = code.to_owned();
        }
    }
}

/// 労災乗数 and 読み替え加算 as codes of their own.
fn name_factors(finding: &mut Finding) {
    let Some(charge) = finding.charge_mut() else { return };
    if charge.addition_to.is_some() {
        return;
    }
    if charge.read_as {
        let code = match charge.section {
            Section::Procedure => "101400040",
            Section::Operation => "101500210",
            Section::Examination => "101600150",
            _ => "101800380",
        };
        charge.with_codes.push(code);
        return;
    }
    let Some((_, Some(factor))) = base_and_factor(charge.amount.why()) else { return };
    let hand = factor.evaluate() == Some(Decimal::TWO);
    let code = match (charge.section, hand) {
        (Section::Procedure, true) => "101400010",
        (Section::Procedure, false) => "101400020",
        (Section::Operation, true) => "101500010",
        (Section::Operation, false) => "101500020",
        (_, false) => "101800010",
        (_, true) => return,
    };
    charge.with_codes.push(code);
}
