//! M18 術中透視装置使用加算
//!
//! ## 条文
//! 「術中透視装置使用加算 220点」「ア「大腿骨」、「下腿骨」、「上腕骨」、「前腕骨」、「手根骨」、「中手骨」、
//! 「手の種子骨」、「指骨」、「足根骨」、「膝蓋骨」、「足趾骨」、「中足骨」及び「鎖骨」の骨折観血的手術（K046）、
//! 骨折経皮的鋼線刺入固定術（K045）、骨折非観血的整復術（K044）、関節脱臼非観血的整復術（K061）
//! 又は関節内骨折観血的手術（K073）において、術中透視装置を使用した場合に算定できます。」「イ「脊椎」
//! の経皮的椎体形成術（K142-4）又は脊椎固定術、椎弓切除術、椎弓形成術（K142）において、
//! 術中透視装置を使用した場合に算定できます。」「ウ 「骨盤」の骨盤骨折非観血的整復術（K121）、
//! 腸骨翼骨折観血的手術（K124）、寛骨臼骨折観血的手術（K124-2）又は骨盤骨折観血的手術（腸骨翼骨折観血的手術及び寛骨臼
//! 骨折観血的手術を除く。）（K125）において、術中透視装置を使用した場合に算定できます。」（manual-2025-04 I 18）
//!
//! 「注1 請求に当たっては、術中透視装置を使用したことを診療録に記載し明確にしておく必要があります。」「注2 本加算は、
//! 四肢に対する特例取扱いの対象にはなりません。」「注3 手根骨、中手骨、手の種子骨及び指骨（以下「手」という。）
//! 又は足根骨、足趾骨及び中足骨（以下「足」という。）について複数の手術を同時に行い、術中透視装置を使用した場合は、
//! 併せて1回の算定となります。」「注4 右手、左手又は右足、左足にそれぞれ手術を行い、
//! 術中透視装置をそれぞれの手又は足に使用した場合は、それぞれ1回まで算定できます。」（manual-2025-04 I 18 注1〜注4）
//!
//! ## 読み方
//! - 条文に挙がる区分の手術を算定する受診で、その手術に1回。手（手関節以下）の手術は左右それぞれ合わせて1回、
//!   足（足関節以下）の手術も左右それぞれ合わせて1回。ほかの部位は手術ごとに1回。
//! - 加算を行為として入れていれば、部位の合う手術に付ける。部位がなければ、まだ付いていない手術に順に付ける。
//!   合う手術がなければ算定しない。
//! - 入れていなければ、挙がる手術を算定するときに、使ったかを尋ねる（提案）。「はい」なら、その受診の最初の手術に1回付ける。
//!   左右の両方など2回以上なら、部位を付けて行為として入れる。
//! - 肩甲骨の手術は挙がっていないので付けない。「その他」の行の手術は、部位が肩甲骨でなければ付ける（要確認）。
//! - 四肢の特例も時間外等の加算も付けない。算定しない手術（同一手術野など）には付けない。
//!
//! ## 対象外
//! - 診療録に記載したか（注1）。
//!
//! ## 疑義
//! - 関節脱臼と関節内骨折は関節の名で区分されるので、挙がった骨がつくる関節（肩・股・膝・肘・手・足・指・胸鎖・肩鎖）はすべて当たるとみる。
//! - 足関節・手関節の手術。注3の「手」は手根骨・中手骨・種子骨・指骨、「足」は足根骨・足趾骨・中足骨だが、手関節は前腕骨と手根骨が、足関節は下腿骨と足根骨がつくる。手・足に含めて1回とする。
//!   返還にならない読み。
//! - 手と前腕の手術を同時に行ったとき。注3が合わせるのは手の中と足の中だけなので、それぞれ1回とする。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, Verdict, item_acts, price_item};
use crate::rule::Stage;
use rosai_document::{Cite, Section, Why};
use rosai_domain::{AttendanceId, Question, Region, Side, Site};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(18),
    term: "intraoperative_fluoroscopy_addition",
    ja: "術中透視装置使用加算",
    cites: &[Cite::new("manual-2025-04", "I 18")],
    items: &[ITEM],
    stage: Stage::Attach(attach),
};

const ITEM: &str = "intraoperative_fluoroscopy_addition";
/// ア: fractures and dislocations of the bones listed. イ: the spine. ウ: the pelvis.
const OPERATIONS: [&str; 11] =
    ["K044", "K045", "K046", "K061", "K073", "K142", "K142-4", "K121", "K124", "K124-2", "K125"];

/// What one addition covers: a hand, a foot, or one operation elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Hand(Option<Side>),
    Foot(Option<Side>),
    Operation(usize),
}

struct Due {
    attendance: AttendanceId,
    field: Field,
    sites: Vec<Site>,
    /// The operation it is charged with, by its `what` and name.
    what: String,
    ja: String,
}

fn is_listed(p: &Priced) -> bool {
    // 骨折非観血的整復術 of several fingers (I 17(2)) is one item without a row of its own.
    if p.what.starts_with("finger_closed_reduction") {
        return true;
    }
    let Some(row) = &p.row else { return false };
    let scapula = row.name.contains("肩甲骨") || p.sites.iter().any(|s| s.region == Region::Scapula);
    p.is_operation() && OPERATIONS.contains(&&*row.kubun) && !scapula
}

fn field_of(index: usize, p: &Priced) -> Field {
    let hand = |s: &Site| s.region == Region::Hand || s.region == Region::Wrist || s.region.is_finger();
    let foot = |s: &Site| {
        s.region == Region::Foot || s.region == Region::Ankle || s.region == Region::Heel || s.region.is_toe()
    };
    match p.sites.first() {
        Some(site) if hand(site) => Field::Hand(site.side),
        Some(site) if foot(site) => Field::Foot(site.side),
        _ => Field::Operation(index),
    }
}

/// The additions that operations of the month can carry, in the order of the operations.
fn due(desk: &Desk) -> Vec<Due> {
    let mut out: Vec<Due> = Vec::new();
    for (index, p) in desk.priced.iter().enumerate().filter(|(_, p)| p.refused.is_none() && is_listed(p)) {
        let (attendance, field) = (p.acts[0].attendance, field_of(index, p));
        match out.iter_mut().find(|d| d.attendance == attendance && d.field == field) {
            Some(one) => one.sites.extend(p.sites.iter().copied()),
            None => out.push(Due { attendance, field, sites: p.sites.clone(), what: p.what.clone(), ja: p.ja.clone() }),
        }
    }
    out
}

fn fits(due: &Due, sites: &[Site]) -> bool {
    let meets = |a: Site, b: Site| a.holds(b) || b.holds(a);
    sites.is_empty() || sites.iter().any(|s| due.sites.iter().any(|d| meets(*s, *d)))
}

fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    let mut left = due(desk);
    let mut taken: Vec<Due> = Vec::new();
    for item in item_acts(cx, &[ITEM]) {
        let of = |d: &Due| d.attendance == item.id.attendance && fits(d, &item.act.sites);
        let verdict = match left.iter().position(of) {
            Some(n) => {
                let due = left.remove(n);
                let because = format!("「{}」に術中透視装置を使用したので加算します。四肢の特例はありません。", due.ja);
                taken.push(due);
                Verdict::charge(because)
            }
            None if taken.iter().any(of) => Verdict::Refuse(
                "同じ手・同じ足の手術は合わせて1回、ほかの手術は1つにつき1回です（注3、注4）。".to_owned(),
            ),
            None => Verdict::Refuse(
                "術中透視装置使用加算の対象になる手術（骨折・脱臼、脊椎、骨盤の手術）を、その部位で算定していません。"
                    .to_owned(),
            ),
        };
        let charged = matches!(verdict, Verdict::Charge { .. });
        price_item(desk, cx, item, verdict);
        // What could not be priced left no item: the last one is then somebody else's.
        let own = desk.priced.last_mut().filter(|p| p.acts == [item.id]);
        if let (true, Some(priced), Some(due)) = (charged, own, taken.last()) {
            priced.addition_to = Some(due.what.clone());
        }
    }
    // Where none was entered for a visit, a person is asked once.
    left.retain(|d| !taken.iter().any(|t| t.attendance == d.attendance));
    left.dedup_by_key(|d| d.attendance);
    for due in left {
        let at = &cx.facts.attendances[due.attendance.0];
        match cx.said(Question::Fluoroscopy, &at.injury, at.day) {
            Some(true) => answered(desk, cx, &due),
            Some(false) => desk.findings.push(cx.refuse(
                cx.about(due.attendance, ITEM, "術中透視装置使用加算"),
                "術中透視装置を使用していないので、算定しません。".to_owned(),
            )),
            None => desk.findings.push(cx.propose(
                cx.about(due.attendance, ITEM, "術中透視装置使用加算"),
                Question::Fluoroscopy,
                format!("「{}」で術中透視装置を使用しましたか。使用したなら、診療録に書いて加算できます。", due.ja),
            )),
        }
    }
}

fn answered(desk: &mut Desk, cx: &Cx<'_>, due: &Due) {
    let at = &cx.facts.attendances[due.attendance.0];
    let Some(operation) = desk.priced.iter().find(|p| p.what == due.what && p.acts[0].attendance == due.attendance)
    else {
        return;
    };
    let Some(value) = cx.item(ITEM, at.day) else { return };
    let mut priced =
        Priced::new(operation.acts[0], cx.rule.id, ITEM, &value.ja, Section::Operation, Why::Table(value.clone()));
    priced.code = cx.catalogue.item(ITEM).and_then(|i| i.code.clone());
    priced.addition_to = Some(due.what.clone());
    priced.sites = due.sites.first().into_iter().copied().collect();
    priced.because.push(format!("「{}」に術中透視装置を使用したので加算します。四肢の特例はありません。", due.ja));
    desk.priced.push(priced);
}
