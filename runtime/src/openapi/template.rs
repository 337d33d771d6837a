//! Path templates in OpenAPI's form, where each placeholder has the wire name of its parameter.

use std::fmt;

use crate::endpoint::{Endpoint, Place};

/// A parsed path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The name between braces.
    Placeholder(String),
}

impl Template {
    /// Parses a path of a document.
    pub(super) fn parse(path: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = path;
        while let Some((before, (name, after))) = split_at_placeholder(rest) {
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Placeholder(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Self { pieces }
    }

    /// The paths of a request.
    ///
    /// If the last segment is optional, there are two, and the one without it comes first.
    pub(super) fn of(endpoint: &Endpoint) -> Vec<Self> {
        let mut whole = Self::parse(endpoint.path());
        let mut is_optional = false;
        for piece in &mut whole.pieces {
            if let Piece::Placeholder(name) = piece {
                let (field, modifier) = name.split_once(':').unwrap_or((name, ""));
                is_optional = modifier == "?";
                let mut params = endpoint.param_list().iter();
                let param = params
                    .find(|param| param.place() == Place::Path && param.field().trim_start_matches("r#") == field);
                *name = param.map_or(field, |param| param.name()).to_owned();
            }
        }
        if !is_optional {
            return vec![whole];
        }
        let mut without = whole.clone();
        without.pieces.pop();
        // The slash before the segment is optional with it, but a path is never empty.
        if let Some(Piece::Text(text)) = without.pieces.last_mut()
            && text != "/"
        {
            text.pop();
        }
        vec![without, whole]
    }

    /// The names between braces.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Whether both differ at most in the names between braces.
    pub(super) fn has_shape_of(&self, other: &Self) -> bool {
        let is_same = |(one, other): (&Piece, &Piece)| match (one, other) {
            (Piece::Text(one), Piece::Text(other)) => one == other,
            (Piece::Placeholder(_), Piece::Placeholder(_)) => true,
            _ => false,
        };
        self.pieces.len() == other.pieces.len() && self.pieces.iter().zip(&other.pieces).all(is_same)
    }
}

/// The text before the first placeholder, its name, and the text after it.
fn split_at_placeholder(text: &str) -> Option<(&str, (&str, &str))> {
    let (before, behind) = text.split_once('{')?;
    Some((before, behind.split_once('}')?))
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Placeholder(name) => write!(f, "{{{name}}}"),
        })
    }
}
