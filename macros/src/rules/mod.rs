//! The rules of a field as they are checked: known words, each with operands that can be expanded.

#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
pub(crate) mod known;
#[cfg(feature = "pattern")]
mod pattern;
mod range;
mod written;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{Ident, LitStr, Path};

use crate::errors::Errors;
use crate::messages as m;
use crate::params::Field;
use crate::suggest::{closest, listed};
use crate::written::{Entry, Given, Written};

use known::Operands;
use range::{End, is_punct, read};

pub(crate) use range::{Ends, Range};
pub(crate) use written::WrittenRule;

pub(crate) enum Rule<'a> {
    BuiltIn(BuiltIn<'a>),
    /// `each(uuid)`
    Each(&'a Ident, Vec<Self>),
    Own(&'a WrittenRule),
}

impl Rule<'_> {
    /// Whether it is one of the user's own, or has one within.
    pub(crate) fn is_own(&self) -> bool {
        match self {
            Self::BuiltIn(_) => false,
            Self::Each(_, rules) => rules.iter().any(Self::is_own),
            Self::Own(_) => true,
        }
    }
}

/// A rule of one word.
pub(crate) struct BuiltIn<'a> {
    pub(crate) word: &'a Ident,
    /// The trait of the runtime that says whether it fits a type.
    pub(crate) fits: &'static str,
    pub(crate) operand: Operand,
}

/// What stands in the parentheses after the word.
pub(crate) enum Operand {
    Nothing,
    Lengths(Range),
    Numbers(Range),
    Values { tokens: TokenStream, is_literal: bool },
    Pattern(LitStr),
}

impl Operand {
    /// Whether rustc needs no name to know what it is.
    pub(crate) fn is_literal(&self) -> bool {
        match self {
            Self::Nothing | Self::Pattern(_) => true,
            Self::Lengths(range) | Self::Numbers(range) => range.is_literal,
            Self::Values { is_literal, .. } => *is_literal,
        }
    }
}

pub(crate) fn rules<'a>(field: &'a Field<'a>, errors: &Errors) -> Vec<Rule<'a>> {
    let Some(entry) = field.written.get("validate") else {
        return Vec::new();
    };
    let Given::Rules(rules) = &entry.value else {
        return Vec::new();
    };
    if rules.is_empty() {
        errors.at(&entry.ident, &m::RULES_MISSING, &["validate", &listed(known::names())]);
    }
    refuse_repeated(rules, errors);
    rules.iter().filter_map(|rule| checked(rule, errors)).collect()
}

/// The checks of a whole value, which are functions of the user's own.
pub(crate) fn whole_checks<'a>(written: &'a Written, errors: &Errors) -> Vec<&'a WrittenRule> {
    let Some(Entry { ident, value: Given::Rules(rules), .. }) = written.get("validate") else {
        return Vec::new();
    };
    if rules.is_empty() {
        errors.at(ident, &m::RULES_MISSING, &["validate", &listed(known::names())]);
    }
    refuse_repeated(rules, errors);
    for word in rules.iter().filter_map(|rule| single_word(&rule.path)) {
        errors.at(word, &m::RULE_OF_FIELD, &[&word.to_string()]);
    }
    rules.iter().collect()
}

/// Two of one word with other operands may both be meant: `pattern("a"), pattern("b")`.
fn refuse_repeated(rules: &[WrittenRule], errors: &Errors) {
    let texts: Vec<String> = rules.iter().map(WrittenRule::text).collect();
    for (at, rule) in rules.iter().enumerate() {
        if texts[..at].contains(&texts[at]) {
            errors.at(&rule.path, &m::DUPLICATE_KEY, &[&texts[at]]);
        }
    }
}

fn checked<'a>(written: &'a WrittenRule, errors: &Errors) -> Option<Rule<'a>> {
    let Some(word) = single_word(&written.path) else {
        return Some(Rule::Own(written));
    };
    let name = word.to_string();
    let Some(rule) = known::find(&name) else {
        match closest(&name, known::names()).and_then(known::find) {
            Some(rule) => errors.at(word, &m::MISSPELLED_RULE, &[&name, rule.syntax]),
            None => errors.at(word, &m::UNKNOWN_RULE, &[&name, &listed(known::names())]),
        }
        return None;
    };
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
            let inner = written.inner.iter().filter_map(|rule| checked(rule, errors)).collect();
            return Some(Rule::Each(word, inner));
        }
        (_, None) => {
            errors.at(word, &m::RULE_OPERAND_MISSING, &[&name, rule.syntax]);
            return None;
        }
        (_, Some(group)) => operand(rule, group, errors)?,
    };
    Some(Rule::BuiltIn(BuiltIn { word, fits: rule.fits, operand }))
}

/// Whether the feature of that name is on.
fn is_on(feature: &str) -> bool {
    let features =
        [("pattern", cfg!(feature = "pattern")), ("url", cfg!(feature = "url")), ("email", cfg!(feature = "email"))];
    features.contains(&(feature, true))
}

fn operand(rule: &known::Rule, group: &Group, errors: &Errors) -> Option<Operand> {
    if group.stream().is_empty() {
        errors.at(group, &m::RULE_OPERAND_MISSING, &[rule.name, rule.syntax]);
        return None;
    }
    if let Some(value) = value_of_self(group.stream()) {
        errors.at(value, &m::RULE_OPERAND_OF_SELF, &[rule.name]);
        return None;
    }
    match rule.operands {
        Operands::Lengths => Range::parse(rule, group, errors).map(Operand::Lengths),
        Operands::Numbers => Range::parse(rule, group, errors).map(Operand::Numbers),
        Operands::Pattern => regex(rule, group, errors).map(Operand::Pattern),
        _ => values(rule, group, errors),
    }
}

/// Values with a comma between two, as the user wrote them.
fn values(rule: &known::Rule, group: &Group, errors: &Errors) -> Option<Operand> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let but_last = match tokens.split_last() {
        Some((last, before)) if is_punct(last, ',') => before,
        _ => &*tokens,
    };
    let values = but_last.split(|token| is_punct(token, ','));
    let is_literal = |token: &TokenTree| matches!(token, TokenTree::Literal(_));
    let lacks_comma = |value: &[TokenTree]| value.windows(2).any(|pair| pair.iter().all(is_literal));
    if values.clone().any(|value| value.is_empty() || lacks_comma(value)) {
        let noun = "texts or numbers, with a comma between two";
        errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, noun, rule.syntax]);
        return None;
    }
    Some(Operand::Values {
        tokens: group.stream(),
        is_literal: values.map(read).all(|value| value != Some(End::Unknown)),
    })
}

/// The word `self`, where no path begins with it.
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

/// A pattern that can be read, as the user's own literal.
fn regex(rule: &known::Rule, group: &Group, errors: &Errors) -> Option<LitStr> {
    let Ok(literal) = syn::parse2::<LitStr>(group.stream()) else {
        errors.at(group, &m::RULE_OPERAND_INVALID, &[rule.name, "one pattern in quotes", rule.syntax]);
        return None;
    };
    #[cfg(feature = "pattern")]
    if let Err(reason) = pattern::check(&literal.value()) {
        errors.at(&literal, &m::PATTERN_INVALID, &[&reason]);
        return None;
    }
    Some(literal)
}

/// The word of a path that is one word.
fn single_word(path: &Path) -> Option<&Ident> {
    match path.segments.first() {
        Some(segment) if path.segments.len() == 1 && path.leading_colon.is_none() => Some(&segment.ident),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, parse_quote};

    /// Where its feature is on, it says nothing.
    #[test]
    fn a_rule_behind_a_feature_says_how_to_get_it() {
        let input: DeriveInput = parse_quote! {
            #[api(post = "/users")]
            struct CreateUser {
                #[api(validate(pattern("^[a-z"), url, each(email)))]
                name: String,
            }
        };
        let expansion = crate::api_request(&input).to_string();
        for (rule, is_on) in
            [("pattern", cfg!(feature = "pattern")), ("url", cfg!(feature = "url")), ("email", cfg!(feature = "email"))]
        {
            let needs = format!("the rule `{rule}` needs the feature `{rule}` of `api-request`");
            assert_eq!(expansion.contains(&needs), !is_on, "{rule}: {expansion}");
        }
        assert_eq!(
            expansion.contains("the pattern cannot be read: unclosed character class"),
            cfg!(feature = "pattern")
        );
    }
}
