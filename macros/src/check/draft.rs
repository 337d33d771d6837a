//! Parameters while they are checked: each with its field as written. Their states may still be illegal.

use syn::Path;

use crate::model::constant::Constant;
use crate::model::cross_rule::CrossRule;
use crate::model::field::{self as model, Access};
use crate::model::param::{MapPlace, Param, ParamKind, Place, ValueFormat, ValuePlace};
use crate::model::params::{BodyKind, Flattened, Params, Sent};
use crate::model::rule::Rule;
use crate::tables::keys;
use crate::tables::styles::Style;
use crate::written::field::Field;

/// What a request, a group or an alternative sends.
pub(crate) struct Drafts<'a> {
    pub(crate) params: Vec<Draft<'a>>,
    pub(crate) groups: Vec<Flattened<'a>>,
    pub(crate) constants: Vec<Constant<'a>>,
    pub(crate) order: Vec<Sent>,
    pub(crate) body: BodyKind,
    pub(crate) cross_rules: Vec<CrossRule>,
    /// The fields that are not sent.
    pub(crate) unsent: Vec<model::Field<'a>>,
}

pub(crate) struct Draft<'a> {
    pub(crate) field: &'a Field<'a>,
    pub(crate) access: Access,
    pub(crate) place: Place,
    /// Whether the method of the request decides if it goes into the body.
    pub(crate) is_by_method: bool,
    /// The name on the wire, or the prefix of a map of headers.
    pub(crate) name: String,
    pub(crate) is_map: bool,
    pub(crate) format: Format<'a>,
    pub(crate) rules: Vec<Rule<'a>>,
}

/// How the value is written.
#[derive(Default)]
pub(crate) struct Format<'a> {
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) writer: Option<&'a Path>,
    pub(crate) allows_reserved: bool,
    pub(crate) allows_empty_segments: bool,
    /// Whether it is an idempotency key, and whether a quoted one.
    pub(crate) idempotency_key: Option<bool>,
}

impl<'a> Drafts<'a> {
    /// The model. A state that has been reported as illegal becomes a legal one.
    pub(crate) fn finish(self) -> Params<'a> {
        Params {
            list: self.params.into_iter().map(Draft::finish).collect(),
            groups: self.groups,
            constants: self.constants,
            order: self.order,
            body: self.body,
            cross_rules: self.cross_rules,
            unsent: self.unsent,
        }
    }
}

impl<'a> Draft<'a> {
    fn finish(self) -> Param<'a> {
        let Format { style, explode, writer, allows_reserved, allows_empty_segments, idempotency_key } = self.format;
        let format = match idempotency_key {
            Some(is_quoted) => ValueFormat::IdempotencyKey { is_quoted },
            None => ValueFormat::Styled { style, explode, writer },
        };
        let value = |place, name| ParamKind::Value { place, name, format };
        let kind = match self.place {
            Place::Body => ParamKind::Body,
            Place::Header if self.is_map => {
                ParamKind::Map { place: MapPlace::Headers { prefix: self.name }, style, explode }
            }
            _ if self.is_map => ParamKind::Map { place: MapPlace::Query, style, explode },
            _ if self.is_by_method => value(ValuePlace::ByMethod, self.name),
            Place::Path => value(ValuePlace::Path, self.name),
            Place::Query => value(ValuePlace::Query, self.name),
            Place::Header => value(ValuePlace::Header, self.name),
            Place::Cookie => value(ValuePlace::Cookie, self.name),
            Place::Property => value(ValuePlace::Property, self.name),
        };
        Param {
            field: field(self.field, self.access),
            kind,
            is_loggable: self.field.written.has(keys::LOGGABLE),
            allows_reserved,
            allows_empty_segments,
            rules: self.rules,
        }
    }

    /// Whether it is a property of the body, at least for some methods.
    pub(crate) fn may_be_property(&self) -> bool {
        self.place == Place::Property || self.is_by_method
    }

    /// Whether both may be in one place.
    pub(crate) fn may_be_beside(&self, other: &Self) -> bool {
        let is_by_method = |draft: &Self| draft.is_by_method && draft.is_query_or_property();
        !other.is_map
            && (self.place == other.place
                || is_by_method(self) && other.is_query_or_property()
                || is_by_method(other) && self.is_query_or_property())
    }

    fn is_query_or_property(&self) -> bool {
        matches!(self.place, Place::Query | Place::Property)
    }
}

/// The field in the form of the model.
pub(crate) fn field<'a>(field: &'a Field<'a>, access: Access) -> model::Field<'a> {
    model::Field {
        member: &field.member,
        name: &field.name,
        ty: field.ty,
        docs: &field.docs,
        is_hidden: field.is_hidden,
        access,
        is_secret: field.written.has(keys::SECRET),
        is_sent: !field.written.has(keys::SKIP),
    }
}

/// The fields of a variant, which its pattern binds.
pub(crate) fn bound_fields<'a>(fields: &'a [Field<'a>]) -> Vec<model::Field<'a>> {
    fields.iter().enumerate().map(|(index, written)| field(written, Access::Local(index))).collect()
}
