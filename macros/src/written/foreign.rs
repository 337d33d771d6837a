//! The attributes of others that matter here: `#[serde(..)]`, and what rustc knows about deprecated items.

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Meta};

use crate::tables::keys::{self, KeyName, Target};

use super::Written;
use super::errors::Errors;

/// One `#[serde(..)]` attribute.
pub(crate) struct SerdeAttribute<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) carrier: Carrier,
    /// Its keys, up to the first that cannot be read. serde's own derive reports that one.
    pub(crate) keys: Vec<SerdeKey>,
    /// The key of a place in `#[api(..)]` on the same field. It also sets the name of the field.
    pub(crate) place: Option<KeyName>,
}

/// A key of serde's, such as `rename`, with its text.
pub(crate) struct SerdeKey {
    pub(crate) name: String,
    pub(crate) value: Option<LitStr>,
}

/// What carries an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Item,
    Variant,
    Field,
}

impl SerdeAttribute<'_> {
    /// The text between the parentheses.
    pub(crate) fn inside(&self) -> String {
        match self.meta {
            Meta::List(list) => list.tokens.to_string(),
            _ => String::new(),
        }
    }
}

/// Every `#[serde(..)]` attribute of the item, its variants and their fields. They are in the order in which they are written.
pub(crate) fn serde_attributes(input: &DeriveInput) -> Vec<SerdeAttribute<'_>> {
    let mut found = Vec::new();
    each(input, &mut |attributes, carrier| {
        let of_serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
        found.extend(of_serde.map(|attribute| SerdeAttribute {
            meta: &attribute.meta,
            carrier,
            keys: serde_keys(attribute),
            place: place(attributes),
        }));
    });
    found
}

/// Whether something in the item is deprecated, or the user allows deprecated things there.
pub(crate) fn mentions_deprecated(input: &DeriveInput) -> bool {
    let mut is_mentioned = false;
    each(input, &mut |attributes, _| {
        is_mentioned |= attributes.iter().any(|it| it.path().is_ident("deprecated") || allows_deprecated(it));
    });
    is_mentioned
}

/// Hands over the attributes of the item, of its variants and of their fields.
fn each<'a>(input: &'a DeriveInput, to: &mut dyn FnMut(&'a [Attribute], Carrier)) {
    fn fields<'a>(fields: &'a Fields, to: &mut dyn FnMut(&'a [Attribute], Carrier)) {
        fields.iter().for_each(|field| to(&field.attrs, Carrier::Field));
    }

    to(&input.attrs, Carrier::Item);
    match &input.data {
        Data::Struct(data) => fields(&data.fields, to),
        Data::Enum(data) => {
            for variant in &data.variants {
                to(&variant.attrs, Carrier::Variant);
                fields(&variant.fields, to);
            }
        }
        Data::Union(_) => {}
    }
}

fn serde_keys(attribute: &Attribute) -> Vec<SerdeKey> {
    let mut found = Vec::new();
    let _ = attribute.parse_nested_meta(|meta| {
        let name = meta.path.to_token_stream().to_string();
        let mut value: Option<LitStr> = None;
        if meta.input.peek(syn::Token![=]) {
            value = meta.value()?.parse().ok();
        } else if meta.input.peek(syn::token::Paren) {
            meta.parse_nested_meta(|of| {
                let text: LitStr = of.value()?.parse()?;
                if of.path.is_ident("serialize") {
                    value = Some(text);
                }
                Ok(())
            })?;
        }
        found.push(SerdeKey { name, value });
        Ok(())
    });
    found
}

fn place(attributes: &[Attribute]) -> Option<KeyName> {
    let silent = Errors::new();
    let written = Written::parse(attributes, Target::Field, &silent);
    // Its errors have been reported.
    drop(silent.into_tokens());
    written.among(&keys::PLACES).next().map(|place| place.key.name)
}

/// `#[allow(deprecated)]` or `#[expect(deprecated)]`.
fn allows_deprecated(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let is_it = |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "deprecated");
    (list.path.is_ident("allow") || list.path.is_ident("expect")) && list.tokens.clone().into_iter().any(is_it)
}
