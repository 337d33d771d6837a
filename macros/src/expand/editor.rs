//! What only rust-analyzer sees: each key as a use of a documented constant, for completion, hover and go-to-definition.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::keys::On;
use crate::written::Written;

use super::Expansion;

pub(crate) fn hints<'w>(
    expansion: &Expansion<'_>,
    item: On,
    parts: impl Iterator<Item = (On, &'w Written)>,
) -> Option<TokenStream> {
    let on_item = expansion.written.words.iter().map(|word| (item, word));
    let on_parts = parts.flat_map(|(on, written)| written.words.iter().map(move |word| (on, word)));
    let uses: Vec<TokenStream> = on_item.chain(on_parts).map(|(on, word)| usage(on, word)).collect();
    (!uses.is_empty()).then(|| {
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

/// A word that is no key yet is one that editors complete.
fn usage(on: On, key: &Ident) -> TokenStream {
    let module = Ident::new(on.word(), proc_macro2::Span::call_site());
    // A constant cannot have this keyword for its name.
    let key = if key == "crate" { Ident::new("crate_", key.span()) } else { key.clone() };
    quote!(let _ = __p::key::#module::#key;)
}
