//! From what is checked to code: short calls into the runtime, reached through one hidden module.

pub(crate) mod debug;
pub(crate) mod editor;
pub(crate) mod fallback;
pub(crate) mod reply;
pub(crate) mod request;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{DeriveInput, Generics, Type, WherePredicate, parse_quote};

use crate::written::Written;

/// What every part of an expansion needs: the item, its attributes, and where the runtime is.
pub(crate) struct Expansion<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) written: &'a Written,
    runtime: TokenStream,
}

impl<'a> Expansion<'a> {
    pub(crate) fn new(input: &'a DeriveInput, written: &'a Written) -> Self {
        Self { input, written, runtime: written.runtime() }
    }

    /// Names of ours are seen within the block only.
    pub(crate) fn finish(
        self,
        errors: &TokenStream,
        parts: impl IntoIterator<Item = Option<TokenStream>>,
    ) -> TokenStream {
        let runtime = &self.runtime;
        let parts = parts.into_iter().flatten();
        quote! {
            #errors
            const _: () = {
                use #runtime::__private as __p;
                #(#parts)*
            };
        }
    }

    /// The item's generics, with a bound on each field's type that mentions one of its type parameters.
    fn bounded(&self, bounds: impl IntoIterator<Item = (&'a Type, TokenStream)>) -> Generics {
        let mut generics = self.input.generics.clone();
        let parameters: Vec<String> = generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let clause = generics.make_where_clause();
        for (ty, bound) in bounds {
            if mentions(ty.to_token_stream(), &parameters) {
                let predicate: WherePredicate = parse_quote!(#ty: #bound);
                clause.predicates.push(predicate);
            }
        }
        generics
    }
}

fn mentions(tokens: TokenStream, parameters: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => parameters.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Where the user wrote it, for errors; resolved as the expansion's own names are, so that it works inside `macro_rules!`.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}
