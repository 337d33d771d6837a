//! An operation as a struct that derives `ApiRequest`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::attribute::attributes;
use super::types::{Direction, tokens};
use super::uses::Uses;
use crate::api::{Api, Auth, BodyKind, Field, Operation, Place, Rule, Type};
use crate::name::{Renames, ident};
use crate::schema::Bound;

/// The struct of an operation.
pub(super) fn item(api: &Api, operation: &Operation, uses: &mut Uses) -> TokenStream {
    uses.api.insert("ApiRequest");
    let renames = renames(operation);
    let docs = super::doc_attributes(&operation.docs);
    let keys = attributes("api", keys(api, operation, renames, uses));
    // The derive itself implements `Debug` for a struct with a secret.
    let debug = (!operation.fields.iter().any(|field| field.secret)).then(|| quote! { Debug, });
    let is_optional = |field: &Field| !field.required;
    let default =
        (!operation.fields.is_empty() && operation.fields.iter().all(is_optional)).then(|| quote! { Default, });
    let name = ident(&operation.name);
    let fields: Vec<TokenStream> =
        operation.fields.iter().map(|field| self::field(api, operation, field, renames, uses)).collect();
    let contents = if fields.is_empty() {
        quote! { ; }
    } else {
        quote! { { #(#fields,)* } }
    };
    quote! {
        #docs
        #[derive(Clone, #debug #default ApiRequest)]
        #keys
        pub struct #name #contents
    }
}

/// The rule for the names of the fields. Headers have names of their own, and a whole body has none.
fn renames(operation: &Operation) -> Renames {
    let named = operation.fields.iter().filter(|field| !matches!(field.place, Place::Header | Place::Body));
    let pairs: Vec<(&str, &str)> = named.map(|field| (field.name.as_str(), field.wire.as_str())).collect();
    Renames::of_fields(&pairs)
}

fn keys(api: &Api, operation: &Operation, renames: Renames, uses: &mut Uses) -> Vec<TokenStream> {
    let method = format_ident!("{}", operation.method.to_ascii_lowercase());
    let path = &operation.path;
    let mut keys = vec![quote! { #method = #path }];
    match &operation.response {
        Some(response) => {
            let response = tokens(api, response, Direction::Received, uses);
            keys.push(quote! { response = #response });
        }
        None if operation.method == "GET" => {
            uses.api.insert("NoContent");
            keys.push(quote! { response = NoContent });
        }
        None => {}
    }
    if !operation.absent.is_empty() {
        let statuses = operation.absent.iter().map(|status| Literal::u16_unsuffixed(*status));
        keys.push(quote! { absent(#(#statuses),*) });
    }
    if let Some(error) = &operation.error {
        let error = tokens(api, error, Direction::Received, uses);
        keys.push(quote! { error = #error });
    }
    if let Some(accept) = &operation.accept {
        keys.push(quote! { accept = #accept });
    }
    let has_properties = operation.fields.iter().any(|field| field.place == Place::Property);
    match operation.body {
        BodyKind::Form if has_properties => keys.push(quote! { body = form }),
        BodyKind::Multipart if has_properties => keys.push(quote! { body = multipart }),
        _ => {}
    }
    if let Some(media) = &operation.content_type {
        keys.push(quote! { content_type = #media });
    }
    match &operation.auth {
        Auth::Default => {}
        Auth::None => keys.push(quote! { auth = none }),
        Auth::Named(name) => keys.push(quote! { auth = #name }),
    }
    if let Some(rule) = renames.rule() {
        let word = rule.word();
        keys.push(quote! { rename_all = #word });
    }
    for (place, key) in [(Place::Query, "query"), (Place::Header, "header")] {
        let constants = operation.constants.iter().filter(|constant| constant.place == place);
        let pairs: Vec<TokenStream> = constants
            .map(|constant| {
                let (name, value) = (&constant.name, &constant.value);
                quote! { #name = #value }
            })
            .collect();
        if !pairs.is_empty() {
            let key = format_ident!("{key}");
            keys.push(quote! { #key(#(#pairs),*) });
        }
    }
    keys
}

fn field(api: &Api, operation: &Operation, field: &Field, renames: Renames, uses: &mut Uses) -> TokenStream {
    let docs = super::doc_attributes(&field.docs);
    let name = ident(&field.name);
    let ty = tokens(api, &field.ty, Direction::Sent, uses);
    let is_patch = matches!(field.ty, Type::Patch(_));
    let ty = if field.required || is_patch {
        ty
    } else {
        quote! { Option<#ty> }
    };
    let mut keys = Vec::new();
    keys.extend(place(operation, field, renames));
    if let Some(style) = field.style {
        let style = format_ident!("{style}");
        keys.push(quote! { style = #style });
    }
    match field.explode {
        Some(true) => keys.push(quote! { explode }),
        Some(false) => keys.push(quote! { explode = false }),
        None => {}
    }
    if field.allow_reserved {
        keys.push(quote! { allow_reserved });
    }
    if field.secret {
        keys.push(quote! { secret });
    }
    if !field.rules.is_empty() {
        let rules = field.rules.iter().map(|rule| self::rule(rule, &field.ty));
        keys.push(quote! { validate(#(#rules),*) });
    }
    let keys = if keys.is_empty() {
        quote! {}
    } else {
        attributes("api", keys)
    };
    quote! {
        #docs
        #keys
        pub #name: #ty
    }
}

/// The keys for the place and the wire name, unless they are the defaults.
fn place(operation: &Operation, field: &Field, renames: Renames) -> Option<TokenStream> {
    let wire = &field.wire;
    let is_named = field.place != Place::Header && renames.field(&field.name) == *wire;
    let default = match operation.method {
        "POST" | "PUT" | "PATCH" => Place::Property,
        _ => Place::Query,
    };
    let key = match field.place {
        Place::Body => return Some(quote! { body }),
        Place::Path if is_named => return None,
        place if place == default && is_named => return None,
        place if place == default => return Some(quote! { rename = #wire }),
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Property => "property",
    };
    let key = format_ident!("{key}");
    Some(if is_named {
        quote! { #key }
    } else {
        quote! { #key = #wire }
    })
}

fn rule(rule: &Rule, ty: &Type) -> TokenStream {
    match rule {
        Rule::Uuid => quote! { uuid },
        Rule::NonEmpty => quote! { non_empty },
        Rule::Length(min, max) => {
            let min = min.map(Literal::u64_unsuffixed);
            let range = match max.map(Literal::u64_unsuffixed) {
                Some(max) => quote! { #min..=#max },
                None => quote! { #min.. },
            };
            quote! { length(#range) }
        }
        Rule::Range(min, max) => {
            let inner = innermost(ty);
            let min = min.map(|bound| self::bound(bound, inner));
            let range = match max.map(|bound| self::bound(bound, inner)) {
                Some(max) => quote! { #min..=#max },
                None => quote! { #min.. },
            };
            quote! { range(#range) }
        }
        Rule::Pattern(pattern) => quote! { pattern(#pattern) },
        Rule::Each(rules) => {
            let rules = rules.iter().map(|rule| self::rule(rule, ty));
            quote! { each(#(#rules),*) }
        }
    }
}

fn innermost(ty: &Type) -> &Type {
    ty.inner().map_or(ty, innermost)
}

fn bound(bound: Bound, ty: &Type) -> TokenStream {
    let literal = match (bound, ty) {
        (Bound::Int(int), Type::Number) => {
            let float: f64 = int.to_string().parse().unwrap_or_default();
            Literal::f64_unsuffixed(float)
        }
        (Bound::Int(int), _) => Literal::i128_unsuffixed(int),
        (Bound::Float(float), _) => Literal::f64_unsuffixed(float),
    };
    quote! { #literal }
}
