//! A field of a request or a group, with its attributes.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Fields, Ident, Index, Member, Type};

use crate::tables::keys::{self, Target};
use crate::tables::messages as m;

use super::Written;
use super::docs::{docs, is_hidden};
use super::errors::Errors;

/// A field of a request or a group.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// Its name without `r#`.
    ///
    /// In a tuple, its index, or the name of the variant whose only field it is.
    pub(crate) name: String,
    /// Whether `name` can be its name on the wire.
    pub(crate) is_named: bool,
    pub(crate) ty: &'a Type,
    pub(crate) docs: String,
    /// Whether documentation leaves it out.
    pub(crate) is_hidden: bool,
    pub(crate) written: Written,
}

impl Field<'_> {
    /// Whether it is a group of parameters. With a place, `flatten` makes it a map of further parameters.
    pub(crate) fn is_group(&self) -> bool {
        self.written.has(keys::FLATTEN) && !self.written.states_place()
    }

    /// The key `secret`, if the field has it.
    pub(crate) fn secret(&self) -> Option<&Ident> {
        Some(&self.written.get(keys::SECRET)?.ident)
    }
}

/// Reads the fields of a struct, or of a variant.
pub(crate) fn read<'a>(fields: &'a Fields, item: Target, errors: &Errors) -> Vec<Field<'a>> {
    let field = |(index, field): (usize, &'a syn::Field)| {
        check_plain(field, errors);
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        };
        Field {
            name: member.to_token_stream().to_string().trim_start_matches("r#").to_owned(),
            is_named: field.ident.is_some(),
            member,
            ty: &field.ty,
            docs: docs(&field.attrs),
            is_hidden: is_hidden(&field.attrs),
            written: Written::parse_within(&field.attrs, Target::Field, Some(item), errors),
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// Reports syntax that stable Rust does not have: modifiers and default values of fields.
pub(crate) fn check_plain(field: &syn::Field, errors: &Errors) {
    if let Err(error) = field.modifiers.require_empty() {
        errors.push(error);
    }
    if let Some((_, value)) = &field.default {
        errors.at(value, &m::DEFAULT_VALUE, &[]);
    }
}
