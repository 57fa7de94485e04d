//! rosai-api
