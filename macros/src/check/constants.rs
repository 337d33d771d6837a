//! Constants: those of the keys, and those in the text of the path.

use quote::ToTokens;
use syn::Lit;

use crate::model::constant::{Constant, ConstantValue};
use crate::model::param::Place;
use crate::model::params::BodyKind;
use crate::tables::messages as m;
use crate::tables::names;
use crate::written::WrittenConstant;
use crate::written::errors::Errors;

use super::container::Container;
use super::draft::Draft;

pub(crate) fn constants<'a>(container: &Container<'a>, params: &[Draft<'_>], errors: &Errors) -> Vec<Constant<'a>> {
    let pairs = container.template.into_iter().flat_map(|template| &template.query).map(|pair| Constant {
        place: Place::Query,
        name: pair.name.clone(),
        text: pair.value.clone(),
        value: ConstantValue::Pair(&pair.text),
    });
    let mut constants: Vec<(Constant<'a>, Option<&'a WrittenConstant>)> = pairs.map(|pair| (pair, None)).collect();
    for place in [Place::Query, Place::Header, Place::Property] {
        for written in container.written.constants(place.key()) {
            constants.push((constant(container, place, written, errors), Some(written)));
        }
    }
    for (index, (constant, written)) in constants.iter().enumerate() {
        let is_same = |place: Place, name: &str| {
            place == constant.place
                && (name == constant.name || place == Place::Header && name.eq_ignore_ascii_case(&constant.name))
        };
        let is_repeated = params.iter().any(|param| is_same(param.place, &param.name))
            || constants.iter().take(index).any(|(other, _)| is_same(other.place, &other.name));
        if is_repeated && !constant.name.is_empty() {
            let arguments = [constant.place.noun(), &constant.name];
            match (written, container.template) {
                (Some(written), _) => errors.at(&written.name, &m::CONSTANT_DECLARED, &arguments),
                (None, template) => {
                    errors.at(template.map(|template| &template.literal), &m::CONSTANT_DECLARED, &arguments);
                }
            }
        }
        if let (Place::Property, Some(written)) = (constant.place, written)
            && let Some(body) = params.iter().find(|param| param.place == Place::Body)
        {
            errors.at(&written.name, &m::BODY_BESIDE_PROPERTIES, &[&body.field.name]);
        }
    }
    constants.into_iter().map(|(constant, _)| constant).collect()
}

/// `query("name" = "value")`.
fn constant<'a>(
    container: &Container<'_>,
    place: Place,
    written: &'a WrittenConstant,
    errors: &Errors,
) -> Constant<'a> {
    let name = written.name.value();
    if name.is_empty() {
        errors.at(&written.name, &m::NAME_EMPTY, &[]);
    } else if place == Place::Header && !names::is_token(&name) {
        super::name::invalid_header(&written.name, &name, errors);
    } else if place == Place::Header && names::is_reserved(&name) {
        errors.at(&written.name, &m::HEADER_NAME_RESERVED, &[&name]);
    } else if let (Place::Property, Some(method @ ("GET" | "HEAD"))) = (place, container.method()) {
        errors.at(&written.name, &m::BODY_ON_GET, &[method]);
    }
    let text = text_of(&written.value);
    if place == Place::Header && !names::is_header_value(&text) {
        errors.at(&written.value, &m::CONSTANT_IN_HEADER, &[&name]);
    }
    if place == Place::Header
        && container.body == BodyKind::Multipart
        && name.eq_ignore_ascii_case("content-type")
        && (!text.to_ascii_lowercase().starts_with("multipart/") || text.contains("boundary="))
    {
        errors.at(&written.value, &m::MULTIPART_CONTENT_TYPE, &[]);
    }
    Constant { place, name, text, value: ConstantValue::Literal(&written.value) }
}

/// A literal as it is sent.
fn text_of(literal: &Lit) -> String {
    match literal {
        Lit::Str(text) => text.value(),
        Lit::Int(number) => number.base10_digits().to_owned(),
        // The runtime writes a float in this way too.
        Lit::Float(number) => {
            number.base10_parse::<f64>().map_or_else(|_| number.to_string(), |number| format!("{number:?}"))
        }
        other => other.to_token_stream().to_string(),
    }
}
