//! M23 処置等の特例
//!
//! ## 条文
//! 「（1）3部位（局所）の取扱いについて ① 介達牽引、矯正固定、変形機械矯正術、消炎鎮痛等処置のうち「マッサージ等の手
//! 技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照射を同一日に行った場合は、
//! 1日につき合わせて負傷にあつては受傷部位ごとに3部位を限度とし、また、疾病にあつては3局所を限度として算定できま
//! す。」「② 消炎鎮痛等処置のうち「湿布処置」については、1日につき所定点数（「湿布処置」
//! の場合は倍率が異なる部位ごとに算定し合算とする。）を算定できます。」「なお、「湿布処置」
//! と肛門処置を倍率が異なる部位に行った場合は、倍率が異なる部位ごとに算定し合算できます。」（manual-2025-04 I 23(1)）
//!
//! 「(2) 処置の併施について 介達牽引、矯正固定、変形機械矯正術、消炎鎮痛等処置（「湿布処置」、
//! 「マッサージ等の手技による療法」及び「器具等による療法」）、腰部又は胸部固定帯固定、
//! 低出力レーザー照射及び肛門処置を同一日にそれぞれ異なる部位に行った場合は、「湿布処置」
//! 又は肛門処置（※）の所定点数の他に、介達牽引、矯正固定、変形機械矯正術、「マッサージ等の手技による療法」、
//! 「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照射のうち計2部位までの所定点数を合わせて算定できま
//! す。」「なお、この場合、「湿布処置」又は肛門処置（※）の所定点数を算定することなく、介達牽引、矯正固定、
//! 変形機械矯正術、「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照
//! 射を合計で3部位まで算定することとしても差し支えありません。」「（※）「湿布処置」
//! と肛門処置をそれぞれ倍率が異なる部位ごとに算定する場合は、「湿布処置」及び肛門処置」となります。」
//! （manual-2025-04 I 23(2)）
//!
//! 「(3) 処置等の併施について ① 疾患別リハビリテーションの他に、介達牽引、矯正固定、変形機械矯正術、
//! 「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照射を同一日に行っ
//! た場合は、疾患別リハビリテーションの所定点数の他に、介達牽引、矯正固定、変形機械矯正術、
//! 「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定又は低出力レーザー照射のいずれか1部
//! 位を算定できます。」「なお、この場合、疾患別リハビリテーションの所定点数を算定することなく、介達牽引、矯正固定、
//! 変形機械矯正術、「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照
//! 射を合計で3部位まで算定することとしても差し支えありません。」「② 「湿布処置」、肛門処置及び疾患別リハビリテーショ
//! ンを同一日に行った場合は、「湿布処置」の1部位又は肛門処置のいずれかの所定点数と疾患別リハビリテーションの所定点数
//! を算定できます。」（manual-2025-04 I 23(3)①②）
//!
//! 「③ 「湿布処置」、肛門処置及び疾患別リハビリテーションの他に、介達牽引、矯正固定、変形機械矯正術、
//! 「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照射を同一日に行っ
//! た場合は、疾患別リハビリテーションの所定点数と「湿布処置」の1部位又は肛門処置のいずれかの所定点数の他に、
//! 介達牽引、矯正固定、変形機械矯正術、「マッサージ等の手技による療法」、「器具等による療法」、
//! 腰部又は胸部固定帯固定又は低出力レーザー照射のいずれか1部位を算定できます。」「なお、この場合、
//! 疾患別リハビリテーションの所定点数を算定することなく、「湿布処置」又は肛門処置(※)の所定点数の他に、介達牽引、
//! 矯正固定、変形機械矯正術、「マッサージ等の手技による療法」、「器具等による療法」、
//! 腰部又は胸部固定帯固定及び低出力レーザー照射のうち計2部位まで算定することとして差し支えありません。」「また、
//! 「疾患別リハビリテーションの所定点数と「湿布処置」の1部位又は肛門処置のいずれかの所定点数」及び「「湿布処置」
//! 又は肛門処置（※）の所定点数を算定することなく、介達牽引、矯正固定、変形機械矯正術、
//! 「マッサージ等の手技による療法」、「器具等による療法」、腰部又は胸部固定帯固定及び低出力レーザー照射を合計で3部位
//! まで算定することとしても差し支えありません。」（manual-2025-04 I 23(3)③）
//!
//! 「（※）「湿布処置」と肛門処置をそれぞれ倍率が異なる部位ごとに算定する場合は、「湿布処置」及び肛門処置」
//! となります。」（manual-2025-04 I 23(3)③(※)。読み取りの「なりません」を、23(2)(※)と参考11 注2に合わせて「なりま
//! す」と直した。③の最後の段落は、選び方を1つずつ述べる参考11 注3〜注5によって読む。errata.md）
//!
//! 「注1 四肢加算の取扱いは、介達牽引、矯正固定、変形機械矯正術、「マッサージ等の手技による療法」、
//! 「器具等による療法」及び低出力レーザー照射については所定点数の1.5倍、「湿布処置」
//! は所定点数の1.5倍（手及び手指は2倍）として算定することができます。」「注2 局所とは、上肢の左右、
//! 下肢の左右及び頭より尾頭までの躯幹のそれぞれを1局所とし、全身を5局所に分けたものをいいます。」「注3 介達牽引、
//! 矯正固定、変形機械矯正術、腰部又は胸部固定帯固定及び低出力レーザー照射の部位（局所）、
//! 消炎鎮痛等処置の種類及び部位（局所）について、診療費請求内訳書に明確に記載するよう医療機関に指導してください。」
//! 「注4 外来診療料を算定する医療機関においては、介達牽引、矯正固定、変形機械矯正術、消炎鎮痛等処置、
//! 腰部又は胸部固定帯固定、低出力レーザー照射及び肛門処置は算定できません。また「湿布処置」及び肛門処置については、
//! 診療所において、入院中の患者以外の患者のみに算定することができます。」（manual-2025-04 I 23 注1〜注4）
//!
//! 参考11の表は、1 牽引等（介達牽引、矯正固定、変形機械矯正術、消炎鎮痛等処置（マッサージ等の手技による療法）、
//! 消炎鎮痛等処置（器具等による療法）、腰部又は胸部固定帯固定、低出力レーザー照射）、
//! 2 湿布等（消炎鎮痛等処置（湿布処置）、肛門処置。診療所外来のみ）、3 疾患別リハビリテーションの組み合わせを示す。
//! 「注1 上記1及び2については、それぞれ異なる部位（局所）に行った場合のみ算定できます。」「注2 上記2については、
//! それぞれ倍率が異なる部位ごとに算定する場合は、「湿布処置」及び肛門処置となります。」
//! 「注3 上記1のいずれかを複数部位（局所）に行っている場合は、上記2の所定点数を算定することなく、
//! 上記1のいずれか3部位（局所）までの点数を算定することとしても差し支えありません。」
//! 「注4 上記1のいずれかを複数部位（局所）に行っている場合は、疾患別リハビリテーションの所定点数を算定することなく、
//! 上記1のいずれか3部位（局所）までの点数を算定することとしても差し支えありません。」
//! 「注5 上記1及び2のいずれかを複数部位（局所）に行っている場合は、疾患別リハビリテーションの所定点数を算定することな
//! く、上記2の所定点数の他に上記1のいずれか計2部位（局所）までの点数、若しくは、上記1のいずれか3部位（局所）
//! までの点数を算定することとしても差し支えありません。」「注6 消炎鎮痛等処置のうち湿布処置のみ四肢加算の取扱いで手及
//! び手指については2倍で算定できます。」（manual-2025-04 II 参考11）
//!
//! ## 読み方
//! - 牽引等、湿布等（湿布処置と肛門処置）、疾患別リハビリテーションの3つに分け、労働者の1日について、
//!   次のどれかの組み合わせだけを認める。① 牽引等3部位まで。② 湿布等と牽引等2部位まで。
//!   ③ リハビリテーションと牽引等1部位。④ リハビリテーションと湿布の1部位又は肛門処置と牽引等1部位。
//! - どの組み合わせにも、この条に出てこない処置等はそのまま加わる。
//! - その日の合計点数（外来管理加算とその特例を含む）が最も高い組み合わせを採る。外れた行為には、採った組み合わせと、
//!   次に高い別の組み合わせの点数を示す。
//! - 牽引等どうし、牽引等と湿布等は、異なる部位でなければ併せて算定しない（参考11 注1）。
//!   リハビリテーションとは同じ部位でもよい（(3)の例1、例4）。
//! - 部位は、負傷なら受傷部位ごとに数える。傷病に入れた受傷部位に処置の部位を含むものがあれば、その受傷部位とする。
//!   なければ処置の部位とし、手の指はその手、足の指はその足に数える。一方が他方を含む部位どうし（右上肢と右前腕など）
//!   は1部位とする。
//! - 部位は、疾病なら5つの局所ごとに数える。左右の分からない上肢・下肢は右とみる。
//!   部位を入れていない腰部・胸部固定帯固定と肛門処置は、名前の部位とみる。
//! - 湿布等は倍率ごとに1日1つまで。どの倍率のものを採るか、同じ倍率ならどの部位のもの（湿布処置か肛門処置か）
//!   を採るかも、すべて試して選ぶ。②では、倍率の異なる部位のものは合わせて1つとして数える。
//! - ④では、湿布の1部位又は肛門処置のどれか1つだけを採る。
//! - 病院では湿布等を算定しない。一般病床200床以上の病院では、初診の日を含めて、牽引等も算定しない（注4）。
//!
//! ## 対象外
//! - 内訳書に部位と種類を書くこと（注3）。部位は摘要に印字するが、書き方の指導は含まない。
//! - 入院中の処置。
//!
//! ## 疑義
//! - 負傷の「受傷部位ごと」。傷病に入れた受傷部位で数えるので、広く入れれば（右上肢など）その中は1部位、
//!   細かく入れれば（右手第2指、右手第3指）別の部位になる。入れていなければ処置の部位で数え、
//!   同じ手の指は1部位とする。要確認。
//! - 1つの行為に2つ以上の部位を入れたとき、何部位と数えるか。行為の点数は1回分なので1部位と数え、
//!   最初の部位をその場所とする。要確認。
//! - 負傷と疾病が同じ日にあるときの数え方は書かれていない。それぞれの数え方で部位を決め、合わせて3部位を限度とする。
//!   返還にならない読み。
//! - (3)③のなお書きと「また」の段落は選び方が続けて書かれ、読み取りも崩れている。参考11 注5によって、
//!   リハビリテーションを算定しないときは湿布等と牽引等2部位、又は牽引等3部位とする。

use super::*;
use crate::choose::{Candidate, Pattern};
use crate::pricing::Priced;
use crate::rule::Stage;
use rosai_document::Cite;
use rosai_domain::{DiseaseNature, FacilityKind, Facts, Region, Site};

pub(crate) static RULE: Rule = Rule {
    id: RuleId::m(23),
    term: "procedure_combination",
    ja: "処置等の特例",
    cites: &[Cite::new("manual-2025-04", "I 23"), Cite::new("manual-2025-04", "II 参考11")],
    items: &[],
    stage: Stage::Choose,
};

/// The columns of 参考11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// 介達牽引 … 低出力レーザー照射: three places a day.
    Limited,
    /// 湿布処置, 肛門処置: once a day and factor.
    Daily,
    /// 疾患別リハビリテーション.
    Rehabilitation,
}

/// The column of an item; none where the section does not speak of it.
pub(crate) fn class_of(p: &Priced) -> Option<Class> {
    let row = p.row.as_ref()?;
    match (&*row.kubun, &*row.code) {
        ("J118" | "J118-2" | "J118-3" | "J119-2" | "J119-3", _) | ("J119", "140029610" | "140040310") => {
            Some(Class::Limited)
        }
        ("J119", "140002210") | ("J119-4", _) => Some(Class::Daily),
        _ if row.limb.is_some_and(|l| l.group == 'ク') => Some(Class::Rehabilitation),
        _ => None,
    }
}

/// 外来診療料 takes the place of 再診料 (注4).
pub(crate) fn is_large(facts: &Facts) -> bool {
    facts.facility.kind == FacilityKind::Hospital && facts.facility.beds >= super::repeat_visit_fee::MANY_BEDS
}

/// The 受傷部位 a site belongs to: the hurt site that holds it, where intake named one; else the site itself, fingers
/// with their hand and toes with their foot.
fn hurt_site(facts: &Facts, injury: &str, site: Site) -> Site {
    let named = facts.injury(injury).and_then(|i| i.sites.iter().find(|s| s.holds(site)));
    let region = match site.region {
        r if r.is_finger() => Region::Hand,
        r if r.is_toe() => Region::Foot,
        r => r,
    };
    named.copied().unwrap_or(Site { region, side: site.side })
}

/// 部位 of an act: as entered, or as its name says (腰部固定帯固定).
fn site_of(p: &Priced) -> Option<Site> {
    let named = match p.code.as_deref() {
        Some("140048350") => Some(Region::Waist),
        Some("140048450") => Some(Region::Chest),
        Some("140002450") => Some(Region::Perineum),
        _ => None,
    };
    p.sites.first().copied().or(named.map(|region| Site { region, side: None }))
}

/// A place for the three-place limit: 受傷部位 of an injury, 局所 of a disease. Sites that hold one another are one place.
fn place_of(facts: &Facts, p: &Priced, places: &mut Vec<(bool, Site)>) -> usize {
    let at = &facts.attendances[p.acts[0].attendance.0];
    let disease = facts.injury(&at.injury).is_some_and(|i| i.nature == DiseaseNature::Disease);
    let entered = site_of(p).unwrap_or(Site { region: Region::Waist, side: None });
    let site = if disease { entered } else { hurt_site(facts, &at.injury, entered) };
    let same = |(of_disease, other): &(bool, Site)| {
        let one_area = disease && other.local_area() == site.local_area();
        *of_disease == disease && (one_area || (!disease && (other.holds(site) || site.holds(*other))))
    };
    places.iter().position(same).unwrap_or_else(|| {
        places.push((disease, site));
        places.len() - 1
    })
}

/// Candidates and lawful patterns of one day. `items` are the day's items that bar 外来管理加算, with the number of
/// their coming. Items that may not be charged at all are returned with the reason.
pub(crate) fn patterns(
    facts: &Facts,
    items: &[(usize, usize, &Priced)],
) -> (Vec<Candidate>, Vec<Pattern>, Vec<(usize, String)>) {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut refused = Vec::new();
    let mut places = Vec::new();
    let (mut always, mut limited, mut rehabilitation) = (Vec::new(), Vec::new(), Vec::new());
    let mut daily: Vec<(usize, String)> = Vec::new();
    let mut ordered = items.to_vec();
    ordered.sort_by_key(|(index, _, p)| (std::cmp::Reverse(p.points()), *index));
    for (index, coming, p) in ordered {
        let Some(points) = p.points() else { continue };
        let class = class_of(p);
        // *注1 parts 牽引等 from 湿布等 only; リハビリ may stand at the same site (I 23(3) 例1).
        let placed = matches!(class, Some(Class::Limited | Class::Daily));
        let place = if placed { vec![place_of(facts, p, &mut places)] } else { Vec::new() };
        let candidate = Candidate { items: vec![index], points: points.0, lower: None, coming, places: place };
        match class {
            Some(Class::Limited | Class::Daily) if is_large(facts) => {
                let because = "外来診療料を算定する病院（一般病床200床以上）の外来では、牽引・消炎鎮痛等処置・肛門処置は算定できません。";
                refused.push((index, because.to_owned()));
                continue;
            }
            Some(Class::Daily) if facts.facility.kind == FacilityKind::Hospital => {
                refused.push((index, "湿布処置と肛門処置は診療所の外来でだけ算定できます。".to_owned()));
                continue;
            }
            Some(Class::Daily) => {
                // Which site of one factor is taken only matters to the two places beside it, so three are enough.
                let factor = factor_of(p);
                let alike = |(c, f): &&(usize, String)| {
                    *f == factor && candidates[*c].points == candidate.points && candidates[*c].coming == coming
                };
                let same_place = daily.iter().filter(alike).any(|(c, _)| candidates[*c].places == candidate.places);
                if same_place || daily.iter().filter(alike).count() >= 3 {
                    refused
                        .push((index, "湿布処置と肛門処置は、倍率の同じ部位については1日につき1回です。".to_owned()));
                    continue;
                }
                daily.push((candidates.len(), factor));
            }
            Some(Class::Limited) => limited.push(candidates.len()),
            Some(Class::Rehabilitation) => rehabilitation.push(candidates.len()),
            None => always.push(candidates.len()),
        }
        candidates.push(candidate);
    }
    let with = |more: &[usize]| always.iter().chain(more).copied().collect::<Vec<_>>();
    let pattern =
        |ja: &str, fixed: Vec<usize>, limit| Pattern { ja: ja.to_owned(), fixed, pool: limited.clone(), limit };
    let mut out = vec![pattern("牽引・手技・器具など3部位まで", with(&[]), 3)];
    // One a factor at most; on several factors they are one act of the day with the sum of its parts (I 23(1)②).
    for members in one_a_factor(&daily) {
        let together = match members.as_slice() {
            [one] => *one,
            several => {
                let parts: Vec<&Candidate> = several.iter().map(|c| &candidates[*c]).collect();
                let sum = Candidate {
                    items: parts.iter().flat_map(|c| c.items.clone()).collect(),
                    points: parts.iter().map(|c| c.points).sum(),
                    lower: None,
                    coming: parts[0].coming,
                    places: parts.iter().flat_map(|c| c.places.clone()).collect(),
                };
                candidates.push(sum);
                candidates.len() - 1
            }
        };
        out.push(pattern("湿布・肛門処置と、牽引・手技・器具など2部位まで", with(&[together]), 2));
    }
    if !rehabilitation.is_empty() {
        out.push(pattern("疾患別リハビリテーションと、牽引・手技・器具など1部位", with(&rehabilitation), 1));
        for (b, _) in &daily {
            let fixed: Vec<usize> = rehabilitation.iter().chain([b]).copied().collect();
            out.push(pattern(
                "疾患別リハビリテーションと湿布の1部位又は肛門処置と、牽引・手技・器具など1部位",
                with(&fixed),
                1,
            ));
        }
    }
    (candidates, out, refused)
}

/// Every way to take at most one of each factor, and at least one.
fn one_a_factor(daily: &[(usize, String)]) -> Vec<Vec<usize>> {
    let mut factors: Vec<&String> = daily.iter().map(|(_, f)| f).collect();
    factors.sort();
    factors.dedup();
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for factor in factors {
        let with_one = |way: &Vec<usize>| {
            let of_factor = daily.iter().filter(|(_, f)| f == factor);
            of_factor.map(|(c, _)| way.iter().copied().chain([*c]).collect()).collect::<Vec<Vec<usize>>>()
        };
        let more: Vec<Vec<usize>> = ways.iter().flat_map(with_one).collect();
        ways.extend(more);
    }
    ways.retain(|way| !way.is_empty());
    ways
}

fn factor_of(p: &Priced) -> String {
    p.why
        .tables()
        .iter()
        .find(|t| t.unit.is_empty())
        .map_or_else(|| "1".to_owned(), |t| t.value.normalize().to_string())
}
