//! What a schema says besides its shape: texts and bounds.

use crate::document::{Cursor, Node};

/// A bound of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
}

/// The remarks and bounds of a schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'d> {
    /// `description`, or `title` without one.
    pub description: Option<&'d str>,
    /// Whether new code should not use it.
    pub deprecated: bool,
    /// Whether only responses have it.
    pub read_only: bool,
    /// Whether only requests have it.
    pub write_only: bool,
    /// `format`.
    pub format: &'d str,
    /// `minLength` or `minItems`.
    pub min_length: Option<u64>,
    /// `maxLength` or `maxItems`.
    pub max_length: Option<u64>,
    /// The least number that is allowed.
    pub minimum: Option<Bound>,
    /// The greatest number that is allowed.
    pub maximum: Option<Bound>,
    /// A regular expression.
    pub pattern: Option<&'d str>,
}

impl<'d> Facts<'d> {
    /// Reads the facts of a schema. Keywords beside a reference override those of its target.
    #[must_use]
    pub(crate) fn read(outer: &Cursor<'d>, at: &Cursor<'d>) -> Self {
        let text = |key: &str| outer.text(key).or_else(|| at.text(key)).filter(|text| !text.trim().is_empty());
        let is = |key: &str| outer.is(key) || at.is(key);
        let length = |text: &str, list: &str| match at.get(text).or_else(|| at.get(list)).map(|one| one.node().clone())
        {
            Some(Node::Int(length)) => u64::try_from(length).ok(),
            _ => None,
        };
        Self {
            description: text("description").or_else(|| text("title")),
            deprecated: is("deprecated"),
            read_only: is("readOnly"),
            write_only: is("writeOnly"),
            format: at.text("format").unwrap_or_default(),
            min_length: length("minLength", "minItems"),
            max_length: length("maxLength", "maxItems"),
            minimum: bound(at, "minimum", "exclusiveMinimum", 1),
            maximum: bound(at, "maximum", "exclusiveMaximum", -1),
            pattern: at.text("pattern"),
        }
    }
}

/// An inclusive bound. An exclusive bound of integers moves by `step`; one of other numbers is left out.
fn bound(at: &Cursor<'_>, inclusive: &str, exclusive: &str, step: i128) -> Option<Bound> {
    let read = |key: &str| match at.get(key).map(|one| one.node().clone()) {
        Some(Node::Int(int)) => Some(Bound::Int(int)),
        Some(Node::Float(float)) => Some(Bound::Float(float)),
        _ => None,
    };
    // 3.0 has a boolean beside the bound, and 3.1 the bound itself.
    let (bound, is_exclusive) = match read(exclusive) {
        Some(bound) => (bound, true),
        None => (read(inclusive)?, at.is(exclusive)),
    };
    match (bound, is_exclusive) {
        (bound, false) => Some(bound),
        (Bound::Int(int), true) if at.text("type") == Some("integer") => int.checked_add(step).map(Bound::Int),
        (_, true) => None,
    }
}
