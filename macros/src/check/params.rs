//! The fields that are sent, each as a parameter or a group of parameters.

use crate::model::params::{Flattened, Sent};
use crate::tables::keys;
use crate::tables::messages as m;
use crate::written::errors::Errors;
use crate::written::field::Field;

use super::container::Container;
use super::draft::{Draft, Drafts, field as modelled};
use super::{name, place, rules, style};

/// Checks each field on its own.
pub(crate) fn of_fields<'a>(container: &Container<'a>, fields: &'a [Field<'a>], errors: &Errors) -> Drafts<'a> {
    let mut drafts = Drafts {
        params: Vec::new(),
        groups: Vec::new(),
        constants: Vec::new(),
        order: Vec::new(),
        body: container.body,
        cross_rules: Vec::new(),
        unsent: Vec::new(),
    };
    for (index, field) in fields.iter().enumerate() {
        place::flatten(container, field, errors);
        if field.written.has(keys::SKIP) {
            drafts.unsent.push(modelled(field, container.access(index)));
        }
        if let Some(key) =
            field.written.get(keys::FLATTEN).filter(|_| field.is_group() && !field.written.has(keys::SKIP))
        {
            drafts.order.push(Sent::Group(drafts.groups.len()));
            let field = modelled(field, container.access(index));
            drafts.groups.push(Flattened { field, key: key.ident.span() });
        } else if let Some(draft) = param(container, index, field, errors) {
            drafts.order.push(Sent::Param(drafts.params.len()));
            drafts.params.push(draft);
        }
    }
    drafts
}

/// The parameter that the field is. `None` if it is not sent, or after an error.
fn param<'a>(container: &Container<'a>, index: usize, field: &'a Field<'a>, errors: &Errors) -> Option<Draft<'a>> {
    let own = &field.written;
    let rules = rules::of_field(field, errors);
    let place = place::place(container, field, errors)?;
    let is_by_method = container.is_group() && !own.states_place();
    if is_by_method && let Some(entry) = own.among(&[keys::STYLE, keys::EXPLODE, keys::ALLOW_RESERVED]).next() {
        errors.at(&entry.ident, &m::PLACE_OF_STYLE, &[entry.name()]);
    }
    Some(Draft {
        field,
        access: container.access(index),
        place,
        is_by_method,
        name: name::of_field(field, place, container.rename_all.as_deref(), errors),
        is_map: own.has(keys::FLATTEN),
        format: style::format(container, field, place, errors),
        rules,
    })
}
