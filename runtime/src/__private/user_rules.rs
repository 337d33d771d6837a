//! Applies a user's own rules to a field, and detects set fields for cross-field rules.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::patch::Patch;
use crate::rule::{Checked, Rule};
use crate::validate::Violations;

/// Checks a whole request or group.
pub fn check_whole<T: ?Sized>(out: &mut Violations, code: &'static str, value: &T, rule: &dyn Rule<T>) {
    out.check_whole(value, &Named(code, rule));
}

/// A user's own rule whose code is the last segment of its path.
struct Named<'a, T: ?Sized>(&'static str, &'a dyn Rule<T>);

impl<T: ?Sized> Rule<T> for Named<'_, T> {
    fn code(&self) -> &'static str {
        self.0
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        self.1.check(value)
    }

    fn quotes_value(&self) -> bool {
        self.1.quotes_value()
    }

    fn message_for_secret(&self, value: &T) -> Option<Cow<'static, str>> {
        self.1.message_for_secret(value)
    }
}

/// A field that a user's own rule checks.
///
/// The first implementation that applies to the field's type is used: for the leaf of a [`Checked`] type, for the value in an `Option`,
/// or for the value itself.
#[derive(Debug)]
pub struct Own<'a, T: ?Sized>(pub &'a T);

impl<T: Checked + ?Sized> Own<'_, T> {
    pub fn __api_request_apply(
        &self,
        rule: &dyn Rule<T::Leaf>,
        param: usize,
        code: &'static str,
        out: &mut Violations,
    ) {
        out.check(param, self.0, &Named(code, rule));
    }
}

pub trait ApplyInOption<T> {
    fn __api_request_apply(&self, rule: &dyn Rule<T>, param: usize, code: &'static str, out: &mut Violations);
}

impl<T> ApplyInOption<T> for Own<'_, Option<T>> {
    fn __api_request_apply(&self, rule: &dyn Rule<T>, param: usize, code: &'static str, out: &mut Violations) {
        if let Some(value) = self.0 {
            out.check_leaf(param, Some(value), false, &Named(code, rule));
        }
    }
}

pub trait ApplyToWhole<T: ?Sized> {
    fn __api_request_apply(&self, rule: &dyn Rule<T>, param: usize, code: &'static str, out: &mut Violations);
}

impl<T: ?Sized> ApplyToWhole<T> for &Own<'_, T> {
    fn __api_request_apply(&self, rule: &dyn Rule<T>, param: usize, code: &'static str, out: &mut Violations) {
        out.check_leaf(param, Some(self.0), false, &Named(code, rule));
    }
}

/// A field that may be unset, for cross-field rules.
#[diagnostic::on_unimplemented(
    message = "a cross-field rule needs optional fields, but `{Self}` is always set",
    label = "this type is not an `Option`",
    note = "make the field an `Option`, or remove it from the rule"
)]
pub trait Unset {
    /// Whether the field has a value.
    fn is_set(&self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T> Unset for Option<T> {
    fn is_set(&self) -> bool {
        self.is_some()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Unset for Patch<T> {
    fn is_set(&self) -> bool {
        !self.is_absent()
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        /// An empty list or map is not sent, so it counts as unset.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Unset for $list {
            fn is_set(&self) -> bool {
                !self.is_empty()
            }
        }
    )*};
}

lists! {
    [T] Vec<T>;
    [T] VecDeque<T>;
    [T] &[T];
    [T, const N: usize] [T; N];
    [T] BTreeSet<T>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
}
