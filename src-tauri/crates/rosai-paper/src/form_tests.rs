//! The forms are complete: nothing of the sheet and nothing of the document is forgotten.

use super::*;
use rosai_document::Section;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// Every field of a claim document. A variant that is new does not compile here.
fn claim_fields() -> Vec<FieldId> {
    use FieldId::*;
    let mut all = vec![
        SequenceClass,
        Disposition,
        LaborInsuranceNumber,
        Birth,
        InjuredOn,
        PeriodFrom,
        PeriodTo,
        Days,
        Total,
        HospitalNumber,
        HospitalName,
        Kana,
        Name,
        Age,
        EmployerName,
        Prefecture,
        PrefectureKind,
        Municipality,
        MunicipalityKind,
        Diseases,
        Course,
        PointsTotal,
        YenOfPoints,
        YenItems,
        RemarkClasses,
        Remarks,
        YenRemarks,
        InitialTime,
    ];
    for section in Section::ALL.iter().copied() {
        all.extend([Count(section), Points(section), UnitPoints(section), YenCount(section), Yen(section)]);
    }
    all.extend([OtherYen(0), OtherYen(1), OtherYen(2)]);
    for field in &all {
        match field {
            SequenceClass | Disposition | LaborInsuranceNumber | Birth | InjuredOn | PeriodFrom | PeriodTo | Days
            | Total | HospitalNumber | HospitalName | Kana | Name | Age | EmployerName | Prefecture
            | PrefectureKind | Municipality | MunicipalityKind | Diseases | Course | PointsTotal | YenOfPoints
            | YenItems | RemarkClasses | Remarks | YenRemarks | InitialTime | Count(_) | Points(_) | UnitPoints(_)
            | YenCount(_) | Yen(_) | OtherYen(_) => {}
        }
    }
    all
}

/// Every field of a claim sheet. A variant that is new does not compile here.
fn sheet_fields() -> Vec<SheetFieldId> {
    use SheetFieldId::*;
    let all = vec![
        HospitalNumber,
        Amount,
        Slips,
        ClaimEra,
        ClaimYear,
        ClaimMonth,
        FirstWorker,
        Others,
        ClaimedOnEra,
        ClaimedOnYear,
        ClaimedOnMonth,
        ClaimedOnDay,
        PostalCode,
        Address,
        HospitalName,
        Director,
        LaborBureau,
        Office,
        Telephone(0),
        Telephone(1),
        Telephone(2),
    ];
    for field in &all {
        match field {
            HospitalNumber | Amount | Slips | ClaimEra | ClaimYear | ClaimMonth | FirstWorker | Others
            | ClaimedOnEra | ClaimedOnYear | ClaimedOnMonth | ClaimedOnDay | PostalCode | Address | HospitalName
            | Director | LaborBureau | Office | Telephone(_) => {}
        }
    }
    all
}

fn each_name_once<F>(form: &Form<F>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let names = form.fields.iter().map(|f| &f.name).chain(form.absent.iter().map(|a| &a.name));
    names.for_each(|name| *seen.entry(name).or_default() += 1);
    for name in &form.names {
        assert_eq!(
            seen.remove(name.as_str()),
            Some(1),
            "{}: 「{name}」は印字か absent のどちらか1回だけに書きます",
            form.form
        );
    }
    assert!(seen.is_empty(), "{}: 出典にない欄 {seen:?}", form.form);
    for absent in &form.absent {
        assert!(!absent.reason.is_empty() && absent.cite.starts_with('['), "{}: {}", form.form, absent.name);
    }
    assert!(form.source.starts_with('['), "{}", form.form);
    for field in &form.fields {
        let japanese = !field.ja.is_empty() && !field.ja.contains(|c: char| c.is_ascii_alphabetic());
        assert!(japanese, "{}: people read 「{}」", form.form, field.ja);
        assert!(field.source.as_ref().is_none_or(|s| s.starts_with('[')), "{}: {}", form.form, field.name);
    }
    let drawn: Vec<&str> = form.frame.boxes.iter().map(|b| b.name.as_str()).collect();
    assert!(
        drawn.iter().all(|name| form.absent.iter().any(|a| a.name == *name)),
        "staff and preprinted boxes are absent: {drawn:?}"
    );
}

fn each_field_has_a_place<F: Copy + Ord + Debug>(form: &Form<F>, all: Vec<F>) {
    let printed: BTreeSet<F> = form.fields.iter().map(|f| f.field).collect();
    let unplaced: BTreeSet<F> = form.unplaced.iter().flat_map(|u| u.fields.iter().copied()).collect();
    let both: Vec<_> = printed.intersection(&unplaced).collect();
    assert!(both.is_empty(), "{}: printed and unplaced: {both:?}", form.form);
    let known: BTreeSet<F> = all.into_iter().collect();
    let used: BTreeSet<F> = printed.union(&unplaced).copied().collect();
    let missing: Vec<_> = known.difference(&used).collect();
    assert!(missing.is_empty(), "{}: fields of the document without a place: {missing:?}", form.form);
    assert!(form.unplaced.iter().all(|u| !u.reason.is_empty() && u.cite.starts_with('[')), "{}", form.form);
}

#[test]
fn every_field_of_a_form_is_printed_or_absent_with_a_reason() {
    each_name_once(&STATEMENT);
    each_name_once(&CLAIM_SHEET);
    assert_eq!((STATEMENT.names.len(), CLAIM_SHEET.names.len()), (138, 28), "as many as the source has rows");
}

#[test]
fn every_field_of_the_document_has_its_place_or_a_reason() {
    each_field_has_a_place(&STATEMENT, claim_fields());
    each_field_has_a_place(&CLAIM_SHEET, sheet_fields());
}

fn sound<F>(form: &Form<F>) {
    for field in &form.fields {
        let (name, area) = (&field.name, field.area);
        let inside = |baseline: Mm100| area.y < baseline && baseline <= area.y + area.height;
        match &field.set {
            Set::Ocr(ocr) => {
                let boxes = i64::try_from(ocr.boxes).expect("few");
                assert_eq!(area.width, ocr.pitch * (boxes - 1) + Mm100(500), "{name}: boxes of 5 mm");
                assert_eq!((area.height, ocr.pitch), (Mm100(700), Mm100(600)), "{name}");
                assert!(inside(ocr.baseline + Mm100(90)), "{name}: the digits keep 0.9 mm from the box's lower edge");
            }
            Set::Text(set) | Set::Textblock(set) => {
                let advance = match set.unit {
                    Unit::Full => set.font_pt.em(),
                    Unit::Half => set.font_pt.em() / 2,
                };
                assert!((advance - set.pitch).0.abs() <= 3, "{name}: the pitch is the advance of the font");
                assert!(inside(set.baseline), "{name}");
                assert!(set.lines == 1 || set.line_pitch >= set.font_pt.em() * 95 / 100, "{name}: lines do not touch");
                assert!((set.pitch * set.chars - area.width).0.abs() <= 60, "{name}: as wide as its characters");
            }
            Set::Mark(mark) => {
                assert!(inside(mark.baseline), "{name}");
                assert!((mark.font_pt.em() - area.width).0.abs() <= 3, "{name}");
                assert!((1..=3).contains(&mark.word.chars().count()), "{name}");
            }
        }
        for other in field.overflow_of.iter().chain(&field.beside) {
            assert!(form.fields.iter().any(|f| f.name == *other), "{name}: {other}");
        }
    }
    for label in &form.frame.vlabel {
        assert_eq!(label.text.chars().count(), label.baselines.len(), "{}", label.text);
    }
}

#[test]
fn the_geometry_is_sound() {
    sound(&STATEMENT);
    sound(&CLAIM_SHEET);
}

/// Longest text of the frame and its right neighbour may touch, but what is preprinted is all drawn by the font.
#[test]
fn the_frame_has_no_letter_the_font_lacks() {
    let frames = [(&STATEMENT.frame, "34722"), (&CLAIM_SHEET.frame, "34720")];
    for (frame, form) in frames {
        let labels = frame.label.iter().flat_map(|l| l.lines.iter());
        let words = labels.chain(frame.ring.iter().map(|r| &r.text)).chain(frame.vlabel.iter().map(|l| &l.text));
        for word in words {
            assert!(word.chars().all(|c| crate::Font::Gothic.draws(c)), "{form}: {word}");
        }
    }
}
