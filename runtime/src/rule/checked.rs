//! The part of a value that rules check.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use crate::patch::Patch;
use crate::secret::Secret;

/// The part of a value that rules check, called its leaf.
///
/// The leaf of a `String` is its text, that of a `Vec` its items, and that of an `Option` or a [`Secret`] the leaf of its content.
/// Numbers, sets and maps are their own leaf.
///
/// Implement it for your own type to make every rule over the leaf work on the type:
///
/// ```
/// use api_request::rule::{Checked, range};
/// use api_request::{ApiRequest, NoContent};
///
/// #[derive(serde::Serialize)]
/// struct Seconds(u32);
///
/// impl Checked for Seconds {
///     type Leaf = u32;
///
///     fn leaf(&self) -> Option<&u32> {
///         Some(&self.0)
///     }
/// }
///
/// #[derive(ApiRequest)]
/// #[api(post = "/tokens")]
/// struct Issue {
///     #[api(validate(range(1..=3600)))]
///     ttl: Option<Seconds>,
/// }
///
/// let violations = Issue { ttl: Some(Seconds(4000)) }.validate().unwrap_err();
/// assert_eq!(violations.to_string(), "invalid request: `ttl` (property `ttl`): must be between 1 and 3600, but is 4000");
/// ```
#[diagnostic::on_unimplemented(
    message = "the built-in rules cannot check `{Self}`",
    label = "no built-in rule checks this type",
    note = "write your own rule and name it by its path, such as `validate(self::check)`: `fn(&T) -> Result<(), impl Display>`, \
        where `T` is the type without its `Option`; or implement `Checked` if the type is your own"
)]
pub trait Checked {
    /// The type that rules check.
    type Leaf: ?Sized;

    /// Whether the value is a secret, which no message quotes.
    ///
    /// Set it to `true` if your type wraps a [`Secret`].
    const SECRET: bool = false;

    /// Returns the leaf, or `None` if there is nothing to check.
    fn leaf(&self) -> Option<&Self::Leaf>;
}

macro_rules! checked {
    ($([$($generics:tt)*] $type:ty => $leaf:ty = |$self:ident| $get:expr $(, $secret:expr)?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Checked for $type {
            type Leaf = $leaf;
            $(const SECRET: bool = $secret;)?

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
    [] url::Url => str = |it| Some(it.as_str());
    [T] Vec<T> => [T] = |it| Some(it);
    [T] [T] => [T] = |it| Some(it);
    [T, const N: usize] [T; N] => [T] = |it| Some(it);
    [T: Checked] Secret<T> => T::Leaf = |it| it.expose().leaf(), true;
    [T: Checked] Patch<T> => T::Leaf = |it| it.value()?.leaf(), T::SECRET;
    [T: Checked] Option<T> => T::Leaf = |it| it.as_ref()?.leaf(), T::SECRET;
    [T: Checked + ToOwned + ?Sized] Cow<'_, T> => T::Leaf = |it| (**it).leaf(), T::SECRET;
    [T: Checked + ?Sized] &T => T::Leaf = |it| (**it).leaf(), T::SECRET;
    [T: Checked + ?Sized] Box<T> => T::Leaf = |it| (**it).leaf(), T::SECRET;
    [T: Checked + ?Sized] Rc<T> => T::Leaf = |it| (**it).leaf(), T::SECRET;
    [T: Checked + ?Sized] Arc<T> => T::Leaf = |it| (**it).leaf(), T::SECRET;
}

/// Types that are their own leaf.
macro_rules! whole {
    ($([$($generics:tt)*] $type:ty;)*) => {
        checked! { $([$($generics)*] $type => Self = |it| Some(it);)* }
    };
}

whole! {
    [T] VecDeque<T>;
    [T] BTreeSet<T>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
    [] bool;
    [] char;
    [] f32;
    [] f64;
}

macro_rules! integers {
    ($($integer:ident)*) => {
        whole! { $([] $integer; [] NonZero<$integer>;)* }
    };
}

integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
