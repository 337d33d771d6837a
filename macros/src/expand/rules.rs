//! The rules of a field, as the endpoint's facts and as checks of the value. Both are made of the same tokens.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned as _;

use crate::model::field::Field;
use crate::model::param::Param;
use crate::model::rule::{BuiltIn, Ends, Operand, OwnRule, Rule};
use crate::tables::rules::Fits;

use super::scope::{Scope, without_lifetimes};

/// What a rule checks.
enum Checked<'a> {
    Field(&'a Field<'a>),
    /// An item of it, in the rule `each` at that word.
    Item(&'a Checked<'a>, &'a Ident),
}

impl Checked<'_> {
    /// A reference to the value, at the place of a rule.
    fn value(&self, scope: &Scope<'_>, span: Span) -> TokenStream {
        match self {
            Self::Field(field) => scope.borrowed(field, span),
            // Not a hygienic local, because rustc would mention the derive in errors about the item.
            Self::Item(..) => Ident::new("__item", scope.located_at(span)).into_token_stream(),
        }
    }

    /// Its type, at the place of a rule. There, rustc reports that the rule does not fit.
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

/// The bounds that rules need on the field's type, if independent of its leaf. Users write the others: `T: Checked<Leaf = u64>`.
pub(crate) fn bounds<'a>(param: &Param<'a>) -> Vec<(&'a Type, TokenStream)> {
    let bound = |rule: &Rule<'_>| match rule {
        Rule::BuiltIn(BuiltIn { fits: fits @ (Fits::IsText | Fits::HasLength), .. }) => {
            let fits = Ident::new(fits.name(), Span::call_site());
            Some((param.field.ty, quote!(__p::#fits)))
        }
        _ => None,
    };
    param.rules.iter().filter_map(bound).collect()
}

/// The rules in the facts of a parameter.
pub(crate) fn facts(param: &Param<'_>) -> Option<TokenStream> {
    let checked = Checked::Field(&param.field);
    let facts: Vec<_> = param.rules.iter().map(|rule| fact(&checked, rule)).collect();
    (!facts.is_empty()).then(|| quote!(.rules(&[#(#facts),*])))
}

fn fact(checked: &Checked<'_>, rule: &Rule<'_>) -> TokenStream {
    match rule {
        Rule::BuiltIn(BuiltIn { operand: Operand::Pattern(pattern), .. }) => quote!(__p::RuleFact::Pattern(#pattern)),
        Rule::BuiltIn(rule) if rule.operand.is_literal() => {
            let rule = value_of(checked, rule);
            quote!(#rule.fact())
        }
        Rule::BuiltIn(rule) => {
            let rule = borrowed(checked, rule);
            quote!(#rule.fact())
        }
        Rule::Each(word, rules) => {
            let checked = Checked::Item(checked, word);
            let facts = rules.iter().map(|rule| fact(&checked, rule));
            quote!(__p::RuleFact::Each(&[#(#facts),*]))
        }
        Rule::Own(own) => {
            let code = &own.code;
            quote!(__p::RuleFact::Own(#code))
        }
    }
}

/// The checks of a field by its rules.
///
/// They are at the place of the rule, where rustc reports a field that the rule does not fit, and an operand that does not fit the field.
pub(crate) fn checks(scope: &Scope<'_>, index: usize, param: &Param<'_>) -> TokenStream {
    let checked = Checked::Field(&param.field);
    param.rules.iter().map(|rule| check(scope, index, &checked, rule)).collect()
}

fn check(scope: &Scope<'_>, index: usize, checked: &Checked<'_>, rule: &Rule<'_>) -> TokenStream {
    let param = Literal::usize_unsuffixed(index);
    // The name of the method's parameter does not take the span of the rule.
    let out = quote!(out);
    match rule {
        Rule::BuiltIn(rule) => {
            let span = rule.word.span();
            let (value, fits) = (checked.value(scope, span), Ident::new(rule.fits.name(), span));
            let compare = compare(scope, checked, rule);
            let rule = borrowed(checked, rule);
            let check = quote_spanned!(span=> __p::#fits::check(#value, #out, #param, #rule););
            quote!(#compare #check)
        }
        Rule::Each(word, rules) => {
            let value = checked.value(scope, word.span());
            let checked = Checked::Item(checked, word);
            let item = checked.value(scope, word.span());
            let checks = rules.iter().map(|rule| check(scope, index, &checked, rule));
            quote_spanned!(word.span()=> __p::#word(#value, #out, |#item, #out| { #(#checks)* });)
        }
        Rule::Own(OwnRule { path, operands, code }) => {
            let value = checked.value(scope, path.span());
            let rule = quote_spanned!(path.span()=> &#path #operands);
            quote!((&__p::Own(#value)).__api_request_apply(#rule, #param, #code, out);)
        }
    }
}

/// A reference to the rule as a value.
fn borrowed(checked: &Checked<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    let (word, value) = (rule.word, value_of(checked, rule));
    match &rule.operand {
        // A static, so that it is parsed once.
        Operand::Pattern(_) => quote!({ static PATTERN: __p::Pattern = #value; &PATTERN }),
        // Constant as in a fact, so that rustc reports a wrong operand alike in both.
        operand if !operand.is_literal() => quote_spanned!(word.span()=> const { &#value }),
        _ => quote_spanned!(word.span()=> &#value),
    }
}

/// The rule as a value: a call of the function of its name. The operands are as the user wrote them.
fn value_of(checked: &Checked<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    let word = rule.word;
    let span = word.span();
    match &rule.operand {
        Operand::Nothing => quote_spanned!(span=> __p::#word()),
        Operand::Lengths(range) | Operand::Numbers(range) => {
            let kind = Ident::new(range.kind.name(), span);
            let ty = stated(checked, rule);
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
            let ty = stated(checked, rule);
            quote_spanned!(span=> __p::#word::<#ty>(&[#tokens]))
        }
        Operand::Pattern(pattern) => quote_spanned!(span=> __p::#word(#pattern)),
    }
}

/// The type of the operands: that of a length, or that of the value.
fn stated(checked: &Checked<'_>, rule: &BuiltIn<'_>) -> TokenStream {
    if let Operand::Lengths(_) = rule.operand {
        return quote!(::core::primitive::usize);
    }
    let span = rule.word.span();
    let (ty, fits) = (checked.ty(span), Ident::new(rule.fits.name(), span));
    quote_spanned!(span=> <#ty as __p::#fits>::Value)
}

/// An expression of two ends. rustc checks the type of each end on its own.
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

/// The assertion that a range is not empty, if an end is not a literal.
///
/// It is evaluated when the crate is checked or, if an end depends on a parameter of the type, when the request is used.
fn compare(scope: &Scope<'_>, checked: &Checked<'_>, rule: &BuiltIn<'_>) -> Option<TokenStream> {
    let (Operand::Lengths(range) | Operand::Numbers(range)) = &rule.operand else {
        return None;
    };
    let Ends { start, includes_end, end, span, message } = range.ends.as_ref()?;
    let operator = if *includes_end { quote!(<=) } else { quote!(<) };
    let panic = quote_spanned!(*span=> ::core::panic!("{}", #message));
    let compare = between(&stated(checked, rule), start, end, |first, last| {
        quote! {
            if !(#first #operator #last) {
                #panic
            }
        }
    });
    Some(if scope.depends(compare.clone()) {
        quote!(const #compare;)
    } else {
        let compare = without_lifetimes(compare);
        quote!(const _: () = #compare;)
    })
}
