//! Reading a file: which master it is, whether every row is one, whether it is whole, of which day it is.

use crate::kind::MasterKind;
use crate::layout::{Check, Layout, key, layout};
use crate::member::{Member, no_master};
use crate::refused::Refused;
use crate::row::Row;
use crate::shelf::Shelf;
use crate::text::{decode, lines, split};
use rosai_domain::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A file as read: recognised by its content, every row checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterFile {
    /// Which master.
    pub kind: MasterKind,
    /// 旧傷病名: the names that left, all with their last day. It never makes an absent name end.
    pub former: bool,
    /// Every row there is (全件), not only what changed (改定分).
    pub whole: bool,
    /// The day it was published, which orders files: see [`crate::read`].
    pub edition: Day,
    /// Name of the file.
    pub name: String,
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: usize,
    /// Bytes of text read, of…
    pub done: usize,
    /// …so many.
    pub of: usize,
}

/// How often [`Progress`] is told.
const STEP: usize = 500;

/// Reads one file: all of it or nothing.
///
/// **Kind**: by the letter in column 2 and the count of columns, the 電子点数表 and コメント関連 by shape. 03-1 to 03-4
/// have one layout: the codes in column 2 are exactly those the 補助マスター (`auxiliary`) marks in one of its columns
/// 10–13; without it the name decides.
///
/// **Whole**: R U D always (masters.md §2). Others are 改定分 where a row is sparse, or none is marked 0 and there are
/// few of them or only new ones.
///
/// **Edition**: the day in the file's name (else in the zip's), because the content does not tell it: five of the real S
/// updates have no date in any row, and a file may speak of days long before (`t_20241227`: 2024-06-01) or after
/// (`t_ALL20240315`: 2024-06-01) its publication. A name's day more than a year before the content's latest is not
/// believed, and a file without a day in its name has its content's latest day; an update without either is refused.
pub fn read(
    member: &Member,
    auxiliary: Option<&Shelf>,
    step: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<MasterFile, Refused> {
    let name = member.name.as_str();
    crate::member::begins_like_a_master(name, &member.bytes)?;
    let text = decode(name, &member.bytes)?;
    let shape = recognise(name, &text)?;
    let layout = layout(shape.kind());
    let mut refused = Refused::default();
    let mut rows = Vec::new();
    let mut facts = Facts::default();
    let mut fields: Vec<&str> = Vec::new();
    let mut columns = None;
    let mut done = 0;
    let mut last = (0, 0); // the last line, and how many were refused before it
    let mut firsts = BTreeSet::new();
    let mut keys: Vec<(String, usize)> = Vec::new();
    for (n, line) in lines(&text).enumerate() {
        let number = n + 1;
        last = (number, refused.total);
        done += line.len() + 1;
        if number % STEP == 0 && step(Progress { rows: number, done, of: text.len() }).is_break() {
            return Err(Refused::whole(format!("{name} の読み込みをやめました。何も変わっていません。")));
        }
        if let Err((column, why)) = split(line, &mut fields) {
            refused.row(number, column, why);
            continue;
        }
        let expected = *columns.get_or_insert(fields.len());
        if fields.len() != expected {
            let why = format!("列の数が違います（{}列、1行目は{expected}列）", fields.len());
            refused.row(number, fields.len().min(expected) + 1, why);
            continue;
        }
        match check_row(&shape, layout, &fields) {
            Ok(sparse) => facts.take(&fields, layout, sparse.then_some(number)),
            Err((column, why)) => {
                refused.row(number, column, why);
                continue;
            }
        }
        if matches!(shape, Shape::Exclusion) {
            firsts.insert(fields.get(1).copied().unwrap_or_default());
        }
        keys.push((key(shape.kind(), &fields), number));
        rows.push(Row::new(fields.iter().copied()));
    }
    if !text.ends_with(['\n', '"']) && refused.total == last.1 {
        refused.row(last.0, 0, "最後の行が途中で切れています");
    }
    let kind = match shape {
        Shape::Known(kind) => kind,
        Shape::Exclusion if refused.total > 0 => MasterKind::ExclusionDay,
        Shape::Exclusion => exclusion(member, &firsts, auxiliary)?,
    };
    let former = kind == MasterKind::Disease && facts.rows > 0 && facts.ended == facts.rows && facts.sparse == 0;
    let whole = whole(kind, &facts) && !former;
    keys.sort();
    for pair in keys.windows(2) {
        if let [(one, first), (other, second)] = pair
            && one == other
        {
            let code = one.replace('\t', "・");
            refused.row(*second, 0, format!("{code} が{first}行目にもあります"));
        }
    }
    if facts.unmarked > 0 && facts.sparse > 0 && !former {
        refused.row(facts.first_sparse, 0, "全件のファイルなのに、必須の項目が空です");
    }
    if refused.total > 0 {
        refused.sentence = summary(name, kind, &refused);
        return Err(refused);
    }
    let edition = edition(member, whole, &facts)?;
    Ok(MasterFile { kind, former, whole, edition, name: name.to_owned(), rows })
}

/// Reads the files of one zip together: a 補助マスター among them tells the four 背反 tables apart, and the tables of
/// one 電子点数表 without a day in their names share the latest.
pub fn read_all(
    members: &[Member],
    auxiliary: Option<&Shelf>,
    step: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Vec<Result<MasterFile, Refused>> {
    let mut own: Option<Shelf> = None;
    let mut read_files: BTreeMap<usize, Result<MasterFile, Refused>> = BTreeMap::new();
    // The 補助マスター first: the smallest shape check finds it.
    for (n, member) in members.iter().enumerate() {
        if begins_as_auxiliary(member) {
            let file = read(member, auxiliary, step);
            if let Ok(file) = &file {
                own = Some(crate::fold::fold(file.kind, [file]).shelf);
            }
            read_files.insert(n, file);
        }
    }
    for (n, member) in members.iter().enumerate() {
        if let std::collections::btree_map::Entry::Vacant(place) = read_files.entry(n) {
            place.insert(read(member, own.as_ref().or(auxiliary), step));
        }
    }
    let mut out: Vec<_> = read_files.into_values().collect();
    let undated = |n: usize| members.get(n).is_some_and(|m| named_day(m).is_none());
    let latest = out.iter().flatten().filter(|f| f.kind >= MasterKind::Auxiliary).map(|f| f.edition).max();
    for (n, file) in out.iter_mut().enumerate() {
        if let (Ok(file), Some(latest)) = (file, latest)
            && file.kind >= MasterKind::Auxiliary
            && undated(n)
        {
            file.edition = latest;
        }
    }
    out
}

fn begins_as_auxiliary(member: &Member) -> bool {
    let first = member.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    decode(&member.name, first)
        .and_then(|text| recognise(&member.name, &text))
        .is_ok_and(|shape| matches!(shape, Shape::Known(MasterKind::Auxiliary)))
}

/// What the first line says the file is.
enum Shape {
    Known(MasterKind),
    /// 03-1 to 03-4.
    Exclusion,
}

impl Shape {
    /// The kind, or for the four tables one with their layout.
    fn kind(&self) -> MasterKind {
        match self {
            Shape::Known(kind) => *kind,
            Shape::Exclusion => MasterKind::ExclusionDay,
        }
    }
}

/// The letter of column 2.
fn by_letter(letter: &str) -> Option<MasterKind> {
    Some(match letter {
        "S" => MasterKind::Act,
        "R" => MasterKind::RosaiAct,
        "Y" => MasterKind::Drug,
        "T" => MasterKind::Material,
        "U" => MasterKind::RosaiMaterial,
        "C" => MasterKind::Comment,
        "D" => MasterKind::RosaiComment,
        "B" => MasterKind::Disease,
        "Z" => MasterKind::Modifier,
        _ => return None,
    })
}

/// The letter of a kind that has one.
fn letter(kind: MasterKind) -> Option<&'static str> {
    by_letter(kind.id()).map(|_| kind.id())
}

fn recognise(name: &str, text: &str) -> Result<Shape, Refused> {
    let mut fields = Vec::new();
    let line = lines(text).next().unwrap_or_default();
    if let Err((column, why)) = split(line, &mut fields) {
        let mut refused = Refused::whole(format!(
            "{name} の1行目の{column}列目が読めません（{why}）。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。"
        ));
        refused.row(1, column, why);
        return Err(refused);
    }
    let second = fields.get(1).copied().unwrap_or_default();
    if let Some(kind) = by_letter(second) {
        let layout = layout(kind);
        if fields.len() > layout.newest {
            return Err(count(name, kind, fields.len(), layout.newest + 1, "知らない列があります"));
        }
        if fields.len() < layout.oldest {
            return Err(count(name, kind, fields.len(), fields.len() + 1, "列が足りません"));
        }
        return Ok(Shape::Known(kind));
    }
    let digits = |n: usize, len: usize| {
        fields.get(n - 1).is_some_and(|f| f.len() == len && f.bytes().all(|b| b.is_ascii_digit()))
    };
    let mark = digits(1, 1);
    let shape = match fields.len() {
        30 if mark && digits(2, 1) && digits(9, 9) => Shape::Known(MasterKind::CommentRelation),
        27 if mark && digits(2, 9) => Shape::Known(MasterKind::Auxiliary),
        7 if mark && digits(3, 9) => Shape::Known(MasterKind::Inclusion),
        10 if mark && digits(2, 9) && digits(4, 9) => Shape::Exclusion,
        8 if mark && digits(3, 9) => Shape::Known(MasterKind::InpatientBasic),
        14 if mark && digits(2, 9) => Shape::Known(MasterKind::CountLimit),
        _ => return Err(no_master(name)),
    };
    Ok(shape)
}

fn count(name: &str, kind: MasterKind, columns: usize, at: usize, why: &str) -> Refused {
    let layout = layout(kind);
    let mut refused = Refused::whole(format!(
        "{name} は{}ですが、1行目の列の数が{columns}で、読める{}〜{}列ではありません（{at}列目）。配布元のファイルか確かめ、新しい様式のときはこのプログラムを更新してください。",
        kind.ja(),
        layout.oldest,
        layout.newest
    ));
    refused.row(1, at, why);
    refused
}

/// What the rows together say.
#[derive(Default)]
struct Facts {
    rows: usize,
    unmarked: usize,
    ended: usize,
    new: usize,
    sparse: usize,
    first_sparse: usize,
    /// Latest 変更年月日 (新設年月日, 収載年月日).
    latest: Option<Day>,
}

impl Facts {
    fn take(&mut self, fields: &[&str], layout: &Layout, sparse: Option<usize>) {
        let f = |n: usize| fields.get(n - 1).copied().unwrap_or_default();
        self.rows += 1;
        match f(1) {
            "0" => self.unmarked += 1,
            "3" => self.new += 1,
            "9" => self.ended += 1,
            _ => {}
        }
        if let Some(line) = sparse {
            self.sparse += 1;
            if self.first_sparse == 0 {
                self.first_sparse = line;
            }
        }
        let first_day = day(f(layout.changed)).or_else(|| day(f(layout.listed?)));
        self.latest = self.latest.max(first_day);
    }
}

fn whole(kind: MasterKind, facts: &Facts) -> bool {
    if matches!(kind, MasterKind::RosaiAct | MasterKind::RosaiMaterial | MasterKind::RosaiComment) {
        return true;
    }
    if facts.sparse > 0 {
        return false;
    }
    facts.unmarked > 0 || (facts.rows >= 1_000 && facts.new < facts.rows)
}

/// Checks a row; whether it is sparse. On failure the column and why.
fn check_row(shape: &Shape, layout: &Layout, fields: &[&str]) -> Result<bool, (usize, String)> {
    let f = |n: usize| fields.get(n - 1).copied().unwrap_or_default();
    if !matches!(f(1), "0" | "1" | "2" | "3" | "5" | "9") {
        return Err((1, format!("変更区分「{}」は 0・1・2・3・5・9 のどれでもありません", clip(f(1)))));
    }
    let kind = shape.kind();
    if letter(kind).is_some_and(|l| l != f(2)) {
        let other = match by_letter(f(2)) {
            Some(other) => format!("{}の行が混ざっています", other.ja()),
            None => format!("マスター種別「{}」の行が混ざっています", clip(f(2))),
        };
        return Err((2, other));
    }
    let marked = matches!(f(1), "2" | "5" | "9");
    // The four tables and their like have no sparse rows, nor have R, U and D (§2).
    let may_be_sparse = marked
        && kind < MasterKind::Auxiliary
        && !matches!(kind, MasterKind::RosaiAct | MasterKind::RosaiMaterial | MasterKind::RosaiComment);
    let mut sparse = false;
    for column in layout.columns {
        let value = f(column.number);
        if value.is_empty() {
            if column.must {
                if !may_be_sparse || layout.key.contains(&column.number) {
                    return Err((column.number, format!("{}が空です", column.ja)));
                }
                sparse = true;
            }
            continue;
        }
        if let Err(wanted) = check(column.check, value) {
            return Err((column.number, format!("{}「{}」は{wanted}ではありません", column.ja, clip(value))));
        }
    }
    if sparse && f(1) == "9" && day(f(layout.last)).is_none() {
        return Err((layout.last, "廃止の行に廃止年月日がありません".to_owned()));
    }
    if matches!(kind, MasterKind::Comment | MasterKind::RosaiComment) && f(23).bytes().any(|b| b != b'0') {
        let built = key(kind, fields);
        if built != f(23) {
            return Err((
                23,
                format!("コメントコード「{}」が区分・パターン・一連番号（{built}）と合いません", clip(f(23))),
            ));
        }
    }
    let first = match kind {
        MasterKind::Act | MasterKind::RosaiAct => Some('1'),
        MasterKind::Drug => Some('6'),
        MasterKind::Material | MasterKind::RosaiMaterial => Some('7'),
        _ => None,
    };
    if first.is_some_and(|digit| !f(3).starts_with(digit)) {
        return Err((3, format!("コード「{}」は{}のコードではありません", f(3), kind.ja())));
    }
    Ok(sparse)
}

fn check(check: Check, value: &str) -> Result<(), &'static str> {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match check {
        Check::Text => Ok(()),
        Check::Digits(len) if digits && value.len() == len => Ok(()),
        Check::Digits(_) => Err("決まった桁数の数字"),
        Check::Number(most) if digits && value.len() <= most => Ok(()),
        Check::Number(_) => Err("数字"),
        Check::Word(most) if value.len() <= most && value.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(()),
        Check::Word(_) => Err("英数字"),
        Check::Decimal => {
            let number =
                |s: &str, most: usize| !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
            let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
            if number(whole, 10) && number(part, 4) { Ok(()) } else { Err("金額・点数") }
        }
        Check::Day if matches!(value, "0" | "00000000" | "99999999") || day(value).is_some() => Ok(()),
        Check::Day => Err("年月日（8桁）"),
    }
}

/// The start of a value, for a sentence.
fn clip(value: &str) -> String {
    if value.chars().count() <= 20 { value.to_owned() } else { value.chars().take(20).chain(['…']).collect() }
}

/// A day as masters write it; none for the marks that are no day.
pub(crate) fn day(value: &str) -> Option<Day> {
    if value.len() != 8 || value == "99999999" || !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n = |range: std::ops::Range<usize>| value.get(range).and_then(|s| s.parse::<u32>().ok());
    Day::new(i32::try_from(n(0..4)?).ok()?, n(4..6)?, n(6..8)?)
}

/// Which of the four 背反 tables.
fn exclusion(member: &Member, firsts: &BTreeSet<&str>, auxiliary: Option<&Shelf>) -> Result<MasterKind, Refused> {
    const TABLES: [(MasterKind, usize); 4] = [
        (MasterKind::ExclusionDay, 10),
        (MasterKind::ExclusionMonth, 11),
        (MasterKind::ExclusionSimultaneous, 12),
        (MasterKind::ExclusionWeek, 13),
    ];
    if let Some(shelf) = auxiliary {
        // Codes in both, of every 100 codes in either: 100 where the two are of one edition, below 40 for other tables.
        let mut best = (0, MasterKind::ExclusionDay);
        for (kind, column) in TABLES {
            let marked: BTreeSet<&str> = shelf
                .iter()
                .filter(|(_, versions)| versions.iter().any(|v| v.row.column(column) == "1"))
                .map(|(code, _)| code)
                .collect();
            let both = marked.intersection(firsts).count();
            let share = both * 100 / marked.union(firsts).count().max(1);
            best = best.max((share, kind));
        }
        if best.0 >= 75 {
            return Ok(best.1);
        }
    }
    let name = &member.name;
    let folded = rosai_domain::fold_width(name);
    for (n, (kind, _)) in TABLES.into_iter().enumerate() {
        let n = n + 1;
        if [format!("03-{n}"), format!("03_{n}"), format!("背反テーブル{n}"), format!("背反{n}")]
            .iter()
            .any(|mark| folded.contains(mark.as_str()))
        {
            return Ok(kind);
        }
    }
    let sentence = format!(
        "{name} は電子点数表の背反テーブルですが、1日・同一月・同時・1週間のどれか分かりません。先に 01 補助マスターを読み込むか、zip のまま読み込んでください。"
    );
    Err(Refused { wants_auxiliary: true, ..Refused::whole(sentence) })
}

/// The last eight digits in a name that are a day of this century.
fn named_day(member: &Member) -> Option<Day> {
    let in_name = |name: &str| {
        name.split(|c: char| !c.is_ascii_digit())
            .filter_map(day)
            .rfind(|d| d.month().year >= 2000 && d.month().year < 2100)
    };
    in_name(&member.name).or_else(|| in_name(member.archive.as_deref()?))
}

fn edition(member: &Member, whole: bool, facts: &Facts) -> Result<Day, Refused> {
    match (named_day(member), facts.latest) {
        (Some(named), Some(latest)) if named.plus_days(366) < latest => Ok(latest),
        (Some(named), _) => Ok(named),
        (None, Some(latest)) => Ok(latest),
        (None, None) => Err(Refused::whole(format!(
            "{} は何日の{}か分かりません（日付がどこにもありません）。配布時の名前（s_20240621.csv など）のまま読み込んでください。",
            member.name,
            if whole { "ファイル" } else { "改定分" }
        ))),
    }
}

fn summary(name: &str, kind: MasterKind, refused: &Refused) -> String {
    let place = refused.rejected.first().map_or_else(String::new, |r| {
        let column = if r.column == 0 { String::new() } else { format!("{}列目：", r.column) };
        format!("{}行目 {column}{}", r.line, r.reason)
    });
    let rest = if refused.total > 1 { format!("、ほか{}件", refused.total - 1) } else { String::new() };
    format!(
        "{name}（{}）は読み込みませんでした。{place}{rest}。配布元からもう一度ダウンロードして、開かずにそのまま読み込んでください。",
        kind.ja()
    )
}
