//! The rule `pattern`: a regular expression matches somewhere in the text.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex_lite::Regex;

use super::Rule;

/// A regular expression matches somewhere in the text, as in JSON Schema.
///
/// To match the whole text, write `^` and `$`.
///
/// The syntax is that of the crate `regex-lite`. As in JSON Schema, `\d` and `\w` match ASCII only. Look-around, back-references and
/// `\p{..}` are not supported; in `#[api(validate(pattern(..)))]` they are compile-time errors.
///
/// The pattern is compiled when it is first used, so keep the rule in a `static`:
///
/// ```
/// use api_request::rule::types::Pattern;
/// use api_request::rule::{Rule, pattern};
///
/// static SLUG: Pattern = pattern("^[a-z0-9-]+$");
///
/// assert!(SLUG.check("a-slug").is_ok());
/// assert_eq!(SLUG.check("no slug").unwrap_err(), "must match `^[a-z0-9-]+$`");
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    /// The compiled pattern, or why it is invalid.
    compiled: OnceLock<Result<Regex, Box<str>>>,
}

/// Returns the rule `pattern("^[a-z]+$")`.
#[must_use]
pub const fn pattern(pattern: &'static str) -> Pattern {
    Pattern { source: pattern, compiled: OnceLock::new() }
}

#[diagnostic::do_not_recommend]
impl Rule<str> for Pattern {
    fn code(&self) -> &'static str {
        "pattern"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        let compile = || Regex::new(self.source).map_err(|error| error.to_string().into());
        match self.compiled.get_or_init(compile) {
            Ok(regex) if regex.is_match(value) => Ok(()),
            Ok(_) => Err(format!("must match `{}`", self.source).into()),
            Err(reason) => {
                Err(format!("cannot be checked, because the pattern `{}` is invalid: {reason}", self.source).into())
            }
        }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
