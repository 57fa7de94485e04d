//! Comments of the コメントマスター beside an act.

use super::{ActForm, CommentForm, wire};

wire! {
    /// Which comments an act may or must carry.
    pub struct AskComments {
        /// Day of the visit.
        day: String,
        /// The act as entered, its comments among it.
        act: ActForm,
    }

    /// The comments of an act.
    pub struct ActComments {
        /// Demanded ones first, then offered ones, then what stands beside the act otherwise.
        groups: Vec<CommentGroup>,
    }

    /// Comments that answer one demand.
    pub struct CommentGroup {
        /// When it is demanded: 「算定したときは、どれかを書きます」.
        when_ja: String,
        /// Whether one of them must be there.
        demanded: bool,
        /// Whether one of them is there, and can be read.
        met: bool,
        /// The comments.
        choices: Vec<CommentChoice>,
    }

    /// One comment.
    pub struct CommentChoice {
        /// コメントコード.
        code: String,
        /// Its text.
        text: String,
        /// What is filled in: `none`, `text`, `act`, `digits`, `number`, `day`, `time`, `minutes`, `day_time`,
        /// `day_number`, `sites`.
        fill: String,
        /// How it is typed: 「R7.10.3」.
        hint: String,
        /// Whether it stands beside the act.
        chosen: bool,
        /// What was filled in, as people type it.
        said: String,
        /// As it is printed in 摘要; empty where it cannot be read yet.
        printed: String,
        /// What is wrong with what was filled in.
        message: String,
    }

    /// The comments beside an act as they are to be kept.
    pub struct CommentsRead {
        /// In one spelling.
        comments: Vec<CommentForm>,
        /// The same question answered anew.
        shown: ActComments,
    }
}
