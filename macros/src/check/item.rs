//! The unchecked parts of the item: the runtime's path, the editors' words, and `impl Debug`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, Ident};

use crate::model::field::Access;
use crate::model::item::{Debug, DebugBody, Item, Shown};
use crate::tables::keys::{self, Target};
use crate::written::declaration::{Body, Declaration, WrittenGroup};
use crate::written::docs::docs;
use crate::written::field::Field;
use crate::written::foreign::mentions_deprecated;
use crate::written::{KeyValue, Written};

use super::draft;

pub(crate) fn item<'a>(declaration: &'a Declaration<'a>) -> Item<'a> {
    let Declaration { input, written, .. } = declaration;
    let site = match &input.data {
        Data::Struct(data) => data.struct_token.span,
        Data::Enum(data) => data.enum_token.span,
        Data::Union(data) => data.union_token.span,
    };
    Item {
        ident: &input.ident,
        generics: &input.generics,
        docs: docs(&input.attrs),
        runtime: runtime(written),
        site,
        has_deprecated: mentions_deprecated(input),
        debug: debug(declaration),
        words: words(declaration),
    }
}

/// `crate = ::path`.
fn runtime(written: &Written) -> TokenStream {
    match written.get(keys::CRATE).map(|entry| &entry.value) {
        Some(KeyValue::Path(path)) => path.to_token_stream(),
        _ => quote!(::api_request),
    }
}

/// `debug`, or a field with `secret`, unless `debug = false`.
fn debug<'a>(declaration: &'a Declaration<'a>) -> Option<Debug<'a>> {
    let body = debug_body(declaration)?;
    let span = match declaration.written.get(keys::DEBUG) {
        Some(debug) if matches!(debug.value, KeyValue::Off) => None,
        Some(debug) => Some(debug.ident.span()),
        None => fields(declaration).into_iter().find_map(Field::secret).map(Ident::span),
    };
    Some(Debug { span: span?, body })
}

/// The fields to show; `None` for a reply, whose `Debug` is the user's.
fn debug_body<'a>(declaration: &'a Declaration<'a>) -> Option<DebugBody<'a>> {
    let shown = |fields: &'a [Field<'a>], is_tuple, access: fn(usize) -> Access| Shown {
        is_tuple,
        fields: fields.iter().enumerate().map(|(index, field)| draft::field(field, access(index))).collect(),
    };
    match &declaration.body {
        Body::Request(request) => {
            Some(DebugBody::Struct(shown(&request.fields, request.tuple.is_some(), |_| Access::Member)))
        }
        Body::Group(WrittenGroup::Struct { fields, is_tuple }) => {
            Some(DebugBody::Struct(shown(fields, *is_tuple, |_| Access::Member)))
        }
        Body::Group(WrittenGroup::Enum(alternatives)) => {
            let variants = alternatives.iter().map(|alternative| {
                (alternative.variant, shown(&alternative.fields, alternative.is_tuple, Access::Local))
            });
            Some(DebugBody::Enum(variants.collect()))
        }
        Body::ReplyByStatus(_) | Body::ReplyByFields(_) => None,
    }
}

/// All fields of a request or a group.
fn fields<'a>(declaration: &'a Declaration<'a>) -> Vec<&'a Field<'a>> {
    match &declaration.body {
        Body::Request(request) => request.fields.iter().collect(),
        Body::Group(WrittenGroup::Struct { fields, .. }) => fields.iter().collect(),
        Body::Group(WrittenGroup::Enum(alternatives)) => {
            alternatives.iter().flat_map(|alternative| &alternative.fields).collect()
        }
        Body::ReplyByStatus(_) | Body::ReplyByFields(_) => Vec::new(),
    }
}

/// Each word in the position of a key.
fn words<'a>(declaration: &'a Declaration<'a>) -> Vec<(Target, &'a Ident)> {
    let on = match &declaration.body {
        Body::Request(_) => Target::Request,
        Body::Group(_) => Target::Group,
        Body::ReplyByStatus(_) | Body::ReplyByFields(_) => Target::Reply,
    };
    let mut all: Vec<(Target, &'a Written)> = vec![(on, &declaration.written)];
    match &declaration.body {
        Body::Group(WrittenGroup::Enum(alternatives)) => {
            all.extend(alternatives.iter().map(|alternative| (Target::Alternative, &alternative.written)));
        }
        Body::ReplyByStatus(variants) => {
            all.extend(variants.iter().map(|variant| (Target::Variant, &variant.written)));
        }
        Body::ReplyByFields(fields) => all.extend(fields.iter().map(|field| (Target::ReplyField, &field.written))),
        Body::Request(_) | Body::Group(WrittenGroup::Struct { .. }) => {}
    }
    all.extend(fields(declaration).into_iter().map(|field| (Target::Field, &field.written)));
    all.into_iter().flat_map(|(on, written)| written.words.iter().map(move |word| (on, word))).collect()
}
