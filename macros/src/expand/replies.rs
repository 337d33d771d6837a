//! The types that the responses of a request are read as.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use crate::model::request::Replies;

use super::spelled::spelled;

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

fn name_of(ty: Option<&Type>, default: &str) -> String {
    ty.map_or_else(|| default.to_owned(), |ty| spelled(ty.to_token_stream()))
}
