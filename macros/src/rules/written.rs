//! A rule as it is written: its path, and what stands in parentheses behind it.

use proc_macro2::{Delimiter, Group, TokenTree};
use quote::ToTokens;
use syn::parse::{Error, ParseStream, Result};
use syn::token::Paren;
use syn::{Path, Token};

use crate::written::in_parentheses;

/// A rule in `validate(..)`.
pub(crate) struct WrittenRule {
    pub(crate) path: Path,
    /// `(3)` in `my::max_words(3)`, as it is written.
    pub(crate) operands: Option<Group>,
    /// The rules within `each(..)`.
    pub(crate) inner: Vec<WrittenRule>,
}

impl WrittenRule {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path = input.call(Path::parse_mod_style)?;
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(Self { path, operands: None, inner: Vec::new() });
        }
        let inner = if path.is_ident("each") && input.peek(Paren) {
            in_parentheses(&input.fork(), Self::parse)?.0
        } else {
            Vec::new()
        };
        match input.parse::<TokenTree>()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                Ok(Self { path, operands: Some(group), inner })
            }
            other => Err(Error::new(other.span(), "expected operands in parentheses")),
        }
    }

    /// The rule as one writes it.
    pub(crate) fn text(&self) -> String {
        let path = self.path.to_token_stream().to_string().replace(' ', "");
        format!("{path}{}", self.operands.to_token_stream())
    }

    /// The code of a rule of the user's own: the last segment of its path.
    pub(crate) fn code(&self) -> String {
        self.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
    }
}
