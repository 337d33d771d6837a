//! The parts of an invalid declaration that are still needed. Its errors, its fallback implementation and the editor hints use them.

use proc_macro2::TokenStream;
use syn::{LitStr, Type};

use super::field::Field;
use super::item::Item;
use super::request::Replies;

pub(crate) struct Salvaged<'a> {
    pub(crate) item: Item<'a>,
    /// The errors, for rustc. They are empty if rustc will find the mistake in the template.
    pub(crate) errors: TokenStream,
    pub(crate) stand_in: StandIn<'a>,
}

/// The trait to implement, so that uses of the type are not errors too.
pub(crate) enum StandIn<'a> {
    Request(SalvagedRequest<'a>),
    Group,
    Reply,
}

pub(crate) struct SalvagedRequest<'a> {
    pub(crate) replies: Replies<'a>,
    pub(crate) template: &'a LitStr,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) fault: TemplateFault,
    /// How the next page is found, as far as that is known.
    pub(crate) pages: Option<SalvagedPages<'a>>,
}

/// What is known of pages after a mistake.
pub(crate) struct SalvagedPages<'a> {
    pub(crate) item: Option<&'a Type>,
}

/// A placeholder that names no field.
#[derive(PartialEq, Eq)]
pub(crate) struct UnfilledPlaceholder {
    /// `{id}`.
    pub(crate) spelled: String,
    /// A declaration of the field that is missing: `id: String`.
    pub(crate) field: String,
}

/// What is wrong with the template.
#[derive(PartialEq, Eq)]
pub(crate) enum TemplateFault {
    /// Nothing, or something that has been reported.
    None,
    /// This placeholder names no field, which rustc reports with a suggestion.
    Placeholder(UnfilledPlaceholder),
}
