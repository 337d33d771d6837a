//! Encodes a request for a URL that the server returned. The URL replaces the path and the query of the request.

use url::form_urlencoded;

use crate::endpoint::{Param, Style};
use crate::refused::Refused;
use crate::secret;
use crate::value::Erased;

use super::Encoder;
use super::pairs::Target;

const UNTRUSTED: &str = "the value is secret, and the given URL is on an origin that is not trusted: name the origin with `ClientBuilder::trusted_origin`, or leave the value unset";

/// A URL that the server gave.
#[derive(Default)]
pub(crate) struct Given<'u> {
    /// The names in the URL's query, if the request adds the parameters missing there.
    pub(crate) names: Option<&'u [Box<str>]>,
    /// Whether the URL is on an origin that must not receive a secret.
    pub(crate) is_untrusted: bool,
}

impl Encoder<'_> {
    /// Whether the query of the request is not sent.
    #[inline]
    pub(super) fn drops_query(&self) -> bool {
        self.given.as_ref().is_some_and(|given| given.names.is_none())
    }

    /// Fails if a secret would be sent to an origin that is not trusted.
    #[inline]
    pub(super) fn check_trust(&self, is_secret: bool) -> Result<(), Refused> {
        match &self.given {
            Some(given) if is_secret && given.is_untrusted => Err(Refused::new(UNTRUSTED)),
            _ => Ok(()),
        }
    }

    /// Writes the pairs of a query parameter that the given URL's query does not name.
    pub(super) fn write_missing_pair(
        &mut self,
        param: &'static Param,
        entry: Option<&str>,
        value: Erased<'_>,
    ) -> Result<usize, Refused> {
        let (before, secrets_before) = ((self.target.len(), self.query.is_begun), secret::seen());
        let written = self.write(param, entry, value, Target::Url)?;
        self.drop_given_names(before, param, entry);
        let is_sent = self.target.len() > before.0;
        self.check_trust(is_sent && (param.is_secret() || secret::seen() != secrets_before))?;
        Ok(written)
    }

    /// Removes each pair whose name is in the query of the given URL. The pairs are those of one parameter.
    ///
    /// `before` is the length of the target, and whether it had a query, before the parameter was written.
    pub(super) fn drop_given_names(&mut self, before: (usize, bool), param: &Param, entry: Option<&str>) {
        let Some(names) = self.given.as_ref().and_then(|given| given.names) else {
            return;
        };
        let (length, had_query) = before;
        // Nothing is written for `None`. Otherwise, the first byte is the separator.
        let Some(written) = self.target.as_slice().get(length + 1..).map(<[u8]>::to_vec) else {
            return;
        };
        self.target.truncate(length);
        self.query.is_begun = had_query;
        for pair in written.split(|&byte| byte == b'&') {
            let name = form_urlencoded::parse(pair).next().map(|(name, _)| name).unwrap_or_default();
            let object = (param.style() == Style::DeepObject).then(|| entry.unwrap_or(param.name()));
            if !names.iter().any(|given| is_same(given, &name, object)) {
                self.target.push(if self.query.is_begun { b'&' } else { b'?' });
                self.target.extend(pair);
                self.query.is_begun = true;
            }
        }
    }
}

/// Whether a URL's query name is this parameter's, or a part of its value. `object` is the name of a `deepObject`.
fn is_same(given: &str, name: &str, object: Option<&str>) -> bool {
    if let Some(object) = object {
        return given.strip_prefix(object).is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
    }
    // Servers that write `ids[]` also write `ids[0]`, `ids[1]`.
    let is_item = |list: &str| {
        let index = given.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
        index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
    };
    given == name || name.strip_suffix("[]").is_some_and(is_item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_servers_read_them() {
        for (given, name, object, expected) in [
            ("a", "a", None, true),
            ("A", "a", None, false),
            ("a[b]", "a", None, false),
            ("page[size]", "page[cursor]", None, false),
            ("page[size]", "page[cursor]", Some("page"), true),
            ("page", "page[cursor]", Some("page"), true),
            ("pages[size]", "page[cursor]", Some("page"), false),
            ("ids[]", "ids[]", None, true),
            ("ids[12]", "ids[]", None, true),
            ("ids[a]", "ids[]", None, false),
            ("ids", "ids[]", None, false),
        ] {
            assert_eq!(is_same(given, name, object), expected, "{given} {name} {object:?}");
        }
    }
}
