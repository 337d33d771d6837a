//! How the derive's rules reach a field: a rule of the user's own by what fits the field's type, `requires` by what may be unset.

#![allow(missing_docs, reason = "hidden, and called by the derive only")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::patch::Patch;
use crate::rule::{Checked, Rule};
use crate::validate::Violations;

/// Checks a request or a group as a whole.
pub fn check_whole<T: ?Sized>(out: &mut Violations, code: &'static str, value: &T, rule: &dyn Rule<T>) {
    out.check_whole(value, &Named(code, rule));
}

/// A rule under another code: the last segment of the path by which a rule of the user's own is named.
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
}

/// A field before a rule of the user's own, which is applied by the first of these that fits the field's type: to the leaf of
/// a [`Checked`] type, to what is in an `Option`, to the value itself.
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

/// A field that may be unset, for rules between fields.
#[diagnostic::on_unimplemented(
    message = "rules between fields speak of those that may be unset, and `{Self}` is always set",
    label = "not an `Option`",
    note = "make the field an `Option`, or leave it out of the rule: what is always needed is no `Option` itself"
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
        /// An empty one sends nothing.
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
