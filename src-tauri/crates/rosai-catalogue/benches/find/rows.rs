//! Rows to be found: all the masters that are there, or as many made up.
#![allow(dead_code)] // the benchmark and the example each use a part

use rosai_catalogue::{Entry, Finder};
use rosai_domain::Day;
use rosai_masters::{Limits, MasterKind, Masters, fold, members, read_all};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Kinds whose rows have a name, with the columns of name and kana.
const NAMED: [(MasterKind, [usize; 2]); 7] = [
    (MasterKind::Act, [5, 7]),
    (MasterKind::RosaiAct, [5, 7]),
    (MasterKind::Drug, [5, 7]),
    (MasterKind::Material, [5, 7]),
    (MasterKind::RosaiMaterial, [5, 7]),
    (MasterKind::Disease, [6, 10]),
    (MasterKind::Modifier, [7, 10]),
];

/// Chance that is the same every time.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `most`.
    pub fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// The masters below a folder, where it is there.
pub fn real(folder: &Path) -> Masters {
    let mut paths = Vec::new();
    below(folder, &mut paths);
    let mut masters = Masters::default();
    let mut all = Vec::new();
    for path in paths {
        if let Ok(file) = std::fs::File::open(&path) {
            all.extend(members(&path.to_string_lossy(), file, Limits::default()).unwrap_or_default());
        }
    }
    let files: Vec<_> =
        read_all(&all, None, &mut |_| ControlFlow::Continue(())).into_iter().filter_map(Result::ok).collect();
    for (kind, _) in NAMED {
        masters.put(kind, fold(kind, &files).shelf);
    }
    masters
}

fn below(path: &Path, into: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
            inside.sort();
            inside.iter().for_each(|p| below(p, into));
        }
        Err(_) => into.push(path.to_owned()),
    }
}

/// Every named row of the masters as an entry: acts, drugs, materials, diseases and modifiers in one finder.
pub fn entries(masters: &Masters) -> Vec<Entry<String>> {
    let mut out = Vec::new();
    for (group, (kind, [name, kana])) in (0u8..).zip(NAMED) {
        for (code, versions) in masters.shelf(kind).into_iter().flat_map(|s| s.iter()) {
            for version in versions {
                let row = &version.row;
                let texts = vec![code.to_owned(), row.column(name).to_owned(), row.column(kana).to_owned()];
                out.push(entry(group, code, version.from, version.to, texts));
            }
        }
    }
    out
}

fn entry(group: u8, code: &str, from: Day, to: Option<Day>, texts: Vec<String>) -> Entry<String> {
    Entry { key: code.to_owned(), group, from, to, texts, behind: 0, family: None }
}

/// So many entries whose names are put together from parts of real ones.
pub fn made_up(count: usize) -> Vec<Entry<String>> {
    const NAMES: [&str; 16] = [
        "創傷",
        "熱傷",
        "骨折",
        "関節",
        "処置",
        "手術",
        "撮影",
        "注射",
        "錠",
        "テープ",
        "カテーテル",
        "ナトリウム",
        "固定",
        "腱",
        "靱帯",
        "整復",
    ];
    const KANA: [&str; 16] = [
        "ｿｳｼｮｳ",
        "ﾈｯｼｮｳ",
        "ｺｯｾﾂ",
        "ｶﾝｾﾂ",
        "ｼｮﾁ",
        "ｼｭｼﾞｭﾂ",
        "ｻﾂｴｲ",
        "ﾁｭｳｼｬ",
        "ｼﾞｮｳ",
        "ﾃｰﾌﾟ",
        "ｶﾃｰﾃﾙ",
        "ﾅﾄﾘｳﾑ",
        "ｺﾃｲ",
        "ｹﾝ",
        "ｼﾞﾝﾀｲ",
        "ｾｲﾌｸ",
    ];
    let from = Day::new(2024, 6, 1).expect("a day");
    let mut dice = Dice(1);
    let mut one = |n: usize| {
        let parts: Vec<usize> = (0..3 + dice.roll(4)).map(|_| dice.roll(16)).collect();
        let name: String = parts.iter().map(|p| NAMES[*p]).collect();
        let kana: String = parts.iter().map(|p| KANA[*p]).collect::<String>().chars().take(20).collect();
        let code = format!("{}", 600_000_000 + n * 7);
        let texts = vec![code.clone(), format!("{name}（{}ｍｇ）", dice.roll(500)), kana];
        entry((n % 3) as u8, &code, from, None, texts)
    };
    (0..count).map(&mut one).collect()
}

/// What somebody types who looks for so many of these entries: their code, name or kana, letter by letter.
pub fn typed(entries: &[Entry<String>], queries: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let mut out = Vec::new();
    while out.len() < queries {
        let entry = &entries[dice.roll(entries.len())];
        let text = &entry.texts[[2, 2, 1, 0][dice.roll(4)]];
        let letters: Vec<char> = text.chars().take(3 + dice.roll(8)).collect();
        out.extend((1..=letters.len()).map(|n| letters[..n].iter().collect::<String>()));
        // Two words, as they come into one's head.
        let (a, b) = (dice.roll(entries.len()), letters.first().copied().unwrap_or('ｱ'));
        out.push(format!("{b} {}", entries[a].texts[1].chars().take(2).collect::<String>()));
    }
    out.truncate(queries);
    out
}

/// A finder of entries.
pub fn finder(entries: &[Entry<String>]) -> Finder<String> {
    Finder::new(entries.iter().cloned(), &[])
}
