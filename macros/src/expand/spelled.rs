//! Tokens as text, with the spaces that a person would write.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Operators of several characters.
const LONG: [&str; 9] = ["..=", "...", "..", "::", "->", "=>", "==", "&&", "||"];

/// What decides about the space beside a piece of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name, a literal or a lifetime.
    Word,
    /// A word that an operand follows: `dyn (A)`, `&'a [u8]`.
    Prefix,
    Open,
    Close,
    /// `,` and `;`
    Separator,
    /// `+` and the like, where an operand precedes it.
    Binary,
    /// The end of generics: `for<'a> Fn()`.
    Greater,
    /// `::`
    Path,
    Other,
}

/// The text of the tokens.
pub(super) fn spelled(tokens: TokenStream) -> String {
    let mut pieces = Vec::new();
    collect(tokens, &mut pieces);
    let mut text = String::new();
    let mut before = None;
    for (piece, kind) in pieces {
        if before.is_some_and(|before| is_apart(before, kind)) {
            text.push(' ');
        }
        text.push_str(&piece);
        before = Some(kind);
    }
    text
}

fn is_apart(before: Kind, kind: Kind) -> bool {
    match (before, kind) {
        (Kind::Open, _) | (_, Kind::Close | Kind::Separator) => false,
        (Kind::Separator | Kind::Binary, _) | (_, Kind::Binary) => true,
        (Kind::Word | Kind::Prefix | Kind::Greater, Kind::Word | Kind::Prefix) => true,
        (Kind::Prefix, Kind::Open | Kind::Path) => true,
        _ => false,
    }
}

fn collect(tokens: TokenStream, pieces: &mut Vec<(String, Kind)>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    // What a `macro_rules!` has inserted.
                    Delimiter::None => {
                        collect(group.stream(), pieces);
                        continue;
                    }
                };
                pieces.push((open.to_owned(), Kind::Open));
                collect(group.stream(), pieces);
                pieces.push((close.to_owned(), Kind::Close));
            }
            TokenTree::Ident(ident) => {
                let ident = ident.to_string();
                let is_prefix = matches!(&*ident, "as" | "const" | "dyn" | "impl" | "mut");
                pieces.push((ident, if is_prefix { Kind::Prefix } else { Kind::Word }));
            }
            TokenTree::Literal(literal) => pieces.push((literal.to_string(), Kind::Word)),
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                if let Some(TokenTree::Ident(name)) = tokens.next() {
                    // In generics it is followed by `>`, which has no space before it.
                    pieces.push((format!("'{name}"), Kind::Prefix));
                }
            }
            TokenTree::Punct(punct) => {
                let mut operator = punct.as_char().to_string();
                let mut spacing = punct.spacing();
                while let (Spacing::Joint, Some(TokenTree::Punct(next))) = (spacing, tokens.peek()) {
                    let longer = format!("{operator}{}", next.as_char());
                    if !LONG.contains(&&*longer) {
                        break;
                    }
                    (operator, spacing) = (longer, next.spacing());
                    tokens.next();
                }
                let follows_operand =
                    matches!(pieces.last(), Some((_, Kind::Word | Kind::Prefix | Kind::Close | Kind::Greater)));
                let kind = match &*operator {
                    "," | ";" => Kind::Separator,
                    "=" | "+" | "->" | "=>" | "==" | "&&" | "||" | "/" | "%" => Kind::Binary,
                    "-" | "*" | "|" if follows_operand => Kind::Binary,
                    ">" => Kind::Greater,
                    "::" => Kind::Path,
                    _ => Kind::Other,
                };
                pieces.push((operator, kind));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_spaces_that_a_person_would_write() {
        for text in [
            "Option<String>",
            "&'a str",
            "Option<&'e [&'de str]>",
            "&'a mut T",
            "&mut [u8; N]",
            "[Option<u8>; { N + 1 }]",
            "BTreeMap<String, Vec<(u8, T)>>",
            "Box<dyn for<'x> Fn(&'x str) -> Vec<u8> + Send + 'static>",
            "<T as ::std::iter::Iterator>::Item",
            "impl Iterator<Item = &'a str>",
            "*const dyn (Send)",
            "1..=64",
            "..MOST - 1",
            "-1.5..=2.0 * self::MOST",
            r#""a", "b | c", r"\d  \d""#,
        ] {
            let tokens: TokenStream = text.parse().expect("it has tokens");
            assert_eq!(spelled(tokens), text.replace("{ ", "{").replace(" }", "}"));
        }
    }
}
