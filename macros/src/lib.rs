//! The derives of [`api-request`](https://docs.rs/api-request), which re-exports them; its documentation is theirs.
//!
//! A declaration is parsed as it is written (`written.rs`), checked into what can only be right (`request.rs` and `group.rs` with
//! `sent.rs`, `params.rs`, `form.rs`, `rules/` and `constants.rs`; `reply.rs`, `parts.rs`), and expanded (`expand/`), which cannot fail. Every key stands in
//! `keys.rs`, every rule in `rules/known.rs`, every message in `messages.rs`.

mod between;
mod constants;
#[cfg(test)]
mod editors;
mod encoding;
mod errors;
mod expand;
mod form;
mod group;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
mod keys;
#[allow(dead_code, reason = "tests read more of the table than the derives do")]
mod messages;
mod params;
mod parts;
#[cfg(test)]
mod readme;
mod reply;
mod request;
mod rules;
mod sent;
mod suggest;
mod template;
mod wire;
mod written;

use proc_macro2::TokenStream;
use syn::{Data, DataStruct, DeriveInput, Fields, parse_macro_input};

use errors::Errors;
use expand::debug::Shown;
use group::Group;
use keys::On;
use reply::Reply;
use request::Request;
use template::Template;
use written::Written;

/// Makes a struct a request: its path, the place of each field, its rules, and `send`.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiRequest, attributes(api))]
pub fn derive_api_request(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    api_request(&parse_macro_input!(input)).into()
}

/// Makes a struct a group of parameters that requests flatten into their own, and an enum one of which a single variant is sent.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiParams, attributes(api))]
pub fn derive_api_params(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    api_params(&parse_macro_input!(input)).into()
}

/// Makes an enum a reply that is chosen by status, and a struct one that takes status, headers and body.
///
/// The keys of `#[api(..)]` are listed in the documentation of `api-request`.
#[proc_macro_derive(ApiResponse, attributes(api))]
pub fn derive_api_response(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    api_response(&parse_macro_input!(input)).into()
}

fn api_request(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let written = Written::parse(&input.attrs, On::Request, &errors);
    let fields = request::fields(input, &errors);
    let template = request::template(&written, &errors);
    let request = Request::check(input, &written, &fields, &template, &errors);
    let expansion = expand::Expansion::new(input, &written);
    let hints = expand::editor::hints(&expansion, On::Request, fields.iter().map(|field| (On::Field, &field.written)));
    let is_tuple = matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Unnamed(_)));
    let debug = expand::debug::implement(&expansion, &[Shown { variant: None, fields: &fields, is_tuple }]);
    let implementation = if errors.is_empty() && request.fills_its_path() {
        expand::request::implement(&expansion, &request)
    } else {
        expand::fallback::request(&expansion, &request, &fields)
    };
    expansion.finish(&errors.into_tokens(), [Some(implementation), debug, hints])
}

fn api_params(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let written = Written::parse(&input.attrs, On::Group, &errors);
    let (parts, no_path) = (group::parts(input, &errors), Template::none());
    let group = Group::check(input, &written, &parts, &no_path, &errors);
    let expansion = expand::Expansion::new(input, &written);
    let on_variants = parts.iter().map(|part| (On::Alternative, &part.written));
    let on_fields = parts.iter().flat_map(|part| &part.fields).map(|field| (On::Field, &field.written));
    let hints = expand::editor::hints(&expansion, On::Group, on_variants.chain(on_fields));
    let debug = expand::debug::implement(&expansion, &parts.iter().map(Shown::of_part).collect::<Vec<_>>());
    let implementation = if errors.is_empty() {
        expand::group::implement(&expansion, &group)
    } else {
        expand::fallback::group(&expansion)
    };
    expansion.finish(&errors.into_tokens(), [Some(implementation), debug, hints])
}

fn api_response(input: &DeriveInput) -> TokenStream {
    match &input.data {
        Data::Struct(data) => reply_of_parts(input, data),
        Data::Enum(_) | Data::Union(_) => reply_by_status(input),
    }
}

fn reply_by_status(input: &DeriveInput) -> TokenStream {
    let errors = Errors::new();
    let written = Written::parse(&input.attrs, On::Reply, &errors);
    let variants = reply::written(input, &errors);
    let reply = Reply::check(input, &variants, &errors);
    let expansion = expand::Expansion::new(input, &written);
    let hints = expand::editor::hints(&expansion, On::Reply, variants.iter().map(|variant| (On::Variant, variant)));
    let implementation = if errors.is_empty() {
        expand::reply::implement(&expansion, &reply)
    } else {
        expand::fallback::reply(&expansion)
    };
    expansion.finish(&errors.into_tokens(), [Some(implementation), hints])
}

fn reply_of_parts(input: &DeriveInput, data: &DataStruct) -> TokenStream {
    let errors = Errors::new();
    let written = Written::parse(&input.attrs, On::Reply, &errors);
    let fields = parts::written(data, &errors);
    let parts = parts::check(data, &fields, &errors);
    let expansion = expand::Expansion::new(input, &written);
    let hints = expand::editor::hints(&expansion, On::Reply, fields.iter().map(|field| (On::Part, field)));
    let implementation = if errors.is_empty() {
        expand::parts::implement(&expansion, &parts)
    } else {
        expand::fallback::reply(&expansion)
    };
    expansion.finish(&errors.into_tokens(), [Some(implementation), hints])
}
