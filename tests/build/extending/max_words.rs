//! A rule with operands.

use std::borrow::Cow;

use api_request::rule::Rule;
use api_request::{ApiRequest, NoContent};

mod rules {
    /// At most this number of words.
    pub(super) const fn max_words(words: usize) -> super::MaxWords {
        super::MaxWords(words)
    }
}

struct MaxWords(usize);

impl Rule<str> for MaxWords {
    fn code(&self) -> &'static str {
        "max_words"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        match value.split_whitespace().count() {
            words if words <= self.0 => Ok(()),
            words => Err(format!("must have at most {} words, but has {words}", self.0).into()),
        }
    }

    // So it may be shown of a secret too,
    fn quotes_value(&self) -> bool {
        false
    }

    // but without the number of words.
    fn message_for_secret(&self, _: &str) -> Option<Cow<'static, str>> {
        Some(format!("must have at most {} words", self.0).into())
    }
}

#[derive(ApiRequest)]
#[api(post = "/notes", response = NoContent)]
struct Note {
    #[api(secret, validate(non_empty, self::rules::max_words(3)))]
    text: String,
}

#[test]
fn it_counts_and_names_itself_without_the_secret() {
    assert!(Note { text: "one two three".into() }.validate().is_ok());
    let violations = Note { text: "one two three canary".into() }.validate().unwrap_err();
    let broken: Vec<_> = violations.iter().map(|broken| (broken.field(), broken.rule(), broken.message())).collect();
    assert_eq!(broken, [("text", "max_words", "must have at most 3 words")]);
    assert!(!format!("{violations} {violations:?}").contains("canary"));
}

#[derive(ApiRequest)]
#[api(get = "/notes", response = NoContent)]
struct Notes {
    #[api(validate(self::rules::max_words(1)))]
    text: Option<Cow<'static, str>>,
}

#[test]
fn an_option_is_checked_when_it_is_set() {
    assert!(Notes { text: None }.validate().is_ok());
    assert_eq!(Notes { text: Some("a b".into()) }.validate().unwrap_err().len(), 1);
}
