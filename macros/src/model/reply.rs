//! A response type: an enum that is chosen by status, or a struct. The fields of the struct take the status, headers and the body.

use syn::{Ident, Member, Type};

/// The variants in the order in which they are tried: exact statuses, ranges, the default.
pub(crate) struct ReplyByStatus<'a> {
    pub(crate) variants: Vec<Variant<'a>>,
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) docs: &'a str,
    pub(crate) is_hidden: bool,
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

pub(crate) struct ReplyByFields<'a> {
    pub(crate) head: Vec<HeadField<'a>>,
    /// The field that the body is read into, after the others.
    pub(crate) body: Option<BodyField<'a>>,
}

/// A field that takes something of the head.
pub(crate) struct HeadField<'a> {
    pub(crate) member: &'a Member,
    pub(crate) ty: &'a Type,
    pub(crate) docs: &'a str,
    pub(crate) is_hidden: bool,
    pub(crate) source: Source,
}

pub(crate) enum Source {
    Status,
    /// The header of that name.
    Header(String),
}

#[derive(Clone, Copy)]
pub(crate) struct BodyField<'a> {
    pub(crate) member: &'a Member,
    pub(crate) ty: &'a Type,
    pub(crate) docs: &'a str,
    pub(crate) is_hidden: bool,
}

impl ReplyByStatus<'_> {
    pub(crate) fn has_default(&self) -> bool {
        self.variants.iter().any(|variant| variant.status == Status::Default)
    }
}
