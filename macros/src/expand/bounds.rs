//! The bounds on the fields' types, and the assertions that flattened groups do not clash.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::model::param::{Param, ParamKind, ValueFormat, ValuePlace};
use crate::model::params::{BodyKind, Flattened, Params};
use crate::model::rule::Rule;
use crate::tables::messages::{BODY_OF_BYTES, Message, NO_TEXT, PART_OF_BYTES};
use crate::tables::styles::Style;

use super::rules;
use super::scope::{Scope, without_lifetimes};

/// The bounds on the types of the fields.
pub(crate) fn of<'a>(params: &Params<'a>) -> impl Iterator<Item = (&'a Type, TokenStream)> {
    let of_params = params.list.iter().filter_map(|param| Some((param.field.ty, bound(param, params.body)?)));
    let of_rules = params.list.iter().flat_map(rules::bounds);
    of_params.chain(of_rules).chain(params.groups.iter().map(|group| (group.field.ty, quote!(__p::ApiParams))))
}

/// Allows the lints that do not apply to the bounds.
///
/// The bounds have the spans of the user's own types, and the user's module may have shorter paths.
pub(crate) fn lints(scope: &Scope<'_>) -> Option<TokenStream> {
    scope.is_generic().then(|| quote!(#[allow(unused_qualifications)]))
}

/// The bound on the type of a field. What the user's own writer takes is not known.
///
/// It has the span of the type, so that rustc does not mention the derive if the bound is missing elsewhere. Where a trait of the
/// runtime follows from `Serialize`, users read the name of that one.
fn bound(param: &Param<'_>, body: BodyKind) -> Option<TokenStream> {
    if param.kind.writer().is_some() {
        return None;
    }
    let span = param.field.ty.span();
    let is_part =
        matches!((&param.kind, body), (ParamKind::Value { place: ValuePlace::Property, .. }, BodyKind::Multipart));
    Some(match &param.kind {
        ParamKind::Body => quote_spanned!(span=> __p::ToBody),
        _ if is_part && param.kind.style() != Some(Style::Json) => quote_spanned!(span=> __p::ToParts<__p::of::Text>),
        _ => quote_spanned!(span=> __p::Serialize),
    })
}

/// The assertions that the types of the fields have a form that servers expect. Each comes with whether it depends on the item's
/// parameters.
pub(crate) fn sendable(scope: &Scope<'_>, params: &Params<'_>) -> Vec<(bool, TokenStream)> {
    let checks =
        params.list.iter().flat_map(|param| forms(param, params.body).into_iter().map(move |form| (param, form)));
    let check = |(param, (fact, message)): (&Param<'_>, (&str, &Message))| {
        let (ty, fact) = (param.field.ty.to_token_stream(), Ident::new(fact, Span::call_site()));
        let depends = scope.depends(ty.clone());
        let (message, spelled) = (message.fill(&[]), without_lifetimes(ty));
        // At the user's own token, so that rustc does not mention the derive.
        let panic = quote_spanned!(param.field.ty.span()=> ::core::panic!("{}", #message));
        (depends, quote!(if <__p::Probe<#spelled>>::#fact { #panic }))
    };
    checks.map(check).collect()
}

/// What the type of a field must not be, and why.
fn forms(param: &Param<'_>, body: BodyKind) -> Vec<(&'static str, &'static Message)> {
    let is_json = param.kind.style() == Some(Style::Json);
    if param.kind.writer().is_some()
        || is_json
        || matches!(param.kind, ParamKind::Value { format: ValueFormat::IdempotencyKey { .. }, .. })
    {
        return Vec::new();
    }
    let is_text = match &param.kind {
        ParamKind::Body => return vec![("BYTES", &BODY_OF_BYTES)],
        ParamKind::Value { place: ValuePlace::ByMethod, .. } => false,
        ParamKind::Value { place: ValuePlace::Property, .. } => matches!(body, BodyKind::Form | BodyKind::Multipart),
        ParamKind::Map { .. } | ParamKind::Value { .. } => true,
    };
    let mut forms = Vec::new();
    if is_text && !is_known(without_lifetimes(param.field.ty.to_token_stream())) {
        forms.push(("TEXTLESS", &NO_TEXT));
    }
    let is_part = matches!(param.kind, ParamKind::Value { place: ValuePlace::Property, .. });
    if is_part && body == BodyKind::Multipart {
        forms.push(("BYTES", &PART_OF_BYTES));
    }
    forms
}

/// Whether the type of a group's field is bytes, which only the request can refuse. `None` if the type shows that it is not.
pub(crate) fn is_bytes(param: &Param<'_>) -> Option<TokenStream> {
    let ty = without_lifetimes(param.field.ty.to_token_stream());
    let may_be = param.kind.writer().is_none() && (!is_known(ty.clone()) || mentions(ty.clone(), "u8"));
    may_be.then(|| quote!(<__p::Probe<#ty>>::BYTES))
}

/// Whether a type may be a secret, as far as its words tell.
pub(crate) fn may_be_secret(ty: &Type) -> bool {
    let ty = without_lifetimes(ty.to_token_stream());
    !is_known(ty.clone()) || mentions(ty, "Secret")
}

fn mentions(ty: TokenStream, word: &str) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Ident(mentioned) => mentioned == word,
        TokenTree::Group(group) => mentions(group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether all words of a type are among the commonest, which need no check. A check of each field would make requests slower to
/// compile.
fn is_known(ty: TokenStream) -> bool {
    const KNOWN: [&str; 24] = [
        "Option", "Vec", "Box", "Secret", "String", "str", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize",
        "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "Uuid", "static",
    ];
    ty.into_iter().all(|token| match token {
        TokenTree::Ident(word) => KNOWN.iter().any(|known| word == known),
        TokenTree::Group(group) => is_known(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

/// The traits whose methods the expansion calls.
pub(crate) fn imports(parts: &[&Params<'_>]) -> TokenStream {
    // Without parameters, only the types of replies use it, and not with every feature.
    let is_used = parts.iter().any(|params| !params.order.is_empty());
    let allow = (!is_used).then(|| quote!(#[allow(unused_imports)]));
    let probed = quote!(#allow use __p::Probed as _;);
    let apply = parts.iter().any(|params| has_own_rule(params)).then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::{ApplyInOption as _, ApplyToWhole as _};
        }
    });
    let ungrouped = parts.iter().any(|params| !params.groups.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::Ungrouped as _;
        }
    });
    quote!(#probed #apply #ungrouped)
}

fn has_own_rule(params: &Params<'_>) -> bool {
    params.list.iter().any(|param| param.rules.iter().any(Rule::is_own))
}

/// The assertions that no parameter of a flattened group has another's name and place.
///
/// Each is an error at its `flatten`. They are evaluated in constants of their own or, if the types are not known there, in `encode`.
pub(crate) fn clashes(params: &Params<'_>, endpoints: &TokenStream) -> Vec<TokenStream> {
    let clash = |(index, group): (usize, &Flattened<'_>)| {
        let index = Literal::usize_unsuffixed(index);
        let clash = Ident::new("clash", Span::mixed_site());
        let words = quote!(#clash.words());
        // At the user's own token, so that rustc does not mention the derive.
        let panic = quote_spanned!(group.key=> ::core::panic!("{}", #words));
        quote! {
            if let ::core::option::Option::Some(#clash) = &__p::clash(&[#endpoints], #index) {
                #panic
            }
        }
    };
    params.groups.iter().enumerate().map(clash).collect()
}
