//! Reads a document into an API, and keeps what is known on the way.

use std::collections::{HashMap, HashSet};

use super::operation::{self, Source};
use super::security::Securities;
use super::{Api, Choice, Docs, Model, Module, Type};
use crate::config::Config;
use crate::document::{Cursor, Document, Node};
use crate::name::{self, Scope};
use crate::report::{Remark, Report};

/// The methods that the derive has a key for, as the document writes them.
const METHODS: [(&str, &str); 7] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
];

/// Reads the operations that the configuration wants, and the models that they reach.
#[must_use]
pub(crate) fn read(document: &Document, config: &Config) -> (Api, Report) {
    let root = document.root();
    let mut builder = Builder::new(&root);
    let sources = sources(&root, &mut builder.report);
    let names = operation_names(&sources, &mut builder, config);
    let mut modules = Modules::default();
    for (source, name) in sources.into_iter().zip(names) {
        if !config.wants(&source.tag, source.path, source.id, source.method) {
            continue;
        }
        let operation = source.title();
        builder.operation.clone_from(&operation);
        let module = modules.of(&source, &root);
        let checkpoint = builder.checkpoint();
        match operation::read(&mut builder, &source, name, module) {
            Ok(read) => {
                modules.list[module].operations.push(read);
                builder.report.written.push(operation);
            }
            Err(reason) => {
                builder.restore(checkpoint);
                builder.report.skipped.push(Remark::new(&operation, source.at.pointer(), reason));
            }
        }
    }
    builder.finish(&root, modules.list)
}

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
    fn new(root: &Cursor<'d>) -> Self {
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

    fn checkpoint(&self) -> Checkpoint {
        Checkpoint { degraded: self.report.degraded.len(), choices: self.choices.len() }
    }

    /// Models stay: another operation may reach them, and those that none reaches are not written.
    fn restore(&mut self, checkpoint: Checkpoint) {
        self.report.degraded.truncate(checkpoint.degraded);
        self.choices.truncate(checkpoint.choices);
    }

    fn finish(mut self, root: &Cursor<'d>, mut modules: Vec<Module>) -> (Api, Report) {
        modules.retain(|module| !module.operations.is_empty());
        let title = root.get("info").and_then(|info| info.text("title").map(str::to_owned)).unwrap_or_default();
        let mut api = Api {
            title,
            modules,
            models: self.models,
            choices: self.choices,
            credentials: self.securities.credentials(),
        };
        super::model::mark(&mut api);
        self.report.features = api.features();
        (api, self.report)
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

/// Every operation of the document, in its order.
fn sources<'d>(root: &Cursor<'d>, report: &mut Report) -> Vec<Source<'d>> {
    let mut sources = Vec::new();
    for (path, item) in root.map("paths").filter(|(path, _)| !path.starts_with("x-")) {
        let item = match item.resolved() {
            Ok(item) => item,
            Err(dangling) => {
                report.skipped.push(Remark::new(path, item.pointer(), dangling.0));
                continue;
            }
        };
        for (key, at) in item.entries() {
            if let Some((_, method)) = METHODS.iter().find(|(lower, _)| *lower == key) {
                sources.push(Source::new(method, path, &item, at));
            } else if matches!(key, "trace" | "query") {
                let title = format!("{} {path}", key.to_ascii_uppercase());
                report.skipped.push(Remark::new(&title, at.pointer(), "the method has no key of the derive"));
            }
        }
    }
    sources
}

/// The names of all operations: they do not depend on which of them are wanted.
fn operation_names(sources: &[Source<'_>], builder: &mut Builder<'_>, config: &Config) -> Vec<String> {
    let name = |source: &Source<'_>| {
        let correction = config.correction(source.method, source.path).and_then(|one| one.name.as_deref());
        let wanted = correction.map_or_else(|| source.name(), |name| name::camel(name, "Call"));
        let other = if wanted.ends_with("Request") { format!("{wanted}Call") } else { format!("{wanted}Request") };
        builder.types.take(&wanted, &[other])
    };
    sources.iter().map(name).collect()
}

#[derive(Default)]
struct Modules {
    list: Vec<Module>,
    by_tag: HashMap<String, usize>,
    names: Scope,
}

impl Modules {
    fn of(&mut self, source: &Source<'_>, root: &Cursor<'_>) -> usize {
        if let Some(known) = self.by_tag.get(&source.tag) {
            return *known;
        }
        if self.list.is_empty() {
            // Files of their own.
            for name in ["models", "mod", "lib", "main"] {
                let _ = self.names.take(name, &[]);
            }
        }
        let name = self.names.take(&name::snake(&source.tag, "operations"), &[]);
        let tag = root.list("tags").find(|tag| tag.text("name") == Some(&source.tag));
        let description = tag.and_then(|tag| tag.text("description").map(str::to_owned));
        let fallback = format!("`{}`", source.tag.replace('`', "'"));
        let docs = Docs { description, fallback, ..Docs::default() };
        self.list.push(Module { name, docs, operations: Vec::new() });
        self.by_tag.insert(source.tag.clone(), self.list.len() - 1);
        self.list.len() - 1
    }
}
