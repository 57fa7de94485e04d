//! Any bytes as a file or a zip: read or refused with a sentence, and what is read folds, packs and compares.
//! `cargo +nightly fuzz run masters -- -max_total_time=600` (seeds: `fuzz/seeds/masters`).
#![no_main]

use libfuzzer_sys::fuzz_target;
use rosai_masters::{Limits, MasterFile, MasterKind, Shelf, fold, members, read_all, report};
use std::ops::ControlFlow;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { members: 8, file: 1 << 20, total: 2 << 20, ratio: 100 };
    // What the database keeps is read back too.
    let _ = Shelf::unpack(bytes);
    let _ = MasterFile::unpack(bytes);
    let found = match members("x_20240601.csv", bytes, limits) {
        Ok(found) => found,
        Err(refused) => return assert!(refused.sentence.ends_with('。')),
    };
    let mut files = Vec::new();
    for file in read_all(&found, None, &mut |_| ControlFlow::Continue(())) {
        match file {
            Ok(file) => files.push(file),
            Err(refused) => assert!(refused.sentence.ends_with('。') && refused.rejected.len() <= refused.total),
        }
    }
    // The same rows again as an update and as a later whole file: every way of laying is taken.
    for n in 0..files.len() {
        let mut later = files[n].clone();
        later.edition = later.edition.plus_days(30);
        later.whole = !later.whole && !later.former;
        later.rows.reverse();
        later.rows.truncate(later.rows.len() / 2 + 1);
        files.push(later);
    }
    for kind in MasterKind::ALL {
        let folded = fold(kind, &files);
        for (key, versions) in folded.shelf.iter() {
            assert!(!versions.is_empty(), "{key}");
            for version in versions {
                assert!(version.to.is_none_or(|to| version.from <= to), "{key} {version:?}");
            }
            for pair in versions.windows(2) {
                assert!(pair[0].to.is_some_and(|to| to < pair[1].from), "{key} {pair:?}");
            }
        }
        assert_eq!(fold(kind, files.iter().rev()), folded);
        assert_eq!(Shelf::unpack(&folded.shelf.pack()).as_ref(), Ok(&folded.shelf));
        if let Some(file) = files.iter().find(|f| f.kind == kind) {
            assert_eq!(MasterFile::unpack(&file.pack()).as_ref(), Ok(file));
            report(kind, &Shelf::default(), &folded.shelf, file.edition);
            report(kind, &folded.shelf, &fold(kind, [file]).shelf, file.edition);
        }
    }
});
