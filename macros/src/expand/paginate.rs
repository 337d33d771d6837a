//! `impl Paginate`: paths of fields as Rust, between short calls into the runtime. The paths have the user's spans.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type, parse_quote};

use crate::model::pages::{Form, Limit, NextCursor, Pages, PathTo};
use crate::model::request::Request;

use super::scope::Scope;
use super::{bounds, replies};

/// The implementation, if the request has pages.
pub(crate) fn implement(scope: &Scope<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let pages = request.pages.as_deref()?;
    let ident = &scope.item.ident;
    let (response, _) = replies::types(request.replies);
    let item = match pages.item {
        Some(item) => item.to_token_stream(),
        None => quote_spanned!(scope.located_at(response.span())=> <#response as __p::pages::PageList>::Item),
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
    let repeats = pages.cursor_repeats.then(|| {
        quote!(
            const CURSOR_REPEATS: bool = true;
        )
    });
    let next = next(scope, &pages.form);
    let items = pages.items.as_ref();
    let at = Place::new(scope, items.map_or_else(|| response.span(), span));
    let page = Ident::new("page", scope.item.site);
    let (owned, counted) = (at.owned(items), at.borrowed(&quote_spanned!(at.span=> page), items));
    // With the type itself instead of `Self::Item`, rustc does not report a missing `Clone` here too.
    let taken = &item;
    let items = match pages.item.and_then(in_vec) {
        Some(inner) => quote_spanned!(at.span=> __p::pages::lists::<#inner, _>(#owned)),
        None => quote_spanned!(at.span=> __p::pages::items::<#taken, _>(#owned)),
    };
    let count = quote_spanned!(at.span=> #counted.map_or(0, |list| __p::page_path::At(list).count()));
    Some(quote! {
        #[automatically_derived]
        #[allow(unused_qualifications)]
        impl #impl_generics __p::Paginate for #ident #ty_generics #where_clause {
            type Item = #item;
            #repeats
            #next

            fn into_items(
                #page: Self::Response,
            ) -> impl ::core::iter::IntoIterator<Item = #taken, IntoIter: ::core::marker::Send + 'static> {
                #[allow(unused_imports)]
                use __p::page_path::OpenOwned as _;
                #items
            }

            fn count_items(#page: &Self::Response) -> ::core::option::Option<u64> {
                #[allow(unused_imports)]
                use __p::page_path::{NotList as _, Open as _};
                ::core::option::Option::Some(#count)
            }
        }
    })
}

/// `User` of `Vec<User>`.
fn in_vec(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(generics) = &last.arguments else { return None };
    match generics.args.first() {
        Some(GenericArgument::Type(item)) if generics.args.len() == 1 => Some(item),
        _ => None,
    }
}

/// The method `next`.
///
/// Its locals have the span of the item, and so have the same names at the places that the user wrote.
fn next(scope: &Scope<'_>, form: &Form<'_>) -> TokenStream {
    let (site, this) = (scope.item.site, scope.this());
    let count = quote_spanned!(site=> <Self as __p::Paginate>::count_items(&page.value).unwrap_or(0));
    let mut so_far = quote!(_);
    let body = match form {
        Form::Offset { field, limit, total } => {
            let (total, full) = (number(scope, total.as_ref()), full(scope, limit));
            let (get, text) = (get(scope, field), &field.text);
            by_number(scope, field, &quote!(__p::pages::next_offset(#get, #count, #total, #full, #text)?))
        }
        Form::Page { field, limit, first, total, pages } => {
            let (total, pages) = (number(scope, total.as_ref()), number(scope, pages.as_ref()));
            let (get, full, text) = (get(scope, field), full(scope, limit), &field.text);
            so_far = quote_spanned!(site=> so_far);
            let seen = quote!((#so_far.items(), #total));
            by_number(scope, field, &quote!(__p::pages::next_page(#get, #first, #count, #seen, #pages, #full, #text)?))
        }
        Form::Cursor { field, next, more } => {
            let more = match more {
                Some(more) => {
                    let at = Place::new(scope, span(more));
                    let flag = at.borrowed(&at.value(), Some(more));
                    quote_spanned!(at.span=> __p::pages::is_set(#flag))
                }
                None => quote!(true),
            };
            match next {
                NextCursor::Path(next) => {
                    let at = Place::new(scope, span(next));
                    let (cursor, target) = (at.borrowed(&at.value(), Some(next)), at.field_of_request(field));
                    let put = quote_spanned!(at.span=> __p::pages::put(&mut #target, cursor));
                    quote_spanned! {site=>
                        let cursor = #cursor.and_then(|cursor| __p::page_path::At(cursor).open()).filter(|cursor| !__p::page_path::At(*cursor).is_blank());
                        __p::pages::by_cursor(#this, #more, cursor, |request, cursor| #put)
                    }
                }
                NextCursor::Header(name) => {
                    let at = Place::new(scope, span(field));
                    let target = at.field_of_request(field);
                    let put = quote_spanned!(at.span=> __p::pages::put_header(&mut #target, headers, #name));
                    quote_spanned! {site=>
                        let headers = __p::pages::with_header(&page.headers, #name);
                        __p::pages::by_cursor(#this, #more, headers, |request, headers| #put)
                    }
                }
            }
        }
        Form::NextUrl(url) => {
            let at = Place::new(scope, span(url));
            let leaf = at.borrowed(&at.value(), Some(url));
            quote_spanned!(at.span=> __p::pages::by_url(#leaf))
        }
        Form::Link => quote_spanned!(site=> __p::pages::by_link(&page.headers)),
    };
    let page = Ident::new("page", site);
    quote! {
        fn next(
            &#this,
            #page: &__p::Reply<Self::Response>,
            #so_far: __p::Progress,
        ) -> ::core::result::Result<__p::Next<Self>, __p::PageError> {
            #[allow(unused_imports)]
            use __p::page_path::{Go as _, NotText as _, Open as _};
            #body
        }
    }
}

/// The number of items on a full page, if a shorter page is the last.
fn full(scope: &Scope<'_>, limit: &Limit<'_>) -> TokenStream {
    match limit.field.as_ref().map(|limit| get(scope, limit)) {
        Some(full) if limit.ends_short => full,
        // The type of the field is checked all the same.
        Some(full) => quote!(#full.filter(|_| false)),
        None => quote!(::core::option::Option::None),
    }
}

/// A number of the response, if there is a path to it.
fn number(scope: &Scope<'_>, path: Option<&PathTo<'_>>) -> TokenStream {
    let Some(path) = path else { return quote!(::core::option::Option::None) };
    let (at, text) = (Place::new(scope, span(path)), &path.text);
    let leaf = at.borrowed(&at.value(), Some(path));
    quote_spanned!(at.span=> __p::pages::number(#leaf, #text)?)
}

/// A number of the request.
fn get(scope: &Scope<'_>, field: &PathTo<'_>) -> TokenStream {
    let (at, text) = (Place::new(scope, span(field)), &field.text);
    let this = Ident::new("self", at.span);
    let Some((last, way)) = field.members.split_last() else { return TokenStream::new() };
    if way.is_empty() {
        return quote_spanned!(at.span=> __p::pages::get(&#this.#last, #text)?);
    }
    let way =
        way.iter().map(|member| quote_spanned!(at.span=> .and_then(|at| __p::page_path::At(&(*at).#member).open())));
    quote_spanned! {at.span=>
        match ::core::option::Option::Some(#this) #(#way)* {
            ::core::option::Option::Some(at) => __p::pages::get(&(*at).#last, #text)?,
            ::core::option::Option::None => ::core::option::Option::None,
        }
    }
}

/// The request with another number.
fn by_number(scope: &Scope<'_>, field: &PathTo<'_>, next: &TokenStream) -> TokenStream {
    let (at, this, text) = (Place::new(scope, span(field)), scope.this(), &field.text);
    let target = at.field_of_request(field);
    let set = quote_spanned!(at.span=> __p::pages::set(&mut #target, number, #text));
    quote_spanned!(scope.item.site=> __p::pages::by_number(#this, #next, |request, number| #set))
}

/// The facts for `ENDPOINT`.
pub(crate) fn facts(pages: &Pages<'_>) -> TokenStream {
    let (form, mut facts) = match &pages.form {
        Form::Offset { field, limit, total, .. } => {
            ("Offset", vec![("field", Some(field)), ("limit", limit.field.as_ref()), ("total", total.as_ref())])
        }
        Form::Page { field, limit, total, pages, .. } => {
            let (limit, total, pages) = (limit.field.as_ref(), total.as_ref(), pages.as_ref());
            ("Page", vec![("field", Some(field)), ("limit", limit), ("total", total), ("pages", pages)])
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

/// The place of the last field, at which rustc reports its type.
fn span(path: &PathTo<'_>) -> Span {
    path.members.last().map_or_else(Span::call_site, Spanned::span)
}

/// Code at a place that the user wrote. rustc reports a wrong type there, without a note about the derive.
struct Place {
    span: Span,
}

impl Place {
    fn new(scope: &Scope<'_>, span: Span) -> Self {
        Self { span: scope.located_at(span) }
    }

    /// The value of the page.
    fn value(&self) -> TokenStream {
        quote_spanned!(self.span=> &page.value)
    }

    /// A field of the request that is being made.
    fn field_of_request(&self, path: &PathTo<'_>) -> TokenStream {
        let Some((last, way)) = path.members.split_last() else { return TokenStream::new() };
        let step = |from: TokenStream, member| quote_spanned!(self.span=> __p::page_path::Way(&mut #from.#member).go());
        let way = way.iter().fold(quote_spanned!(self.span=> request), step);
        quote_spanned!(self.span=> #way.#last)
    }

    /// The value at a path as an `Option<&T>`, through each `Option` on the way. `from` is a reference.
    fn borrowed(&self, from: &TokenStream, path: Option<&PathTo<'_>>) -> TokenStream {
        // The same place as in `owned`, so that rustc reports an unknown field once.
        let step = |member| quote_spanned!(self.span=> .and_then(|at| __p::page_path::At(&(*at).#member).open()));
        let steps = path.into_iter().flat_map(|path| path.members).map(step);
        quote_spanned!(self.span=> __p::page_path::At(#from).open() #(#steps)*)
    }

    /// The value at a path as an `Option<T>`, moved out of the page.
    fn owned(&self, path: Option<&PathTo<'_>>) -> TokenStream {
        let step = |member| quote_spanned!(self.span=> .and_then(|at| __p::page_path::Owned(at.#member).open()));
        let steps = path.into_iter().flat_map(|path| path.members).map(step);
        quote_spanned!(self.span=> __p::page_path::Owned(page).open() #(#steps)*)
    }
}
