//! The derives of [`api-request`](https://docs.rs/api-request), which re-exports and documents them.
//!
//! A declaration passes through three stages: `written` parses it, `check` turns it into a `model` of legal states, and `expand` turns
//! the model into code. `check` and `expand` import from `model`, `check` also from `written`, and all of them from `tables`.

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

/// Derives `ApiRequest`, which makes a struct an HTTP request.
///
/// The attributes specify the method and the path of the request, the place of each field, and the rules of its value.
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiRequest, attributes(api, serde))]
pub fn derive_api_request(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Request, &parse_macro_input!(input)).into()
}

/// Derives `ApiParams`, which makes a struct or an enum a group of parameters.
///
/// Requests flatten a group into their own parameters. For an enum, only the parameters of its variant are sent.
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiParams, attributes(api, serde))]
pub fn derive_api_params(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Params, &parse_macro_input!(input)).into()
}

/// Derives `ApiResponse`, which makes an enum or a struct a response type.
///
/// The status of the response selects the variant of an enum. The fields of a struct take the status, headers and the body.
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiResponse, attributes(api, serde))]
pub fn derive_api_response(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(Derive::Response, &parse_macro_input!(input)).into()
}

/// Parses, checks and expands a declaration. After a mistake, returns a fallback instead of the expansion.
fn derive(derive: Derive, input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let written = Declaration::read(input, derive, &errors);
    match check::check(&written, errors) {
        Ok(model) => expand::expand(&model),
        Err(salvaged) => expand::fallback(&salvaged),
    }
}
