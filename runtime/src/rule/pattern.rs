//! The rule that a text has a match of a regular expression.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex_lite::Regex;

use super::Rule;

/// The text has a match of a regular expression, somewhere, as JSON Schema has it: write `^` and `$` for the whole.
///
/// What a pattern may say is what `regex-lite` reads. As in JSON Schema, `\d` and `\w` are ASCII. Look-around, back-references and
/// `\p{..}` are not there; the derive says so when the crate compiles.
///
/// The pattern is read once, when it is first needed, so that it belongs into a `static`:
///
/// ```
/// use api_request::rule::types::Pattern;
/// use api_request::rule::{Rule, pattern};
///
/// static SLUG: Pattern = pattern("^[a-z0-9-]+$");
///
/// assert!(SLUG.check("a-slug").is_ok());
/// assert_eq!(SLUG.check("no slug").unwrap_err(), "it does not match `^[a-z0-9-]+$`");
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    /// What is wrong with the pattern, if it is none.
    compiled: OnceLock<Result<Regex, Box<str>>>,
}

/// The rule `pattern("^[a-z]+$")`.
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
            Ok(_) => Err(format!("it does not match `{}`", self.source).into()),
            Err(reason) => Err(format!("`{}` is no pattern: {reason}", self.source).into()),
        }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
