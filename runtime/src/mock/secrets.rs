//! The secrets of a call, which no message of the mock shows.

use std::borrow::Cow;

use crate::error::call_facts::Sent;
use crate::secret::REDACTED;
use crate::shown;

/// The fewest bytes of a secret that is found inside another text.
///
/// A shorter secret is found only as a whole text or item, because it occurs by chance in too many others.
const MIN_PART: usize = 8;
/// What is between the items of a list in one text.
const SEPARATORS: [char; 11] = [',', ';', ' ', '|', '=', '"', ':', '[', ']', '{', '}'];
/// How many characters of a text are shown.
const MAX_SHOWN: usize = 80;

/// The texts that are secret.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    texts: Vec<Box<str>>,
    /// Whether these are all of them. The secrets of a client in another process are not known.
    is_complete: bool,
}

impl Secrets {
    /// The secrets of a request that is expected.
    pub(super) fn of_request(mut texts: Vec<Box<str>>) -> Self {
        // A value may be inside JSON text, or encoded a second time.
        let spelled: Vec<Box<str>> = texts.iter().flat_map(|text| spellings(text)).collect();
        texts.extend(spelled);
        Self { texts, is_complete: true }
    }

    /// The secrets of a call. `sent` is missing if the client is in another process.
    pub(super) fn of_call(sent: Option<&Sent>) -> Self {
        sent.map(|sent| Self::of_request(sent.secrets.clone())).unwrap_or_default()
    }

    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether the text is a secret or contains one.
    pub(super) fn contain(&self, text: &str) -> bool {
        let is_in = |secret: &str| {
            let is_item = || text.split(SEPARATORS).any(|item| item == secret);
            !secret.is_empty() && (text == secret || secret.len() >= MIN_PART && text.contains(secret) || is_item())
        };
        self.texts.iter().any(|secret| is_in(secret))
    }

    /// The text, or `REDACTED`.
    pub(super) fn show<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.contain(text) { REDACTED.into() } else { shown::escaped(text.into()) }
    }
}

/// How a secret is written inside JSON and inside a URL, if different.
fn spellings(secret: &str) -> impl Iterator<Item = Box<str>> {
    let json = serde_json::to_string(secret).unwrap_or_default();
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let spelled = [json.trim_matches('"').to_owned(), form.replace('+', "%20"), form];
    spelled.into_iter().filter(move |spelled| spelled != secret).map(Into::into)
}

/// A value as it is shown: text in quotes, a number or boolean without. Long texts are cut.
pub(super) fn quoted(text: &str) -> String {
    let is_word = matches!(text, "true" | "false" | "null");
    let is_number =
        text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && text.parse::<f64>().is_ok();
    if is_word || is_number && text.len() <= MAX_SHOWN {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars().take(MAX_SHOWN) {
        if c == '"' {
            out.push('\\');
        }
        shown::push(&mut out, c);
    }
    if text.chars().nth(MAX_SHOWN).is_some() {
        out.push('…');
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_secrets_in_texts() {
        let secrets = Secrets::of_request(["123456", "canary-token", ""].map(Box::from).into());
        for text in ["123456", "canary-token", "Bearer canary-token", "1, 123456"] {
            assert!(secrets.contain(text), "{text}");
        }
        for text in ["1234567", "", "canary-t", "other"] {
            assert!(!secrets.contain(text), "{text}");
        }
        let spelled = Secrets::of_request(vec!["canary \"é".into()]);
        for text in ["{\"a\":\"canary \\\"é\"}", "a=canary+%22%C3%A9", "a=canary%20%22%C3%A9"] {
            assert!(spelled.contain(text), "{text}");
        }
        assert_eq!(secrets.show("123456"), REDACTED);
        assert_eq!(secrets.show("a\nb"), "a\\nb");
    }

    #[test]
    fn shows_numbers_bare_and_text_in_quotes() {
        let long = "x".repeat(81);
        for (text, expected) in [
            ("10", "10"),
            ("-1.5e3", "-1.5e3"),
            ("true", "true"),
            ("", "\"\""),
            ("inf", "\"inf\""),
            ("Ada L.", "\"Ada L.\""),
            ("a\"b\n", "\"a\\\"b\\n\""),
        ] {
            assert_eq!(quoted(text), expected);
        }
        assert_eq!(quoted(&long), format!("\"{}…\"", "x".repeat(80)));
    }
}
