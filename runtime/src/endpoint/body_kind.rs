//! The kinds of request bodies.

/// The kind of body that a request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    Empty,
    /// A JSON object whose properties are fields of the request.
    Properties,
    /// A form (`application/x-www-form-urlencoded`) whose properties are fields of the request.
    Form,
    /// A multipart body (`multipart/form-data`, RFC 7578) whose parts are fields of the request.
    Multipart,
    /// A body that is one field of the request.
    Whole,
}
