//! The operands that the user probably meant, from their own tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::tables::rules::{KnownRule, Operands};

use super::range_tokens::{End, is_punct, opened, read, split, text};

/// The rule as it is written here; its example if the tokens do not tell.
pub(crate) fn rule(rule: &KnownRule, operands: TokenStream) -> String {
    let tokens = opened(operands);
    let meant = match rule.operands {
        Operands::Lengths | Operands::Numbers => range(rule, &tokens),
        Operands::Values => values(rule, &tokens),
        Operands::Pattern | Operands::None | Operands::Rules => None,
    };
    meant.unwrap_or_else(|| rule.usage.to_owned())
}

/// `length(3)`, `range(1, 5)`, `range(min = 1, max = 5)`.
fn range(rule: &KnownRule, tokens: &[TokenTree]) -> Option<String> {
    let name = rule.name;
    let mut ends = Vec::new();
    for item in tokens.split(|token| is_punct(token, ',')).filter(|item| !item.is_empty()) {
        let (word, end) = match item {
            [TokenTree::Ident(word), sign, end @ ..] if is_punct(sign, '=') || is_punct(sign, ':') => {
                (Some(word.to_string()), end)
            }
            end => (None, end),
        };
        if split(end).is_some() || !matches!(read(end)?, End::Integer(_) | End::Float(_) | End::Unknown) {
            return None;
        }
        ends.push((word, text(end)));
    }
    let ends: Vec<(Option<&str>, &str)> = ends.iter().map(|(word, end)| (word.as_deref(), &**end)).collect();
    Some(match *ends {
        [(None | Some("equal"), end)] if rule.operands == Operands::Lengths => {
            format!("{name}({end}..={end})` for exactly {end}, or `{name}(..={end})")
        }
        [(None, end)] => format!("{name}({end}..)` for at least {end}, or `{name}(..={end})"),
        [(Some("min"), start)] => format!("{name}({start}..)"),
        [(Some("max"), end)] => format!("{name}(..={end})"),
        [(None, start), (None, end)]
        | [(Some("min"), start), (Some("max"), end)]
        | [(Some("max"), end), (Some("min"), start)] => format!("{name}({start}..={end})"),
        _ => return None,
    })
}

/// `one_of("a" "b")`, `one_of(["a", "b"])`, `one_of = "a"`.
fn values(rule: &KnownRule, tokens: &[TokenTree]) -> Option<String> {
    let inner = match tokens {
        [TokenTree::Group(group)] | [_, TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            opened(group.stream())
        }
        tokens => tokens.to_vec(),
    };
    let literals = inner.iter().filter(|token| !is_punct(token, ','));
    let are_literals = literals.clone().all(|token| matches!(token, TokenTree::Literal(_)));
    let literals: Vec<String> = literals.map(ToString::to_string).collect();
    (are_literals && !literals.is_empty()).then(|| format!("{}({})", rule.name, literals.join(", ")))
}
