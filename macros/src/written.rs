//! The attributes as they are written: each key with its tokens, held to the table of keys and to nothing else.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Error, Parse, ParseStream, Result};
use syn::token::Paren;
use syn::{Attribute, Ident, Lit, LitBool, LitInt, LitStr, Meta, Path, Token, Type, parenthesized};

use crate::encoding;
use crate::errors::Errors;
use crate::keys::{self, Key, On, Shape};
use crate::messages as m;
use crate::rules::{WrittenRule, known};
use crate::suggest::{closest, listed};

syn::custom_keyword!(none);
syn::custom_keyword!(quoted);

/// The keys on one struct, field, enum or variant.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) entries: Vec<Entry>,
    /// Every word that stands where a key does, finished or not: what editors complete.
    pub(crate) words: Vec<Ident>,
    /// The keys that could not be read. They have had their error, and are not missed again.
    unread: Vec<&'static str>,
    /// Something is no key that could be recognised, and any key may have been meant by it.
    has_stranger: bool,
}

/// A key where it is written, with what follows it.
pub(crate) struct Entry {
    pub(crate) key: &'static Key,
    pub(crate) ident: Ident,
    pub(crate) value: Given,
}

/// What follows a key, by the shape that the table says.
pub(crate) enum Given {
    Nothing,
    /// `= false`
    Off,
    Text(LitStr),
    Type(Box<Type>),
    Path(Path),
    Fields(Vec<Ident>),
    Rules(Vec<WrittenRule>),
    /// `(404, 204)`
    Statuses(Vec<LitInt>),
    /// `= 200` or `= "4XX"`, as it is written.
    Status(TokenStream, String),
    /// `= form`
    Word(Ident),
    Constants(Vec<Constant>),
}

/// `"name" = "value"`.
pub(crate) struct Constant {
    pub(crate) name: LitStr,
    pub(crate) value: Lit,
}

impl Written {
    pub(crate) fn parse(attributes: &[Attribute], on: On, errors: &Errors) -> Self {
        Self::parse_within(attributes, on, None, errors)
    }

    /// Parses what is written on a part of an item, which is known to be of that kind.
    pub(crate) fn parse_within(attributes: &[Attribute], on: On, item: Option<On>, errors: &Errors) -> Self {
        let mut written = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("api")) {
            let Meta::List(list) = &attribute.meta else {
                errors.at(&attribute.meta, &m::MALFORMED_ATTRIBUTE, &[]);
                written.has_stranger = true;
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

    fn parse_key(&mut self, input: ParseStream<'_>, on: On, item: Option<On>, errors: &Errors) {
        let Ok(ident) = input.call(Ident::parse_any) else {
            errors.at(next(input), &m::KEY_EXPECTED, &[on.noun(), &listed(keys::names(on))]);
            self.has_stranger = true;
            return skip(input);
        };
        self.words.push(ident.clone());
        let Some(key) = keys::find(on, &ident.to_string()) else {
            if ident == "body" && matches!(on, On::Group | On::Alternative) && input.peek(Token![=]) {
                errors.at(&ident, &m::BODY_OF_GROUP, &[]);
                return skip(input);
            }
            match report_unknown(&ident, on, item, errors) {
                Unknown::Misspelled(meant) => self.unread.push(meant),
                Unknown::Misplaced => {}
                Unknown::Stranger => self.has_stranger = true,
            }
            return skip(input);
        };
        let after = input.fork();
        let value = match parse_value(key.shape, input) {
            Ok(value) if !is_value(input) => value,
            Ok(_) => {
                self.unread.push(key.name);
                if (on, key.name) == (On::Field, "body") {
                    errors.at(&ident, &m::BODY_OF_FIELD, &[&meant_body(input)]);
                } else {
                    errors.at(next(input), &m::MALFORMED_VALUE, &[key.name, &forms(key)]);
                }
                return skip(input);
            }
            Err(error) => {
                let _ = after.parse::<Token![=]>();
                let is_missing = after.is_empty() || after.peek(Token![,]);
                let span = if is_missing { ident.span() } else { error.span() };
                self.unread.push(key.name);
                let text = if key.shape == Shape::Rules && after.peek(Paren) {
                    m::MALFORMED_RULE.fill(&[&listed(known::names())])
                } else if let (Shape::Type | Shape::Word | Shape::Function, Ok(quoted)) =
                    (key.shape, after.parse::<LitStr>())
                {
                    m::TYPE_IN_QUOTES.fill(&[key.name, &quoted.value()])
                } else {
                    // A name is often written without its quotes.
                    let forms = match after.parse::<Ident>() {
                        Ok(name) => forms(key).replace(r#""name""#, &format!("\"{name}\"")),
                        Err(_) => forms(key),
                    };
                    m::MALFORMED_VALUE.fill(&[key.name, &forms])
                };
                errors.push(Error::new(span, text));
                if key.shape == Shape::Path
                    && let Ok(mut path) = after.call(Path::parse_mod_style)
                {
                    // Most likely what was meant, and without a runtime everything would be a mistake.
                    path.leading_colon = Some(Token![::](ident.span()));
                    self.entries.push(Entry { key, ident, value: Given::Path(path) });
                }
                return skip(input);
            }
        };
        let is_repeatable = matches!(key.shape, Shape::Constants | Shape::Members);
        if self.get(key.name).is_some() && !is_repeatable {
            errors.at(&ident, &m::DUPLICATE_KEY, &[key.name]);
        } else {
            self.entries.push(Entry { key, ident, value });
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the key was written, or may have been: readable or not.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.has(name) || self.unread.contains(&name) || self.has_stranger
    }

    /// The keys that say where a field goes.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| keys::PLACES.contains(&entry.key.name) || entry.key.name == "header_prefix")
    }

    /// Whether a place is said, or may have been meant to be.
    pub(crate) fn says_place(&self) -> bool {
        keys::PLACES.iter().chain(&["header_prefix"]).any(|place| self.mentions(place))
    }

    /// Whichever of the two keys stands after the other.
    pub(crate) fn second_of(&self, a: &str, b: &str) -> Option<&Entry> {
        let mut both = self.entries.iter().filter(|entry| entry.key.name == a || entry.key.name == b);
        both.nth(1)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&LitStr> {
        self.get(name)?.text()
    }

    /// The constants of that place, however many keys say them.
    pub(crate) fn constants(&self, name: &str) -> impl Iterator<Item = &Constant> {
        let of_key = self.entries.iter().filter(move |entry| entry.key.name == name);
        of_key.flat_map(|entry| match &entry.value {
            Given::Constants(constants) => &**constants,
            _ => &[],
        })
    }

    pub(crate) fn ty(&self, name: &str) -> Option<&Type> {
        match &self.get(name)?.value {
            Given::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// Where the runtime is.
    pub(crate) fn runtime(&self) -> TokenStream {
        match self.get("crate").map(|entry| &entry.value) {
            Some(Given::Path(path)) => path.to_token_stream(),
            _ => quote!(::api_request),
        }
    }
}

impl Entry {
    pub(crate) fn text(&self) -> Option<&LitStr> {
        match &self.value {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What is known of a key that is none.
enum Unknown {
    Misspelled(&'static str),
    Misplaced,
    Stranger,
}

/// What other libraries call it, and what it is called here.
const ELSEWHERE: [(&str, &str); 7] = [
    ("json", "body"),
    ("param", "query"),
    ("sensitive", "secret"),
    ("name", "rename"),
    ("with", "serialize_with"),
    ("skip_serializing", "skip"),
    ("retry", "idempotent"),
];

/// What is said of a call, and how that and a client's builder say it.
const OF_A_CALL: [(&str, &str, &str); 3] = [
    ("timeout", "timeout(duration)", "timeout(duration)"),
    ("no_retry", "no_retry()", "retry(RetryPolicy::none())"),
    ("retries", "retry(policy)", "retry(policy)"),
];

/// Says which key was probably meant, or where it goes.
fn report_unknown(ident: &Ident, on: On, item: Option<On>, errors: &Errors) -> Unknown {
    let name = ident.to_string();
    let mut places = item.iter().chain(on.around());
    let elsewhere = places.find_map(|place| keys::find(*place, &name));
    if let Some(key) = elsewhere {
        errors.at(ident, &m::MISPLACED_KEY, &[&name, on.noun(), key.on.noun(), key.syntax]);
        return Unknown::Misplaced;
    }
    if let (On::Field, Some(rule)) = (on, known::find(&name)) {
        errors.at(ident, &m::RULE_AS_KEY, &[&name, rule.syntax]);
        return Unknown::Misplaced;
    }
    if let (On::Request, Some((_, of_call, of_client))) = (on, OF_A_CALL.iter().find(|(key, ..)| *key == name)) {
        errors.at(ident, &m::KEY_OF_A_CALL, &[&name, of_call, of_client]);
        return Unknown::Misplaced;
    }
    let encoding = Some(&*name).filter(|name| encoding::NAMES.contains(name));
    match (on, encoding) {
        (On::Request, Some(encoding)) => {
            errors.at(ident, &m::MISSPELLED_KEY, &[&name, &format!("body = {encoding}")]);
            return Unknown::Misspelled("body");
        }
        (On::Field, Some("form" | "multipart")) => {
            errors.at(ident, &m::BODY_OF_FIELD, &[&name]);
            return Unknown::Misspelled("body");
        }
        _ => {}
    }
    let elsewhere = ELSEWHERE.iter().find_map(|(other, ours)| (*other == name).then_some(*ours));
    let close = elsewhere.or_else(|| closest(&name, keys::names(on)));
    if let Some(key) = close.and_then(|close| keys::find(on, close)) {
        errors.at(ident, &m::MISSPELLED_KEY, &[&name, key.syntax]);
        return Unknown::Misspelled(key.name);
    }
    errors.at(ident, &m::UNKNOWN_KEY, &[&name, on.noun(), &listed(keys::names(on))]);
    Unknown::Stranger
}

/// What follows `body =`, if that says how a body is encoded.
fn meant_body(input: ParseStream<'_>) -> String {
    let fork = input.fork();
    let word = fork.parse::<Token![=]>().and_then(|_| fork.call(Ident::parse_any)).map(|word| word.to_string());
    word.ok().filter(|word| matches!(&**word, "form" | "multipart")).unwrap_or_else(|| "form".to_owned())
}

/// Each way to write a key, for a message.
fn forms(key: &Key) -> String {
    let Key { name, syntax, .. } = key;
    match key.shape {
        Shape::Name => format!("{name}` or `{name} = \"name\""),
        Shape::Switch => format!("{name}` or `{name} = false"),
        Shape::Quoted => format!("{name}` or `{name}(quoted)"),
        Shape::Credentials => format!("{name} = none` or `{name} = \"name\""),
        Shape::Fields => format!("{name} = field` or `{name}(field, field)"),
        Shape::Status => format!("{name} = 200` or `{name} = \"4XX\""),
        _ => (*syntax).to_owned(),
    }
}

fn parse_value(shape: Shape, input: ParseStream<'_>) -> Result<Given> {
    Ok(match shape {
        Shape::Flag => Given::Nothing,
        Shape::Name | Shape::Switch if !input.peek(Token![=]) => Given::Nothing,
        Shape::Switch => {
            input.parse::<Token![=]>()?;
            if input.parse::<LitBool>()?.value { Given::Nothing } else { Given::Off }
        }
        Shape::Text | Shape::Name => {
            input.parse::<Token![=]>()?;
            Given::Text(input.parse()?)
        }
        Shape::Type => {
            input.parse::<Token![=]>()?;
            Given::Type(Box::new(input.parse()?))
        }
        Shape::Path => {
            input.parse::<Token![=]>()?;
            Given::Path(absolute(input)?)
        }
        Shape::Credentials => {
            input.parse::<Token![=]>()?;
            if input.peek(LitStr) {
                Given::Text(input.parse()?)
            } else {
                input.parse::<none>()?;
                Given::Nothing
            }
        }
        Shape::Fields => Given::Fields(fields(input)?),
        Shape::Members => Given::Fields(members(input)?),
        Shape::Word => {
            input.parse::<Token![=]>()?;
            Given::Word(input.call(Ident::parse_any)?)
        }
        Shape::Function => {
            input.parse::<Token![=]>()?;
            Given::Path(input.call(Path::parse_mod_style)?)
        }
        Shape::Quoted if !input.peek(Paren) => Given::Nothing,
        Shape::Quoted => {
            let (words, span) = in_parentheses(input, quoted::parse)?;
            if words.len() != 1 {
                return Err(Error::new(span, "expected `quoted`"));
            }
            Given::Word(Ident::new("quoted", span))
        }
        Shape::Constants => {
            let (constants, span) = in_parentheses(input, constant)?;
            if constants.is_empty() {
                return Err(Error::new(span, "expected a constant"));
            }
            Given::Constants(constants)
        }
        Shape::Statuses => {
            let (statuses, span) = in_parentheses(input, LitInt::parse)?;
            if statuses.is_empty() {
                return Err(Error::new(span, "expected a status"));
            }
            Given::Statuses(statuses)
        }
        Shape::Rules => {
            let (rules, _) = in_parentheses(input, WrittenRule::parse)?;
            Given::Rules(rules)
        }
        Shape::Status => {
            input.parse::<Token![=]>()?;
            if input.peek(LitStr) {
                let text: LitStr = input.parse()?;
                Given::Status(text.to_token_stream(), text.value())
            } else {
                let number: LitInt = input.parse()?;
                Given::Status(number.to_token_stream(), number.to_string())
            }
        }
    })
}

/// A path that means the same wherever the expansion stands.
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

/// A list, and where its parentheses stand.
pub(crate) fn in_parentheses<T>(
    input: ParseStream<'_>,
    item: fn(ParseStream<'_>) -> Result<T>,
) -> Result<(Vec<T>, Span)> {
    let content;
    let parentheses = parenthesized!(content in input);
    let items = content.parse_terminated(item, Token![,]);
    // What an error leaves unread would be reported as a second one.
    content.parse::<TokenStream>()?;
    Ok((items?.into_iter().collect(), parentheses.span.join()))
}

fn constant(input: ParseStream<'_>) -> Result<Constant> {
    let name = input.parse()?;
    input.parse::<Token![=]>()?;
    let value = input.parse()?;
    match value {
        Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) => Ok(Constant { name, value }),
        other => Err(Error::new(other.span(), "expected text, a number, `true` or `false`")),
    }
}

/// Whether what comes next can only be meant as a value.
fn is_value(input: ParseStream<'_>) -> bool {
    input.peek(Token![=]) || input.peek(Paren)
}

/// The next token, or the end of the attribute.
fn next(input: ParseStream<'_>) -> TokenStream {
    match input.fork().parse::<TokenTree>() {
        Ok(token) => token.into(),
        Err(_) => TokenTree::from(Ident::new("_", Span::call_site())).into(),
    }
}

/// Goes on to the next key.
fn skip(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}
