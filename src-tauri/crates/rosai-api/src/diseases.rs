//! Names of diseases by the masters: found, composed, recognised, and what is to be looked at before they are claimed.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{check, refuse};
use crate::wire::*;
use rosai_catalogue::{Composed, DiseaseBook, DiseaseDoubt, MOST_MODIFIERS, UNCODED, same_name, site_words};
use rosai_domain::{Day, Side, YearMonth, fold_width};

/// Most hits a list shows.
const MOST: usize = 50;
/// What is put to a name most, offered before anything is typed.
const USUAL: &[(&str, bool)] = &[
    ("右", false),
    ("左", false),
    ("両", false),
    ("急性", false),
    ("術後", false),
    ("の疑い", true),
    ("の術後", true),
];

impl Desk {
    fn disease_book(&self) -> &DiseaseBook {
        self.engine.catalogue().diseases()
    }

    /// Names by typing; those of the case's sides and sites first.
    pub(crate) fn find_disease(&mut self, _actor: &str, ask: FindDisease) -> Result<DiseaseHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let sites = match ask.case {
            Some(case) => self.sites_of(case)?,
            None => Vec::new(),
        };
        let book = self.disease_book();
        let found = book.find(&ask.text, &sites, day);
        let total = found.len() as u32;
        let hits = found.into_iter().take(MOST).map(|c| hit(book, c, day)).collect();
        Ok(DiseaseHits { loaded: !book.is_empty(), hits, total })
    }

    /// Modifiers by typing; with nothing typed those that fit the case.
    pub(crate) fn find_modifier(&mut self, _actor: &str, ask: FindModifier) -> Result<ModifierHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let sites = match ask.case {
            Some(case) => self.sites_of(case)?,
            None => Vec::new(),
        };
        let book = self.disease_book();
        let mut found = book.find_modifier(&ask.text, day);
        if ask.text.trim().is_empty() {
            let side = |s: Side| if s == Side::Right { "右" } else { "左" };
            let own = sites.iter().flat_map(|s| {
                s.side.map(side).into_iter().chain(site_words(s.region).iter().copied()).map(|word| (word, false))
            });
            for (word, suffix) in own.chain(USUAL.iter().copied()) {
                found.extend(book.modifier_named(word, suffix, day).filter(|m| !found.contains(m)));
            }
        }
        let hit = |m: &rosai_catalogue::Modifier| ModifierHit {
            code: m.code.to_string(),
            name: m.name.to_string(),
            suffix: m.is_suffix(),
            class_ja: ["", "部位", "左右", "病因", "経過", "状態", "患者", "その他", "接尾語"]
                .get(usize::from(m.class))
                .copied()
                .unwrap_or_default()
                .to_owned(),
        };
        Ok(ModifierHits { hits: found.into_iter().take(MOST).map(hit).collect() })
    }

    /// A name put together of its codes.
    pub(crate) fn compose_disease(&mut self, _actor: &str, ask: ComposeDisease) -> Result<DiseaseHit, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let book = self.disease_book();
        let made = book.compose(&ask.code, &ask.modifiers, day);
        let made = made.ok_or_else(|| {
            ApiError::at("code", "この傷病名か修飾語は、その日には使えません。名前を入れ直して選んでください。")
        })?;
        Ok(hit(book, made, day))
    }

    /// What the masters say of the names of a case; nothing while none is loaded.
    pub(crate) fn codings(&self, diseases: &[DiseaseForm], month: YearMonth) -> Vec<DiseaseCoding> {
        let book = self.disease_book();
        if book.is_empty() {
            return Vec::new();
        }
        let coding = |d: &DiseaseForm| {
            let day = day_of(book, d, month);
            let doubts = book.doubts(&d.code, &d.modifiers, day);
            let proposed = doubts.iter().find_map(|doubt| match doubt {
                DiseaseDoubt::Uncoded => book.recognise(&d.name, day),
                DiseaseDoubt::Ended(_, next) => next.clone(),
                _ => None,
            });
            let parts = book.compose(&d.code, &d.modifiers, day).or_else(|| book.ever(&d.code, &d.modifiers));
            DiseaseCoding {
                parts: parts.map(|c| c.parts).unwrap_or_default(),
                sentences: doubts.iter().map(sentence).collect(),
                proposed: proposed.map(|c| hit(book, c, day)),
            }
        };
        diseases.iter().map(coding).collect()
    }

    /// What a claim of the month is looked at for: place and sentence. Names that ended before the month, or begin after
    /// it, do not stand on its claim.
    pub(crate) fn disease_faults(&self, diseases: &[DiseaseForm], month: YearMonth) -> Vec<(String, String)> {
        let book = self.disease_book();
        let stands = |d: &&DiseaseForm| {
            let begun = Day::parse(&d.since).map_or(true, |since| since <= month.last());
            let ended = !d.end.is_empty() && Day::parse(&d.end_day).is_ok_and(|end| end < month.first());
            begun && !ended
        };
        let of = |d: &DiseaseForm| -> Vec<(String, String)> {
            let doubts = book.doubts(&d.code, &d.modifiers, day_of(book, d, month));
            doubts.iter().map(|doubt| (format!("傷病名・{}", d.name), sentence(doubt))).collect()
        };
        diseases.iter().filter(stands).flat_map(of).collect()
    }

    /// Code and modifiers of a name that is saved, in the spelling and order they are kept in, and what is wrong with them.
    /// `kept`: they stood there before.
    pub(crate) fn code_messages(
        &self,
        disease: &mut DiseaseForm,
        kept: bool,
        month: YearMonth,
        at: usize,
        out: &mut Vec<FieldMessage>,
    ) {
        disease.code = fold_width(disease.code.trim());
        disease.modifiers.retain(|m| !m.trim().is_empty());
        if disease.code == UNCODED {
            disease.code.clear();
        }
        if disease.code.is_empty() {
            // 未コード化 carries no 修飾語 (SY item 5).
            disease.modifiers.clear();
        }
        let (book, field) = (self.disease_book(), format!("diseases.{at}.name"));
        if book.is_empty() || disease.code.is_empty() {
            return;
        }
        let day = day_of(book, disease, month);
        if let Some(made) = book.compose(&disease.code, &disease.modifiers, day) {
            disease.modifiers = made.modifiers;
            if !kept && !same_name(&made.name, &disease.name) {
                out.push(refuse(
                    field,
                    format!(
                        "「{}」と、選んだ傷病名「{}」が違います。もう一度選ぶか、コードなしで入れてください。",
                        disease.name, made.name
                    ),
                ));
                return;
            }
        }
        for doubt in book.doubts(&disease.code, &disease.modifiers, day) {
            let blocks = !kept
                && matches!(
                    doubt,
                    DiseaseDoubt::NotClaimable | DiseaseDoubt::Unknown(_) | DiseaseDoubt::TooManyModifiers
                );
            out.push(if blocks { refuse(&field, sentence(&doubt)) } else { check(&field, sentence(&doubt)) });
        }
    }
}

/// The day of the month on which a name is judged: a code that ended within the month is good for it.
fn day_of(book: &DiseaseBook, disease: &DiseaseForm, month: YearMonth) -> Day {
    let holds = |day| book.base(&disease.code, day).is_some();
    if !holds(month.last()) && holds(month.first()) { month.first() } else { month.last() }
}

fn hit(book: &DiseaseBook, made: Composed, day: Day) -> DiseaseHit {
    let doubts = book.doubts(&made.code, &made.modifiers, day);
    let (refused, said): (Vec<_>, Vec<_>) = doubts.iter().partition(|d| matches!(d, DiseaseDoubt::NotClaimable));
    let text = |list: Vec<&DiseaseDoubt>| list.first().map(|d| sentence(d)).unwrap_or_default();
    DiseaseHit {
        code: made.code,
        modifiers: made.modifiers,
        name: made.name,
        parts: made.parts,
        said: text(said),
        refused: text(refused),
    }
}

/// What is to be looked at, and what to do.
fn sentence(doubt: &DiseaseDoubt) -> String {
    match doubt {
        DiseaseDoubt::Uncoded => {
            "傷病名コードのない名前です（未コード化）。一覧にある名前なら、選び直してコードを付けてください。"
                .to_owned()
        }
        DiseaseDoubt::Unknown(code) => {
            format!("傷病名コード「{code}」は傷病名マスターにありません。名前を入れ直して選んでください。")
        }
        DiseaseDoubt::Begins(day) => {
            format!("この傷病名コードは{}から使えます。診療月に使える名前を選んでください。", day.ja())
        }
        DiseaseDoubt::Ended(last, Some(next)) => format!(
            "この傷病名コードは{}で終わりました。移行先の「{}」に替えられます（請求した分の名前はそのままです）。",
            last.ja(),
            next.name
        ),
        DiseaseDoubt::Ended(last, None) => {
            format!("この傷病名コードは{}で終わり、移行先がありません。診療月に使える名前を選んでください。", last.ja())
        }
        DiseaseDoubt::ModifierNotInForce(name) => {
            format!("修飾語「{name}」は診療月に使えません。修飾語を選び直してください。")
        }
        DiseaseDoubt::NeedsModifier => {
            "この傷病名は単独では使えません。部位や左右などの修飾語を付けてください。".to_owned()
        }
        DiseaseDoubt::NotClaimable => "この傷病名は保険請求に使えません。ほかの名前を選んでください。".to_owned(),
        DiseaseDoubt::TooManyModifiers => {
            format!("修飾語は{MOST_MODIFIERS}個までです。いらないものを外してください。")
        }
    }
}
