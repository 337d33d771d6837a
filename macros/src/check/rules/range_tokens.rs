//! A range as tokens: its ends, the kind of each end, and its operator.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::Lit;

/// The kind of an end of a range, or of a value in a list.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum End {
    Integer(i128),
    Float(f64),
    /// A literal that is not a number.
    Other,
    /// A constant, or any other expression.
    Unknown,
}

/// The start, `..` or `..=`, and the end.
pub(crate) fn split(tokens: &[TokenTree]) -> Option<(&[TokenTree], &'static str, &[TokenTree])> {
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

/// The kind of an end; `None` if there are no tokens.
pub(crate) fn read(tokens: &[TokenTree]) -> Option<End> {
    let (sign, literal) = match tokens {
        [] => return None,
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => return read(&opened(group.stream())),
        [TokenTree::Literal(literal)] => ("", literal),
        [minus, TokenTree::Literal(literal)] if is_punct(minus, '-') => ("-", literal),
        _ => return Some(End::Unknown),
    };
    Some(match Lit::new(literal.clone()) {
        // 1f64
        Lit::Int(integer) if matches!(integer.suffix(), "f32" | "f64") => {
            format!("{sign}{}", integer.base10_digits()).parse().map_or(End::Unknown, End::Float)
        }
        // rustc reports one that is too large.
        Lit::Int(integer) => format!("{sign}{}", integer.base10_digits()).parse().map_or(End::Unknown, End::Integer),
        Lit::Float(float) => format!("{sign}{}", float.base10_digits()).parse().map_or(End::Unknown, End::Float),
        _ => End::Other,
    })
}

/// The tokens without the invisible group that `macro_rules!` puts around an expression.
pub(crate) fn opened(stream: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    match &*tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => opened(group.stream()),
        _ => tokens,
    }
}

pub(crate) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

pub(crate) fn stream(tokens: &[TokenTree]) -> TokenStream {
    tokens.iter().cloned().collect()
}

/// The tokens with the spaces that a person would write.
pub(crate) fn text(tokens: &[TokenTree]) -> String {
    stream(tokens).to_string().replace(" :: ", "::").replace("- ", "-")
}
