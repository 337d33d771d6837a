//! Types that serde serialises in a form that no server expects.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};

use crate::body::Optional;
use crate::patch::Patch;
use crate::secret::Secret;

use super::Probe;

impl<T: Textless + ?Sized> Probe<T> {
    pub const TEXTLESS: bool = true;
}

impl<T: IsBytes + ?Sized> Probe<T> {
    pub const BYTES: bool = true;
}

/// Types that have no text form, or contain such a type. serde writes them as objects of seconds and nanoseconds.
pub trait Textless {}

impl Textless for Duration {}
impl Textless for SystemTime {}

/// Bytes: serde writes them as a list of numbers.
pub trait IsBytes {}

impl IsBytes for [u8] {}
impl IsBytes for Vec<u8> {}
impl IsBytes for Bytes {}
impl IsBytes for BytesMut {}
impl<T> IsBytes for Optional<T> where T: IsBytes {}

macro_rules! hold {
    ($held:ident: $([$($generics:tt)*] $holder:ty;)*) => {$(
        impl<T: $held + $($generics)*> $held for $holder {}
    )*};
}

hold! {
    IsBytes:
    [] Option<T>;
    [] Patch<T>;
    [] Secret<T>;
    [?Sized] &T;
    [?Sized] Box<T>;
    [?Sized] Rc<T>;
    [?Sized] Arc<T>;
    [ToOwned + ?Sized] Cow<'_, T>;
}

hold! {
    Textless:
    [] Option<T>;
    [] Patch<T>;
    [] Secret<T>;
    [?Sized] &T;
    [?Sized] Box<T>;
    [?Sized] Rc<T>;
    [?Sized] Arc<T>;
    [] [T];
    [] Vec<T>;
    [] VecDeque<T>;
    [] BTreeSet<T>;
}

impl<T: Textless, const N: usize> Textless for [T; N] {}
impl<T: Textless, S> Textless for HashSet<T, S> {}
impl<K, T: Textless> Textless for BTreeMap<K, T> {}
impl<K, T: Textless, S> Textless for HashMap<K, T, S> {}
