//! The table of body kinds: the words that may follow `body =` on a request.

pub(crate) const JSON: &str = "json";
pub(crate) const FORM: &str = "form";
pub(crate) const MULTIPART: &str = "multipart";

/// Every word.
pub(crate) const ALL: [&str; 3] = [JSON, FORM, MULTIPART];
