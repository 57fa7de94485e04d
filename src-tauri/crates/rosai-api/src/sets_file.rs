//! Sets as a file: written beside the papers, read back on another machine.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::sets::{set_messages, word_key};
use crate::wire::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the first line of a file says it is.
const KIND: &str = "rosai-desk-sets";
/// Layout of the file.
const VERSION: u32 = 1;
/// Longest file, in bytes.
const LONGEST: usize = 4_000_000;

/// A file of sets.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetsFile {
    kind: String,
    version: u32,
    sets: Vec<SetForm>,
}

/// What every version of the file says.
#[derive(Deserialize)]
struct Head {
    kind: String,
    version: u32,
}

impl Desk {
    /// Writes every set into one file. No worker is named in it.
    pub(crate) fn export_sets(&mut self, actor: &str, _: Nothing) -> Result<Written, ApiError> {
        self.known(actor)?;
        let sets = self.kept_sets()?.sets;
        if sets.is_empty() {
            return Err(ApiError::refused("セットがまだありません。作ってから書き出してください。"));
        }
        let count = sets.len();
        let file = SetsFile { kind: KIND.to_owned(), version: VERSION, sets };
        let json = serde_json::to_string_pretty(&file).map_err(|e| ApiError::refused(e.to_string()))?;
        let folder = self.folder(&self.kept_preferences()?);
        let name = format!("{KIND}-{}.json", self.today_is());
        let path = self.door.write(&folder, &name, json.as_bytes()).map_err(ApiError::refused)?;
        let path = path.display().to_string();
        Ok(Written { message: format!("セット{count}個を {path} に書きました。"), files: vec![path] })
    }

    /// Takes a file in, whole or not at all. Where a name or an abbreviation is used here, that is asked first.
    pub(crate) fn import_sets(&mut self, actor: &str, ask: ImportSets) -> Result<SetsImported, ApiError> {
        self.known(actor)?;
        let read = read_file(&ask.content)?;
        let mut incoming: Vec<SetForm> = read.into_iter().map(|set| self.one_spelling(set)).collect();
        if let Some(wrong) = set_messages(&incoming).first() {
            return Err(ApiError::refused(format!("このファイルのセットは読めません：{}", wrong.text)));
        }
        let mut sets = self.kept_sets()?.sets;
        let before = incoming.len();
        incoming.retain(|set| !sets.iter().any(|here| is_same(here, set)));
        let same = before - incoming.len();
        let met: Vec<String> = incoming.iter().filter_map(|set| meets(set, &sets)).collect();
        if !met.is_empty() && ask.collisions.is_empty() {
            let view = self.sets_view()?;
            return Ok(SetsImported { saved: false, collisions: met, message: String::new(), view });
        }
        let (mut added, mut replaced, mut skipped) = (0, 0, 0);
        let mut dropped: BTreeSet<String> = BTreeSet::new();
        for mut set in incoming {
            set.id = 0;
            let place = place_of(&set, &sets);
            match (place, ask.collisions.as_str()) {
                (None, _) => {
                    added += 1;
                    sets.push(set);
                }
                (Some(_), "skip") => skipped += 1,
                (Some(at), "replace") => {
                    set.id = sets[at].id;
                    sets[at] = SetForm::default();
                    free_words(&mut set, &sets, &mut dropped);
                    if sets.iter().any(|s| word_key(&s.name) == word_key(&set.name)) {
                        set.name = another_name(&set.name, &sets);
                    }
                    sets[at] = set;
                    replaced += 1;
                }
                (Some(_), "both") => {
                    free_words(&mut set, &sets, &mut dropped);
                    if sets.iter().any(|s| word_key(&s.name) == word_key(&set.name)) {
                        set.name = another_name(&set.name, &sets);
                    }
                    sets.push(set);
                    added += 1;
                }
                _ => {
                    return Err(ApiError::at(
                        "collisions",
                        "重なるセットをどうするかを、とばす・置きかえる・両方残すから選んでください。",
                    ));
                }
            }
        }
        if let Some(wrong) = set_messages(&sets).first() {
            return Err(ApiError::refused(format!("読み込めません：{}", wrong.text)));
        }
        if added + replaced > 0 {
            self.write_sets(actor, "セットのファイルを読み込んだ", ask.revision, sets)?;
        }
        let mut message = format!(
            "読み込みました：加えた{added}個、置きかえた{replaced}個、とばした{skipped}個、同じものがあった{same}個。"
        );
        if !dropped.is_empty() {
            let words: Vec<String> = dropped.into_iter().collect();
            message.push_str(&format!("使われていた略号（{}）は付けていません。", words.join("、")));
        }
        Ok(SetsImported { saved: true, collisions: Vec::new(), message, view: self.sets_view()? })
    }
}

fn read_file(content: &str) -> Result<Vec<SetForm>, ApiError> {
    let no = |text: &str| Err(ApiError::at("content", text.to_owned()));
    if content.len() > LONGEST {
        return no("ファイルが大きすぎます。労災デスクが書き出したセットのファイルを選んでください。");
    }
    let content = content.trim_start_matches('\u{FEFF}');
    let Ok(head) = serde_json::from_str::<Head>(content) else {
        return no(
            "セットのファイルとして読めません（途中で切れているか、別のファイルです）。労災デスクが書き出したファイルを選んでください。",
        );
    };
    if head.kind != KIND {
        return no("セットのファイルではありません。労災デスクが書き出したファイルを選んでください。");
    }
    if head.version > VERSION {
        return no("新しい版の労災デスクが書いたファイルです。この労災デスクを新しくしてから読み込んでください。");
    }
    match serde_json::from_str::<SetsFile>(content) {
        Ok(file) => Ok(file.sets),
        Err(_) => {
            no("セットのファイルが壊れています。書き出し直したファイルを選んでください。何も読み込んでいません。")
        }
    }
}

/// The same set but for its id.
fn is_same(a: &SetForm, b: &SetForm) -> bool {
    let acts = |s: &SetForm| s.acts.iter().map(|a| (nameless(&a.act), a.asked.clone())).collect::<Vec<_>>();
    a.name == b.name && a.abbreviations == b.abbreviations && acts(a) == acts(b)
}

fn nameless(act: &ActForm) -> ActForm {
    ActForm { name: String::new(), ..act.clone() }
}

fn shares(set: &SetForm, other: &SetForm) -> Option<String> {
    let of = |w: &&String| other.abbreviations.iter().any(|o| word_key(o) == word_key(w));
    set.abbreviations.iter().find(of).cloned()
}

/// The set of here that one of the file meets: of the same name, else of a same abbreviation.
fn place_of(set: &SetForm, sets: &[SetForm]) -> Option<usize> {
    let name = sets.iter().position(|s| word_key(&s.name) == word_key(&set.name));
    name.or_else(|| sets.iter().position(|s| shares(set, s).is_some()))
}

fn meets(set: &SetForm, sets: &[SetForm]) -> Option<String> {
    let other = &sets[place_of(set, sets)?];
    Some(if word_key(&other.name) == word_key(&set.name) {
        format!("「{}」という名前のセットがもうあります。", set.name)
    } else {
        let word = shares(set, other).unwrap_or_default();
        format!("「{}」の略号「{word}」を、ここの「{}」が使っています。", set.name, other.name)
    })
}

/// Takes away the abbreviations that are used already.
fn free_words(set: &mut SetForm, sets: &[SetForm], dropped: &mut BTreeSet<String>) {
    set.abbreviations.retain(|word| {
        let used = sets.iter().any(|s| s.abbreviations.iter().any(|o| word_key(o) == word_key(word)));
        if used {
            dropped.insert(word.clone());
        }
        !used
    });
}

/// `初診一式（2）`, the first that is free.
fn another_name(name: &str, sets: &[SetForm]) -> String {
    let free = |n: &String| sets.iter().all(|s| word_key(&s.name) != word_key(n));
    let base: String = name.chars().take(34).collect();
    (2..).map(|n| format!("{base}（{n}）")).find(free).unwrap_or_else(|| base.clone())
}
