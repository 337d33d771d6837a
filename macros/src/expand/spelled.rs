//! Tokens as text, with the spaces that a person would write.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

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
    /// `,` and `;`.
    Separator,
    /// `+` and the like, where an operand precedes it.
    Binary,
    /// The end of generics: `for<'a> Fn()`.
    Greater,
    /// `::`.
    Path,
    Other,
}

/// The text so far.
#[derive(Default)]
struct Text {
    text: String,
    last: Option<Kind>,
}

/// The text of the tokens.
pub(super) fn spelled(tokens: TokenStream) -> String {
    let mut text = Text::default();
    text.tokens(tokens);
    text.text
}

fn is_apart(before: Kind, kind: Kind) -> bool {
    let is_at_bracket = before == Kind::Open || matches!(kind, Kind::Close | Kind::Separator);
    let is_at_operator = matches!(before, Kind::Separator | Kind::Binary) || kind == Kind::Binary;
    let is_next_word = match kind {
        Kind::Word | Kind::Prefix => matches!(before, Kind::Word | Kind::Prefix | Kind::Greater),
        Kind::Open | Kind::Path => before == Kind::Prefix,
        _ => false,
    };
    !is_at_bracket && (is_at_operator || is_next_word)
}

impl Text {
    fn push(&mut self, piece: &str, kind: Kind) {
        if self.last.is_some_and(|last| is_apart(last, kind)) {
            self.text.push(' ');
        }
        self.text.push_str(piece);
        self.last = Some(kind);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Ident(ident) => {
                    let ident = ident.to_string();
                    let is_prefix = matches!(&*ident, "as" | "const" | "dyn" | "impl" | "mut");
                    self.push(&ident, if is_prefix { Kind::Prefix } else { Kind::Word });
                }
                TokenTree::Literal(literal) => self.push(&literal.to_string(), Kind::Word),
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    if let Some(TokenTree::Ident(name)) = tokens.next() {
                        self.push(&format!("'{name}"), Kind::Prefix);
                    }
                }
                TokenTree::Punct(punct) => {
                    let mut operator = punct.as_char().to_string();
                    let mut spacing = punct.spacing();
                    while let (Spacing::Joint, Some(TokenTree::Punct(next))) = (spacing, tokens.peek()) {
                        operator.push(next.as_char());
                        if !LONG.contains(&&*operator) {
                            operator.pop();
                            break;
                        }
                        spacing = next.spacing();
                        tokens.next();
                    }
                    self.push(&operator, self.kind_of(&operator));
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            // What a `macro_rules!` has inserted.
            Delimiter::None => return self.tokens(group.stream()),
        };
        self.push(open, Kind::Open);
        self.tokens(group.stream());
        self.push(close, Kind::Close);
    }

    fn kind_of(&self, operator: &str) -> Kind {
        let follows_operand = matches!(self.last, Some(Kind::Word | Kind::Prefix | Kind::Close | Kind::Greater));
        match operator {
            "," | ";" => Kind::Separator,
            "=" | "+" | "->" | "=>" | "==" | "&&" | "||" | "/" | "%" => Kind::Binary,
            "-" | "*" | "|" if follows_operand => Kind::Binary,
            ">" => Kind::Greater,
            "::" => Kind::Path,
            _ => Kind::Other,
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
