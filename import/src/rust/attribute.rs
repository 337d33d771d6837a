//! Attributes with many keys, as lines of a readable length.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The longest line of keys. The printer breaks longer ones, one key a line.
const WIDTH: usize = 76;

/// One attribute, or several if the keys do not fit into one line.
pub(super) fn attributes(name: &str, keys: Vec<TokenStream>) -> TokenStream {
    let name = format_ident!("{name}");
    let mut lines: Vec<Vec<TokenStream>> = Vec::new();
    let mut width = 0;
    for key in keys {
        let length = length(&key);
        if width + length > WIDTH || lines.is_empty() {
            lines.push(Vec::new());
            width = 0;
        }
        width += length + 2;
        if let Some(line) = lines.last_mut() {
            line.push(key);
        }
    }
    quote! { #(#[#name(#(#lines),*)])* }
}

/// About as many characters as the key has when it is printed.
fn length(key: &TokenStream) -> usize {
    let text = key.to_string();
    text.chars().count() - text.matches(" < ").count() * 2 - text.matches(" > ").count()
}
