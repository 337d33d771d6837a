//! Parses what follows a key, by the syntax that the table has for it.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Error, Parse, ParseStream, Result};
use syn::token::Paren;
use syn::{Ident, Lit, LitBool, LitInt, LitStr, Path, Token};

use crate::tables::keys::{Key, Syntax};

use super::pages::WrittenPageWord;
use super::rule::WrittenRule;
use super::tokens::in_parentheses;
use super::{KeyValue, WrittenConstant};

syn::custom_keyword!(none);
syn::custom_keyword!(quoted);

/// Every way to write a key, for a message.
pub(crate) fn usages(key: &Key) -> String {
    let Key { name, usage, .. } = key;
    match key.syntax {
        Syntax::Name => format!("{name}` or `{name} = \"name\""),
        Syntax::Switch => format!("{name}` or `{name} = false"),
        Syntax::Quoted => format!("{name}` or `{name}(quoted)"),
        Syntax::Credentials => format!("{name} = none` or `{name} = \"name\""),
        Syntax::Fields => format!("{name} = field` or `{name}(field, field)"),
        Syntax::Status => format!("{name} = 200` or `{name} = \"4XX\""),
        _ => (*usage).to_owned(),
    }
}

pub(crate) fn parse(syntax: Syntax, input: ParseStream<'_>) -> Result<KeyValue> {
    Ok(match syntax {
        Syntax::Flag => KeyValue::Nothing,
        Syntax::Name | Syntax::Switch if !input.peek(Token![=]) => KeyValue::Nothing,
        Syntax::Switch => {
            input.parse::<Token![=]>()?;
            if input.parse::<LitBool>()?.value { KeyValue::Nothing } else { KeyValue::Off }
        }
        Syntax::Text | Syntax::Name => {
            input.parse::<Token![=]>()?;
            KeyValue::Text(input.parse()?)
        }
        Syntax::Type => {
            input.parse::<Token![=]>()?;
            KeyValue::Type(Box::new(input.parse()?))
        }
        Syntax::Path => {
            input.parse::<Token![=]>()?;
            KeyValue::Path(absolute(input)?)
        }
        Syntax::Credentials => {
            input.parse::<Token![=]>()?;
            if input.peek(LitStr) {
                KeyValue::Text(input.parse()?)
            } else {
                input.parse::<none>()?;
                KeyValue::Nothing
            }
        }
        Syntax::Fields => KeyValue::Fields(fields(input)?),
        Syntax::Members => KeyValue::Fields(members(input)?),
        Syntax::Word => {
            input.parse::<Token![=]>()?;
            KeyValue::Word(input.call(Ident::parse_any)?)
        }
        Syntax::Function => {
            input.parse::<Token![=]>()?;
            KeyValue::Path(input.call(Path::parse_mod_style)?)
        }
        Syntax::Quoted if !input.peek(Paren) => KeyValue::Nothing,
        Syntax::Quoted => {
            let (words, span) = in_parentheses(input, quoted::parse)?;
            if words.len() != 1 {
                return Err(Error::new(span, "expected `quoted`"));
            }
            KeyValue::Word(Ident::new("quoted", span))
        }
        Syntax::Constants => {
            let (constants, span) = in_parentheses(input, constant)?;
            if constants.is_empty() {
                return Err(Error::new(span, "expected a constant"));
            }
            KeyValue::Constants(constants)
        }
        Syntax::Pages => {
            let (words, _) = in_parentheses(input, WrittenPageWord::parse)?;
            KeyValue::Pages(words)
        }
        Syntax::Statuses => {
            let (statuses, span) = in_parentheses(input, LitInt::parse)?;
            if statuses.is_empty() {
                return Err(Error::new(span, "expected a status"));
            }
            KeyValue::Statuses(statuses)
        }
        Syntax::Rules => {
            let (rules, _) = in_parentheses(input, WrittenRule::parse)?;
            KeyValue::Rules(rules)
        }
        Syntax::Status => {
            input.parse::<Token![=]>()?;
            if input.peek(LitStr) {
                let text: LitStr = input.parse()?;
                KeyValue::Status(text.to_token_stream(), text.value())
            } else {
                let number: LitInt = input.parse()?;
                KeyValue::Status(number.to_token_stream(), number.to_string())
            }
        }
    })
}

/// A path that means the same in every scope.
fn absolute(input: ParseStream<'_>) -> Result<Path> {
    let fork = input.fork();
    let path = fork.call(Path::parse_mod_style)?;
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    if path.leading_colon.is_none() && !matches!(first.as_deref(), Some("crate" | "$crate")) {
        return Err(input.error("expected an absolute path"));
    }
    input.call(Path::parse_mod_style)
}

fn fields(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        return Ok(vec![input.parse()?]);
    }
    members(input)
}

fn members(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let (fields, span) = in_parentheses(input, Ident::parse)?;
    if fields.is_empty() { Err(Error::new(span, "expected a field")) } else { Ok(fields) }
}

fn constant(input: ParseStream<'_>) -> Result<WrittenConstant> {
    let name = input.parse()?;
    input.parse::<Token![=]>()?;
    let value = input.parse()?;
    match value {
        Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) => Ok(WrittenConstant { name, value }),
        other => Err(Error::new(other.span(), "expected text, a number, `true` or `false`")),
    }
}
