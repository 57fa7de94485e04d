//! M20 M21 M22 購入価格で算定する材料（固定用伸縮性包帯、固定用シーネ・固定帯、滅菌ガーゼ）
//!
//! ## 条文
//! 「20 固定用伸縮性包帯 医師の診察に基づき、処置及び手術において頭部・頸部・躯幹及び四肢に固定用伸縮性包帯の使用が必要
//! と認める場合に実費相当額（購入価格を10円で除して得た点数）を算定することができます。」
//! 「注1 処置及び手術に当たって通常使用される治療材料（包帯等）又は衛生材料（ガーゼ等）の費用（22の場合を除く。）
//! は算定できません。」「注2 医師が必要と判断した場合には固定用伸縮性包帯と下記21の頸椎固定用シーネ、
//! 鎖骨固定帯及び膝・足関節の創部固定帯を併せて算定できます。」（manual-2025-04 I 20）
//!
//! 「21 頸椎固定用シーネ、鎖骨固定帯及び膝・足関節の創部固定帯 医師の診察に基づき、頸椎固定用シーネ、
//! 鎖骨固定帯及び膝・足関節の創部固定帯の使用が必要と認める場合に実費相当額（購入価格を10円で除して得た点数）
//! を算定することができます。」「また、健保点数表の腰部、胸部又は頸部固定帯加算が算定できる場合については、
//! 当該実費相当額が170点を超える場合は実費相当額が算定でき、当該実費相当額が170点未満の場合は170点を算定できますが、
//! そのことを踏まえ、頸椎固定用シーネ、鎖骨固定帯及び膝・足関節の創部固定帯についても、同様の取扱いとします。」
//! 「注2 頸椎固定用シーネの費用と「J200 腰部、胸部又は頸部固定帯加算」は重複算定できません。」
//! （manual-2025-04 I 21。注1は診療録の記載、注3は20と併せて算定できること）
//!
//! 「22 皮膚瘻等に係る滅菌ガーゼ 通院療養中の傷病労働者に対して、皮膚瘻等に係る自宅療養用の滅菌ガーゼ（絆創膏を含む。）
//! を支給した場合に実費相当額（購入価格を10円で除して得た点数）を算定することができます。」「（1）
//! せき髄損傷等による重度の障害者のうち、尿路変更による皮膚瘻を形成しているもの、尿路へカテーテルを留置しているもの、
//! 又は、これらに類する創部を有するもの。（褥瘡については、ごく小さな範囲のものに限ります。）」「（2）
//! 自宅等で頻繁にガーゼの交換を必要とするため、診療担当医が投与の必要を認めたもの。」「注 支給できるものは、
//! 診療担当医から直接処方・投与を受けたガーゼに限る」（manual-2025-04 I 22）
//!
//! ## 読み方
//! - 材料の名前で見分ける。固定用の（伸縮性）包帯、バストバンド、トラコバンドは20。頸椎の（固定用）シーネ・カラー、
//!   鎖骨固定帯・クラビクルバンド、膝・足関節の（創部）固定帯・サポーターは21。腰部・胸部・頸部の固定帯（コルセットでないもの）は、
//!   固定帯加算（J200）の実費として21と同じに計算する。滅菌ガーゼと、それと支給する絆創膏は22。
//! - 点数は購入価格（価格×数量）を10で割り、四捨五入する。21と固定帯加算は、170点に満たなければ170点。20と22に下限はない。
//! - 固定帯加算（J200）を行為としても入れていて、同じ日に同じ固定帯を購入価格で入れたら、高いほう1つにする。
//!   頸椎固定用シーネは、どの部位の固定帯加算とも重ねない（注2）。
//! - 滅菌ガーゼは、重度の障害などの要件を尋ねる。「いいえ」なら算定しない。
//! - ふつうの包帯、ガーゼ、脱脂綿、テープなど、処置や手術に通常使う材料は算定しない（20 注1）。
//! - 四肢の特例も時間外等の加算も付けない。
//!
//! ## 対象外
//! - 必要と判断したことの診療録の記載。
//! - 患者が自分で買ったもの（K20）。
//!
//! ## 疑義
//! - 10で割った端数の取り方は書かれていない。四捨五入とする（二次資料、fee-schedule-history.md 4.7）。要確認はしない。
//! - 170点の下限は、1つの材料ごとか1日ごとか。材料1つ（1回の支給）ごととする。
//! - 「膝・足関節の創部固定帯」に、サポーターの名のものが入るか。入るとし、要確認とする。

use super::*;
use crate::cx::Cx;
use crate::goods::{self, Good};
use crate::pricing::{Desk, Priced};
use crate::rule::Stage;
use rosai_document::{Cite, Op, Section, Why};
use rosai_domain::{Act, ActId, DrugUse, Question, What, fold_width};

/// What a material is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// M20.
    Bandage,
    /// M21; `cervical`: 頸椎固定用シーネ, which excludes J200.
    Fixation { cervical: bool, doubtful: bool },
    /// J200 at its purchase price: the code of the 固定帯加算 it stands for.
    Belt(&'static str),
    /// M22.
    Gauze,
    /// 20 注1: part of the procedure.
    Ordinary,
}

/// J200 by region.
const BELTS: [(&str, &str); 3] = [("腰部", "140037490"), ("胸部", "140040110"), ("頸部", "140052610")];

/// What a name says; none where these sections do not speak of it.
pub(crate) fn kind_of(name: &str) -> Option<Kind> {
    let name: String = fold_width(name).chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.replace('頚', "頸").replace("ホウタイ", "包帯").replace("ほうたい", "包帯");
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if has(&["コルセット", "装具"]) {
        return None;
    }
    let belt = || BELTS.iter().find(|(region, _)| has(&[region])).map(|(_, code)| Kind::Belt(code));
    // 788888013 腰部固定帯加算（固定用伸縮性包帯）: what the belt of J200 cost.
    if has(&["固定帯加算"]) {
        return belt();
    }
    if has(&["包帯", "バストバンド", "トラコバンド"]) {
        return Some(if has(&["固定", "伸縮", "バストバンド", "トラコバンド"]) {
            Kind::Bandage
        } else {
            Kind::Ordinary
        });
    }
    if has(&["ガーゼ"]) {
        return Some(if has(&["滅菌"]) { Kind::Gauze } else { Kind::Ordinary });
    }
    if has(&["頸椎", "頸部"]) && has(&["シーネ", "カラー"]) {
        return Some(Kind::Fixation { cervical: true, doubtful: false });
    }
    if has(&["鎖骨固定帯", "鎖骨バンド", "クラビクル"]) {
        return Some(Kind::Fixation { cervical: false, doubtful: false });
    }
    if has(&["膝", "足関節"]) && has(&["固定帯", "サポーター"]) {
        return Some(Kind::Fixation { cervical: false, doubtful: has(&["サポーター"]) });
    }
    if has(&["固定帯"]) {
        return belt();
    }
    let dressings = ["絆創膏", "脱脂綿", "三角巾", "油紙", "サージカルテープ"];
    has(&dressings).then_some(Kind::Ordinary)
}

macro_rules! rule {
    ($name:ident, $number:literal, $term:literal, $ja:literal, $section:literal, $items:expr, $stage:expr) => {
        pub(crate) static $name: Rule = Rule {
            id: RuleId::m($number),
            term: $term,
            ja: $ja,
            cites: &[Cite::new("manual-2025-04", $section)],
            items: $items,
            stage: $stage,
        };
    };
}

rule!(
    BANDAGE,
    20,
    "elastic_bandage",
    "固定用伸縮性包帯",
    "I 20",
    &[],
    Stage::Price(|desk, cx| {
        each(desk, cx, |kind| matches!(kind, Kind::Bandage | Kind::Ordinary));
    })
);
rule!(
    FIXATION,
    21,
    "fixation_material",
    "頸椎固定用シーネ・固定帯",
    "I 21",
    &[FLOOR],
    Stage::PriceAndAttach(
        |desk, cx| each(desk, cx, |kind| matches!(kind, Kind::Fixation { .. } | Kind::Belt(_))),
        beside_belts
    )
);
rule!(
    GAUZE,
    22,
    "sterile_gauze",
    "皮膚瘻等に係る滅菌ガーゼ",
    "I 22",
    &[],
    Stage::Price(|desk, cx| {
        each(desk, cx, |kind| kind == Kind::Gauze);
    })
);

const FLOOR: &str = "fixation_floor";

/// Materials of the month that are one of these kinds.
fn each(desk: &mut Desk, cx: &Cx<'_>, is: fn(Kind) -> bool) {
    for (id, act) in cx.acts.iter().copied() {
        let Some(What::Material(material)) = act.what() else { continue };
        // What the master refuses is said by K08.
        let Ok(good) = goods::material(cx, material, cx.facts.attendances[id.attendance.0].day) else { continue };
        if let Some(kind) = kind_of(&good.known_as).filter(|k| is(*k)) {
            price(desk, cx, (id, act), &good, kind);
        }
    }
}

fn price(desk: &mut Desk, cx: &Cx<'_>, (id, act): (ActId, &Act), material: &Good, kind: Kind) {
    let at = &cx.facts.attendances[id.attendance.0];
    let cost = material.points(cx.rule.cite());
    let about = || cx.about_acts(&[id], &material.name, &material.name);
    let mut check = false;
    let (why, because) = match kind {
        Kind::Bandage => (cost, "固定用伸縮性包帯は購入価格を10円で割った点数です。".to_owned()),
        Kind::Fixation { doubtful, .. } => {
            check = doubtful;
            (cost, "購入価格を10円で割った点数で、170点に満たなければ170点です。".to_owned())
        }
        Kind::Belt(_) => (cost, "固定帯加算の実費で、170点に満たなければ170点です。".to_owned()),
        Kind::Gauze => match cx.said(Question::GauzeEligible, &at.injury, at.day) {
            Some(true) => (cost, "自宅療養用の滅菌ガーゼは購入価格を10円で割った点数です。".to_owned()),
            Some(false) => {
                let because = "皮膚瘻などのある重度の障害者で、自宅で頻繁な交換が要る人に限るので算定できません。";
                return desk.findings.push(cx.refuse(about(), because.to_owned()));
            }
            None => {
                let because =
                    "滅菌ガーゼの支給は、皮膚瘻などのある重度の障害者で、自宅で頻繁に交換が要る人に限ります。";
                return desk.findings.push(cx.ask(about(), Question::GauzeEligible, because.to_owned()));
            }
        },
        Kind::Ordinary => {
            let because = "処置や手術に通常使う包帯やガーゼなどの費用は算定できません（20 注1）。固定用の伸縮性包帯や自宅療養用の滅菌ガーゼなら、その名前で入れてください。";
            return desk.findings.push(cx.refuse(about(), because.to_owned()));
        }
    };
    let why = match kind {
        Kind::Fixation { .. } | Kind::Belt(_) => {
            let floor = cx.item(FLOOR, at.day).map(|floor| Why::Table(floor.clone()));
            Why::step(Op::Max, std::iter::once(why).chain(floor).collect())
        }
        _ => why,
    };
    let operation = act.drug_use == Some(DrugUse::Operation);
    let section = if operation { Section::Operation } else { Section::Procedure };
    let mut priced = Priced::new(id, cx.rule.id, &material.name, &material.name, section, why);
    priced.parts = vec![material.part()];
    priced.sites = act.sites.clone();
    priced.remarks = act.typed_remark();
    priced.because.push(because);
    priced.check = check || material.check;
    priced.because.extend(material.because.iter().cloned());
    desk.priced.push(priced);
}

/// 注2, and one belt is charged once: of a belt entered as J200 and at its price the dearer stands.
fn beside_belts(desk: &mut Desk, cx: &Cx<'_>) {
    let day = |p: &Priced| cx.facts.attendances[p.acts[0].attendance.0].day;
    let kind = |p: &Priced| if p.rule == FIXATION.id { kind_of(&p.ja) } else { None };
    let is_added = |p: &Priced| p.row.as_ref().is_some_and(|r| &*r.kubun == "J200");
    for i in 0..desk.priced.len() {
        let Some(found) = kind(&desk.priced[i]).filter(|_| desk.priced[i].refused.is_none()) else { continue };
        for j in 0..desk.priced.len() {
            let (a, b) = (&desk.priced[i], &desk.priced[j]);
            if i == j || b.refused.is_some() || day(a) != day(b) {
                continue;
            }
            let belt = is_added(b) || matches!(kind(b), Some(Kind::Belt(_)));
            let (clashes, because) = match found {
                Kind::Fixation { cervical: true, .. } if belt => {
                    (true, "頸椎固定用シーネの費用と固定帯加算（J200）は重複算定できないので、高いほうを算定します。")
                }
                Kind::Belt(code) if is_added(b) && b.what == code => {
                    (true, "同じ固定帯の加算なので、高いほう1つを算定します。")
                }
                _ => (false, ""),
            };
            if clashes {
                let lower = if a.points() < b.points() { i } else { j };
                desk.priced[lower].refused = Some((FIXATION.id, because.to_owned()));
                if lower == i {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn materials_are_known_by_their_names() {
        for (name, kind) in [
            ("固定用伸縮性包帯", Some(Kind::Bandage)),
            ("固定用伸縮性ホウタイ", Some(Kind::Bandage)),
            ("バストバンド Ｌ", Some(Kind::Bandage)),
            ("包帯", Some(Kind::Ordinary)),
            ("頚椎固定用シーネ", Some(Kind::Fixation { cervical: true, doubtful: false })),
            ("頸椎カラー", Some(Kind::Fixation { cervical: true, doubtful: false })),
            ("鎖骨固定帯", Some(Kind::Fixation { cervical: false, doubtful: false })),
            ("膝関節の創部固定帯", Some(Kind::Fixation { cervical: false, doubtful: false })),
            ("足関節サポーター", Some(Kind::Fixation { cervical: false, doubtful: true })),
            ("腰部固定帯", Some(Kind::Belt("140037490"))),
            ("腰部固定帯加算（固定用伸縮性包帯）", Some(Kind::Belt("140037490"))),
            ("滅菌ガーゼ", Some(Kind::Gauze)),
            ("ガーゼ", Some(Kind::Ordinary)),
            ("軟性コルセット", None),
            ("髄内釘", None),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }
}
