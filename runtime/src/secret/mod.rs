//! `Secret<T>`, a value whose `Debug` prints `REDACTED`.

mod map_keys;

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json_scan::{names_of, texts_of};

pub(crate) use map_keys::map_keys;

/// What is printed in place of a secret.
pub(crate) const REDACTED: &str = "REDACTED";

/// A value that must not be printed: `Debug` prints `REDACTED`.
///
/// To read the value, call [`expose`](Self::expose). A `Secret<T>` serialises and deserialises as the value itself, so it can be a field
/// of a request, of a body or of a response:
///
/// ```
/// use api_request::Secret;
///
/// let token = Secret::new("eyJhbGciOi...");
/// assert_eq!(format!("{token:?}"), "REDACTED");
/// assert_eq!(*token.expose(), "eyJhbGciOi...");
/// ```
///
/// A field of this type is treated as `secret` in everything that the library prints; see the chapter [secrets](crate::guide::secrets).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps the value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns a reference to the value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
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
    /// How to treat the secrets inside the value that is being serialised.
    ///
    /// It is a thread local because serde passes no context to a `Serialize` implementation, and a secret may be nested anywhere in a
    /// user's type.
    static MODE: RefCell<Mode> = const { RefCell::new(Mode::Write) };
    /// How many secrets were serialised on this thread. It is separate from `MODE` because it is read for every header.
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

enum Mode {
    Write,
    Mask,
    Collect(Collected),
}

struct Collected {
    texts: Vec<Box<str>>,
    /// Whether the whole value is a secret. It becomes `false` once the value has been offered.
    wants_whole: bool,
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

/// Runs `serialize`, and adds the text of every secret in the value to `secrets`.
pub(crate) fn collect<R>(secrets: &mut Vec<Box<str>>, serialize: impl FnOnce() -> R) -> R {
    collect_in(secrets, false, serialize).0
}

/// Runs `serialize` for a value that is a secret as a whole. Returns also whether it was [offered](offer), so that its texts are known.
pub(crate) fn collect_whole<R>(secrets: &mut Vec<Box<str>>, serialize: impl FnOnce() -> R) -> (R, bool) {
    collect_in(secrets, true, serialize)
}

fn collect_in<R>(secrets: &mut Vec<Box<str>>, whole: bool, serialize: impl FnOnce() -> R) -> (R, bool) {
    let restore = Restore::set(Mode::Collect(Collected { texts: Vec::new(), wants_whole: whole }));
    let result = serialize();
    let mut was_offered = false;
    if let Mode::Collect(mut found) = MODE.replace(Mode::Write) {
        secrets.append(&mut found.texts);
        was_offered = whole && !found.wants_whole;
    }
    drop(restore);
    (result, was_offered)
}

/// Offers the value of a whole body. Its texts are collected if the body is a secret.
pub(crate) fn offer<T: Serialize + ?Sized>(value: &T) {
    let is_wanted = MODE.with_borrow(|mode| matches!(mode, Mode::Collect(Collected { wants_whole: true, .. })));
    if let Some(mut found) = is_wanted.then(|| gather(value)).flatten() {
        with_collected(|collected| {
            collected.wants_whole = false;
            collected.texts.append(&mut found);
        });
    }
}

fn with_collected<R>(then: impl FnOnce(&mut Collected) -> R) -> Option<R> {
    MODE.with_borrow_mut(|mode| match mode {
        Mode::Collect(collected) => Some(then(collected)),
        Mode::Write | Mode::Mask => None,
    })
}

/// The texts in the value, or `None` if it cannot be written as JSON.
fn gather<T: Serialize + ?Sized>(value: &T) -> Option<Vec<Box<str>>> {
    // The text of a nested secret is already part of the outer one.
    let restore = Restore::set(Mode::Write);
    let mut texts = Vec::new();
    let json = serde_json::to_vec(value).ok();
    if let Some(json) = &json {
        add_texts(json, &mut texts);
        map_keys(value, &mut |key| add_texts(key, &mut texts));
    }
    drop(restore);
    json.map(|_| texts)
}

/// Runs `serialize`, which writes `REDACTED` for every secret in the value.
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
    let mut found = gather(value).unwrap_or_default();
    with_collected(|collected| collected.texts.append(&mut found));
    Notice::Write
}

/// Adds every string and number in a JSON text to `texts`, except property names. Text that is not JSON is added as a whole.
pub(crate) fn add_texts(json: &[u8], texts: &mut Vec<Box<str>>) {
    texts_of(json, &mut |text| texts.push(text.into()));
}

/// Adds every property name in a JSON text to `texts`. It is for a value whose property names may be data.
pub(crate) fn add_names(json: &[u8], texts: &mut Vec<Box<str>>) {
    names_of(json, &mut |text| texts.push(text.into()));
}

/// Runs `serialize`, and masks or collects the secrets in the value.
#[inline]
pub(crate) fn watched<T>(masked: bool, secrets: &mut Option<&mut Vec<Box<str>>>, serialize: impl FnOnce() -> T) -> T {
    match secrets {
        _ if masked => mask(serialize),
        Some(secrets) => collect(secrets, serialize),
        None => serialize(),
    }
}
