//! A value on the way along a response's field path. The derive follows the path through each `Option`.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use super::pages::PageText;

/// A value on the way along a field path, passed through if an `Option`. An inherent method, if it exists for the type, overrides the
/// trait's.
#[derive(Debug)]
pub struct At<'a, T>(pub &'a T);

impl<'a, T> At<'a, Option<T>> {
    #[must_use]
    pub const fn open(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

/// Stands in for [`At::open`] if the value is not an `Option`.
pub trait Open<'a> {
    type Value;

    fn open(self) -> Option<&'a Self::Value>;
}

impl<'a, T> Open<'a> for At<'a, T> {
    type Value = T;

    fn open(self) -> Option<&'a T> {
        Some(self.0)
    }
}

impl<T: PageText> At<'_, T> {
    /// Whether it is an empty text, which leads nowhere.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.text().is_empty()
    }
}

/// Stands in for [`At::is_blank`] if the value is not text.
pub trait NotText {
    #[must_use]
    fn is_blank(&self) -> bool {
        false
    }
}

impl<T> NotText for At<'_, T> {}

/// A value on the way to a field of the request.
#[derive(Debug)]
pub struct Way<'a, T>(pub &'a mut T);

impl<'a, T> Way<'a, Option<T>> {
    /// Never compiles: a `None` has no field to set.
    #[must_use]
    pub fn go(self) -> &'a mut T
    where
        T: WayThroughOption,
    {
        T::pass(self.0)
    }
}

/// No type implements it.
///
/// The compile error of a path through an `Option` of the request mentions it.
#[diagnostic::on_unimplemented(
    message = "the path of `paginate(..)` leads through an `Option<{Self}>` in the request",
    label = "a `None` on the way has no such field",
    note = "declare the field on the way as `{Self}`, without `Option`; only the last field of the path may be an `Option`"
)]
pub trait WayThroughOption: Sized {
    fn pass(from: &mut Option<Self>) -> &mut Self;
}

/// Stands in for [`Way::go`] if the value is not an `Option`.
pub trait Go<'a> {
    type Value;

    fn go(self) -> &'a mut Self::Value;
}

impl<'a, T> Go<'a> for Way<'a, T> {
    type Value = T;

    fn go(self) -> &'a mut T {
        self.0
    }
}

/// Like [`At`], for a value that is moved out of the response.
#[derive(Debug)]
pub struct Owned<T>(pub T);

impl<T> Owned<Option<T>> {
    #[must_use]
    pub fn open(self) -> Option<T> {
        self.0
    }
}

/// Stands in for [`Owned::open`] if the value is not an `Option`.
pub trait OpenOwned {
    type Value;

    fn open(self) -> Option<Self::Value>;
}

impl<T> OpenOwned for Owned<T> {
    type Value = T;

    fn open(self) -> Option<T> {
        Some(self.0)
    }
}

impl<L> At<'_, L>
where
    for<'a> &'a L: IntoIterator,
{
    /// The number of items.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.into_iter().count() as u64
    }
}

/// Stands in for [`At::count`] if the value is not a list. The error is reported where the items are taken, so this avoids a second one.
pub trait NotList {
    #[must_use]
    fn count(&self) -> u64 {
        0
    }
}

impl<T> NotList for At<'_, T> {}
