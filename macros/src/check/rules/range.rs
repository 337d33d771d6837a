//! The operand of `length` and `range`: a range. Its ends are compared here if they are literals, else by rustc.

use std::cmp::Ordering;

use proc_macro2::{Group, TokenTree};
use syn::Ident;

use crate::model::rule::{Ends, Range, RangeKind};
use crate::tables::messages::{self as m, Message};
use crate::tables::rules::{KnownRule, Operands};
use crate::written::errors::Errors;

use super::leaf::{self, Leaf};
use super::meant;
use super::range_tokens::{End, is_punct, opened, read, split, stream, text};

/// A range whose ends fit the field, as far as its type tells.
pub(crate) fn parse(rule: &KnownRule, group: &Group, leaf: Option<(Leaf, &Ident)>, errors: &Errors) -> Option<Range> {
    let tokens = opened(group.stream());
    let has_comma = tokens.iter().any(|token| is_punct(token, ','));
    let (start, operator, end) = match split(&tokens).filter(|_| !has_comma) {
        Some(([], "..", [])) => {
            errors.at(group, &m::RANGE_WITHOUT_ENDS, &[rule.name]);
            return None;
        }
        Some(range) if range.1 == ".." || !range.2.is_empty() => range,
        _ => {
            errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, "a range", &meant::rule(rule, group.stream())]);
            return None;
        }
    };
    let is_sound = [start, end].map(|end| is_end(rule, end, errors));
    if is_sound.contains(&false) {
        return None;
    }
    if let Some((message, name, meant)) = misfit(leaf, start, operator, end) {
        errors.at(group.stream(), message, &[&name.to_string(), &format!("{}({meant})", rule.name)]);
        return None;
    }
    if let Some((beyond, name, meant)) = beyond(leaf, start, operator, end) {
        errors.at(
            stream(beyond),
            &m::RANGE_END_BEYOND,
            &[&name.to_string(), &text(beyond), &format!("{}({meant})", rule.name)],
        );
        return None;
    }
    let includes_end = operator == "..=";
    let message = |meant: &str| {
        let written = format!("{}{operator}{}", text(start), text(end));
        m::RANGE_EMPTY.fill(&[&written, meant])
    };
    let order = order(rule, read(start), read(end));
    if order == Some(Ordering::Greater) || order == Some(Ordering::Equal) && !includes_end {
        let (first, last) = if order == Some(Ordering::Greater) { (end, start) } else { (start, end) };
        let meant = format!("{}({}..={})", rule.name, text(first), text(last));
        errors.push(syn::Error::new_spanned(group, message(&meant)));
        return None;
    }
    let kind = match (start, operator, end) {
        ([], "..", _) => RangeKind::RangeTo,
        ([], _, _) => RangeKind::RangeToInclusive,
        (_, _, []) => RangeKind::RangeFrom,
        (_, "..", _) => RangeKind::Range,
        _ => RangeKind::RangeInclusive,
    };
    let is_literal = ![start, end].map(read).contains(&Some(End::Unknown));
    let ends = (!is_literal && !start.is_empty() && !end.is_empty()).then(|| Ends {
        start: stream(start),
        includes_end,
        end: stream(end),
        span: group.span(),
        message: message(rule.usage),
    });
    Some(Range { kind, tokens: group.stream(), is_literal, ends })
}

/// Whether it can be an end of such a range. Reports it if not.
fn is_end(rule: &KnownRule, end: &[TokenTree], errors: &Errors) -> bool {
    let (noun, is_end) = match (rule.operands, read(end)) {
        (Operands::Lengths, Some(End::Integer(length))) => ("length", length >= 0),
        (Operands::Lengths, Some(End::Float(_) | End::Other)) => ("length", false),
        (_, Some(End::Other)) => ("number", false),
        _ => return true,
    };
    if !is_end {
        errors.at(stream(end), &m::RANGE_END_INVALID, &[&text(end), noun, rule.usage]);
    }
    is_end
}

/// The message about integers for a float, or floats for an integer. It comes with the name of the field's type, and the range to write.
fn misfit<'a>(
    leaf: Option<(Leaf, &'a Ident)>,
    start: &[TokenTree],
    operator: &str,
    end: &[TokenTree],
) -> Option<(&'static Message, &'a Ident, String)> {
    let (leaf, name) = leaf?;
    let message = match leaf {
        Leaf::Float => &m::RANGE_OF_INTEGERS,
        Leaf::Integer => &m::RANGE_OF_FLOATS,
        Leaf::Text => return None,
    };
    let mut is_misfit = false;
    let [start, end] = [start, end].map(|end| match (leaf, read(end)) {
        (Leaf::Float, Some(End::Integer(integer))) => {
            is_misfit = true;
            format!("{integer}.0")
        }
        (Leaf::Integer, Some(End::Float(float))) => {
            is_misfit = true;
            format!("{float:.0}")
        }
        _ => text(end),
    });
    is_misfit.then(|| (message, name, format!("{start}{operator}{end}")))
}

/// The first end of a range that the field's type cannot hold. It comes with the name of the type, and the range that it can hold.
fn beyond<'a, 't>(
    leaf: Option<(Leaf, &'a Ident)>,
    start: &'t [TokenTree],
    operator: &str,
    end: &'t [TokenTree],
) -> Option<(&'t [TokenTree], &'a Ident, String)> {
    let (_, name) = leaf.filter(|(leaf, _)| *leaf == Leaf::Integer)?;
    let (smallest, largest) = leaf::bounds(name)?;
    let held = |end: &[TokenTree]| match read(end) {
        Some(End::Integer(integer)) => Some(integer.clamp(smallest, largest)).filter(|held| *held != integer),
        _ => None,
    };
    let beyond = [start, end].into_iter().find(|end| held(end).is_some())?;
    // The largest value itself is in the range that was meant.
    let operator = if held(end) == Some(largest) { "..=" } else { operator };
    let [first, last] = [start, end].map(|end| held(end).map_or_else(|| text(end), |held| held.to_string()));
    Some((beyond, name, format!("{first}{operator}{last}")))
}

/// Compares the ends, if both are literals.
fn order(rule: &KnownRule, start: Option<End>, end: Option<End>) -> Option<Ordering> {
    match (start, end) {
        // No length is less than 0.
        (None, Some(End::Integer(0))) if rule.operands == Operands::Lengths => Some(Ordering::Equal),
        (Some(End::Integer(start)), Some(End::Integer(end))) => Some(start.cmp(&end)),
        (Some(End::Float(start)), Some(End::Float(end))) => start.partial_cmp(&end),
        _ => None,
    }
}
