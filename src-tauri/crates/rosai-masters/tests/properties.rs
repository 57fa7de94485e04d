//! Whatever the masters are: a whole file and its updates give the next whole file, the order of loading does not
//! matter, and loading twice changes nothing.

mod common;

use common::{file, material, sparse};
use proptest::prelude::*;
use rosai_domain::Day;
use rosai_masters::{MasterFile, MasterKind, Shelf, Version, fold};
use std::collections::BTreeMap;

/// One thing that happens to one code in one update.
#[derive(Clone, Debug)]
enum Event {
    New { code: u8, price: u16 },
    Price { code: u8, price: u16 },
    Name { code: u8, name: u8 },
    Mend { code: u8, name: u8 },
    End { code: u8 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (0u8..30, 1u16..500).prop_map(|(code, price)| Event::New { code, price }),
        (0u8..30, 1u16..500).prop_map(|(code, price)| Event::Price { code, price }),
        (0u8..30, 0u8..9).prop_map(|(code, name)| Event::Name { code, name }),
        (0u8..30, 0u8..9).prop_map(|(code, name)| Event::Mend { code, name }),
        (0u8..30).prop_map(|code| Event::End { code }),
    ]
}

/// The state a publisher keeps: name, price, first day, last day.
type State = BTreeMap<u8, (String, String, String, Option<String>)>;

fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

fn code(n: u8) -> String {
    format!("7{:08}", u32::from(n) * 10_000)
}

/// The publisher's files: a whole one, an update a month, and what he would publish whole at the end.
fn publish(first: &[(u8, u16)], months: &[Vec<Event>]) -> (Vec<MasterFile>, State) {
    let open = "99999999".to_owned();
    let start = common::day("2024-06-01");
    let mut state: State = BTreeMap::new();
    for (n, price) in first {
        state.insert(*n, (format!("器材{n}"), format!("{price}.00"), compact(start), None));
    }
    state.entry(200).or_insert_with(|| ("残る器材".to_owned(), "1.00".to_owned(), compact(start), None));
    let rows: Vec<_> =
        state.iter().map(|(n, s)| material("0", &code(*n), &s.0, &s.1, &s.2, s.3.as_ref().unwrap_or(&open))).collect();
    let mut files = vec![file("t_ALL20240601.csv", &rows)];
    for (n, events) in months.iter().enumerate() {
        let day = Day::new(2024, 7 + n as u32, 1).expect("a month of 2024");
        let (from, eve) = (compact(day), compact(day.plus_days(-1)));
        let mut rows = BTreeMap::new();
        for event in events {
            let at = match event {
                Event::New { code, .. }
                | Event::Price { code, .. }
                | Event::Name { code, .. }
                | Event::Mend { code, .. }
                | Event::End { code } => *code,
            };
            if rows.contains_key(&at) {
                continue; // one row a code
            }
            let unknown = !state.contains_key(&at);
            let held = state.get_mut(&at).filter(|s| s.3.is_none());
            match (event, held) {
                (Event::New { price, .. }, None) if unknown => {
                    let new = (format!("器材{at}"), format!("{price}.00"), from.clone(), None);
                    rows.insert(at, material("3", &code(at), &new.0, &new.1, &new.2, &open));
                    state.insert(at, new);
                }
                (Event::Price { price, .. }, Some(s)) => {
                    s.1 = format!("{price}.00");
                    s.2 = from.clone();
                    rows.insert(at, sparse("5", &code(at), &[(12, &s.1), (28, &from)]));
                }
                (Event::Name { name, .. }, Some(s)) => {
                    s.0 = format!("別名{name}");
                    s.2 = from.clone();
                    rows.insert(at, sparse("5", &code(at), &[(5, &s.0), (28, &from), (37, &s.0)]));
                }
                (Event::Mend { name, .. }, Some(s)) => {
                    s.0 = format!("訂正{name}");
                    rows.insert(at, sparse("5", &code(at), &[(5, &s.0), (37, &s.0)]));
                }
                (Event::End { .. }, Some(s)) => {
                    s.3 = Some(eve.clone());
                    rows.insert(at, sparse("9", &code(at), &[(28, &from), (30, &eve)]));
                }
                _ => {}
            }
        }
        if !rows.is_empty() {
            let rows: Vec<_> = rows.into_values().collect();
            files.push(file(&format!("t_{}.csv", compact(day.plus_days(-3))), &rows));
        }
    }
    (files, state)
}

/// What a whole file says: name, price, first day, last day of the latest version of every code.
fn said(shelf: &Shelf) -> BTreeMap<String, (String, String, String, Option<String>)> {
    let of =
        |v: &Version| (v.row.column(5).to_owned(), v.row.column(12).to_owned(), compact(v.from), v.to.map(compact));
    shelf.iter().filter_map(|(key, versions)| Some((key.to_owned(), of(versions.last()?)))).collect()
}

fn well_formed(shelf: &Shelf) {
    for (key, versions) in shelf.iter() {
        assert!(!versions.is_empty(), "{key}");
        for v in versions {
            assert!(v.to.is_none_or(|to| v.from <= to), "{key}: {v:?}");
        }
        for pair in versions.windows(2) {
            assert!(pair[0].to.is_some_and(|to| to < pair[1].from), "{key}: {pair:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn a_whole_file_and_its_updates_give_the_next_whole_file(
        first in proptest::collection::vec((0u8..30, 1u16..500), 1..25),
        months in proptest::collection::vec(proptest::collection::vec(event(), 0..12), 1..6),
        order in any::<u64>(),
    ) {
        let (files, state) = publish(&first, &months);
        let folded = fold(MasterKind::Material, &files);
        prop_assert!(folded.waiting.is_empty());
        well_formed(&folded.shelf);
        let wanted: BTreeMap<_, _> = state.into_iter().map(|(n, s)| (code(n), s)).collect();
        prop_assert_eq!(said(&folded.shelf), wanted.clone());

        // The next whole file, alone, says the same.
        let open = "99999999".to_owned();
        let rows: Vec<_> = wanted
            .iter()
            .map(|(code, s)| material("0", code, &s.0, &s.1, &s.2, s.3.as_ref().unwrap_or(&open)))
            .collect();
        let next = file("t_ALL20241231.csv", &rows);
        prop_assert_eq!(said(&fold(MasterKind::Material, [&next]).shelf), wanted.clone());
        // Laid on top, it changes nothing people would read of.
        let mut all = files.clone();
        all.push(next);
        let after = fold(MasterKind::Material, &all).shelf;
        prop_assert_eq!(said(&after), wanted);
        let report = rosai_masters::report(MasterKind::Material, &folded.shelf, &after, common::day("2024-12-31"));
        prop_assert!(report.is_empty(), "{:?}", report);

        // Any order, twice, packed and unpacked: the same shelf.
        let mut shuffled = files.clone();
        let mut seed = order | 1;
        for n in (1..shuffled.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(n, (seed >> 33) as usize % (n + 1));
        }
        prop_assert_eq!(&fold(MasterKind::Material, &shuffled), &folded);
        let twice: Vec<MasterFile> = files.iter().chain(&shuffled).cloned().collect();
        prop_assert_eq!(&fold(MasterKind::Material, &twice), &folded);
        let packed: Vec<MasterFile> =
            files.iter().map(|f| MasterFile::unpack(&f.pack()).expect("packed just now")).collect();
        prop_assert_eq!(&packed, &files);
        prop_assert_eq!(Shelf::unpack(&folded.shelf.pack()), Ok(folded.shelf));
    }

    #[test]
    fn damaged_packs_are_refused_with_a_sentence(cut in 0usize..400, flip in 0usize..400, bits in 1u8..) {
        let whole = file("t_ALL20240601.csv", &[material("0", "700010000", "半切", "120.00", "20240601", "99999999")]);
        let shelf = fold(MasterKind::Material, [&whole]).shelf;
        for mut bytes in [whole.pack(), shelf.pack()] {
            let at = flip % bytes.len();
            bytes[at] ^= bits;
            bytes.truncate(bytes.len().min(cut));
            if let Err(sentence) = MasterFile::unpack(&bytes) {
                prop_assert!(sentence.ends_with("読み込み直してください。"));
            }
            if let Err(sentence) = Shelf::unpack(&bytes) {
                prop_assert!(sentence.ends_with("読み込み直してください。"));
            }
        }
    }
}
