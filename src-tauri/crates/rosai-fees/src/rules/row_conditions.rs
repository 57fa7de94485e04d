//! K23 マスターの条件
//!
//! ## 条文
//! 医科診療行為マスターは、行為ごとに、入外適用区分（項番13）、点数欄集計先（15）、病院・診療所区分（19）、
//! 医療観察法対象区分（21）、きざみの上下限エラー処理（35）、上限回数（36・37）、注加算コードと通番（38・39）、
//! 下限年齢と上限年齢（41・42）、通則加算所定点数対象区分（62）、施設基準（72〜81）を定める。
//! 「注加算」は、注加算コードの等しい基本項目に付き、通番の等しいものは互いに併せて算定しない。点数識別（11）が5と6の行は、
//! 所定点数に対する割合の加算と減算である。（master-s 仕様説明書）
//!
//! ## 読み方
//! - 読み込んだマスターの行のある行為だけを見る。料金表だけの行、労災だけの項目には及ばない。
//! - 医療観察だけの行、入院だけの行（入外1、入院外の集計先のない行）、病院だけの行（診療所では）、診療所だけの行（病院では）、
//!   短期滞在手術等基本料3の行は算定しない。入院中の日の行為では、入院だけの行を止めず、入院外だけの行を止める。
//! - 年齢は、下限に達し、上限に達していない日に限る。AA・AEは生後の日数、B3などは達した月の翌月1日、MGは就学とする。
//! - きざみのある行で、数量が「下限−きざみ値」以下なら、エラー処理0・1は所定点数、2・3は算定しない。2・3で数量のないものは尋ねる。
//!   上限を超えれば、0・2は超えた分も計算して要確認とし、1・3は上限の数とみて、そのことを示す。
//! - 上限回数は、労働者1人の1か月の数で見る。37が1なら超えた分を算定せず、0なら要確認とする。
//! - 注加算は、同じ受診で、注加算コードも通番も等しいものを、もとになる行為の数まで、点数の高いものから算定する。
//! - 初診料・再診料の注加算（料金表にないもの）は、その受診が初診（1101）・再診（1201）のときだけ算定し、要確認とする。
//! - 割合の行は、同じ受診のもとになる行為（注加算コードの等しいもの、なければ同じ種類のもの）の所定点数に掛け、1点未満を
//!   四捨五入する。所定点数は四肢の特例の前の点数で、通則加算所定点数対象区分が0の注加算を含む。減算は、もとの行為の点数から引く。
//! - 施設基準は、3つの組のそれぞれで、どれか1つの届出が要る。名寄せコード（8から始まる4桁）は、届出が1つでもあれば満たすとみて
//!   要確認とする。
//! - アフターケアの検査（102から始まるコード）は算定しない。
//!
//! ## 対象外
//! - 入院の行の計算。病床数・看護・DPCの区分。もとになる行為のない割合の行は誤りとして示す。
//! - 上限回数の期間。電子点数表の規則が見る。
//!
//! ## 疑義
//! - 上限回数の期間はマスターにない。レセプト1枚（1か月）とする。
//! - もとになる行為が2つ以上ある割合の行。加算は点数の最も低いもの、減算は最も高いものに掛け、要確認とする。返還にならない読み。
//! - 四肢の特例の前と後のどちらが割合の所定点数か。加算は前、減算は後の点数に掛ける。返還にならない読み。
//! - 料金表の四肢の特例の表（参考10）にないコードで、同じ区分番号の行為に特例のあるものは、特例なしで計算して要確認とする。

use super::*;
use crate::consultation::Seen;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, is_joint};
use crate::rule::Stage;
use crate::rules::count_limits::in_order;
use rosai_catalogue::{ActColumns, ActRow, PointKind, VISIT_ADDITION, YEN_ROW};
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{Act, ActId, AttendanceId, Day, FacilityKind, What};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(23),
    term: "row_condition",
    ja: "マスターの条件",
    cites: &[Cite::new("master-s", "仕様説明書")],
    items: &[],
    stage: Stage::PriceAndAttach(conditions, attach),
};

/// 湿布処置, which M23 keeps from hospitals.
const COMPRESS: &str = "140002210";

fn act_of<'a>(cx: &Cx<'a>, id: ActId) -> &'a Act {
    &cx.facts.attendances[id.attendance.0].acts[id.index]
}

/// The row of an item and what its columns say, where the item is an act that was entered and the master has it.
fn columns_of(p: &Priced) -> Option<(&Arc<ActRow>, &ActColumns)> {
    let row = p.row.as_ref().filter(|r| !r.is_item())?;
    Some((row, row.columns.as_deref()?))
}

fn conditions(desk: &mut Desk, cx: &Cx<'_>) {
    if !cx.has_masters() {
        return;
    }
    for p in &mut desk.priced {
        let Some((row, columns)) = columns_of(p).map(|(r, c)| (r.clone(), c.clone())) else { continue };
        if p.refused.is_some() {
            continue;
        }
        let id = p.acts[0];
        let because = forbidden(cx, id, &row, &columns)
            .or_else(|| too_little(act_of(cx, id), &row, &columns))
            .or_else(|| not_seen_so(cx, id.attendance, &row));
        if let Some(because) = because {
            p.refused = Some((cx.rule.id, because));
            continue;
        }
        // 単位 are multiplied afterwards: the bound cuts them here.
        let high = row.step.and_then(|s| s.high).filter(|_| row.limb.is_none() && matches!(columns.step_error, 1 | 3));
        if let Some(high) = high.and_then(|h| u32::try_from(h).ok()) {
            p.units = p.units.min(high);
        }
        for because in doubts(cx, id, &row, &columns) {
            p.check = true;
            p.because.push(because);
        }
    }
    exclusive_notes(desk, cx);
}

/// Why a clinic may not charge the row at all at this attendance.
fn forbidden(cx: &Cx<'_>, id: ActId, row: &ActRow, columns: &ActColumns) -> Option<String> {
    let at = &cx.facts.attendances[id.attendance.0];
    let name = &row.name;
    let inside = |s: &rosai_domain::Stay| {
        s.injury == at.injury && s.admitted <= at.day && s.discharged.is_none_or(|d| at.day <= d)
    };
    let admitted = cx.facts.stays.iter().any(inside);
    let hospital = cx.facts.facility.kind == FacilityKind::Hospital;
    let birth = cx.facts.worker.birth;
    let said = if row.code.starts_with("102") {
        format!("「{name}」はアフターケアの検査です。労災の診療費では算定できません。")
    } else if columns.medical_observation {
        format!("「{name}」は医療観察法の入院・通院だけの行なので（医療観察法対象区分4）、算定できません。")
    } else if columns.place == 4 {
        format!("「{name}」は短期滞在手術等基本料3の行なので（病院・診療所区分4）、算定できません。")
    } else if !admitted && (columns.setting == 1 || !columns.outpatient) {
        format!("「{name}」は入院中の人だけの行なので（入外適用区分）、外来では算定できません。")
    } else if admitted && columns.setting == 2 {
        format!("「{name}」は入院外だけの行なので（入外適用区分2）、入院中の日には算定できません。")
    } else if columns.place == 1 && !hospital {
        format!("「{name}」は病院だけの行なので（病院・診療所区分1）、診療所では算定できません。")
    } else if columns.place == 2 && hospital && &*row.code != COMPRESS {
        format!("「{name}」は診療所だけの行なので（病院・診療所区分2）、病院では算定できません。")
    } else if let Some(bound) = columns.age_from.filter(|b| !b.reached(birth, at.day)) {
        format!(
            "「{name}」は{}からの人だけの行なので（下限年齢）、算定できません。生年月日を確かめてください。",
            bound.ja()
        )
    } else if let Some(bound) = columns.age_before.filter(|b| b.reached(birth, at.day)) {
        format!(
            "「{name}」は{}になる前の人だけの行なので（上限年齢）、算定できません。生年月日を確かめてください。",
            bound.ja()
        )
    } else {
        return None;
    };
    Some(said)
}

/// What the row counts, as entered.
fn quantity(act: &Act, row: &ActRow) -> Option<Decimal> {
    let counted = if &*row.unit == "枚" { act.films } else { act.quantity };
    counted.map(Decimal::from)
}

/// きざみ下限エラー 2 and 3: nothing at or below 下限 − きざみ値.
fn too_little(act: &Act, row: &ActRow, columns: &ActColumns) -> Option<String> {
    let step = row.step.filter(|_| matches!(columns.step_error, 2 | 3))?;
    let (name, unit) = (&row.name, &row.unit);
    let least = step.low - step.step;
    let entered = quantity(act, row)?;
    (entered <= least).then(|| {
        format!(
            "「{name}」は{}{unit}を超えるときだけ算定できます（きざみ下限）。{entered}{unit}では算定できません。",
            least.normalize()
        )
    })
}

/// Additions to 初診 and 再診 that no rule charges: they hang on how the worker was seen.
fn not_seen_so(cx: &Cx<'_>, id: AttendanceId, row: &ActRow) -> Option<String> {
    if &*row.category != VISIT_ADDITION {
        return None;
    }
    let seen = cx.seen(id);
    let (fits, ja) = match row.note_code.as_deref() {
        Some("1101") => (matches!(seen, Seen::Initial(_)), "初診料"),
        Some("1201") => (matches!(seen, Seen::Repeat { .. }), "再診料"),
        _ => (matches!(seen, Seen::Initial(_) | Seen::Repeat { .. }), "初診料か再診料"),
    };
    (!fits).then(|| format!("この受診で{ja}を算定しないので、「{}」は算定できません。", row.name))
}

/// What is charged and should be looked at.
fn doubts(cx: &Cx<'_>, id: ActId, row: &ActRow, columns: &ActColumns) -> Vec<String> {
    let act = act_of(cx, id);
    let day = cx.facts.attendances[id.attendance.0].day;
    let (name, unit) = (&row.name, &row.unit);
    let mut out = Vec::new();
    if let (Some(step), Some(entered)) = (row.step, quantity(act, row))
        && let Some(high) = step.high.filter(|high| entered > *high)
        // Films beyond the bound are simply not charged; units of 疾患別リハビリテーション are M14's.
        && !(row.limb.is_some() && &*row.unit == "単位")
        && !(&*row.unit == "枚" && matches!(columns.step_error, 1 | 3))
    {
        let high = high.normalize();
        out.push(if matches!(columns.step_error, 1 | 3) {
            format!("「{name}」の数量は{high}{unit}までなので、{entered}{unit}を{high}{unit}として計算します。数量を確かめてください。")
        } else {
            format!("「{name}」の数量は{high}{unit}までです。{entered}{unit}で計算しました。数量を確かめてください。")
        });
    }
    if row.step.is_some() && matches!(columns.step_error, 2 | 3) && quantity(act, row).is_none() && unit != &"枚".into()
    {
        out.push(format!(
            "「{name}」の数量（{unit}）が入っていません。{unit}数によっては算定できないので、入れてください。"
        ));
    }
    let only_joint = |group: &&Vec<u16>| {
        group.iter().any(|c| is_joint(*c)) && !group.iter().any(|c| cx.facts.facility.has_notice(*c, day))
    };
    if columns.facilities.iter().any(|g| only_joint(&g)) {
        out.push(format!(
            "「{name}」の施設基準は名寄せコードで、どの届出に当たるかが分かりません。届出を確かめてください。"
        ));
    }
    if &*row.category == VISIT_ADDITION {
        out.push(format!("「{name}」が、初診料・再診料のほかの加算と重ならないかを確かめてください。"));
    }
    if &*row.category == YEN_ROW {
        out.push(format!("「{name}」は労災診療行為マスターの円の行です。算定できるかを確かめてください。"));
    }
    let limb = || act.sites.iter().any(|s| s.factor_class() != rosai_domain::FactorClass::Trunk);
    if row.limb.is_none()
        && matches!(&*row.category, "処置" | "手術")
        && limb()
        && cx.catalogue.raises_limbs(&row.kubun)
    {
        out.push(format!(
            "「{name}」は四肢の特例の表（参考10）にないコードなので、特例なしで計算しました。同じ区分の行為に特例があります。"
        ));
    }
    out
}

/// Of additions with one 注加算コード and one 通番 as many as there are acts to hang on.
fn exclusive_notes(desk: &mut Desk, cx: &Cx<'_>) {
    type Key = (AttendanceId, Arc<str>, Arc<str>);
    let key = |p: &Priced| -> Option<Key> {
        let (row, columns) = columns_of(p)?;
        let addition = columns.is_addition();
        Some((p.acts[0].attendance, row.note_code.clone()?, row.note_no.clone().filter(|_| addition)?))
    };
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for i in in_order(cx, &desk.priced, |p| key(p).is_some()) {
        if let Some(key) = key(&desk.priced[i]) {
            groups.entry(key).or_default().push(i);
        }
    }
    for ((attendance, code, _), mut notes) in groups {
        let base = |p: &&Priced| {
            let row = p.row.as_ref().filter(|r| !r.is_addition() && r.note_code.as_ref() == Some(&code));
            p.refused.is_none() && p.acts[0].attendance == attendance && row.is_some()
        };
        let bases = desk.priced.iter().filter(base).count().max(1);
        notes.sort_by_key(|i| std::cmp::Reverse(desk.priced[*i].points()));
        for (n, i) in notes.iter().enumerate().skip(bases) {
            let first = desk.priced[notes[n - bases]].ja.clone();
            let p = &mut desk.priced[*i];
            p.refused = Some((
                cx.rule.id,
                format!(
                    "「{first}」と「{}」は同じ行為に併せて算定できない注加算なので（通番が同じ）、高いほうを算定します。",
                    p.ja
                ),
            ));
        }
    }
}

fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    if !cx.has_masters() {
        return;
    }
    shares(desk, cx);
    counts(desk, cx);
}

/// 上限回数 of a month.
fn counts(desk: &mut Desk, cx: &Cx<'_>) {
    let limited = |p: &Priced| columns_of(p).is_some_and(|(_, c)| c.most > 0);
    let mut counted: BTreeMap<String, u16> = BTreeMap::new();
    for i in in_order(cx, &desk.priced, limited) {
        let Some((most, cuts)) = columns_of(&desk.priced[i]).map(|(_, c)| (c.most, c.most_cuts)) else { continue };
        let count = counted.entry(desk.priced[i].what.clone()).or_default();
        if *count < most {
            *count += 1;
            continue;
        }
        let p = &mut desk.priced[i];
        if cuts {
            p.refused =
                Some((cx.rule.id, format!("「{}」は1か月に{most}回までなので（上限回数）、算定できません。", p.ja)));
        } else if !p.check {
            p.check = true;
            p.because.push(format!(
                "「{}」は1か月に{most}回を超えています（上限回数）。回数を確かめてください（要確認）。",
                p.ja
            ));
        }
    }
}

/// Rows that are a percentage of an act.
fn shares(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Code(code)) = act.what() else { continue };
        let day = cx.facts.attendances[id.attendance.0].day;
        let Ok(row) = cx.catalogue.act(code, day) else { continue };
        let Some(columns) = row.columns.as_deref().filter(|_| row.is_share()) else { continue };
        let about = || cx.about_acts(&[id], code, &row.name);
        if let Some(because) = forbidden(cx, id, row, columns) {
            desk.findings.push(cx.refuse(about(), because));
            continue;
        }
        if let Some(finding) = crate::pricing::without_notice(cx, id, row, &row.facility_codes) {
            desk.findings.push(finding);
            continue;
        }
        share(desk, cx, (id, act), row, columns, day);
    }
}

fn share(desk: &mut Desk, cx: &Cx<'_>, (id, act): (ActId, &Act), row: &Arc<ActRow>, columns: &ActColumns, day: Day) {
    let about = || cx.about_acts(&[id], &row.code, &row.name);
    let mut bases = bases(desk, id.attendance, row);
    bases.sort_by_key(|i| (desk.priced[*i].points(), desk.priced[*i].what.clone()));
    let reduction = columns.point_kind == PointKind::Reduction;
    let Some(base) = (if reduction { bases.last() } else { bases.first() }).copied() else {
        desk.findings.push(cx.unpriced(
            about(),
            format!(
                "「{}」は行為の所定点数の{}%ですが、もとになる行為がこの受診にありません。もとの行為を入れるか、消してください。",
                row.name,
                row.points.value.normalize()
            ),
        ));
        return;
    };
    let several = bases.len() > 1;
    let name = desk.priced[base].ja.clone();
    let rate = Why::step(Op::Divide, vec![Why::Table(row.points.clone()), Why::count("", 100)]);
    if reduction {
        let rest = Why::step(Op::Minus, vec![Why::count("", 1), rate]);
        let p = &mut desk.priced[base];
        let product = Why::step(Op::Times, vec![p.why.clone(), rest]);
        p.why = Why::step_by(Op::HalfUpPoint, vec![product], cx.rule.cite());
        p.formula = String::new();
        p.check |= several;
        let because = format!(
            "「{}」により、所定点数から{}%を引きます（1点未満四捨五入）。",
            row.name,
            row.points.value.normalize()
        );
        p.because.push(because);
        let said = format!("減算の行なので、「{name}」の点数から引きました。");
        desk.findings.push(cx.refuse(about(), said));
        return;
    }
    let amount = standard_points(desk, cx, base, day);
    let product = Why::step(Op::Times, vec![amount, rate]);
    let why = Why::step_by(Op::HalfUpPoint, vec![product], cx.rule.cite());
    let mut p = Priced::from_row(id, cx.rule.id, act, row, why);
    p.addition_to = Some(desk.priced[base].what.clone());
    p.section = section_of(desk, base);
    p.yen = desk.priced[base].yen;
    p.because.push(format!("「{name}」の所定点数の{}%です（1点未満四捨五入）。", row.points.value.normalize()));
    if several {
        p.check = true;
        p.because.push("もとになる行為が2つ以上あるので、点数の最も低いものに掛けました（要確認）。".to_owned());
    }
    desk.priced.push(p);
}

fn section_of(desk: &Desk, base: usize) -> Section {
    desk.priced[base].section
}

/// The acts a percentage may be taken of: by 注加算コード, else those of its kind.
fn bases(desk: &Desk, attendance: AttendanceId, row: &ActRow) -> Vec<usize> {
    let kind = row.category.trim_end_matches("割合");
    let fits = |p: &Priced| {
        let Some(base) = p.row.as_ref().filter(|b| !b.is_addition()) else { return false };
        let same_kind = &*base.category == kind || (kind == "検査" && &*base.category == "病理");
        let yen = &*base.category == YEN_ROW && kind == "その他";
        // 判断料 and what rules put beside an act are no acts of their own.
        let judged = base.columns.as_ref().is_some_and(|c| c.judgement.0 == 2);
        p.refused.is_none()
            && !judged
            && p.addition_to.is_none()
            && p.acts[0].attendance == attendance
            && match &row.note_code {
                Some(code) => base.note_code.as_ref() == Some(code),
                None => same_kind || yen,
            }
    };
    (0..desk.priced.len()).filter(|i| fits(&desk.priced[*i])).collect()
}

/// 所定点数: the act before 四肢の特例 and the 注加算 that count into it (column 62 = 0).
fn standard_points(desk: &Desk, cx: &Cx<'_>, base: usize, day: Day) -> Why {
    let p = &desk.priced[base];
    let own = crate::rules::procedure_time_addition::before_limb(&p.why).clone();
    let code = p.row.as_ref().and_then(|r| r.note_code.clone());
    let counts = |q: &&Priced| {
        let Some((row, columns)) = columns_of(q) else { return false };
        let same_day = cx.facts.attendances[q.acts[0].attendance.0].day == day;
        columns.is_addition()
            && !columns.outside_share
            && code.is_some()
            && row.note_code == code
            && q.refused.is_none()
            && same_day
            && q.acts[0].attendance == p.acts[0].attendance
    };
    let additions: Vec<Why> = desk.priced.iter().filter(counts).map(|q| q.why.clone()).collect();
    if additions.is_empty() { own } else { Why::step(Op::Plus, std::iter::once(own).chain(additions).collect()) }
}
