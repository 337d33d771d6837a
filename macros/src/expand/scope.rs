//! Shared by all parts of an expansion: how it refers to `self`, fields and types. It also chooses the spans that an expansion uses.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericParam, Generics, Ident, Member, Type, WherePredicate, parse_quote};

use crate::model::field::{Access, Field};
use crate::model::item::Item;

/// The item, as the rest of the expansion refers to it.
pub(crate) struct Scope<'a> {
    pub(crate) item: &'a Item<'a>,
}

impl Scope<'_> {
    /// A span like that of the item, at the place of another one.
    pub(crate) fn located_at(&self, span: Span) -> Span {
        self.item.site.located_at(span)
    }

    /// `self`, for a method and for the uses within it.
    pub(crate) fn this(&self) -> Ident {
        Ident::new("self", self.item.site)
    }

    /// `&self.field`, or the local that a variant's field is bound to. rustc reports a wrong type at the span.
    pub(crate) fn borrowed(&self, field: &Field<'_>, span: Span) -> TokenStream {
        if let Some(mut local) = local(field) {
            local.set_span(local.span().located_at(span));
            return local.into_token_stream();
        }
        let (mut this, mut member) = (self.this(), field.member.clone());
        this.set_span(self.located_at(span));
        match &mut member {
            Member::Named(ident) => ident.set_span(ident.span().located_at(span)),
            Member::Unnamed(index) => index.span = span,
        }
        quote_spanned!(span=> &#this.#member)
    }

    /// The item's type, without its lifetimes if it has no other parameters.
    pub(crate) fn self_type(&self) -> TokenStream {
        if self.is_generic() {
            return quote!(Self);
        }
        let ident = &self.item.ident;
        let lifetimes = self.item.generics.lifetimes().map(|_| quote!('_));
        quote!(#ident <#(#lifetimes),*>)
    }

    /// Whether the item has a type or a constant as a parameter.
    pub(crate) fn is_generic(&self) -> bool {
        let mut generics = self.item.generics.params.iter();
        generics.any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
    }

    /// Whether the tokens mention such a parameter.
    pub(crate) fn depends(&self, tokens: TokenStream) -> bool {
        let generics = &self.item.generics;
        let types = generics.type_params().map(|parameter| parameter.ident.to_string());
        let consts = generics.const_params().map(|parameter| parameter.ident.to_string());
        let parameters: Vec<String> = types.chain(consts).chain(["Self".to_owned()]).collect();
        mentions(tokens, &parameters)
    }

    /// The item's generics, with these bounds on the types that mention a type parameter.
    pub(crate) fn bounded<'t>(&self, bounds: impl IntoIterator<Item = (&'t Type, TokenStream)>) -> Generics {
        let mut generics = self.item.generics.clone();
        let parameters: Vec<String> = generics.type_params().map(|parameter| parameter.ident.to_string()).collect();
        if parameters.is_empty() {
            return generics;
        }
        let clause = generics.make_where_clause();
        for (ty, bound) in bounds {
            if mentions(ty.to_token_stream(), &parameters) {
                let predicate: WherePredicate = parse_quote!(#ty: #bound);
                clause.predicates.push(predicate);
            }
        }
        generics
    }
}

/// The local that a pattern binds to a field of a variant.
pub(crate) fn local(field: &Field<'_>) -> Option<Ident> {
    match field.access {
        Access::Member => None,
        Access::Local(index) => Some(Ident::new(&format!("field_{index}"), Span::mixed_site())),
    }
}

fn mentions(tokens: TokenStream, parameters: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => parameters.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The tokens with `'static` for each lifetime. Code outside of the scope of the item's lifetimes needs them.
pub(crate) fn without_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut is_lifetime = false;
    let replaced = tokens.into_iter().map(|token| {
        let follows = std::mem::take(&mut is_lifetime);
        match token {
            TokenTree::Ident(name) if follows => Ident::new("static", name.span()).into(),
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), without_lifetimes(group.stream()));
                replaced.set_span(group.span());
                replaced.into()
            }
            TokenTree::Punct(quote) => {
                is_lifetime = quote.as_char() == '\'';
                quote.into()
            }
            other => other,
        }
    });
    replaced.collect()
}

/// A span at the place where the user wrote something. Its names resolve as those of the expansion do, also in `macro_rules!`.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}
