//! From what is checked to code: short calls into the runtime, reached through one hidden module.

pub(crate) mod debug;
pub(crate) mod editor;
pub(crate) mod fallback;
pub(crate) mod group;
pub(crate) mod parts;
pub(crate) mod reply;
pub(crate) mod request;
mod rules;
mod sent;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Data, DeriveInput, GenericParam, Generics, Ident, Member, Meta, Type, WherePredicate, parse_quote,
};

use crate::params::Field;
use crate::written::Written;

/// What every part of an expansion needs: the item, its attributes, and where the runtime is.
pub(crate) struct Expansion<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) written: &'a Written,
    runtime: TokenStream,
    /// Resolves as the names in the item do. A mistake that rustc finds at a span of it has no note about the derive.
    site: Span,
}

impl<'a> Expansion<'a> {
    pub(crate) fn new(input: &'a DeriveInput, written: &'a Written) -> Self {
        let site = match &input.data {
            Data::Struct(data) => data.struct_token.span,
            Data::Enum(data) => data.enum_token.span,
            Data::Union(data) => data.union_token.span,
        };
        Self { input, written, runtime: written.runtime(), site }
    }

    /// Names of ours are seen within the block only.
    pub(crate) fn finish(
        self,
        errors: &TokenStream,
        parts: impl IntoIterator<Item = Option<TokenStream>>,
    ) -> TokenStream {
        let runtime = &self.runtime;
        let parts = parts.into_iter().flatten();
        // Whoever uses the field is warned; the derive has to.
        let allow = self.has_deprecated().then(|| quote!(#[allow(deprecated)]));
        quote! {
            #errors
            #allow
            const _: () = {
                use #runtime::__private as __p;
                #(#parts)*
            };
        }
    }

    /// Whether something in the item is deprecated, or the user has said that it may be.
    fn has_deprecated(&self) -> bool {
        let is_deprecated = |attributes: &[Attribute]| attributes.iter().any(|a| a.path().is_ident("deprecated"));
        let is_allowed = |attributes: &[Attribute]| attributes.iter().any(allows_deprecated);
        let says = |attributes: &[Attribute]| is_deprecated(attributes) || is_allowed(attributes);
        let on_a_part = match &self.input.data {
            Data::Struct(data) => data.fields.iter().any(|field| says(&field.attrs)),
            Data::Enum(data) => data
                .variants
                .iter()
                .any(|variant| says(&variant.attrs) || variant.fields.iter().any(|field| says(&field.attrs))),
            Data::Union(_) => false,
        };
        on_a_part || says(&self.input.attrs)
    }

    /// `self`, for a method and for the uses within it.
    pub(crate) fn this(&self) -> Ident {
        Ident::new("self", self.site)
    }

    /// `&self.field`, or what a variant's field is bound to, shown at the key or the rule that is wrong if the field is not what it
    /// takes.
    fn borrowed(&self, field: &Field<'_>, span: Span) -> TokenStream {
        if let Some(local) = &field.local {
            let mut local = local.clone();
            local.set_span(local.span().located_at(span));
            return local.into_token_stream();
        }
        let (mut this, mut member) = (self.this(), field.member.clone());
        this.set_span(self.site.located_at(span));
        match &mut member {
            Member::Named(ident) => ident.set_span(ident.span().located_at(span)),
            Member::Unnamed(index) => index.span = span,
        }
        quote_spanned!(span=> &#this.#member)
    }

    /// The item's type, where no more than lifetimes are left out.
    fn self_type(&self) -> TokenStream {
        if self.is_generic() {
            return quote!(Self);
        }
        let ident = &self.input.ident;
        let lifetimes = self.input.generics.lifetimes().map(|_| quote!('_));
        quote!(#ident <#(#lifetimes),*>)
    }

    /// Whether what holds of the item depends on types or values that it is used with.
    fn is_generic(&self) -> bool {
        let mut generics = self.input.generics.params.iter();
        generics.any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
    }

    /// Whether it depends on what a user of the item decides.
    fn depends(&self, tokens: TokenStream) -> bool {
        let generics = &self.input.generics;
        let types = generics.type_params().map(|parameter| parameter.ident.to_string());
        let consts = generics.const_params().map(|parameter| parameter.ident.to_string());
        let parameters: Vec<String> = types.chain(consts).chain(["Self".to_owned()]).collect();
        mentions(tokens, &parameters)
    }

    /// The item's generics, with a bound on each field's type that mentions one of its type parameters.
    fn bounded(&self, bounds: impl IntoIterator<Item = (&'a Type, TokenStream)>) -> Generics {
        let mut generics = self.input.generics.clone();
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

/// `#[allow(deprecated)]` or `#[expect(deprecated)]`.
fn allows_deprecated(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let is_it = |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "deprecated");
    (list.path.is_ident("allow") || list.path.is_ident("expect")) && list.tokens.clone().into_iter().any(is_it)
}

fn mentions(tokens: TokenStream, parameters: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => parameters.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The tokens with `'static` for each lifetime, for where the item's own have no meaning.
fn without_lifetimes(tokens: TokenStream) -> TokenStream {
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

/// Where the user wrote it, for errors; resolved as the expansion's own names are, so that it works inside `macro_rules!`.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}
