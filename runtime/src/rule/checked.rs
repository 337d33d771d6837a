//! What of a value a rule sees.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use crate::patch::Patch;
use crate::secret::Secret;

/// What of a value a rule sees, its leaf: the text of a `String`, the items of a `Vec`, what is in an `Option` or a
/// [`Secret`]. A number, a set and a map are their own.
///
/// For a type of your own, say which part of it is checked. All rules over such a part then check the type:
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
/// assert_eq!(violations.to_string(), "invalid request: `ttl` (property `ttl`): 4000 is not in 1..=3600");
/// ```
#[diagnostic::on_unimplemented(
    message = "the built-in rules do not know what to check in `{Self}`",
    label = "no built-in rule checks this type",
    note = "name a function of your own by its path, such as `validate(self::check)`: `fn(&T) -> Result<(), impl Display>`, `T` being the type without its `Option`; or implement `Checked` for a type of your own"
)]
pub trait Checked {
    /// What rules are written for.
    type Leaf: ?Sized;

    /// Whether it is a secret, which no message quotes. A type of your own around a [`Secret`] says so here.
    const SECRET: bool = false;

    /// The leaf, or `None` where there is nothing to check.
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

/// Types that are checked as a whole.
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
