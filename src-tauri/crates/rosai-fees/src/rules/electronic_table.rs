//! K24 電子点数表（背反・包括・算定回数）
//!
//! ## 条文
//! 医科電子点数表は、健保点数表の「併せて算定できない」「含まれる」「1日につき1回」などの定めを、診療行為コードの組と回数の表
//! にしたもの。背反テーブル（03-1 1日、03-2 同一月、03-3 同時、03-4 同一週）の背反区分は、1がコード①を算定、2がコード②を
//! 算定、3がどちらか一方を算定。包括（01 補助マスターの包括単位・グループ番号と02）は、告示に「含まれる」とあるものについて、
//! 1日・同一月・同時・手術前1週間・1手術のうちに含まれるコードを示す。算定回数（05）は、単位（日・週・月・患者当りなど）ごと
//! の限度を示す。特例条件が1の行には、表に表せない例外がある。（electronic-table 01〜05。クリニックが読み込んだ版による）
//!
//! 3つ以上のものにまたがる定め、傷病や部位によって変わる定めは、表にない。（electronic-table 活用手引き）
//!
//! ## 読み方
//! - 電子点数表を読み込んでいなければ、何も変わらない。
//! - その月に算定するもの（どの処置を算定するかなどを決めた後）を、労災のコードは対応する健保のコードに読み替えて見る
//!   （再診料 101120010 は 112007410、労災のリハビリテーションは健保の同じ行、手の指の創傷処理・整復術は健保のその行）。
//!   労働者1人について、傷病・診療科を合わせて見る。
//! - 背反は、同時を同じ来院、同一週を日曜から土曜までと読む。同一週は、前の月の当院の算定（記録）も見る。
//!   区分1・2なら算定されないほうを、3なら点数の低いほう（同じなら後のもの）を算定しない。
//! - 包括は、含む行為のあるとき、含まれる行為を算定しない。
//! - 算定回数は、日・週・2週・月・2〜12月・2年・5年・年度・患者当りの限度を超える後のものを算定しない。
//!   同じ日なら点数の高いものから数え、月をまたぐものは当院の記録も数える。
//! - 一連・1疾患・初回・初診時（月で見る）、手術当り・肢・側・部位など（来院の日で見る）、事実から区切りの分からない
//!   単位は、数を超えたときだけ要確認とする。
//! - 特例条件のある行では何も外さず、要確認の印と文を付ける。
//! - 外した行為の注加算と時間外等の加算も算定しない。外した後で、処置等の組み合わせ（M23）と外来管理加算（M06）を決め直す。
//! - ほかの規則が外したものは算定していないので、重ねて言わない。K16が見る限度は、K16に任せる。
//! - 次のものはマニュアルが定めるので、この表では外さない。
//!   - 初診・再診（M02、M05。傷病ごとの初診3,850円、2科目など）と外来管理加算（M06。112011010と読み替え加算）。
//!   - 牽引・消炎鎮痛等処置・肛門処置などと疾患別リハビリテーションの同じ日の組み合わせと回数（I 23、M23・M14）。
//!     湿布処置は倍率の異なる部位ごとに算定できる（I 23(1)②）。
//!   - 創傷処置・重度褥瘡処置など合成コードのある処置の回数。倍率ごとに面積を合わせて算定できる（I 17(3)②、M17・K26）。
//!   - 手の指の創傷処理・骨折非観血的整復術と、異なる指の手術（I 17(1)(2)、K12）。
//!   - コンピューター断層診断の特例の回数（I 13、M13）。
//!   - 請求書取扱料・再診時療養指導管理料・救急医療管理加算など、健保のコードのない労災だけの項目（I 3、I 4、I 7、I 27 注3
//!     ほか）。これらは電子点数表にない。
//!
//! ## 対象外
//! - 04 入院基本料の加算、入院・退院・妊娠・分娩を単位とする回数。
//! - ほかの医療機関、ほかの保険で算定したもの。
//! - 前の月に算定したものを含む同一月・手術前1週間の包括。
//! - 行為として入れずに付く加算（時間外、施設の加算など）の回数と、それらどうしの組み合わせ。それぞれの規則が見る。
//!
//! ## 疑義
//! - 健保は患者1人についての表だが、労災は災害ごとに請求する。別の傷病のものも合わせて見る。返還にならない読み。
//! - 四肢の倍率の異なる部位に分けた同じ処置が、1日の回数を超えるか。I 23の処置と合成コードのある処置のほかは超えると読む（K16の疑義と同じ）。
//! - 同一週で、前の月に算定したものが表では算定されないほうのとき。前の月の請求は変えられないので、後のものを要確認とする。
//! - 「2週に1回」は、算定した日から14日のうちに2回目を算定しないと読む。月を単位とするものは暦の月で数える（K16と同じ）。
//! - 表が外すことでほかの組み合わせのほうが高くなるとき、どれを外すかまでは探さない。返還にはならない。

use super::*;
use crate::cx::Cx;
use crate::finding::{Finding, Outcome};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_catalogue::{CodeLimit, ExclusionPeriod, InclusionPeriod, Kept, has_synthetic_codes, kenpo_code};
use rosai_document::Cite;
use rosai_domain::{ActId, Day};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(24),
    term: "electronic_table",
    ja: "電子点数表（背反・包括・算定回数）",
    cites: &[Cite::new("electronic-table", "01〜05")],
    items: &[],
    stage: Stage::Settle(|cx, findings| settle(cx, findings)),
};

/// The name of the table in citations.
const DOC: &str = "electronic-table";

/// 外来管理加算, which M06 decides.
const MANAGEMENT: &str = "112011010";

/// Something the table does not let stand: which acts, as what code, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    acts: Vec<ActId>,
    code: String,
    pub because: String,
    pub cite: Cite,
}

impl Loss {
    /// Whether a priced item is what is lost.
    fn is(&self, p: &Priced) -> bool {
        !self.acts.is_empty() && self.acts == p.acts && p.code.as_deref().map(kenpo_code) == Some(self.code.as_str())
    }
}

/// Refuses what the table does not let stand, before anything is chosen.
pub(crate) fn bar(priced: &mut [Priced], losses: &[Loss]) {
    for p in priced.iter_mut().filter(|p| p.refused.is_none()) {
        if let Some(loss) = losses.iter().find(|l| l.is(p)) {
            p.refused = Some((RULE.id, loss.because.clone()));
        }
    }
}

/// The passage of a refusal of this rule.
pub(crate) fn cite_of(finding: &Finding, losses: &[Loss]) -> Option<Cite> {
    let same = |l: &&Loss| l.acts == finding.subject.acts && l.because == finding.sentence;
    losses.iter().find(same).map(|l| l.cite.clone())
}

/// What the table does not let stand among what is charged, as far as it was entered as acts and is not known yet.
pub(crate) fn new_losses(cx: &Cx<'_>, findings: &[Finding], known: &[Loss]) -> Vec<Loss> {
    if !cx.catalogue.has_electronic_table() {
        return Vec::new();
    }
    let found = look(cx, findings).losses.into_iter().map(|(_, loss)| loss);
    found.filter(|l| !l.acts.is_empty() && !known.iter().any(|k| k.acts == l.acts && k.code == l.code)).collect()
}

/// Says what is to be looked at, and refuses what is charged beside the acts.
fn settle(cx: &Cx<'_>, findings: &mut [Finding]) {
    if !cx.catalogue.has_electronic_table() {
        return;
    }
    let found = look(cx, findings);
    for (place, because) in found.doubts {
        let finding = &mut findings[place];
        finding.check = true;
        finding.sentence.push_str(&because);
    }
    for (place, loss) in found.losses {
        let finding = &mut findings[place];
        finding.rule = cx.rule.id;
        finding.outcome = Outcome::Refused;
        finding.sentence = loss.because;
        finding.cite = loss.cite;
    }
}

/// A charge as the table sees it.
struct Entry {
    /// Its finding.
    place: usize,
    /// 健保 code.
    code: String,
    day: Day,
    coming: Option<u8>,
    acts: Vec<ActId>,
    points: i64,
    times: u32,
    ja: String,
    /// 初診, 再診, 外来管理加算: M02, M05, M06 decide.
    of_visit: bool,
    /// I 23 speaks of it.
    combined: bool,
    /// 手の指の創傷処理, 骨折非観血的整復術.
    finger: bool,
    operation: bool,
    /// K14's rates and other additions beside an act.
    addition: bool,
    /// Counted by M13.
    tomography: bool,
}

/// 初診料, 再診料 and their like, as 健保 codes begin.
fn is_of_visit(code: &str) -> bool {
    code == MANAGEMENT || code.starts_with("1110") || code.starts_with("1120")
}

fn entries(cx: &Cx<'_>, findings: &[Finding]) -> Vec<Entry> {
    let entry = |(place, f): (usize, &Finding)| {
        let charge = f.charge()?;
        let (own, day) = (charge.code.as_deref()?, f.subject.day?);
        let code = kenpo_code(own);
        let row = cx.catalogue.act(own, day).ok();
        let combined = row.is_some_and(|r| {
            matches!(&*r.kubun, "J118" | "J118-2" | "J118-3" | "J119" | "J119-2" | "J119-3" | "J119-4")
                || r.limb.is_some_and(|l| l.group == 'ク')
        });
        Some(Entry {
            place,
            code: code.to_owned(),
            day,
            coming: f.subject.attendance.map(|a| cx.facts.attendances[a.0].coming),
            acts: f.subject.acts.clone(),
            points: f.points().0,
            times: charge.times,
            ja: f.subject.ja.clone(),
            of_visit: f.subject.acts.is_empty() && is_of_visit(code),
            combined,
            finger: f.subject.what.starts_with("finger_"),
            operation: row.is_some_and(|r| &*r.category == "手術") || f.subject.what.starts_with("finger_"),
            addition: charge.addition_to.is_some(),
            tomography: own == "101700010",
        })
    };
    let mut out: Vec<Entry> = findings.iter().enumerate().filter_map(entry).filter(|e| !e.addition).collect();
    out.sort_by(|a, b| {
        let key = |e: &Entry| (e.day, e.coming, std::cmp::Reverse(e.points));
        key(a).cmp(&key(b)).then_with(|| (&a.code, &a.acts).cmp(&(&b.code, &b.acts)))
    });
    out
}

/// What was found, by the place of the finding.
#[derive(Default)]
struct Found {
    losses: Vec<(usize, Loss)>,
    doubts: Vec<(usize, String)>,
}

impl Found {
    fn has_lost(&self, e: &Entry) -> bool {
        self.losses.iter().any(|(place, _)| *place == e.place)
    }

    fn lose(&mut self, e: &Entry, because: String, section: String) {
        let cite = Cite { doc: DOC.into(), section: section.into() };
        let loss = Loss { acts: e.acts.clone(), code: e.code.clone(), because, cite };
        self.losses.push((e.place, loss));
    }

    fn doubt(&mut self, e: &Entry, because: String) {
        if !self.doubts.iter().any(|d| d.0 == e.place && d.1 == because) {
            self.doubts.push((e.place, because));
        }
    }
}

fn look(cx: &Cx<'_>, findings: &[Finding]) -> Found {
    let entries = entries(cx, findings);
    let mut found = Found::default();
    exclusions(cx, &entries, &mut found);
    inclusions(cx, &entries, &mut found);
    counts(cx, &entries, &mut found);
    found
}

/// Whether the manual, not the table, says what becomes of two.
fn settled_by_manual(a: &Entry, b: &Entry) -> bool {
    let both_beside_acts = a.acts.is_empty() && b.acts.is_empty();
    let fingers = (a.finger || b.finger) && a.operation && b.operation;
    a.code == MANAGEMENT || b.code == MANAGEMENT || both_beside_acts || (a.combined && b.combined) || fingers
}

/// The Sunday a week begins with.
fn week_of(day: Day) -> Day {
    day.plus_days(-i64::from(day.weekday().num_days_from_sunday()))
}

fn together(period: ExclusionPeriod, a: &Entry, b: &Entry) -> bool {
    match period {
        ExclusionPeriod::Day => a.day == b.day,
        ExclusionPeriod::Simultaneous => a.day == b.day && a.coming == b.coming,
        ExclusionPeriod::Month => a.day.month() == b.day.month(),
        ExclusionPeriod::Week => week_of(a.day) == week_of(b.day),
    }
}

/// What was charged here before this month, as 健保 codes with their days.
fn charged_before(cx: &Cx<'_>) -> Vec<(String, Day)> {
    let code = |item: &str| {
        let of_item = cx.catalogue.item(item).and_then(|i| i.code.clone());
        kenpo_code(of_item.as_deref().unwrap_or(item)).to_owned()
    };
    let earlier = cx.facts.ledger.iter().filter(|e| e.day < cx.facts.month.first());
    earlier.map(|e| (code(&e.item), e.day)).collect()
}

fn exclusions(cx: &Cx<'_>, entries: &[Entry], found: &mut Found) {
    for period in ExclusionPeriod::ALL {
        // Most codes exclude nothing; both directions of a pair are stored.
        let codes: BTreeSet<&str> = entries.iter().map(|e| e.code.as_str()).collect();
        let exclude: BTreeSet<&str> =
            codes.into_iter().filter(|c| cx.catalogue.excludes_something(period, c)).collect();
        if exclude.is_empty() {
            continue;
        }
        for (i, a) in entries.iter().enumerate() {
            for b in &entries[i + 1..] {
                let speaks = exclude.contains(a.code.as_str()) || exclude.contains(b.code.as_str());
                if !speaks || a.code == b.code || !together(period, a, b) || settled_by_manual(a, b) {
                    continue;
                }
                if found.has_lost(a) || found.has_lost(b) {
                    continue;
                }
                let Some(row) = cx.catalogue.exclusion(period, &a.code, &b.code, b.day) else { continue };
                let (kept, lost) = match row.kept {
                    Kept::First => (a, b),
                    Kept::Second => (b, a),
                    Kept::Either if b.points > a.points => (b, a),
                    Kept::Either => (a, b),
                };
                if lost.of_visit {
                    continue;
                }
                let section = format!("{} {}×{}", period.section(), kept.code, lost.code);
                let day = if kept.day == lost.day { String::new() } else { format!("（{}）", kept.day.ja()) };
                if row.exception {
                    found.doubt(lost, format!(
                        "「{}」{day}と{}算定できるのは、例外に当たるときだけです（{section}）。確かめてください（要確認）。",
                        kept.ja, period.ja()
                    ));
                } else {
                    let because = format!("「{}」{day}と{}算定できません。", kept.ja, period.ja());
                    found.lose(lost, because, section);
                }
            }
        }
        if period == ExclusionPeriod::Week {
            week_before(cx, entries, &exclude, found);
        }
    }
}

/// 同一週 across the month's edge: what was charged in the earlier month stands.
fn week_before(cx: &Cx<'_>, entries: &[Entry], exclude: &BTreeSet<&str>, found: &mut Found) {
    let first_week = week_of(cx.facts.month.first());
    let before: Vec<(String, Day)> =
        charged_before(cx).into_iter().filter(|(_, d)| week_of(*d) == first_week).collect();
    for e in entries.iter().filter(|e| week_of(e.day) == first_week && !e.of_visit && exclude.contains(e.code.as_str()))
    {
        for (code, day) in &before {
            let row = cx.catalogue.exclusion(ExclusionPeriod::Week, &e.code, code, e.day);
            let Some(row) = row.filter(|_| *code != MANAGEMENT && !found.has_lost(e)) else { continue };
            let other = name_of(cx, code, *day);
            let section = format!("{} {code}×{}", ExclusionPeriod::Week.section(), e.code);
            if row.exception || row.kept == Kept::First {
                found.doubt(e, format!(
                    "前の月の同じ週（{}）に「{other}」を算定しています（{section}）。併せて算定できるか確かめてください（要確認）。",
                    day.ja()
                ));
            } else {
                found.lose(e, format!("「{other}」（{}）と同じ週に算定できません。", day.ja()), section);
            }
        }
    }
}

fn name_of(cx: &Cx<'_>, code: &str, day: Day) -> String {
    cx.catalogue.act(code, day).map_or_else(|_| code.to_owned(), |r| r.name.to_string())
}

fn inclusions(cx: &Cx<'_>, entries: &[Entry], found: &mut Found) {
    let mut groups: BTreeMap<&str, Vec<(InclusionPeriod, String)>> = BTreeMap::new();
    for e in entries {
        groups.entry(&e.code).or_insert_with(|| cx.catalogue.inclusion_groups(&e.code, e.day));
    }
    for whole in entries {
        for (period, group) in &groups[whole.code.as_str()] {
            for part in entries.iter().filter(|p| p.code != whole.code && inside(*period, whole, p)) {
                if part.of_visit || settled_by_manual(whole, part) || found.has_lost(whole) || found.has_lost(part) {
                    continue;
                }
                let Some(exception) = cx.catalogue.inclusion(group, &part.code, part.day) else { continue };
                let section = format!("02 包括 {group} {}⊃{}", whole.code, part.code);
                if exception {
                    found.doubt(part, format!(
                        "「{}」に含まれないのは、例外に当たるときだけです（{section}）。確かめてください（要確認）。",
                        whole.ja
                    ));
                } else {
                    found.lose(
                        part,
                        format!("{}「{}」に含まれるので、別に算定できません。", period.ja(), whole.ja),
                        section,
                    );
                }
            }
        }
    }
}

/// Whether a part lies in the period of the whole.
fn inside(period: InclusionPeriod, whole: &Entry, part: &Entry) -> bool {
    match period {
        InclusionPeriod::Day => whole.day == part.day,
        InclusionPeriod::Month => whole.day.month() == part.day.month(),
        InclusionPeriod::Simultaneous | InclusionPeriod::Operation => {
            whole.day == part.day && whole.coming == part.coming
        }
        InclusionPeriod::WeekBefore => part.day < whole.day && whole.day.plus_days(-7) <= part.day,
    }
}

/// How a limit counts.
enum Count {
    /// Days that belong together have one number.
    By(fn(Day) -> i64),
    /// So many days from the first.
    Days(i64),
    /// So many calendar months from the first.
    Months(i64),
    /// Ever.
    Ever,
    /// Within the month, and only to be looked at: 一連, 1疾患, 初回, 初診時.
    InMonth,
    /// On one day, and only to be looked at: 手術当り, and units of the body.
    AtOnce,
}

fn month_number(day: Day) -> i64 {
    i64::from(day.month().year) * 12 + i64::from(day.month().month) - 1
}

fn count_of(unit: u16) -> Option<Count> {
    Some(match unit {
        121 => Count::By(|d| month_number(d) * 31 + i64::from(d.day_of_month())),
        138 => Count::By(|d| {
            let sunday = week_of(d);
            month_number(sunday) * 31 + i64::from(sunday.day_of_month())
        }),
        131 => Count::By(month_number),
        // 年度: April to March.
        162 => Count::By(|d| (month_number(d) - 3).div_euclid(12)),
        142 => Count::Days(14),
        143 => Count::Months(2),
        144 => Count::Months(3),
        145 => Count::Months(4),
        146 => Count::Months(6),
        147 => Count::Months(12),
        161 => Count::Months(24),
        148 => Count::Months(60),
        53 => Count::Ever,
        // 単位 are M14's; 入院, 退院, 妊娠, 分娩 are not here.
        28 | 132 | 133 | 134 | 149 | 160 => return None,
        135 | 141 | 151 | 159 => Count::InMonth,
        _ => Count::AtOnce,
    })
}

impl Count {
    /// Whether what was charged earlier counts for what is charged now.
    fn covers(&self, earlier: Day, now: Day) -> bool {
        match self {
            Count::By(number) => number(earlier) == number(now),
            Count::Days(n) => now < earlier.plus_days(*n),
            Count::Months(n) => month_number(now) - month_number(earlier) < *n,
            Count::Ever => true,
            Count::InMonth => earlier.month() == now.month(),
            Count::AtOnce => earlier == now,
        }
    }
}

fn counts(cx: &Cx<'_>, entries: &[Entry], found: &mut Found) {
    let countable = |e: &&Entry| {
        let by_factor = has_synthetic_codes(&e.code);
        !e.acts.is_empty() && !e.of_visit && !e.combined && !e.tomography && !by_factor
    };
    let codes: BTreeSet<&str> = entries.iter().filter(countable).map(|e| e.code.as_str()).collect();
    let mut before: Option<Vec<(String, Day)>> = None;
    for code in codes {
        let of_code: Vec<&Entry> = entries.iter().filter(countable).filter(|e| e.code == code).collect();
        for limit in cx.catalogue.code_limits(code, of_code[0].day) {
            let Some(count) = count_of(limit.unit) else { continue };
            if super::count_limits::speaks_of(code, limit.unit) {
                continue;
            }
            let ledger = before.get_or_insert_with(|| charged_before(cx));
            let earlier: Vec<Day> = ledger.iter().filter(|(c, _)| c == code).map(|(_, d)| *d).collect();
            hold(&of_code, earlier, &limit, &count, found);
        }
    }
}

fn hold(of_code: &[&Entry], mut charged: Vec<Day>, limit: &CodeLimit, count: &Count, found: &mut Found) {
    for e in of_code {
        if found.has_lost(e) {
            continue;
        }
        let already = charged.iter().filter(|d| count.covers(**d, e.day)).count();
        let times = e.times.max(1) as usize;
        if already + times <= limit.most as usize {
            charged.extend(std::iter::repeat_n(e.day, times));
            continue;
        }
        let section = format!("05 算定回数 {} {}{}回", e.code, limit.unit_ja, limit.most);
        if limit.exception || matches!(count, Count::InMonth | Count::AtOnce) {
            found.doubt(
                e,
                format!(
                    "「{}」は{}{}回までです（{section}）。超えて算定できる場合に当たるか確かめてください（要確認）。",
                    e.ja, limit.unit_ja, limit.most
                ),
            );
            charged.extend(std::iter::repeat_n(e.day, times));
        } else {
            let last = charged
                .iter()
                .filter(|d| count.covers(**d, e.day))
                .max()
                .map(|d| format!("、{}に算定しています", d.ja()));
            let because = format!(
                "「{}」は{}{}回までで{}。重ねては算定できません。",
                e.ja,
                limit.unit_ja,
                limit.most,
                last.unwrap_or_else(|| "す".to_owned())
            );
            found.lose(e, because, section);
        }
    }
}
