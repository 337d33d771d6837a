//! The derives of [`api-request`](https://docs.rs/api-request), which re-exports and documents them.
//!
//! A declaration goes one way: what is `written` is `check`ed into a `model` of legal states, which `expand` turns into code. Each
//! module imports only from those below it: `check` and `expand` from `model`, `check` from `written`, all of them from `tables`.

mod check;
mod expand;
mod model;
mod tables;
#[cfg(test)]
mod tests;
mod written;

use proc_macro2::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use written::declaration::{Declaration, Derive};
use written::errors::Errors;

/// Makes a struct a request: its path, the place of each field, its rules, and `send`.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiRequest, attributes(api, serde))]
pub fn derive_api_request(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Request, &parse_macro_input!(input)).into()
}

/// Makes a struct a group of parameters that requests flatten into their own, and an enum a group of which one variant is sent.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiParams, attributes(api, serde))]
pub fn derive_api_params(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Params, &parse_macro_input!(input)).into()
}

/// Makes an enum a response type that is chosen by status, and a struct one that takes status, headers and body.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiResponse, attributes(api, serde))]
pub fn derive_api_response(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Response, &parse_macro_input!(input)).into()
}

/// Written, checked, expanded. After a mistake, a fallback takes the place of the expansion.
fn derive(derive: Derive, input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let written = Declaration::read(input, derive, &errors);
    match check::check(&written, errors) {
        Ok(model) => expand::expand(&model),
        Err(salvaged) => expand::fallback(&salvaged),
    }
}
