//! A parameter: where its field goes, under which name, and how its value is written.

use syn::Path;

use crate::tables::keys::{self, KeyName};
use crate::tables::styles::Style;

use super::field::Field;
use super::rule::Rule;

/// A field that is sent, and is not a group.
pub(crate) struct Param<'a> {
    pub(crate) field: Field<'a>,
    pub(crate) kind: ParamKind<'a>,
    pub(crate) is_loggable: bool,
    /// Whether reserved characters in the value stay as they are.
    pub(crate) allows_reserved: bool,
    /// Whether the segments of the value may be empty.
    pub(crate) allows_empty_segments: bool,
    pub(crate) rules: Vec<Rule<'a>>,
}

pub(crate) enum ParamKind<'a> {
    /// One value under one name.
    Value { place: ValuePlace, name: String, format: ValueFormat<'a> },
    /// A map, each of whose entries is a parameter.
    Map { place: MapPlace, style: Option<Style>, explode: Option<bool> },
    /// The whole body, which the field's type writes.
    Body,
}

/// Where a value goes that has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValuePlace {
    Path,
    Query,
    Header,
    Cookie,
    Property,
    /// A property of the body if the request's method has one, else a query parameter. Only groups have such parameters, because their
    /// request is not known.
    ByMethod,
}

/// Where the entries of a map go.
pub(crate) enum MapPlace {
    Query,
    Headers { prefix: String },
}

/// How a value is written.
pub(crate) enum ValueFormat<'a> {
    /// By the field's type, or by the user's own function.
    Styled { style: Option<Style>, explode: Option<bool>, writer: Option<&'a Path> },
    /// As text that is a new UUID if the field is `None`.
    IdempotencyKey { is_quoted: bool },
}

/// Where a parameter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    Property,
    Body,
}

impl Place {
    /// The key that specifies it.
    pub(crate) const fn key(self) -> KeyName {
        match self {
            Self::Path => keys::PATH,
            Self::Query => keys::QUERY,
            Self::Header => keys::HEADER,
            Self::Cookie => keys::COOKIE,
            Self::Property => keys::PROPERTY,
            Self::Body => keys::BODY,
        }
    }

    pub(crate) const fn word(self) -> &'static str {
        self.key().as_str()
    }

    /// The variant of the runtime's `Place`.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Header => "Header",
            Self::Cookie => "Cookie",
            Self::Property => "Property",
            Self::Body => "Body",
        }
    }

    /// What messages call a parameter of this place.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            _ => self.word(),
        }
    }
}

impl ValuePlace {
    /// The place in a request whose method has a body or not.
    pub(crate) const fn resolved(self, has_body: bool) -> Place {
        match self {
            Self::ByMethod if has_body => Place::Property,
            Self::ByMethod | Self::Query => Place::Query,
            Self::Path => Place::Path,
            Self::Header => Place::Header,
            Self::Cookie => Place::Cookie,
            Self::Property => Place::Property,
        }
    }
}

impl ParamKind<'_> {
    /// The user's own function that writes the value.
    pub(crate) const fn writer(&self) -> Option<&Path> {
        match self {
            Self::Value { format: ValueFormat::Styled { writer, .. }, .. } => *writer,
            _ => None,
        }
    }

    pub(crate) const fn style(&self) -> Option<Style> {
        match self {
            Self::Value { format: ValueFormat::Styled { style, .. }, .. } | Self::Map { style, .. } => *style,
            _ => None,
        }
    }

    pub(crate) const fn explode(&self) -> Option<bool> {
        match self {
            Self::Value { format: ValueFormat::Styled { explode, .. }, .. } | Self::Map { explode, .. } => *explode,
            _ => None,
        }
    }
}
