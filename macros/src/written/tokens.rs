//! Helpers that parse the tokens of an attribute: a list in parentheses, the next token, the next key.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Result};
use syn::token::Paren;
use syn::{Ident, Token, parenthesized};

/// A list, and the span of its parentheses.
pub(crate) fn in_parentheses<T>(
    input: ParseStream<'_>,
    item: fn(ParseStream<'_>) -> Result<T>,
) -> Result<(Vec<T>, Span)> {
    let content;
    let parentheses = parenthesized!(content in input);
    let items = content.parse_terminated(item, Token![,]);
    // After an error, syn would report the tokens that are left as a second one.
    content.parse::<TokenStream>()?;
    Ok((items?.into_iter().collect(), parentheses.span.join()))
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
