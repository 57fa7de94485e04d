//! rosai-claim
