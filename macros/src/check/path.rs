//! The path of a request: each placeholder needs a field that fills it.

use syn::{FieldsUnnamed, Ident};

use crate::model::param::Place;
use crate::model::request::{PathTemplate, Segment};
use crate::model::salvaged::TemplateFault;
use crate::tables::messages as m;
use crate::tables::suggest::closest;
use crate::written::declaration::WrittenRequest;
use crate::written::errors::Errors;
use crate::written::template::State;

use super::draft::Draft;

/// The placeholders of a path, matched with the fields.
pub(crate) struct Placeholders<'a> {
    written: &'a WrittenRequest<'a>,
    /// The fields of a tuple struct, which cannot fill any.
    tuple: Option<&'a FieldsUnnamed>,
    /// A placeholder that does not name a field.
    unfilled: Option<&'a str>,
}

impl<'a> Placeholders<'a> {
    pub(crate) fn check(ident: &Ident, written: &'a WrittenRequest<'a>, errors: &Errors) -> Self {
        let placeholders = &written.template.placeholders;
        let tuple = written.tuple.filter(|_| !placeholders.is_empty());
        if let Some(tuple) = tuple {
            errors.at(tuple, &m::PATH_IN_TUPLE, &[&ident.to_string()]);
        }
        let names_no_field = |placeholder: &&String| written.fields.iter().all(|field| field.name != **placeholder);
        let unfilled = placeholders.iter().find(names_no_field).filter(|_| written.is_struct && tuple.is_none());
        Self { written, tuple, unfilled: unfilled.map(String::as_str) }
    }

    /// Whether fields can be checked against the path.
    pub(crate) fn are_known(&self) -> bool {
        self.written.template.state == State::Sound && self.tuple.is_none() && self.unfilled.is_none()
    }

    /// Reports a placeholder that names no field, unless rustc will. rustc does not report it after an error of a macro, and it suggests
    /// unrelated names if no field is similar.
    pub(crate) fn report_unfilled(&self, errors: &Errors) {
        let is_like_a_field =
            |name: &str| closest(name, self.written.fields.iter().map(|field| &*field.name)).is_some();
        if let Some(unfilled) = self.unfilled.filter(|name| !errors.is_empty() || !is_like_a_field(name)) {
            let literal = &self.written.template.literal;
            errors.at(literal, &m::PLACEHOLDER_WITHOUT_FIELD, &[&format!("{{{unfilled}}}")]);
        }
    }

    /// The fault of the template that rustc will report.
    pub(crate) fn fault(&self, errors: &Errors) -> TemplateFault {
        match self.unfilled.filter(|_| errors.is_empty()) {
            Some(placeholder) => TemplateFault::Placeholder(placeholder.to_owned()),
            None => TemplateFault::None,
        }
    }

    /// The path, each placeholder with the parameter that fills it.
    pub(crate) fn path(&self, params: &[Draft<'_>]) -> PathTemplate<'a> {
        let template = &self.written.template;
        let segment = |placeholder: &String| {
            let fills = |param: &Draft<'_>| param.place == Place::Path && param.field.name == *placeholder;
            let is_optional = template.optional.as_ref() == Some(placeholder);
            Some(Segment { param: params.iter().position(fills)?, is_optional })
        };
        PathTemplate {
            template: &template.literal,
            literal: template.path(),
            segments: template.placeholders.iter().filter_map(segment).collect(),
        }
    }
}
