//! Tests of whole expansions.

mod docs;
mod editors;
mod features;
mod guide;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::written::declaration::Derive;

/// The expansion of `#[derive(ApiRequest)]`.
fn api_request(input: &DeriveInput) -> TokenStream {
    crate::derive(Derive::Request, input)
}
