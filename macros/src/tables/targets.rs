//! The kinds of items with `#[api(..)]`: their names, and where else a key may belong. The names are those of messages.

/// The kind of item that has the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A struct that derives `ApiRequest`.
    Request,
    /// A field of such a struct, or of a group.
    Field,
    /// A struct or an enum that derives `ApiParams`.
    Group,
    /// A variant of such an enum.
    Alternative,
    /// An enum or a struct that derives `ApiResponse`.
    Reply,
    /// A field of such a struct.
    ReplyField,
    /// A variant of such an enum.
    Variant,
}

impl Target {
    pub(crate) const ALL: [Self; 7] =
        [Self::Request, Self::Field, Self::Group, Self::Alternative, Self::Reply, Self::ReplyField, Self::Variant];

    /// The other targets on which the user may have meant to write a key. The likeliest is the first.
    pub(crate) const fn around(self) -> &'static [Self] {
        match self {
            Self::Request => &[Self::Field],
            Self::Field => &[Self::Request, Self::Group],
            Self::Group => &[Self::Field, Self::Request],
            Self::Alternative => &[Self::Group, Self::Field, Self::Request],
            Self::Reply => &[Self::ReplyField, Self::Variant],
            Self::ReplyField | Self::Variant => &[Self::Reply, Self::ReplyField, Self::Variant],
        }
    }

    /// Its unique name. Its module of constants for editors has the same name.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Alternative => "alternative",
            Self::Reply => "reply",
            Self::ReplyField => "part",
            other => other.noun(),
        }
    }

    /// What messages call it.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Field => "field",
            Self::Group => "group",
            Self::Reply => "response type",
            Self::ReplyField => "response field",
            Self::Alternative | Self::Variant => "variant",
        }
    }
}
