//! Checks that a built-in rule applies to a field's type. Each kind of value has a trait, so that rustc can name that kind.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use crate::rule::types::{Numeric, OneOf, Selectable};
use crate::rule::{Checked, Items, Measure, Measured, Rule};
use crate::validate::Violations;

/// Text, for `uuid` and the other rules that check the format of text.
#[diagnostic::on_unimplemented(
    message = "this rule checks text, but `{Self}` is not text",
    label = "this rule does not apply to `{Self}`",
    note = "to check the items of a list or set, or the values of a map, write the rule in `each(..)`",
    note = "for your own type, implement `Checked` with the leaf `str`, or write your own rule and give its path: `self::check`"
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

/// A value with a length, for `length` and `non_empty`.
#[diagnostic::on_unimplemented(
    message = "this rule checks a length, but `{Self}` does not have one",
    label = "this rule does not apply to `{Self}`",
    note = "text, lists, sets and maps have a length",
    note = "for your own type, implement `Checked` with such a leaf, or write your own rule and give its path: `self::check`"
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
    message = "this rule checks a number, but `{Self}` is not a number",
    label = "this rule does not apply to `{Self}`",
    note = "to check the length of text or of a list, write `length(..)`; to check the items of a list, write `each(range(..))`",
    note = "for your own type, implement `Checked` with a leaf such as `u32`, or write your own rule and give its path: `self::check`"
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

/// Text or a number, for `one_of`.
#[diagnostic::on_unimplemented(
    message = "this rule checks text or a number, but `{Self}` is neither",
    label = "this rule does not apply to `{Self}`",
    note = "to check the items of a list, write `each(one_of(..))`",
    note = "for your own type, implement `Checked` with a leaf such as `str`, or write your own rule and give its path: `self::check`"
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

/// A value with items, for `each`.
#[diagnostic::on_unimplemented(
    message = "this rule checks the items of a list, but `{Self}` does not have items",
    label = "this rule does not apply to `{Self}`",
    note = "lists, sets and maps have items; for a single value, write the rules without `each(..)`"
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

/// Applies the rules in `each(..)` to each item of a list or set. In a map, to each value.
pub fn each<T: HasItems + ?Sized>(value: &T, out: &mut Violations, rules: impl Fn(&T::Item, &mut Violations)) {
    value.check(out, rules);
}
