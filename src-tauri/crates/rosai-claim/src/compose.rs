//! From the findings of a case to the document of its statement.

use rosai_document::{
    ClaimDocument, DiseaseLine, Group, Header, Line, LineRole, Op, Period, PlaceOfWork, RemarkLine, Section,
    SequenceClass, SheetKind, SymptomLine, Totals, ValueUsed, Why, WorkerBox,
};
use rosai_domain::{
    Arrival, AttendanceId, Consultation, Day, Disposition, Facts, InjuryCase, PersonName, Site, SymptomDetail,
    to_katakana,
};
use rosai_fees::{Amount, Assessment, Charge, Finding, StatementSum};
use std::collections::{BTreeMap, BTreeSet};

/// The document of one case's outpatient statement; none where nothing is charged.
pub fn compose(facts: &Facts, assessment: &Assessment, case: &InjuryCase, program: &str) -> Option<ClaimDocument> {
    let sum = assessment.sums.iter().find(|s| s.injury == case.id)?;
    let of_case: Vec<(&Finding, &Charge)> = assessment.charges().filter(|(f, _)| f.subject.injury == case.id).collect();
    let groups = groups(&of_case, facts);
    let values_used: BTreeSet<ValueUsed> = of_case
        .iter()
        .flat_map(|(_, c)| c.amount.why().tables())
        .chain(sum.yen_of_points.why().tables())
        .map(|t| ValueUsed { id: t.id.to_string(), from: t.from, standing: t.standing })
        .collect();
    Some(ClaimDocument {
        program: program.to_owned(),
        sheet: SheetKind::Outpatient,
        month: facts.month,
        header: header(facts, case, &of_case),
        diseases: case.diseases.iter().map(|d| DiseaseLine { text: disease_text(d) }).collect(),
        course: case.course.clone(),
        remarks: remarks(&groups, case),
        symptoms: case.symptoms.iter().map(|s| SymptomLine { class: s.class, text: s.text.clone() }).collect(),
        yen_remarks: yen_remarks(&groups),
        groups,
        totals: totals(sum),
        values_used: values_used.into_iter().collect(),
    })
}

fn totals(sum: &StatementSum) -> Totals {
    Totals {
        points: sum.points,
        yen_of_points: sum.yen_of_points.clone(),
        yen_items: sum.yen_items,
        total: sum.total.clone(),
    }
}

/// `R7.10.31`.
fn short(day: Day) -> String {
    let (era, year) = day.era();
    let letter = match era.paper_code() {
        9 => 'R',
        7 => 'H',
        5 => 'S',
        3 => 'T',
        _ => 'M',
    };
    format!("{letter}{year}.{}.{}", day.month().month, day.day_of_month())
}

/// The name with the dates the text asks for behind it (part 3, 4(3): 傷病名).
fn disease_text(d: &rosai_domain::Disease) -> String {
    let since = d.since.map(|s| format!("（{}）", short(s))).unwrap_or_default();
    let end = d.end.as_ref().map(|e| format!("（{}{}）", short(e.day), e.disposition.ja())).unwrap_or_default();
    format!("{}{since}{end}", d.name)
}

fn header(facts: &Facts, case: &InjuryCase, charges: &[(&Finding, &Charge)]) -> Header {
    let days = examined_days(facts, case);
    // 999: 証明書料 (and a 取扱料 that came late) without any examination (part 3, 4(3)イ 療養期間).
    let only_papers =
        !facts.attendances.iter().any(|a| a.injury == case.id && a.consultation != Some(Consultation::DocumentsOnly));
    Header {
        cause: case.cause,
        sequence_class: sequence_class(case),
        disposition: case.disposition.code(),
        number: case.number.clone(),
        injured_on: case.injured_on,
        period: period(facts, case, &days, charges),
        days: if days.is_empty() && only_papers { 999 } else { days.len() as u32 },
        hospital_number: facts.facility.hospital_number.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default(),
        hospital_name: facts.facility.name.clone(),
        worker: WorkerBox {
            name: facts.worker.name.clone(),
            kana: PersonName::new(&to_katakana(facts.worker.kana.as_str())),
            birth: facts.worker.birth,
            age: facts.worker.birth.age_on(facts.month.last()),
            sex: facts.worker.sex,
        },
        place_of_work: PlaceOfWork {
            name: case.employer.name.clone(),
            prefecture: case.employer.prefecture.clone(),
            municipality: case.employer.municipality.clone(),
        },
        office: case.office.clone(),
    }
}

/// 新継再別 (part 3, 4(3)イ).
fn sequence_class(case: &InjuryCase) -> SequenceClass {
    match case.arrival {
        _ if case.earlier_slips > 0 => SequenceClass::Continuing,
        Arrival::First | Arrival::TransferUndesignated | Arrival::Switched => SequenceClass::First,
        Arrival::TransferDesignated => SequenceClass::Transfer,
        Arrival::Relapse => SequenceClass::Relapse,
    }
}

/// Days of the month on which somebody was examined for the case.
fn examined_days(facts: &Facts, case: &InjuryCase) -> BTreeSet<Day> {
    let examined = |c| !matches!(c, Some(Consultation::DocumentsOnly | Consultation::Incidental));
    facts.attendances.iter().filter(|a| a.injury == case.id && examined(a.consultation)).map(|a| a.day).collect()
}

/// 療養期間 (part 3, 4(3)イ): to the end of the month where it goes on, else to the last day of treatment; certificates
/// only: the day of certification.
fn period(facts: &Facts, case: &InjuryCase, days: &BTreeSet<Day>, charges: &[(&Finding, &Charge)]) -> Period {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        let charged = || charges.iter().filter_map(|(f, _)| f.subject.day);
        let first = facts.month.first();
        return Period { from: charged().min().unwrap_or(first), to: charged().max().unwrap_or(first) };
    };
    let from = if case.earlier_slips > 0 { facts.month.first() } else { *first };
    let to = if case.disposition == Disposition::Continuing { facts.month.last() } else { *last };
    Period { from, to }
}

/// Groups of the body: the images of one attendance together, then all that is alike in everything but the day.
fn groups(charges: &[(&Finding, &Charge)], facts: &Facts) -> Vec<Group> {
    let mut one_by_one: Vec<(Option<AttendanceId>, Group)> = Vec::new();
    for (finding, charge) in charges {
        let attendance = finding.subject.attendance;
        let group = single(finding, charge, facts);
        let beside = one_by_one.last_mut().filter(|(a, g)| {
            *a == attendance && g.section == Section::Imaging && group.section == Section::Imaging && group.times() == 1
        });
        match beside {
            Some((_, same)) => join_images(same, group),
            None => one_by_one.push((attendance, group)),
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for (_, group) in one_by_one {
        match groups.iter_mut().find(|g| alike(g, &group)) {
            Some(same) => {
                for (day, times) in group.days {
                    *same.days.entry(day).or_default() += times;
                }
                same.counted += group.counted;
                if one_entry(group.section) {
                    same.remarks.extend(group.remarks);
                }
            }
            None => groups.push(group),
        }
    }
    groups.sort_by_key(|g| g.section);
    groups
}

/// 休業証明 and 指導 are one entry with a remark each.
fn one_entry(section: Section) -> bool {
    matches!(section, Section::OtherYen | Section::GuidanceYen)
}

fn alike(a: &Group, b: &Group) -> bool {
    let same = a.section == b.section && a.lines == b.lines && a.sites == b.sites && a.formula == b.formula;
    same && (a.points, a.yen) == (b.points, b.yen) && (a.remarks == b.remarks || one_entry(a.section))
}

/// 診断, 撮影 and 電子画像管理 of one attendance are one 剤: their points are added and claimed once.
fn join_images(group: &mut Group, other: Group) {
    group.lines.extend(other.lines);
    group.points = Some(group.points.unwrap_or_default() + other.points.unwrap_or_default());
    group.formula = group.points.map(|p| p.0.to_string()).unwrap_or_default();
    group.why = match std::mem::replace(&mut group.why, other.why.clone()) {
        Why::Step { op: Op::Plus, mut of, cite: None } => {
            of.push(other.why);
            Why::step(Op::Plus, of)
        }
        first => Why::step(Op::Plus, vec![first, other.why]),
    };
    if group.sites.is_empty() {
        group.sites = other.sites;
    }
    group.remarks.extend(other.remarks);
}

/// The group of one charge.
fn single(finding: &Finding, charge: &Charge, facts: &Facts) -> Group {
    let mut remarks = charge.remarks.clone();
    let (points, yen) = match &charge.amount {
        Amount::Points(p) => (Some(p.value()), None),
        Amount::Yen(y) => (None, Some(y.value())),
    };
    let day = finding.subject.day.unwrap_or_else(|| facts.month.last());
    // 手術は施行月日を記載する (part 3, 7 その他 1)).
    if charge.section == Section::Operation && charge.addition_to.is_none() {
        remarks.insert(0, format!("（{}）", short(day)));
    }
    Group {
        section: charge.section,
        lines: lines(finding, charge, points),
        sites: sites_text(&charge.sites),
        formula: charge.formula.clone(),
        points,
        yen,
        days: BTreeMap::from([(day.day_of_month(), charge.times)]),
        counted: charge.times,
        why: charge.amount.why().clone(),
        rule: finding.rule,
        remarks,
    }
}

fn lines(finding: &Finding, charge: &Charge, points: Option<rosai_domain::Points>) -> Vec<Line> {
    if charge.parts.is_empty() {
        let role = if charge.addition_to.is_some() { LineRole::Addition } else { LineRole::Base };
        return vec![Line {
            code: charge.code.clone(),
            name: finding.subject.ja.clone(),
            role,
            quantity: charge.quantity.clone(),
            points,
        }];
    }
    let part = |(name, quantity): &(String, String)| Line {
        code: None,
        name: name.clone(),
        role: LineRole::Drug,
        quantity: Some(quantity.clone()),
        points: None,
    };
    charge.parts.iter().map(part).collect()
}

fn sites_text(sites: &[Site]) -> String {
    sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・")
}

/// Sections whose box on the sheet says everything (記載例3 names no 外来管理加算 in 摘要).
fn has_own_box(section: Section) -> bool {
    matches!(
        section,
        Section::OutpatientManagement | Section::RepeatOvertime | Section::RepeatHoliday | Section::RepeatMidnight
    )
}

/// Half-width characters in one line of 摘要 (26 full-width): a formula is not torn apart by the line's end.
const REMARK_WIDTH: usize = 52;

fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() || ('\u{FF61}'..='\u{FF9F}').contains(&c) { 1 } else { 2 }).sum()
}

/// 摘要 of the point items: one entry a group, the class on the first line of each class.
fn remarks(groups: &[Group], case: &InjuryCase) -> Vec<RemarkLine> {
    let mut out: Vec<RemarkLine> = Vec::new();
    let mut last_class = None;
    for group in groups.iter().filter(|g| g.points.is_some() && !has_own_box(g.section)) {
        let class = group.section.class();
        let mut texts: Vec<String> = Vec::new();
        let price = format!("{}×{}", group.formula, group.times());
        let names: Vec<String> = group
            .lines
            .iter()
            .map(|l| match &l.quantity {
                Some(quantity) => format!("{} {quantity}", l.name),
                None => l.name.clone(),
            })
            .collect();
        let site = if group.sites.is_empty() { String::new() } else { format!("（{}）", group.sites) };
        let (last, before) = names.split_last().expect("a group has a line");
        texts.extend(before.iter().cloned());
        let one_line = format!("{last}{site} {price}");
        if width(&one_line) <= REMARK_WIDTH {
            texts.push(one_line);
        } else {
            if width(&format!("{last}{site}")) <= REMARK_WIDTH {
                texts.push(format!("{last}{site}"));
                texts.push(format!("　{price}"));
            } else {
                texts.push(last.clone());
                texts.push(format!("　{site}{price}"));
            }
        }
        texts.extend(group.remarks.iter().cloned());
        for text in texts {
            out.push(RemarkLine { class: (last_class != Some(class)).then_some(class), text });
            last_class = Some(class);
        }
    }
    let typed = case.remarks.iter().map(|t| t.trim()).filter(|t| !t.is_empty());
    out.extend(typed.map(|t| RemarkLine { class: None, text: t.to_owned() }));
    let symptom = |s: &SymptomDetail| format!("〔症状詳記{:02} {}〕{}", s.class, s.class_ja(), s.text);
    out.extend(case.symptoms.iter().map(|s| RemarkLine { class: None, text: symptom(s) }));
    out
}

/// Lines of 摘要 beside the yen items, one a row of the sheet: 初診, 再診, 指導, then (80)その他 three times.
const YEN_ROWS: usize = 6;
/// Half-width characters in one of them (14 full-width).
const YEN_WIDTH: usize = 28;

/// 摘要 beside the yen items, each line beside its amount: what (80)その他 and 指導 are, and every fee that is not the
/// ordinary one; behind them the certified periods.
fn yen_remarks(groups: &[Group]) -> Vec<String> {
    let mut rows: Vec<String> = vec![String::new(); YEN_ROWS];
    let mut periods: Vec<String> = Vec::new();
    let mut other = 3;
    for group in groups.iter().filter(|g| g.yen.is_some()) {
        let name = group.lines.first().map(|l| l.name.as_str()).unwrap_or_default();
        match group.section {
            Section::GuidanceYen => {
                let mut kinds: Vec<&String> = Vec::new();
                for kind in &group.remarks {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                let counted = |kind: &&String| group.remarks.iter().filter(|r| r == kind).count();
                let said: Vec<String> = kinds.iter().map(|k| format!("{k} {}回", counted(k))).collect();
                append(&mut rows[2], &said.join(" "));
            }
            Section::OtherYen => {
                let certified = group.remarks.iter().any(|r| r.contains('～'));
                let line = if certified { format!("{name} {}枚", group.times()) } else { name.to_owned() };
                append(&mut rows[other.min(YEN_ROWS - 1)], &line);
                other += 1;
                periods.extend(group.remarks.iter().cloned());
            }
            _ if matches!(name, "初診料" | "再診料") => {}
            section => {
                let row = if section == Section::InitialYen { 0 } else { 1 };
                append(&mut rows[row], &format!("{name} {}×{}", group.formula, group.times()));
            }
        }
    }
    // Several periods to a line, directly behind the last その他.
    rows.truncate(rows.iter().rposition(|r| !r.is_empty()).map_or(0, |last| last + 1));
    let mut line = String::new();
    for period in periods {
        if !line.is_empty() && width(&line) + 1 + width(&period) > YEN_WIDTH {
            rows.push(std::mem::take(&mut line));
        }
        append(&mut line, &period);
    }
    if !line.is_empty() {
        rows.push(line);
    }
    rows
}

fn append(line: &mut String, text: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(text);
}
