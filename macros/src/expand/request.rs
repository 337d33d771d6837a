//! `impl ApiRequest`: one erased call for each field.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::model::field::Field;
use crate::model::param::Place;
use crate::model::request::{Credentials, Request, Segment};
use crate::tables::messages::{
    ABSENT_WITHOUT_VALUE, CONTENT_TYPE_WITHOUT_JSON, OPTION_IN_PATH, OPTION_IN_REST, OPTION_INSIDE_PATH,
    PLACEHOLDER_NOT_OPTION,
};

use super::scope::{Scope, located, without_lifetimes};
use super::{bounds, checks, docs, encode, facts, paginate, replies, template};

pub(crate) fn implement(scope: &Scope<'_>, request: &Request<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let bounded = scope.bounded(bounds::of(&request.params).chain(replies::bounds(request.replies)));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();

    let lints = bounds::lints(scope);
    let imports = bounds::imports(&[&request.params]);
    let (response, error) = replies::types(request.replies);
    let endpoint = endpoint(request);
    let shown = docs::of_request(request);
    let docs = facts::docs(&scope.item.docs, &request.params);
    let docs = docs.map(|docs| quote!(const DOCS: &'static __p::Docs = #docs;));
    let validate = validate(scope, request);
    let this = scope.self_type();
    let clashes = bounds::clashes(&request.params, &quote!(<#this as __p::ApiRequest>::ENDPOINT));
    let (mut within, mut beside) = if scope.is_generic() { (clashes, Vec::new()) } else { (Vec::new(), clashes) };
    for (index, check) in options(request) {
        let ty = request.params.list[index].field.ty;
        if scope.depends(ty.to_token_stream()) { &mut within } else { &mut beside }.push(check);
    }
    for (depends, check) in bounds::sendable(scope, &request.params) {
        if depends { &mut within } else { &mut beside }.push(check);
    }
    if let Some((ty, check)) = content_type(request) {
        if scope.depends(ty.to_token_stream()) { &mut within } else { &mut beside }.push(check);
    }
    if let Some(absent) = &request.absent {
        let check = is_told(absent.response);
        if scope.depends(absent.response.to_token_stream()) { &mut within } else { &mut beside }.push(check);
    }
    let encode = encode(scope, request, &quote!(#(const { #within })*));
    let pages = paginate::implement(scope, request);
    quote! {
        #imports

        #shown
        #[automatically_derived]
        #lints
        impl #impl_generics __p::ApiRequest for #ident #ty_generics #where_clause {
            type Response = #response;
            type Error = #error;
            const ENDPOINT: &'static __p::Endpoint = #endpoint;
            #docs
            #validate
            #encode
        }

        #pages

        #(const _: () = #beside;)*
    }
}

/// The assertion that a whole body with a declared media type is sent as JSON.
fn content_type<'a>(request: &Request<'a>) -> Option<(&'a Type, TokenStream)> {
    let content_type = request.content_type.as_ref()?;
    let Field { name, ty, .. } = request.params.list[content_type.whole?].field;
    let fact = format!("the type of `{name}` sets its own");
    let help = "remove `content_type`, and set it on the value: `body::Text::new(..).content_type(..)`";
    let message = CONTENT_TYPE_WITHOUT_JSON.fill(&[&fact, help]);
    let spelled = without_lifetimes(ty.to_token_stream());
    let panic = quote_spanned!(content_type.key=> ::core::panic!("{}", #message));
    Some((ty, quote!(if !__p::is_json(<__p::Probe<#spelled>>::MEDIA_TYPE) { #panic })))
}

/// The assertion for each field of the path whether it may be `None`. Its placeholder requires one or the other.
fn options(request: &Request<'_>) -> impl Iterator<Item = (usize, TokenStream)> {
    // What a function of the user's own writes for `None` is not known.
    let params = &request.params.list;
    let plain = request.path.segments.iter().filter(|segment| params[segment.param].kind.writer().is_none());
    plain.map(|segment| {
        let Field { name, ty, .. } = params[segment.param].field;
        let not = segment.is_optional.then(|| quote!(!));
        let single = format!("; if it is always a single segment, write `{{{name}:?}}`");
        let message = match segment {
            Segment { is_optional: true, .. } => PLACEHOLDER_NOT_OPTION.fill(&[name]),
            Segment { is_rest: true, is_last: true, .. } => OPTION_IN_REST.fill(&[name, &single]),
            Segment { is_rest: true, .. } => OPTION_IN_REST.fill(&[name, ""]),
            Segment { is_last: true, .. } => OPTION_IN_PATH.fill(&[name]),
            Segment { .. } => OPTION_INSIDE_PATH.fill(&[name]),
        };
        let spelled = without_lifetimes(ty.to_token_stream());
        // At the user's own token, so that rustc does not mention the derive.
        let panic = quote_spanned!(ty.span()=> ::core::panic!("{}", #message));
        (segment.param, quote!(if #not <__p::Probe<#spelled>>::OPTIONAL { #panic }))
    })
}

/// The assertion that an absent response is told from one without a body.
fn is_told(response: &Type) -> TokenStream {
    let spelled = without_lifetimes(response.to_token_stream());
    let message = ABSENT_WITHOUT_VALUE.fill(&[]);
    let panic = quote_spanned!(response.span()=> ::core::panic!("{}", #message));
    quote!(if <__p::Probe<#spelled>>::HAS_NO_VALUE { #panic })
}

fn endpoint(request: &Request<'_>) -> TokenStream {
    let (method, path) = (&request.method, &request.path.literal);
    let lists = facts::lists(&request.params, request.defaults_to_body);
    let rest = facts::rest(&request.params, &request.checks);
    let (response, error) = replies::names(request.replies);
    let absent = request.absent.as_ref().map(|absent| {
        let (ty, statuses) = (absent.response, &absent.statuses);
        let check = quote_spanned!(located(ty.span())=> <#ty as __p::Absent>::CHECK);
        quote!(.absent({
            let () = #check;
            &[#(#statuses),*]
        }))
    });
    let message_at = request.message_at.map(|pointer| quote!(.with_message_at(#pointer)));
    let content_type = request.content_type.as_ref().map(|content_type| {
        let media_type = content_type.media_type;
        quote!(.with_content_type(#media_type))
    });
    let accept = request.accept.map(|accept| quote!(.with_accept(#accept)));
    let (reply, refusal) = replies::types(request.replies);
    let replies = quote!(__p::replies!(#reply, #refusal));
    let idempotent = request.is_idempotent.then(|| quote!(.idempotent()));
    let pages = request.pages.as_deref().map(paginate::facts);
    let auth = match request.credentials {
        Credentials::Default => None,
        Credentials::Named(name) => Some(quote!(.with_credentials(#name))),
        Credentials::None => Some(quote!(.authenticated(false))),
    };
    quote! {
        &__p::request(#method, #path, #lists, #replies)#rest.with_types(#response, #error)#absent #message_at #content_type #accept #auth #idempotent #pages
    }
}

fn validate(scope: &Scope<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let mut checks = checks::of_fields(scope, &request.params);
    checks.extend(checks::of_whole(scope, &request.checks));
    (!checks.is_empty()).then(|| {
        let this = scope.this();
        // Rules have the spans of the user's own tokens, so lints apply to them, and the user's module may have shorter paths.
        quote! {
            #[allow(unused_qualifications)]
            fn validate_into(&#this, out: &mut __p::Violations) {
                #(#checks)*
            }
        }
    })
}

fn encode(scope: &Scope<'_>, request: &Request<'_>, within: &TokenStream) -> TokenStream {
    let path = &request.path.literal;
    let (segments, params) = (&request.path.segments, &request.params.list);
    let check = (!segments.is_empty()).then(|| {
        let fields: Vec<Field<'_>> = segments.iter().map(|segment| params[segment.param].field).collect();
        template::check(&quote!(Self), request.path.template, &fields)
    });
    let segments = segments.iter().map(|segment| {
        let value = encode::erased(scope, &params[segment.param], Place::Path);
        let index = Literal::usize_unsuffixed(segment.param);
        quote!(out.segment(#index, #value);)
    });
    let writes = encode::writes(scope, &request.params);
    let this = scope.this();
    quote! {
        fn encode(&#this, out: &mut __p::Encoder<'_>) {
            #within
            #check
            out.path(#path);
            #(#segments)*
            #writes
        }
    }
}
