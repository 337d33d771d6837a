//! The imports of a file: each name that the file uses.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Api;
use crate::name::ident;

/// The imports of one file.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Names of `api_request`.
    pub(super) api: BTreeSet<&'static str>,
    /// Names of `serde`.
    pub(super) serde: BTreeSet<&'static str>,
    /// Whether `serde_json::Value` is used.
    pub(super) value: bool,
    /// Whether `BTreeMap` is used.
    pub(super) map: bool,
    /// Models, by their indices.
    pub(super) models: BTreeSet<usize>,
    /// Enums of responses, by their indices.
    pub(super) choices: BTreeSet<usize>,
}

impl Uses {
    /// The `use` items, in the three groups that people write: std, crates, this crate.
    pub(super) fn items(&self, file: &str, api: &Api) -> Vec<Vec<TokenStream>> {
        let list = |path: TokenStream, names: &BTreeSet<String>| {
            let idents: Vec<_> = names.iter().map(|name| ident(name)).collect();
            match idents.as_slice() {
                [] => None,
                [only] => Some(quote! { use #path::#only; }),
                _ => Some(quote! { use #path::{#(#idents),*}; }),
            }
        };
        let owned = |names: &BTreeSet<&'static str>| names.iter().map(|name| (*name).to_owned()).collect();
        let std = self.map.then(|| quote! { use std::collections::BTreeMap; });
        let value = self.value.then(|| quote! { use serde_json::Value; });
        let crates =
            [list(quote! { api_request }, &owned(&self.api)), list(quote! { serde }, &owned(&self.serde)), value];
        let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if file != "models" {
            for model in &self.models {
                own.entry("models".to_owned()).or_default().insert(api.models[*model].name.clone());
            }
        }
        for choice in &self.choices {
            let choice = &api.choices[*choice];
            let module = &api.modules[choice.module].name;
            if module != file {
                own.entry(module.clone()).or_default().insert(choice.name.clone());
            }
        }
        let own = own.iter().filter_map(|(module, names)| {
            let module = ident(module);
            list(quote! { super::#module }, names)
        });
        vec![std.into_iter().collect(), crates.into_iter().flatten().collect(), own.collect()]
    }
}
