//! The rules of a field and of a whole value: built-in rules and the user's. The operands of built-in rules are valid here.

mod leaf;
mod meant;
#[cfg(feature = "pattern")]
mod pattern;
mod range;
mod range_tokens;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Ident, LitStr, Type};

use crate::model::rule::{BuiltIn, Operand, OwnRule, Rule};
use crate::tables::keys;
use crate::tables::messages as m;
use crate::tables::rules::{self as known, KnownRule, Operands};
use crate::tables::suggest::{closest, listed};
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::rule::WrittenRule;
use crate::written::{Entry, KeyValue, Written};

use leaf::Leaf;
use range_tokens::{End, is_punct, read};

/// `validate(rule)` on a field.
pub(crate) fn of_field<'a>(field: &'a Field<'a>, errors: &Errors) -> Vec<Rule<'a>> {
    written_rules(&field.written, errors).iter().filter_map(|rule| checked(rule, Some(field.ty), errors)).collect()
}

/// `validate(self::check)` on a struct or an enum: functions of the user's own.
pub(crate) fn of_whole<'a>(written: &'a Written, errors: &Errors) -> Vec<OwnRule<'a>> {
    let rules = written_rules(written, errors);
    for word in rules.iter().filter_map(WrittenRule::single_word) {
        errors.at(word, &m::RULE_OF_FIELD, &[&word.to_string()]);
    }
    rules.iter().map(own).collect()
}

/// Checks the rules in `validate(..)`: at least one, and no duplicates.
fn written_rules<'a>(written: &'a Written, errors: &Errors) -> &'a [WrittenRule] {
    let Some(Entry { key, ident, value: KeyValue::Rules(rules) }) = written.get(keys::VALIDATE) else {
        return &[];
    };
    if rules.is_empty() {
        errors.at(ident, &m::RULES_MISSING, &[key.name.as_str(), &listed(known::names())]);
    }
    for rule in rules.iter().filter(|rule| rule.assigned.is_some() && rule.single_word().is_none()) {
        errors.at(&rule.path, &m::MALFORMED_RULE, &[&listed(known::names())]);
    }
    refuse_repeated(rules, errors);
    rules
}

fn own(written: &WrittenRule) -> OwnRule<'_> {
    OwnRule {
        path: &written.path,
        operands: written.operands.as_ref(),
        code: written.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
    }
}

/// Refuses a rule that is written twice. With other operands it is another rule: `pattern("a"), pattern("b")`.
fn refuse_repeated(rules: &[WrittenRule], errors: &Errors) {
    let texts: Vec<String> = rules.iter().map(WrittenRule::text).collect();
    for (at, rule) in rules.iter().enumerate() {
        if texts[..at].contains(&texts[at]) {
            errors.at(&rule.path, &m::DUPLICATE_KEY, &[&texts[at]]);
        }
    }
}

/// A rule of a value of that type. The type of an item may be unknown.
fn checked<'a>(written: &'a WrittenRule, ty: Option<&Type>, errors: &Errors) -> Option<Rule<'a>> {
    let Some(word) = written.single_word() else {
        return Some(Rule::Own(own(written)));
    };
    let name = word.to_string();
    let spelled = written.assigned.clone().or_else(|| Some(inside(written.operands.as_ref()?)));
    if let Some(meant) = known::elsewhere(&name, spelled.as_deref()) {
        errors.at(word, &m::MISSPELLED_RULE, &[&name, &meant]);
        return None;
    }
    let Some(rule) = known::find(&name) else {
        match closest(&name, known::names()).and_then(known::find) {
            Some(rule) => errors.at(word, &m::MISSPELLED_RULE, &[&name, rule.usage]),
            None => errors.at(word, &m::UNKNOWN_RULE, &[&name, &listed(known::names())]),
        }
        return None;
    };
    if let Some(assigned) = &written.assigned {
        errors.at(word, &m::MALFORMED_VALUE, &[&name, &with_operand(rule, assigned)]);
        return None;
    }
    if rule.is_feature && !is_on(&name) {
        errors.at(word, &m::RULE_FEATURE, &[&name]);
        return None;
    }
    let operand = match (rule.operands, &written.operands) {
        (Operands::None, None) => Operand::Nothing,
        (Operands::None, Some(operands)) => {
            errors.at(operands, &m::RULE_OPERAND, &[&name]);
            return None;
        }
        (Operands::Rules, _) if written.inner.is_empty() => {
            errors.at(word, &m::RULES_MISSING, &[&name, &listed(known::names())]);
            return None;
        }
        (Operands::Rules, _) => {
            refuse_repeated(&written.inner, errors);
            let inner =
                written.inner.iter().filter_map(|rule| checked(rule, ty.and_then(leaf::item), errors)).collect();
            return Some(Rule::Each(word, inner));
        }
        (_, None) => {
            errors.at(word, &m::RULE_OPERAND_MISSING, &[&name, rule.usage]);
            return None;
        }
        (_, Some(group)) => operand(rule, group, ty.and_then(leaf::of), errors)?,
    };
    Some(Rule::BuiltIn(BuiltIn { word, fits: rule.fits, operand }))
}

/// What is in the parentheses.
fn inside(operands: &Group) -> String {
    let tokens: Vec<String> = operands.stream().into_iter().map(|token| token.to_string()).collect();
    // `value = 1`
    match &*tokens {
        [_, equals, value @ ..] if equals == "=" => value.concat(),
        _ => tokens.concat(),
    }
}

/// Whether the feature of that name is enabled.
fn is_on(feature: &str) -> bool {
    let features =
        [("pattern", cfg!(feature = "pattern")), ("url", cfg!(feature = "url")), ("email", cfg!(feature = "email"))];
    features.contains(&(feature, true))
}

/// A rule that was written with `=`, as it is written here.
fn with_operand(rule: &KnownRule, assigned: &str) -> String {
    match (rule.operands, assigned.parse::<TokenStream>()) {
        (Operands::Lengths | Operands::Numbers, _) if assigned.contains("..") => format!("{}({assigned})", rule.name),
        (Operands::Pattern, _) if assigned.ends_with('"') => format!("{}({assigned})", rule.name),
        (_, Ok(operands)) => meant::rule(rule, operands),
        _ => rule.usage.to_owned(),
    }
}

fn operand(rule: &KnownRule, group: &Group, leaf: Option<(Leaf, &Ident)>, errors: &Errors) -> Option<Operand> {
    if group.stream().is_empty() {
        errors.at(group, &m::RULE_OPERAND_MISSING, &[rule.name, rule.usage]);
        return None;
    }
    if let Some(value) = value_of_self(group.stream()) {
        errors.at(value, &m::RULE_OPERAND_OF_SELF, &[rule.name]);
        return None;
    }
    match rule.operands {
        Operands::Lengths => range::parse(rule, group, None, errors).map(Operand::Lengths),
        Operands::Numbers => range::parse(rule, group, leaf, errors).map(Operand::Numbers),
        Operands::Pattern => regex(rule, group, errors).map(Operand::Pattern),
        _ => values(rule, group, leaf, errors),
    }
}

/// Values separated by commas, as the user wrote them.
fn values(rule: &KnownRule, group: &Group, leaf: Option<(Leaf, &Ident)>, errors: &Errors) -> Option<Operand> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let but_last = match tokens.split_last() {
        Some((last, before)) if is_punct(last, ',') => before,
        _ => &*tokens,
    };
    let values = but_last.split(|token| is_punct(token, ','));
    let is_literal = |token: &TokenTree| matches!(token, TokenTree::Literal(_));
    let lacks_comma = |value: &[TokenTree]| value.windows(2).any(|pair| pair.iter().all(is_literal));
    if values.clone().any(|value| value.is_empty() || lacks_comma(value)) {
        let noun = "strings or numbers, separated by commas";
        errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, noun, &meant::rule(rule, group.stream())]);
        return None;
    }
    if let [TokenTree::Group(list)] | [_, TokenTree::Group(list)] = but_last
        && list.delimiter() == Delimiter::Bracket
    {
        let noun = "the values themselves, not a list of them";
        errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, noun, &meant::rule(rule, group.stream())]);
        return None;
    }
    if !are_of(leaf, &values.clone().collect::<Vec<_>>(), errors) {
        return None;
    }
    Some(Operand::Values {
        tokens: group.stream(),
        is_literal: values.map(read).all(|value| value != Some(End::Unknown)),
    })
}

/// Whether the values to choose from are of the field's kind: text, or numbers. Reports the first one that is not.
fn are_of(leaf: Option<(Leaf, &Ident)>, values: &[&[TokenTree]], errors: &Errors) -> bool {
    let is_number = |value: &[TokenTree]| matches!(read(value), Some(End::Integer(_) | End::Float(_)));
    let text_of = |value: &[TokenTree]| syn::parse2::<LitStr>(value.iter().cloned().collect()).ok();
    let rule = |values: Vec<String>| format!("one_of({})", values.join(", "));
    match leaf {
        Some((Leaf::Text, _)) => {
            let Some(number) = values.iter().find(|value| is_number(value)) else {
                return true;
            };
            let quoted = |value: &&[TokenTree]| {
                let text = range_tokens::text(value);
                if is_number(value) { format!("{text:?}") } else { text }
            };
            let meant = rule(values.iter().map(quoted).collect());
            errors.at(range_tokens::stream(number), &m::CHOICE_NOT_TEXT, &[&range_tokens::text(number), &meant]);
        }
        Some((Leaf::Integer | Leaf::Float, name)) => {
            let Some(text) = values.iter().find_map(|value| text_of(value)) else {
                return true;
            };
            let number =
                |value: &&[TokenTree]| text_of(value)?.value().parse::<i64>().ok().map(|number| number.to_string());
            let numbers: Option<Vec<String>> = values.iter().map(number).collect();
            let meant = rule(numbers.unwrap_or_else(|| vec!["1".to_owned(), "2".to_owned()]));
            errors.at(&text, &m::CHOICE_IN_QUOTES, &[&name.to_string(), &text.to_token_stream().to_string(), &meant]);
        }
        None => return true,
    }
    false
}

/// The word `self`, if it is not the beginning of a path.
fn value_of_self(tokens: TokenStream) -> Option<Ident> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                if let Some(value) = value_of_self(group.stream()) {
                    return Some(value);
                }
            }
            TokenTree::Ident(word) if word == "self" => match tokens.peek() {
                Some(TokenTree::Punct(colon)) if colon.as_char() == ':' => {}
                _ => return Some(word),
            },
            _ => {}
        }
    }
    None
}

/// A valid pattern, as the user's own literal.
fn regex(rule: &KnownRule, group: &Group, errors: &Errors) -> Option<LitStr> {
    let Ok(literal) = syn::parse2::<LitStr>(group.stream()) else {
        errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, "a single pattern in quotes", rule.usage]);
        return None;
    };
    #[cfg(feature = "pattern")]
    if let Err(reason) = pattern::check(&literal.value()) {
        errors.at(&literal, &m::PATTERN_INVALID, &[&reason]);
        return None;
    }
    Some(literal)
}
