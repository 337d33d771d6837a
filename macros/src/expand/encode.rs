//! The statements of `encode`: one erased call for each field and each constant.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Lit};

use crate::model::constant::{Constant, ConstantValue};
use crate::model::param::{Param, ParamKind, Place, ValueFormat, ValuePlace};
use crate::model::params::{BodyKind, Params, Sent};
use crate::tables::styles::Style;

use super::bounds;
use super::scope::{Scope, located};

/// The statements that write the constants, then the fields except those of the path.
pub(crate) fn writes(scope: &Scope<'_>, params: &Params<'_>) -> TokenStream {
    let first = params.list.len();
    let constants =
        params.constants.iter().zip(first..).map(|(constant, index)| write_constant(constant, index, params.body));
    let fields = params.order.iter().filter_map(|sent| match *sent {
        Sent::Param(index) => write(scope, index, &params.list[index], params.body),
        Sent::Group(index) => {
            let field = &params.groups[index].field;
            let (ty, span) = (field.ty, located(field.ty.span()));
            let value = scope.borrowed(field, field.ty.span());
            let index = Literal::usize_unsuffixed(index);
            let encode = quote_spanned!(span=> <#ty as __p::ApiParams>::encode(#value, out));
            Some(quote!(out.group(#index, |out| #encode);))
        }
    });
    quote!(#(#constants)* #(#fields)*)
}

fn write_constant(constant: &Constant<'_>, index: usize, body: BodyKind) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    match constant.value {
        ConstantValue::Literal(literal) => {
            let value = typed(literal);
            match (constant.place, body) {
                (Place::Property, BodyKind::Form | BodyKind::Multipart) => quote!(out.form_field(#index, &#value);),
                (Place::Property, BodyKind::OfRequest) => quote!(__p::by_method(out, #index, &#value, &#value);),
                (place, _) => {
                    let method = Ident::new(place.word(), Span::call_site());
                    quote!(out.#method(#index, &#value);)
                }
            }
        }
        ConstantValue::Pair(pair) => quote!(__p::pair(out, #index, #pair);),
    }
}

/// The literal with a type that holds it. rustc takes an integer without a type for an `i32`.
fn typed(literal: &Lit) -> TokenStream {
    let Lit::Int(number) = literal else {
        return literal.to_token_stream();
    };
    let (is_typed, digits) = (!number.suffix().is_empty(), number.base10_digits());
    if is_typed || digits.parse::<i32>().is_ok() {
        return literal.to_token_stream();
    }
    let mut wide = match (digits.parse::<i64>(), digits.parse::<i128>(), digits.parse::<u128>()) {
        (Ok(number), ..) => Literal::i64_suffixed(number),
        (_, Ok(number), _) => Literal::i128_suffixed(number),
        (.., Ok(number)) => Literal::u128_suffixed(number),
        _ => return literal.to_token_stream(),
    };
    wide.set_span(number.span());
    wide.into_token_stream()
}

/// The statement that writes a field. `None` for a field of the path, which is written before.
fn write(scope: &Scope<'_>, index: usize, param: &Param<'_>, body: BodyKind) -> Option<TokenStream> {
    let index = Literal::usize_unsuffixed(index);
    let value = |place| erased(scope, param, place);
    let (place, format) = match &param.kind {
        ParamKind::Map { .. } => {
            let entries = value(Place::Query);
            return Some(quote!(out.entries(#index, #entries);));
        }
        ParamKind::Body => {
            let value = value(Place::Body);
            return Some(quote!(out.body(#index, #value);));
        }
        ParamKind::Value { place, format, .. } => (*place, format),
    };
    if let ValueFormat::IdempotencyKey { is_quoted } = format {
        let (ty, value) = (param.field.ty, scope.borrowed(&param.field, param.field.ty.span()));
        let key = quote_spanned!(located(ty.span())=> <#ty as __p::IdempotencyField>::given(#value));
        return Some(quote!(out.idempotency_key(#index, #key, #is_quoted);));
    }
    let is_text = param.kind.writer().is_some() || param.kind.style() == Some(Style::Json);
    Some(match (place, body) {
        (ValuePlace::Path, _) => return None,
        (ValuePlace::ByMethod, _) | (ValuePlace::Property, BodyKind::OfRequest) => {
            let (value, property) = (value(Place::Query), value(Place::Property));
            match bounds::is_bytes(param) {
                Some(is_bytes) => quote!(__p::bytes_by_method(out, #index, #value, #property, #is_bytes);),
                None => quote!(__p::by_method(out, #index, #value, #property);),
            }
        }
        (ValuePlace::Property, BodyKind::Multipart) if !is_text => {
            let (ty, span) = (param.field.ty, located(param.field.ty.span()));
            let field = scope.borrowed(&param.field, param.field.ty.span());
            let parts = Ident::new("parts", Span::mixed_site());
            let call = quote_spanned!(span=> <#ty as __p::ToParts<_>>::to_parts(#field, #parts));
            quote!(out.parts(#index, |#parts| #call);)
        }
        (ValuePlace::Property, BodyKind::Form) if !is_text => {
            let (ty, span) = (param.field.ty, located(param.field.ty.span()));
            let field = scope.borrowed(&param.field, param.field.ty.span());
            let value = quote_spanned!(span=> <#ty as __p::FormValue>::erase(#field));
            quote!(out.form_field(#index, #value);)
        }
        (ValuePlace::Property, BodyKind::Form | BodyKind::Multipart) => {
            let value = value(Place::Query);
            quote!(out.form_field(#index, #value);)
        }
        (ValuePlace::Query | ValuePlace::Header | ValuePlace::Cookie | ValuePlace::Property, _) => {
            let place = place.resolved(false);
            let (method, value) = (Ident::new(place.word(), Span::call_site()), value(place));
            quote!(out.#method(#index, #value);)
        }
    })
}

/// The value of a field, erased.
///
/// The call is at the field's type, so that rustc underlines just that type if it lacks a trait.
pub(crate) fn erased(scope: &Scope<'_>, param: &Param<'_>, place: Place) -> TokenStream {
    let ty = param.field.ty;
    let span = located(ty.span());
    let is_property = place == Place::Property || param.kind.style() == Some(Style::Json);
    if let Some(path) = param.kind.writer() {
        let by = if is_property { quote!(__p::json_by) } else { quote!(__p::text_by) };
        let field = scope.borrowed(&param.field, path.span());
        // Hygiene keeps this name apart from those of fields and modules in the path of the function.
        let to = Ident::new("to", Span::mixed_site());
        let call = quote_spanned!(path.span()=> #path(#field, #to));
        return quote!(#by(&|#to| #call));
    }
    let value = scope.borrowed(&param.field, ty.span());
    match param.kind {
        ParamKind::Body => quote_spanned!(span=> || <#ty as __p::ToBody>::to_body(#value)),
        ParamKind::Map { .. } => quote_spanned!(span=> <#ty as __p::Entries>::erase(#value)),
        ParamKind::Value { .. } if is_property => quote_spanned!(span=> <#ty as __p::Property>::erase(#value)),
        ParamKind::Value { .. } => quote_spanned!(span=> <#ty as __p::Value>::erase(#value)),
    }
}
