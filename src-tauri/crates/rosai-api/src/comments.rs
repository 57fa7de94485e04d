//! Comments beside an act: which it must carry, which it may, and what was filled in.

use crate::desk::Desk;
use crate::error::ApiError;
use crate::wire::*;
use rosai_catalogue::{CommentPattern, CommentRow, DemandWhen};
use rosai_domain::Day;

impl Desk {
    /// The comments an act of a day must or may carry, with what stands beside it already.
    pub(crate) fn act_comments(&mut self, _actor: &str, ask: AskComments) -> Result<ActComments, ApiError> {
        let day = Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?;
        Ok(self.comments_of(&ask.act, day))
    }

    /// What was filled in, in the spelling it is kept in; what cannot be read stays as typed and carries its sentence.
    pub(crate) fn read_comments(&mut self, _actor: &str, ask: AskComments) -> Result<CommentsRead, ApiError> {
        let day = Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?;
        let catalogue = self.engine.catalogue();
        let mut act = ask.act;
        for comment in &mut act.comments {
            let row = catalogue.comment(&comment.code, day);
            if let Some(Ok(kept)) = row.map(|row| row.record(&comment.said, catalogue, day)) {
                comment.said = kept;
            }
        }
        Ok(CommentsRead { shown: self.comments_of(&act, day), comments: act.comments })
    }

    fn comments_of(&self, act: &ActForm, day: Day) -> ActComments {
        let catalogue = self.engine.catalogue();
        let codes = std::iter::once(&act.code).chain(act.drugs.iter().chain(&act.material).map(|d| &d.code));
        let mut groups = Vec::new();
        let mut shown: Vec<String> = Vec::new();
        for code in codes.filter(|code| !code.is_empty()) {
            for demand in catalogue.comment_demands(code, day) {
                if demand.when == DemandWhen::Inpatient {
                    continue;
                }
                let choices: Vec<CommentChoice> =
                    demand.comments.iter().map(|row| self.choice(row, &act.comments, day)).collect();
                shown.extend(choices.iter().map(|c| c.code.clone()));
                let one_of = if choices.len() > 1 { "どれかを書きます" } else { "書きます" };
                let (demanded, when_ja) = match demand.when {
                    DemandWhen::Always | DemandWhen::Outpatient | DemandWhen::Inpatient => {
                        (true, format!("算定したときは、必ず{one_of}"))
                    }
                    DemandWhen::AtLeast(n) => (false, format!("月に{n}回以上のときは、{one_of}")),
                    DemandWhen::Conditional => (false, format!("当てはまるときは、{one_of}")),
                };
                let met = choices.iter().any(|c| c.chosen && c.message.is_empty());
                groups.push(CommentGroup { when_ja, demanded, met, choices });
            }
        }
        let rest = act.comments.iter().filter(|c| !shown.contains(&c.code));
        let rest: Vec<CommentChoice> = rest.map(|c| self.typed_comment(c, day)).collect();
        if !rest.is_empty() {
            groups.push(CommentGroup {
                when_ja: "そのほかに付けたコメント".to_owned(),
                demanded: false,
                met: true,
                choices: rest,
            });
        }
        ActComments { groups }
    }

    fn choice(&self, row: &CommentRow, given: &[CommentForm], day: Day) -> CommentChoice {
        let catalogue = self.engine.catalogue();
        let said = given.iter().find(|c| c.code == row.code).map(|c| c.said.as_str());
        let printed = said.map(|said| row.print(said, catalogue, day));
        CommentChoice {
            code: row.code.clone(),
            text: row.text.clone(),
            fill: fill(row.pattern).to_owned(),
            hint: row.pattern.hint().to_owned(),
            chosen: said.is_some(),
            said: said.map(|said| row.typed(said, catalogue, day)).unwrap_or_default(),
            message: printed.as_ref().and_then(|p| p.as_ref().err().cloned()).unwrap_or_default(),
            printed: printed.and_then(Result::ok).unwrap_or_default(),
        }
    }

    /// A comment no table names; one the masters do not know stays and says so.
    fn typed_comment(&self, given: &CommentForm, day: Day) -> CommentChoice {
        if let Some(row) = self.engine.catalogue().comment(&given.code, day) {
            return self.choice(&row, std::slice::from_ref(given), day);
        }
        CommentChoice {
            code: given.code.clone(),
            text: format!("コメントコード {}", given.code),
            chosen: true,
            said: given.said.clone(),
            message: format!(
                "コメントコード「{}」は、{}に使えるコメントマスターにありません。消すか、マスターを読み込んでください。",
                given.code,
                day.ja()
            ),
            ..CommentChoice::default()
        }
    }
}

fn fill(pattern: CommentPattern) -> &'static str {
    match pattern {
        CommentPattern::Fixed => "none",
        CommentPattern::Free | CommentPattern::Words => "text",
        CommentPattern::Act => "act",
        CommentPattern::Digits => "digits",
        CommentPattern::Number => "number",
        CommentPattern::Day => "day",
        CommentPattern::Time => "time",
        CommentPattern::Minutes => "minutes",
        CommentPattern::DayTime => "day_time",
        CommentPattern::DayNumber => "day_number",
        CommentPattern::Sites => "sites",
    }
}
