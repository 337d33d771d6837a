//! The words that may follow `body =` on a request: how the properties of the body are encoded.

pub(crate) const JSON: &str = "json";
pub(crate) const FORM: &str = "form";
pub(crate) const MULTIPART: &str = "multipart";

/// Every word.
pub(crate) const ALL: [&str; 3] = [JSON, FORM, MULTIPART];
