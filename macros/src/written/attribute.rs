//! Parses `#[api(..)]` key by key. Each mistake is reported, and the rest is still read.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Error, Parse, ParseStream};
use syn::token::Paren;
use syn::{Attribute, Ident, Lit, LitStr, Meta, Path, Token};

use crate::tables::keys::{self, Key, Syntax, Target};
use crate::tables::messages as m;
use crate::tables::rules;
use crate::tables::suggest::listed;

use super::correction::{corrected, path_after};
use super::errors::Errors;
use super::tokens::{comma_expected, in_parentheses, is_comma_expected, is_value, next, skip};
use super::unknown::{self, Unknown, meant_body};
use super::{Entry, KeyValue, Written, syntax};

impl Written {
    /// Parses the attributes of an item.
    pub(crate) fn parse(attributes: &[Attribute], on: Target, errors: &Errors) -> Self {
        Self::parse_within(attributes, on, None, errors)
    }

    /// Parses the attributes of a field or a variant of an item.
    pub(crate) fn parse_within(attributes: &[Attribute], on: Target, item: Option<Target>, errors: &Errors) -> Self {
        let mut written = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("api")) {
            let Meta::List(list) = &attribute.meta else {
                errors.at(&attribute.meta, &m::MALFORMED_ATTRIBUTE, &[]);
                written.has_unknown = true;
                continue;
            };
            let parsed = list.parse_args_with(|input: ParseStream<'_>| {
                while !input.is_empty() {
                    written.parse_key(input, on, item, errors);
                    if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                        errors.push(comma_expected(input));
                        let _ = input.parse::<Token![;]>();
                        if !input.peek(Ident::peek_any) {
                            skip(input);
                            let _ = input.parse::<Token![,]>();
                        }
                    }
                }
                Ok(())
            });
            if let Err(error) = parsed {
                errors.push(error);
            }
        }
        written
    }

    fn parse_key(&mut self, input: ParseStream<'_>, on: Target, item: Option<Target>, errors: &Errors) {
        let Ok(ident) = input.call(Ident::parse_any) else {
            errors.at(next(input), &m::KEY_EXPECTED, &[on.noun(), &listed(keys::names(on))]);
            self.has_unknown = true;
            return skip(input);
        };
        self.words.push(ident.clone());
        let Some(key) = keys::find(on, &ident.to_string()) else {
            if ident == keys::BODY.as_str()
                && matches!(on, Target::Group | Target::Alternative)
                && input.peek(Token![=])
            {
                errors.at(&ident, &m::BODY_OF_GROUP, &[]);
                return skip(input);
            }
            match unknown::report(&ident, input, on, item, errors) {
                Unknown::Misspelled(meant) => self.unread.push(meant),
                Unknown::Misplaced => {}
                Unknown::Unrelated => self.has_unknown = true,
            }
            return skip(input);
        };
        let after = input.fork();
        match syntax::parse(key.syntax, input) {
            Ok(value) if !(is_value(input) || matches!(value, KeyValue::Nothing) && input.peek(Lit)) => {
                self.push(Entry { key, ident, value }, errors);
            }
            Ok(_) => {
                self.unread.push(key.name);
                if (on, key.name) == (Target::Field, keys::BODY) {
                    errors.at(&ident, &m::BODY_OF_FIELD, &[&meant_body(input)]);
                } else {
                    let usages = corrected(key, &after).unwrap_or_else(|| syntax::usages(key));
                    errors.at(next(input), &m::MALFORMED_VALUE, &[key.name.as_str(), &usages]);
                }
                skip(input);
            }
            Err(error) => {
                self.report_malformed(key, ident, &after, &error, errors);
                skip(input);
            }
        }
    }

    /// Keeps an entry, unless its key is repeated and may not be.
    fn push(&mut self, entry: Entry, errors: &Errors) {
        let is_repeatable = matches!(entry.key.syntax, Syntax::Constants | Syntax::Members);
        if self.has(entry.key.name) && !is_repeatable {
            errors.at(&entry.ident, &m::DUPLICATE_KEY, &[entry.name()]);
        } else {
            self.entries.push(entry);
        }
    }

    /// Reports a value that cannot be read, with the way to write it.
    fn report_malformed(
        &mut self,
        key: &'static Key,
        ident: Ident,
        after: ParseStream<'_>,
        error: &Error,
        errors: &Errors,
    ) {
        let correction = corrected(key, after);
        let _ = after.parse::<Token![=]>();
        let is_missing = after.is_empty() || after.peek(Token![,]);
        let span = if is_missing { ident.span() } else { error.span() };
        self.unread.push(key.name);
        let text = if is_comma_expected(error) {
            error.to_string()
        } else if key.syntax == Syntax::Rules && after.peek(Paren) {
            m::MALFORMED_RULE.fill(&[&listed(rules::names())])
        } else if let (Syntax::Type | Syntax::Word | Syntax::Function, Ok(quoted)) =
            (key.syntax, after.parse::<LitStr>())
        {
            m::TYPE_IN_QUOTES.fill(&[key.name.as_str(), &quoted.value()])
        } else if key.syntax == Syntax::Credentials
            && let Ok(word) = after.fork().parse::<Ident>()
        {
            m::AUTH_UNQUOTED.fill(&[&word.to_string(), credentials_of(&word)])
        } else if key.name == keys::METHOD
            && let Ok(word) = after.fork().parse::<Ident>()
        {
            let method = word.to_string();
            let of_key = keys::METHODS.iter().find(|key| key.as_str().eq_ignore_ascii_case(&method));
            let usage = match of_key {
                Some(key) => match self.text(keys::PATH).cloned().or_else(|| path_after(after)) {
                    Some(path) => format!("{key} = {}` instead of `method` and `path", path.to_token_stream()),
                    None => format!("{key} = \"/path/{{field}}\""),
                },
                None => format!("method = \"{}\"", method.to_ascii_uppercase()),
            };
            m::MALFORMED_VALUE.fill(&[key.name.as_str(), &usage])
        } else if let (Syntax::Text | Syntax::Name, Some(what)) = (key.syntax, evaluated(after)) {
            let usage = match joined(after) {
                Some(text) => format!("{} = {text:?}", key.name),
                None if key.syntax == Syntax::Name => format!("{} = \"name\"", key.name),
                None => key.usage.to_owned(),
            };
            m::LITERAL_NEEDED.fill(&[key.name.as_str(), what, &usage])
        } else {
            let usages = correction.unwrap_or_else(|| syntax::usages(key));
            m::MALFORMED_VALUE.fill(&[key.name.as_str(), &usages])
        };
        errors.push(Error::new(span, text));
        if key.syntax == Syntax::Path
            && let Ok(mut path) = after.call(Path::parse_mod_style)
        {
            // Probably what was meant. Without the runtime's path, every name of the expansion would be an error.
            path.leading_colon = Some(Token![::](ident.span()));
            self.entries.push(Entry { key, ident, value: KeyValue::Path(path) });
        }
    }
}

/// What the value is, such as a constant, if it must be evaluated first.
fn evaluated(after: ParseStream<'_>) -> Option<&'static str> {
    let after = after.fork();
    let path = after.call(Path::parse_mod_style).ok()?;
    if after.peek(Token![!]) {
        return Some("a macro");
    }
    let name = path.segments.last()?.ident.to_string();
    let is_constant = name.len() > 1 && !name.contains(|c: char| c.is_lowercase());
    (is_constant || path.segments.len() > 1).then_some("a constant")
}

/// The text of `concat!("/api", "/users")`.
fn joined(after: ParseStream<'_>) -> Option<String> {
    let after = after.fork();
    let name = after.parse::<Ident>().ok()?;
    after.parse::<Token![!]>().ok()?;
    let pieces = in_parentheses(&after, <LitStr as Parse>::parse).ok().filter(|_| name == "concat")?.0;
    Some(pieces.iter().map(LitStr::value).collect())
}

/// The credentials that are probably meant by a word after `auth =`.
fn credentials_of(word: &Ident) -> &'static str {
    match &*word.to_string().to_lowercase() {
        "basic" => "Basic::new(user, password)",
        "apikey" | "api_key" | "key" => "ApiKey::header(\"X-Api-Key\", key)",
        _ => "Bearer::new(token)",
    }
}
