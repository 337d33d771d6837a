//! A word in `paginate(..)`, and what follows it.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::{Ident, LitInt, LitStr, Member, Token, Type, parenthesized};

use crate::tables::pages::{self, PageSyntax};

use super::tokens::skip;

syn::custom_keyword!(end);
syn::custom_keyword!(header);

pub(crate) struct WrittenPageWord {
    pub(crate) ident: Ident,
    pub(crate) value: PageValue,
}

pub(crate) enum PageValue {
    /// What a flag has, and `short = end`.
    Nothing,
    Path(FieldPath),
    Header(LitStr),
    Number(LitInt),
    Type(Box<Type>),
    /// Not what the word takes, or the word is unknown.
    Invalid(Mistake),
}

/// A common mistake in a value.
pub(crate) enum Mistake {
    /// `= "meta.next"`.
    Quoted(String),
    /// `= header("X-Total-Count")`.
    Header(LitStr),
    /// `= data[0].items`.
    Index,
    Other,
}

impl Mistake {
    fn of(ahead: ParseStream<'_>) -> Self {
        if ahead.parse::<Token![=]>().is_err() {
            return Self::Other;
        }
        if let Ok(text) = ahead.parse::<LitStr>() {
            let is_end = ahead.is_empty() || ahead.peek(Token![,]);
            return if is_end { Self::Quoted(text.value()) } else { Self::Other };
        }
        if ahead.peek(header)
            && ahead.peek2(syn::token::Paren)
            && let Ok(PageValue::Header(name)) = path_or_header(ahead)
        {
            return Self::Header(name);
        }
        match FieldPath::parse(ahead) {
            Ok(_) if ahead.peek(syn::token::Bracket) => Self::Index,
            _ => Self::Other,
        }
    }
}

/// `meta.next`.
pub(crate) struct FieldPath {
    pub(crate) members: Vec<Member>,
}

impl FieldPath {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut members = vec![input.parse()?];
        while input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            members.push(input.parse()?);
        }
        Ok(Self { members })
    }

    /// The path as text, without `r#`.
    pub(crate) fn text(&self) -> String {
        let words: Vec<String> = self.members.iter().map(name).collect();
        words.join(".")
    }
}

/// The name of a field without `r#`.
pub(crate) fn name(member: &Member) -> String {
    member.to_token_stream().to_string().trim_start_matches("r#").to_owned()
}

impl ToTokens for FieldPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.members.iter().for_each(|member| member.to_tokens(tokens));
    }
}

impl WrittenPageWord {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        let ident = input.call(Ident::parse_any)?;
        let row = pages::find(&ident.to_string());
        let (ahead, after) = (input.fork(), input.fork());
        let value = match row.map(|row| value(row.syntax, &ahead)) {
            Some(Ok(_)) if ahead.is_empty() || ahead.peek(Token![,]) => {
                value(row.map_or(PageSyntax::Flag, |row| row.syntax), input)?
            }
            _ => {
                skip(input);
                PageValue::Invalid(Mistake::of(&after))
            }
        };
        Ok(Self { ident, value })
    }
}

fn value(syntax: PageSyntax, input: ParseStream<'_>) -> Result<PageValue> {
    if syntax == PageSyntax::Flag {
        return Ok(PageValue::Nothing);
    }
    input.parse::<Token![=]>()?;
    Ok(match syntax {
        PageSyntax::Flag => PageValue::Nothing,
        PageSyntax::PathOrHeader => path_or_header(input)?,
        PageSyntax::Field | PageSyntax::Path => PageValue::Path(FieldPath::parse(input)?),
        PageSyntax::Number => PageValue::Number(input.parse()?),
        PageSyntax::End => {
            input.parse::<end>()?;
            PageValue::Nothing
        }
        PageSyntax::Type => PageValue::Type(Box::new(input.parse()?)),
    })
}

/// `meta.next` or `header("X-Next")`.
fn path_or_header(input: ParseStream<'_>) -> Result<PageValue> {
    if !(input.peek(header) && input.peek2(syn::token::Paren)) {
        return Ok(PageValue::Path(FieldPath::parse(input)?));
    }
    input.parse::<header>()?;
    let content;
    parenthesized!(content in input);
    Ok(PageValue::Header(content.parse()?))
}
