//! The statements of `validate_into`: rules of fields, cross-field rules, and checks of the whole value.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use crate::model::cross_rule::{CrossMember, CrossRule};
use crate::model::params::{Params, Sent};
use crate::model::rule::OwnRule;

use super::rules;
use super::scope::Scope;

/// The statements that check the fields.
pub(crate) fn of_fields(scope: &Scope<'_>, params: &Params<'_>) -> Vec<TokenStream> {
    let of_field = |sent: &Sent| match *sent {
        Sent::Param(index) => of_param(scope, params, index),
        Sent::Group(index) => {
            let field = &params.groups[index].field;
            let (ty, value) = (field.ty, scope.borrowed(field, field.ty.span()));
            let index = Literal::usize_unsuffixed(index);
            vec![quote!(out.group(#index, |out| <__p::Probe<#ty>>::validate_params(#value, out));)]
        }
    };
    params.order.iter().flat_map(of_field).chain(of_members(scope, params)).collect()
}

fn of_param(scope: &Scope<'_>, params: &Params<'_>, index: usize) -> Vec<TokenStream> {
    let rules = Some(rules::checks(scope, index, &params.list[index])).filter(|checks| !checks.is_empty());
    let cross = params.cross_rules.iter().filter(|rule| rule.relation.param() == Some(index));
    rules.into_iter().chain(cross.flat_map(|rule| pairs(scope, params, index, rule))).collect()
}

/// `requires` and `conflicts_with`: a call for each field that they name.
fn pairs(scope: &Scope<'_>, params: &Params<'_>, index: usize, rule: &CrossRule) -> Vec<TokenStream> {
    let pair = |member: &CrossMember| {
        let this = is_set(scope, params, index, rule.span);
        let other = is_set(scope, params, member.param, member.span);
        let (index, param) = (Literal::usize_unsuffixed(index), Literal::usize_unsuffixed(member.param));
        let method = method_of(rule);
        quote!(out.#method(#index, #this, #param, #other);)
    };
    rule.members.iter().map(pair).collect()
}

/// `at_most_one_of` and the like: one call for all of its members.
fn of_members(scope: &Scope<'_>, params: &Params<'_>) -> Vec<TokenStream> {
    let together = params.cross_rules.iter().filter(|rule| rule.relation.param().is_none());
    let check = |rule: &CrossRule| {
        let members = rule.members.iter().map(|member| {
            let is_set = is_set(scope, params, member.param, member.span);
            let param = Literal::usize_unsuffixed(member.param);
            quote!((#param, #is_set))
        });
        let method = method_of(rule);
        quote!(out.#method(&[#(#members),*]);)
    };
    together.map(check).collect()
}

fn method_of(rule: &CrossRule) -> Ident {
    Ident::new(rule.relation.code(), Span::call_site())
}

/// Whether a field is set. rustc reports at the span that a field cannot be unset.
fn is_set(scope: &Scope<'_>, params: &Params<'_>, param: usize, span: Span) -> TokenStream {
    let field = scope.borrowed(&params.list[param].field, span);
    quote_spanned!(span=> __p::Unset::is_set(#field))
}

/// The checks of the whole value.
pub(crate) fn of_whole(scope: &Scope<'_>, rules: &[OwnRule<'_>]) -> Vec<TokenStream> {
    let check = |OwnRule { path, operands, code }: &OwnRule<'_>| {
        let this = scope.this();
        let rule = quote_spanned!(path.span()=> &#path #operands);
        quote!(__p::check_whole(out, #code, #this, #rule);)
    };
    rules.iter().map(check).collect()
}
