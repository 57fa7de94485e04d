//! What a paper demands, field by field, and what is kept of what was typed.

use super::known::History;
use crate::form::{check, kept_day, refuse};
use crate::wire::{FieldMessage, PaperForm};
use rosai_domain::{Day, YearMonth, fold_width, normalize, read_count};
use rosai_paper::{Letter, LetterField, LetterKind, LetterValues};
use std::collections::BTreeMap;

/// Characters a box holds at most.
const LINE: usize = 200;
const LINES: usize = 2000;

/// Values in one spelling where they can be read, else as typed. What the paper does not ask is left out.
pub(super) fn tidy(letter: &Letter, form: PaperForm) -> PaperForm {
    let kept = |f: &LetterField| {
        let typed = form.values.get(&f.id).map(String::as_str).unwrap_or_default();
        (f.id.clone(), one_spelling(f, typed))
    };
    let asked = letter.fields.iter().filter(|f| f.kind != LetterKind::Signature);
    PaperForm { values: asked.map(kept).collect(), ..form }
}

fn one_spelling(field: &LetterField, typed: &str) -> String {
    match field.kind {
        LetterKind::Date => kept_day(typed),
        LetterKind::Month => kept_month(typed),
        LetterKind::Number => read_count(typed).map_or_else(|_| typed.trim().to_owned(), |n| n.to_string()),
        LetterKind::Checks => {
            let typed: Vec<String> = typed.split(',').map(|v| fold_width(v.trim())).filter(|v| !v.is_empty()).collect();
            // In the order of the paper; what is none of it stays, to be told.
            let known = field.options.iter().map(|o| o.value.clone()).filter(|v| typed.contains(v));
            let others = typed.iter().filter(|v| !field.options.iter().any(|o| o.value == **v)).cloned();
            known.chain(others).collect::<Vec<_>>().join(",")
        }
        LetterKind::Choice => fold_width(typed.trim()),
        LetterKind::Text | LetterKind::Lines | LetterKind::Signature => normalize(&typed.replace("\r\n", "\n")),
    }
}

/// `2025-11` of `R7.11`, `7.11`, `令和7年11月`, `0711` or itself; else as typed.
fn kept_month(typed: &str) -> String {
    let text = fold_width(typed.trim());
    let text = text.trim_end_matches(['頃', '月']);
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("20") && !text.starts_with("19")
    {
        return Day::parse(&format!("{text}01")).map_or_else(|_| text.to_owned(), |d| String::from(d.month()));
    }
    let separated = text.contains(['.', '-', '/', '年']);
    match Day::parse(&format!("{text}.1")).or_else(|_| Day::parse(&format!("{text}月1日"))) {
        Ok(day) if separated => String::from(day.month()),
        _ => typed.trim().to_owned(),
    }
}

fn value<'a>(values: &'a BTreeMap<String, String>, id: &str) -> &'a str {
    values.get(id).map(String::as_str).unwrap_or_default()
}

/// Everything that is wrong with the values of a paper, in printed order.
pub(super) fn messages(letter: &Letter, values: &LetterValues, today: Day) -> Vec<FieldMessage> {
    let mut out = Vec::new();
    for field in letter.groups().into_iter().flat_map(|(_, fields)| fields) {
        let said = value(values, &field.id);
        if said.is_empty() {
            out.extend(missing(letter, field, values));
            continue;
        }
        let before = out.len();
        read(letter, field, values, today, &mut out);
        if out.len() == before
            && let Some(sentence) = letter.unprintable(field, said)
        {
            out.push(check(&field.id, format!("「{}」の{sentence}", field.label)));
        }
    }
    if !letter.one_of.is_empty()
        && letter.one_of.iter().all(|id| value(values, id).is_empty())
        && let Some(first) = letter.one_of.first()
    {
        out.push(refuse(first, letter.none_said.clone()));
    }
    out
}

/// What to say about an empty field.
fn missing(letter: &Letter, field: &LetterField, values: &LetterValues) -> Option<FieldMessage> {
    let label = &field.label;
    let what = match field.kind {
        LetterKind::Date => "日を入れてください。",
        LetterKind::Month => "年と月を入れてください。",
        LetterKind::Number => "数を入れてください。",
        LetterKind::Choice | LetterKind::Checks => "番号で選んでください。",
        _ => "書いてください。",
    };
    if field.required && field.fixed {
        return Some(refuse(
            &field.id,
            format!("「{label}」が受付票にありません。受付票で入れてから作り直してください。"),
        ));
    }
    if field.required {
        return Some(refuse(&field.id, format!("「{label}」が空です。{what}")));
    }
    let when = field.required_when.as_ref()?;
    let other = letter.field(&when.field)?;
    let said = value(values, &when.field);
    let chosen = other.options.iter().find(|o| when.values.contains(&o.value) && other.is_chosen(said, o))?;
    let word = if chosen.word.is_empty() { &chosen.label } else { &chosen.word };
    let word = word.trim_end_matches('：');
    Some(refuse(&field.id, format!("「{}」で「{word}」を選んだので、「{label}」も要ります。{what}", other.label)))
}

/// What is wrong with a value that is there.
fn read(letter: &Letter, field: &LetterField, values: &LetterValues, today: Day, out: &mut Vec<FieldMessage>) {
    let (id, label) = (&field.id, &field.label);
    let said = value(values, id);
    match field.kind {
        LetterKind::Date => match Day::parse(said) {
            Err(sentence) => out.push(refuse(id, sentence)),
            Ok(day) => {
                if field.past && day > today {
                    let sentence = format!("「{label}」の{}はまだ来ていない日です。日を確かめてください。", day.ja());
                    out.push(refuse(id, sentence));
                }
                let other = field.not_before.as_ref().and_then(|id| letter.field(id));
                let from = other.and_then(|o| Some((o, Day::parse(value(values, &o.id)).ok()?)));
                if let Some((other, from)) = from.filter(|(_, from)| *from > day) {
                    let sentence = format!(
                        "「{label}」（{}）が「{}」（{}）より前です。どちらかを直してください。",
                        day.ja(),
                        other.label,
                        from.ja()
                    );
                    out.push(refuse(id, sentence));
                }
            }
        },
        LetterKind::Month => {
            if YearMonth::try_from(said.to_owned()).is_err() {
                let sentence =
                    format!("「{said}」は年と月として読めません。R8.3 や 令和8年3月 のように入れてください。");
                out.push(refuse(id, sentence));
            }
        }
        LetterKind::Number => match read_count(said) {
            Err(sentence) => out.push(refuse(id, sentence)),
            Ok(0) => out.push(refuse(id, format!("「{label}」が0です。1以上の数を入れてください。"))),
            Ok(n) if n > 999 => out.push(refuse(id, format!("「{label}」が{n}です。3桁までの数を入れてください。"))),
            Ok(_) => {}
        },
        LetterKind::Choice | LetterKind::Checks => {
            let mut wanted = if field.kind == LetterKind::Choice { vec![said] } else { said.split(',').collect() };
            wanted.retain(|v| !field.options.iter().any(|o| o.value == *v));
            if !wanted.is_empty() {
                out.push(refuse(id, format!("「{label}」は、示された番号から選んでください。")));
            }
        }
        LetterKind::Text | LetterKind::Lines | LetterKind::Signature => {
            let lines = field.kind == LetterKind::Lines;
            let most = if lines { LINES } else { LINE };
            let count = said.chars().count();
            if count > most {
                out.push(refuse(id, format!("「{label}」が{count}文字あります。{most}文字までに短くしてください。")));
            } else if !lines && said.contains('\n') {
                out.push(refuse(id, format!("「{label}」に改行が入っています。1行で書いてください。")));
            }
        }
    }
}

/// What other papers of the case say about this one.
pub(super) fn against_others(
    letter: &Letter,
    form: &PaperForm,
    issued: Day,
    history: &History,
    out: &mut Vec<FieldMessage>,
) {
    let same =
        history.of_kind(letter, history.papers.iter().map(|p| p.issued).max().unwrap_or(issued).max(issued), form.id);
    if same.iter().any(|p| p.issued == issued) {
        let sentence = format!(
            "{}の「{}」がもうあります。一覧からその紙を開いて直してください。",
            issued.ja(),
            letter.document.ja()
        );
        out.push(refuse(&letter.issued, sentence));
    }
    let Some(fee) = &letter.fee else { return };
    let of_month = same.iter().filter(|p| p.issued.month() == issued.month() && p.issued != issued).count();
    if fee.monthly && of_month > 0 {
        let sentence =
            format!("{}にはもう{of_month}枚あります。{}は月1回に限り算定できます。", issued.month().ja(), fee.name);
        out.push(check(&letter.issued, sentence));
    }
    let before = same.iter().filter(|p| p.issued < issued).count() as u32;
    let counted = letter.count.as_ref().and_then(|id| value(&form.values, id).parse().ok()).unwrap_or(before + 1);
    if fee.most.is_some_and(|most| counted > most) {
        out.push(check(letter.count.as_ref().unwrap_or(&letter.issued), fee.beyond.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_month() {
        for typed in [
            "R8.3",
            "8.3",
            "Ｒ８．３",
            "令和8年3月",
            "令和8年3月頃",
            "2026-03",
            "2026-3",
            "2026/3",
            "0803",
            "2026年3月",
        ] {
            assert_eq!(kept_month(typed), "2026-03", "{typed}");
        }
        for typed in ["", "来年", "2026", "13", "8.13", "R8", "99", "1999"] {
            assert_eq!(kept_month(typed), typed, "{typed}");
        }
    }
}
