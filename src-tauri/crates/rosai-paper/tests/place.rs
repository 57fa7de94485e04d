//! How the fields are filled, and what is refused.
#![allow(missing_docs, reason = "a test")]

mod sample;

use rosai_document::{ClaimDocument, ClaimSheet, DiseaseLine, RemarkLine, Section};
use rosai_domain::{InsuranceNumber, PersonName, Points, Problem, Yen};
use rosai_paper::{Font, Item, Mm100, Mode, Sheet, Style, Text, place_claim_sheet, place_statement, svg};
use sample::{claim_sheet, day, full_claim_sheet, full_statement, group, statement, yen, yen_group};

fn filled(change: impl FnOnce(&mut ClaimDocument)) -> Sheet {
    let mut document = statement();
    change(&mut document);
    place_statement(&document, Style::default()).unwrap_or_else(|p| panic!("{p:#?}"))
}

fn refused(change: impl FnOnce(&mut ClaimDocument)) -> Vec<Problem> {
    let mut document = statement();
    change(&mut document);
    place_statement(&document, Style::default()).expect_err("must be refused")
}

fn claim_filled(change: impl FnOnce(&mut ClaimSheet)) -> Sheet {
    let mut sheet = claim_sheet();
    change(&mut sheet);
    place_claim_sheet(&sheet, Style::default()).unwrap_or_else(|p| panic!("{p:#?}"))
}

fn claim_refused(change: impl FnOnce(&mut ClaimSheet)) -> Vec<Problem> {
    let mut sheet = claim_sheet();
    change(&mut sheet);
    place_claim_sheet(&sheet, Style::default()).expect_err("must be refused")
}

/// The left edges of the boxes in which the characters of a field stand, 5 mm wide: middle of the character less 2.5 mm.
fn boxes(sheet: &Sheet, field: &str) -> Vec<(i64, String)> {
    let of = sheet.items.iter().filter_map(|item| match item {
        Item::Text(t) if t.field == Some(field) => Some((t.x.0 + t.width.0 / 2 - 250, t.text.clone())),
        _ => None,
    });
    of.collect()
}

#[test]
fn dates_are_an_era_digit_and_three_pairs() {
    let sheet = filled(|_| {});
    assert_eq!(sheet.read("birth"), ["5550412"]);
    assert_eq!(sheet.read("injury_date"), ["9070305"]);
    assert_eq!(sheet.read("to_date"), ["9070630"]);
    let blank = Style { zero_fill: false, ..Style::default() };
    let sheet = place_statement(&statement(), blank).expect("it fits");
    assert_eq!(sheet.read("injury_date"), ["9735"]);
    // R7.3.5 without zeros: era in box 0, 7 in box 2, 3 in box 4, 5 in box 6 of 66.5 mm + 6 mm each.
    let lefts: Vec<i64> = boxes(&sheet, "injury_date").iter().map(|(x, _)| *x).collect();
    for (left, box_number) in lefts.iter().zip([0, 2, 4, 6]) {
        assert!((left - (6650 + 600 * box_number)).abs() <= 1, "{left}");
    }
    let claim = place_claim_sheet(&claim_sheet(), blank).expect("it fits");
    assert_eq!((claim.read("claim_year"), claim.read("claim_month")), (vec!["7".to_owned()], vec!["6".to_owned()]));
}

#[test]
fn amounts_stand_right_one_digit_a_box() {
    let sheet = filled(|d| d.totals.total = yen(28_420));
    let digits = boxes(&sheet, "total");
    assert_eq!(digits.iter().map(|(_, c)| c.as_str()).collect::<String>(), "28420");
    for ((left, _), box_number) in digits.iter().zip(2..) {
        assert!((left - (5450 + 600 * box_number)).abs() <= 1, "{left}");
    }
    assert_eq!(filled(|d| d.totals.total = yen(9_999_999)).read("total"), ["9999999"]);
    assert_eq!(filled(|d| d.header.days = 999).read("days"), ["999"]);
}

#[test]
fn the_yen_mark_stands_left_of_the_first_digit() {
    let sheet = claim_filled(|_| {});
    let found = boxes(&sheet, "amount");
    assert_eq!(found.iter().map(|(_, c)| c.as_str()).collect::<String>(), "¥1284560");
    assert!((found[0].0 - (3925 + 600)).abs() <= 1, "the mark is in the second of nine boxes");
    assert_eq!(claim_filled(|s| s.amount = Yen(99_999_999)).read("amount"), ["¥99999999"]);
    assert_eq!(
        (sheet.read("claim_era"), sheet.read("claim_year"), sheet.read("slips")),
        (vec!["9".into()], vec!["07".into()], vec!["23".into()])
    );
}

#[test]
fn separators_stand_where_the_sample_has_them() {
    let sheet = filled(|d| {
        d.totals.points = Points(1415);
        d.totals.yen_of_points = yen(1_234_567);
    });
    assert_eq!(sheet.read("points_total"), ["1,415"]);
    assert_eq!(sheet.read("yen_a"), ["1,234,567"]);
    assert_eq!(sheet.read("yen_item_1"), ["11,440"]);
    // Six columns: the separator goes when the number needs them.
    assert_eq!(filled(|d| d.totals.points = Points(123_456)).read("points_total"), ["123456"]);
}

#[test]
fn a_row_with_nothing_in_it_is_blank() {
    let sheet = filled(|_| {});
    assert_eq!(sheet.read("count_24"), ["8"]);
    assert_eq!(sheet.read("points_24"), ["560"]);
    assert_eq!(sheet.read("count_13"), ["14"], "units of internal drugs, not times");
    for blank in ["count_00", "points_00", "count_19", "points_19", "yen_item_0", "yen_item_5"] {
        assert_eq!(sheet.read(blank), Vec::<String>::new(), "{blank}");
    }
    assert_eq!(
        (sheet.read("yen_item_3"), sheet.read("yen_item_4")),
        (vec!["4,000".to_owned()], vec!["2,000".to_owned()])
    );
    let empty = filled(|d| d.groups.clear());
    assert!(
        empty
            .items
            .iter()
            .all(|i| { i.field().is_none_or(|f| !f.starts_with("count_") && !f.starts_with("points_0")) })
    );
}

#[test]
fn the_last_letters_of_the_place_are_circled() {
    let sheet = filled(|_| {});
    let circled = |sheet: &Sheet| -> Vec<&'static str> {
        let of = sheet.items.iter().filter(|i| matches!(i, Item::Circle(_)));
        of.filter_map(Item::field).collect()
    };
    assert_eq!(circled(&sheet), ["pref_do", "city_ku"]);
    assert_eq!((sheet.read("pref"), sheet.read("city")), (vec!["北海".to_owned()], vec!["札幌市中央".to_owned()]));
    let other = filled(|d| {
        d.header.place_of_work.prefecture = "京都府".to_owned();
        d.header.place_of_work.municipality = "宇治市".to_owned();
    });
    assert_eq!(circled(&other), ["pref_fu", "city_shi"]);
    let said = refused(|d| d.header.place_of_work.municipality = "上川郡東川町".to_owned());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].message.contains("「町」") && said[0].message.contains("郡・市・区"), "{said:?}");
}

#[test]
fn a_class_stands_on_the_first_line_of_its_remark() {
    let sheet = filled(|_| {});
    let class_lines: Vec<i64> = baselines(&sheet, "tekiyo_code");
    let lines: Vec<i64> = baselines(&sheet, "tekiyo");
    assert_eq!(sheet.read("tekiyo_code"), ["12", "14", "40", "50", "70", "80"]);
    // 50 takes two lines, so 70 stands on the eighth.
    let rows = [0, 2, 3, 5, 7, 8];
    for (class, row) in class_lines.iter().zip(rows) {
        assert!((class - lines[row]).abs() <= 30, "{class} beside {}", lines[row]);
    }
}

fn baselines(sheet: &Sheet, field: &str) -> Vec<i64> {
    let of = sheet.items.iter().filter_map(|item| match item {
        Item::Text(t) if t.field == Some(field) => Some(t.y.0),
        _ => None,
    });
    of.collect()
}

#[test]
fn long_names_go_to_two_small_lines() {
    let sheet = filled(|d| d.header.worker.name = PersonName::new("一二三四五六七八九十一二三四"));
    assert_eq!(sheet.read("name"), Vec::<String>::new());
    assert_eq!(sheet.read("name_long"), ["一二三四五六七八九十一二三四"]);
    let thirteen = filled(|d| d.header.worker.name = PersonName::new("一二三四五六七八九十一二三"));
    assert_eq!(thirteen.read("name").len(), 1);
    let thirty = "一二三四五六七八九十".repeat(3);
    assert_eq!(filled(|d| d.header.worker.name = PersonName::new(&thirty)).read("name_long").len(), 2);
    let said = refused(|d| d.header.worker.name = PersonName::new(&format!("{thirty}一")));
    assert!(said[0].message.contains("全角15文字×2行"), "{said:?}");
    let claim = claim_filled(|s| s.first_worker = PersonName::new("アレクサンドル・ウラジーミロヴィチ"));
    assert_eq!((claim.read("first_name").len(), claim.read("first_name_small").len()), (0, 2));
    let said = claim_refused(|s| s.first_worker = PersonName::new(&thirty));
    assert!(said[0].message.contains("全角13文字×2行"), "{said:?}");
}

#[test]
fn text_is_broken_but_never_cut() {
    let full = "あ".repeat(27 * 4);
    let sheet = filled(|d| d.course = full.clone());
    assert_eq!(sheet.read("course").concat(), full);
    assert_eq!(filled(|d| d.course = "1".repeat(54 * 4)).read("course").len(), 4, "half-width characters count half");
    for (change, room) in [
        (
            Box::new(|d: &mut ClaimDocument| d.course = "あ".repeat(27 * 4 + 1)) as Box<dyn FnOnce(&mut ClaimDocument)>,
            "全角27文字×4行",
        ),
        (Box::new(|d| d.course = "一\n二\n三\n四\n五".to_owned()), "全角27文字×4行"),
        (Box::new(|d| d.diseases = vec![DiseaseLine { text: "骨".repeat(67) }]), "全角22文字×3行"),
        (Box::new(|d| d.remarks = vec![RemarkLine { class: None, text: "x".to_owned() }; 31]), "全角26文字×30行"),
        (Box::new(|d| d.yen_remarks = vec!["再診".to_owned(); 10]), "全角14文字×8行"),
        (Box::new(|d| d.header.hospital_name = "病".repeat(46)), "全角15文字×3行"),
        (Box::new(|d| d.header.worker.kana = PersonName::new(&"ア".repeat(26))), "全角25文字"),
        (Box::new(|d| d.header.place_of_work.name = "社".repeat(41)), "全角20文字×2行"),
    ] {
        let said = refused(change);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].message.contains(room), "{room}: {said:?}");
        assert!(said[0].place.contains("診療費請求内訳書"), "{said:?}");
    }
}

#[test]
fn names_of_places_break_at_a_space_where_the_lines_suffice() {
    let sheet = filled(|_| {});
    assert_eq!(sheet.read("hospital_name"), ["医療法人見本会", "見本整形外科クリニック"]);
    let long = format!("医療法人　{}", "見".repeat(40));
    let sheet = filled(|d| d.header.hospital_name = long.clone());
    assert_eq!(sheet.read("hospital_name").concat(), long, "no room for the nicer break: nothing is left out");
}

#[test]
fn amounts_and_numbers_that_do_not_fit_are_refused() {
    let said = refused(|d| d.totals.total = yen(10_000_000));
    assert!(said[0].place.contains("⑬ 合計額") && said[0].message.contains("9,999,999"), "{said:?}");
    assert!(refused(|d| d.totals.total = yen(-1))[0].message.contains("-1"));
    assert!(!refused(|d| d.header.days = 1000).is_empty());
    assert!(!refused(|d| d.groups.push(group(Section::Imaging, 10_000_000, &[1]))).is_empty(), "eight columns");
    assert!(claim_refused(|s| s.amount = Yen(100_000_000))[0].message.contains("99,999,999"));
    assert!(claim_refused(|s| s.slips = 1000)[0].message.contains("999"));
    assert!(claim_refused(|s| s.hospital_number = "012345".to_owned())[0].message.contains("7桁"));
    assert!(claim_refused(|s| s.hospital_number = "01-3456".to_owned())[0].message.contains("数字でない"));
    assert!(
        claim_refused(|s| s.telephone = "0110000000".to_owned()).iter().any(|p| p.message.contains("3つに区切って"))
    );
    assert!(claim_refused(|s| s.labor_bureau = "北海道労働局".to_owned())[0].message.contains("全角4文字"));
}

#[test]
fn a_character_no_font_has_is_refused_with_its_place() {
    let said = refused(|d| {
        d.header.worker.name = PersonName::new("𠮷田　太郎");
        d.course = "経過は良好。\n痛み🍣なし".to_owned();
    });
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "all at once: {said:#?}");
    assert!(said[0].contains("労働者の氏名") && said[0].contains("1行目の1文字目「𠮷」（U+20BB7）"), "{said:#?}");
    assert!(said[1].contains("傷病の経過") && said[1].contains("2行目の3文字目「🍣」（U+1F363）"), "{said:#?}");
    assert!(refused(|d| d.course = "葛\u{E0100}飾".to_owned())[0].message.contains("U+E0100"));
    assert!(refused(|d| d.course = "a\tb".to_owned())[0].message.contains("制御文字"));
    // Decomposed kana are composed, not refused.
    assert_eq!(filled(|d| d.course = "か\u{3099}".to_owned()).read("course"), ["が"]);
}

#[test]
fn an_unknown_number_stays_blank_and_required_ones_do_not() {
    let sheet = filled(|d| d.header.number = InsuranceNumber::Unknown);
    assert!(sheet.read("rodo_hoken_no").is_empty());
    let said = refused(|d| {
        d.header.hospital_number = String::new();
        d.header.worker.name = PersonName::new("");
        d.diseases.clear();
        d.totals.total = yen(0);
    });
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said.iter().all(|p| p.message.contains("空のまま")), "{said:#?}");
}

#[test]
fn nothing_of_the_document_is_lost_on_the_way() {
    let said = refused(|d| d.groups.push(group(Section::OtherYen, 100, &[1])));
    assert!(said.iter().any(|p| p.message.contains("欄のない値")), "{said:#?}");
    let said = refused(|d| d.groups.extend([1, 2].map(|n| yen_group(Section::OtherYen, n, &[1]))));
    assert!(said[0].message.contains("3行の欄ですが4件"), "{said:#?}");
    let said = refused(|d| d.groups.push(yen_group(Section::Procedure, 100, &[1])));
    assert!(said.iter().any(|p| p.message.contains("欄のない値")), "{said:#?}");
}

#[test]
fn the_offset_moves_everything_alike() {
    for mode in [Mode::Overlay, Mode::Framed] {
        let style = |dx, dy| Style { mode, dx: Mm100(dx), dy: Mm100(dy), zero_fill: true };
        let still = place_statement(&statement(), style(0, 0)).expect("it fits");
        let moved = place_statement(&statement(), style(-120, 70)).expect("it fits");
        assert_eq!(still.items.len(), moved.items.len());
        for (a, b) in still.items.iter().zip(&moved.items) {
            assert_eq!(corner(a).0 + Mm100(-120), corner(b).0);
            assert_eq!(corner(a).1 + Mm100(70), corner(b).1);
        }
    }
    let bad = |dx, dy| {
        place_statement(&statement(), Style { dx: Mm100(dx), dy: Mm100(dy), ..Style::default() }).expect_err("refused")
    };
    assert!(bad(1001, 0)[0].message.contains("-10.0から10.0"));
    assert_eq!(bad(5, 2000).len(), 2);
}

fn corner(item: &Item) -> (Mm100, Mm100) {
    match item {
        Item::Text(t) => (t.x, t.y),
        Item::Line(l) => l.from,
        Item::Rect(r) => (r.x, r.y),
        Item::Circle(c) => (c.x, c.y),
    }
}

#[test]
fn the_copy_says_that_it_is_one_and_the_overlay_has_no_frame() {
    let framed = Style { mode: Mode::Framed, ..Style::default() };
    for sheet in [place_statement(&statement(), framed), place_claim_sheet(&claim_sheet(), framed)] {
        let sheet = sheet.expect("it fits");
        let words: Vec<&str> = sheet
            .items
            .iter()
            .filter_map(|i| if let Item::Text(t) = i { Some(t.text.as_str()) } else { None })
            .collect();
        assert!(words.contains(&"控"), "控");
        assert!(words.contains(&"控　確認用・控え　提出できません"));
        let picture = svg(&sheet);
        assert!(picture.contains("提出できません") && picture.contains("viewBox=\"0 0 210 297\""));
    }
    let overlay = filled(|_| {});
    assert!(overlay.items.iter().all(|item| item.field().is_some()));
    assert!(claim_filled(|_| {}).items.iter().all(|item| item.field().is_some()));
}

#[test]
fn a_picture_escapes_what_means_something_in_xml() {
    let picture = svg(&filled(|d| d.course = "<b>&\"'".to_owned()));
    assert!(picture.contains("&lt;b&gt;&amp;&quot;&#39;") && !picture.contains("<b>"));
}

#[test]
fn days_of_every_era_have_their_digit() {
    for (typed, digits) in [
        ("M45.7.29", "1450729"),
        ("T15.1.2", "3150102"),
        ("S64.1.7", "5640107"),
        ("H31.4.30", "7310430"),
        ("R1.5.1", "9010501"),
    ] {
        assert_eq!(filled(|d| d.header.worker.birth = day(typed)).read("birth"), [digits]);
    }
}

/// The ink of a text: from 0.8 em above its baseline to 0.1 em below.
fn ink(text: &Text) -> (i64, i64, i64, i64) {
    let em = text.size.em().0;
    (text.x.0, text.y.0 - em * 8 / 10, text.x.0 + text.width.0, text.y.0 + em / 10)
}

#[test]
fn the_fullest_sheet_crosses_no_rule_of_the_frame() {
    let framed = Style { mode: Mode::Framed, ..Style::default() };
    let sheets = [
        place_statement(&full_statement(), framed).unwrap_or_else(|p| panic!("{p:#?}")),
        place_claim_sheet(&full_claim_sheet(), framed).unwrap_or_else(|p| panic!("{p:#?}")),
    ];
    let mut crossed = Vec::new();
    for sheet in &sheets {
        let filled: Vec<&Text> = sheet
            .items
            .iter()
            .filter_map(|i| if let Item::Text(t) = i { Some(t) } else { None })
            .filter(|t| t.field.is_some())
            .collect();
        assert!(filled.len() > 40);
        for item in &sheet.items {
            let (left, top, right, bottom) = match item {
                Item::Line(l) => (
                    l.from.0.0.min(l.to.0.0),
                    l.from.1.0.min(l.to.1.0),
                    l.from.0.0.max(l.to.0.0),
                    l.from.1.0.max(l.to.1.0),
                ),
                _ => continue,
            };
            for text in &filled {
                let (x0, y0, x1, y1) = ink(text);
                if x0 < right && left < x1 && y0 < bottom && top < y1
                    || (left == right && x0 < left && left < x1 && y0 < bottom && top < y1)
                    || (top == bottom && y0 < top && top < y1 && x0 < right && left < x1)
                {
                    crossed.push(format!(
                        "{} {:?} {:?} × {:?}",
                        sheet.form,
                        text.field,
                        text.text.chars().next(),
                        (left, top, right, bottom)
                    ));
                }
            }
        }
    }
    assert!(crossed.is_empty(), "{crossed:#?}");
}

#[test]
fn every_digit_stays_inside_its_box() {
    let sheets = [
        place_statement(&full_statement(), Style::default()),
        place_claim_sheet(&full_claim_sheet(), Style::default()),
    ];
    let framed = Style { mode: Mode::Framed, ..Style::default() };
    let frames = [place_statement(&full_statement(), framed), place_claim_sheet(&full_claim_sheet(), framed)];
    for (sheet, frame) in sheets.into_iter().zip(frames) {
        let (sheet, frame) = (sheet.expect("it fits"), frame.expect("it fits"));
        let boxes: Vec<_> =
            frame.items.iter().filter_map(|i| if let Item::Rect(r) = i { Some(r) } else { None }).collect();
        for item in &sheet.items {
            let Item::Text(t) = item else { continue };
            if t.font != Font::Ocr {
                continue;
            }
            // OCR-B digits reach 0.773 em above and 0.014 em below the baseline.
            let em = t.size.em().0;
            let (top, bottom) = (t.y.0 - em * 773 / 1000, t.y.0 + em * 14 / 1000);
            let inside = boxes.iter().filter(|b| {
                b.x.0 + 30 <= t.x.0
                    && t.x.0 + t.width.0 <= b.x.0 + b.width.0 - 30
                    && b.y.0 + 80 <= top
                    && bottom <= b.y.0 + b.height.0 - 40
            });
            assert_eq!(inside.count(), 1, "{:?}: {t:?}", t.field);
        }
    }
}
