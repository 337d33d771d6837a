//! The API as Rust files.

mod attribute;
mod boxes;
mod docs;
mod model;
mod print;
mod request;
mod response;
mod types;
mod uses;

use std::fmt;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Api, Module, Type};
use boxes::Boxes;
use print::Printer;
use uses::Uses;

/// Lints that texts and names of a vendor cannot satisfy.
const ALLOW: &str = "#![allow(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = \"names and descriptions are those of the API\"
)]
";

/// Code that cannot be printed.
///
/// It is a bug of this crate.
#[derive(Debug)]
pub struct PrintError(pub(crate) String);

impl fmt::Display for PrintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the written code is not valid Rust, which is a bug of api-request-import: {}", self.0)
    }
}

impl std::error::Error for PrintError {}

/// The files of an API: their names within the output folder, and their contents.
///
/// # Errors
///
/// Fails if the code is not valid Rust, which is a bug.
pub(crate) fn files(api: &Api) -> Result<IndexMap<String, String>, PrintError> {
    let mut files = IndexMap::new();
    files.insert("mod.rs".to_owned(), root(api));
    let boxes = Boxes::of(api);
    let mut printer = Printer::default();
    let mut uses = Uses::default();
    for (index, model) in api.models.iter().enumerate().filter(|(_, model)| model.sent || model.received) {
        for item in model::items(api, index, model, &boxes, &mut uses) {
            printer.item(&item)?;
        }
    }
    if !printer.is_empty() {
        let text = printer.file("The types of bodies and parameters.", &[], uses.items("models", api))?;
        files.insert("models.rs".to_owned(), text);
    }
    for (index, module) in api.modules.iter().enumerate() {
        files.insert(format!("{}.rs", module.name), module_file(api, index, module)?);
    }
    Ok(files)
}

fn module_file(api: &Api, index: usize, module: &Module) -> Result<String, PrintError> {
    let mut printer = Printer::default();
    let mut uses = Uses::default();
    // An enum that several operations share is beside the first of them.
    let mut written = Vec::new();
    for operation in &module.operations {
        printer.item(&request::item(api, operation, &mut uses))?;
        for ty in operation.response.iter().chain(&operation.error) {
            if let Type::Choice(choice) = ty
                && api.choices[*choice].module == index
                && !written.contains(choice)
            {
                written.push(*choice);
                printer.item(&response::item(api, *choice, &mut uses))?;
            }
        }
    }
    let docs = docs::lines(&module.docs);
    let (title, rest) = docs.split_first().map_or((String::new(), &[][..]), |(title, rest)| (title.clone(), rest));
    printer.file(&title, rest, uses.items(&module.name, api))
}

fn root(api: &Api) -> String {
    let mut text = String::new();
    let title = docs::line(&api.title);
    text.push_str(&format!("//! {}\n", if title.is_empty() { "An API." } else { &title }));
    if !api.credentials.is_empty() {
        text.push_str(
            "//!\n//! # Credentials\n//!\n//! | operations | pass to `Client::builder(..)` |\n//! |---|---|\n",
        );
        for credentials in &api.credentials {
            let (operations, call) = match &credentials.name {
                None => ("without a key `auth`".to_owned(), format!("`.auth({})`", credentials.kind)),
                Some(name) => {
                    let name = name.replace('`', "'");
                    (format!("with `auth = {name:?}`"), format!("`.auth_named({name:?}, {})`", credentials.kind))
                }
            };
            text.push_str(&format!("//! | {} | {} |\n", docs::cell(&operations), docs::cell(&call)));
        }
    }
    text.push('\n');
    text.push_str(ALLOW);
    text.push('\n');
    let mut modules: Vec<String> = api.modules.iter().map(|module| module.name.clone()).collect();
    if api.models.iter().any(|model| model.sent || model.received) {
        modules.push("models".to_owned());
    }
    modules.sort();
    for module in modules {
        let name = crate::name::ident(&module);
        text.push_str(&format!("pub mod {name};\n"));
    }
    text
}

/// The doc comment of an item.
fn doc_attributes(docs: &crate::api::Docs) -> TokenStream {
    let lines = docs::lines(docs).into_iter().map(|line| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote! { #[doc = #line] }
    });
    quote! { #(#lines)* }
}
