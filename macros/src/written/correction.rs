//! What the user probably meant by a malformed value. It is the key as it is written here, with the user's own tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use crate::tables::keys::{self, Key, Syntax};
use crate::tables::pages;

/// The tokens after a key, up to the next one.
struct Value {
    /// What is in the parentheses, or what follows `=` or `:`.
    inner: Vec<TokenTree>,
    in_parentheses: bool,
    follows_equals: bool,
}

/// The key with its value as it is written here. `None` if the tokens do not show the value.
pub(crate) fn corrected(key: &Key, after: ParseStream<'_>) -> Option<String> {
    let name = key.name;
    if key.syntax == Syntax::Pages {
        return with_form(key, after);
    }
    let Value { inner, in_parentheses, follows_equals } = value(after)?;
    let text = text(&inner);
    let assigned = |value: &str| format!("{name} = {value}");
    match key.syntax {
        Syntax::Text | Syntax::Name => match &*inner {
            [TokenTree::Literal(literal)] if literal_text(&inner[0]).is_some() => Some(assigned(&literal.to_string())),
            [TokenTree::Literal(_)] => None,
            _ if text.contains(['"', '\'']) => None,
            _ => {
                let is_path = key.usage.contains("\"/path") && !text.starts_with('/');
                let slash = if is_path { "/" } else { "" };
                Some(assigned(&format!("\"{slash}{text}\"")))
            }
        },
        Syntax::Path if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_:".contains(c)) => {
            let is_absolute = text.starts_with("::") || text == "crate" || text.starts_with("crate::");
            Some(assigned(&if is_absolute { text } else { format!("::{text}") }))
        }
        Syntax::Type | Syntax::Word | Syntax::Function | Syntax::Credentials | Syntax::Status if !follows_equals => {
            match (literal_text(inner.first()?), key.syntax) {
                (Some(unquoted), Syntax::Type | Syntax::Word | Syntax::Function) => Some(assigned(&unquoted)),
                _ => Some(assigned(&text)),
            }
        }
        Syntax::Fields | Syntax::Members => {
            let names: Option<Vec<String>> = items(&inner).map(unquoted).collect();
            let names = names.filter(|names| names.iter().all(|name| syn::parse_str::<syn::Ident>(name).is_ok()))?;
            match &*names {
                [] => None,
                [one] if key.syntax == Syntax::Fields => Some(assigned(one)),
                names => Some(format!("{name}({})", names.join(", "))),
            }
        }
        Syntax::Rules if follows_equals && !in_parentheses => {
            let rules: Vec<String> =
                items(&inner).map(|item| unquoted(item).unwrap_or_else(|| self::text(item))).collect();
            Some(format!("{name}({})", rules.join(", ")))
        }
        Syntax::Statuses => {
            let statuses: Option<Vec<String>> = items(&inner).map(unquoted).collect();
            let are_numbers = |statuses: &Vec<String>| {
                !statuses.is_empty() && statuses.iter().all(|status| status.bytes().all(|byte| byte.is_ascii_digit()))
            };
            Some(format!("{name}({})", statuses.filter(are_numbers)?.join(", ")))
        }
        Syntax::Constants => constants(key, &inner),
        _ => None,
    }
}

/// `paginate(link)`, from `= link` or from nothing. Another form keeps its word: `paginate(page = field)`.
fn with_form(key: &Key, after: ParseStream<'_>) -> Option<String> {
    let inner = match value(after) {
        Some(value) if value.in_parentheses && !value.follows_equals => return None,
        value => value.map(|value| value.inner).unwrap_or_default(),
    };
    let word = unquoted(&inner).and_then(|word| pages::find(&word)).filter(|word| word.is_form);
    Some(format!("{}({})", key.name, word.map_or("link", |word| word.usage)))
}

/// The path in `path = ".."`, if it follows.
pub(crate) fn path_after(after: ParseStream<'_>) -> Option<LitStr> {
    let after = after.fork();
    let tokens: Vec<TokenTree> = after.parse::<TokenStream>().ok()?.into_iter().collect();
    let mut windows = tokens.windows(3);
    windows.find_map(|window| match window {
        [TokenTree::Ident(word), equals, literal] if word == keys::PATH.as_str() && is_punct(equals, '=') => {
            syn::parse2(TokenStream::from(literal.clone())).ok()
        }
        _ => None,
    })
}

/// `("name" = "value")`, from `("name")`, `("name", "value")`, `(name = "value")`, `("name": "value")` or `= "name"`.
fn constants(key: &Key, inner: &[TokenTree]) -> Option<String> {
    let pair = |item: &[TokenTree]| {
        let at = item.iter().position(|token| is_punct(token, '=') || is_punct(token, ':'));
        let (name, value) = item.split_at(at.unwrap_or(item.len()));
        let is_sign = |token: &&TokenTree| matches!(token, TokenTree::Punct(punct) if "=:>".contains(punct.as_char()));
        let signs = value.iter().take_while(is_sign).count();
        (quoted(name), value.get(signs..).filter(|value| !value.is_empty()).map(quoted))
    };
    let pairs: Vec<(Option<String>, Option<Option<String>>)> = items(inner).map(pair).collect();
    let written = match &*pairs {
        [(Some(name), None), (Some(value), None)] => format!("{name} = {value}"),
        pairs => {
            let written: Option<Vec<String>> = pairs
                .iter()
                .map(|(name, value)| match (name, value) {
                    (Some(name), Some(Some(value))) => Some(format!("{name} = {value}")),
                    (Some(name), None) => Some(format!("{name} = \"value\"")),
                    _ => None,
                })
                .collect();
            written.filter(|written| !written.is_empty())?.join(", ")
        }
    };
    Some(format!("{}({written})", key.name))
}

fn value(after: ParseStream<'_>) -> Option<Value> {
    let after = after.fork();
    let follows_equals = after.parse::<Token![=]>().is_ok();
    if !follows_equals {
        let _ = after.parse::<Token![:]>();
    }
    let mut inner: Vec<TokenTree> = Vec::new();
    while !after.is_empty() && !after.peek(Token![,]) {
        inner.push(after.parse().ok()?);
    }
    let in_parentheses = match &*inner {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
        _ => None,
    };
    let (inner, in_parentheses) = match in_parentheses {
        Some(stream) => (stream.into_iter().collect(), true),
        None => (inner, false),
    };
    (!inner.is_empty()).then_some(Value { inner, in_parentheses, follows_equals })
}

/// The parts between commas, without an empty last one.
fn items(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    tokens.split(|token| is_punct(token, ',')).filter(|item| !item.is_empty())
}

/// The tokens as a string literal, unless they are a literal already.
fn quoted(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [] => None,
        [TokenTree::Literal(literal)] => Some(literal.to_string()),
        tokens => Some(text(tokens)).filter(|text| !text.contains(['"', '\''])).map(|text| format!("{text:?}")),
    }
}

/// The text of a string literal, or of any other single token.
fn unquoted(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [token] => literal_text(token).or_else(|| Some(token.to_string())),
        _ => None,
    }
}

fn literal_text(token: &TokenTree) -> Option<String> {
    syn::parse2::<LitStr>(token.clone().into()).ok().map(|literal| literal.value())
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// The tokens without the spaces between them, except between words and after commas.
fn text(tokens: &[TokenTree]) -> String {
    let spaced = tokens.iter().cloned().collect::<TokenStream>().to_string();
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '\'';
    let mut text = String::new();
    let mut chars = spaced.chars().peekable();
    while let Some(c) = chars.next() {
        let joins_words = text.ends_with(is_word) && chars.peek().is_some_and(|next| is_word(*next));
        if c != ' ' || joins_words || text.ends_with(',') {
            text.push(c);
        }
    }
    text
}
