//! Checks whether two styles write a value the same way.

use crate::endpoint::{JsonType, Style};

use super::json_types::Types;

/// The shape of a value, as far as it matters to a style.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Single,
    List,
    Object,
    /// Any of the others.
    Any,
}

/// Whether the request writes a value as the document specifies, by style and `explode`.
///
/// The shape of the value comes from `kind`, or from the types that the document allows if `kind` is unknown.
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

/// Maps styles that write the same to one of them.
fn plain((style, is_exploded): (Style, bool), shape: Shape) -> (Style, bool) {
    match (style, shape) {
        // An RFC 9110 list differs from `simple` only by a space and quotes. OpenAPI has no style that keeps slashes.
        (Style::List, _) => plain((Style::Simple, false), shape),
        (Style::Segments, _) => (Style::Simple, false),
        (Style::Json | Style::DeepObject, _) => (style, true),
        // Before OpenAPI 3.2, `form` is the only style of a cookie.
        (Style::Form | Style::Cookie | Style::SpaceDelimited | Style::PipeDelimited, Shape::Single) => {
            (Style::Form, true)
        }
        (Style::SpaceDelimited | Style::PipeDelimited, _) if is_exploded => (Style::Form, true),
        (Style::Simple, Shape::List) | (_, Shape::Single) => (style, false),
        _ => (style, is_exploded),
    }
}
