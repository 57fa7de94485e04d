//! K09 画像診断
//!
//! ## 条文
//! エックス線診断料の通則は、「同一の部位につき、同時に2以上のエックス線撮影を行った場合における写真診断の費用は、
//! 第1の診断については…各所定点数により、第2の診断以後の診断については…各所定点数の100分の50に相当する点数により算定す
//! る」、「同一の部位につき、同時に2枚以上のフィルムを使用して同一の方法により、撮影を行った場合における写真診断及び撮影
//! の費用は、（特殊撮影と乳房撮影などを除き）第1枚目…については…各所定点数により、第2枚目から第5枚目まで…については…
//! 各所定点数の100分の50に相当する点数により算定し、第6枚目以後…については算定しない」、
//! 「撮影した画像を電子化して管理及び保存した場合においては、電子画像管理加算として、…一連の撮影について次の点数を加算
//! する」と定める。（kenpo-2024-06 第4部第1節 通則2・通則3・通則4）
//!
//! 画像診断の通則は、「入院中の患者以外の患者について、緊急のために、保険医療機関が表示する診療時間以外の時間、
//! 休日又は深夜において、当該保険医療機関内において撮影及び画像診断を行った場合は、時間外緊急院内画像診断加算として、
//! 1日につき110点を所定点数に加算する」と定める。留意事項は、この加算を「夜間・早朝等加算」とは併せて算定せず、
//! 他の医療機関で撮影されたフィルムの診断には算定せず、緊急とは、直ちに何らかの処置・手術等が必要な患者であって、
//! 通常の診察のみでは的確な診断が下せないような重篤な場合をいうとする。（kenpo-2024-06 第4部 通則3・同留意事項）
//!
//! 「ＣＴ撮影及び脳槽ＣＴ撮影（造影を含む。）に掲げる撮影のうち２以上のものを同時に行った場合にあっては、
//! 主たる撮影の所定点数のみにより算定する」（kenpo-2024-06 E200 注2）「１、２及び３を同時に行った場合にあっては、
//! 主たる撮影の所定点数のみにより算定する」（kenpo-2024-06 E202 注2）
//!
//! 「１単純撮影 イ頭部、胸部、腹部又は脊椎85点 ロその他43点 ２特殊撮影（一連につき）96点 ３造影剤使用撮影72点」
//! （kenpo-2024-06 E001）留意事項は、耳、副鼻腔は頭部、骨盤などは腹部として、また頸部、腋窩、股関節部、肩関節部、
//! 肩胛骨又は鎖骨も「イ」により算定し、他の医療機関で撮影したフィルムの診断は撮影部位と撮影方法ごとに1回とする。
//! （kenpo-2024-06 E001 留意事項）
//!
//! ## 読み方
//! - 写真診断と撮影は、1枚目100%、2枚目から5枚目まで50%、6枚目からは算定しない。同じ来院・傷病の、同じ部位の同じ行を分けて
//!   入れたときは、枚数を足して1つにする。写真診断は行ごとに1度だけ四捨五入する。撮影は端数が出ないので、
//!   合わせて四捨五入しても同じになる。
//! - 同じ来院・傷病の同じ部位に、単純・特殊・造影剤使用のうち2つ以上の写真診断があれば、単純、特殊、造影剤使用の順に先の
//!   ものを第1の診断とし、後のものを50%（1点未満四捨五入）にして要確認の印を付ける。
//! - 一方の部位が他方を含めば同じ部位とする。部位の入っていないものは、どの部位とも同じでありうるとみる。
//! - 単純撮影の写真診断のイを、手足など「ロ」の部位に入れたら誤りとして示す。ロを「イ」の部位に入れたら算定して要確認の印
//!   を付ける。同じ来院の写真診断と撮影の枚数が違うときも要確認の印を付ける。
//! - 特殊撮影の写真診断・撮影と、他院撮影の写真診断は、同じ来院の同じ部位につき1回とする。
//! - 電子画像管理加算は、入れたものだけを、その種類の撮影のある部位の数まで算定する。同じ部位に2種類以上の撮影があれば、
//!   主たるもの（点数の高いもの）の加算だけとする。2つ目の部位からは要確認の印を付ける。撮影がなければ算定しない。
//! - 同時（同じ来院）に入れた2つ以上のCT撮影は、点数の高いもの1つだけを算定する。MRI撮影も同じ。
//!   CTとMRIはそれぞれ算定する。
//! - 時間外緊急院内画像診断加算は、受診の時間の区分（K01）が時間外・休日・深夜で、院内の撮影があり、
//!   緊急のために行ったと人が言ったとき（行為の印か、urgent_in_house の答え）に、1日1回（K16）算定する。入れていなければ
//!   尋ね、「はい」なら算定する。入れてあって答えがなければ、答えるまで算定を決めない。
//! - CT・MRIを算定した月に断層診断（E203）が入っていなければ、初めの撮影に要確認の印を付ける。算定はしない。
//!
//! ## 対象外
//! - 他院撮影のコンピューター断層診断（M13）、断層撮影の逓減（M12）、月の回数（K16）。
//! - 対称部位の健側を患側の対照として撮影したとき（同じ部位とみる）。枚数を足して1つで入れる。
//! - 断層撮影（診断・撮影）の行の第2の診断の50%。間接撮影、乳房撮影、核医学。
//! - フィルムの費用、造影剤注入手技が含まれるか。
//!
//! ## 疑義
//! - 法令の本文は、ここで使う資料には告示と留意事項の写しでしかない。通則2の「第1の診断」は行った順によるが、
//!   順番は記録にないので、告示の並びの順とみる。順番が違えば数点変わる（要確認）。
//! - 第2の診断が2枚以上のときの50%の掛け方は書かれていない。枚数で計算した点数に50%を掛ける。返還にならない読み。
//! - 「同一の部位」は、部位が同じほか、通常同じフィルム面に写しうる範囲を含む。隣り合う部位（手と手関節など）は、
//!   入れた部位が違えば別の部位とする。要確認。
//! - 電子画像管理加算の「一連の撮影」を部位ごとに数えるか。部位ごととするが、2つ目から要確認の印を付ける。
//! - 「同時」を同じ来院とみる。処置の前後の撮影などを別々に数えるなら、診断の根拠を人が確かめる。

use super::*;
use crate::cx::Cx;
use crate::pricing::{Desk, Priced, row_why, without_notice};
use crate::rule::Stage;
use crate::rules::count_limits::{day_of, in_order};
use crate::rules::tomography_fee::is_tomography;
use crate::rules::tomography_reading_special::{OUTSIDE_READING, OWN_READING};
use crate::rules::visit_time_addition::time_class;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{Act, Attendance, AttendanceId, Day, FactorClass, Question, Region, Site, TimeClass, Vouched, What};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::k(9),
    term: "imaging",
    ja: "画像診断",
    cites: &[Cite::new("kenpo-2024-06", "第4部"), Cite::new("kenpo-2024-06", "第4部第1節 通則")],
    items: &["kenpo_second_imaging_rate"],
    stage: Stage::PriceAndAttach(price, attach),
};

/// 時間外緊急院内画像診断加算.
const URGENT: &str = "170016010";

/// Kinds of pictures, in the order of the table; of 電子画像管理加算 a later one is the dearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Plain,
    Special,
    Contrast,
    Tomography,
}

/// 写真診断 of the clinic's own pictures.
fn reading(code: &str) -> Option<Kind> {
    match code {
        "170000410" | "170000510" => Some(Kind::Plain),
        "170000610" => Some(Kind::Special),
        "170000810" => Some(Kind::Contrast),
        _ => None,
    }
}

/// 撮影 (断層撮影 is 特殊撮影 with its 診断).
fn exposure(p: &Priced) -> Option<Kind> {
    match p.what.as_str() {
        "170001910" | "170027910" => Some(Kind::Plain),
        "170002010" | "170028010" | "170006930" | "170029330" => Some(Kind::Special),
        "170002110" | "170028110" => Some(Kind::Contrast),
        _ => is_tomography(p).then_some(Kind::Tomography),
    }
}

/// 電子画像管理加算.
fn storage(code: &str) -> Option<Kind> {
    match code {
        "170000210" => Some(Kind::Plain),
        "170016910" => Some(Kind::Special),
        "170017010" => Some(Kind::Contrast),
        "170028810" => Some(Kind::Tomography),
        _ => None,
    }
}

/// 写真診断 of somebody else's pictures.
fn is_outside(code: &str) -> bool {
    matches!(code, "170001250" | "170001350" | "170001450" | "170001550")
}

/// Whether a site is one of イ (頭部、胸部、腹部又は脊椎 and what the 留意事項 adds); none where it may be either.
fn is_wide(site: Site) -> Option<bool> {
    match site.region {
        Region::Clavicle | Region::Scapula | Region::Shoulder | Region::Hip => Some(true),
        Region::UpperLimb | Region::LowerLimb => None,
        _ => Some(site.factor_class() == FactorClass::Trunk),
    }
}

/// One coming for one case.
fn occasion<'a>(cx: &Cx<'a>, p: &Priced) -> (Day, u8, &'a str) {
    let at = &cx.facts.attendances[p.acts[0].attendance.0];
    (at.day, at.coming, &at.injury)
}

fn same_place(a: &Priced, b: &Priced) -> bool {
    let holds = a.sites.iter().any(|x| b.sites.iter().any(|y| x.holds(*y) || y.holds(*x)));
    a.sites.is_empty() || b.sites.is_empty() || holds
}

fn price(desk: &mut Desk, cx: &Cx<'_>) {
    rows(desk, cx);
    join_films(desk, cx);
    once_a_place(desk, cx);
    main_tomography(desk, cx);
    second_reading(desk, cx);
    films_that_differ(desk, cx);
    storages(desk, cx);
    urgent_entered(desk, cx);
}

/// Rows of 画像, the readings of M13 left out.
fn rows(desk: &mut Desk, cx: &Cx<'_>) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Code(code)) = act.what() else { continue };
        let day = cx.facts.attendances[id.attendance.0].day;
        let Ok(row) = cx.catalogue.act(code, day) else { continue };
        if &*row.category != "画像" || code == OUTSIDE_READING {
            continue;
        }
        if let Some(finding) = without_notice(cx, id, row, &row.facility_codes) {
            desk.findings.push(finding);
            continue;
        }
        let about = || cx.about_acts(&[id], code, &row.name);
        let narrow = || act.sites.iter().any(|s| is_wide(*s) == Some(false));
        let wide = || act.sites.iter().any(|s| is_wide(*s) == Some(true));
        if code == "170000410" && narrow() {
            let because = format!(
                "「{}」は頭部・胸部・腹部・脊椎（頸部、肩、股関節などを含む）の写真診断です。{}なら「単純撮影（ロ）の写真診断」のコードに直してください。",
                row.name,
                act.sites.iter().map(|s| s.ja()).collect::<Vec<_>>().join("・")
            );
            desk.findings.push(cx.unpriced(about(), because));
            continue;
        }
        match row_why(act, row) {
            Err(because) => desk.findings.push(cx.unpriced(about(), because)),
            Ok(why) => {
                let mut p = Priced::from_row(id, cx.rule.id, act, row, why);
                if code == "170000510" && wide() {
                    p.check = true;
                    p.because.push(
                        "頭部・胸部・腹部・脊椎（頸部、肩、股関節などを含む）の写真診断は「イ」です。コードを確かめてください（要確認）。"
                            .to_owned(),
                    );
                }
                desk.priced.push(p);
            }
        }
    }
}

fn films_of(cx: &Cx<'_>, p: &Priced) -> u32 {
    p.acts.iter().map(|a| cx.facts.attendances[a.attendance.0].acts[a.index].films.unwrap_or(1)).sum()
}

/// 写真診断 and 撮影 whose films are counted.
fn counts_films(p: &Priced) -> bool {
    p.row.as_ref().is_some_and(|r| &*r.category == "画像" && &*r.unit == "枚")
}

/// Films of one method at one place are counted together, however they were entered.
fn join_films(desk: &mut Desk, cx: &Cx<'_>) {
    let order = in_order(cx, &desk.priced, counts_films);
    let mut drop: Vec<usize> = Vec::new();
    for (n, i) in order.iter().enumerate() {
        let alike = |k: &&usize| {
            let (a, b) = (&desk.priced[**k], &desk.priced[*i]);
            a.what == b.what && occasion(cx, a) == occasion(cx, b) && same_place(a, b) && !drop.contains(*k)
        };
        let Some(first) = order[..n].iter().find(alike).copied() else { continue };
        let unknown = desk.priced[first].sites.is_empty() || desk.priced[*i].sites.is_empty();
        if unknown {
            let p = &mut desk.priced[*i];
            p.check = true;
            p.because
                .push("同じ行が2度あり、部位が入っていません。同じ部位なら2枚目から50%です（要確認）。".to_owned());
            continue;
        }
        let other = desk.priced[*i].clone();
        let p = &mut desk.priced[first];
        p.acts.extend(other.acts);
        p.remarks.extend(other.remarks);
        for site in other.sites {
            if !p.sites.contains(&site) {
                p.sites.push(site);
            }
        }
        p.sites.sort();
        let films = films_of(cx, p);
        let row = p.row.clone().expect("only items with a row are counted");
        if let Ok(why) = row_why(&Act { films: Some(films), ..Act::default() }, &row) {
            p.why = why;
            p.quantity = Some(format!("{films}枚"));
            if !p.because.iter().any(|b| b.contains("枚数を合わせ")) {
                p.because.push("同じ部位に同じ方法で撮影したので、枚数を合わせて1つで計算します。".to_owned());
            }
        }
        drop.push(*i);
    }
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        !drop.contains(&(index - 1))
    });
}

/// 特殊撮影 is 一連につき; somebody else's pictures are read once a place and method.
fn once_a_place(desk: &mut Desk, cx: &Cx<'_>) {
    let special = |p: &Priced| reading(&p.what) == Some(Kind::Special) || exposure(p) == Some(Kind::Special);
    let order = in_order(cx, &desk.priced, |p| special(p) || is_outside(&p.what));
    for (n, i) in order.iter().enumerate() {
        let before = order[..n].iter().any(|k| {
            let (a, b) = (&desk.priced[*k], &desk.priced[*i]);
            a.refused.is_none() && a.what == b.what && occasion(cx, a) == occasion(cx, b) && same_place(a, b)
        });
        if before {
            let p = &mut desk.priced[*i];
            let because = format!("「{}」は、同じ部位・同じ来院につき1回です。1つだけを算定します。", p.ja);
            p.refused = Some((cx.rule.id, because));
        }
    }
}

/// E200 注2, E202 注2: of several at one time the main one only.
fn main_tomography(desk: &mut Desk, cx: &Cx<'_>) {
    let order = in_order(cx, &desk.priced, is_tomography);
    for (n, i) in order.iter().enumerate() {
        let kubun = |k: usize| desk.priced[k].row.as_ref().map(|r| r.kubun.clone());
        let main = order[..n].iter().find(|k| {
            let p = &desk.priced[**k];
            let same_time = occasion(cx, p) == occasion(cx, &desk.priced[*i]);
            p.refused.is_none() && same_time && kubun(**k) == kubun(*i)
        });
        if let Some(main) = main {
            let ja = desk.priced[*main].ja.clone();
            let because = format!("同時に行った断層撮影なので、主たる撮影「{ja}」の点数だけを算定します。");
            desk.priced[*i].refused = Some((cx.rule.id, because));
        }
    }
}

/// 通則2: the second kind of picture of one place is read at half.
fn second_reading(desk: &mut Desk, cx: &Cx<'_>) {
    let order = in_order(cx, &desk.priced, |p| reading(&p.what).is_some());
    let kind = |desk: &Desk, i: usize| reading(&desk.priced[i].what);
    let halved: Vec<usize> = order
        .iter()
        .copied()
        .filter(|i| {
            order.iter().any(|k| {
                let (a, b) = (&desk.priced[*k], &desk.priced[*i]);
                kind(desk, *k) < kind(desk, *i) && occasion(cx, a) == occasion(cx, b) && same_place(a, b)
            })
        })
        .collect();
    for i in halved {
        let day = day_of(cx, &desk.priced[i]);
        let Some(rate) = cx.item("kenpo_second_imaging_rate", day) else { continue };
        let p = &mut desk.priced[i];
        // Halved before it is rounded: 単純撮影 of several films may end in a half.
        let exact = match &p.why {
            Why::Step { op: Op::HalfUpPoint, of, .. } => of[0].clone(),
            other => other.clone(),
        };
        let product = Why::step(Op::Times, vec![exact, Why::Table(rate.clone())]);
        p.why = Why::step_by(Op::HalfUpPoint, vec![product], Cite::new("kenpo-2024-06", "第4部第1節 通則2"));
        p.check = true;
        p.because.push(
            "同じ部位に同時に2種類以上の撮影をしたので、第2の診断として50%です。先に行ったのがこの診断なら点数が変わります（要確認）。"
                .to_owned(),
        );
    }
}

/// A reading of other films than were taken is worth a look.
fn films_that_differ(desk: &mut Desk, cx: &Cx<'_>) {
    let order = in_order(cx, &desk.priced, |p| counts_films(p) && reading(&p.what).is_some());
    for i in order {
        let (kind, when) = (reading(&desk.priced[i].what), occasion(cx, &desk.priced[i]));
        let here = |p: &&Priced| p.refused.is_none() && counts_films(p) && occasion(cx, p) == when;
        let sum = |of: fn(&Priced) -> Option<Kind>| -> u32 {
            desk.priced.iter().filter(here).filter(|p| of(p) == kind).map(|p| films_of(cx, p)).sum()
        };
        let (read, taken) = (sum(|p| reading(&p.what)), sum(exposure));
        if taken > 0 && read != taken {
            let p = &mut desk.priced[i];
            p.check = true;
            p.because.push(format!(
                "写真診断は{read}枚、撮影は{taken}枚と入力されています。枚数を確かめてください（要確認）。"
            ));
        }
    }
}

/// Places of one occasion with the kinds of pictures taken there, and the main one.
fn series(desk: &Desk, cx: &Cx<'_>, when: (Day, u8, &str)) -> Vec<Vec<(Kind, usize)>> {
    let mut out: Vec<Vec<(Kind, usize)>> = Vec::new();
    for i in in_order(cx, &desk.priced, |p| exposure(p).is_some() && occasion(cx, p) == when) {
        let Some(kind) = exposure(&desk.priced[i]) else { continue };
        let section = |k: Kind| k == Kind::Tomography;
        let beside = out.iter_mut().find(|places| {
            places.iter().any(|(k, j)| section(*k) == section(kind) && same_place(&desk.priced[*j], &desk.priced[i]))
        });
        match beside {
            Some(places) => places.push((kind, i)),
            None => out.push(vec![(kind, i)]),
        }
    }
    out
}

/// Whether somebody typed a picture the book does not know, at one coming.
fn typed_picture(desk: &Desk, cx: &Cx<'_>, when: (Day, u8, &str)) -> bool {
    desk.priced.iter().any(|p| p.typed && p.section == Section::Imaging && occasion(cx, p) == when)
}

/// 電子画像管理加算: once a series, of several kinds at one place the main one only.
fn storages(desk: &mut Desk, cx: &Cx<'_>) {
    let order = in_order(cx, &desk.priced, |p| storage(&p.what).is_some());
    for (n, i) in order.iter().enumerate() {
        let Some(kind) = storage(&desk.priced[*i].what) else { continue };
        let when = occasion(cx, &desk.priced[*i]);
        let places = series(desk, cx, when);
        let main = |place: &&Vec<(Kind, usize)>| place.iter().map(|(k, _)| *k).max() == Some(kind);
        let allowed = places.iter().filter(main).count();
        let taken = order[..n].iter().filter(|k| {
            let p = &desk.priced[**k];
            p.refused.is_none() && storage(&p.what) == Some(kind) && occasion(cx, p) == when
        });
        let taken = taken.count();
        let typed = typed_picture(desk, cx, when);
        let p = &mut desk.priced[*i];
        if taken < allowed {
            if taken > 0 {
                p.check = true;
                p.because.push("別の部位の一連の撮影とみて算定します（要確認）。".to_owned());
            }
            continue;
        }
        if typed && taken == 0 {
            p.check = true;
            p.because.push("もとの撮影がコードのない行為なので、種類が合うかを確かめてください（要確認）。".to_owned());
            continue;
        }
        let because = if places.iter().flatten().any(|(k, _)| *k == kind) && allowed == 0 {
            format!(
                "同じ部位に主たる撮影がほかにあるので、「{}」は算定できません。主たる撮影の加算を入れてください。",
                p.ja
            )
        } else if allowed == 0 {
            format!("「{}」に当たる撮影がこの来院にありません。撮影を入れるか、加算を消してください。", p.ja)
        } else {
            format!("「{}」は一連の撮影につき1回です。重ねては算定できません。", p.ja)
        };
        p.refused = Some((cx.rule.id, because));
    }
}

/// Whether the coming is one at which an examination or a picture may be 時間外緊急院内.
pub(crate) fn is_outside_hours(cx: &Cx<'_>, at: &Attendance) -> bool {
    let class = time_class(&cx.facts.facility, at);
    matches!(class, Some(TimeClass::Overtime | TimeClass::Holiday | TimeClass::Midnight))
}

/// Whether somebody said that a 時間外緊急院内 fee was due: beside the act, or in an answer.
pub(crate) fn said_urgent(cx: &Cx<'_>, act: &Act, at: &Attendance) -> Option<bool> {
    if act.vouched.contains(&Vouched::Urgent) {
        return Some(true);
    }
    cx.said(Question::UrgentInHouse, &at.injury, at.day)
}

/// 時間外緊急院内画像診断加算 as somebody entered it.
fn urgent_entered(desk: &mut Desk, cx: &Cx<'_>) {
    let mut asked = Vec::new();
    for i in in_order(cx, &desk.priced, |p| p.what == URGENT) {
        let id = desk.priced[i].acts[0];
        let at = &cx.facts.attendances[id.attendance.0];
        let act = &at.acts[id.index];
        let when = occasion(cx, &desk.priced[i]);
        let pictures = !series(desk, cx, when).is_empty() || typed_picture(desk, cx, when);
        let refuse = if !is_outside_hours(cx, at) {
            Some(
                "時間外・休日・深夜の受診ではないので、時間外緊急院内画像診断加算は算定できません。時刻か時間の区分を確かめてください。",
            )
        } else if !pictures {
            Some("院内で撮影した画像がこの来院にないので、時間外緊急院内画像診断加算は算定できません。")
        } else if said_urgent(cx, act, at) == Some(false) {
            Some("緊急のための撮影ではないので、時間外緊急院内画像診断加算は算定できません。")
        } else {
            None
        };
        if let Some(because) = refuse {
            desk.priced[i].refused = Some((cx.rule.id, because.to_owned()));
            continue;
        }
        let p = &mut desk.priced[i];
        match said_urgent(cx, act, at) {
            Some(_) => p
                .because
                .push("時間外等に緊急のために院内で撮影と診断を行ったので、1日につき1回加算します。".to_owned()),
            None => {
                desk.findings.push(cx.ask(
                    cx.about_acts(&p.acts, &p.what, &p.ja),
                    Question::UrgentInHouse,
                    "時間外緊急院内画像診断加算は、直ちに処置・手術等が必要で、緊急のために院内で撮影と診断を行ったときだけ算定できます。".to_owned(),
                ));
                asked.push(i);
            }
        }
    }
    let mut index = 0;
    desk.priced.retain(|_| {
        index += 1;
        !asked.contains(&(index - 1))
    });
}

fn attach(desk: &mut Desk, cx: &Cx<'_>) {
    missing_reading(desk, cx);
    let mut days: Vec<Day> = Vec::new();
    for (id, at) in cx.attendances() {
        if !days.contains(&at.day) && is_outside_hours(cx, at) {
            urgent_of(desk, cx, id, at, &mut days);
        }
    }
}

/// CT or MRI without 断層診断 in the month: worth a look.
fn missing_reading(desk: &mut Desk, cx: &Cx<'_>) {
    let readings = |p: &Priced| p.refused.is_none() && (p.what == OWN_READING || p.what == OUTSIDE_READING);
    let typed = |p: &Priced| p.typed && p.section == Section::Imaging;
    if desk.priced.iter().any(|p| readings(p) || typed(p)) {
        return;
    }
    if let Some(first) = in_order(cx, &desk.priced, is_tomography).first() {
        let p = &mut desk.priced[*first];
        p.check = true;
        p.because.push(
            "この月にコンピューター断層診断（月1回）が入っていません。診断をしたなら入れてください（要確認）。"
                .to_owned(),
        );
    }
}

/// 時間外緊急院内画像診断加算 nobody entered: offered, or charged by the answer.
fn urgent_of(desk: &mut Desk, cx: &Cx<'_>, id: AttendanceId, at: &Attendance, days: &mut Vec<Day>) {
    let entered = |p: &Priced| p.what == URGENT && day_of(cx, p) == at.day;
    let open = desk.findings.iter().any(|f| f.subject.what == URGENT && f.subject.day == Some(at.day));
    let pictures = in_order(cx, &desk.priced, |p| exposure(p).is_some() && p.acts[0].attendance == id);
    let Some(first) = pictures.first().copied().filter(|_| !open && !desk.priced.iter().any(entered)) else { return };
    let Ok(row) = cx.catalogue.act(URGENT, at.day) else { return };
    days.push(at.day);
    let picture = desk.priced[first].clone();
    let about = || cx.about(id, URGENT, &row.name);
    match cx.said(Question::UrgentInHouse, &at.injury, at.day) {
        None => desk.findings.push(cx.propose(
            about(),
            Question::UrgentInHouse,
            "時間外等の撮影です。直ちに処置・手術等が必要で、緊急のために院内で撮影と診断を行ったなら、時間外緊急院内画像診断加算（1日1回）を算定できます。".to_owned(),
        )),
        Some(false) => desk.findings.push(cx.refuse(
            about(),
            "緊急のための撮影ではないので、時間外緊急院内画像診断加算は算定できません。".to_owned(),
        )),
        Some(true) => {
            let mut p = Priced::new(
                picture.acts[0],
                cx.rule.id,
                URGENT,
                &row.name,
                Section::Imaging,
                Why::Table(row.points.clone()),
            );
            p.code = Some(row.code.to_string());
            p.row = Some(row.clone());
            p.addition_to = Some(picture.what.clone());
            p.because.push("時間外等に緊急のために院内で撮影と診断を行ったので、1日につき1回加算します。".to_owned());
            desk.priced.push(p);
        }
    }
}
