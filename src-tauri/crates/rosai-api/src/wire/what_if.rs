//! もしも: what a month would come to if one fact or value were another. Nothing is saved.

use super::wire;

wire! {
    /// Tries changes on one worker's month.
    pub struct AskWhatIf {
        /// The worker.
        worker: u32,
        /// `2025-10`.
        month: String,
        /// What is tried, all together.
        changes: Vec<WhatIfChange>,
    }

    /// One thing that is tried to be otherwise.
    pub struct WhatIfChange {
        /// `site`, `form`, `date`, `time`, `consultation`, `notice`, `tax`, `edition`, `answer`.
        key: String,
        /// How, as the key wants it: [`WhatIfTarget::value`], [`WhatIfTarget::joint`] and what was chosen or typed.
        value: String,
    }

    /// The month as it is and as it would be.
    pub struct WhatIfView {
        /// 合計額 over all cases as it is, 円; none where it cannot be computed.
        before: Option<i64>,
        /// As it would be, 円; none where something is wrong with a change.
        after: Option<i64>,
        /// Lines that differ.
        lines: Vec<WhatIfLine>,
        /// What is wrong with a change or the month, in sentences.
        problems: Vec<String>,
        /// What would have to be answered first, in sentences: the sum lacks it.
        open: Vec<String>,
    }

    /// One line that differs.
    pub struct WhatIfLine {
        /// `2025-10-06`; empty: the month.
        day: String,
        /// 令和7年10月6日(月) or この月.
        day_ja: String,
        /// Name.
        name: String,
        /// What it comes to: `104点`; empty where it is not charged.
        before: String,
        /// What it would come to; empty where it would not be charged.
        after: String,
        /// Why, in one sentence.
        because: String,
    }

    /// What can be tried on this month.
    pub struct WhatIfKeys {
        /// In order.
        keys: Vec<WhatIfKey>,
    }

    /// One key.
    pub struct WhatIfKey {
        /// `site`, `form` ….
        key: String,
        /// Its name: 部位, 用紙 ….
        name: String,
        /// What can be changed; at least one, else the key is not offered.
        targets: Vec<WhatIfTarget>,
    }

    /// One thing of the month that can be otherwise. The value of the change is `value`, then `joint`, then a choice's
    /// value or what was typed.
    pub struct WhatIfTarget {
        /// `2025-10-06#1`, `emergency_care`; empty where there is only one.
        value: String,
        /// `:`, `>` or empty.
        joint: String,
        /// As people read it: `10月6日(月) 1番目　創傷処置（100cm²未満）`.
        name: String,
        /// How it is now, as people read it; empty where nothing is known.
        now: String,
        /// What may be chosen.
        choices: Vec<WhatIfChoice>,
        /// What may be typed instead: `site`, `time`, `day`; empty: only a choice will do.
        typed: String,
    }

    /// One choice.
    pub struct WhatIfChoice {
        /// As it goes into the value.
        value: String,
        /// As people read it.
        name: String,
    }
}
