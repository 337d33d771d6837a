//! The rules of a field, twice from the same tokens: as facts of the endpoint, and as checks.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned as _;

use crate::params::{Field, Param};
use crate::rules::{BuiltIn, Ends, Operand, Rule};

use super::{Expansion, without_lifetimes};

/// What a rule is written for.
enum Subject<'a> {
    Field(&'a Field<'a>),
    /// An item of it, within the rule `each` at that word.
    Item(&'a Subject<'a>, &'a Ident),
}

impl Subject<'_> {
    /// A reference to the value, for a rule that is written there.
    fn value(&self, expansion: &Expansion<'_>, span: Span) -> TokenStream {
        match self {
            Self::Field(field) => expansion.borrowed(field, span),
            // No local of a macro: rustc would show that macro where the item is wrong.
            Self::Item(..) => Ident::new("__item", expansion.site.located_at(span)).into_token_stream(),
        }
    }

    /// Its type, as if it were written there: what rustc finds wrong with it, it shows at the rule.
    fn ty(&self, span: Span) -> TokenStream {
        match self {
            Self::Field(field) => moved(field.ty.to_token_stream(), span),
            Self::Item(of, each) => {
                let of = of.ty(each.span());
                quote_spanned!(each.span()=> <#of as __p::HasItems>::Item)
            }
        }
    }
}

fn moved(tokens: TokenStream, span: Span) -> TokenStream {
    let move_token = |mut token: TokenTree| {
        if let TokenTree::Group(group) = token {
            token = Group::new(group.delimiter(), moved(group.stream(), span)).into();
        }
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(move_token).collect()
}

/// What the rules without a type in them ask of the field's. Whoever has others on a parameter says its leaf: `T: Checked<Leaf = u64>`.
pub(super) fn bounds<'a>(param: &Param<'a>) -> Vec<(&'a Type, TokenStream)> {
    let bound = |rule: &Rule<'_>| match rule {
        Rule::BuiltIn(BuiltIn { fits: fits @ ("IsText" | "HasLength"), .. }) => {
            let fits = Ident::new(fits, Span::call_site());
            Some((param.field.ty, quote!(__p::#fits)))
        }
        _ => None,
    };
    param.rules.iter().filter_map(bound).collect()
}

/// What an endpoint says of the rules.
pub(super) fn facts(param: &Param<'_>) -> Option<TokenStream> {
    let subject = Subject::Field(param.field);
    let facts: Vec<_> = param.rules.iter().map(|rule| fact(&subject, rule)).collect();
    (!facts.is_empty()).then(|| quote!(.rules(&[#(#facts),*])))
}

fn fact(subject: &Subject<'_>, rule: &Rule<'_>) -> TokenStream {
    match rule {
        Rule::BuiltIn(BuiltIn { operand: Operand::Pattern(pattern), .. }) => quote!(__p::RuleFact::Pattern(#pattern)),
        Rule::BuiltIn(rule) if rule.operand.is_literal() => {
            let rule = value_of(subject, rule);
            quote!(#rule.fact())
        }
        Rule::BuiltIn(rule) => {
            let rule = borrowed(subject, rule);
            quote!(#rule.fact())
        }
        Rule::Each(word, rules) => {
            let subject = Subject::Item(subject, word);
            let facts = rules.iter().map(|rule| fact(&subject, rule));
            quote!(__p::RuleFact::Each(&[#(#facts),*]))
        }
        Rule::Own(own) => {
            let code = own.code();
            quote!(__p::RuleFact::Own(#code))
        }
    }
}

/// The check of a field by its rules. What rustc may find wrong is written at the rule: the field, if it is nothing that the rule
/// checks, and the operand, if it does not fit the field.
pub(super) fn checks(expansion: &Expansion<'_>, index: usize, param: &Param<'_>) -> TokenStream {
    let subject = Subject::Field(param.field);
    param.rules.iter().map(|rule| check(expansion, index, &subject, rule)).collect()
}

fn check(expansion: &Expansion<'_>, index: usize, subject: &Subject<'_>, rule: &Rule<'_>) -> TokenStream {
    let param = Literal::usize_unsuffixed(index);
    // The method's parameter, wherever the rule is written.
    let out = quote!(out);
    match rule {
        Rule::BuiltIn(rule) => {
            let span = rule.word.span();
            let (value, fits) = (subject.value(expansion, span), Ident::new(rule.fits, span));
            let compare = compare(expansion, subject, rule);
            let rule = borrowed(subject, rule);
            let check = quote_spanned!(span=> __p::#fits::check(#value, #out, #param, #rule););
            quote!(#compare #check)
        }
        Rule::Each(word, rules) => {
            let value = subject.value(expansion, word.span());
            let subject = Subject::Item(subject, word);
            let item = subject.value(expansion, word.span());
            let checks = rules.iter().map(|rule| check(expansion, index, &subject, rule));
            quote_spanned!(word.span()=> __p::#word(#value, #out, |#item, #out| { #(#checks)* });)
        }
        Rule::Own(own) => {
            let path = &own.path;
            let (code, operands) = (own.code(), &own.operands);
            let value = subject.value(expansion, path.span());
            let rule = quote_spanned!(path.span()=> &#path #operands);
            quote!((&__p::Own(#value)).__api_request_apply(#rule, #param, #code, out);)
        }
    }
}

/// A reference to the rule as a value.
fn borrowed(subject: &Subject<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    let (word, value) = (rule.word, value_of(subject, rule));
    match &rule.operand {
        // It is read once.
        Operand::Pattern(_) => quote!({ static PATTERN: __p::Pattern = #value; &PATTERN }),
        // As in a fact, where rustc says the same of an operand that is wrong.
        operand if !operand.is_literal() => quote_spanned!(word.span()=> const { &#value }),
        _ => quote_spanned!(word.span()=> &#value),
    }
}

/// The rule as a value: a call of the function of its name, with the operands as the user wrote them.
fn value_of(subject: &Subject<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    let word = rule.word;
    let span = word.span();
    match &rule.operand {
        Operand::Nothing => quote_spanned!(span=> __p::#word()),
        Operand::Lengths(range) | Operand::Numbers(range) => {
            let kind = Ident::new(range.kind, span);
            let ty = stated(subject, rule);
            let tokens = match &range.ends {
                Some(Ends { start, includes_end, end, .. }) => {
                    let operator = if *includes_end { quote!(..=) } else { quote!(..) };
                    between(&ty, start, end, |first, last| quote!(#first #operator #last))
                }
                None => range.tokens.clone(),
            };
            quote_spanned!(span=> __p::#word::<__p::#kind<#ty>>(#tokens))
        }
        Operand::Values { tokens, .. } => {
            let ty = stated(subject, rule);
            quote_spanned!(span=> __p::#word::<#ty>(&[#tokens]))
        }
        Operand::Pattern(pattern) => quote_spanned!(span=> __p::#word(#pattern)),
    }
}

/// The type of the operands: that of a length, or of what is checked.
fn stated(subject: &Subject<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    if let Operand::Lengths(_) = rule.operand {
        return quote!(::core::primitive::usize);
    }
    let span = rule.word.span();
    let (ty, fits) = (subject.ty(span), Ident::new(rule.fits, span));
    quote_spanned!(span=> <#ty as __p::#fits>::Value)
}

/// Something of two ends, each of which rustc holds to the type by itself.
fn between(
    ty: &TokenStream,
    start: &TokenStream,
    end: &TokenStream,
    what: impl Fn(&Ident, &Ident) -> TokenStream,
) -> TokenStream {
    let [first, last] = ["first", "last"].map(|name| Ident::new(name, Span::mixed_site()));
    let what = what(&first, &last);
    quote!({
        let (#first, #last): (#ty, #ty) = (#start, #end);
        #what
    })
}

/// What holds the ends of a range against each other where only rustc knows them: when the crate is checked, or where they depend on
/// a parameter of the type, when the request is used.
fn compare(expansion: &Expansion<'_>, subject: &Subject<'_>, rule: &BuiltIn<'_>) -> Option<TokenStream> {
    let (Operand::Lengths(range) | Operand::Numbers(range)) = &rule.operand else {
        return None;
    };
    let Ends { start, includes_end, end, span, message } = range.ends.as_ref()?;
    let operator = if *includes_end { quote!(<=) } else { quote!(<) };
    let panic = quote_spanned!(*span=> ::core::panic!("{}", #message));
    let compare = between(&stated(subject, rule), start, end, |first, last| {
        quote! {
            if !(#first #operator #last) {
                #panic
            }
        }
    });
    Some(if expansion.depends(compare.clone()) {
        quote!(const #compare;)
    } else {
        let compare = without_lifetimes(compare);
        quote!(const _: () = #compare;)
    })
}
