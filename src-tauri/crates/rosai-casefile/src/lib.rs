//! rosai-casefile
