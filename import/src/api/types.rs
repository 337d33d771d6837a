//! The types of fields.

/// The type of a field, or what a response decodes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    /// Any JSON value.
    Value,
    /// `bool`.
    Bool,
    /// A whole number, as this Rust type.
    Integer(&'static str),
    /// `f64`.
    Number,
    /// `String`.
    Text,
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
    /// A model, by its index.
    Model(usize),
    /// A value that may be `null`.
    Option(Box<Type>),
    /// A value that is masked.
    Secret(Box<Type>),
    /// A property that a PATCH request leaves out, removes or sets.
    Patch(Box<Type>),
    /// A part of a multipart body with a file.
    Part,
    /// A plain text body or response.
    PlainText,
    /// A body or response of bytes in memory.
    Raw,
    /// A body or response that is streamed.
    Stream,
    /// A body that is a form.
    Form(Box<Type>),
    /// A response with one JSON value a line.
    JsonLines(Box<Type>),
    /// A response of server-sent events: of JSON, or of text without a type.
    Events(Option<Box<Type>>),
    /// A response by status, by its index.
    Choice(usize),
}

impl Type {
    /// Whether it is server-sent events.
    #[must_use]
    pub(crate) fn is_events(&self) -> bool {
        matches!(self, Self::Events(_))
    }

    /// Whether it is read from, or written as, JSON.
    #[must_use]
    pub(crate) fn is_json(&self) -> bool {
        match self {
            Self::Part
            | Self::PlainText
            | Self::Raw
            | Self::Stream
            | Self::Form(_)
            | Self::JsonLines(_)
            | Self::Events(_)
            | Self::Choice(_) => false,
            Self::Value
            | Self::Bool
            | Self::Integer(_)
            | Self::Number
            | Self::Text
            | Self::List(_)
            | Self::Map(_)
            | Self::Model(_)
            | Self::Option(_)
            | Self::Secret(_)
            | Self::Patch(_) => true,
        }
    }

    /// The type inside, if it is one type around another.
    #[must_use]
    pub(crate) fn inner(&self) -> Option<&Self> {
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Secret(inner)
            | Self::Patch(inner)
            | Self::Form(inner)
            | Self::JsonLines(inner)
            | Self::Events(Some(inner)) => Some(inner),
            _ => None,
        }
    }

    /// The model at its core, and whether a list or a map is between.
    #[must_use]
    pub(crate) fn model(&self) -> Option<(usize, bool)> {
        match self {
            Self::Model(model) => Some((*model, false)),
            Self::List(inner) | Self::Map(inner) => inner.model().map(|(model, _)| (model, true)),
            other => other.inner()?.model(),
        }
    }
}
