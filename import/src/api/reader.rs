//! Reads a document into an API, operation by operation.

use std::collections::HashMap;

use super::builder::Builder;
use super::source::Source;
use super::{Api, Docs, Module, model, operation};
use crate::config::Config;
use crate::document::{Cursor, Document};
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
                builder.restore(&checkpoint);
                builder.report.skipped.push(Remark::new(&operation, source.at.pointer(), reason));
            }
        }
    }
    finish(builder, &root, modules.list)
}

/// The API, without modules that have no operation.
fn finish<'d>(mut builder: Builder<'d>, root: &Cursor<'d>, modules: Vec<Module>) -> (Api, Report) {
    let mut kept = Vec::new();
    let mut places = Vec::new();
    for module in modules {
        places.push(kept.len());
        if !module.operations.is_empty() {
            kept.push(module);
        }
    }
    // Those of skipped operations are gone, so each of these is in a module that is kept.
    for choice in &mut builder.choices {
        choice.module = places[choice.module];
    }
    let title = root.get("info").and_then(|info| info.text("title").map(str::to_owned)).unwrap_or_default();
    let mut api = Api {
        title,
        modules: kept,
        models: builder.models,
        choices: builder.choices,
        credentials: builder.securities.credentials(),
    };
    model::mark(&mut api);
    builder.report.features = api.features();
    (api, builder.report)
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
