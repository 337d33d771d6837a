//! The types that the responses of a request are read as.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use crate::model::request::Replies;

/// The response and the error type, or their defaults.
pub(crate) fn types(replies: Replies<'_>) -> (TokenStream, TokenStream) {
    let or = |ty: Option<&Type>, default: TokenStream| ty.map_or(default, ToTokens::to_token_stream);
    (or(replies.response, quote!(__p::NoContent)), or(replies.error, quote!(__p::Raw)))
}

/// The bounds on the types that mention a type parameter.
pub(crate) fn bounds(replies: Replies<'_>) -> impl Iterator<Item = (&Type, TokenStream)> {
    let response = replies.response.map(|ty| (ty, quote!(__p::FromResponse)));
    let error = replies.error.map(|ty| (ty, quote!(__p::FromResponse + ::core::marker::Sync)));
    response.into_iter().chain(error)
}

/// The response and the error type as text, or their defaults.
pub(crate) fn names(replies: Replies<'_>) -> (String, String) {
    (name_of(replies.response, "NoContent"), name_of(replies.error, "Raw"))
}

/// The type with the spaces that a person would write.
fn name_of(ty: Option<&Type>, default: &str) -> String {
    let Some(ty) = ty else {
        return default.to_owned();
    };
    let tokens = ty.to_token_stream().to_string();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut name = String::new();
    let mut rest = tokens.chars().peekable();
    while let Some(c) = rest.next() {
        let keeps = is_word(name.chars().last()) && is_word(rest.peek().copied()) || name.ends_with(',');
        if c != ' ' || keeps {
            name.push(c);
        }
    }
    name
}
