//! Types as tokens.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::uses::Uses;
use crate::api::{Api, Type};
use crate::name::ident;

/// Whether a type is sent or received: bodies have a type for each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Sent,
    Received,
}

/// The tokens of a type, whose names are imported.
pub(super) fn tokens(api: &Api, ty: &Type, direction: Direction, uses: &mut Uses) -> TokenStream {
    match ty {
        Type::Value => {
            uses.value = true;
            quote! { Value }
        }
        Type::Bool => quote! { bool },
        Type::Integer(name) => {
            let name = format_ident!("{name}");
            quote! { #name }
        }
        Type::Number => quote! { f64 },
        Type::Text => quote! { String },
        Type::Map(value) => {
            let value = tokens(api, value, direction, uses);
            uses.map = true;
            quote! { BTreeMap<String, #value> }
        }
        Type::Model(model) => {
            uses.models.insert(*model);
            let name = ident(&api.models[*model].name);
            quote! { #name }
        }
        Type::Choice(choice) => {
            uses.choices.insert(*choice);
            let name = ident(&api.choices[*choice].name);
            quote! { #name }
        }
        Type::List(inner) => around(api, "Vec", inner, direction, uses),
        Type::Option(inner) => around(api, "Option", inner, direction, uses),
        Type::Secret(inner) => {
            uses.api.insert("Secret");
            around(api, "Secret", inner, direction, uses)
        }
        Type::Patch(inner) => {
            uses.api.insert("Patch");
            around(api, "Patch", inner, direction, uses)
        }
        Type::Part => of_body(uses, "Part"),
        Type::PlainText if direction == Direction::Sent => of_body(uses, "Text"),
        Type::Raw if direction == Direction::Sent => of_body(uses, "Raw"),
        Type::Stream if direction == Direction::Sent => of_body(uses, "Stream"),
        Type::PlainText => of_reply(uses, "Text"),
        Type::Raw => of_reply(uses, "Raw"),
        Type::Stream => of_reply(uses, "ByteStream"),
        Type::Form(inner) => {
            let inner = tokens(api, inner, direction, uses);
            let form = of_body(uses, "Form");
            quote! { #form<#inner> }
        }
        Type::JsonLines(inner) => {
            let inner = tokens(api, inner, direction, uses);
            let lines = of_reply(uses, "JsonLines");
            quote! { #lines<#inner> }
        }
        Type::Events(inner) => {
            let inner = match inner {
                Some(inner) => tokens(api, inner, direction, uses),
                None => of_reply(uses, "Text"),
            };
            let events = of_reply(uses, "EventStream");
            quote! { #events<#inner> }
        }
    }
}

fn around(api: &Api, outer: &str, inner: &Type, direction: Direction, uses: &mut Uses) -> TokenStream {
    let outer = format_ident!("{outer}");
    let inner = tokens(api, inner, direction, uses);
    quote! { #outer<#inner> }
}

/// A type of `api_request::body`, with its module: responses have types of the same names.
fn of_body(uses: &mut Uses, name: &str) -> TokenStream {
    uses.api.insert("body");
    let name = format_ident!("{name}");
    quote! { body::#name }
}

/// A type of `api_request::reply`, with its module.
fn of_reply(uses: &mut Uses, name: &str) -> TokenStream {
    uses.api.insert("reply");
    let name = format_ident!("{name}");
    quote! { reply::#name }
}
