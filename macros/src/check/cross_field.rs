//! Cross-field rules: those of the fields, and those of the struct or the variant.

use syn::Ident;
use syn::ext::IdentExt;

use crate::model::cross_rule::{CrossMember, CrossRule, PairRule, Relation, SetRule};
use crate::tables::keys::{self, KeyName};
use crate::tables::messages as m;
use crate::tables::suggest::{closest, listed};
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::{Entry, KeyValue, Written};

use super::draft::Draft;

/// The rules of the fields, then those of the struct.
pub(crate) fn rules(written: &Written, fields: &[Field<'_>], params: &[Draft<'_>], errors: &Errors) -> Vec<CrossRule> {
    let names = Names { fields, params, errors };
    let of_fields = fields.iter().flat_map(|field| {
        let entries = field.written.among(&[keys::REQUIRES, keys::CONFLICTS_WITH]);
        entries.filter_map(|entry| names.rule(entry, Some(field))).collect::<Vec<_>>()
    });
    let of_struct = written.among(&keys::CROSS_FIELD);
    of_fields.chain(of_struct.filter_map(|entry| names.rule(entry, None))).collect()
}

/// Rules of the whole enum, whose fields belong to its variants.
pub(crate) fn none_on_enum(written: &Written, errors: &Errors) {
    for entry in written.among(&keys::CROSS_FIELD) {
        errors.at(&entry.ident, &m::CROSS_FIELD_ON_ENUM, &[entry.name()]);
    }
}

/// The rules that are keys of a field.
const PAIR_RULES: [(KeyName, PairRule); 2] =
    [(keys::REQUIRES, PairRule::Requires), (keys::CONFLICTS_WITH, PairRule::ConflictsWith)];

/// The rules that are keys of the struct or the variant.
const SET_RULES: [(KeyName, SetRule); 4] = [
    (keys::AT_LEAST_ONE_OF, SetRule::AtLeastOneOf),
    (keys::AT_MOST_ONE_OF, SetRule::AtMostOneOf),
    (keys::EXACTLY_ONE_OF, SetRule::ExactlyOneOf),
    (keys::ALL_OR_NONE, SetRule::AllOrNone),
];

fn meant<T: Copy>(rules: &[(KeyName, T)], entry: &Entry) -> Option<T> {
    rules.iter().find(|(key, _)| entry.is(*key)).map(|(_, rule)| *rule)
}

/// The fields that a rule may name.
struct Names<'n> {
    fields: &'n [Field<'n>],
    params: &'n [Draft<'n>],
    errors: &'n Errors,
}

impl Names<'_> {
    fn rule(&self, entry: &Entry, of: Option<&Field<'_>>) -> Option<CrossRule> {
        let KeyValue::Fields(words) = &entry.value else {
            return None;
        };
        let mut members: Vec<CrossMember> = Vec::new();
        for word in words {
            let Some(param) = self.param(word, entry, of) else {
                continue;
            };
            if members.iter().any(|other| other.param == param) {
                self.errors.at(word, &m::DUPLICATE_KEY, &[&word.unraw().to_string()]);
            }
            members.push(CrossMember { param, span: word.span() });
        }
        if of.is_none() && words.len() == 1 {
            self.errors.at(&entry.ident, &m::ONE_MEMBER, &[entry.name()]);
        }
        let relation = match of {
            Some(of) => Relation::OfParam(self.position(&of.name)?, meant(&PAIR_RULES, entry)?),
            None => Relation::Among(meant(&SET_RULES, entry)?),
        };
        Some(CrossRule { span: entry.ident.span(), relation, members })
    }

    fn param(&self, word: &Ident, entry: &Entry, of: Option<&Field<'_>>) -> Option<usize> {
        let name = word.unraw().to_string();
        let is_own = |field: &Field<'_>| of.is_some_and(|of| of.name == field.name);
        let is_sent = |field: &Field<'_>| !field.written.has(keys::SKIP);
        match self.fields.iter().find(|field| field.name == name) {
            Some(field) if is_own(field) => self.errors.at(word, &m::REQUIRES_ITSELF, &[&name, entry.name()]),
            Some(field) if field.is_group() => self.errors.at(word, &m::MEMBER_IS_GROUP, &[&name]),
            Some(field) if is_sent(field) => return self.position(&name),
            Some(_) => self.errors.at(word, &m::REQUIRES_SKIPPED, &[&name, entry.name()]),
            None => {
                let by_wire_name = self.params.iter().find(|param| param.name == name);
                let sent = self.fields.iter().filter(|field| is_sent(field) && !field.is_group());
                let others: Vec<&str> = sent.filter(|field| !is_own(field)).map(|field| &*field.name).collect();
                match (by_wire_name, closest(&name, others.iter().copied())) {
                    (Some(param), _) => self.errors.at(word, &m::REQUIRES_WIRE_NAME, &[&name, &param.field.name]),
                    (None, Some(close)) => self.errors.at(word, &m::REQUIRES_MISSPELLED, &[&name, close]),
                    (None, None) if others.is_empty() => {
                        self.errors.at(word, &m::REQUIRES_ALONE, &[&name, entry.name()]);
                    }
                    (None, None) => self.errors.at(word, &m::REQUIRES_UNKNOWN, &[&name, &listed(others)]),
                }
            }
        }
        None
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.params.iter().position(|param| param.field.name == name)
    }
}
