//! Collects the errors of a declaration, so that rustc reports all of them at once.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::tables::messages::Message;

/// The errors so far. Dropping it with errors that were never reported panics, so that no error is lost.
pub(crate) struct Errors(RefCell<Option<Vec<syn::Error>>>);

impl Errors {
    pub(crate) fn new() -> Self {
        Self(RefCell::new(Some(Vec::new())))
    }

    /// Reports a message at these tokens.
    pub(crate) fn at(&self, tokens: impl ToTokens, message: &Message, arguments: &[&str]) {
        self.push(syn::Error::new_spanned(tokens, message.fill(arguments)));
    }

    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = &mut *self.0.borrow_mut() {
            errors.push(error);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().as_ref().is_none_or(Vec::is_empty)
    }

    /// The errors as rustc reports them.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let errors = self.0.take().unwrap_or_default();
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(
            self.0.take().is_none_or(|errors| errors.is_empty()) || std::thread::panicking(),
            "the errors of a declaration were not reported"
        );
    }
}
