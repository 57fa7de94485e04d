//! The real 電子点数表 and コメント関連テーブル beside the repository (`../shared/masters`), where they are there: known rows are
//! found, and the cases of the rules are as fast and as lawful with them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files

use rosai_catalogue::{Catalogue, DemandWhen, Exclusion, ExclusionPeriod, Kept};
use rosai_domain::Day;
use rosai_masters::{MasterKind, Masters};
use rosai_proof::{root, shelf};
use std::sync::Arc;

/// A file in CP932 as text.
fn text(path: &std::path::Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    encoding_rs::SHIFT_JIS.decode(&bytes).0.into_owned()
}

#[test]
fn known_rows_are_found_in_the_published_tables() {
    let folder = root().join("../shared/masters/2025");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let mut masters = Masters::default();
    for (kind, file) in [
        (MasterKind::Auxiliary, "tensuhyo/01補助マスターテーブル.csv"),
        (MasterKind::ExclusionMonth, "tensuhyo/03-2背反テーブル2.csv"),
        (MasterKind::ExclusionSimultaneous, "tensuhyo/03-3背反テーブル3.csv"),
        (MasterKind::ExclusionWeek, "tensuhyo/03-4背反テーブル4.csv"),
        (MasterKind::CountLimit, "tensuhyo/05算定回数テーブル.csv"),
        (MasterKind::Comment, "c_20250715.csv"),
        (MasterKind::CommentRelation, "ck_ALL_20250901.csv"),
    ] {
        masters.put(kind, shelf(kind, &text(&folder.join(file))));
    }
    // Rows of the files (masters/README.md); every key stands once in them.
    let count = |kind| masters.shelf(kind).map_or(0, |s| s.len());
    assert_eq!(count(MasterKind::Auxiliary), 10_178);
    assert_eq!(count(MasterKind::ExclusionMonth), 21_918);
    assert_eq!(count(MasterKind::ExclusionSimultaneous), 17_136);
    assert_eq!(count(MasterKind::ExclusionWeek), 350);
    let book = Catalogue::builtin().expect("the book").with_masters(Arc::new(masters));
    let on = Day::parse("2025-10-06").expect("a day");
    // 特定疾患療養管理料 and 慢性疼痛疾患管理料 in one month: either.
    let either = Some(Exclusion { kept: Kept::Either, exception: false });
    assert_eq!(book.exclusion(ExclusionPeriod::Month, "113001810", "113006510", on), either);
    // 診療情報提供料（１） is charged, 診療情報連携共有料 is not, with exceptions; from both sides.
    let first = book.exclusion(ExclusionPeriod::Month, "180016110", "113028710", on);
    assert_eq!(first, Some(Exclusion { kept: Kept::First, exception: true }));
    let second = book.exclusion(ExclusionPeriod::Month, "113028710", "180016110", on);
    assert_eq!(second, Some(Exclusion { kept: Kept::Second, exception: true }));
    // 初診料 contains the group A000001 in the month.
    assert_eq!(book.inclusion_groups("111000110", on).len(), 1);
    // トリガーポイント注射: once a day. 脳血管疾患等リハビリテーション: six a day, with exceptions.
    let limits = |code| -> Vec<(u16, u32, bool)> {
        book.code_limits(code, on).iter().map(|l| (l.unit, l.most, l.exception)).collect()
    };
    assert_eq!(limits("150266010"), [(121, 1, false)]);
    assert_eq!(limits("180745310"), [(121, 6, true)]);
    // CT: eleven regions, one of which is enough; 運動器リハビリ of labour: disease, one of four days, and a reason on condition.
    let demands = book.comment_demands("170011810", on);
    assert_eq!(demands.iter().map(|d| (d.when, d.comments.len())).collect::<Vec<_>>(), [(DemandWhen::Always, 11)]);
    let demands = book.comment_demands("101805200", on);
    let always: Vec<usize> =
        demands.iter().filter(|d| d.when == DemandWhen::Always).map(|d| d.comments.len()).collect();
    assert_eq!(always, [1, 4]);
    assert!(book.comment_demands("160114010", on).iter().any(|d| d.when == DemandWhen::AtLeast(3)));
}
