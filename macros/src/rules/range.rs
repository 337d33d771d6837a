//! The operand of `length` and `range`: a range, whose ends are passed on as they are written.

use std::cmp::Ordering;

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use syn::Lit;

use crate::errors::Errors;
use crate::messages as m;

use super::known::{self, Operands};

pub(crate) struct Range {
    /// Its type in `core::ops`.
    pub(crate) kind: &'static str,
    pub(crate) tokens: TokenStream,
    pub(crate) is_literal: bool,
    /// Both ends, unless they are literals, which were compared.
    pub(crate) ends: Option<Ends>,
}

/// What only rustc can compare.
pub(crate) struct Ends {
    pub(crate) start: TokenStream,
    pub(crate) includes_end: bool,
    pub(crate) end: TokenStream,
    /// Where to say that nothing is between them, and what to say.
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// An end, as far as it can be read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    Integer(i128),
    Float(f64),
    /// A literal that is no number.
    Other,
    /// A constant, or any other expression.
    Unknown,
}

impl Range {
    pub(crate) fn parse(rule: &known::Rule, group: &Group, errors: &Errors) -> Option<Self> {
        let tokens = opened(group.stream());
        let has_comma = tokens.iter().any(|token| is_punct(token, ','));
        let (start, operator, end) = match split(&tokens).filter(|_| !has_comma) {
            Some(([], "..", [])) => {
                errors.at(group, &m::RANGE_WITHOUT_ENDS, &[rule.name]);
                return None;
            }
            Some(range) if range.1 == ".." || !range.2.is_empty() => range,
            _ => {
                errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, "a range", rule.syntax]);
                return None;
            }
        };
        let is_sound = [start, end].map(|end| is_end(rule, end, errors));
        if is_sound.contains(&false) {
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
            ([], "..", _) => "RangeTo",
            ([], _, _) => "RangeToInclusive",
            (_, _, []) => "RangeFrom",
            (_, "..", _) => "Range",
            _ => "RangeInclusive",
        };
        let is_literal = ![start, end].map(read).contains(&Some(End::Unknown));
        let ends = (!is_literal && !start.is_empty() && !end.is_empty()).then(|| Ends {
            start: stream(start),
            includes_end,
            end: stream(end),
            span: group.span(),
            message: message(rule.syntax),
        });
        Some(Self { kind, tokens: group.stream(), is_literal, ends })
    }
}

/// Whether it can be an end of such a range; says so if not.
fn is_end(rule: &known::Rule, end: &[TokenTree], errors: &Errors) -> bool {
    let (noun, is_end) = match (rule.operands, read(end)) {
        (Operands::Lengths, Some(End::Integer(length))) => ("length", length >= 0),
        (Operands::Lengths, Some(End::Float(_) | End::Other)) => ("length", false),
        (_, Some(End::Other)) => ("number", false),
        _ => return true,
    };
    if !is_end {
        errors.at(stream(end), &m::RANGE_END_INVALID, &[&text(end), noun, rule.syntax]);
    }
    is_end
}

/// Which end is the greater one, where both are literals.
fn order(rule: &known::Rule, start: Option<End>, end: Option<End>) -> Option<Ordering> {
    match (start, end) {
        // No length is below 0.
        (None, Some(End::Integer(0))) if rule.operands == Operands::Lengths => Some(Ordering::Equal),
        (Some(End::Integer(start)), Some(End::Integer(end))) => Some(start.cmp(&end)),
        (Some(End::Float(start)), Some(End::Float(end))) => start.partial_cmp(&end),
        _ => None,
    }
}

/// The start, `..` or `..=`, and the end.
fn split(tokens: &[TokenTree]) -> Option<(&[TokenTree], &'static str, &[TokenTree])> {
    let is_dots = |pair: &[TokenTree]| {
        let [first, second] = pair else {
            return false;
        };
        is_joint(first) && is_punct(first, '.') && is_punct(second, '.')
    };
    let at = tokens.windows(2).position(is_dots)?;
    let (start, rest) = tokens.split_at(at);
    match rest {
        [_, second, third, ..] if is_joint(second) && is_punct(third, '.') => None,
        [_, second, third, end @ ..] if is_joint(second) && is_punct(third, '=') => Some((start, "..=", end)),
        [_, _, end @ ..] => Some((start, "..", end)),
        _ => None,
    }
}

/// What the tokens say as an end, or as one of a few values; `None` if there are none.
pub(super) fn read(tokens: &[TokenTree]) -> Option<End> {
    let (sign, literal) = match tokens {
        [] => return None,
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => return read(&opened(group.stream())),
        [TokenTree::Literal(literal)] => ("", literal),
        [minus, TokenTree::Literal(literal)] if is_punct(minus, '-') => ("-", literal),
        _ => return Some(End::Unknown),
    };
    Some(match Lit::new(literal.clone()) {
        // One that is too large for this is left to rustc.
        Lit::Int(integer) => format!("{sign}{}", integer.base10_digits()).parse().map_or(End::Unknown, End::Integer),
        Lit::Float(float) => format!("{sign}{}", float.base10_digits()).parse().map_or(End::Unknown, End::Float),
        _ => End::Other,
    })
}

/// The tokens, out of the invisible group that `macro_rules!` puts around an expression.
fn opened(stream: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    match &*tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => opened(group.stream()),
        _ => tokens,
    }
}

pub(super) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// The tokens as one writes them.
fn text(tokens: &[TokenTree]) -> String {
    stream(tokens).to_string().replace(" :: ", "::").replace("- ", "-")
}
