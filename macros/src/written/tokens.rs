//! Helpers that parse an attribute's tokens: a list in parentheses, the next token or key.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{Error, ParseStream, Result};
use syn::token::Paren;
use syn::{Ident, Token, parenthesized};

use crate::tables::messages::COMMA_EXPECTED;

/// A list, and the span of its parentheses.
pub(crate) fn in_parentheses<T>(
    input: ParseStream<'_>,
    item: fn(ParseStream<'_>) -> Result<T>,
) -> Result<(Vec<T>, Span)> {
    let content;
    let parentheses = parenthesized!(content in input);
    let items = separated(&content, item);
    // After an error, syn would report the tokens that are left as a second one.
    content.parse::<TokenStream>()?;
    Ok((items?, parentheses.span.join()))
}

/// Items with commas between them.
fn separated<T>(input: ParseStream<'_>, item: fn(ParseStream<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(item(input)?);
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            return Err(comma_expected(input));
        }
    }
    Ok(items)
}

/// The error that the next token should be a comma, or follow one.
pub(crate) fn comma_expected(input: ParseStream<'_>) -> Error {
    let token = next(input);
    let before = if input.peek(Token![;]) { "instead of" } else { "before" };
    let message = COMMA_EXPECTED.fill(&[&token.to_string(), before]);
    Error::new_spanned(token, message)
}

/// Whether it is the error of [`comma_expected`].
pub(crate) fn is_comma_expected(error: &Error) -> bool {
    error.to_string().starts_with(COMMA_EXPECTED.fact)
}

/// Whether what comes next can only be the value of a key.
pub(crate) fn is_value(input: ParseStream<'_>) -> bool {
    input.peek(Token![=]) || input.peek(Paren)
}

/// The next token, or the end of the attribute.
pub(crate) fn next(input: ParseStream<'_>) -> TokenStream {
    match input.fork().parse::<TokenTree>() {
        Ok(token) => token.into(),
        Err(_) => TokenTree::from(Ident::new("_", Span::call_site())).into(),
    }
}

/// Moves on to the comma before the next key.
pub(crate) fn skip(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}
