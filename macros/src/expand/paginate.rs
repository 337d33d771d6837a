//! `impl Paginate`: paths of fields as Rust, with the user's spans, between short calls into the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Member, parse_quote};

use crate::model::pages::{Form, NextCursor, Pages, PathTo};
use crate::model::request::Request;

use super::scope::{Scope, located};
use super::{bounds, replies};

/// The implementation, if the request has pages.
pub(crate) fn implement(scope: &Scope<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let pages = request.pages.as_ref()?;
    let ident = &scope.item.ident;
    let (response, _) = replies::types(request.replies);
    let item = match pages.item {
        Some(item) => item.to_token_stream(),
        None => quote_spanned!(located(response.span())=> <#response as __p::pages::PageList>::Item),
    };
    let of_item = pages.item.map(|item| (item, quote!(::core::marker::Send + 'static)));
    let of_params = bounds::of(&request.params).chain(replies::bounds(request.replies)).chain(of_item);
    let mut bounded = scope.bounded(of_params);
    if scope.is_generic() {
        let clause = bounded.make_where_clause();
        clause.predicates.push(parse_quote!(Self: ::core::clone::Clone + ::core::marker::Send + 'static));
    }
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();
    let lints = bounds::lints(scope);
    let repeats = pages.cursor_repeats.then(|| {
        quote!(
            const CURSOR_REPEATS: bool = true;
        )
    });
    let next = next(scope, &pages.form);
    let (page, list) = (local("page"), pages.items.as_ref());
    let items_at = list.map_or_else(|| response.span(), span);
    let owned = owned(&page, list);
    let borrowed = borrowed(&quote!(#page), list);
    let items = quote_spanned!(located(items_at)=> __p::pages::items::<#item, _>(#owned));
    let count = quote_spanned!(located(items_at)=> __p::pages::count::<#item, _>(#borrowed));
    Some(quote! {
        #[automatically_derived]
        #lints
        impl #impl_generics __p::Paginate for #ident #ty_generics #where_clause {
            type Item = #item;
            #repeats
            #next

            fn into_items(
                #page: #response,
            ) -> impl ::core::iter::IntoIterator<Item = #item, IntoIter: ::core::marker::Send + 'static> {
                use __p::pages::OpenOwned as _;
                #items
            }

            fn count_items(#page: &#response) -> ::core::option::Option<u64> {
                use __p::pages::Open as _;
                #count
            }
        }
    })
}

fn next(scope: &Scope<'_>, form: &Form<'_>) -> TokenStream {
    let (this, page, so_far) = (scope.this(), local("page"), local("so_far"));
    let value = quote!(&#page.value);
    let count = quote!(<Self as __p::Paginate>::count_items(#value));
    let mut seen = None;
    let body = match form {
        Form::Offset { field, limit, total, ends_short } => {
            let total = number(&value, total.as_ref());
            let get = get(&this, field);
            let limit = limit.as_ref().map(|limit| self::get(&this, limit));
            let full = match (limit, ends_short) {
                (Some(limit), true) => limit,
                // The type of the field is checked all the same.
                (Some(limit), false) => quote!(#limit.filter(|_| false)),
                (None, _) => quote!(::core::option::Option::None),
            };
            let path = &field.text;
            let next = quote!(__p::pages::next_offset(#get, #count, #total, #full, #path)?);
            by_number(&this, field, &next)
        }
        Form::Page { field, first, total, pages } => {
            let (total, pages) = (number(&value, total.as_ref()), number(&value, pages.as_ref()));
            let (get, path) = (get(&this, field), &field.text);
            seen = Some(&so_far);
            let next = quote!(__p::pages::next_page(#get, #first, #count, (#so_far.items(), #total), #pages, #path)?);
            by_number(&this, field, &next)
        }
        Form::Cursor { field, next, more } => {
            let more = match more {
                Some(more) => {
                    let leaf = borrowed(&value, Some(more));
                    quote_spanned!(located(span(more))=> __p::pages::is_set(#leaf))
                }
                None => quote!(true),
            };
            let (request, cursor) = (local("request"), local("cursor"));
            let target = place(&quote!(#request), field.members);
            match next {
                NextCursor::Path(next) => {
                    let leaf = borrowed(&value, Some(next));
                    let put = quote_spanned!(located(span(next))=> __p::pages::put(&mut #target, #cursor));
                    quote! {
                        let leaf = #leaf.filter(|#cursor| !__p::pages::At(*#cursor).is_blank());
                        __p::pages::by_cursor(#this, #more, leaf, |#request, #cursor| #put)
                    }
                }
                NextCursor::Header(name) => {
                    let read =
                        quote_spanned!(located(span(field))=> __p::pages::Slot(&mut #target).read(#cursor, #name));
                    quote! {
                        let headers = __p::pages::with_header(&#page.headers, #name);
                        __p::pages::by_cursor(#this, #more, headers, |#request, #cursor| #read)
                    }
                }
            }
        }
        Form::NextUrl(url) => {
            let leaf = borrowed(&value, Some(url));
            quote_spanned!(located(span(url))=> __p::pages::by_url(#leaf))
        }
        Form::Link => quote!(__p::pages::by_link(&#page.headers)),
    };
    let so_far = seen.map_or_else(|| quote!(_), |so_far| quote!(#so_far));
    quote! {
        fn next(
            &#this,
            #page: &__p::Reply<Self::Response>,
            #so_far: __p::Progress,
        ) -> ::core::result::Result<__p::Next<Self>, __p::PageError> {
            #[allow(unused_imports)]
            use __p::pages::{NotText as _, Open as _, ReadSlot as _};
            #body
        }
    }
}

/// The facts for `ENDPOINT`.
pub(crate) fn facts(pages: &Pages<'_>) -> TokenStream {
    let (form, mut facts) = match &pages.form {
        Form::Offset { field, limit, total, .. } => {
            ("Offset", vec![("field", Some(field)), ("limit", limit.as_ref()), ("total", total.as_ref())])
        }
        Form::Page { field, total, pages, .. } => {
            ("Page", vec![("field", Some(field)), ("total", total.as_ref()), ("pages", pages.as_ref())])
        }
        Form::Cursor { field, next, more } => {
            let next = match next {
                NextCursor::Path(path) => Some(path),
                NextCursor::Header(_) => None,
            };
            ("Cursor", vec![("field", Some(field)), ("next", next), ("more", more.as_ref())])
        }
        Form::NextUrl(url) => ("NextUrl", vec![("next", Some(url))]),
        Form::Link => ("Link", Vec::new()),
    };
    facts.push(("items", pages.items.as_ref()));
    let form = Ident::new(form, Span::call_site());
    let calls = facts.into_iter().filter_map(|(call, path)| {
        let (call, path) = (Ident::new(call, Span::call_site()), &path?.text);
        Some(quote!(.#call(#path)))
    });
    let header = match &pages.form {
        Form::Cursor { next: NextCursor::Header(name), .. } => Some(quote!(.next_header(#name))),
        _ => None,
    };
    quote!(.with_pages(__p::PagesFact::new(__p::PagesForm::#form) #(#calls)* #header))
}

/// The name of a local that the user's tokens cannot see.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn span(path: &PathTo<'_>) -> Span {
    path.members.last().map_or_else(Span::call_site, Spanned::span)
}

/// `from.a.b`
fn place(from: &TokenStream, members: &[Member]) -> TokenStream {
    quote!(#from #(.#members)*)
}

/// The value at a path as an `Option<&T>`, through each `Option` on the way. `from` is a reference.
fn borrowed(from: &TokenStream, path: Option<&PathTo<'_>>) -> TokenStream {
    let at = local("at");
    let steps = path.into_iter().flat_map(|path| path.members).map(|member| {
        // The same place as in `owned`, so that rustc reports an unknown field once.
        quote!(.and_then(|#at| __p::pages::At(&(*#at).#member).open()))
    });
    quote!(__p::pages::At(#from).open() #(#steps)*)
}

/// The value at a path as an `Option<T>`, moved out of the page.
fn owned(page: &Ident, path: Option<&PathTo<'_>>) -> TokenStream {
    let at = local("at");
    let steps = path
        .into_iter()
        .flat_map(|path| path.members)
        .map(|member| quote!(.and_then(|#at| __p::pages::Owned(#at.#member).open())));
    quote!(__p::pages::Owned(#page).open() #(#steps)*)
}

/// A number of the response, or `None` without a path.
fn number(value: &TokenStream, path: Option<&PathTo<'_>>) -> TokenStream {
    match path {
        None => quote!(::core::option::Option::None),
        Some(path) => {
            let (leaf, text) = (borrowed(value, Some(path)), &path.text);
            quote_spanned!(located(span(path))=> __p::pages::number(#leaf, #text)?)
        }
    }
}

/// A number of the request.
fn get(this: &Ident, field: &PathTo<'_>) -> TokenStream {
    let (place, text) = (place(&quote!(#this), field.members), &field.text);
    quote_spanned!(located(span(field))=> __p::pages::get(&#place, #text)?)
}

/// The request with another number.
fn by_number(this: &Ident, field: &PathTo<'_>, next: &TokenStream) -> TokenStream {
    let (request, number) = (local("request"), local("number"));
    let (place, text) = (place(&quote!(#request), field.members), &field.text);
    let set = quote_spanned!(located(span(field))=> __p::pages::set(&mut #place, #number, #text));
    quote!(__p::pages::by_number(#this, #next, |#request, #number| #set))
}
