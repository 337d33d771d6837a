//! Collects the secrets that a server may echo in messages, including the credentials. They are the secrets of one call.

use std::borrow::Cow;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue, Uri};
use url::form_urlencoded;

/// The secrets of a call that a server may echo and no message may show.
#[derive(Clone, Default)]
pub(crate) struct Echoed {
    texts: Vec<Box<str>>,
    /// The query values of URLs that a server gave. Each may be a secret.
    of_urls: Vec<Box<str>>,
    /// The credentials of the current try. Their texts are computed only if there is a message to show.
    credentials: Vec<Credential>,
}

/// A header that the credentials have set.
#[derive(Clone)]
struct Credential {
    name: HeaderName,
    value: HeaderValue,
    before: Option<HeaderValue>,
}

impl Echoed {
    pub(crate) fn new(texts: Vec<Box<str>>, of_urls: Vec<Box<str>>) -> Self {
        Self { texts, of_urls, credentials: Vec::new() }
    }

    /// Adds the query values of a URL that the server gave.
    pub(crate) fn extend_of_url(&mut self, texts: impl IntoIterator<Item = Box<str>>) {
        self.of_urls.extend(texts);
    }

    pub(crate) fn extend(&mut self, texts: impl IntoIterator<Item = Box<str>>) {
        self.texts.extend(texts);
    }

    /// Starts a try with its own credentials. Those of earlier tries stay secret, because the server may still echo them.
    pub(crate) fn begin_try(&mut self) {
        for Credential { name, value, before } in std::mem::take(&mut self.credentials) {
            add_header(&name, &value, before.as_ref(), &mut self.texts);
        }
    }

    /// Adds a header that this try's credentials have set; `before` is its previous value.
    pub(crate) fn add_credential(&mut self, name: HeaderName, value: HeaderValue, before: Option<HeaderValue>) {
        self.credentials.push(Credential { name, value, before });
    }

    /// The headers that the credentials of this try have set.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.credentials.iter().map(|credential| (&credential.name, &credential.value))
    }

    /// Every secret, as it was sent and in its other forms.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.known().chain(self.of_urls.iter().map(|text| Cow::Borrowed(&**text)))
    }

    /// Every text that is known to be a secret. Query values of the server's URLs are not.
    pub(crate) fn known(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut of_credentials = Vec::new();
        for Credential { name, value, before } in &self.credentials {
            add_header(name, value, before.as_ref(), &mut of_credentials);
        }
        let of_credentials = of_credentials.into_iter().map(|text| Cow::Owned(text.into()));
        self.texts.iter().map(|text| Cow::Borrowed(&**text)).chain(of_credentials)
    }
}

/// A header value as text, which may not be ASCII.
pub(crate) fn text_of(value: &HeaderValue) -> Box<str> {
    String::from_utf8_lossy(value.as_bytes()).into()
}

/// Adds the secret parts of a header that the credentials have set. `before` is its previous value.
fn add_header(name: &HeaderName, value: &HeaderValue, before: Option<&HeaderValue>, secrets: &mut Vec<Box<str>>) {
    let text = text_of(value);
    if *name == COOKIE {
        let before = before.map(text_of).unwrap_or_default();
        let added = text.split("; ").filter(|pair| before.split("; ").all(|other| other != *pair));
        for value in added.filter_map(|pair| Some(pair.split_once('=')?.1)) {
            secrets.push(value.into());
            secrets.push(decoded(&value.replace('+', "%2B")));
        }
    } else if let Some((scheme, token)) = text.split_once(' ') {
        if *name == AUTHORIZATION && scheme.eq_ignore_ascii_case("basic") {
            add_user_and_password(token, secrets);
        }
        secrets.push(token.into());
    }
    secrets.push(text);
}

/// Each value in the query that was not there `before`. For a parameter without `=`, its name.
pub(crate) fn of_query(uri: &Uri, before: &Uri) -> impl Iterator<Item = Box<str>> {
    let old = before.query().unwrap_or_default();
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| old.split('&').all(|old| old != *pair));
    pairs.flat_map(|pair| {
        let parsed = form_urlencoded::parse(pair.as_bytes());
        parsed.map(|(name, value)| if pair.contains('=') { value.into() } else { name.into() })
    })
}

/// Adds the user and the password. Both are added as sent, and without the form encoding that OAuth 2.0 requires.
fn add_user_and_password(token: &str, secrets: &mut Vec<Box<str>>) {
    let pair = BASE64_STANDARD.decode(token).unwrap_or_default();
    let pair = String::from_utf8_lossy(&pair);
    let (user, password) = pair.split_once(':').unwrap_or((&pair, ""));
    for secret in [&pair, user, password] {
        secrets.push(secret.into());
        secrets.push(decoded(secret));
    }
}

/// The text with its form encoding removed.
fn decoded(text: &str) -> Box<str> {
    let pair = format!("={}", text.replace('&', "%26"));
    let mut pairs = form_urlencoded::parse(pair.as_bytes());
    pairs.next().map(|(_, value)| value.into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &HeaderName, value: &str, before: Option<&'static str>) -> Vec<Box<str>> {
        let mut texts = Vec::new();
        add_header(name, &value.parse().unwrap(), before.map(HeaderValue::from_static).as_ref(), &mut texts);
        texts
    }

    #[test]
    fn the_token_is_secret_but_the_scheme_is_not() {
        assert_eq!(of(&AUTHORIZATION, "Bearer a.b", None), ["a.b".into(), Box::from("Bearer a.b")]);
        assert_eq!(of(&AUTHORIZATION, "a.b", None), [Box::from("a.b")]);
        let basic = format!("basic {}", BASE64_STANDARD.encode("a%3Ab:c=d&e+f"));
        let found = of(&AUTHORIZATION, &basic, None);
        for text in ["a%3Ab:c=d&e+f", "a%3Ab", "a:b", "c=d&e+f", "c=d&e f", &basic[6..], &basic] {
            assert!(found.iter().any(|found| **found == *text), "{text}: {found:?}");
        }
    }

    #[test]
    fn only_added_query_values_are_secret() {
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        let found: Vec<Box<str>> =
            of_query(&uri("/a?own=1&key=a%2Fb+c&alone%21&empty=&=nameless"), &uri("/b?own=1&other")).collect();
        assert_eq!(found, ["a/b c", "alone!", "", "nameless"].map(Box::from));
        assert_eq!(of_query(&uri("/a"), &uri("/a")).count(), 0);
    }

    #[test]
    fn cookies_of_the_request_are_not_credentials() {
        let found = of(&COOKIE, "theme=dark; key=a%3Bb+c", Some("theme=dark"));
        assert_eq!(found, ["a%3Bb+c", "a;b+c", "theme=dark; key=a%3Bb+c"].map(Box::from));
    }
}
