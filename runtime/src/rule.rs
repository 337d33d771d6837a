//! Rules over single values: the trait, the built-in ones, and what of a value a rule sees.

use std::borrow::Cow;
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;

use crate::patch::Patch;
use crate::secret::Secret;

/// A rule over values of type `T`.
///
/// A function `fn(&T) -> Result<(), impl Display>` is one, and so is a value of a type that implements it, for rules that take
/// operands:
///
/// ```
/// use std::borrow::Cow;
/// use api_request::rule::Rule;
///
/// struct MaxWords(usize);
///
/// impl Rule<str> for MaxWords {
///     fn code(&self) -> &'static str {
///         "max_words"
///     }
///
///     fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
///         match value.split_whitespace().count() {
///             words if words <= self.0 => Ok(()),
///             words => Err(format!("it has {words} words, and at most {} fit", self.0).into()),
///         }
///     }
/// }
///
/// assert!(MaxWords(2).check("two words").is_ok());
/// ```
///
/// In `#[api(validate(..))]` the code of a rule of your own is the last segment of the path by which it is named.
#[diagnostic::on_unimplemented(
    message = "this rule cannot check `{T}`",
    label = "not a rule over `{T}`",
    note = "a rule of your own is `fn(&{T}) -> Result<(), impl Display>`, or a value that implements `Rule<{T}>`"
)]
pub trait Rule<T: ?Sized> {
    /// A short name for machines, which does not change between releases.
    fn code(&self) -> &'static str;

    /// Checks the value.
    ///
    /// # Errors
    ///
    /// What is wrong with it, for a person.
    fn check(&self, value: &T) -> Result<(), Cow<'static, str>>;

    /// Whether the message may quote the value. It does unless said otherwise, and is then not shown for a secret.
    fn quotes_value(&self) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized, D: Display, F: Fn(&T) -> Result<(), D>> Rule<T> for F {
    fn code(&self) -> &'static str {
        "custom"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        self(value).map_err(|message| message.to_string().into())
    }
}

/// The value is not empty: a text of at least one character, a list of at least one item.
#[derive(Clone, Copy, Debug)]
pub struct NonEmpty;

/// The rule `non_empty`.
#[must_use]
pub const fn non_empty() -> NonEmpty {
    NonEmpty
}

const EMPTY: Cow<'static, str> = Cow::Borrowed("it is empty");

#[diagnostic::do_not_recommend]
impl Rule<str> for NonEmpty {
    fn code(&self) -> &'static str {
        "non_empty"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        if value.is_empty() { Err(EMPTY) } else { Ok(()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T> Rule<[T]> for NonEmpty {
    fn code(&self) -> &'static str {
        "non_empty"
    }

    fn check(&self, value: &[T]) -> Result<(), Cow<'static, str>> {
        if value.is_empty() { Err(EMPTY) } else { Ok(()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

/// The text is a UUID as RFC 9562 writes it: 36 characters, hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12.
/// The version is not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Uuid;

/// The rule `uuid`.
#[must_use]
pub const fn uuid() -> Uuid {
    Uuid
}

const UUID_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_hexdigit() || byte == b'-';
        byte += 1;
    }
    table
};

#[diagnostic::do_not_recommend]
impl Rule<str> for Uuid {
    fn code(&self) -> &'static str {
        "uuid"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        // Without a branch for each byte: this runs for every request that has an id.
        let is_uuid = <&[u8; 36]>::try_from(value.as_bytes()).is_ok_and(|bytes| {
            let dashes: u8 = bytes.iter().map(|&byte| u8::from(byte == b'-')).sum();
            let is_known = bytes.iter().fold(true, |known, &byte| known & UUID_BYTES[usize::from(byte)]);
            is_known && dashes == 4 && [8, 13, 18, 23].iter().all(|&at| bytes[at] == b'-')
        });
        if is_uuid { Ok(()) } else { Err("it is not a UUID, such as `10000000-0000-0002-0000-000000000001`".into()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

/// What of a value a rule sees: the text of a `String`, the items of a `Vec`, what is in an `Option`.
#[diagnostic::on_unimplemented(
    message = "the built-in rules do not know what to check in `{Self}`",
    label = "no built-in rule checks this type",
    note = "name a function of your own by its path, such as `validate(self::check)`: `fn(&T) -> Result<(), impl Display>`, `T` being the type without its `Option`; or implement `Checked` for a type of your own"
)]
pub trait Checked {
    /// What rules are written for.
    type Leaf: ?Sized;

    /// The leaf, or `None` where there is nothing to check.
    fn leaf(&self) -> Option<&Self::Leaf>;
}

macro_rules! checked {
    ($([$($generics:tt)*] $type:ty => $leaf:ty = |$self:ident| $get:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Checked for $type {
            type Leaf = $leaf;

            fn leaf(&self) -> Option<&$leaf> {
                let $self = self;
                $get
            }
        }
    )*};
}

checked! {
    [] String => str = |it| Some(it);
    [] str => str = |it| Some(it);
    [] Cow<'_, str> => str = |it| Some(it);
    [T] Vec<T> => [T] = |it| Some(it);
    [T] [T] => [T] = |it| Some(it);
    [T, const N: usize] [T; N] => [T] = |it| Some(it);
    [T: Checked] Option<T> => T::Leaf = |it| it.as_ref()?.leaf();
    [T: Checked] Patch<T> => T::Leaf = |it| it.value()?.leaf();
    [T: Checked] Secret<T> => T::Leaf = |it| it.expose().leaf();
    [T: Checked + ?Sized] &T => T::Leaf = |it| (**it).leaf();
    [T: Checked + ?Sized] Box<T> => T::Leaf = |it| (**it).leaf();
    [T: Checked + ?Sized] Rc<T> => T::Leaf = |it| (**it).leaf();
    [T: Checked + ?Sized] Arc<T> => T::Leaf = |it| (**it).leaf();
}
