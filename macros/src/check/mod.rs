//! The list of all checks.
//!
//! They turn a parsed declaration into a model of legal states, or into a fallback after a mistake.

mod body;
mod constants;
mod container;
mod cross_field;
mod draft;
mod item;
mod name;
mod paginate;
mod params;
mod path;
mod place;
mod reply;
mod request;
mod rules;
mod serde;
mod style;

use syn::Ident;

use crate::model::field::Access;
use crate::model::group::{Alternative, Group, GroupParams};
use crate::model::params::BodyKind;
use crate::model::request::{Replies, Request};
use crate::model::salvaged::{Salvaged, SalvagedRequest, StandIn, TemplateFault};
use crate::model::{Derived, Model};
use crate::tables::keys;
use crate::written::Written;
use crate::written::declaration::{Body, Declaration, WrittenAlternative, WrittenGroup, WrittenRequest};
use crate::written::errors::Errors;
use crate::written::field::Field;

use container::{Container, DefaultPlace};
use draft::Drafts;
use path::Placeholders;

/// Checks a declaration as a whole.
pub(crate) fn check<'a>(declaration: &'a Declaration<'a>, errors: Errors) -> Result<Model<'a>, Box<Salvaged<'a>>> {
    // #[serde(rename = "a")]
    serde::check(declaration, &errors);
    let checked = match &declaration.body {
        Body::Request(written) => request(declaration, written, &errors),
        Body::Group(written) => {
            let group = group(declaration, written, &errors);
            if errors.is_empty() { Ok(Derived::Group(group)) } else { Err(StandIn::Group) }
        }
        Body::ReplyByStatus(variants) => {
            let reply = reply::by_status(variants, &errors);
            if errors.is_empty() { Ok(Derived::ReplyByStatus(reply)) } else { Err(StandIn::Reply) }
        }
        Body::ReplyByFields(fields) => {
            let reply = reply::by_fields(fields, &errors);
            if errors.is_empty() { Ok(Derived::ReplyByFields(reply)) } else { Err(StandIn::Reply) }
        }
    };
    let item = item::item(declaration);
    match checked {
        Ok(derived) => Ok(Model { item, derived }),
        Err(stand_in) => Err(Box::new(Salvaged { item, errors: errors.into_tokens(), stand_in })),
    }
}

fn request<'a>(
    declaration: &'a Declaration<'a>,
    written: &'a WrittenRequest<'a>,
    errors: &Errors,
) -> Result<Derived<'a>, StandIn<'a>> {
    let (ident, on_item) = (&declaration.input.ident, &declaration.written);

    // get = "/users/{id}", where no field is `id`
    let placeholders = Placeholders::check(ident, written, errors);
    // get = "/a", post = "/b"
    let default_place = request::method(declaration, errors);
    let container = Container {
        ident,
        written: on_item,
        template: Some(&written.template),
        // body = xml
        body: body::kind(on_item, errors),
        // rename_all = "camel"
        rename_all: name::rename_all(on_item, errors),
        is_strict: on_item.has(keys::STRICT),
        is_path_known: placeholders.are_known(),
        is_variant: false,
        default_place,
    };
    let method = container.method();
    // get = "/a" without response = Type
    request::has_response(on_item, method, errors);
    // message_at = "message"
    let message_at = request::message_at(on_item, errors);
    let drafts = params(&container, &written.fields, errors);
    // body = form without properties
    body::kind_is_used(on_item, method, &drafts, errors);
    // body = form, content_type = "a/b"
    let content_type = request::content_type(on_item, method, &drafts, errors);
    // accept = "json"
    let accept = request::accept(on_item, &drafts, errors);
    placeholders.report_unfilled(container.rename_all.as_deref(), errors);
    let fault = placeholders.fault(errors);
    // validate(uuid) on the struct
    let checks = rules::of_whole(on_item, errors);
    // response = &str
    let replies = Replies {
        response: request::reply_type(on_item, keys::RESPONSE, errors),
        error: request::reply_type(on_item, keys::ERROR, errors),
    };
    // absent(99)
    let absent = request::absent(on_item, replies.response, errors);
    // paginate(cursor = missing)
    let pages = paginate::pages(declaration, &written.fields, errors);
    // auth = ""
    let credentials = request::credentials(on_item, errors);
    // put = "/a", idempotent
    let is_idempotent = request::is_idempotent(on_item, method, errors);

    if !errors.is_empty() || fault != TemplateFault::None {
        let fields = written.fields.iter().map(|field| draft::field(field, Access::Member)).collect();
        let template = &written.template.literal;
        return Err(StandIn::Request(SalvagedRequest {
            replies,
            template,
            fields,
            fault,
            pages: paginate::salvaged(declaration),
        }));
    }
    Ok(Derived::Request(Request {
        method: method.unwrap_or_default().to_owned(),
        path: placeholders.path(&drafts.params),
        replies,
        absent,
        message_at,
        content_type,
        accept,
        credentials,
        is_idempotent,
        params: drafts.finish(),
        pages: pages.map(Box::new),
        checks,
        defaults_to_body: container.default_place.is_body(),
    }))
}

fn group<'a>(declaration: &'a Declaration<'a>, written: &'a WrittenGroup<'a>, errors: &Errors) -> Group<'a> {
    let (ident, on_item) = (&declaration.input.ident, &declaration.written);

    // rename_all = "camel"
    let rename_all = name::rename_all(on_item, errors);
    let container = |ident: &'a Ident, written: &'a Written, is_variant| Container {
        ident,
        written,
        template: None,
        default_place: DefaultPlace::OfRequest,
        body: BodyKind::OfRequest,
        rename_all: rename_all.clone(),
        is_strict: on_item.has(keys::STRICT),
        is_path_known: true,
        is_variant,
    };
    let params = match written {
        WrittenGroup::Struct { fields, .. } => {
            GroupParams::Struct(params(&container(ident, on_item, false), fields, errors).finish())
        }
        WrittenGroup::Enum(alternatives) => {
            // all_or_none(a, b) on the enum
            cross_field::none_on_enum(on_item, errors);
            let alternative = |written: &'a WrittenAlternative<'a>| Alternative {
                variant: written.variant,
                docs: &written.docs,
                is_hidden: written.is_hidden,
                fields: draft::bound_fields(&written.fields),
                params: params(&container(written.variant, &written.written, true), &written.fields, errors).finish(),
            };
            GroupParams::Enum(alternatives.iter().map(alternative).collect())
        }
    };
    // validate(uuid) on the struct
    Group { params, checks: rules::of_whole(on_item, errors) }
}

/// The fields of a request, of a group, or of an alternative.
fn params<'a>(container: &Container<'a>, fields: &'a [Field<'a>], errors: &Errors) -> Drafts<'a> {
    // Each field: flatten, property; query, header; query = "", style = simple; validate(length(2..1))
    let mut drafts = params::of_fields(container, fields, errors);
    // query = "a" on two fields
    name::unique(&drafts.params, errors);
    // body on two fields
    body::one(&drafts.params, container.method(), errors);
    // query("a" = "1", "a" = "2")
    drafts.constants = constants::constants(container, &drafts.params, errors);
    // requires = missing
    drafts.cross_rules = cross_field::rules(container.written, fields, &drafts.params, errors);
    drafts
}
