//! `Secret<T>`: a value that prints as `REDACTED`, wherever it stands.

use std::cell::RefCell;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::encode::value::REDACTED;

/// A value that must not be shown: `Debug` prints `REDACTED`, and reading it takes the word [`expose`](Self::expose).
///
/// It serialises and deserialises as the value itself, so it may be a field of a request, of a body within it, or of a reply:
///
/// ```
/// use api_request::Secret;
///
/// let token = Secret::new("eyJhbGciOi...");
/// assert_eq!(format!("{token:?}"), "REDACTED");
/// assert_eq!(*token.expose(), "eyJhbGciOi...");
/// ```
///
/// A field of this type counts as marked `secret` for all that the library prints.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Takes the value into safekeeping.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for where it is needed.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, given up.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        note(&self.0);
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

thread_local! {
    /// The secrets within the body that is being serialised. serde hands a `Serialize` no context, and a secret deep in a
    /// user's own type must be known if the server is to be kept from echoing it into a message.
    static HEARD: RefCell<Option<Vec<Box<str>>>> = const { RefCell::new(None) };
}

/// Runs `serialize`, and adds the text of every secret in what it serialises to `secrets`.
pub(crate) fn listen<R>(secrets: &mut Vec<Box<str>>, serialize: impl FnOnce() -> R) -> R {
    /// Ends the listening even if a user's `Serialize` panics.
    struct End(Option<Vec<Box<str>>>);
    impl Drop for End {
        fn drop(&mut self) {
            HEARD.set(self.0.take());
        }
    }

    let end = End(HEARD.replace(Some(Vec::new())));
    let result = serialize();
    if let Some(mut heard) = HEARD.take() {
        secrets.append(&mut heard);
    }
    drop(end);
    result
}

fn note<T: Serialize>(value: &T) {
    let listening = HEARD.with_borrow(Option::is_some);
    if listening && let Ok(json) = serde_json::to_value(value) {
        HEARD.with_borrow_mut(|heard| {
            if let Some(heard) = heard {
                add_texts(&json, heard);
            }
        });
    }
}

/// Adds every text and number in a JSON value.
pub(crate) fn add_texts(json: &serde_json::Value, texts: &mut Vec<Box<str>>) {
    match json {
        serde_json::Value::String(text) => texts.push(text.as_str().into()),
        serde_json::Value::Number(number) => texts.push(number.to_string().into()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| add_texts(item, texts)),
        serde_json::Value::Object(properties) => properties.values().for_each(|value| add_texts(value, texts)),
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}
