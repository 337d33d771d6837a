//! What is known while a document is read: names, types, and the report.

use std::collections::{HashMap, HashSet};

use super::security::Securities;
use super::{Choice, Model, Type};
use crate::document::{Cursor, Node};
use crate::name::{self, Scope};
use crate::report::{Remark, Report};

/// Everything that is read so far.
pub(super) struct Builder<'d> {
    pub(super) report: Report,
    pub(super) securities: Securities<'d>,
    pub(super) types: Scope,
    pub(super) models: Vec<Model>,
    pub(super) choices: Vec<Choice>,
    /// `METHOD /path` of the operation that is read.
    pub(super) operation: String,
    /// The type of each schema, by its pointer.
    pub(super) known: HashMap<String, Type>,
    /// The pointers of schemas that are read now, and have no model.
    pub(super) open: HashSet<String>,
    /// The names of the schemas in `components`, by their pointers.
    pub(super) reserved: HashMap<String, String>,
    /// How often each reference occurs in the document.
    references: HashMap<&'d str, usize>,
}

/// What a skipped operation leaves behind is removed up to here.
pub(super) struct Checkpoint {
    degraded: usize,
    choices: usize,
}

impl<'d> Builder<'d> {
    pub(super) fn new(root: &Cursor<'d>) -> Self {
        let mut types = Scope::of_types();
        let mut reserved = HashMap::new();
        for (name, schema) in root.get("components").iter().flat_map(|components| components.map("schemas")) {
            let wanted = name::camel(name, "Model");
            let taken = types.take(&wanted, &[format!("Api{wanted}")]);
            reserved.insert(schema.pointer().to_owned(), taken);
        }
        let mut references = HashMap::new();
        count_references(root.node(), &mut references);
        Self {
            report: Report::default(),
            securities: Securities::read(root),
            types,
            models: Vec::new(),
            choices: Vec::new(),
            operation: String::new(),
            known: HashMap::new(),
            open: HashSet::new(),
            reserved,
            references,
        }
    }

    /// Whether only one place of the document refers to this.
    pub(super) fn is_used_once(&self, reference: &str) -> bool {
        self.references.get(reference).is_none_or(|count| *count <= 1)
    }

    /// Notes that the code says less than the document.
    pub(super) fn degrade(&mut self, at: &Cursor<'_>, reason: &'static str) {
        let remark = Remark::new(&self.operation, at.pointer(), reason);
        if self.report.degraded.last() != Some(&remark) {
            self.report.degraded.push(remark);
        }
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { degraded: self.report.degraded.len(), choices: self.choices.len() }
    }

    /// Models stay: another operation may reach them, and those that none reaches are not written.
    pub(super) fn restore(&mut self, checkpoint: &Checkpoint) {
        self.report.degraded.truncate(checkpoint.degraded);
        self.choices.truncate(checkpoint.choices);
    }
}

fn count_references<'d>(node: &'d Node, counts: &mut HashMap<&'d str, usize>) {
    match node {
        Node::Map(map) => {
            if let Some(Node::Text(reference)) = map.get("$ref") {
                *counts.entry(reference).or_default() += 1;
            }
            map.values().for_each(|value| count_references(value, counts));
        }
        Node::List(list) => list.iter().for_each(|item| count_references(item, counts)),
        _ => {}
    }
}
