//! Whether two styles write a value alike.

use crate::endpoint::{JsonType, Style};

use super::types::Types;

/// What matters of a value to the style that writes it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Single,
    List,
    Object,
    /// It may be any of them.
    Any,
}

/// Whether a value of the request, by its style and `explode`, is written as the document has it.
///
/// The kind says what the value is; where it is not known, the types that the document allows.
pub(super) fn is_written_alike(has: (Style, bool), described: (Style, bool), kind: JsonType, allowed: Types) -> bool {
    let shape = shape_of(if kind == JsonType::Unknown { allowed } else { Types::of(kind) });
    plain(has, shape) == plain(described, shape)
}

fn shape_of(types: Types) -> Shape {
    if types.is_within(Types::SINGLE) {
        Shape::Single
    } else if types == Types::ARRAY {
        Shape::List
    } else if types == Types::OBJECT {
        Shape::Object
    } else {
        Shape::Any
    }
}

/// The first among the styles that write the same.
fn plain((style, is_exploded): (Style, bool), shape: Shape) -> (Style, bool) {
    match (style, shape) {
        // An RFC 9110 list is OpenAPI's, but for a space and quotes. OpenAPI has no word for what keeps its slashes.
        (Style::List, _) => plain((Style::Simple, false), shape),
        (Style::Segments, _) => (Style::Simple, false),
        (Style::Json | Style::DeepObject, _) => (style, true),
        // Before OpenAPI 3.2 a cookie has no other style than `form`.
        (Style::Form | Style::Cookie | Style::SpaceDelimited | Style::PipeDelimited, Shape::Single) => {
            (Style::Form, true)
        }
        (Style::SpaceDelimited | Style::PipeDelimited, _) if is_exploded => (Style::Form, true),
        (Style::Simple, Shape::List) | (_, Shape::Single) => (style, false),
        _ => (style, is_exploded),
    }
}
