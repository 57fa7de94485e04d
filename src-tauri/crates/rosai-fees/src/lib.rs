//! rosai-fees
