//! What a request, a group or an alternative sends: parameters, nested groups, and constants.

use proc_macro2::Span;

use super::constant::Constant;
use super::cross_rule::CrossRule;
use super::field::Field;
use super::param::{Param, ParamKind, ValuePlace};

pub(crate) struct Params<'a> {
    /// The fields that are parameters, in the order of declaration. `ENDPOINT` has the same order.
    pub(crate) list: Vec<Param<'a>>,
    /// The fields that are groups of parameters.
    pub(crate) groups: Vec<Flattened<'a>>,
    /// In `ENDPOINT` they follow the parameters.
    pub(crate) constants: Vec<Constant<'a>>,
    /// The parameters and the groups, in the order of declaration.
    pub(crate) order: Vec<Sent>,
    pub(crate) body: BodyKind,
    pub(crate) cross_rules: Vec<CrossRule>,
    /// The fields that are not sent.
    pub(crate) unsent: Vec<Field<'a>>,
}

/// A field that is a group of parameters.
pub(crate) struct Flattened<'a> {
    pub(crate) field: Field<'a>,
    /// The key `flatten`.
    pub(crate) key: Span,
}

/// A field that is sent, by its index among the parameters or among the groups.
#[derive(Clone, Copy)]
pub(crate) enum Sent {
    Param(usize),
    Group(usize),
}

/// How the properties of the body are encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    Multipart,
    /// As in the request that the group is flattened into.
    OfRequest,
}

impl Params<'_> {
    /// Whether it has other parameters in a request whose method has a body.
    pub(crate) fn depends_on_method(&self) -> bool {
        let is_by_method =
            |param: &Param<'_>| matches!(param.kind, ParamKind::Value { place: ValuePlace::ByMethod, .. });
        self.list.iter().any(is_by_method) || !self.groups.is_empty()
    }
}
