//! The rule that a text is a URL.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text is an absolute URL, of any scheme, as the URL standard of the WHATWG reads it, without the white space that browsers
/// take out of one. To read it takes an allocation, which no other rule needs for a value that keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Url;

/// The rule `url`.
#[must_use]
pub const fn url() -> Url {
    Url
}

impl Url {
    /// The rule as data.
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
        // What the parser drops without a word is no part of what the server would get.
        let is_dropped = |c: char| c <= ' ';
        let has_dropped = value.contains(['\t', '\n', '\r']) || value.trim_matches(is_dropped) != value;
        let reason = match ::url::Url::parse(value) {
            Ok(_) if !has_dropped => return Ok(()),
            Ok(_) => Cow::Borrowed("it has white space that is no part of one"),
            Err(reason) => reason.to_string().into(),
        };
        Err(format!("it is not an absolute URL, such as `https://example.com/path`: {reason}").into())
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
