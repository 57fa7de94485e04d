//! Finding entries while somebody types: all texts of all entries in one row of bytes, read through for every key.
//!
//! What is found is put in order by what is meant most likely: typed in full; used here before; of the injury, in more ways before fewer; begins so;
//! itself before what goes with it; then in the order in which the entries were given.

mod letters;

use letters::{EDGE, Letters};
use memchr::memmem;
use rosai_domain::{Day, fold_width};
use std::ops::Range;

/// How many groups of entries there may be.
pub const GROUPS: usize = 8;

/// One spelling of what is looked for and of what is looked in: ordinary width, katakana without small ones, capitals,
/// one dash, one form of a kanji that is written in two.
pub fn spelling(text: &str) -> String {
    let one = |c: char| {
        Some(match c {
            'ァ' => 'ア',
            'ィ' => 'イ',
            'ゥ' => 'ウ',
            'ェ' => 'エ',
            'ォ' => 'オ',
            'ッ' => 'ツ',
            'ャ' => 'ヤ',
            'ュ' => 'ユ',
            'ョ' => 'ヨ',
            'ヮ' => 'ワ',
            'ヂ' => 'ジ',
            'ヅ' => 'ズ',
            'ヲ' => 'オ',
            '-' | '‐' | '‑' | '–' | '—' | '―' | '−' => 'ー',
            '頚' => '頸',
            '靭' => '靱',
            '頬' => '頰',
            '鈎' => '鉤',
            '弯' => '彎',
            '・' => return None,
            other => other,
        })
    };
    // Hiragana stand 0x60 before katakana.
    let katakana = |c: char| match c {
        'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        other => other,
    };
    fold_width(text).trim().chars().map(katakana).flat_map(char::to_uppercase).filter_map(one).collect()
}

/// The words of what is typed; `J-119` is `J119`.
fn words(typed: &str) -> Vec<String> {
    let spelled = spelling(typed);
    let kubun = |word: &str| {
        let mut letters = word.chars();
        let (letter, dash, rest) = (letters.next()?, letters.next()?, letters.as_str());
        let is = letter.is_ascii_uppercase() && dash == 'ー' && rest.starts_with(|c: char| c.is_ascii_digit());
        is.then(|| format!("{letter}{rest}"))
    };
    spelled.split_whitespace().map(|w| kubun(w).unwrap_or_else(|| w.to_owned())).collect()
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub struct Entry<K> {
    /// What is found.
    pub key: K,
    /// One of [`GROUPS`]: an act, a drug ….
    pub group: u8,
    /// First day.
    pub from: Day,
    /// Last day; none: still in force.
    pub to: Option<Day>,
    /// The code, and everything else by which it is found from its beginning: 区分番号, names, kana, abbreviation.
    pub texts: Vec<String>,
    /// 0: itself; 1: goes with another (an addition, a percentage); 2: comes by itself and is not entered.
    pub behind: u8,
    /// Entries of one family differ in what is asked afterwards: the first of them stands for all.
    pub family: Option<u32>,
}

/// A word people say, and fragments all of which stand in the texts it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// シップ.
    pub word: String,
    /// Fragments of one meaning, divided by spaces; several meanings are several of these.
    pub means: String,
    /// The group it is said of; none: any.
    pub group: Option<u8>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// As typed.
    pub typed: &'a str,
    /// The day on which it is to be in force.
    pub day: Day,
    /// The groups it may be of; empty: any.
    pub groups: &'a [u8],
    /// Marks of the injury ([`Finder::mark`]), one bit each.
    pub marks: u32,
    /// Most hits that are answered.
    pub most: usize,
}

/// One entry that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a, K> {
    /// What it is.
    pub key: &'a K,
    /// Its group.
    pub group: u8,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// Whether it is in force on the day.
    pub in_force: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a, K> {
    /// The best, in order.
    pub hits: Vec<Hit<'a, K>>,
    /// How many are in force, by group; a family counts as one.
    pub totals: [u32; GROUPS],
}

/// Entries to be found.
#[derive(Clone, Debug)]
pub struct Finder<K> {
    letters: Letters,
    /// Each entry: edge, text, edge, text, edge.
    bytes: Vec<u8>,
    /// Where each entry begins in `bytes`; one more at the end.
    starts: Vec<u32>,
    keys: Vec<K>,
    facts: Vec<Facts>,
    families: usize,
}

#[derive(Clone, Copy, Debug)]
struct Facts {
    from: Day,
    to: Option<Day>,
    group: u8,
    behind: u8,
    family: u32,
    marks: u32,
    uses: u32,
}

/// No family.
const NONE: u32 = u32::MAX;

impl<K> Finder<K> {
    /// A finder of these entries, given in the order in which equals are shown; they answer to what is said of them too.
    pub fn new(entries: impl IntoIterator<Item = Entry<K>>, said: &[Said]) -> Self {
        let (mut keys, mut facts, mut texts, mut families) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for entry in entries {
            families = families.max(entry.family.map_or(0, |f| f as usize + 1));
            texts.push(entry.texts.iter().map(|t| spelling(t)).collect::<Vec<_>>().join("\n"));
            keys.push(entry.key);
            facts.push(Facts {
                from: entry.from,
                to: entry.to,
                group: entry.group,
                behind: entry.behind,
                family: entry.family.unwrap_or(NONE),
                marks: 0,
                uses: 0,
            });
        }
        let spoken: Vec<String> = said.iter().map(|s| spelling(&s.word)).collect();
        let letters = Letters::of(texts.iter().chain(&spoken).flat_map(|t| t.split('\n')));
        let mut finder = Self { letters, bytes: Vec::new(), starts: Vec::new(), keys, facts, families };
        finder.lay(&texts, &[]);
        let mut more: Vec<(usize, &str)> = Vec::new();
        for (said, word) in said.iter().zip(&spoken) {
            let means = words(&said.means);
            let of = |entry: &usize| said.group.is_none_or(|g| finder.facts[*entry].group == g);
            more.extend(finder.holding(&means).into_iter().filter(of).map(|entry| (entry, word.as_str())));
        }
        more.sort_unstable();
        more.dedup();
        finder.lay(&texts, &more);
        finder
    }

    /// Puts the texts, and more words of some entries, into the one row.
    fn lay(&mut self, texts: &[String], more: &[(usize, &str)]) {
        self.bytes.clear();
        self.starts.clear();
        let mut more = more.iter().peekable();
        for (i, text) in texts.iter().enumerate() {
            self.starts.push(self.bytes.len() as u32);
            self.bytes.push(EDGE);
            let mut put = |text: &str| {
                let known = self.letters.put(text, &mut self.bytes);
                debug_assert!(known.is_some(), "the letters are those of the texts");
                self.bytes.push(EDGE);
            };
            text.split('\n').filter(|t| !t.is_empty()).for_each(&mut put);
            while let Some((_, word)) = more.next_if(|(entry, _)| *entry == i) {
                put(word);
            }
        }
        self.starts.push(self.bytes.len() as u32);
        self.bytes.shrink_to_fit();
    }

    fn range(&self, entry: usize) -> Range<usize> {
        self.starts[entry] as usize..self.starts[entry + 1] as usize
    }

    /// Whether an entry's texts hold the bytes of a word.
    fn holds(&self, entry: usize, word: &memmem::Finder<'_>) -> bool {
        let text = &self.bytes[self.range(entry)];
        word.find_iter(text).any(|at| Letters::begins_at(text, at))
    }

    /// Calls `take` with each entry that holds all words.
    fn each(&self, words: &[Vec<u8>], mut take: impl FnMut(usize)) {
        // The longest word is the rarest.
        let Some(lead) = (0..words.len()).max_by_key(|i| words[*i].len()) else { return };
        let first = memmem::Finder::new(&words[lead]);
        let others: Vec<_> =
            words.iter().enumerate().filter(|(i, _)| *i != lead).map(|(_, w)| memmem::Finder::new(w)).collect();
        let (mut at, mut entry) = (0, 0);
        while let Some(found) = first.find(&self.bytes[at..]) {
            let place = at + found;
            if !Letters::begins_at(&self.bytes, place) {
                at = place + 1;
                continue;
            }
            while self.starts[entry + 1] as usize <= place {
                entry += 1;
            }
            at = self.starts[entry + 1] as usize;
            if others.iter().all(|w| self.holds(entry, w)) {
                take(entry);
            }
        }
    }

    fn bytes_of(&self, words: &[String]) -> Option<Vec<Vec<u8>>> {
        words.iter().map(|w| self.letters.bytes(w)).collect()
    }

    /// Entries of any day that hold all of these words.
    fn holding(&self, words: &[String]) -> Vec<usize> {
        let mut out = Vec::new();
        if let Some(words) = self.bytes_of(words) {
            self.each(&words, |entry| out.push(entry));
        }
        out
    }

    /// Marks the entries that hold all fragments (divided by spaces) with a bit below 32: they fit a kind of injury.
    pub fn mark(&mut self, bit: u32, fragments: &str) {
        for entry in self.holding(&words(fragments)) {
            self.facts[entry].marks |= 1 << bit;
        }
    }

    /// Marks the entries whose key is so.
    pub fn mark_keys(&mut self, bit: u32, is: impl Fn(&K) -> bool) {
        for (key, facts) in self.keys.iter().zip(&mut self.facts) {
            facts.marks |= u32::from(is(key)) << bit;
        }
    }

    /// How often each entry was used here.
    pub fn count_uses(&mut self, uses: impl Fn(&K) -> u32) {
        for (key, facts) in self.keys.iter().zip(&mut self.facts) {
            facts.uses = uses(key);
        }
    }

    /// One use more of what this key names.
    pub fn add_use(&mut self, key: &K)
    where
        K: PartialEq,
    {
        for (_, facts) in self.keys.iter().zip(&mut self.facts).filter(|(k, _)| *k == key) {
            facts.uses = facts.uses.saturating_add(1);
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of the one row of texts.
    pub fn text_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// What holds every word typed, in the order of the head of this file. A code that is typed in full is also found
    /// where it is not in force on the day.
    pub fn find(&self, ask: Ask<'_>) -> Found<'_, K> {
        let nothing = Found { hits: Vec::new(), totals: [0; GROUPS] };
        let typed = words(ask.typed);
        let (Some(needles), Some(first)) = (self.bytes_of(&typed), typed.first()) else { return nothing };
        let edge = |before: &[u8], after: &[u8]| [before, &needles[0], after].concat();
        let (begin, whole) = (edge(&[EDGE], &[]), edge(&[EDGE], &[EDGE]));
        let (begin, whole) = (memmem::Finder::new(&begin), memmem::Finder::new(&whole));
        let one = typed.len() == 1;
        let code = one && first.len() >= 4 && first.bytes().all(|b| b.is_ascii_digit());
        let mut keys: Vec<u64> = Vec::new();
        let mut outside: Vec<usize> = Vec::new();
        let mut totals = [0; GROUPS];
        let mut families = vec![u64::MAX; self.families];
        let mut next_begin = None;
        self.each(&needles, |entry| {
            let facts = &self.facts[entry];
            if !ask.groups.is_empty() && !ask.groups.contains(&facts.group) {
                return;
            }
            let range = self.range(entry);
            let at = match next_begin {
                Some(at) if at >= range.start => at,
                _ => begin.find(&self.bytes[range.start..]).map_or(usize::MAX, |at| range.start + at),
            };
            next_begin = Some(at);
            let begins = at < range.end;
            let exact = one && begins && whole.find(&self.bytes[range.clone()]).is_some();
            if facts.from > ask.day || facts.to.is_some_and(|to| to < ask.day) {
                // Its code is its first text.
                if code && at == range.start && exact {
                    outside.push(entry);
                }
                return;
            }
            let used = facts.uses > 0;
            let key = [
                (u64::from(facts.behind > 1), 1),
                (u64::from(!exact), 1),
                (u64::from(!used), 1),
                (u64::from(used && !begins), 1),
                (0xF_FFFF - u64::from(facts.uses.min(0xF_FFFF)), 20),
                (3 - u64::from((facts.marks & ask.marks).count_ones().min(3)), 2),
                (u64::from(!begins), 1),
                (u64::from(facts.behind > 0), 1),
                (entry as u64, 32),
            ];
            let key = key.into_iter().fold(0, |all, (part, bits)| all << bits | part);
            if facts.family == NONE || (code && exact) {
                totals[usize::from(facts.group)] += 1;
                keys.push(key);
            } else {
                let best = &mut families[facts.family as usize];
                totals[usize::from(facts.group)] += u32::from(*best == u64::MAX);
                *best = key.min(*best);
            }
        });
        keys.extend(families.into_iter().filter(|k| *k != u64::MAX));
        if keys.is_empty() {
            let hits = outside.into_iter().rev().take(ask.most).map(|entry| self.hit(entry, false)).collect();
            return Found { hits, totals };
        }
        if keys.len() > ask.most {
            keys.select_nth_unstable(ask.most);
            keys.truncate(ask.most);
        }
        keys.sort_unstable();
        Found { hits: keys.into_iter().map(|key| self.hit((key & 0xFFFF_FFFF) as usize, true)).collect(), totals }
    }

    fn hit(&self, entry: usize, in_force: bool) -> Hit<'_, K> {
        let facts = &self.facts[entry];
        Hit { key: &self.keys[entry], group: facts.group, from: facts.from, to: facts.to, in_force }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    fn entry(code: &'static str, texts: &[&str], behind: u8) -> Entry<&'static str> {
        Entry {
            key: code,
            group: 0,
            from: day("2024-06-01"),
            to: None,
            texts: std::iter::once(code).chain(texts.iter().copied()).map(str::to_owned).collect(),
            behind,
            family: None,
        }
    }

    fn sample() -> Finder<&'static str> {
        let said = |word: &str, means: &str| Said { word: word.to_owned(), means: means.to_owned(), group: None };
        Finder::new(
            [
                entry("140002210", &["J119", "消炎鎮痛等処置（湿布処置）", "ｼｮｳｴﾝﾁﾝﾂｳﾄｳｼｮﾁ"], 0),
                entry("140040310", &["J119", "消炎鎮痛等処置（器具等による療法）", "ｼｮｳｴﾝﾁﾝﾂｳﾄｳｼｮﾁ"], 0),
                entry("140000610", &["J000", "創傷処置（１００ｃｍ２未満）", "ｿｳｼｮｳｼｮﾁ"], 0),
                entry("150001470", &["真皮縫合加算", "ｼﾝﾋﾟﾎｳｺﾞｳｶｻﾝ"], 1),
                entry("170027910", &["E002", "単純撮影（デジタル撮影）", "ﾀﾝｼﾞｭﾝｻﾂｴｲ"], 0),
                entry("140007410", &["J119-2", "腰部又は胸部固定帯固定", "ﾖｳﾌﾞﾏﾀﾊｷｮｳﾌﾞｺﾃｲﾀｲｺﾃｲ"], 0),
                entry("620098801", &["ロキソプロフェンナトリウム錠６０ｍｇ", "ﾛｷｿﾌﾟﾛﾌｪﾝﾅﾄﾘｳﾑｼﾞｮｳ"], 0),
            ],
            &[said("しっぷ", "消炎鎮痛等処置 湿布"), said("レントゲン", "単純撮影"), said("レントゲン", "写真診断")],
        )
    }

    fn codes(finder: &Finder<&'static str>, typed: &str) -> Vec<&'static str> {
        let ask = Ask { typed, day: day("2025-10-10"), groups: &[], marks: 0, most: 50 };
        finder.find(ask).hits.iter().map(|h| *h.key).collect()
    }

    #[test]
    fn every_spelling_finds_the_same_row() {
        let finder = sample();
        for (code, typed) in [
            (
                "140002210",
                "しょうえんちんつう 湿布|ショウエン 湿布|ｼｮｳｴﾝ　湿布|湿布 消炎|処置 鎮痛 湿布|しっぷ|シップ|ｼｯﾌﾟ|しつぷ",
            ),
            (
                "140002210",
                "140002210|１４０００２２１０|14000221|J119 湿布|j119 湿布|Ｊ１１９　湿布|J-119 湿布|j‐119 湿布|Jー119 湿布",
            ),
            ("140007410", "J119-2|j119−2|Ｊ－１１９－２|固定帯|ようぶまたは"),
            ("170027910", "レントゲン|れんと|ﾚﾝﾄｹﾞﾝ|単純 デジタル|デジタル　単純|でじたる|E002|e-002"),
            ("620098801", "ろきそ|ﾛｷｿﾌﾟﾛﾌｪﾝ|ロキソプロフエン|ろきそぷろふぇん|60mg|６０ＭＧ|ナトリウム錠"),
        ] {
            for typed in typed.split('|') {
                assert_eq!(codes(&finder, typed).first().copied(), Some(code), "{typed}");
            }
        }
        for typed in ["", "　", "ないものはない", "J119 J000", "'", "\0", "しつふ", "140002210 140040310"] {
            assert_eq!(codes(&finder, typed), Vec::<&str>::new(), "{typed:?}");
        }
    }

    #[test]
    fn what_is_meant_stands_first() {
        let mut finder = sample();
        // As given; beginnings before middles; additions behind: シ begins three and stands in four more.
        assert_eq!(codes(&finder, "し")[..3], ["140002210", "140040310", "150001470"]);
        assert_eq!(codes(&finder, "ほう"), ["150001470"]);
        assert_eq!(codes(&finder, "J119"), ["140002210", "140040310", "140007410"], "J119 itself before J119-2");
        // Of the injury.
        finder.mark(3, "固定帯");
        let ask = |marks| Ask { typed: "ようぶ", day: day("2025-10-10"), groups: &[], marks, most: 1 };
        assert_eq!(finder.find(ask(1 << 3)).hits[0].key, &"140007410");
        let marked = |typed| Ask { typed, day: day("2025-10-10"), groups: &[], marks: 1 << 3, most: 50 };
        assert_eq!(
            finder.find(marked("こ")).hits[0].key,
            &"140007410",
            "holds コテイ, others begin with nothing of it"
        );
        // Used here: the more often the sooner, but what begins so before what only holds it.
        finder.count_uses(|code| match *code {
            "140040310" => 7,
            "140000610" => 9,
            _ => 0,
        });
        assert_eq!(codes(&finder, "し")[..2], ["140040310", "140000610"], "ソウショウ holds シ and is used more often");
        assert_eq!(codes(&finder, "そう")[0], "140000610");
    }

    #[test]
    fn only_what_is_in_force_is_found_unless_its_code_is_typed_in_full() {
        let ended = Entry { to: Some(day("2025-05-31")), ..entry("101800010", &["旧", "ﾌﾙｲ"], 0) };
        let coming = Entry { from: day("2026-06-01"), ..entry("101800020", &["新", "ﾌﾙｲ"], 0) };
        let again = Entry { from: day("2026-06-01"), ..entry("101800010", &["旧", "ﾌﾙｲ"], 0) };
        let finder = Finder::new([ended, coming, again], &[]);
        assert_eq!(codes(&finder, "ふるい"), Vec::<&str>::new());
        assert_eq!(codes(&finder, "10180001"), Vec::<&str>::new());
        let ask = |on| Ask { typed: "101800010", day: day(on), groups: &[], marks: 0, most: 50 };
        let found = finder.find(ask("2025-10-10"));
        let said: Vec<(bool, Day)> = found.hits.iter().map(|h| (h.in_force, h.from)).collect();
        assert_eq!(said, [(false, day("2026-06-01")), (false, day("2024-06-01"))]);
        assert_eq!(found.totals[0], 0);
        let found = finder.find(ask("2026-06-01"));
        assert_eq!((found.hits.len(), found.hits[0].in_force, found.totals[0]), (1, true, 1));
    }

    #[test]
    fn groups_are_counted_apart_and_a_family_once() {
        let of = |code, group, family| Entry { group, family, ..entry(code, &["処置"], 0) };
        let entries = [of("1001", 0, Some(0)), of("1002", 0, Some(0)), of("1003", 0, None), of("6001", 1, None)];
        let finder = Finder::new(entries, &[]);
        let ask = Ask { typed: "処置", day: day("2025-10-10"), groups: &[], marks: 0, most: 2 };
        let found = finder.find(ask);
        assert_eq!(found.hits.iter().map(|h| *h.key).collect::<Vec<_>>(), ["1001", "1003"], "two are shown of three");
        assert_eq!(found.totals[..3], [2, 1, 0]);
        let found = finder.find(Ask { groups: &[1], ..ask });
        assert_eq!((found.hits[0].key, found.totals[0]), (&"6001", 0));
        assert_eq!(codes(&finder, "1002"), ["1002"], "its code stands for itself, not for its family");
    }
}
