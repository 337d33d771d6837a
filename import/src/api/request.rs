//! A request while its operation is read.

use super::{Operation, Place};
use crate::name::Scope;

/// An operation while it is read.
pub(super) struct Request {
    /// The names of its fields.
    pub(super) names: Scope,
    pub(super) name: String,
    pub(super) method: &'static str,
    pub(super) operation: Operation,
}

impl Request {
    /// Whether a field already sends this name in this place.
    pub(super) fn has(&self, place: Place, wire: &str) -> bool {
        let is_it = |at: Place, name: &str| {
            at == place && if place == Place::Header { name.eq_ignore_ascii_case(wire) } else { name == wire }
        };
        self.operation.fields.iter().any(|field| is_it(field.place, &field.wire))
            || self.operation.constants.iter().any(|constant| is_it(constant.place, &constant.name))
    }
}
