//! A group of parameters as it is checked: the fields of a struct, or the alternatives that an enum has.

use proc_macro2::Span;
use syn::{Data, DeriveInput, Fields, Ident};

use crate::encoding::Encoding;
use crate::errors::Errors;
use crate::keys::{self, On};
use crate::messages as m;
use crate::params::{self, Field, Usual, Whole};
use crate::request::rename_all;
use crate::rules::{WrittenRule, whole_checks};
use crate::sent::Sent;
use crate::template::Template;
use crate::written::Written;

/// The fields of the struct, or of one variant, as written.
pub(crate) struct Part<'a> {
    /// The variant; `None` for a struct.
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) docs: String,
    /// What is written on the variant.
    pub(crate) written: Written,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) is_tuple: bool,
}

/// What is sent of each part, of which there is one for a struct.
pub(crate) struct Group<'a> {
    pub(crate) parts: Vec<(&'a Part<'a>, Sent<'a>)>,
    /// The checks of the whole value.
    pub(crate) checks: Vec<&'a WrittenRule>,
}

pub(crate) fn parts<'a>(input: &'a DeriveInput, errors: &Errors) -> Vec<Part<'a>> {
    match &input.data {
        Data::Struct(data) => vec![Part {
            variant: None,
            docs: String::new(),
            written: Written::default(),
            fields: params::fields(&data.fields, On::Group, errors),
            is_tuple: matches!(data.fields, Fields::Unnamed(_)),
        }],
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&input.ident, &m::NO_ALTERNATIVES, &[&input.ident.to_string()]);
            }
            data.variants.iter().map(|variant| alternative(variant, errors)).collect()
        }
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_GROUP, &[]);
            Vec::new()
        }
    }
}

fn alternative<'a>(variant: &'a syn::Variant, errors: &Errors) -> Part<'a> {
    let mut fields = params::fields(&variant.fields, On::Alternative, errors);
    for (index, field) in fields.iter_mut().enumerate() {
        field.local = Some(Ident::new(&format!("field_{index}"), Span::mixed_site()));
    }
    if let (Fields::Unnamed(_), [alone]) = (&variant.fields, &mut *fields) {
        alone.name = snake_case(&variant.ident.to_string());
        alone.is_named = true;
        if alone.docs.is_empty() {
            alone.docs = params::docs(&variant.attrs);
        }
    }
    Part {
        variant: Some(&variant.ident),
        docs: params::docs(&variant.attrs),
        written: Written::parse_within(&variant.attrs, On::Alternative, Some(On::Group), errors),
        fields,
        is_tuple: matches!(variant.fields, Fields::Unnamed(_)),
    }
}

impl<'a> Group<'a> {
    pub(crate) fn check(
        input: &'a DeriveInput,
        written: &'a Written,
        parts: &'a [Part<'a>],
        no_path: &'a Template,
        errors: &Errors,
    ) -> Self {
        let rename_all = rename_all(written, errors);
        let part = |part: &'a Part<'a>| {
            let whole = Whole {
                ident: part.variant.unwrap_or(&input.ident),
                written: if part.variant.is_some() { &part.written } else { written },
                template: no_path,
                usual: Usual::OfGroup,
                encoding: Encoding::OfRequest,
                rename_all: rename_all.clone(),
                is_strict: written.has("strict"),
                is_path_known: true,
            };
            (part, Sent::check(&whole, &part.fields, errors))
        };
        if let Data::Enum(_) = input.data {
            for entry in written.entries.iter().filter(|entry| keys::BETWEEN.contains(&entry.key.name)) {
                errors.at(&entry.ident, &m::BETWEEN_ON_ENUM, &[entry.key.name]);
            }
        }
        Self { parts: parts.iter().map(part).collect(), checks: whole_checks(written, errors) }
    }

    /// Whether it may be other parameters where the method has a body.
    pub(crate) fn is_by_method(&self) -> bool {
        self.parts.iter().any(|(_, sent)| sent.is_by_method())
    }
}

/// The name of a variant as one writes a field's: `LoginId` is `login_id`, `HTTPPort` is `http_port`.
fn snake_case(variant: &str) -> String {
    let chars: Vec<char> = variant.trim_start_matches("r#").chars().collect();
    let mut name = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let begins_word = before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit())
            || before.is_some_and(|before| before.is_uppercase())
                && chars.get(at + 1).is_some_and(|c| c.is_lowercase());
        if c.is_uppercase() && begins_word {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_variant_as_one_names_a_field() {
        let names = ["Email", "LoginId", "HTTPPort", "V2Token", "r#Self_", "ID"].map(snake_case);
        assert_eq!(names, ["email", "login_id", "http_port", "v2_token", "self_", "id"]);
    }
}
