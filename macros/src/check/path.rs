//! The path of a request: each placeholder needs a field that fills it.

use syn::{FieldsUnnamed, Ident};

use crate::model::param::Place;
use crate::model::request::{PathTemplate, Segment};
use crate::model::salvaged::{TemplateFault, UnfilledPlaceholder};
use crate::tables::messages as m;
use crate::tables::suggest::closest;
use crate::written::declaration::WrittenRequest;
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::template::{State, Template};

use super::draft::Draft;
use super::name;

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

    /// Reports a placeholder that names no field, unless rustc will.
    ///
    /// rustc does not report it after an error of a macro, and it suggests unrelated names if no field is similar.
    pub(crate) fn report_unfilled(&self, rename_all: Option<&str>, errors: &Errors) {
        let Some(unfilled) = self.unfilled else {
            return;
        };
        let Template { literal, .. } = &self.written.template;
        let UnfilledPlaceholder { spelled, field } = self.described(unfilled);
        let is_sent_as = |field: &&Field<'_>| name::in_path(field, rename_all) == unfilled;
        if let Some(meant) = self.written.fields.iter().find(is_sent_as) {
            let form = self.form(unfilled);
            let meant = format!("{{{}{form}}}", meant.name);
            errors.at(literal, &m::PLACEHOLDER_IS_WIRE_NAME, &[&spelled, &meant]);
        } else if !errors.is_empty()
            || closest(unfilled, self.written.fields.iter().map(|field| &*field.name)).is_none()
        {
            errors.at(literal, &m::PLACEHOLDER_WITHOUT_FIELD, &[&spelled, &field]);
        }
    }

    /// What follows the name in the braces of a placeholder.
    fn form(&self, placeholder: &str) -> &'static str {
        let Template { rest, optional, .. } = &self.written.template;
        match placeholder {
            name if rest.as_deref() == Some(name) => ":+",
            name if optional.as_deref() == Some(name) => ":?",
            _ => "",
        }
    }

    fn described(&self, placeholder: &str) -> UnfilledPlaceholder {
        let form = self.form(placeholder);
        let ty = if form == ":?" { "Option<String>" } else { "String" };
        UnfilledPlaceholder { spelled: format!("{{{placeholder}{form}}}"), field: format!("{placeholder}: {ty}") }
    }

    /// The fault of the template that rustc will report.
    pub(crate) fn fault(&self, errors: &Errors) -> TemplateFault {
        match self.unfilled.filter(|_| errors.is_empty()) {
            Some(placeholder) => TemplateFault::Placeholder(self.described(placeholder)),
            None => TemplateFault::None,
        }
    }

    /// The path, each placeholder with the parameter that fills it.
    pub(crate) fn path(&self, params: &[Draft<'_>]) -> PathTemplate<'a> {
        let template = &self.written.template;
        let literal = template.path();
        let segment = |placeholder: &String| {
            let fills = |param: &Draft<'_>| param.place == Place::Path && param.field.name == *placeholder;
            let is_optional = template.optional.as_ref() == Some(placeholder);
            let is_rest = template.rest.as_ref() == Some(placeholder);
            let form = if is_rest { ":+" } else { "" };
            let is_last = literal.value().ends_with(&format!("/{{{placeholder}{form}}}"));
            Some(Segment { param: params.iter().position(fills)?, is_optional, is_rest, is_last })
        };
        let segments = template.placeholders.iter().filter_map(segment).collect();
        PathTemplate { template: &template.literal, literal, segments }
    }
}
