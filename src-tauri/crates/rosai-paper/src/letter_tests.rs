//! Papers: what is asked stands on them once, whatever is written goes on them, and where it ends.

use super::*;
use crate::{Font, Item, Mm100, svg};
use std::collections::BTreeSet;

fn every() -> impl Iterator<Item = &'static Letter> {
    letters().iter()
}

/// Templates of a paper in printed order.
fn templates(letter: &'static Letter) -> Vec<&'static str> {
    let mut out = vec![letter.title.as_str()];
    for block in &letter.blocks {
        match block {
            Block::Row { cells, .. } => {
                out.extend(cells.iter().flat_map(|c| c.lines.iter().chain([&c.label])).map(String::as_str));
            }
            Block::Text { lines, .. } => out.extend(lines.iter().map(String::as_str)),
            Block::Grid { label, heads, rows, .. } => {
                out.extend(heads.iter().chain([label]).chain(rows.iter().map(|r| &r.label)).map(String::as_str));
            }
        }
    }
    out.extend(letter.notes.iter().map(String::as_str));
    out
}

/// A value for every field: words that stand nowhere else, the last choice, all checks.
fn filled(letter: &Letter) -> LetterValues {
    let value = |(i, f): (usize, &LetterField)| {
        let value = match f.kind {
            LetterKind::Text | LetterKind::Lines => format!("言葉{i}番"),
            LetterKind::Date => format!("2025-{:02}-{:02}", i % 12 + 1, i % 28 + 1),
            LetterKind::Month => format!("2026-{:02}", i % 12 + 1),
            LetterKind::Number => format!("{}", i + 10),
            LetterKind::Choice => f.options.last().map(|o| o.value.clone()).unwrap_or_default(),
            LetterKind::Checks => f.options.iter().map(|o| o.value.as_str()).collect::<Vec<_>>().join(","),
            LetterKind::Signature => String::new(),
        };
        (f.id.clone(), value)
    };
    letter.fields.iter().enumerate().map(value).collect()
}

fn put(letter: &'static Letter, values: &LetterValues) -> Vec<Sheet> {
    place_letter(letter, values).unwrap_or_else(|p| panic!("{}: {p:?}", letter.id))
}

/// Everything written, in the order it is drawn.
fn texts(sheets: &[Sheet]) -> Vec<&crate::Text> {
    sheets
        .iter()
        .flat_map(|s| &s.items)
        .filter_map(|item| match item {
            Item::Text(t) => Some(t),
            _ => None,
        })
        .collect()
}

/// What stands in a field on all pages.
fn read(sheets: &[Sheet], field: &str) -> String {
    texts(sheets).into_iter().filter(|t| t.field == Some(field)).map(|t| t.text.as_str()).collect()
}

/// Words with a ring around them: a circle or the lines of one around their middle.
fn ringed(sheets: &[Sheet]) -> Vec<String> {
    let mut out = Vec::new();
    for sheet in sheets {
        for item in &sheet.items {
            let Item::Text(t) = item else { continue };
            let (left, right) = (t.x, t.x + t.width);
            let middle = t.y - t.size.em() * 38 / 100;
            let around = |i: &Item| match i {
                Item::Circle(c) => c.x > left && c.x < right && c.y == middle,
                // The upper edge of a ring is above the word and a little longer than it.
                Item::Line(l) => {
                    let (a, b) = (l.from.0.min(l.to.0), l.from.0.max(l.to.0));
                    l.from.1 == l.to.1
                        && l.from.1 < middle
                        && middle - l.from.1 < t.size.em()
                        && a > left - t.size.em()
                        && a < left + t.size.em()
                        && b < right + t.size.em()
                        && b > right - t.size.em()
                }
                _ => false,
            };
            if t.field.is_some() && sheet.items.iter().any(around) {
                out.push(t.text.clone());
            }
        }
    }
    out
}

#[test]
fn every_field_stands_on_its_paper_once() {
    for letter in every() {
        let mut seen: BTreeSet<(String, Option<String>)> = BTreeSet::new();
        let placed: Vec<(&str, Option<&str>)> =
            placed(&letter.title).chain(letter.blocks.iter().flat_map(Block::placed)).collect();
        for (id, option) in &placed {
            let key = ((*id).to_owned(), option.map(str::to_owned));
            assert!(seen.insert(key), "{}: {id} {option:?} stands twice", letter.id);
            let field = letter.field(id).unwrap_or_else(|| panic!("{}: {id} is no field", letter.id));
            if let Some(option) = option {
                assert!(field.options.iter().any(|o| o.value == *option), "{}: {id}.{option}", letter.id);
            }
        }
        for field in &letter.fields {
            let own: Vec<Option<&str>> = placed.iter().filter(|(id, _)| *id == field.id).map(|(_, o)| *o).collect();
            let whole = own == [None];
            let parts = !own.is_empty() && own.iter().all(Option::is_some) && own.len() == field.options.len();
            assert!(whole || parts, "{}: {} stands {own:?}", letter.id, field.id);
        }
    }
}

#[test]
fn what_a_paper_names_is_there() {
    let digits: Vec<&str> = every().map(|l| l.digit.as_str()).collect();
    assert_eq!(digits, ["1", "2", "3", "4", "5", "6", "7", "8"]);
    for letter in every() {
        let id = &letter.id;
        let ids: BTreeSet<&str> = letter.fields.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(ids.len(), letter.fields.len(), "{id}: a field twice");
        let mut named: Vec<&str> = vec!["name", &letter.issued, &letter.doctor];
        named.extend(letter.count.as_deref());
        named.extend(letter.one_of.iter().map(String::as_str));
        named.extend(letter.fee.as_ref().and_then(|f| f.text.as_deref()));
        named.extend(letter.fields.iter().filter_map(|f| f.not_before.as_deref()));
        named.extend(letter.fields.iter().filter_map(|f| f.required_when.as_ref()).map(|w| w.field.as_str()));
        for name in named {
            assert!(ids.contains(name), "{id}: {name}");
        }
        assert!(letter.one_of.is_empty() == letter.none_said.is_empty(), "{id}");
        for field in &letter.fields {
            let chosen = matches!(field.kind, LetterKind::Choice | LetterKind::Checks);
            assert_eq!(chosen, !field.options.is_empty(), "{id}: {}", field.id);
            assert!(!field.label.is_empty() && field.width > 0, "{id}: {}", field.id);
        }
        for template in templates(letter) {
            let plain: String =
                parts(template).iter().filter_map(|p| if let Part::Plain(t) = p { Some(*t) } else { None }).collect();
            let labels = letter.fields.iter().flat_map(|f| &f.options).map(|o| o.label.as_str());
            for c in plain.chars().chain(labels.flat_map(str::chars)) {
                assert!(Font::Gothic.draws(c), "{id}: {c} in {template}");
            }
        }
        // Every field that is typed is asked for under a heading.
        let asked: usize = letter.groups().iter().map(|(_, fields)| fields.len()).sum();
        let typed = letter.fields.iter().filter(|f| f.kind != LetterKind::Signature).count();
        assert_eq!(asked, typed, "{id}");
        assert!(letter.groups().iter().all(|(title, _)| !title.is_empty()), "{id}");
    }
}

#[test]
fn a_paper_without_words_and_one_with_short_words_is_one_page() {
    for letter in every() {
        for values in [LetterValues::new(), filled(letter)] {
            let sheets = put(letter, &values);
            assert_eq!(sheets.len(), 1, "{}", letter.id);
            assert!(sheets[0].items.iter().all(Item::on_paper), "{}", letter.id);
            // Nothing beyond the frame.
            for t in texts(&sheets) {
                assert!(t.x >= Mm100(1500) && t.x + t.width <= Mm100(19_520), "{}: {}", letter.id, t.text);
            }
        }
    }
}

#[test]
fn what_was_typed_is_printed_once_and_in_words() {
    for letter in every() {
        let values = filled(letter);
        let sheets = put(letter, &values);
        let all: String = texts(&sheets).iter().map(|t| t.text.as_str()).collect();
        for field in &letter.fields {
            let value = &values[&field.id];
            match field.kind {
                LetterKind::Signature => {}
                LetterKind::Choice | LetterKind::Checks => {
                    for option in &field.options {
                        let tag = format!("{}.{}", field.id, option.value);
                        let chosen = field.is_chosen(value, option);
                        let said = read(&sheets, &tag);
                        let ticks = said.matches(['✓', '○']).count();
                        let rings = ringed(&sheets).iter().filter(|w| **w == option.label).count();
                        if said.is_empty() || said == "○" {
                            // A grid: the column says it.
                            assert_eq!(said == "○", chosen, "{}: {tag}", letter.id);
                        } else if field.has_boxes() {
                            assert_eq!(ticks == 1, chosen, "{}: {tag} {said}", letter.id);
                            assert!(said.contains(&option.label), "{}: {tag} {said}", letter.id);
                        } else {
                            assert_eq!(said, option.label, "{}: {tag}", letter.id);
                            assert!(!chosen || rings > 0, "{}: {tag} has no ring", letter.id);
                        }
                    }
                }
                _ => {
                    let shown = letter.shown(field, value);
                    assert_eq!(read(&sheets, &field.id), shown, "{}: {}", letter.id, field.id);
                    if matches!(field.kind, LetterKind::Text | LetterKind::Lines) {
                        assert_eq!(all.matches(&shown).count(), 1, "{}: {}", letter.id, field.id);
                    }
                }
            }
        }
    }
}

#[test]
fn only_the_chosen_word_has_a_ring() {
    let letter = letter("guidance_1").expect("a paper");
    let values: LetterValues =
        [("sex", "3"), ("wished_work", "2"), ("work_limit_kind", "3"), ("overtime_limit", "1"), ("night_work", "2")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
    let mut found = ringed(&put(letter, &values));
    found.sort();
    let mut wanted = ["女", "事務職", "肉体労働のみ制限", "不要", "無"];
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(ringed(&put(letter, &LetterValues::new())), Vec::<String>::new());
}

#[test]
fn days_are_printed_in_the_era_or_in_the_western_year() {
    let days = |id: &str, field: &str| {
        let letter = letter(id).expect("a paper");
        let values: LetterValues = [(field.to_owned(), "1980-04-12".to_owned())].into();
        read(&put(letter, &values), field)
    };
    assert_eq!(days("guidance_2", "birth"), "昭和55年4月12日");
    assert_eq!(days("rehabilitation_evaluation", "birth"), "1980年4月12日");
    // What is no day stands as it was typed.
    let letter = letter("guidance_2").expect("a paper");
    let values: LetterValues = [("injured_on".to_owned(), "去年の秋".to_owned())].into();
    assert_eq!(read(&put(letter, &values), "injured_on"), "去年の秋");
}

#[test]
fn a_long_text_goes_on_to_the_next_page_and_nothing_of_it_is_lost() {
    let sentence = "右手の示指は中手指節関節で屈曲七十度、伸展は正常です。";
    for letter in every() {
        for field in letter.fields.iter().filter(|f| f.kind == LetterKind::Lines) {
            let mut values = filled(letter);
            let long: String = (0..70).map(|i| format!("{i}：{sentence}")).collect();
            values.insert(field.id.clone(), long.clone());
            let sheets = put(letter, &values);
            let place = format!("{}: {}", letter.id, field.id);
            assert!(sheets.len() > 1, "{place}");
            assert_eq!(read(&sheets, &field.id), long, "{place}");
            for (i, sheet) in sheets.iter().enumerate() {
                assert!(sheet.items.iter().all(Item::on_paper), "{place} page {}", i + 1);
                let all: String = texts(std::slice::from_ref(sheet)).iter().map(|t| t.text.as_str()).collect();
                assert!(all.contains(&format!("{} / {}", i + 1, sheets.len())), "{place} page {}", i + 1);
                // Who it is about stands on every page.
                assert!(all.contains(&values["name"]), "{place} page {}", i + 1);
                assert_eq!(i > 0, all.contains(&format!("（{}枚目）", i + 1)), "{place} page {}", i + 1);
                let low = texts(std::slice::from_ref(sheet)).iter().map(|t| t.y).max().unwrap_or_default();
                assert!(low <= Mm100(28_910), "{place} page {} ends at {low}", i + 1);
            }
        }
    }
}

#[test]
fn a_text_a_little_too_long_takes_the_blank_lines_first() {
    let letter = letter("guidance_1").expect("a paper");
    let mut values = filled(letter);
    // 180 mm of 10 pt are 50 letters: five lines where three are left blank.
    values.insert("current_symptoms".to_owned(), "痛".repeat(240));
    assert_eq!(put(letter, &values).len(), 1);
}

#[test]
fn lines_end_where_a_reader_expects_it() {
    let letter = letter("course_summary").expect("a paper");
    let mut values = LetterValues::new();
    let text = "（初診）".to_owned()
        + &"あいう、えお。（かき）くけこー「さし」すせそっ".repeat(30)
        + " X-P 2025-10-03 MRI1.5T";
    values.insert("course".to_owned(), text.clone());
    values.insert("reference".to_owned(), "一行目\n\n三行目".to_owned());
    let sheets = put(letter, &values);
    let lines: Vec<&str> =
        texts(&sheets).into_iter().filter(|t| t.field == Some("course")).map(|t| t.text.as_str()).collect();
    assert!(lines.len() > 10);
    assert_eq!(lines.concat(), text);
    for line in &lines {
        assert!(!line.starts_with(['、', '。', '）', '」', 'ー', 'っ']), "{line}");
        assert!(!line.ends_with(['（', '「']), "{line}");
    }
    for word in ["X-P", "2025-10-03", "MRI1.5T"] {
        assert!(lines.iter().any(|l| l.contains(word)), "{word} is parted");
    }
    // An empty line stays one.
    let rows: Vec<(Mm100, &str)> =
        texts(&sheets).into_iter().filter(|t| t.field == Some("reference")).map(|t| (t.y, t.text.as_str())).collect();
    assert_eq!(rows.iter().map(|r| r.1).collect::<Vec<_>>(), ["一行目", "三行目"]);
    assert_eq!(rows[1].0 - rows[0].0, letter.pitch * 2);
}

#[test]
fn a_word_wider_than_its_cell_is_parted() {
    let letter = letter("course_summary").expect("a paper");
    let long = "A".repeat(400);
    let values: LetterValues = [("name".to_owned(), long.clone()), ("number".to_owned(), "9".repeat(99))].into();
    let sheets = put(letter, &values);
    assert_eq!(read(&sheets, "name"), long);
    assert!(texts(&sheets).iter().all(|t| t.x + t.width <= Mm100(19_520)));
}

#[test]
fn a_character_the_font_lacks_is_refused_with_its_place() {
    let letter = letter("return_to_society").expect("a paper");
    let values: LetterValues = [
        ("name".to_owned(), "𠮷田　太郎".to_owned()),
        ("general_other".to_owned(), "無理をしない\n🍣を控える".to_owned()),
        ("doctor".to_owned(), "北\u{7}都".to_owned()),
    ]
    .into();
    let problems = place_letter(letter, &values).expect_err("three characters");
    let said: Vec<(String, &str)> = problems.iter().map(|p| (p.place.clone(), p.message.as_str())).collect();
    let place = |label: &str| format!("早期社会復帰のための指導項目・{label}");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().any(|(p, m)| *p == place("氏名") && m.starts_with("1行目の1文字目「𠮷」（U+20BB7）")));
    assert!(said.iter().any(|(p, m)| *p == place("全般のその他") && m.starts_with("2行目の1文字目「🍣」")));
    assert!(said.iter().any(|(p, m)| *p == place("医師名") && m.contains("制御文字（U+0007）")));
}

/// 傷病経過等概要書 as it is read from the picture: written down by hand from the manual's sheet and these values.
#[test]
fn the_picture_says_it_in_the_order_of_the_sheet() {
    let letter = letter("course_summary").expect("a paper");
    let values: LetterValues = [
        ("number", "01-1-01-012345-000"),
        ("name", "切田　太郎"),
        ("age", "45"),
        ("sex", "1"),
        ("injured_on", "2025-10-03"),
        ("diseases", "左示指切創"),
        ("first_visit_on", "2025-10-03"),
        ("first_state", "左示指掌側に3cmの切創。"),
        ("course", "縫合し、10月17日に抜糸した。"),
        ("reference", "転居のため。"),
        ("issued_on", "2025-10-20"),
        ("facility_name", "北都みなと整形外科クリニック"),
        ("doctor", "北都　健"),
    ]
    .map(|(k, v)| (k.to_owned(), v.to_owned()))
    .into();
    let sheets = put(letter, &values);
    let picture = svg(&sheets[0]);
    let said: Vec<&str> = picture
        .split("<text")
        .skip(1)
        .filter_map(|part| part.split_once('>')?.1.split_once("</text>"))
        .map(|(t, _)| t)
        .collect();
    let wanted = [
        "傷病経過等概要書",
        "保険番号又は",
        "年金証書番号",
        "傷病労働者名",
        "年令",
        "性別",
        "負傷又は発病年月日",
        "01-1-01-012345-000",
        "切田　太郎",
        "45",
        " 才",
        "男",
        "・",
        "女",
        "令和7年10月3日",
        "傷病の部位及び",
        "傷病名",
        "左示指切創",
        "初診年月日",
        "令和7年10月3日",
        "初診時の傷病の",
        "状態及び既往の",
        "身体障害がある",
        "ときはその概要",
        "左示指掌側に3cmの切創。",
        "傷病経過の概要",
        "〔手術又は検査",
        "の主要所見と病",
        "状の概要〕",
        "縫合し、10月17日に抜糸した。",
        "参考事項（転医",
        "の理由等）",
        "転居のため。",
        "上記のとおりです。",
        "令和7年10月20日",
        "　　　　　　　　　　　　　　医療機関の名称　",
        "北都みなと整形外科クリニック",
        "　　　　　　　　　　　　　　診療担当医氏名　",
        "北都　健",
        "（注）傷病労働者が転医するときの転医先の医療機関に提出する。",
    ];
    // How a label is broken depends on the width of its cell; what it says does not.
    assert_eq!(said.concat(), wanted.concat());
    assert!(picture.contains("data-field=\"course\""));
    assert!(picture.contains("aria-label=\"傷病経過等概要書\""));
    assert!(sheets[0].is_circled("sex.1") && !sheets[0].is_circled("sex.3"));
}
