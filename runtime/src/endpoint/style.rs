//! How the value of a parameter is written: OpenAPI's styles.

use std::fmt;

use super::Place;

/// How a value is written, by OpenAPI's names (3.2.0, "Style Values") and two of this crate's own.
///
/// Where a style may stand, and what a list of `blue` and `black` and an object with `R` = 100 and `G` = 200 become under the
/// name `color`:
///
/// | style | place | `explode` | list | object |
/// |---|---|---|---|---|
/// | `form` | query, cookie | yes (default) | `color=blue&color=black` | `R=100&G=200` |
/// | | | no | `color=blue,black` | `color=R,100,G,200` |
/// | `spaceDelimited` | query | no (default) | `color=blue%20black` | `color=R%20100%20G%20200` |
/// | `pipeDelimited` | query | no (default) | `color=blue%7Cblack` | `color=R%7C100%7CG%7C200` |
/// | both | query | yes | `color=blue&color=black` | `R=100&G=200` |
/// | `deepObject` | query | | refused | `color%5BR%5D=100&color%5BG%5D=200` |
/// | `simple` | path, header | no (default) | `blue,black` | `R,100,G,200` |
/// | | | yes | `blue,black` | `R=100,G=200` |
/// | `label` | path | no (default) | `.blue,black` | `.R,100,G,200` |
/// | | | yes | `.blue.black` | `.R=100.G=200` |
/// | `matrix` | path | no (default) | `;color=blue,black` | `;color=R,100,G,200` |
/// | | | yes | `;color=blue;color=black` | `;R=100;G=200` |
/// | `cookie` | cookie | yes (default) | `color=blue; color=black` | `R=100; G=200` |
/// | | | no | `color=blue,black` | `color=R,100,G,200` |
/// | `json` | anywhere | | `["blue","black"]` | `{"R":100,"G":200}` |
///
/// A property of a form has the styles of the query, but that an exploded object is refused: its keys would be other properties.
/// What stands between items is never written for what stands within one: it is percent-encoded there, and where that is not
/// possible the value is refused with the field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `name=value` pairs; in a cookie, what no cookie may carry is percent-encoded.
    Form,
    /// Items separated by commas.
    Simple,
    /// In a header that says no style, as RFC 9110 has it (section 5.6.1): items separated by a comma and a space, quoted where
    /// needed. An object is written as by `simple`.
    List,
    /// Items after dots.
    Label,
    /// `name=value` pairs after semicolons.
    Matrix,
    /// Items separated by spaces.
    SpaceDelimited,
    /// Items separated by `|`.
    PipeDelimited,
    /// One pair for each value, however deep, its keys in brackets; lists within repeat theirs.
    DeepObject,
    /// As `form`, but pairs are cookies of their own and nothing is encoded: what no cookie may carry is refused.
    Cookie,
    /// In the path: segments of their own, of a list or of text with slashes.
    Segments,
    /// The value as JSON text.
    Json,
}

impl Style {
    /// OpenAPI's name for it; `list` and `segments` for those that it does not have.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Simple => "simple",
            Self::List => "list",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
            Self::Segments => "segments",
            Self::Json => "json",
        }
    }

    pub(crate) const fn is_for(self, place: Place) -> bool {
        match self {
            Self::Form => matches!(place, Place::Query | Place::Cookie | Place::Property),
            Self::SpaceDelimited | Self::PipeDelimited | Self::DeepObject => {
                matches!(place, Place::Query | Place::Property)
            }
            Self::Simple => matches!(place, Place::Path | Place::Header),
            Self::Label | Self::Matrix | Self::Segments => matches!(place, Place::Path),
            Self::List => matches!(place, Place::Header),
            Self::Cookie => matches!(place, Place::Cookie),
            Self::Json => true,
        }
    }

    pub(super) const fn of(place: Place) -> Self {
        match place {
            Place::Path => Self::Simple,
            Place::Query | Place::Cookie => Self::Form,
            Place::Header => Self::List,
            Place::Property | Place::Body | Place::Request => Self::Json,
        }
    }

    pub(super) const fn is_exploded(self) -> bool {
        matches!(self, Self::Form | Self::Cookie | Self::DeepObject)
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
