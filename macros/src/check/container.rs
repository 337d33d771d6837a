//! What a request, a group or an alternative specifies for all of its fields.

use syn::Ident;

use crate::model::field::Access;
use crate::model::params::BodyKind;
use crate::written::Written;
use crate::written::template::Template;

pub(crate) struct Container<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) written: &'a Written,
    /// The path of a request. A group has none.
    pub(crate) template: Option<&'a Template>,
    pub(crate) default_place: DefaultPlace,
    pub(crate) body: BodyKind,
    pub(crate) rename_all: Option<String>,
    pub(crate) is_strict: bool,
    /// Whether the path has no mistake, so that fields can be checked against it.
    pub(crate) is_path_known: bool,
    /// Whether its fields are those of a variant.
    pub(crate) is_variant: bool,
}

/// How a field without a place gets one.
#[derive(PartialEq, Eq)]
pub(crate) enum DefaultPlace {
    /// The default place for this method, which is in capital letters.
    ByMethod(String),
    /// There is no default place, because the method is not one of the keys.
    Missing(String),
    /// The default place of the request that the group is flattened into.
    OfRequest,
    /// Unknown because of an error.
    Unknown,
}

impl Container<'_> {
    pub(crate) fn method(&self) -> Option<&str> {
        self.default_place.method()
    }

    pub(crate) fn is_group(&self) -> bool {
        self.default_place == DefaultPlace::OfRequest
    }

    /// Whether the path has a placeholder of that name.
    pub(crate) fn has_placeholder(&self, name: &str) -> bool {
        self.template.is_some_and(|template| template.placeholders.iter().any(|placeholder| placeholder == name))
    }

    pub(crate) const fn access(&self, index: usize) -> Access {
        if self.is_variant { Access::Local(index) } else { Access::Member }
    }
}

impl DefaultPlace {
    pub(crate) fn method(&self) -> Option<&str> {
        match self {
            Self::ByMethod(method) | Self::Missing(method) => Some(method),
            Self::OfRequest | Self::Unknown => None,
        }
    }

    pub(crate) fn is_body(&self) -> bool {
        matches!(self, Self::ByMethod(method) if matches!(&**method, "POST" | "PUT" | "PATCH"))
    }
}
