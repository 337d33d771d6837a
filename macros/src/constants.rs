//! What is always sent alike, as it is checked: constants of the struct, and those in the path's own text.

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;
use syn::Lit;

use crate::encoding::Encoding;
use crate::errors::Errors;
use crate::messages as m;
use crate::params::{Param, Place, Whole};
use crate::wire;
use crate::written;

/// A literal as it is sent.
fn text_of(literal: &Lit) -> String {
    match literal {
        Lit::Str(text) => text.value(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        // As the runtime writes it.
        Lit::Float(number) => {
            number.base10_parse::<f64>().map_or_else(|_| number.to_string(), |number| format!("{number:?}"))
        }
        other => other.to_token_stream().to_string(),
    }
}

/// The literal with a type that holds it: rustc takes an integer without one for an `i32`.
pub(crate) fn typed(literal: &Lit) -> TokenStream {
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

/// A parameter that is always the same.
pub(crate) struct Constant<'a> {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The value as text, for `ENDPOINT`.
    pub(crate) value: String,
    pub(crate) written: Fixed<'a>,
}

pub(crate) enum Fixed<'a> {
    /// A literal behind a key.
    Literal(&'a written::Constant),
    /// `name=value` in the path's own text.
    Pair(&'a str),
}

impl Constant<'_> {
    /// The runtime's name for what the value is.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.written {
            Fixed::Literal(written) => match written.value {
                Lit::Int(_) => "Integer",
                Lit::Float(_) => "Number",
                Lit::Bool(_) => "Boolean",
                _ => "Text",
            },
            Fixed::Pair(_) => "Text",
        }
    }
}

pub(crate) fn constants<'a>(whole: &Whole<'a>, params: &[Param<'_>], errors: &Errors) -> Vec<Constant<'a>> {
    let in_path = whole.template.query.iter().map(|pair| Constant {
        place: Place::Query,
        name: pair.name.clone(),
        value: pair.value.clone(),
        written: Fixed::Pair(&pair.text),
    });
    let mut constants: Vec<Constant<'a>> = in_path.collect();
    for place in [Place::Query, Place::Header, Place::Property] {
        for constant in whole.written.constants(place.word()) {
            let name = constant.name.value();
            if name.is_empty() {
                errors.at(&constant.name, &m::NAME_EMPTY, &[]);
            } else if place == Place::Header && !wire::is_token(&name) {
                errors.at(&constant.name, &m::HEADER_NAME_INVALID, &[&name]);
            } else if place == Place::Header && wire::is_reserved(&name) {
                errors.at(&constant.name, &m::HEADER_NAME_RESERVED, &[&name]);
            } else if let (Place::Property, Some(method @ ("GET" | "HEAD"))) = (place, whole.usual.method()) {
                errors.at(&constant.name, &m::BODY_ON_GET, &[method]);
            }
            let value = text_of(&constant.value);
            if place == Place::Header && !wire::is_header_value(&value) {
                errors.at(&constant.value, &m::CONSTANT_IN_HEADER, &[&name]);
            }
            if place == Place::Header
                && whole.encoding == Encoding::Multipart
                && name.eq_ignore_ascii_case("content-type")
                && (!value.to_ascii_lowercase().starts_with("multipart/") || value.contains("boundary="))
            {
                errors.at(&constant.value, &m::MULTIPART_CONTENT_TYPE, &[]);
            }
            constants.push(Constant { place, name, value, written: Fixed::Literal(constant) });
        }
    }
    for (index, constant) in constants.iter().enumerate() {
        let is_same = |place: Place, name: &str| {
            place == constant.place
                && (name == constant.name || place == Place::Header && name.eq_ignore_ascii_case(&constant.name))
        };
        let twice = params.iter().any(|param| is_same(param.place, &param.name))
            || constants.iter().take(index).any(|other| is_same(other.place, &other.name));
        if twice && !constant.name.is_empty() {
            let arguments = [constant.place.noun(), &constant.name];
            match &constant.written {
                Fixed::Literal(written) => errors.at(&written.name, &m::CONSTANT_DECLARED, &arguments),
                Fixed::Pair(_) => errors.at(&whole.template.literal, &m::CONSTANT_DECLARED, &arguments),
            }
        }
        if let (Place::Property, Fixed::Literal(written)) = (constant.place, &constant.written)
            && let Some(body) = params.iter().find(|param| param.place == Place::Body)
        {
            errors.at(&written.name, &m::BODY_BESIDE_PROPERTIES, &[&body.field.name]);
        }
    }
    constants
}
