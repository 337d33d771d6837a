//! The styles in which a parameter's value is written, as OpenAPI defines them.

use std::fmt;

use super::Place;

/// The style in which a value is written: one of OpenAPI's or of this crate's.
///
/// OpenAPI defines its own in version 3.2.0, "Style Values".
///
/// The table shows the places that allow each style. The list has the items `blue` and `black`, the object has `R` = 100 and
/// `G` = 200, and the parameter is named `color`:
///
/// | style | place | `explode` | list | object |
/// |---|---|---|---|---|
/// | `form` | query, cookie | yes (default) | `color=blue&color=black` | `R=100&G=200` |
/// | | | no | `color=blue,black` | `color=R,100,G,200` |
/// | `spaceDelimited` | query | no (default) | `color=blue%20black` | `color=R%20100%20G%20200` |
/// | `pipeDelimited` | query | no (default) | `color=blue%7Cblack` | `color=R%7C100%7CG%7C200` |
/// | both | query | yes | `color=blue&color=black` | `R=100&G=200` |
/// | `deepObject` | query | | of objects: `color%5B0%5D%5BR%5D=100` | `color%5BR%5D=100&color%5BG%5D=200` |
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
/// A form property allows the styles of the query. An exploded object is an error there, because its keys would be other
/// properties.
///
/// A delimiter inside an item is percent-encoded, so that it never separates items. Where that is not possible, encoding fails with
/// an error that names the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `name=value` pairs.
    ///
    /// In a cookie, characters that cookies do not allow are percent-encoded.
    Form,
    /// Items separated by commas.
    Simple,
    /// The default in a header: items separated by a comma and a space.
    ///
    /// RFC 9110, section 5.6.1, defines such lists.
    ///
    /// An item is quoted if a receiver would otherwise read it as several. An object is written as in `simple`.
    List,
    /// Items that each follow a dot.
    Label,
    /// `name=value` pairs that each follow a semicolon.
    Matrix,
    /// Items separated by spaces.
    SpaceDelimited,
    /// Items separated by `|`.
    PipeDelimited,
    /// One pair for each nested value, with its keys in brackets.
    ///
    /// A list inside repeats its key, and a list of objects has indices.
    DeepObject,
    /// Like `form`, but each pair is a separate cookie and nothing is encoded.
    ///
    /// A character that cookies do not allow is an error.
    Cookie,
    /// Several path segments, from a list or from text with slashes.
    Segments,
    /// The value as JSON text.
    Json,
}

impl Style {
    /// The name of the style in OpenAPI; `list` and `segments` are this crate's own.
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
