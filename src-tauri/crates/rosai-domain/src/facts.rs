//! Everything known about one worker's calendar month at this clinic.

use crate::{
    Act, ActId, Answer, Attendance, AttendanceId, Day, Facility, Guided, InjuryCase, IssuedDocument, Problem, Question,
    Stay, Worker, YearMonth,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Who does something in the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Name from the clinic's staff list.
    pub name: String,
}

/// Something charged before: in an earlier month here, or by another clinic as told at intake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// The case.
    pub injury: String,
    /// The day it was charged for.
    pub day: Day,
    /// Fee item (`initial_visit_fee`) or code of the act.
    pub item: String,
    /// Whom a 職場復帰支援・療養指導 reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guided: Option<Guided>,
}

/// An attendance the same day at this clinic under another insurance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherInsuranceAttendance {
    /// The day.
    pub day: Day,
    /// 診療科.
    pub department: crate::Department,
    /// Whether the other insurance's disease is the main one (主たる傷病).
    pub main: bool,
    /// Whether it was 初診 there.
    #[serde(default)]
    pub initial: bool,
}

/// One worker's calendar month at this clinic, with what earlier months charged and what people answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The day on which the question is asked.
    pub asked_on: Day,
    /// The month.
    pub month: YearMonth,
    /// The clinic.
    pub facility: Facility,
    /// The worker.
    pub worker: Worker,
    /// The worker's cases.
    pub injuries: Vec<InjuryCase>,
    /// Attendances of the month.
    pub attendances: Vec<Attendance>,
    /// Stays that touch the month.
    pub stays: Vec<Stay>,
    /// Documents issued in the month.
    pub documents: Vec<IssuedDocument>,
    /// Attendances under another insurance on the same days.
    pub other_insurance: Vec<OtherInsuranceAttendance>,
    /// What earlier months charged here.
    pub ledger: Vec<LedgerEntry>,
    /// What other clinics charged, as told.
    pub elsewhere: Vec<LedgerEntry>,
    /// Answers people gave.
    pub answers: Vec<Answer>,
}

/// Longest text a field takes (人が手で入れる欄はこれで足りる).
const LONGEST: usize = 2_000;
/// Most acts in one attendance.
const MOST_ACTS: usize = 500;

impl Facts {
    /// The case of this name.
    pub fn injury(&self, id: &str) -> Option<&InjuryCase> {
        self.injuries.iter().find(|i| i.id == id)
    }

    /// Attendances with their names.
    pub fn attendances(&self) -> impl Iterator<Item = (AttendanceId, &Attendance)> {
        self.attendances.iter().enumerate().map(|(i, a)| (AttendanceId(i), a))
    }

    /// Acts of an attendance with their names.
    pub fn acts_of(&self, id: AttendanceId) -> impl Iterator<Item = (ActId, &Act)> {
        let acts = self.attendances.get(id.0).map(|a| a.acts.as_slice()).unwrap_or_default();
        acts.iter().enumerate().map(move |(index, act)| (ActId { attendance: id, index }, act))
    }

    /// The answer to a question on a case and day; one for the day goes before one for every day.
    pub fn answer(&self, question: Question, injury: &str, day: Day) -> Option<&Answer> {
        let of = |want: Option<Day>| {
            self.answers.iter().rev().find(|a| a.question == question && a.injury == injury && a.day == want)
        };
        of(Some(day)).or_else(|| of(None))
    }

    /// Everything that is wrong with the facts themselves, all at once. Fees are only computed where this is empty.
    pub fn problems(&self) -> Vec<Problem> {
        let mut out = self.worker.problems(self.asked_on);
        let mut say = |place: String, message: String| out.push(Problem { place, message });
        if self.month.first() > self.asked_on {
            say("診療月".into(), format!("{}はまだ始まっていません。診療月を確かめてください。", self.month.ja()));
        }
        if self.injuries.is_empty() {
            say("傷病".into(), "傷病が1つもありません。受付票から登録してください。".into());
        }
        for (i, injury) in self.injuries.iter().enumerate() {
            let place = |field: &str| format!("第{}の傷病・{field}", i + 1);
            if self.injuries[..i].iter().any(|other| other.id == injury.id) {
                say(place("番号"), format!("傷病の番号「{}」が2度あります。別の番号にしてください。", injury.id));
            }
            if injury.injured_on > self.asked_on {
                say(
                    place("傷病年月日"),
                    format!("{}はまだ来ていない日です。傷病年月日を確かめてください。", injury.injured_on.ja()),
                );
            }
            if injury.injured_on < self.worker.birth {
                say(
                    place("傷病年月日"),
                    format!(
                        "傷病年月日（{}）が生年月日（{}）より前です。どちらかを直してください。",
                        injury.injured_on.ja(),
                        self.worker.birth.ja()
                    ),
                );
            }
            for form in &injury.forms {
                if form.received < injury.injured_on {
                    say(
                        place("届いた用紙"),
                        format!("{}の受付日（{}）が傷病年月日より前です。", form.form.ja(), form.received.ja()),
                    );
                }
                if form.received > self.asked_on {
                    say(
                        place("届いた用紙"),
                        format!("{}の受付日（{}）はまだ来ていない日です。", form.form.ja(), form.received.ja()),
                    );
                }
            }
            for (name, text) in
                [("傷病の経過", &injury.course), ("事業の名称", &injury.employer.name), ("監督署", &injury.office)]
            {
                too_long(&mut say, place(name), text);
            }
            for disease in &injury.diseases {
                too_long(&mut say, place("傷病名"), &disease.name);
                if disease.name.trim().is_empty() {
                    say(place("傷病名"), "傷病名が空です。名前を入れるか、その行を消してください。".into());
                }
                if let (Some(since), Some(end)) = (disease.since, &disease.end)
                    && end.day < since
                {
                    say(
                        place("傷病名"),
                        format!(
                            "「{}」の終わり（{}）が始まり（{}）より前です。",
                            disease.name,
                            end.day.ja(),
                            since.ja()
                        ),
                    );
                }
            }
            if let Some(day) = injury.disposition_day {
                if !self.month.contains(day) {
                    say(
                        place("転帰の日"),
                        format!("転帰の日（{}）が診療月（{}）の外です。", day.ja(), self.month.ja()),
                    );
                }
                if injury.disposition == crate::Disposition::Continuing {
                    say(
                        place("転帰の日"),
                        "転帰が「継続」なのに転帰の日が入っています。どちらかを直してください。".into(),
                    );
                }
                if let Some(last) = self.attendances.iter().filter(|a| a.injury == injury.id).map(|a| a.day).max()
                    && last > day
                {
                    say(
                        place("転帰の日"),
                        format!(
                            "転帰の日（{}）より後（{}）に受診があります。どちらかを直してください。",
                            day.ja(),
                            last.ja()
                        ),
                    );
                }
            }
        }
        for (i, at) in self.attendances.iter().enumerate() {
            let place = |field: &str| format!("{}件目の受診（{}）・{field}", i + 1, at.day.ja());
            let Some(injury) = self.injury(&at.injury) else {
                say(place("傷病"), format!("「{}」という番号の傷病はありません。", at.injury));
                continue;
            };
            if !self.month.contains(at.day) {
                say(place("日"), format!("受診日が診療月（{}）の外です。", self.month.ja()));
            }
            if at.day > self.asked_on {
                say(place("日"), "まだ来ていない日です。受診日を確かめてください。".into());
            }
            if at.day < injury.injured_on {
                say(
                    place("日"),
                    format!("受診日が傷病年月日（{}）より前です。どちらかを直してください。", injury.injured_on.ja()),
                );
            }
            if !(1..=9).contains(&at.coming) {
                say(place("来院"), format!("その日の{}回目の来院は扱えません。1〜9で入れてください。", at.coming));
            }
            if self.attendances[..i]
                .iter()
                .any(|o| (o.day, o.coming, &o.department, &o.injury) == (at.day, at.coming, &at.department, &at.injury))
            {
                say(
                    place("日"),
                    "同じ日・同じ来院・同じ診療科・同じ傷病の受診が2度あります。1つにまとめてください。".into(),
                );
            }
            if at.acts.len() > MOST_ACTS {
                say(
                    place("行為"),
                    format!("行為が{}件あります。1回の受診に入るのは{MOST_ACTS}件までです。", at.acts.len()),
                );
            }
            for (j, act) in at.acts.iter().enumerate() {
                act_problems(&mut say, format!("{}・{}番目の行為", place("").trim_end_matches('・'), j + 1), act);
            }
        }
        self.reference_problems(&mut say);
        for stay in &self.stays {
            if self.injury(&stay.injury).is_none() {
                say("入院".into(), format!("「{}」という番号の傷病はありません。", stay.injury));
            }
            if stay.discharged.is_some_and(|d| d < stay.admitted) {
                say("入院".into(), format!("退院日が入院日（{}）より前です。", stay.admitted.ja()));
            }
        }
        for (i, doc) in self.documents.iter().enumerate() {
            let place = format!("{}枚目の文書", i + 1);
            if self.injury(&doc.injury).is_none() {
                say(place.clone(), format!("「{}」という番号の傷病はありません。", doc.injury));
            }
            if self.documents[..i].iter().any(|d| d == doc) {
                let message = if doc.kind.has_period() {
                    "同じ期間の証明が2枚あります。1枚を消してください。".to_owned()
                } else {
                    format!("同じ日の「{}」が2枚あります。1枚を消してください。", doc.kind.ja())
                };
                say(place.clone(), message);
            }
            match (doc.from, doc.to) {
                (Some(from), Some(to)) if from > to => say(
                    place.clone(),
                    format!("証明する期間の始め（{}）が終わり（{}）より後です。", from.ja(), to.ja()),
                ),
                (None, _) | (_, None) if doc.kind.has_period() => {
                    say(
                        place.clone(),
                        format!("「{}」の証明する期間（始めと終わり）を入れてください。", doc.kind.ja()),
                    );
                }
                _ => {}
            }
            if !self.month.contains(doc.issued) {
                say(
                    place.clone(),
                    format!("証明した日（{}）が診療月（{}）の外です。", doc.issued.ja(), self.month.ja()),
                );
            }
            if doc.issued > self.asked_on {
                say(place, format!("証明した日（{}）はまだ来ていない日です。", doc.issued.ja()));
            }
        }
        out
    }
}

impl Facts {
    /// What answers, the ledger, other insurance, hours and 届出 refer to must exist: a slip of the pen there would
    /// otherwise change a fee without a word.
    fn reference_problems(&self, say: &mut impl FnMut(String, String)) {
        for answer in &self.answers {
            let place = "答え".to_owned();
            if let Some(problem) = answer.problem() {
                say(problem.place, problem.message);
            }
            if self.injury(&answer.injury).is_none() {
                say(place, format!("「{}」という番号の傷病はありません。", answer.injury));
            } else if let Some(day) = answer.day
                && self.month.contains(day)
                && !self.attendances.iter().any(|a| a.day == day && a.injury == answer.injury)
            {
                say(place, format!("{}にはその傷病の受診がありません。答えの日を確かめてください。", day.ja()));
            }
        }
        for entry in self.ledger.iter().chain(&self.elsewhere) {
            if self.injury(&entry.injury).is_none() {
                say("これまでの算定".to_owned(), format!("「{}」という番号の傷病はありません。", entry.injury));
            }
        }
        for other in &self.other_insurance {
            if !self.month.contains(other.day) {
                say(
                    "ほかの保険の受診".to_owned(),
                    format!("{}は診療月（{}）の外です。", other.day.ja(), self.month.ja()),
                );
            }
        }
        for span in &self.facility.hours {
            if !(1..=8).contains(&span.weekday) || span.from >= span.to {
                let message = "曜日（1〜7、祝日は8）と、始まりより後の終わりを入れてください。";
                say("設定・診療時間".to_owned(), message.to_owned());
            }
        }
        for notice in &self.facility.notices {
            if notice.to.is_some_and(|to| to < notice.from) {
                say("設定・届出".to_owned(), format!("届出（コード{}）の終わりが始まりより前です。", notice.code));
            }
        }
    }
}

fn too_long(say: &mut impl FnMut(String, String), place: String, text: &str) {
    let n = text.chars().count();
    if n > LONGEST {
        say(place, format!("{n}文字あります。{LONGEST}文字までに縮めてください。"));
    }
}

fn act_problems(say: &mut impl FnMut(String, String), place: String, act: &Act) {
    if !act.drugs.is_empty() && act.drug_use.is_none() {
        say(
            place.clone(),
            "薬剤の使い方（内服・屯服・外用・注射・処置・手術など）が入っていません。入れてください。".into(),
        );
    } else if act.what().is_none() {
        say(
            place.clone(),
            "何をしたかが決まりません。コード・薬剤・材料・コードのない行為のどれか1つだけを入れてください。".into(),
        );
    }
    too_long(say, place.clone(), &act.remark);
    let mut amounts = vec![
        ("面積（cm²）", act.area, 25_000),
        ("長さ（cm）", act.length, 300),
        ("数量", act.quantity.map(Decimal::from), 10_000),
        ("枚数", act.films.map(Decimal::from), 1_000),
        ("日数", act.days.map(Decimal::from), 366),
    ];
    for drug in act.drugs.iter().chain(&act.material) {
        // The master has the price, and the name, of what is entered by its code.
        let priced = drug.code.is_none() || !drug.price.is_zero();
        amounts.push(("薬価・価格", Some(drug.price).filter(|_| priced), 100_000_000));
        amounts.push(("使用量", Some(drug.quantity), 100_000));
        if (drug.name.trim().is_empty() && drug.code.is_none()) || drug.name.chars().count() > 200 {
            say(place.clone(), "薬剤・材料の名前は1〜200文字で入れてください。".into());
        }
    }
    if let Some(unlisted) = &act.unlisted {
        amounts.push(("点数", unlisted.points.map(|p| Decimal::from(p.0)), 1_000_000));
        amounts.push(("金額（円）", unlisted.yen.map(|y| Decimal::from(y.0)), 10_000_000));
        if unlisted.points.is_some() == unlisted.yen.is_some() {
            say(place.clone(), "コードのない行為は、点数か金額のどちらか1つを入れてください。".into());
        }
        if unlisted.source.trim().is_empty() {
            say(place.clone(), "コードのない行為には、点数や金額の出どころを入れてください。".into());
        }
    }
    for (name, value, most) in amounts {
        if let Some(v) = value
            && (v <= Decimal::ZERO || v > Decimal::from(most))
        {
            say(place.clone(), format!("{name}「{v}」は0より大きく{most}以下で入れてください。"));
        }
    }
}
