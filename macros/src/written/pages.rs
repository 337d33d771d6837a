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
    Invalid,
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
        let ahead = input.fork();
        let value = match row.map(|row| value(row.syntax, &ahead)) {
            Some(Ok(_)) if ahead.is_empty() || ahead.peek(Token![,]) => {
                value(row.map_or(PageSyntax::Flag, |row| row.syntax), input)?
            }
            _ => {
                skip(input);
                PageValue::Invalid
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
        PageSyntax::PathOrHeader if input.peek(header) && input.peek2(syn::token::Paren) => {
            input.parse::<header>()?;
            let content;
            parenthesized!(content in input);
            PageValue::Header(content.parse()?)
        }
        PageSyntax::Field | PageSyntax::Path | PageSyntax::PathOrHeader => PageValue::Path(FieldPath::parse(input)?),
        PageSyntax::Number => PageValue::Number(input.parse()?),
        PageSyntax::End => {
            input.parse::<end>()?;
            PageValue::Nothing
        }
        PageSyntax::Type => PageValue::Type(Box::new(input.parse()?)),
    })
}
