//! The rule book: one page a rule, out of the headings above its code and its worked examples. The desk shows it as data,
//! `cargo xtask rulebook` writes it as Markdown.

use crate::desk::Desk;
use crate::embedded::{CASE_FILES, RULE_FILES, RuleFile};
use crate::error::ApiError;
use crate::settings::cite_ja;
use crate::wire::*;
use rosai_casefile::Case;
use rosai_claim::amount_ja;
use rosai_domain::{Day, Question, fold_width};
use rosai_fees::{Rule, rules};
use std::fmt::Write;
use std::sync::LazyLock;

static CASES: LazyLock<Result<Vec<Case>, String>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| rosai_casefile::read(text).map_err(|e| format!("{name}：{e}"));
    Ok(CASE_FILES.iter().map(read).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
});

/// Every worked example that travels with the program, in the order of the files.
pub(crate) fn cases() -> Result<&'static [Case], String> {
    CASES.as_deref().map_err(Clone::clone)
}

/// Whether a case belongs to a rule: its id begins with the rule's.
fn is_own(case: &Case, rule: &Rule) -> bool {
    case.id.split('-').next() == Some(rule.id.to_string().as_str())
}

/// The source file of a rule: the one with its name, else the one that names both its term and its Japanese name.
fn file_of(rule: &Rule) -> Option<&'static RuleFile> {
    let named = |f: &&RuleFile| f.name.strip_suffix(".rs") == Some(rule.term);
    let names = |f: &&RuleFile| f.words.contains(&rule.term) && f.words.contains(&rule.ja);
    RULE_FILES.iter().find(named).or_else(|| RULE_FILES.iter().find(names))
}

/// The sections of the headings: what stands above `## ` and the lines below it.
fn sections(headings: &str) -> Vec<RuleSection> {
    let mut out: Vec<RuleSection> = Vec::new();
    // Whether the next line goes on with the paragraph before it.
    let mut goes_on = false;
    for line in headings.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            out.push(RuleSection { heading: heading.trim().to_owned(), paragraphs: Vec::new() });
            goes_on = false;
            continue;
        }
        let Some(section) = out.last_mut() else { continue };
        let text = line.trim();
        let item = line.starts_with("- ");
        if text.is_empty() {
            goes_on = false;
        } else if item || !goes_on {
            let text = text.strip_prefix("- ").unwrap_or(text).to_owned();
            section.paragraphs.push(RuleParagraph { item, text });
            goes_on = true;
        } else if let Some(last) = section.paragraphs.last_mut() {
            // Japanese runs on over the end of a line; between Latin words stands a space.
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(last.text.chars().last()) && latin(text.chars().next()) {
                last.text.push(' ');
            }
            last.text.push_str(text);
        }
    }
    out
}

/// Documents by the names a clerk calls them, questions by their words.
pub fn rulebook_in_words(text: &str) -> String {
    let text = rosai_catalogue::document_names().fold(text.to_owned(), |text, (id, short)| text.replace(id, short));
    let id = |q: &Question| serde_json::to_value(q).ok()?.as_str().map(|id| (id.to_owned(), q.ja()));
    let mut questions: Vec<(String, &str)> = Question::ALL.iter().filter_map(id).collect();
    // A longer id may hold a shorter one.
    questions.sort_by_key(|(id, _)| std::cmp::Reverse(id.len()));
    questions.iter().fold(text, |text, (id, ja)| match text.contains(id.as_str()) {
        true => {
            text.replace(&format!("`{id}`"), id).replace(&format!("「{id}」"), id).replace(id, &format!("「{ja}」"))
        }
        false => text,
    })
}

/// The first sentence of how the program reads a rule.
fn first_line(sections: &[RuleSection]) -> String {
    let reading = sections.iter().find(|s| s.heading == "読み方").and_then(|s| s.paragraphs.first());
    let text = reading.map(|p| p.text.as_str()).unwrap_or_default();
    text.split_inclusive('。').next().unwrap_or_default().to_owned()
}

/// Where a rule is written; a document is named once for all its sections.
fn cites_ja(rule: &Rule) -> String {
    let mut last = "";
    let mut out: Vec<String> = Vec::new();
    for cite in rule.cites {
        out.push(if *cite.doc == *last { cite.section.to_string() } else { cite_ja(cite) });
        last = &cite.doc;
    }
    out.join("、")
}

impl Desk {
    /// Every rule in calculation order.
    pub(crate) fn rulebook(&mut self, _actor: &str, _: Nothing) -> Result<RuleBook, ApiError> {
        let entry = |rule: &Rule| RuleEntry {
            id: rule.id.to_string(),
            name: rule.ja.to_owned(),
            line: file_of(rule).map(|f| first_line(&sections(f.headings))).unwrap_or_default(),
            cite: cites_ja(rule),
        };
        Ok(RuleBook { rules: rules::all().map(entry).collect() })
    }

    /// One page, with the values as they stand today.
    pub(crate) fn rule_page(&mut self, _actor: &str, ask: AskRule) -> Result<RulePage, ApiError> {
        let id = fold_width(ask.id.trim()).to_uppercase();
        let rule = rules::all().find(|r| r.id.to_string() == id).ok_or_else(|| ApiError::not_found("規則"))?;
        let examples = cases().map_err(ApiError::refused)?;
        let example = |case: &Case| RuleExample {
            id: case.id.clone(),
            title: case.title.clone(),
            cite: case.cite.clone(),
            sum: case.sum.clone(),
            waits: case.pending.is_some(),
        };
        let own = examples.iter().filter(|c| is_own(c, rule));
        Ok(RulePage {
            id,
            name: rule.ja.to_owned(),
            cite: cites_ja(rule),
            sections: file_of(rule).map(|f| sections(&rulebook_in_words(f.headings))).unwrap_or_default(),
            values: rule.items.iter().map(|item| self.rule_value(item, self.today_is())).collect(),
            examples: own.map(example).collect(),
        })
    }

    /// An item a rule reads, as it stands on a day.
    fn rule_value(&self, id: &str, today: Day) -> RuleValue {
        let Some(item) = self.engine.catalogue().item(id) else {
            return RuleValue { id: id.to_owned(), name: id.to_owned(), ..RuleValue::default() };
        };
        match item.on(today) {
            Some(value) => RuleValue {
                id: id.to_owned(),
                name: value.ja.to_string(),
                amount_ja: amount_ja(value),
                since_ja: format!("{}から", value.from.ja()),
                standing_ja: value.standing.ja().to_owned(),
                cite: cite_ja(&value.cite),
            },
            None => {
                let (since_ja, cite) = match (&item.begun, &item.ended) {
                    (_, Some((end, cite))) if *end <= today => (format!("{}に廃止", end.ja()), cite_ja(cite)),
                    (Some((begin, cite)), _) => (format!("{}から", begin.ja()), cite_ja(cite)),
                    _ => Default::default(),
                };
                RuleValue { id: id.to_owned(), name: item.ja.clone(), since_ja, cite, ..RuleValue::default() }
            }
        }
    }
}

/// The pages as Markdown by file name: one a rule, and an index. Refuses a rule whose file cannot be told.
pub fn rulebook_markdown() -> Result<Vec<(String, String)>, String> {
    let cases = cases()?;
    let mut pages = Vec::new();
    let mut index = String::from(
        "# 規則集\n\nこのページ群は `cargo xtask rulebook` が規則のコードとケースから作ります。直接は直しません。\n\n| 規則 | 名前 | 出典 | ケース |\n|---|---|---|---|\n",
    );
    for rule in rules::all() {
        let id = rule.id;
        let file = file_of(rule).ok_or_else(|| format!("{id} stands in no file of rules/"))?;
        let own: Vec<&Case> = cases.iter().filter(|c| is_own(c, rule)).collect();
        let cites = rule.cites.iter().map(|c| format!("{} {}", c.doc, c.section)).collect::<Vec<_>>().join("、");
        index.push_str(&format!("| [{id}]({id}.md) | {} | {cites} | {} |\n", rule.ja, own.len()));
        pages.push((format!("{id}.md"), page_markdown(rule, file, &own)));
    }
    pages.push(("README.md".to_owned(), index));
    Ok(pages)
}

fn page_markdown(rule: &Rule, file: &RuleFile, own: &[&Case]) -> String {
    let mut page = file.headings.to_owned();
    if !page.starts_with(&format!("# {} ", rule.id)) {
        let below = page.lines().skip(1).collect::<Vec<_>>().join("\n");
        page = format!("# {} {}\n\n{}", rule.id, rule.ja, below.trim_start());
    }
    page.push_str("\n\n## 値\n\n");
    if rule.items.is_empty() {
        page.push_str("行為の行から取ります。\n");
    }
    for item in rule.items {
        page.push_str(&format!("- `{item}`\n"));
    }
    page.push_str("\n## ケース\n\n");
    if own.is_empty() {
        page.push_str("この規則の名前のケースはありません。ほかの規則のケースの中で確かめています。\n");
    } else {
        page.push_str("| id | 内容 | 出典 | 計算 |\n|---|---|---|---|\n");
        for case in own {
            let cell = |t: &str| t.replace('|', "｜").replace('\n', " ");
            let (title, cite, sum) = (cell(&case.title), cell(&case.cite), cell(&case.sum));
            page.push_str(&format!("| {} | {title} | {cite} | {sum} |\n", case.id));
        }
    }
    let _ = writeln!(page, "\nコード: `rosai-fees/src/rules/{}`", file.name);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_heading_become_paragraphs() {
        let text = "# M99 例\n\n## 条文\n「長い\n文」\n\n次の段落 A\nB\n\n## 読み方\n- 1つ目。続き\n  の行\n- 2つ目";
        let found = sections(text);
        let flat: Vec<(&str, Vec<(bool, &str)>)> = found
            .iter()
            .map(|s| (s.heading.as_str(), s.paragraphs.iter().map(|p| (p.item, p.text.as_str())).collect()))
            .collect();
        assert_eq!(
            flat,
            [
                ("条文", vec![(false, "「長い文」"), (false, "次の段落 A B")]),
                ("読み方", vec![(true, "1つ目。続きの行"), (true, "2つ目")]),
            ]
        );
        assert_eq!(first_line(&found), "1つ目。");
    }

    #[test]
    fn people_read_no_ids_of_questions() {
        for rule in rules::all() {
            let text = rulebook_in_words(file_of(rule).expect("a file").headings);
            let id = |w: &&str| w.contains('_') && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let left = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').find(id);
            assert_eq!(left, None, "{}", rule.id);
        }
        let asked = format!("医師が認めた人（「{}」）", Question::AbleToWork.ja());
        assert_eq!(rulebook_in_words("医師が認めた人（able_to_work）"), asked);
    }

    #[test]
    fn every_rule_finds_the_file_with_its_headings() {
        for rule in rules::all() {
            let file = file_of(rule).unwrap_or_else(|| panic!("{} stands in no file", rule.id));
            let found = sections(file.headings);
            let headings: Vec<&str> = found.iter().map(|s| s.heading.as_str()).collect();
            assert_eq!(headings, ["条文", "読み方", "対象外", "疑義"], "{} in {}", rule.id, file.name);
            let alone = RULE_FILES
                .iter()
                .filter(|f| f.words.contains(&rule.term) && f.words.contains(&rule.ja))
                .filter(|f| f.headings.contains(&rule.id.to_string()) || f.name.starts_with(rule.term));
            assert!(alone.count() <= 1, "{}: {} is told from others", rule.id, file.name);
        }
    }
}
