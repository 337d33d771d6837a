//! What a request, a group and an alternative have in common: their parameters as static facts, checked, and encoded.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::between::Between;
use crate::constants::{Constant, Fixed, typed};
use crate::encoding::Encoding;
use crate::params::{Field, Param, Place};
use crate::rules::{Rule, WrittenRule};
use crate::sent::{Piece, Sent};
use crate::template::is_unreserved;

use super::{Expansion, located, rules};

/// What the types of the fields have to be.
pub(super) fn bounds<'a>(sent: &Sent<'a>) -> impl Iterator<Item = (&'a Type, TokenStream)> {
    let params = sent.params.iter().filter_map(|param| Some((param.field.ty, bound(param, sent.encoding)?)));
    let rules = sent.params.iter().flat_map(rules::bounds);
    params.chain(rules).chain(sent.groups.iter().map(|group| (group.ty, quote!(__p::ApiParams))))
}

/// What a field's type has to be. What its own writer takes, only that writer knows.
fn bound(param: &Param<'_>, encoding: Encoding) -> Option<TokenStream> {
    if param.form.writer.is_some() {
        return None;
    }
    Some(match param.place {
        _ if param.is_map => quote!(__p::Entries),
        _ if param.form.is_json() => quote!(__p::Property),
        Place::Path | Place::Query | Place::Header | Place::Cookie if param.is_usual => {
            quote!(__p::Value + __p::Property)
        }
        Place::Path | Place::Query | Place::Header | Place::Cookie => quote!(__p::Value),
        Place::Property => match encoding {
            Encoding::Json => quote!(__p::Property),
            Encoding::Form => quote!(__p::Value),
            Encoding::Multipart => quote!(__p::ToParts<__p::of::Text>),
            Encoding::OfRequest => quote!(__p::Value + __p::Property),
        },
        Place::Body => quote!(__p::ToBody),
    })
}

/// The traits that calls by method need.
pub(super) fn imports(parts: &[&Sent<'_>]) -> TokenStream {
    // Of a request without parameters only the types of replies are asked, and not in every feature set.
    let is_used = parts.iter().any(|sent| !sent.order.is_empty());
    let allow = (!is_used).then(|| quote!(#[allow(unused_imports)]));
    let probed = quote!(#allow use __p::Probed as _;);
    let apply = parts.iter().any(|sent| has_own_rule(sent)).then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::{ApplyInOption as _, ApplyToWhole as _};
        }
    });
    let ungrouped = parts.iter().any(|sent| !sent.groups.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::Ungrouped as _;
        }
    });
    quote!(#probed #apply #ungrouped)
}

fn has_own_rule(sent: &Sent<'_>) -> bool {
    sent.params.iter().any(|param| param.rules.iter().any(Rule::is_own))
}

/// The calls that add the parameters to an `Endpoint`.
pub(super) fn facts(sent: &Sent<'_>, checks: &[&WrittenRule], is_in_body: bool) -> TokenStream {
    let constants = sent.constants.iter().map(|constant| {
        let Constant { place, name, value, .. } = constant;
        let constructor = Ident::new(place.word(), Span::call_site());
        let kind = Ident::new(constant.kind(), Span::call_site());
        let lower = (*place == Place::Header).then(|| in_lower_case(name));
        let style = (*place == Place::Property && sent.encoding == Encoding::Form).then(form_style);
        quote!(__p::Param::#constructor(#name, #name) #lower #style.with_json_type(__p::JsonType::#kind).with_value(#value).loggable())
    });
    let params: Vec<TokenStream> =
        sent.params.iter().map(|param| facts_of_param(param, is_in_body, sent.encoding)).chain(constants).collect();
    let params = (!params.is_empty()).then(|| quote!(.checked_params(&[#(#params),*])));
    let groups: Vec<TokenStream> = sent.groups.iter().map(|group| facts_of_group(group, is_in_body)).collect();
    let groups = (!groups.is_empty()).then(|| quote!(.checked_groups(&[#(#groups),*])));
    let between = facts_between(&sent.between, checks);
    let encoding = match sent.encoding {
        Encoding::Json | Encoding::OfRequest => None,
        Encoding::Form => Some(quote!(.form())),
        Encoding::Multipart => Some(quote!(.multipart())),
    };
    quote!(#params #groups #encoding #between)
}

/// The call that adds the rules between fields, and those of the whole.
pub(super) fn facts_between(between: &[Between<'_>], whole: &[&WrittenRule]) -> Option<TokenStream> {
    let between = between.iter().map(|rule| {
        let code = rule.key.to_string();
        let params = rule.of.into_iter().chain(rule.members.iter().map(|(_, param)| *param));
        let params = params.map(Literal::usize_unsuffixed);
        quote!(__p::CrossFieldRule::new(#code, &[#(#params),*]))
    });
    let whole = whole.iter().map(|rule| {
        let code = rule.code();
        quote!(__p::CrossFieldRule::new(#code, &[]))
    });
    let rules: Vec<TokenStream> = between.chain(whole).collect();
    (!rules.is_empty()).then(|| quote!(.between(&[#(#rules),*])))
}

/// What each property of a form has that says no style.
fn form_style() -> TokenStream {
    quote!(.with_style(__p::Style::Form))
}

fn facts_of_param(param: &Param<'_>, is_in_body: bool, encoding: Encoding) -> TokenStream {
    let Param { field, name, .. } = param;
    let (ty, rust_name) = (field.ty, &field.name);
    let place = if param.is_usual && is_in_body { Place::Property } else { param.place };
    let constructor = Ident::new(place.word(), Span::call_site());
    let is_plain = name.chars().all(is_unreserved);
    let facts = quote!(__p::facts!(#ty));
    let new = match place {
        Place::Header if param.is_map => quote!(__p::Param::header_map(#rust_name, #name).of(#facts)),
        _ if param.is_map => quote!(__p::Param::query_map(#rust_name).of(#facts)),
        Place::Body => {
            quote!(__p::Param::body(#rust_name).with_media_type(<__p::Probe<#ty>>::MEDIA_TYPE).of(#facts))
        }
        _ if is_plain => {
            let place = Ident::new(place.variant(), Span::call_site());
            quote!(__p::Param::plain(__p::Place::#place, #rust_name, #name, #facts))
        }
        _ => quote!(__p::Param::#constructor(#rust_name, #name).of(#facts)),
    };
    let lower = (place == Place::Header && !param.is_map).then(|| in_lower_case(name));
    // A map may always be empty.
    let required = match param.form.idempotency_key {
        // `None` sends a new one.
        Some(_) => Some(quote!(.required(true))),
        None => param.is_map.then(|| quote!(.required(false))),
    };
    let secret = field.secret().map(|_| quote!(.secret(true)));
    let loggable = param.is_loggable.then(|| quote!(.loggable()));
    let style = param.form.style.map(|style| {
        let style = Ident::new(style, Span::call_site());
        quote!(.with_style(__p::Style::#style))
    });
    let style = style.or_else(|| (place == Place::Property && encoding == Encoding::Form).then(form_style));
    let explode = param.form.explode.map(|explode| quote!(.with_explode(#explode)));
    let rules = rules::facts(param);
    // What a function of the user's own writes, no type says.
    let kind = param.form.writer.map(|_| quote!(.with_json_type(__p::JsonType::Unknown)));
    quote!(#new #lower #required #secret #kind #loggable #style #explode #rules)
}

/// The name of a header as `http` has it, which then is not parsed for each request.
fn in_lower_case(name: &str) -> TokenStream {
    let name = name.to_ascii_lowercase();
    quote!(.in_lower_case(#name))
}

fn facts_of_group(group: &Field<'_>, is_in_body: bool) -> TokenStream {
    let (ty, rust_name) = (group.ty, &group.name);
    let params = Ident::new(if is_in_body { "PARAMS_IN_BODY" } else { "PARAMS" }, Span::call_site());
    quote!(__p::Group::new(#rust_name, <__p::Probe<#ty>>::#params).required(!<__p::Probe<#ty>>::OPTIONAL))
}

/// The doc comments, where there are any.
pub(super) fn docs(whole: &str, sent: &Sent<'_>) -> Option<TokenStream> {
    let params: Vec<&str> = sent.params.iter().map(|param| &*param.field.docs).collect();
    let is_documented = !whole.is_empty() || params.iter().any(|docs| !docs.is_empty()) || !sent.groups.is_empty();
    let groups: Vec<&Type> = sent.groups.iter().map(|group| group.ty).collect();
    // The constants stand between the fields and the groups.
    let blanks = if groups.is_empty() { 0 } else { sent.constants.len() };
    let params = params.into_iter().chain(std::iter::repeat_n("", blanks));
    let in_groups = (!groups.is_empty()).then(|| quote!(.groups(&[#(<__p::Probe<#groups>>::PARAMS_DOCS),*])));
    is_documented.then(|| quote!(&__p::Docs::new(#whole, &[#(#params),*])#in_groups))
}

/// The statements that check the fields.
pub(super) fn checks(expansion: &Expansion<'_>, sent: &Sent<'_>) -> Vec<TokenStream> {
    let of_piece = |piece: &Piece| match *piece {
        Piece::Param(index) => checks_of_param(expansion, sent, index),
        Piece::Group(index) => {
            let field = sent.groups[index];
            let (ty, value) = (field.ty, expansion.borrowed(field, field.ty.span()));
            let index = Literal::usize_unsuffixed(index);
            vec![quote!(out.group(#index, |out| <__p::Probe<#ty>>::validate_params(#value, out));)]
        }
    };
    sent.order.iter().flat_map(of_piece).chain(checks_together(expansion, sent)).collect()
}

fn checks_of_param(expansion: &Expansion<'_>, sent: &Sent<'_>, index: usize) -> Vec<TokenStream> {
    let param = &sent.params[index];
    let rules = Some(rules::checks(expansion, index, param)).filter(|checks| !checks.is_empty());
    let between = sent.between.iter().filter(|rule| rule.of == Some(index));
    rules.into_iter().chain(between.flat_map(|rule| pairs(expansion, sent, index, rule))).collect()
}

/// `requires` and `conflicts_with`: a call for each field that they name.
fn pairs(expansion: &Expansion<'_>, sent: &Sent<'_>, index: usize, rule: &Between<'_>) -> Vec<TokenStream> {
    let pair = |(word, param): &(&Ident, usize)| {
        let this = is_set(expansion, sent, index, rule.key.span());
        let other = is_set(expansion, sent, *param, word.span());
        let (index, param) = (Literal::usize_unsuffixed(index), Literal::usize_unsuffixed(*param));
        let method = method_of(rule);
        quote!(out.#method(#index, #this, #param, #other);)
    };
    rule.members.iter().map(pair).collect()
}

/// The statements of the rules that are said of several fields together.
fn checks_together(expansion: &Expansion<'_>, sent: &Sent<'_>) -> Vec<TokenStream> {
    let together = sent.between.iter().filter(|rule| rule.of.is_none());
    let check = |rule: &Between<'_>| {
        let members = rule.members.iter().map(|(word, param)| {
            let is_set = is_set(expansion, sent, *param, word.span());
            let param = Literal::usize_unsuffixed(*param);
            quote!((#param, #is_set))
        });
        let method = method_of(rule);
        quote!(out.#method(&[#(#members),*]);)
    };
    together.map(check).collect()
}

fn method_of(rule: &Between<'_>) -> Ident {
    Ident::new(&rule.key.to_string(), Span::call_site())
}

/// Shown at the word that names the field, if that cannot be unset.
fn is_set(expansion: &Expansion<'_>, sent: &Sent<'_>, param: usize, span: Span) -> TokenStream {
    let field = expansion.borrowed(sent.params[param].field, span);
    quote_spanned!(span=> __p::Unset::is_set(#field))
}

/// The checks of the whole value.
pub(super) fn checks_of_whole(expansion: &Expansion<'_>, rules: &[&WrittenRule]) -> Vec<TokenStream> {
    let check = |rule: &&WrittenRule| {
        let WrittenRule { path, operands, .. } = rule;
        let (this, code) = (expansion.this(), rule.code());
        let rule = quote_spanned!(path.span()=> &#path #operands);
        quote!(__p::check_whole(out, #code, #this, #rule);)
    };
    rules.iter().map(check).collect()
}

/// The statements that write what is always the same, then the fields but those of the path.
pub(super) fn writes(expansion: &Expansion<'_>, sent: &Sent<'_>) -> TokenStream {
    let first = sent.params.len();
    let constants = sent.constants.iter().zip(first..).map(|(constant, index)| {
        let index = Literal::usize_unsuffixed(index);
        let method = Ident::new(constant.place.word(), Span::call_site());
        match &constant.written {
            Fixed::Literal(written) => {
                let value = typed(&written.value);
                match (constant.place, sent.encoding) {
                    (Place::Property, Encoding::Form | Encoding::Multipart) => quote!(out.form_field(#index, &#value);),
                    (Place::Property, Encoding::OfRequest) => quote!(out.usual(#index, &#value, &#value);),
                    _ => quote!(out.#method(#index, &#value);),
                }
            }
            Fixed::Pair(pair) => quote!(out.pair(#index, #pair);),
        }
    });
    let fields = sent.order.iter().filter_map(|piece| match *piece {
        Piece::Param(index) if sent.params[index].place == Place::Path => None,
        Piece::Param(index) => Some(write(expansion, index, &sent.params[index], sent.encoding)),
        Piece::Group(index) => {
            let field = sent.groups[index];
            let (ty, span) = (field.ty, located(field.ty.span()));
            let value = expansion.borrowed(field, field.ty.span());
            let index = Literal::usize_unsuffixed(index);
            let encode = quote_spanned!(span=> <#ty as __p::ApiParams>::encode(#value, out));
            Some(quote!(out.group(#index, |out| #encode);))
        }
    });
    quote!(#(#constants)* #(#fields)*)
}

fn write(expansion: &Expansion<'_>, index: usize, param: &Param<'_>, encoding: Encoding) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    if let Some(is_quoted) = param.form.idempotency_key {
        let (ty, value) = (param.field.ty, expansion.borrowed(param.field, param.field.ty.span()));
        let key = quote_spanned!(located(ty.span())=> <#ty as __p::Key>::given(#value));
        return quote!(out.idempotency_key(#index, #key, #is_quoted););
    }
    let value = |place| erased(expansion, param, place);
    if param.is_map {
        let entries = value(param.place);
        return quote!(out.entries(#index, #entries););
    }
    if param.is_usual || param.place == Place::Property && encoding == Encoding::OfRequest {
        let (value, property) = (value(Place::Query), value(Place::Property));
        return quote!(out.usual(#index, #value, #property););
    }
    let is_text = param.form.writer.is_some() || param.form.is_json();
    match (param.place, encoding) {
        (Place::Property, Encoding::Multipart) if !is_text => {
            let (ty, span) = (param.field.ty, located(param.field.ty.span()));
            let field = expansion.borrowed(param.field, param.field.ty.span());
            let parts = Ident::new("parts", Span::mixed_site());
            let call = quote_spanned!(span=> <#ty as __p::ToParts<_>>::to_parts(#field, #parts));
            quote!(out.parts(#index, |#parts| #call);)
        }
        (Place::Property, Encoding::Form | Encoding::Multipart) => {
            let value = value(Place::Query);
            quote!(out.form_field(#index, #value);)
        }
        (place, _) => {
            let (method, value) = (Ident::new(place.word(), Span::call_site()), value(place));
            quote!(out.#method(#index, #value);)
        }
    }
}

/// The call is written on the field's type, so that rustc's error about a missing trait underlines that type and no more.
pub(super) fn erased(expansion: &Expansion<'_>, param: &Param<'_>, place: Place) -> TokenStream {
    let ty = param.field.ty;
    let span = located(ty.span());
    let is_property = place == Place::Property || param.form.is_json();
    if let Some(path) = param.form.writer {
        let by = if is_property { quote!(__p::ErasedProperty::by) } else { quote!(__p::Erased::by) };
        let field = expansion.borrowed(param.field, path.span());
        // No field or module is meant by it, whatever the function's path is.
        let to = Ident::new("to", Span::mixed_site());
        let call = quote_spanned!(path.span()=> #path(#field, #to));
        return quote!(#by(&|#to| #call));
    }
    let value = expansion.borrowed(param.field, ty.span());
    match place {
        Place::Body => quote_spanned!(span=> || <#ty as __p::ToBody>::to_body(#value)),
        _ if param.is_map => quote_spanned!(span=> <#ty as __p::Entries>::erase(#value)),
        _ if is_property => quote_spanned!(span=> <#ty as __p::Property>::erase(#value)),
        _ => quote_spanned!(span=> <#ty as __p::Value>::erase(#value)),
    }
}

/// What keeps a group out of where it is flattened, as an error at its `flatten`: in constants of their own, or in the code that
/// `encode` runs where the types are not known before that.
pub(super) fn clashes(sent: &Sent<'_>, endpoints: &TokenStream) -> Vec<TokenStream> {
    let clash = |(index, group): (usize, &&Field<'_>)| {
        let flatten = group.written.get("flatten")?;
        let index = Literal::usize_unsuffixed(index);
        let clash = Ident::new("clash", Span::mixed_site());
        let words = quote!(#clash.words());
        // As the user's own token, so that rustc does not speak of the derive.
        let panic = quote_spanned!(flatten.ident.span()=> ::core::panic!("{}", #words));
        Some(quote! {
            if let ::core::option::Option::Some(#clash) = &__p::clash(&[#endpoints], #index) {
                #panic
            }
        })
    };
    sent.groups.iter().enumerate().filter_map(clash).collect()
}
