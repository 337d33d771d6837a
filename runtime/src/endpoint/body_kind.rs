//! What the body of a request consists of.

/// What the body of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// A JSON object, of which some fields are the properties.
    Properties,
    /// A form (`application/x-www-form-urlencoded`), of which some fields are the properties.
    Form,
    /// Several parts (`multipart/form-data`, RFC 7578): some fields, each of one part or more.
    Multipart,
    /// One field is all of it.
    Whole,
}
