//! A response by status as an enum that derives `ApiResponse`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::{Direction, tokens};
use super::uses::Uses;
use crate::api::{Api, Status};
use crate::name::ident;

/// The enum of a response.
pub(super) fn item(api: &Api, choice: usize, uses: &mut Uses) -> TokenStream {
    uses.api.insert("ApiResponse");
    let choice = &api.choices[choice];
    let docs = super::doc_attributes(&choice.docs);
    let name = ident(&choice.name);
    let variants = choice.variants.iter().map(|variant| {
        let docs = super::doc_attributes(&variant.docs);
        let name = ident(&variant.name);
        let key = match variant.status {
            Status::Exact(status) => {
                let status = Literal::u16_unsuffixed(status);
                quote! { status = #status }
            }
            Status::Range(hundred) => {
                let range = format!("{hundred}XX");
                quote! { status = #range }
            }
            Status::Default => quote! { default },
        };
        let ty = variant.ty.as_ref().map(|ty| {
            let ty = tokens(api, ty, Direction::Received, uses);
            quote! { (#ty) }
        });
        quote! {
            #docs
            #[api(#key)]
            #name #ty
        }
    });
    let variants: Vec<TokenStream> = variants.collect();
    quote! {
        #docs
        #[derive(Debug, ApiResponse)]
        pub enum #name {
            #(#variants,)*
        }
    }
}
