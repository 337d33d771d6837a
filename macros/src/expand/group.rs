//! `impl ApiParams`: one erased call for each field, in the group or in the alternative that is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::group::{Group, Part};
use crate::params::docs as docs_of;
use crate::sent::Sent;

use super::{Expansion, sent as shared};

pub(crate) fn implement(expansion: &Expansion<'_>, group: &Group<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let parts = || group.parts.iter().map(|(_, sent)| sent);
    let bounded = expansion.bounded(parts().flat_map(shared::bounds));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let imports = shared::imports(&parts().collect::<Vec<_>>());
    let params = endpoint(group, false);
    let in_body = group.is_by_method().then(|| {
        let params = endpoint(group, true);
        quote!(const PARAMS_IN_BODY: &'static __p::Endpoint = #params;)
    });
    let docs = docs(expansion, group);
    let validate = validate(expansion, group);
    let clashes = clashes(expansion, group);
    let (within, beside) = if expansion.is_generic() {
        (quote!(#(const { #clashes })*), None)
    } else {
        (TokenStream::new(), Some(quote!(#(const _: () = #clashes;)*)))
    };
    let encode = each(group, |part, sent| {
        let writes = shared::writes(expansion, sent);
        (!writes.is_empty()).then(|| wrapped(part, &writes))
    });
    quote! {
        #imports

        #[automatically_derived]
        impl #impl_generics __p::ApiParams for #ident #ty_generics #where_clause {
            const PARAMS: &'static __p::Endpoint = #params;
            #in_body
            #docs
            #validate

            fn encode(&self, out: &mut __p::Encoder<'_>) {
                #within
                #encode
            }
        }

        #beside
    }
}

/// The statement for each part: for a struct on its own, for an enum in the arm of its variant.
fn each(group: &Group<'_>, of: impl Fn((usize, &Part<'_>), &Sent<'_>) -> Option<TokenStream>) -> TokenStream {
    if let [(part, sent)] = &*group.parts
        && part.variant.is_none()
    {
        return of((0, part), sent).unwrap_or_default();
    }
    let arms = group.parts.iter().enumerate().map(|(index, (part, sent))| {
        let variant = part.variant;
        match of((index, part), sent) {
            Some(statement) => {
                let fields = part.fields.iter().filter(|field| !field.written.has("skip")).map(|field| {
                    let (member, local) = (&field.member, &field.local);
                    quote!(#member: #local)
                });
                quote!(Self::#variant { #(#fields,)* .. } => { #statement })
            }
            None => quote!(Self::#variant { .. } => {}),
        }
    });
    quote! {
        match self {
            #(#arms)*
        }
    }
}

/// The statements of a variant, with the parameters counted in its own list.
fn wrapped((index, part): (usize, &Part<'_>), statements: &TokenStream) -> TokenStream {
    if part.variant.is_none() {
        return statements.clone();
    }
    let index = Literal::usize_unsuffixed(index);
    quote!(out.group(#index, |out| { #statements });)
}

fn endpoint(group: &Group<'_>, is_in_body: bool) -> TokenStream {
    if let [(part, sent)] = &*group.parts
        && part.variant.is_none()
    {
        let facts = shared::facts(sent, &group.checks, is_in_body);
        return quote!(&__p::Endpoint::group(&[])#facts);
    }
    let alternatives = group.parts.iter().map(|(_, sent)| {
        let facts = shared::facts(sent, &[], is_in_body);
        quote!(__p::Group::new("", &__p::Endpoint::group(&[])#facts))
    });
    let checks = shared::facts_between(&[], &group.checks);
    quote!(&__p::Endpoint::alternatives(&[#(#alternatives),*])#checks)
}

fn docs(expansion: &Expansion<'_>, group: &Group<'_>) -> Option<TokenStream> {
    let whole = docs_of(&expansion.input.attrs);
    let docs = if let [(part, sent)] = &*group.parts
        && part.variant.is_none()
    {
        shared::docs(&whole, sent)?
    } else {
        let parts = group.parts.iter().map(|(part, sent)| {
            let blanks = vec![""; sent.params.len() + sent.constants.len()];
            shared::docs(&part.docs, sent).unwrap_or_else(|| quote!(&__p::Docs::new("", &[#(#blanks),*])))
        });
        quote!(&__p::Docs::new(#whole, &[]).groups(&[#(#parts),*]))
    };
    Some(quote!(const DOCS: &'static __p::Docs = #docs;))
}

fn validate(expansion: &Expansion<'_>, group: &Group<'_>) -> Option<TokenStream> {
    let checks = |sent: &Sent<'_>| shared::checks(expansion, sent);
    let whole = shared::checks_of_whole(expansion, &group.checks);
    let has_checks = group.parts.iter().any(|(_, sent)| !checks(sent).is_empty());
    if !has_checks && whole.is_empty() {
        return None;
    }
    let this = expansion.this();
    let body = has_checks.then(|| {
        each(group, |part, sent| {
            let checks = checks(sent);
            (!checks.is_empty()).then(|| wrapped(part, &quote!(#(#checks)*)))
        })
    });
    Some(quote! {
        #[allow(unused_qualifications, unused_variables)]
        fn validate_into(&#this, out: &mut __p::Violations) {
            #body
            #(#whole)*
        }
    })
}

/// What keeps the groups within this one out of it.
fn clashes(expansion: &Expansion<'_>, group: &Group<'_>) -> Vec<TokenStream> {
    let this = expansion.self_type();
    let of_part = |(index, (part, sent)): (usize, &(&Part<'_>, Sent<'_>))| {
        let within = part.variant.map(|_| {
            let index = Literal::usize_unsuffixed(index);
            quote!(.group_list()[#index].endpoint())
        });
        let endpoints = quote! {
            <#this as __p::ApiParams>::PARAMS #within,
            <#this as __p::ApiParams>::PARAMS_IN_BODY #within
        };
        shared::clashes(sent, &endpoints)
    };
    group.parts.iter().enumerate().flat_map(of_part).collect()
}
