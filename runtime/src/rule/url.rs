//! The rule `url`: the text is an absolute URL.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text is an absolute URL of any scheme.
///
/// The definition is that of the WHATWG URL standard. White space that URL parsers remove is not accepted. This is the only rule that
/// allocates when a valid value is checked.
#[derive(Clone, Copy, Debug)]
pub struct Url;

/// Returns the rule `url`.
#[must_use]
pub const fn url() -> Url {
    Url
}

impl Url {
    /// Describes the rule as data.
    #[must_use]
    pub const fn fact(&self) -> RuleFact {
        RuleFact::Url
    }
}

#[diagnostic::do_not_recommend]
impl Rule<str> for Url {
    fn code(&self) -> &'static str {
        "url"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        // The parser silently removes this white space, but the server would receive it.
        let is_dropped = |c: char| c <= ' ';
        let has_dropped = value.contains(['\t', '\n', '\r']) || value.trim_matches(is_dropped) != value;
        let reason = match ::url::Url::parse(value) {
            Ok(_) if !has_dropped => return Ok(()),
            Ok(_) => Cow::Borrowed("contains white space that URL parsers remove"),
            Err(reason) => reason.to_string().into(),
        };
        Err(format!("must be an absolute URL, such as `https://example.com/path` ({reason})").into())
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
