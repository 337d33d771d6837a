//! Groups of parameters in an endpoint, and the check that their parameters do not conflict.

use super::{BodyKind, Endpoint, Param, Place, is_without_body};

/// A group of parameters that is flattened into a request or into another group.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    field: &'static str,
    endpoint: &'static Endpoint,
    required: bool,
}

impl Group {
    /// Creates a group that is flattened from the field `field`.
    ///
    /// `of` is the [`PARAMS`](crate::ApiParams::PARAMS) of the field's type.
    #[must_use]
    pub const fn new(field: &'static str, of: &'static Endpoint) -> Self {
        Self { field, endpoint: of, required: true }
    }

    /// Sets whether the request always carries the group.
    ///
    /// The default is `true`.
    #[must_use]
    pub const fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// The name of the struct's field in Rust; empty for one of several alternatives.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The facts of the group's parameters.
    #[must_use]
    pub const fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Whether the request always carries the group.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.required
    }
}

/// Why two parameters cannot be in the same request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clash {
    /// Both have the same name in the same place.
    Name(&'static Param, &'static Param),
    /// One is the whole body, and the other goes into the body too.
    Body(&'static Param, &'static Param),
    /// The parameter goes into the body, but the method does not allow one.
    NoBody(&'static Param),
}

impl Endpoint {
    /// Why a group cannot be flattened into this request.
    ///
    /// Its parameters conflict with the request's own, with those of an earlier group, or with the method.
    pub(crate) const fn clash_of_group(&self, group: usize) -> Option<Clash> {
        let this = self.groups[group].endpoint;
        if is_without_body(self.method)
            && let Some(param) = this.in_body()
        {
            return Some(Clash::NoBody(param));
        }
        if let Some(clash) = clash_among(self.params, this) {
            return Some(clash);
        }
        let mut before = 0;
        while before < group {
            if let Some(clash) = self.groups[before].endpoint.clash(this) {
                return Some(clash);
            }
            before += 1;
        }
        None
    }

    /// Why the parameters of both cannot be in the same request. Alternatives of one type never are, so they do not conflict.
    pub(super) const fn clash(&self, other: &'static Self) -> Option<Clash> {
        if let Some(clash) = clash_among(self.params, other) {
            return Some(clash);
        }
        let mut at = 0;
        while at < self.groups.len() {
            if let Some(clash) = self.groups[at].endpoint.clash(other) {
                return Some(clash);
            }
            at += 1;
        }
        match self.inner {
            Some(inner) => inner.clash(other),
            None => None,
        }
    }

    /// The first parameter that goes into the body.
    const fn in_body(&'static self) -> Option<&'static Param> {
        let mut at = 0;
        while at < self.params.len() {
            if matches!(self.params[at].place(), Place::Property | Place::Body) {
                return Some(&self.params[at]);
            }
            at += 1;
        }
        let mut at = 0;
        while at < self.groups.len() {
            if let Some(param) = self.groups[at].endpoint.in_body() {
                return Some(param);
            }
            at += 1;
        }
        None
    }
}

pub(super) const fn clash_among(params: &'static [Param], other: &'static Endpoint) -> Option<Clash> {
    let mut at = 0;
    while at < params.len() {
        if let Some(clash) = clash_with(&params[at], other) {
            return Some(clash);
        }
        at += 1;
    }
    None
}

const fn clash_with(param: &'static Param, other: &'static Endpoint) -> Option<Clash> {
    let mut at = 0;
    while at < other.params.len() {
        let theirs = &other.params[at];
        if param.has_name_of(theirs) {
            return Some(Clash::Name(param, theirs));
        }
        if matches!(
            (param.place(), theirs.place()),
            (Place::Body, Place::Body | Place::Property) | (Place::Property, Place::Body)
        ) {
            return Some(Clash::Body(param, theirs));
        }
        at += 1;
    }
    let mut at = 0;
    while at < other.groups.len() {
        if let Some(clash) = clash_with(param, other.groups[at].endpoint) {
            return Some(clash);
        }
        at += 1;
    }
    match other.inner {
        Some(inner) => clash_with(param, inner),
        None => None,
    }
}

/// The kind of body of a request that sends both.
pub(super) const fn both(a: BodyKind, b: BodyKind) -> BodyKind {
    match (a, b) {
        (BodyKind::Properties, _) | (_, BodyKind::Properties) => BodyKind::Properties,
        (BodyKind::Whole, _) | (_, BodyKind::Whole) => BodyKind::Whole,
        _ => BodyKind::Empty,
    }
}
