//! Rows of our own in the official layout: B has 46 columns, Z 19.

use super::*;
use proptest::prelude::*;
use rosai_masters::Shelf;

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

/// A row of B: code, 移行先, name, kana, 単独使用禁止, 保険請求外.
fn base(code: &str, next: &str, name: &str, kana: &str, alone: &str, out: &str) -> Row {
    let mut fields = vec![""; 46];
    (fields[1], fields[2], fields[3]) = ("B", code, next);
    (fields[5], fields[7], fields[9]) = (name, name, kana);
    (fields[18], fields[19]) = (alone, out);
    Row::new(fields)
}

fn modifier(code: &str, name: &str, kana: &str, class: &str) -> Row {
    let mut fields = vec![""; 19];
    (fields[1], fields[2], fields[6], fields[9], fields[18]) = ("Z", code, name, kana, class);
    Row::new(fields)
}

fn put(shelf: &mut Shelf, code: &str, row: Row, from: &str, to: Option<&str>) {
    let mut versions = shelf.versions(code).to_vec();
    versions.push(Version { from: day(from), to: to.map(day), row });
    shelf.put(code, versions);
}

fn book() -> DiseaseBook {
    let (mut names, mut words) = (Shelf::default(), Shelf::default());
    for (code, name, kana, alone, out) in [
        ("0000999", "＊＊　未コード化傷病名　＊＊", "＊＊　ミコードカショウビョウメイ　＊＊", "00", "0"),
        ("8838017", "橈骨遠位端骨折", "トウコツエンイタンコッセツ", "00", "0"),
        ("8290015", "骨折", "コッセツ", "01", "0"),
        ("8130016", "橈骨骨折", "トウコツコッセツ", "00", "0"),
        ("8796007", "挫創", "ザソウ", "00", "0"),
        ("8834307", "示指挫創", "ジシザソウ", "00", "0"),
        ("8836600", "前腕挫創", "ゼンワンザソウ", "00", "0"),
        ("8840847", "腰部打撲傷", "ヨウブダボクショウ", "00", "0"),
        ("9249021", "打撲傷", "ダボクショウ", "01", "0"),
        ("8841624", "胃癌検診", "イガンケンシン", "00", "1"),
    ] {
        put(&mut names, code, base(code, code, name, kana, alone, out), "2002-06-01", None);
    }
    // 1111111 ended, and so did what it was moved to first; 2222222 and 3333333 lead to one another.
    put(
        &mut names,
        "1111111",
        base("1111111", "1111112", "旧挫創", "キュウザソウ", "", ""),
        "1990-01-01",
        Some("2003-05-31"),
    );
    put(
        &mut names,
        "1111112",
        base("1111112", "8796007", "挫傷創", "ザショウソウ", "", ""),
        "1990-01-01",
        Some("2010-05-31"),
    );
    put(&mut names, "2222222", base("2222222", "3333333", "輪", "ワ", "", ""), "1990-01-01", Some("2003-05-31"));
    put(&mut names, "3333333", base("3333333", "2222222", "環", "ワ", "", ""), "1990-01-01", Some("2003-05-31"));
    put(&mut names, "4444444", base("4444444", "4444444", "新病", "シンビョウ", "", ""), "2027-01-01", None);
    for (code, name, kana, class) in [
        ("2056", "右", "ミギ", "A2000000"),
        ("2049", "左", "ヒダリ", "A2000000"),
        ("2057", "両", "リョウ", "A2000000"),
        ("1065", "前腕", "ゼンワン", "A1000000"),
        ("1050", "示指", "ジシ", "A1000000"),
        ("1012", "腰部", "ヨウブ", "A1000000"),
        ("1700", "橈骨", "トウコツ", "A1000000"),
        ("4012", "急性", "キュウセイ", "A4000000"),
        ("8002", "の疑い", "ノウタガイ", "A8000000"),
        ("8048", "の術後", "ノジュツゴ", "A8000000"),
    ] {
        put(&mut words, code, modifier(code, name, kana, class), "2002-06-01", None);
    }
    put(&mut words, "7999", modifier("7999", "廃語", "ハイゴ", "A7000000"), "2002-06-01", Some("2015-03-31"));
    let mut masters = Masters::default();
    masters.put(MasterKind::Disease, names);
    masters.put(MasterKind::Modifier, words);
    DiseaseBook::new(&masters)
}

fn names(found: &[Composed]) -> Vec<&str> {
    found.iter().map(|c| c.name.as_str()).collect()
}

fn today() -> Day {
    day("2025-10-17")
}

fn codes(c: Option<Composed>) -> Option<(String, Vec<String>)> {
    c.map(|c| (c.code, c.modifiers))
}

fn of(code: &str, modifiers: &[&str]) -> Option<(String, Vec<String>)> {
    Some((code.to_owned(), modifiers.iter().map(|m| (*m).to_owned()).collect()))
}

#[test]
fn prefixes_stand_before_the_name_and_suffixes_behind_it() {
    let book = book();
    let modifiers = ["8002", "2056", "4012"].map(str::to_owned);
    let made = book.compose("8838017", &modifiers, today()).expect("all codes hold");
    assert_eq!(made.name, "右急性橈骨遠位端骨折の疑い");
    assert_eq!(made.modifiers, ["2056", "4012", "8002"], "in the order of the claim");
    assert_eq!(made.parts, ["右", "急性", "橈骨遠位端骨折", "の疑い"]);
    assert_eq!(book.compose("8838017", &["7999".to_owned()], today()), None, "a word that ended");
    assert!(book.compose("8838017", &["7999".to_owned()], day("2015-03-31")).is_some(), "on its last day it holds");
    assert_eq!(book.compose("4444444", &[], today()), None, "not yet");
}

#[test]
fn a_typed_name_is_recognised_by_its_longest_name_first() {
    let book = book();
    let read = |text| codes(book.recognise(text, today()));
    assert_eq!(read("右橈骨遠位端骨折"), of("8838017", &["2056"]));
    // 示指挫創 is a name of its own; 示指 + 挫創 would be the same words.
    assert_eq!(read("左示指挫創"), of("8834307", &["2049"]));
    assert_eq!(read(" 左　示指 挫創 の疑い "), of("8834307", &["2049", "8002"]));
    assert_eq!(read("左前腕骨折"), of("8290015", &["2049", "1065"]));
    assert_eq!(read("橈骨骨折の術後の疑い"), of("8130016", &["8048", "8002"]));
    assert_eq!(read("右橈骨遠位端骨折かもしれない"), None, "a rest that no word covers");
    assert_eq!(read("の疑い挫創"), None, "a suffix does not stand before the name");
    assert_eq!(read("挫創右"), None, "nor a prefix behind it");
    assert_eq!(read("旧挫創"), None, "it ended");
    assert_eq!(read(""), None);
    assert_eq!(read("未コード化傷病名"), None);
}

#[test]
fn an_ended_code_leads_to_what_came_after_it() {
    let book = book();
    let left = ["2049".to_owned()];
    let next = book.successor("1111111", &left, today()).expect("two steps on");
    assert_eq!((next.code.as_str(), next.name.as_str()), ("8796007", "左挫創"));
    let then = book.successor("1111111", &[], day("2008-01-01")).expect("one step on");
    assert_eq!(then.name, "挫傷創", "on a day on which that still held");
    assert_eq!(book.successor("2222222", &[], today()), None, "a ring");
    assert_eq!(book.successor("8796007", &[], today()), None, "its own successor is itself");
    assert_eq!(book.ever("1111111", &left).map(|c| c.name), Some("左旧挫創".to_owned()), "an old claim keeps its name");
}

#[test]
fn what_is_doubtful_about_a_code_is_said() {
    let book = book();
    let doubts = |code: &str, modifiers: &[&str]| {
        book.doubts(code, &modifiers.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>(), today())
    };
    assert_eq!(doubts("8838017", &["2056"]), []);
    assert_eq!(doubts("", &[]), [DiseaseDoubt::Uncoded]);
    assert_eq!(doubts(UNCODED, &[]), [DiseaseDoubt::Uncoded]);
    assert_eq!(doubts("8290015", &[]), [DiseaseDoubt::NeedsModifier]);
    assert_eq!(doubts("8290015", &["2056"]), []);
    assert_eq!(doubts("8841624", &[]), [DiseaseDoubt::NotClaimable]);
    assert_eq!(doubts("9999999", &[]), [DiseaseDoubt::Unknown("9999999".to_owned())]);
    assert_eq!(doubts("4444444", &[]), [DiseaseDoubt::Begins(day("2027-01-01"))]);
    assert_eq!(doubts("8838017", &["7999"]), [DiseaseDoubt::ModifierNotInForce("廃語".to_owned())]);
    let ended = doubts("1111112", &[]);
    assert!(
        matches!(&ended[..], [DiseaseDoubt::Ended(last, Some(next))] if *last == day("2010-05-31") && next.name == "挫創"),
        "{ended:?}"
    );
    assert_eq!(doubts("8838017", &["2056"; 20]), []);
    assert_eq!(doubts("8838017", &["2056"; 21]), [DiseaseDoubt::TooManyModifiers], "SY holds 80 digits");
    assert_eq!(DiseaseBook::default().doubts("", &[], today()), [], "nothing is loaded");
}

#[test]
fn a_name_is_found_in_every_spelling() {
    let book = book();
    let first = |text: &str| names(&book.find(text, &[], today())).first().map(|n| (*n).to_owned());
    for typed in ["橈骨遠位端", "とうこつえんい", "ﾄｳｺﾂｴﾝｲ", "遠位端", "8838017", "骨折 遠位"]
    {
        assert_eq!(first(typed).as_deref(), Some("橈骨遠位端骨折"), "{typed}");
    }
    assert_eq!(first("みぎとうこつえんい").as_deref(), Some("右橈骨遠位端骨折"));
    assert_eq!(first("ひだりぜんわんざ").as_deref(), Some("左前腕挫創"));
    assert_eq!(first("右橈骨遠位端骨折の疑い").as_deref(), Some("右橈骨遠位端骨折の疑い"));
    assert_eq!(first("とうこつえんいたんこっせつのうたがい").as_deref(), Some("橈骨遠位端骨折の疑い"));
    assert_eq!(first("こっせつ").as_deref(), Some("骨折"), "a whole name before those that hold it");
    assert_eq!(first("ないびょうめい"), None);
    assert_eq!(first("  "), None);
    assert_eq!(names(&book.find("旧挫創", &[], day("2003-05-31"))), ["旧挫創"], "on the days it held");
}

#[test]
fn side_and_site_of_the_case_come_first() {
    let book = book();
    let left_finger = [Site::parse("左手第2指").expect("a site")];
    // The site has a name of its own; the side is put before it.
    assert_eq!(names(&book.find("じしざ", &left_finger, today()))[..2], ["左示指挫創", "示指挫創"]);
    // A name without a site gets side and site, and is read again: 示指挫創 is the longer name.
    let found = book.find("ざそう", &left_finger, today());
    assert_eq!((found[0].name.as_str(), found[0].code.as_str()), ("左示指挫創", "8834307"));
    assert_eq!(found[1].name, "挫創");
    let found = book.find("だぼく", &left_finger, today());
    assert_eq!(
        (found[0].name.as_str(), &found[0].modifiers[..]),
        ("左示指打撲傷", &["2049".to_owned(), "1050".to_owned()][..])
    );
    // A name of another site stands first; the side alone is offered behind it.
    assert_eq!(names(&book.find("ようぶ", &left_finger, today()))[..2], ["腰部打撲傷", "左腰部打撲傷"]);
}

/// ざそう is ざ瘡 as well: an injury comes first.
#[test]
fn an_injury_comes_before_a_disease_of_the_same_sound() {
    let mut names_only = Shelf::default();
    for (code, name, icd) in [("7061001", "ざ瘡", "L700"), ("8796007", "挫創", "T141")] {
        let row = base(code, code, name, "ザソウ", "00", "0");
        let mut fields = row.columns();
        fields[15] = icd;
        put(&mut names_only, code, Row::new(fields), "2002-06-01", None);
    }
    let mut masters = Masters::default();
    masters.put(MasterKind::Disease, names_only);
    assert_eq!(names(&DiseaseBook::new(&masters).find("ざそう", &[], today())), ["挫創", "ざ瘡"]);
}

#[test]
fn modifiers_are_found_too() {
    let book = book();
    let first = |text: &str| book.find_modifier(text, today()).first().map(|m| m.name.to_string());
    assert_eq!(first("きゅう").as_deref(), Some("急性"));
    assert_eq!(first("うたがい").as_deref(), Some("の疑い"));
    assert_eq!(first("2056").as_deref(), Some("右"));
    assert_eq!(first("廃語"), None);
    assert!(book.modifier_named("の疑い", true, today()).is_some_and(Modifier::is_suffix));
}

proptest! {
    /// What was composed is recognised as the same name, whatever parts it is read as.
    #[test]
    fn a_composed_name_is_recognised(
        base in proptest::sample::select(vec!["8838017", "8290015", "8130016", "8796007", "8834307", "8836600", "8840847", "9249021"]),
        before in proptest::sample::subsequence(vec!["2056", "2049", "2057", "1065", "1050", "1012", "4012"], 0..5).prop_shuffle(),
        behind in proptest::sample::subsequence(vec!["8002", "8048"], 0..3).prop_shuffle(),
    ) {
        let book = book();
        let modifiers: Vec<String> = before.iter().chain(&behind).map(|m| (*m).to_owned()).collect();
        let made = book.compose(base, &modifiers, today()).expect("every code holds");
        let read = book.recognise(&made.name, today()).expect("it is a name");
        prop_assert_eq!(&read.name, &made.name);
        prop_assert_eq!(book.compose(&read.code, &read.modifiers, today()), Some(read.clone()));
        // Never more words than it was made of: the longest name takes in what stands beside it.
        prop_assert!(read.modifiers.len() <= made.modifiers.len());
    }

    /// Whatever is typed: a list or nothing, and what is recognised is written as it was typed.
    #[test]
    fn nonsense_is_found_nowhere(typed in "\\PC{0,30}") {
        let book = book();
        let _ = book.find(&typed, &[], today());
        if let Some(read) = book.recognise(&typed, today()) {
            prop_assert_eq!(key(&read.name), key(&typed));
        }
    }
}
