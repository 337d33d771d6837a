//! The readers of an endpoint's facts.

use super::{BodyKind, CrossFieldRule, Endpoint, Group, PagesFact, Param, ParamList, ReplyFact, ResolvedParam};

impl Endpoint {
    /// The method (RFC 9110, section 9), exactly as it is sent.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The path template as declared.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    pub(crate) const fn literal_len(&self) -> usize {
        self.literal_len
    }

    /// Every parameter.
    ///
    /// The request's own come first, in the order of declaration, then those of its groups, then those of the request that it wraps.
    #[must_use]
    pub const fn param_list(&self) -> ParamList {
        ParamList::of(self)
    }

    /// Whether a value of the request or group, sent or not, may contain a secret.
    pub(crate) fn holds_secret(&self) -> bool {
        fn has_unsent(endpoint: &Endpoint) -> bool {
            endpoint.unsent_secret
                || endpoint.groups.iter().any(|group| has_unsent(group.endpoint()))
                || endpoint.inner.is_some_and(has_unsent)
        }
        self.param_list().iter().any(Param::is_secret) || has_unsent(self)
    }

    /// Every parameter, with its field path through the groups, and whether every request carries it.
    #[must_use]
    pub fn resolved_params(&self) -> Vec<ResolvedParam> {
        ResolvedParam::all(self)
    }

    pub(crate) const fn own_params(&self) -> &'static [Param] {
        self.params
    }

    /// The groups of parameters that are flattened into this request or group.
    #[must_use]
    pub const fn group_list(&self) -> &'static [Group] {
        self.groups
    }

    /// The cross-field rules.
    ///
    /// Each group has its own list.
    #[must_use]
    pub const fn cross_field_rule_list(&self) -> &'static [CrossFieldRule] {
        self.cross_field_rules
    }

    /// How the next page is found, if the request has pages.
    #[must_use]
    pub const fn pages(&self) -> Option<&PagesFact> {
        self.pages.as_ref()
    }

    /// Whether the [groups](Self::group_list) are alternatives, of which exactly one is sent.
    #[must_use]
    pub const fn has_alternatives(&self) -> bool {
        self.alternative
    }

    /// The endpoint of the request that this one wraps, if it is a wrapper.
    #[must_use]
    pub const fn inner(&self) -> Option<&'static Self> {
        self.inner
    }

    /// Whether this wraps `inner`, directly or through other wrappers.
    pub(crate) fn wraps(&self, inner: &Self) -> bool {
        std::iter::successors(self.inner, |endpoint| endpoint.inner).any(|it| it.is_like(inner))
    }

    /// Whether both describe the same type. A constant has no unique address, so this compares the contents.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let names =
            |endpoint: &Self| endpoint.param_list().iter().map(|param| (param.place(), param.field(), param.name()));
        self.method == other.method && self.path == other.path && names(self).eq(names(other))
    }

    /// The kind of body that the request has.
    #[must_use]
    pub const fn body(&self) -> BodyKind {
        match self.body {
            BodyKind::Properties => self.properties,
            other => other,
        }
    }

    /// The name of the type that a success is decoded as.
    ///
    /// It is empty if it was not set.
    #[must_use]
    pub const fn response(&self) -> &'static str {
        self.response
    }

    /// The name of the type that an error is decoded as.
    ///
    /// It is empty if it was not set.
    #[must_use]
    pub const fn error(&self) -> &'static str {
        self.error
    }

    /// The facts of the response type and the error type, if they were set.
    #[must_use]
    pub const fn replies(&self) -> Option<[ReplyFact; 2]> {
        self.replies
    }

    /// The media type of a JSON body, if it was set.
    #[must_use]
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }

    /// The value of the header `Accept`, if it was set.
    #[must_use]
    pub const fn accept(&self) -> Option<&'static str> {
        self.accept
    }

    /// The statuses that count as a success and decode as JSON `null`.
    #[must_use]
    pub const fn absent_list(&self) -> &'static [u16] {
        self.absent
    }

    /// Where an error's body has the server's message, as a JSON Pointer.
    ///
    /// `None` if it was not set.
    #[must_use]
    pub const fn message_at(&self) -> Option<&'static str> {
        self.message_at
    }

    /// Whether the request is sent with the client's credentials.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// The name of the client's credentials that are sent; `None` for the default credentials.
    #[must_use]
    pub const fn credentials(&self) -> Option<&'static str> {
        self.credentials
    }

    /// Whether the request is idempotent, by its method (RFC 9110, section 9.2.2) or by declaration.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent || matches!(self.method.as_bytes(), b"GET" | b"HEAD" | b"PUT" | b"DELETE" | b"OPTIONS")
    }
}
