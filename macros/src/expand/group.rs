//! `impl ApiParams`: one erased call for each field of the group or the sent alternative.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::group::{Alternative, Group, GroupParams};
use crate::model::params::Params;

use super::scope::{Scope, local};
use super::{bounds, checks, docs as shown, encode, facts};

pub(crate) fn implement(scope: &Scope<'_>, group: &Group<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let parts = group.parts();
    let bounded = scope.bounded(parts.iter().flat_map(|params| bounds::of(params)));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();

    let lints = bounds::lints(scope);
    let imports = bounds::imports(&parts);
    let params = endpoint(group, false);
    let in_body = parts.iter().any(|params| params.depends_on_method()).then(|| {
        let params = endpoint(group, true);
        quote!(const PARAMS_IN_BODY: &'static __p::Endpoint = #params;)
    });
    let shown = shown::of_group(group);
    let docs = docs(scope, group);
    let validate = validate(scope, group);
    let clashes = clashes(scope, group);
    let (mut within, mut beside) = if scope.is_generic() { (clashes, Vec::new()) } else { (Vec::new(), clashes) };
    for (depends, check) in parts.iter().flat_map(|params| bounds::sendable(scope, params)) {
        if depends { &mut within } else { &mut beside }.push(check);
    }
    let encode = each(group, |params| encode::writes(scope, params));
    quote! {
        #imports

        #shown
        #[automatically_derived]
        #lints
        impl #impl_generics __p::ApiParams for #ident #ty_generics #where_clause {
            const PARAMS: &'static __p::Endpoint = #params;
            #in_body
            #docs
            #validate

            fn encode(&self, out: &mut __p::Encoder<'_>) {
                #(const { #within })*
                #encode
            }
        }

        #(const _: () = #beside;)*
    }
}

/// The statements for a struct, or for each variant in its arm. Within a variant, parameters are counted in its own list.
fn each(group: &Group<'_>, statements: impl Fn(&Params<'_>) -> TokenStream) -> TokenStream {
    let alternatives = match &group.params {
        GroupParams::Struct(params) => return statements(params),
        GroupParams::Enum(alternatives) => alternatives,
    };
    let arms = alternatives.iter().enumerate().map(|(index, alternative)| {
        let Alternative { variant, fields, params, .. } = alternative;
        let statements = statements(params);
        if statements.is_empty() {
            return quote!(Self::#variant { .. } => {});
        }
        let index = Literal::usize_unsuffixed(index);
        let fields = fields.iter().filter(|field| field.is_sent).map(|field| {
            let (member, local) = (field.member, local(field));
            quote!(#member: #local)
        });
        quote!(Self::#variant { #(#fields,)* .. } => { out.group(#index, |out| { #statements }); })
    });
    quote! {
        match self {
            #(#arms)*
        }
    }
}

fn endpoint(group: &Group<'_>, is_in_body: bool) -> TokenStream {
    match &group.params {
        GroupParams::Struct(params) => {
            let (lists, rest) = (facts::lists(params, is_in_body), facts::rest(params, &group.checks));
            quote!(&__p::group(#lists)#rest)
        }
        GroupParams::Enum(alternatives) => {
            let alternatives = alternatives.iter().map(|alternative| {
                let params = &alternative.params;
                let (lists, rest) = (facts::lists(params, is_in_body), facts::rest(params, &[]));
                quote!(__p::Group::new("", &__p::group(#lists)#rest))
            });
            let checks = facts::of_cross_rules(&[], &group.checks);
            quote!(&__p::Endpoint::alternatives(&[#(#alternatives),*])#checks)
        }
    }
}

fn docs(scope: &Scope<'_>, group: &Group<'_>) -> Option<TokenStream> {
    let whole = &scope.item.docs;
    let docs = match &group.params {
        GroupParams::Struct(params) => facts::docs(whole, params)?,
        GroupParams::Enum(alternatives) => {
            let parts = alternatives.iter().map(|Alternative { docs, params, .. }| {
                let blanks = vec![""; params.list.len() + params.constants.len()];
                facts::docs(docs, params).unwrap_or_else(|| quote!(&__p::Docs::new("", &[#(#blanks),*])))
            });
            quote!(&__p::Docs::new(#whole, &[]).groups(&[#(#parts),*]))
        }
    };
    Some(quote!(const DOCS: &'static __p::Docs = #docs;))
}

fn validate(scope: &Scope<'_>, group: &Group<'_>) -> Option<TokenStream> {
    let checks = |params: &Params<'_>| checks::of_fields(scope, params);
    let whole = checks::of_whole(scope, &group.checks);
    let has_checks = group.parts().iter().any(|params| !checks(params).is_empty());
    if !has_checks && whole.is_empty() {
        return None;
    }
    let this = scope.this();
    let body = has_checks.then(|| {
        each(group, |params| {
            let checks = checks(params);
            quote!(#(#checks)*)
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

/// The assertions that no group within this one has a parameter that it has.
fn clashes(scope: &Scope<'_>, group: &Group<'_>) -> Vec<TokenStream> {
    let this = scope.self_type();
    let clashes = |params: &Params<'_>, within: TokenStream| {
        let endpoints = quote! {
            <#this as __p::ApiParams>::PARAMS #within,
            <#this as __p::ApiParams>::PARAMS_IN_BODY #within
        };
        bounds::clashes(params, &endpoints)
    };
    match &group.params {
        GroupParams::Struct(params) => clashes(params, TokenStream::new()),
        GroupParams::Enum(alternatives) => {
            let of_alternative = |(index, alternative): (usize, &Alternative<'_>)| {
                let index = Literal::usize_unsuffixed(index);
                clashes(&alternative.params, quote!(.group_list()[#index].endpoint()))
            };
            alternatives.iter().enumerate().flat_map(of_alternative).collect()
        }
    }
}
