//! A reply as it is checked: which status each variant is for.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Fields, Ident, Type};

use crate::errors::Errors;
use crate::keys::On;
use crate::messages as m;
use crate::written::{Given, Written};

pub(crate) struct Reply<'a> {
    pub(crate) variants: Vec<Variant<'a>>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// What the body is read as; `None` for a unit variant.
    pub(crate) ty: Option<&'a Type>,
    pub(crate) status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Exact(u16),
    /// The first digit.
    Range(u16),
    Default,
}

impl Status {
    fn parse(text: &str) -> Option<Self> {
        if let Some(digit) = text.strip_suffix("XX") {
            let digit = digit.parse().ok().filter(|digit| (1..=5).contains(digit))?;
            return (text.len() == 3).then_some(Self::Range(digit));
        }
        text.parse()
            .ok()
            .filter(|_| !text.starts_with('+'))
            .filter(|status| (100..=599).contains(status))
            .map(Self::Exact)
    }

    fn shown(self) -> String {
        match self {
            Self::Exact(status) => status.to_string(),
            Self::Range(digit) => format!("\"{digit}XX\""),
            Self::Default => "default".to_owned(),
        }
    }

    /// The pattern that a status matches.
    pub(crate) fn pattern(self) -> TokenStream {
        match self {
            Self::Exact(status) => quote!(#status),
            Self::Range(digit) => {
                let (first, last) = (digit * 100, digit * 100 + 99);
                quote!(#first..=#last)
            }
            Self::Default => quote!(_),
        }
    }
}

impl<'a> Reply<'a> {
    /// The variants in the order in which they are tried: exact statuses, ranges, the default.
    pub(crate) fn check(input: &'a DeriveInput, written: &[Written], errors: &Errors) -> Self {
        let mut variants: Vec<Variant<'a>> = Vec::new();
        for (variant, written) in syn_variants(input, errors).zip(written) {
            let Some((status, tokens)) = status(&variant.ident, written, errors) else {
                continue;
            };
            if let Some(first) = variants.iter().find(|other| other.status == status) {
                errors.at(tokens, &m::STATUS_TWICE, &[&status.shown(), &first.ident.to_string()]);
            }
            let ty = match &variant.fields {
                Fields::Unit => None,
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
                fields => {
                    errors.at(fields, &m::VARIANT_SHAPE, &[&variant.ident.to_string()]);
                    None
                }
            };
            if let Some(Type::Reference(borrowed)) = ty {
                errors.at(borrowed, &m::REPLY_BORROWED, &[]);
            }
            variants.push(Variant { ident: &variant.ident, ty, status });
        }
        variants.sort_by_key(|variant| variant.status);
        Self { variants }
    }

    pub(crate) fn has_default(&self) -> bool {
        self.variants.iter().any(|variant| variant.status == Status::Default)
    }
}

/// The attributes of each variant, as written.
pub(crate) fn written(input: &DeriveInput, errors: &Errors) -> Vec<Written> {
    match &input.data {
        Data::Enum(data) => {
            data.variants.iter().map(|variant| Written::parse(&variant.attrs, On::Variant, errors)).collect()
        }
        _ => Vec::new(),
    }
}

fn syn_variants<'a>(input: &'a DeriveInput, errors: &Errors) -> impl Iterator<Item = &'a syn::Variant> {
    let variants = match &input.data {
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&input.ident, &m::NO_VARIANTS, &[&input.ident.to_string()]);
            }
            Some(data.variants.iter())
        }
        // A struct takes the parts of a reply, and does not come here.
        Data::Struct(_) => None,
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_REPLY, &[]);
            None
        }
    };
    variants.into_iter().flatten()
}

/// The status of a variant, and the tokens that say it.
fn status(variant: &Ident, written: &Written, errors: &Errors) -> Option<(Status, TokenStream)> {
    match (written.get("status"), written.get("default")) {
        (Some(status), None) => {
            let Given::Status(tokens, text) = &status.value else {
                return None;
            };
            let status = Status::parse(text);
            if status.is_none() {
                errors.at(tokens, &m::STATUS_INVALID, &[text]);
            }
            Some((status?, tokens.clone()))
        }
        (None, Some(default)) => Some((Status::Default, default.ident.to_token_stream())),
        (Some(_), Some(_)) => {
            let second = written.second_of("status", "default").map(|entry| &entry.ident);
            errors.at(second, &m::STATUS_AND_DEFAULT, &[]);
            None
        }
        (None, None) => {
            if !written.mentions("status") && !written.mentions("default") {
                errors.at(variant, &m::STATUS_MISSING, &[&variant.to_string()]);
            }
            None
        }
    }
}
