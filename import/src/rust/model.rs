//! A model as a struct or an enum with serde's derives.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attribute::attributes;
use super::boxes::Boxes;
use super::types::{Direction, tokens};
use super::uses::Uses;
use crate::api::{Access, Api, Docs, Model, ModelField, ModelKind, Select, TextVariant, Type, UnionVariant};
use crate::name::{Renames, ident};

/// The items of a model: its type, and what it implements without a derive.
pub(super) fn items(api: &Api, index: usize, model: &Model, boxes: &Boxes, uses: &mut Uses) -> Vec<TokenStream> {
    let docs = super::doc_attributes(&model.docs);
    let name = ident(&model.name);
    match &model.kind {
        ModelKind::Struct { fields, rest } => {
            let contents = structure(api, index, model, fields, rest.as_ref(), boxes, uses);
            vec![quote! { #docs #contents }]
        }
        ModelKind::Texts(variants) => {
            let contents = texts(model, &name, variants, uses);
            vec![quote! { #docs #contents }]
        }
        ModelKind::Union { variants, select } => {
            let mut items = union(api, index, model, variants, boxes, uses);
            items[0] = {
                let item = &items[0];
                quote! { #docs #item }
            };
            if model.received {
                items.push(reader(&name, variants, select, uses));
            }
            items
        }
    }
}

/// serde's derives, as far as the model is sent or received.
fn serde_derives(model: &Model, uses: &mut Uses) -> Vec<Ident> {
    let mut derives = Vec::new();
    for (is_needed, name) in [(model.sent, "Serialize"), (model.received, "Deserialize")] {
        if is_needed {
            uses.serde.insert(name);
            derives.push(format_ident!("{name}"));
        }
    }
    derives
}

/// Whether a field is an `Option`.
fn is_optional(model: &Model, field: &ModelField) -> bool {
    let is_other = match field.access {
        Access::Both => false,
        Access::ReadOnly => model.sent,
        Access::WriteOnly => model.received,
    };
    !field.required || field.nullable || is_other
}

fn structure(
    api: &Api,
    index: usize,
    model: &Model,
    fields: &[ModelField],
    rest: Option<&(String, Type)>,
    boxes: &Boxes,
    uses: &mut Uses,
) -> TokenStream {
    let name = ident(&model.name);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|field| (&*field.name, &*field.wire)).collect();
    let renames = Renames::of_fields(&pairs);
    let derives = serde_derives(model, uses);
    let default = fields.iter().all(|field| is_optional(model, field)).then(|| quote! { Default, });
    let rename_all = renames.rule().map(|rule| {
        let word = rule.word();
        quote! { #[serde(rename_all = #word)] }
    });
    let written: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let docs = super::doc_attributes(&field.docs);
            let name = ident(&field.name);
            let mut ty = tokens(api, &field.ty, Direction::Sent, uses);
            if boxes.needs_box(index, &field.ty) {
                ty = quote! { Box<#ty> };
            }
            let is_optional = is_optional(model, field);
            if is_optional {
                ty = quote! { Option<#ty> };
            }
            let mut keys = Vec::new();
            if renames.field(&field.name) != field.wire {
                let wire = &field.wire;
                keys.push(quote! { rename = #wire });
            }
            // A property that must be there may be `null`, and is then sent as such.
            let is_left_out = !field.required || !field.nullable;
            if model.sent && is_optional && is_left_out {
                keys.push(quote! { skip_serializing_if = "Option::is_none" });
            }
            let keys = if keys.is_empty() {
                quote! {}
            } else {
                attributes("serde", keys)
            };
            quote! { #docs #keys pub #name: #ty }
        })
        .collect();
    let rest = rest.map(|(name, ty)| {
        let name = ident(name);
        let ty = tokens(api, &Type::Map(Box::new(ty.clone())), Direction::Sent, uses);
        quote! {
            /// Further properties.
            #[serde(flatten)]
            pub #name: #ty,
        }
    });
    quote! {
        #[derive(Clone, Debug, #default #(#derives),*)]
        #rename_all
        pub struct #name {
            #(#written,)*
            #rest
        }
    }
}

fn texts(model: &Model, name: &Ident, variants: &[TextVariant], uses: &mut Uses) -> TokenStream {
    let derives = serde_derives(model, uses);
    let pairs: Vec<(&str, &str)> = variants.iter().map(|variant| (&*variant.name, &*variant.text)).collect();
    let renames = Renames::of_variants(&pairs);
    let rename_all = renames.rule().map(|rule| {
        let word = rule.word();
        quote! { #[serde(rename_all = #word)] }
    });
    let written = variants.iter().map(|variant| {
        let docs = Docs { fallback: format!("`{}`", shown(&variant.text)), ..Docs::default() };
        let docs = super::doc_attributes(&docs);
        let name = ident(&variant.name);
        let text = &variant.text;
        let rename = (renames.variant(&variant.name) != *text).then(|| quote! { #[serde(rename = #text)] });
        quote! { #docs #rename #name }
    });
    quote! {
        #[derive(Clone, Debug, PartialEq, Eq, #(#derives),*)]
        #rename_all
        pub enum #name {
            #(#written,)*
            /// A value that the document does not list.
            #[serde(untagged)]
            Unknown(String),
        }
    }
}

/// A text of the document inside of backticks.
fn shown(text: &str) -> String {
    if text.is_empty() { "\"\"".to_owned() } else { text.replace('`', "'").chars().take(80).collect() }
}

fn union(
    api: &Api,
    index: usize,
    model: &Model,
    variants: &[UnionVariant],
    boxes: &Boxes,
    uses: &mut Uses,
) -> Vec<TokenStream> {
    let name = ident(&model.name);
    uses.value = true;
    let derives = if model.sent {
        uses.serde.insert("Serialize");
        quote! { #[derive(Clone, Debug, Serialize)] #[serde(untagged)] }
    } else {
        quote! { #[derive(Clone, Debug)] }
    };
    let written: Vec<TokenStream> = variants
        .iter()
        .map(|variant| {
            let docs = Docs { fallback: format!("`{}`", shown(&variant.name)), ..Docs::default() };
            let docs = super::doc_attributes(&docs);
            let name = ident(&variant.name);
            let mut ty = tokens(api, &variant.ty, Direction::Sent, uses);
            if boxes.needs_box(index, &variant.ty) {
                ty = quote! { Box<#ty> };
            }
            quote! { #docs #name(#ty) }
        })
        .collect();
    vec![quote! {
        #derives
        pub enum #name {
            #(#written,)*
            /// A value that the document does not list.
            Unknown(Value),
        }
    }]
}

/// `Deserialize` for a union. The value decides, so it never becomes the wrong alternative.
fn reader(name: &Ident, variants: &[UnionVariant], select: &Select, uses: &mut Uses) -> TokenStream {
    uses.serde.insert("Deserialize");
    uses.serde.insert("Deserializer");
    let read = |variant: &UnionVariant| {
        let name = ident(&variant.name);
        quote! { serde_json::from_value(value).map(Self::#name) }
    };
    let choice = match select {
        Select::Tag(tag) => {
            let arms = variants.iter().map(|variant| {
                let (marks, read) = (&variant.marks, read(variant));
                quote! { Some(#(#marks)|*) => #read, }
            });
            quote! { match value[#tag].as_str() { #(#arms)* _ => Ok(Self::Unknown(value)), } }
        }
        Select::Kind => {
            let arms = variants.iter().flat_map(|variant| {
                variant.marks.iter().map(|mark| {
                    let (kind, read) = (format_ident!("{mark}"), read(variant));
                    let pattern = if mark == "Null" {
                        quote! { Value::#kind }
                    } else {
                        quote! { Value::#kind(_) }
                    };
                    quote! { #pattern => #read, }
                })
            });
            let arms: Vec<TokenStream> = arms.collect();
            if arms.is_empty() {
                return quote! {
                    impl<'de> Deserialize<'de> for #name {
                        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                            Value::deserialize(deserializer).map(Self::Unknown)
                        }
                    }
                };
            }
            quote! { match &value { #(#arms)* _ => Ok(Self::Unknown(value)), } }
        }
        Select::Key => {
            let arms = variants.iter().map(|variant| {
                let (marks, read) = (&variant.marks, read(variant));
                quote! { if #(value.get(#marks).is_some())||* { #read } else }
            });
            quote! { #(#arms)* { Ok(Self::Unknown(value)) } }
        }
    };
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(deserializer)?;
                let read = #choice;
                read.map_err(serde::de::Error::custom)
            }
        }
    }
}
