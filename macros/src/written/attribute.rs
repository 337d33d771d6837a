//! Parses `#[api(..)]`: one key after another, so that each mistake is reported and the rest is still read.

use syn::ext::IdentExt;
use syn::parse::{Error, ParseStream};
use syn::token::Paren;
use syn::{Attribute, Ident, LitStr, Meta, Path, Token};

use crate::tables::keys::{self, Key, Syntax, Target};
use crate::tables::messages as m;
use crate::tables::rules;
use crate::tables::suggest::listed;

use super::errors::Errors;
use super::tokens::{is_value, next, skip};
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
                        errors.at(next(input), &m::COMMA_EXPECTED, &[]);
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
            match unknown::report(&ident, on, item, errors) {
                Unknown::Misspelled(meant) => self.unread.push(meant),
                Unknown::Misplaced => {}
                Unknown::Unrelated => self.has_unknown = true,
            }
            return skip(input);
        };
        let after = input.fork();
        match syntax::parse(key.syntax, input) {
            Ok(value) if !is_value(input) => self.push(Entry { key, ident, value }, errors),
            Ok(_) => {
                self.unread.push(key.name);
                if (on, key.name) == (Target::Field, keys::BODY) {
                    errors.at(&ident, &m::BODY_OF_FIELD, &[&meant_body(input)]);
                } else {
                    errors.at(next(input), &m::MALFORMED_VALUE, &[key.name.as_str(), &syntax::usages(key)]);
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
        let _ = after.parse::<Token![=]>();
        let is_missing = after.is_empty() || after.peek(Token![,]);
        let span = if is_missing { ident.span() } else { error.span() };
        self.unread.push(key.name);
        let text = if key.syntax == Syntax::Rules && after.peek(Paren) {
            m::MALFORMED_RULE.fill(&[&listed(rules::names())])
        } else if let (Syntax::Type | Syntax::Word | Syntax::Function, Ok(quoted)) =
            (key.syntax, after.parse::<LitStr>())
        {
            m::TYPE_IN_QUOTES.fill(&[key.name.as_str(), &quoted.value()])
        } else {
            // A name is often written without its quotes.
            let usages = match after.parse::<Ident>() {
                Ok(name) => syntax::usages(key).replace(r#""name""#, &format!("\"{name}\"")),
                Err(_) => syntax::usages(key),
            };
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
