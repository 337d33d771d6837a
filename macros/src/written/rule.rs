//! A rule in `validate(..)`: its path, and what follows it in parentheses.

use proc_macro2::{Delimiter, Group, TokenTree};
use quote::ToTokens;
use syn::parse::{Error, ParseStream, Result};
use syn::token::Paren;
use syn::{Ident, Path, Token};

use crate::tables::rules::EACH;

use super::tokens::{in_parentheses, skip};

/// A rule in `validate(..)`.
pub(crate) struct WrittenRule {
    pub(crate) path: Path,
    /// `(3)` in `my::max_words(3)`.
    pub(crate) operands: Option<Group>,
    /// The rules within `each(..)`.
    pub(crate) inner: Vec<Self>,
    /// What follows `=`, which no rule takes.
    pub(crate) assigned: Option<String>,
}

/// The operand of a rule of another library, as text. It is `1` in `min = 1`, `min(1)` and `min(value = 1)`.
pub(crate) fn operand(after: ParseStream<'_>) -> Option<String> {
    let after = after.fork();
    let mut tokens: Vec<TokenTree> = Vec::new();
    if after.parse::<Token![=]>().is_ok() {
        while !after.is_empty() && !after.peek(Token![,]) {
            tokens.push(after.parse().ok()?);
        }
    } else if let Ok(TokenTree::Group(group)) = after.parse() {
        tokens.extend(group.stream());
    }
    let is_equals = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=');
    if let [TokenTree::Ident(_), equals, ..] = &*tokens
        && is_equals(equals)
    {
        tokens.drain(..2);
    }
    let text: String = tokens.iter().map(ToString::to_string).collect();
    (!text.is_empty()).then_some(text)
}

impl WrittenRule {
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path = input.call(Path::parse_mod_style)?;
        // A word after it is another rule, and the comma before that one is missing.
        if input.is_empty() || input.peek(Token![,]) || input.peek(Ident) {
            return Ok(Self { path, operands: None, inner: Vec::new(), assigned: None });
        }
        if input.peek(Token![=]) {
            let assigned = operand(input);
            skip(input);
            return Ok(Self { path, operands: None, inner: Vec::new(), assigned: Some(assigned.unwrap_or_default()) });
        }
        let inner = if path.is_ident(EACH) && input.peek(Paren) {
            in_parentheses(&input.fork(), Self::parse)?.0
        } else {
            Vec::new()
        };
        match input.parse::<TokenTree>()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                Ok(Self { path, operands: Some(group), inner, assigned: None })
            }
            other => Err(Error::new(other.span(), "expected operands in parentheses")),
        }
    }

    /// The rule as the user wrote it, without spaces in its path.
    pub(crate) fn text(&self) -> String {
        let path = self.path.to_token_stream().to_string().replace(' ', "");
        let assigned = self.assigned.as_ref().map(|assigned| format!(" = {assigned}")).unwrap_or_default();
        format!("{path}{}{assigned}", self.operands.to_token_stream())
    }

    /// The word, if the path is a single one.
    pub(crate) fn single_word(&self) -> Option<&Ident> {
        match self.path.segments.first() {
            Some(segment) if self.path.segments.len() == 1 && self.path.leading_colon.is_none() => Some(&segment.ident),
            _ => None,
        }
    }
}
