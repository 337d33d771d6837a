//! The table of styles: how lists and objects are written in each place. The names are those of OpenAPI.

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Form,
    Simple,
    Label,
    Matrix,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Cookie,
    Json,
    /// Several segments of a path. A placeholder `{name:+}` sets it; no key does.
    Segments,
}

impl Style {
    /// The variant of the runtime's `Style`.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::Form => "Form",
            Self::Simple => "Simple",
            Self::Label => "Label",
            Self::Matrix => "Matrix",
            Self::SpaceDelimited => "SpaceDelimited",
            Self::PipeDelimited => "PipeDelimited",
            Self::DeepObject => "DeepObject",
            Self::Cookie => "Cookie",
            Self::Json => "Json",
            Self::Segments => "Segments",
        }
    }
}

/// Where a style may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StylePlace {
    Path,
    Query,
    Header,
    Cookie,
    /// A property of a form.
    Property,
    /// A part of a multipart body.
    Part,
}

impl StylePlace {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Property => "property",
            Self::Part => "part",
        }
    }

    /// What messages call a parameter of this place.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            other => other.word(),
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct StyleRow {
    pub(crate) style: Style,
    /// OpenAPI's name.
    pub(crate) name: &'static str,
    /// The places that it is for.
    pub(crate) places: &'static [StylePlace],
    /// Whether `explode` changes what it writes.
    pub(crate) explodes: bool,
}

const fn row(style: Style, name: &'static str, places: &'static [StylePlace], explodes: bool) -> StyleRow {
    StyleRow { style, name, places, explodes }
}

/// Every style that a field can specify.
pub(crate) static STYLES: [StyleRow; 9] = {
    use StylePlace::{Cookie, Header, Part, Path, Property, Query};
    [
        row(Style::Form, "form", &[Query, Cookie, Property], true),
        row(Style::Simple, "simple", &[Path, Header], true),
        row(Style::Label, "label", &[Path], true),
        row(Style::Matrix, "matrix", &[Path], true),
        row(Style::SpaceDelimited, "spaceDelimited", &[Query, Property], true),
        row(Style::PipeDelimited, "pipeDelimited", &[Query, Property], true),
        row(Style::DeepObject, "deepObject", &[Query, Property], false),
        row(Style::Cookie, "cookie", &[Cookie], true),
        row(Style::Json, "json", &[Path, Query, Header, Cookie, Property, Part], false),
    ]
};
