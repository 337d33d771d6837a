//! The whole declaration: the item with its keys, and its fields or variants with theirs.

use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, FieldsUnnamed, Ident, Member, Type};

use crate::tables::keys::{self, Target};
use crate::tables::messages as m;

use super::docs::{docs, is_hidden};
use super::errors::Errors;
use super::field::{self, Field, check_plain};
use super::template::Template;
use super::{Entry, Written};

/// The three derives.
#[derive(Clone, Copy)]
pub(crate) enum Derive {
    /// `ApiRequest`.
    Request,
    /// `ApiParams`.
    Params,
    /// `ApiResponse`.
    Response,
}

/// An item that has one of the derives.
pub(crate) struct Declaration<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) written: Written,
    pub(crate) body: Body<'a>,
}

pub(crate) enum Body<'a> {
    Request(WrittenRequest<'a>),
    Group(WrittenGroup<'a>),
    ReplyByStatus(Vec<WrittenVariant<'a>>),
    ReplyByFields(Vec<WrittenReplyField<'a>>),
}

pub(crate) struct WrittenRequest<'a> {
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) template: Template,
    /// Whether the item is a struct. Anything else has been reported.
    pub(crate) is_struct: bool,
    /// The fields of a tuple struct.
    pub(crate) tuple: Option<&'a FieldsUnnamed>,
}

pub(crate) enum WrittenGroup<'a> {
    Struct { fields: Vec<Field<'a>>, is_tuple: bool },
    Enum(Vec<WrittenAlternative<'a>>),
}

/// A variant of an enum that is a group.
pub(crate) struct WrittenAlternative<'a> {
    pub(crate) variant: &'a Ident,
    pub(crate) docs: String,
    pub(crate) is_hidden: bool,
    pub(crate) written: Written,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) is_tuple: bool,
}

/// A variant of an enum that is a reply.
pub(crate) struct WrittenVariant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) docs: String,
    pub(crate) is_hidden: bool,
    pub(crate) fields: &'a Fields,
    pub(crate) written: Written,
}

/// A field of a struct that is a reply.
pub(crate) struct WrittenReplyField<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) docs: String,
    pub(crate) is_hidden: bool,
    pub(crate) written: Written,
}

impl<'a> Declaration<'a> {
    /// Reads an item.
    ///
    /// Reports a kind of item that the derive does not take, and reads on as if it were empty.
    pub(crate) fn read(input: &'a DeriveInput, derive: Derive, errors: &Errors) -> Self {
        let written = |on| Written::parse(&input.attrs, on, errors);
        let (written, body) = match derive {
            Derive::Request => {
                let written = written(Target::Request);
                let body = Body::Request(request(input, &written, errors));
                (written, body)
            }
            Derive::Params => (written(Target::Group), Body::Group(group(input, errors))),
            Derive::Response => (written(Target::Reply), reply(input, errors)),
        };
        Self { input, written, body }
    }
}

fn request<'a>(input: &'a DeriveInput, written: &Written, errors: &Errors) -> WrittenRequest<'a> {
    let fields = match &input.data {
        Data::Struct(data) => field::read(&data.fields, Target::Request, errors),
        Data::Enum(data) => {
            errors.at(data.enum_token, &m::NOT_A_STRUCT, &[]);
            Vec::new()
        }
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_STRUCT, &[]);
            Vec::new()
        }
    };
    WrittenRequest {
        template: template(written, &fields, errors),
        fields,
        is_struct: matches!(input.data, Data::Struct(_)),
        tuple: match &input.data {
            Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. }) => Some(fields),
            _ => None,
        },
    }
}

/// The path, from the key of a method or from `path`. If several keys have a path, the meant one is not known.
fn template(written: &Written, fields: &[Field<'_>], errors: &Errors) -> Template {
    let methods = written.among(&keys::METHODS);
    let mut paths = methods.chain(written.get(keys::PATH)).filter_map(Entry::text);
    match (paths.next(), paths.next()) {
        (Some(path), None) => Template::parse(path, fields, errors),
        _ => Template::unknown(),
    }
}

fn group<'a>(input: &'a DeriveInput, errors: &Errors) -> WrittenGroup<'a> {
    match &input.data {
        Data::Struct(data) => WrittenGroup::Struct {
            fields: field::read(&data.fields, Target::Group, errors),
            is_tuple: is_tuple(&data.fields),
        },
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&input.ident, &m::NO_ALTERNATIVES, &[&input.ident.to_string()]);
            }
            WrittenGroup::Enum(data.variants.iter().map(|variant| alternative(variant, errors)).collect())
        }
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_GROUP, &[]);
            WrittenGroup::Enum(Vec::new())
        }
    }
}

fn alternative<'a>(variant: &'a syn::Variant, errors: &Errors) -> WrittenAlternative<'a> {
    let mut fields = field::read(&variant.fields, Target::Alternative, errors);
    if let (Fields::Unnamed(_), [alone]) = (&variant.fields, &mut *fields) {
        alone.name = snake_case(&variant.ident.to_string());
        alone.is_named = true;
        if alone.docs.is_empty() {
            alone.docs = docs(&variant.attrs);
        }
    }
    WrittenAlternative {
        variant: &variant.ident,
        docs: docs(&variant.attrs),
        is_hidden: is_hidden(&variant.attrs),
        written: Written::parse_within(&variant.attrs, Target::Alternative, Some(Target::Group), errors),
        fields,
        is_tuple: is_tuple(&variant.fields),
    }
}

fn reply<'a>(input: &'a DeriveInput, errors: &Errors) -> Body<'a> {
    match &input.data {
        Data::Struct(data) => Body::ReplyByFields(reply_fields(data, errors)),
        Data::Enum(data) => Body::ReplyByStatus(variants(input, data, errors)),
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_REPLY, &[]);
            Body::ReplyByStatus(Vec::new())
        }
    }
}

fn variants<'a>(input: &'a DeriveInput, data: &'a DataEnum, errors: &Errors) -> Vec<WrittenVariant<'a>> {
    if data.variants.is_empty() {
        errors.at(&input.ident, &m::NO_VARIANTS, &[&input.ident.to_string()]);
    }
    let variant = |variant: &'a syn::Variant| WrittenVariant {
        ident: &variant.ident,
        docs: docs(&variant.attrs),
        is_hidden: is_hidden(&variant.attrs),
        fields: &variant.fields,
        written: Written::parse(&variant.attrs, Target::Variant, errors),
    };
    data.variants.iter().map(variant).collect()
}

fn reply_fields<'a>(data: &'a DataStruct, errors: &Errors) -> Vec<WrittenReplyField<'a>> {
    let field = |(member, field): (Member, &'a syn::Field)| {
        check_plain(field, errors);
        WrittenReplyField {
            member,
            ty: &field.ty,
            docs: docs(&field.attrs),
            is_hidden: is_hidden(&field.attrs),
            written: Written::parse(&field.attrs, Target::ReplyField, errors),
        }
    };
    data.fields.members().zip(&data.fields).map(field).collect()
}

fn is_tuple(fields: &Fields) -> bool {
    matches!(fields, Fields::Unnamed(_))
}

/// The name of a variant in the style of a field. `LoginId` is `login_id`, and `HTTPPort` is `http_port`.
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
    fn names_a_variant_like_a_field() {
        let names = ["Email", "LoginId", "HTTPPort", "V2Token", "r#Self_", "ID"].map(snake_case);
        assert_eq!(names, ["email", "login_id", "http_port", "v2_token", "self_", "id"]);
    }
}
