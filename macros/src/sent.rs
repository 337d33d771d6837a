//! What a request, a group or one of its alternatives sends, as it is checked: parameters, groups within it, constants.

use quote::ToTokens;

use crate::between::{Between, between};
use crate::constants::{Constant, constants};
use crate::encoding::Encoding;
use crate::errors::Errors;
use crate::messages as m;
use crate::params::{Field, Param, Place, Whole};

pub(crate) struct Sent<'a> {
    /// The fields that are parameters, in the order of declaration, which is that of `ENDPOINT`.
    pub(crate) params: Vec<Param<'a>>,
    /// The fields that are groups of parameters.
    pub(crate) groups: Vec<&'a Field<'a>>,
    /// What is always sent alike; in `ENDPOINT` behind the fields.
    pub(crate) constants: Vec<Constant<'a>>,
    /// Both kinds of fields, in the order of declaration.
    pub(crate) order: Vec<Piece>,
    /// How the properties are encoded.
    pub(crate) encoding: Encoding,
    /// The rules over several parameters.
    pub(crate) between: Vec<Between<'a>>,
}

/// A field that is sent, by its index among those of its kind.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    Param(usize),
    Group(usize),
}

impl<'a> Sent<'a> {
    pub(crate) fn check(whole: &Whole<'a>, fields: &'a [Field<'a>], errors: &Errors) -> Self {
        let mut sent = Self {
            params: Vec::new(),
            groups: Vec::new(),
            constants: Vec::new(),
            order: Vec::new(),
            encoding: whole.encoding,
            between: Vec::new(),
        };
        for field in fields {
            if whole.is_group(field, errors) {
                sent.order.push(Piece::Group(sent.groups.len()));
                sent.groups.push(field);
            } else if let Some(param) = whole.param(field, errors) {
                sent.order.push(Piece::Param(sent.params.len()));
                sent.params.push(param);
            }
        }
        check_names(&sent.params, errors);
        check_bodies(&sent.params, whole.usual.method(), errors);
        sent.constants = constants(whole, &sent.params, errors);
        sent.between = between(whole.written, fields, &sent.params, errors);
        sent
    }

    /// Whether it may be another list of parameters where the method has a body.
    pub(crate) fn is_by_method(&self) -> bool {
        self.params.iter().any(|param| param.is_usual) || !self.groups.is_empty()
    }
}

/// No two parameters have one name in one place.
fn check_names(params: &[Param<'_>], errors: &Errors) {
    for (index, param) in params.iter().enumerate() {
        let is_same = |other: &&Param<'_>| {
            param.may_be_beside(other)
                && (other.name == param.name
                    || (param.place == Place::Header && other.name.eq_ignore_ascii_case(&param.name)))
        };
        let has_name = param.place != Place::Body && !param.is_map && !param.name.is_empty();
        if let Some(first) = params.iter().take(index).find(is_same).filter(|_| has_name) {
            let arguments = [param.place.word(), &first.name, &first.field.name, param.place.noun()];
            let written = param.field.written.text(param.place.word()).or(param.field.written.text("rename"));
            match written {
                Some(literal) => errors.at(literal, &m::SAME_NAME, &arguments),
                None => errors.at(&param.field.member, &m::SAME_NAME, &arguments),
            }
        }
    }
}

fn check_bodies(params: &[Param<'_>], method: Option<&str>, errors: &Errors) {
    let key = |param: &Param<'_>| match param.field.written.get(param.place.word()) {
        Some(entry) => entry.ident.to_token_stream(),
        None => param.field.member.to_token_stream(),
    };
    let mut bodies = params.iter().filter(|param| param.place == Place::Body);
    let whole = bodies.next();
    if let Some(method @ ("GET" | "HEAD")) = method {
        for param in params.iter().filter(|param| matches!(param.place, Place::Body | Place::Property)) {
            errors.at(key(param), &m::BODY_ON_GET, &[method]);
        }
    } else if let Some(whole) = whole {
        for second in bodies {
            errors.at(key(second), &m::TWO_BODIES, &[&whole.field.name]);
        }
        if let Some(property) = params.iter().find(|param| param.place == Place::Property || param.is_usual) {
            errors.at(key(property), &m::BODY_BESIDE_PROPERTIES, &[&whole.field.name]);
        }
    }
}
