//! Whether a built-in rule fits a field's type: one trait for all rules that check the same kind of thing, so that rustc can say what
//! they check.

#![allow(missing_docs, reason = "hidden, and called by the derive only")]

use crate::rule::types::{Numeric, OneOf, Selectable};
use crate::rule::{Checked, Items, Measure, Measured, Rule};
use crate::validate::Violations;

/// Text, for `uuid` and all other rules over the form of one.
#[diagnostic::on_unimplemented(
    message = "this rule checks text, and `{Self}` is none",
    label = "not a rule for this type",
    note = "for the items of a list or a set, or the values of a map, write it within `each(..)`; for a type of your own implement `Checked` with the leaf `str`, or name a function of your own by its path: `self::check`"
)]
pub trait IsText {
    fn check(&self, out: &mut Violations, param: usize, rule: &dyn Rule<str>);
}

#[diagnostic::do_not_recommend]
impl<T: Checked<Leaf = str> + ?Sized> IsText for T {
    fn check(&self, out: &mut Violations, param: usize, rule: &dyn Rule<str>) {
        out.check_leaf(param, self.leaf(), T::SECRET, rule);
    }
}

/// What is counted, for `length` and `non_empty`.
#[diagnostic::on_unimplemented(
    message = "this rule checks a length, and `{Self}` has none",
    label = "not a rule for this type",
    note = "text, lists, sets and maps have a length; for a type of your own implement `Checked` with such a leaf, or name a function of your own by its path: `self::check`"
)]
pub trait HasLength {
    fn check(&self, out: &mut Violations, param: usize, rule: &dyn for<'a> Rule<Measure<'a>>);
}

#[diagnostic::do_not_recommend]
impl<T: Checked<Leaf: Measured> + ?Sized> HasLength for T {
    fn check(&self, out: &mut Violations, param: usize, rule: &dyn for<'a> Rule<Measure<'a>>) {
        out.check_leaf(param, self.leaf().map(Measured::measure).as_ref(), T::SECRET, rule);
    }
}

/// A number, for `range`.
#[diagnostic::on_unimplemented(
    message = "this rule checks a number, and `{Self}` is none",
    label = "not a rule for this type",
    note = "integers and floats are numbers; for how long a text or a list is write `length(..)`, for the items of a list `each(range(..))`; for a type of your own implement `Checked` with the leaf `u32`, for instance, or name a function of your own by its path: `self::check`"
)]
pub trait IsNumber {
    /// The type of the range's ends.
    type Value;

    fn check(&self, out: &mut Violations, param: usize, rule: &dyn Rule<Self::Value>);
}

#[diagnostic::do_not_recommend]
impl<T: Checked<Leaf: Numeric + Sized> + ?Sized> IsNumber for T {
    type Value = <T::Leaf as Numeric>::Value;

    fn check(&self, out: &mut Violations, param: usize, rule: &dyn Rule<Self::Value>) {
        out.check_leaf(param, self.leaf().map(Numeric::value).as_ref(), T::SECRET, rule);
    }
}

/// A text or a number, for `one_of`.
#[diagnostic::on_unimplemented(
    message = "this rule compares text and numbers, and `{Self}` is neither",
    label = "not a rule for this type",
    note = "for the items of a list write `each(one_of(..))`; for a type of your own implement `Checked` with the leaf `str`, for instance, or name a function of your own by its path: `self::check`"
)]
pub trait IsChoice {
    /// The type of the values to choose from.
    type Value;

    fn check(&self, out: &mut Violations, param: usize, rule: &OneOf<'_, Self::Value>);
}

#[diagnostic::do_not_recommend]
impl<T: Checked<Leaf: Selectable> + ?Sized> IsChoice for T {
    type Value = <T::Leaf as Selectable>::Value;

    fn check(&self, out: &mut Violations, param: usize, rule: &OneOf<'_, Self::Value>) {
        out.check_leaf(param, self.leaf(), T::SECRET, rule);
    }
}

/// Items, for `each`.
#[diagnostic::on_unimplemented(
    message = "this rule checks the items of a list, and `{Self}` has none",
    label = "not a rule for this type",
    note = "lists, sets and maps have items; write the rules within `each(..)` without it for a single value"
)]
pub trait HasItems {
    type Item;

    fn check(&self, out: &mut Violations, rules: impl Fn(&Self::Item, &mut Violations));
}

#[diagnostic::do_not_recommend]
impl<T: Checked<Leaf: Items> + ?Sized> HasItems for T {
    type Item = <T::Leaf as Items>::Item;

    fn check(&self, out: &mut Violations, rules: impl Fn(&Self::Item, &mut Violations)) {
        out.each(self, rules);
    }
}

/// The rule `each(uuid)`: each item of a list or a set, each value of a map, keeps the rules within.
pub fn each<T: HasItems + ?Sized>(value: &T, out: &mut Violations, rules: impl Fn(&T::Item, &mut Violations)) {
    value.check(out, rules);
}
