//! From the model to code: short calls into the runtime, through one hidden module. It cannot fail.

mod bounds;
mod checks;
mod debug;
mod docs;
mod editor;
mod encode;
mod facts;
mod fallback;
mod group;
mod markdown;
mod paginate;
mod replies;
mod reply_by_fields;
mod reply_by_status;
mod request;
mod rules;
mod scope;
mod spelled;
mod template;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::item::Item;
use crate::model::salvaged::{Salvaged, StandIn};
use crate::model::{Derived, Model};

use scope::Scope;

/// The implementation.
pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let scope = Scope { item: &model.item };
    let implementation = match &model.derived {
        Derived::Request(request) => request::implement(&scope, request),
        Derived::Group(group) => group::implement(&scope, group),
        Derived::ReplyByStatus(reply) => reply_by_status::implement(&scope, reply),
        Derived::ReplyByFields(reply) => reply_by_fields::implement(&scope, reply),
    };
    finish(&model.item, &implementation)
}

/// The errors, and an implementation that keeps uses of the type from being errors too.
pub(crate) fn fallback(salvaged: &Salvaged<'_>) -> TokenStream {
    let scope = Scope { item: &salvaged.item };
    let implementation = match &salvaged.stand_in {
        StandIn::Request(request) => fallback::request(&scope, request),
        StandIn::Group => fallback::group(&scope),
        StandIn::Reply => fallback::reply(&scope),
    };
    let errors = &salvaged.errors;
    let rest = finish(&salvaged.item, &implementation);
    quote!(#errors #rest)
}

/// Adds what every expansion has, in a block that hides its names.
fn finish(item: &Item<'_>, implementation: &TokenStream) -> TokenStream {
    let runtime = &item.runtime;
    let scope = Scope { item };
    let debug = item.debug.as_ref().map(|debug| debug::implement(&scope, debug));
    let hints = editor::hints(&item.words);
    // The expansion has to use a deprecated field. Users of that field are warned.
    let allow = item.has_deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #allow
        const _: () = {
            use #runtime::__private as __p;
            #implementation
            #debug
            #hints
        };
    }
}
