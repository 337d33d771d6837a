//! Uses each key as a documented constant, which only rust-analyzer sees. It offers completion, hover texts and go-to-definition for
//! them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::tables::keys::{self, Target};

pub(crate) fn hints(words: &[(Target, &Ident)]) -> Option<TokenStream> {
    let uses = words.iter().map(|(on, word)| usage(*on, word));
    (!words.is_empty()).then(|| {
        quote! {
            #[allow(unexpected_cfgs)]
            const _: () = {
                #[cfg(rust_analyzer)]
                {
                    #(#uses)*
                }
            };
        }
    })
}

/// Editors complete a word that is not a key yet.
fn usage(on: Target, word: &Ident) -> TokenStream {
    let module = Ident::new(on.word(), Span::call_site());
    // A constant cannot be named by this keyword.
    let key = if word == keys::CRATE.as_str() { Ident::new("crate_", word.span()) } else { word.clone() };
    quote!(let _ = __p::key::#module::#key;)
}
