//! The parameters as static facts: what `ENDPOINT` and `DOCS` tell about them.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::{Ident, Lit, Type};

use crate::model::constant::{Constant, ConstantValue};
use crate::model::cross_rule::CrossRule;
use crate::model::param::{MapPlace, Param, ParamKind, Place, ValueFormat};
use crate::model::params::{BodyKind, Flattened, Params};
use crate::model::rule::OwnRule;
use crate::tables::names::is_unreserved;

use super::{bounds, rules};

/// The parameters and the groups, each as a list for a constructor of `Endpoint`.
pub(crate) fn lists(params: &Params<'_>, is_in_body: bool) -> TokenStream {
    let constants = params.constants.iter().map(|constant| of_constant(constant, params.body));
    let list = params.list.iter().map(|param| of_param(param, is_in_body, params.body)).chain(constants);
    let groups = params.groups.iter().map(|group| of_group(group, is_in_body));
    quote!(&[#(#list),*], &[#(#groups),*])
}

/// The calls that add the body's kind, the cross-field rules, and an unsent secret. The last says whether a field that is not sent is a
/// secret.
pub(crate) fn rest(params: &Params<'_>, checks: &[OwnRule<'_>]) -> TokenStream {
    let cross_rules = of_cross_rules(&params.cross_rules, checks);
    let body = match params.body {
        BodyKind::Json | BodyKind::OfRequest => None,
        BodyKind::Form => Some(quote!(.form())),
        BodyKind::Multipart => Some(quote!(.multipart())),
    };
    let unsent = unsent_secret(params).map(|is_secret| quote!(.unsent_secret(#is_secret)));
    quote!(#body #cross_rules #unsent)
}

/// Whether a field that is not sent is a secret. `None` if the types of these fields show that they are not.
fn unsent_secret(params: &Params<'_>) -> Option<TokenStream> {
    if params.unsent.iter().any(|field| field.is_secret) {
        return Some(quote!(true));
    }
    let may_be = params.unsent.iter().filter(|field| bounds::may_be_secret(field.ty)).map(|field| field.ty);
    let is_secret: Vec<TokenStream> = may_be.map(|ty| quote!(<__p::Probe<#ty>>::SECRET)).collect();
    (!is_secret.is_empty()).then(|| quote!(#(#is_secret)||*))
}

/// The call that adds the cross-field rules, and the checks of the whole value.
pub(crate) fn of_cross_rules(rules: &[CrossRule], whole: &[OwnRule<'_>]) -> Option<TokenStream> {
    let cross = rules.iter().map(|rule| {
        let code = rule.relation.code();
        let params = rule.relation.param().into_iter().chain(rule.members.iter().map(|member| member.param));
        let params = params.map(Literal::usize_unsuffixed);
        quote!(__p::CrossFieldRule::new(#code, &[#(#params),*]))
    });
    let whole = whole.iter().map(|rule| {
        let code = &rule.code;
        quote!(__p::CrossFieldRule::new(#code, &[]))
    });
    let rules: Vec<TokenStream> = cross.chain(whole).collect();
    (!rules.is_empty()).then(|| quote!(.cross_field_rules(&[#(#rules),*])))
}

/// The style of a property of a form that specifies none.
fn form_style() -> TokenStream {
    quote!(.with_style(__p::Style::Form))
}

fn of_constant(constant: &Constant<'_>, body: BodyKind) -> TokenStream {
    let Constant { place, name, text, value } = constant;
    let json_type = match value {
        ConstantValue::Literal(Lit::Int(_)) => "Integer",
        ConstantValue::Literal(Lit::Float(_)) => "Number",
        ConstantValue::Literal(Lit::Bool(_)) => "Boolean",
        ConstantValue::Literal(_) | ConstantValue::Pair(_) => "Text",
    };
    let json_type = Ident::new(json_type, Span::call_site());
    let style = (*place == Place::Property && body == BodyKind::Form).then(form_style);
    let new = if *place == Place::Header {
        let lower = name.to_ascii_lowercase();
        quote!(__p::header_constant(#name, #lower, __p::JsonType::#json_type, #text))
    } else {
        let place = Ident::new(place.variant(), Span::call_site());
        quote!(__p::constant(__p::Place::#place, #name, __p::JsonType::#json_type, #text))
    };
    quote!(#new #style)
}

fn of_param(param: &Param<'_>, is_in_body: bool, body: BodyKind) -> TokenStream {
    let (ty, rust_name) = (param.field.ty, param.field.name);
    let facts = quote!(__p::facts!(#ty));
    let (new, style, required) = match &param.kind {
        ParamKind::Body => (quote!(__p::body(#rust_name, <__p::Probe<#ty>>::MEDIA_TYPE, #facts)), None, None),
        ParamKind::Map { place, .. } => {
            let new = match place {
                MapPlace::Query => quote!(__p::query_map(#rust_name, #facts)),
                MapPlace::Headers { prefix } => quote!(__p::header_map(#rust_name, #prefix, #facts)),
            };
            (new, None, None)
        }
        ParamKind::Value { place, name, format } => {
            let place = place.resolved(is_in_body);
            let variant = Ident::new(place.variant(), Span::call_site());
            let new = if place == Place::Header {
                // `http` needs it in lower case: it is then not parsed for each request.
                let lower = name.to_ascii_lowercase();
                quote!(__p::header(#rust_name, #name, #lower, #facts))
            } else if name.chars().all(is_unreserved) {
                quote!(__p::plain_param(__p::Place::#variant, #rust_name, #name, #facts))
            } else {
                quote!(__p::param(__p::Place::#variant, #rust_name, #name, #facts))
            };
            let style = (place == Place::Property && body == BodyKind::Form).then(form_style);
            let required = match format {
                // For `None` a new key is sent.
                ValueFormat::IdempotencyKey { .. } => Some(quote!(.required(true))),
                ValueFormat::Styled { .. } => None,
            };
            (new, style, required)
        }
    };
    let secret = param.field.is_secret.then(|| quote!(.secret(true)));
    // The type does not tell what a function of the user's own writes.
    let json_type = param.kind.writer().map(|_| quote!(.with_json_type(__p::JsonType::Unknown)));
    let loggable = param.is_loggable.then(|| quote!(.loggable()));
    let stated = param.kind.style().map(|style| {
        let style = Ident::new(style.variant(), Span::call_site());
        quote!(.with_style(__p::Style::#style))
    });
    let style = stated.or(style);
    let explode = param.kind.explode().map(|explode| quote!(.exploded(#explode)));
    let reserved = param.allows_reserved.then(|| quote!(.allow_reserved()));
    let empty_segments = param.allows_empty_segments.then(|| quote!(.allow_empty_segments()));
    let rules = rules::facts(param);
    quote!(#new #required #secret #json_type #loggable #style #explode #reserved #empty_segments #rules)
}

fn of_group(group: &Flattened<'_>, is_in_body: bool) -> TokenStream {
    let (ty, rust_name) = (group.field.ty, group.field.name);
    let params = Ident::new(if is_in_body { "PARAMS_IN_BODY" } else { "PARAMS" }, Span::call_site());
    quote!(__p::Group::new(#rust_name, <__p::Probe<#ty>>::#params).required(!<__p::Probe<#ty>>::OPTIONAL))
}

/// The doc comments; `None` if nothing is documented.
pub(crate) fn docs(whole: &str, params: &Params<'_>) -> Option<TokenStream> {
    let list: Vec<&str> = params.list.iter().map(|param| param.field.docs).collect();
    let is_documented = !whole.is_empty() || list.iter().any(|docs| !docs.is_empty()) || !params.groups.is_empty();
    let groups: Vec<&Type> = params.groups.iter().map(|group| group.field.ty).collect();
    // The constants come between the fields and the groups.
    let blanks = if groups.is_empty() { 0 } else { params.constants.len() };
    let list = list.into_iter().chain(std::iter::repeat_n("", blanks));
    let in_groups = (!groups.is_empty()).then(|| quote!(.groups(&[#(<__p::Probe<#groups>>::PARAMS_DOCS),*])));
    is_documented.then(|| quote!(&__p::Docs::new(#whole, &[#(#list),*])#in_groups))
}
