//! `Secret<T>`: a value that prints as `REDACTED`, wherever it stands.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json_scan::texts_of;

/// What is shown in place of a value that must not be shown.
pub(crate) const REDACTED: &str = "REDACTED";

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
        match notice(&self.0) {
            Notice::Write => self.0.serialize(serializer),
            Notice::Mask => serializer.serialize_str(REDACTED),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

thread_local! {
    /// What becomes of the secrets within the value that is being serialised. serde hands a `Serialize` no context, and a secret
    /// deep in a user's own type must be known where it is written: to be marked, masked, or kept from being echoed.
    static MODE: RefCell<Mode> = const { RefCell::new(Mode::Write) };
    /// How many secrets were serialised on this thread; apart, as every header asks for it.
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

enum Mode {
    Write,
    Mask,
    Collect(Vec<Box<str>>),
}

enum Notice {
    Write,
    Mask,
}

/// Restores the mode, even if a user's `Serialize` panics.
struct Restore(Option<Mode>);

impl Restore {
    fn set(mode: Mode) -> Self {
        Self(Some(MODE.replace(mode)))
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(mode) = self.0.take() {
            MODE.set(mode);
        }
    }
}

/// Runs `serialize`, and adds the text of every secret in what it serialises to `secrets`.
pub(crate) fn collect<R>(secrets: &mut Vec<Box<str>>, serialize: impl FnOnce() -> R) -> R {
    let restore = Restore::set(Mode::Collect(Vec::new()));
    let result = serialize();
    let mode = MODE.replace(Mode::Write);
    if let Mode::Collect(mut found) = mode {
        secrets.append(&mut found);
    }
    drop(restore);
    result
}

/// Runs `serialize`, and writes `REDACTED` for every secret in what it serialises.
pub(crate) fn mask<R>(serialize: impl FnOnce() -> R) -> R {
    let restore = Restore::set(Mode::Mask);
    let result = serialize();
    drop(restore);
    result
}

/// How many secrets have been serialised on this thread so far.
pub(crate) fn seen() -> usize {
    SEEN.get()
}

fn notice<T: Serialize>(value: &T) -> Notice {
    SEEN.set(SEEN.get().wrapping_add(1));
    let notice = MODE.with_borrow(|mode| match mode {
        Mode::Write => Some(Notice::Write),
        Mode::Mask => Some(Notice::Mask),
        Mode::Collect(_) => None,
    });
    if let Some(notice) = notice {
        return notice;
    }
    // A secret within the secret is part of its text already.
    let restore = Restore::set(Mode::Write);
    let json = serde_json::to_vec(value);
    drop(restore);
    MODE.with_borrow_mut(|mode| {
        if let (Mode::Collect(texts), Ok(json)) = (mode, json) {
            add_texts(&json, texts);
        }
    });
    Notice::Write
}

/// Adds every string and number in a JSON text to `texts`, but not the names of properties. Text that is not JSON is added whole.
pub(crate) fn add_texts(json: &[u8], texts: &mut Vec<Box<str>>) {
    texts_of(json, &mut |text| texts.push(text.into()));
}

/// Serialises a value with an eye on the secrets within it.
#[inline]
pub(crate) fn watched<T>(masked: bool, secrets: &mut Option<&mut Vec<Box<str>>>, serialize: impl FnOnce() -> T) -> T {
    match secrets {
        _ if masked => mask(serialize),
        Some(secrets) => collect(secrets, serialize),
        None => serialize(),
    }
}
