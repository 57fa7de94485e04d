//! Sets and abbreviations: what the clinic enters with one word.

use super::{ActForm, FieldMessage, wire};

wire! {
    /// Acts under one name. One act with an abbreviation is a short word for that act.
    pub struct SetForm {
        /// Id; 0: new.
        id: u32,
        /// Name: 初診一式.
        name: String,
        /// Short words that find it at once: any letters, no two sets share one.
        abbreviations: Vec<String>,
        /// The acts in order.
        acts: Vec<SetAct>,
        /// What is to be said of it today (an act that is no longer in force); not kept.
        said: Vec<String>,
    }

    /// One act of a set.
    pub struct SetAct {
        /// As it is entered; what is asked at use may be empty.
        act: ActForm,
        /// Fields asked at use: `sites`, `area`, `length`, `quantity`, `films`, `days`, `drugs.0.quantity`,
        /// `material.quantity`.
        asked: Vec<String>,
        /// Fields that can be asked of it; not kept.
        may_ask: Vec<String>,
    }

    /// All sets, in the order of the clinic.
    pub struct SetsView {
        /// Revision of the list; 0: nothing was kept yet.
        revision: u32,
        /// The sets.
        sets: Vec<SetForm>,
    }

    /// Saves the list whole.
    pub struct SaveSets {
        /// The revision it was made from.
        revision: u32,
        /// The sets in order.
        sets: Vec<SetForm>,
    }

    /// What came of it.
    pub struct SetsSaved {
        /// Whether it was saved.
        saved: bool,
        /// What is wrong; `field` is `sets.0.name`, `sets.0.abbreviations`, `sets.0.acts.1`.
        messages: Vec<FieldMessage>,
        /// The list as it stands now.
        view: SetsView,
    }

    /// Finds sets.
    pub struct FindSets {
        /// An abbreviation or a part of the name; empty: all.
        text: String,
        /// The day on which it is used.
        day: String,
    }

    /// Sets found.
    pub struct SetHits {
        /// In order: an abbreviation typed in full first.
        hits: Vec<SetHit>,
    }

    /// One set found.
    pub struct SetHit {
        /// Id.
        id: u32,
        /// Name.
        name: String,
        /// Abbreviations.
        abbreviations: Vec<String>,
        /// Names of its acts.
        acts: Vec<String>,
        /// What is to be said on the day, or empty.
        said: String,
    }

    /// Makes a set of acts that were entered; nothing is saved yet.
    pub struct SetOfActs {
        /// The acts.
        acts: Vec<ActForm>,
        /// Their day.
        day: String,
    }

    /// Begins to use a set.
    pub struct OpenSet {
        /// Id.
        id: u32,
        /// The day.
        day: String,
        /// The case, whose site is offered.
        case: Option<u32>,
    }

    /// What a set asks.
    pub struct OpenedSet {
        /// Id.
        id: u32,
        /// Name.
        name: String,
        /// One line for each asked field, in order.
        asks: Vec<SetAsk>,
        /// Names of the acts that will be entered.
        acts: Vec<String>,
        /// Acts that are no longer in force on the day: they are not entered, and this says so.
        said: Vec<String>,
    }

    /// One question of a set.
    pub struct SetAsk {
        /// Act and field: `0.sites`, `2.drugs.0.quantity`.
        field: String,
        /// Name of the act, or of the drug.
        act: String,
        /// 部位, 面積 ….
        label: String,
        /// cm², 枚, 錠 ….
        unit: String,
        /// What is offered.
        value: String,
    }

    /// Uses a set.
    pub struct ApplySet {
        /// Id.
        id: u32,
        /// The day.
        day: String,
        /// The answers.
        answers: Vec<SetAnswer>,
    }

    /// One answer. Several sites stand with 、 between them.
    pub struct SetAnswer {
        /// The field of [`SetAsk`].
        field: String,
        /// As typed.
        value: String,
    }

    /// Acts to be entered.
    pub struct AppliedSet {
        /// The acts; empty where an answer cannot be read.
        acts: Vec<ActForm>,
        /// What cannot be read, by the field of [`SetAsk`].
        messages: Vec<FieldMessage>,
        /// Acts that were left out, and why.
        said: Vec<String>,
    }

    /// Reads a file of sets.
    pub struct ImportSets {
        /// The revision of the list.
        revision: u32,
        /// What stands in the file.
        content: String,
        /// What becomes of sets whose name or abbreviation is used here: `skip`, `replace`, `both`; empty: ask first.
        collisions: String,
    }

    /// What came of it.
    pub struct SetsImported {
        /// Whether it was taken in. Where not, `collisions` says what has to be decided first.
        saved: bool,
        /// One sentence for each set that meets one of here.
        collisions: Vec<String>,
        /// What was done, in one sentence.
        message: String,
        /// The list as it stands now.
        view: SetsView,
    }
}
