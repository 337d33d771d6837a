//! Rules over several parameters, as they are checked: which of them must be set together, and which may not.

use syn::Ident;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::keys;
use crate::messages as m;
use crate::params::{Field, Param};
use crate::suggest::{closest, listed};
use crate::written::{Entry, Given, Written};

/// One rule over several parameters.
pub(crate) struct Between<'a> {
    /// `requires`, where it is written.
    pub(crate) key: &'a Ident,
    /// The parameter that carries the rule; `None` where it is said of all of them.
    pub(crate) of: Option<usize>,
    /// The parameters that it names, each with the word that does.
    pub(crate) members: Vec<(&'a Ident, usize)>,
}

/// The rules of the fields, then those of the struct.
pub(crate) fn between<'a>(
    written: &'a Written,
    fields: &'a [Field<'a>],
    params: &[Param<'_>],
    errors: &Errors,
) -> Vec<Between<'a>> {
    let names = Names { fields, params, errors };
    let of_fields = fields.iter().flat_map(|field| {
        let entries = field.written.entries.iter();
        let rules = entries.filter(|entry| matches!(entry.key.name, "requires" | "conflicts_with"));
        rules.filter_map(|entry| names.rule(entry, Some(field)))
    });
    let of_struct = written.entries.iter().filter(|entry| keys::BETWEEN.contains(&entry.key.name));
    of_fields.chain(of_struct.filter_map(|entry| names.rule(entry, None))).collect()
}

/// The fields that a rule may name.
struct Names<'n, 'a> {
    fields: &'a [Field<'a>],
    params: &'n [Param<'n>],
    errors: &'n Errors,
}

impl<'a> Names<'_, 'a> {
    fn rule(&self, entry: &'a Entry, of: Option<&Field<'_>>) -> Option<Between<'a>> {
        let Given::Fields(words) = &entry.value else {
            return None;
        };
        let mut members: Vec<(&Ident, usize)> = Vec::new();
        for word in words {
            let Some(param) = self.param(word, entry, of) else {
                continue;
            };
            if members.iter().any(|(_, other)| *other == param) {
                self.errors.at(word, &m::DUPLICATE_KEY, &[&word.unraw().to_string()]);
            }
            members.push((word, param));
        }
        if of.is_none() && words.len() == 1 {
            self.errors.at(&entry.ident, &m::ONE_MEMBER, &[entry.key.name]);
        }
        let of = match of {
            Some(of) => Some(self.position(&of.name)?),
            None => None,
        };
        Some(Between { key: &entry.ident, of, members })
    }

    fn param(&self, word: &Ident, entry: &Entry, of: Option<&Field<'_>>) -> Option<usize> {
        let name = word.unraw().to_string();
        let is_own = |field: &Field<'_>| of.is_some_and(|of| of.name == field.name);
        match self.fields.iter().find(|field| field.name == name) {
            Some(field) if is_own(field) => self.errors.at(word, &m::REQUIRES_ITSELF, &[&name, entry.key.name]),
            Some(field) if field.is_group() => self.errors.at(word, &m::MEMBER_IS_GROUP, &[&name]),
            Some(field) if !field.written.has("skip") => return self.position(&name),
            _ => {
                let sent = self.fields.iter().filter(|field| !field.written.has("skip") && !field.is_group());
                let others: Vec<&str> = sent.filter(|field| !is_own(field)).map(|field| &*field.name).collect();
                match closest(&name, others.iter().copied()) {
                    Some(close) => self.errors.at(word, &m::REQUIRES_MISSPELLED, &[&name, close]),
                    None if others.is_empty() => {
                        self.errors.at(word, &m::REQUIRES_ALONE, &[&name, entry.key.name]);
                    }
                    None => self.errors.at(word, &m::REQUIRES_UNKNOWN, &[&name, &listed(others)]),
                }
            }
        }
        None
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.params.iter().position(|param| param.field.name == name)
    }
}
