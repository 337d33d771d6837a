//! A scanner of JSON text that keeps the position and the spelling of each token.

use serde::de::IgnoredAny;

/// The tokens of a JSON text, each with the offset of its first byte. It accepts any bytes and never fails.
pub(crate) struct Tokens<'j> {
    json: &'j [u8],
    at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'j> {
    OpenObject,
    OpenArray,
    CloseObject,
    CloseArray,
    Comma,
    Colon,
    /// A string as it is written, with its quotes. The closing quote is missing if the text ends inside the string.
    String(&'j [u8]),
    /// A number, `true`, `false`, `null`, or bytes that are not JSON.
    Word(&'j [u8]),
}

impl Token<'_> {
    /// The length of the token in bytes.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::String(written) | Self::Word(written) => written.len(),
            _ => 1,
        }
    }
}

impl<'j> Tokens<'j> {
    pub(crate) fn new(json: &'j [u8]) -> Self {
        Self { json, at: 0 }
    }
}

impl<'j> Iterator for Tokens<'j> {
    type Item = (usize, Token<'j>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.json.get(self.at..)?;
        self.at += rest.iter().position(|byte| !b" \t\r\n".contains(byte))?;
        let rest = self.json.get(self.at..)?;
        let token = match rest.first()? {
            b'{' => Token::OpenObject,
            b'[' => Token::OpenArray,
            b'}' => Token::CloseObject,
            b']' => Token::CloseArray,
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'"' => Token::String(rest.get(..string_len(rest)).unwrap_or(rest)),
            _ => {
                let len = rest.iter().position(|byte| b",:{}[]\" \t\r\n".contains(byte)).unwrap_or(rest.len());
                Token::Word(rest.get(..len).unwrap_or(rest))
            }
        };
        let at = self.at;
        self.at += token.len();
        Some((at, token))
    }
}

/// The length in bytes of the string that the text begins with, including quotes.
fn string_len(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// The open objects and arrays around a token.
#[derive(Default)]
pub(crate) struct Position<'j> {
    frames: Vec<Frame<'j>>,
    /// How many more are open than there are frames.
    deeper: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame<'j> {
    /// An object, and the current property's name as it is written, without its quotes.
    Object(Option<&'j [u8]>),
    /// An array, and the index of the current item.
    Array(usize),
}

impl<'j> Position<'j> {
    /// How many frames are kept. The memory for a hostile text is therefore bounded; `serde_json` allows 127 levels.
    const MOST: usize = 128;

    /// The outermost frames. Those that are nested more than 128 levels deep are left out.
    pub(crate) fn frames(&self) -> &[Frame<'j>] {
        &self.frames
    }

    /// How many objects and arrays are open.
    pub(crate) fn depth(&self) -> usize {
        self.frames.len() + self.deeper
    }

    /// Whether a string at this position is the name of a property.
    pub(crate) fn is_before_name(&self) -> bool {
        self.deeper == 0 && matches!(self.frames.last(), Some(Frame::Object(None)))
    }

    /// Moves past the token.
    pub(crate) fn pass(&mut self, token: Token<'j>) {
        match token {
            Token::OpenObject => self.open(Frame::Object(None)),
            Token::OpenArray => self.open(Frame::Array(0)),
            Token::CloseObject | Token::CloseArray if self.deeper > 0 => self.deeper -= 1,
            Token::CloseObject | Token::CloseArray => _ = self.frames.pop(),
            _ if self.deeper > 0 => {}
            Token::Comma => match self.frames.last_mut() {
                Some(Frame::Object(name)) => *name = None,
                Some(Frame::Array(index)) => *index += 1,
                None => {}
            },
            Token::String(written) => {
                if let Some(Frame::Object(name @ None)) = self.frames.last_mut() {
                    // The closing quote is missing if the text ends in the name.
                    *name = written.get(1..written.len() - 1);
                }
            }
            Token::Colon | Token::Word(_) => {}
        }
    }

    fn open(&mut self, frame: Frame<'j>) {
        if self.deeper == 0 && self.frames.len() < Self::MOST {
            self.frames.push(frame);
        } else {
            self.deeper += 1;
        }
    }
}

/// The text without the UTF-8 byte order mark. Some servers and editors write it before the text (RFC 8259, section 8.1).
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// Whether the text has nothing but white space, so that it contains no JSON value.
pub(crate) fn is_blank(text: &[u8]) -> bool {
    without_bom(text).trim_ascii_start().is_empty()
}

/// Calls `to` with every string and number in a JSON text, except property names. Text that is not JSON is passed as a whole.
///
/// A string with escapes is passed without them and as it is written. A list of numbers is passed as text as well, and as the text
/// that it may be the bytes of.
pub(crate) fn texts_of(json: &[u8], to: &mut dyn FnMut(&str)) {
    if !is_json(json) {
        return to(&String::from_utf8_lossy(json));
    }
    let mut tokens = Tokens::new(json).peekable();
    // Where the innermost array begins, as long as it has only numbers.
    let mut numbers = None;
    while let Some((at, token)) = tokens.next() {
        match token {
            Token::OpenArray => numbers = Some(at + 1),
            Token::CloseArray => {
                if let Some(list) = numbers.take().and_then(|begin| json.get(begin..at)) {
                    numbers_in(list, to);
                }
            }
            Token::Comma => {}
            Token::Word(number @ [b'-' | b'0'..=b'9', ..]) => to(&String::from_utf8_lossy(number)),
            Token::String(written) if !matches!(tokens.peek(), Some((_, Token::Colon))) => {
                numbers = None;
                string_in(written, to);
            }
            _ => numbers = None,
        }
    }
}

/// Calls `to` with every property name in a JSON text.
pub(crate) fn names_of(json: &[u8], to: &mut dyn FnMut(&str)) {
    if !is_json(json) {
        return;
    }
    let mut tokens = Tokens::new(json).map(|(_, token)| token).peekable();
    while let Some(token) = tokens.next() {
        if let (Token::String(written), Some(Token::Colon)) = (token, tokens.peek()) {
            string_in(written, to);
        }
    }
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

/// Calls `to` with the text of a string, and with its spelling if that differs.
fn string_in(written: &[u8], to: &mut dyn FnMut(&str)) {
    let Ok(text) = serde_json::from_slice::<Box<str>>(written) else {
        return;
    };
    to(&text);
    let spelled = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    if spelled != text.as_bytes() {
        to(&String::from_utf8_lossy(spelled));
    }
}

/// Calls `to` with a list of numbers in two spellings, and with its text. The text is the one whose bytes the numbers may be.
fn numbers_in(list: &[u8], to: &mut dyn FnMut(&str)) {
    let list = String::from_utf8_lossy(list);
    let numbers: Vec<&str> = list.split(',').map(str::trim).collect();
    if numbers.len() < 2 {
        return;
    }
    to(&numbers.join(","));
    to(&numbers.join(", "));
    let bytes: Result<Vec<u8>, _> = numbers.iter().map(|number| number.parse::<u8>()).collect();
    if let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        to(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &[u8]) -> Vec<String> {
        let mut texts = Vec::new();
        texts_of(json, &mut |text| texts.push(text.to_owned()));
        texts
    }

    #[test]
    fn finds_every_string_and_number_in_json() {
        let json = br#"{"name":"a\"b","list":[1, -2.5e3 ,340282366920938463463374607431768211455,true,null,"\u00e9"],"o":{"k":""}}"#;
        let number = "340282366920938463463374607431768211455";
        assert_eq!(texts(json), ["a\"b", "a\\\"b", "1", "-2.5e3", number, "é", "\\u00e9", ""]);
        assert_eq!(texts(b"no JSON"), ["no JSON"]);
        let lists = br#"[[104, 105],{"a":[1,[300,-1],2]},[],[7]]"#;
        let expected = ["104", "105", "104,105", "104, 105", "hi", "1", "300", "-1", "300,-1", "300, -1", "2", "7"];
        assert_eq!(texts(lists), expected);
    }

    #[test]
    fn finds_every_name_in_json() {
        let mut names = Vec::new();
        let json = br#"{"a":{"b\n" :["c",{"d":"e"}]},"f":1}"#;
        names_of(json, &mut |name| names.push(name.to_owned()));
        assert_eq!(names, ["a", "b\n", "b\\n", "d", "f"]);
        names_of(b"{\"a\":", &mut |name| panic!("{name}"));
    }

    #[test]
    fn a_byte_order_mark_and_white_space_do_not_count_as_a_value() {
        for blank in ["", " ", "\r\n", "\t\n", "\u{FEFF}", "\u{FEFF}\r\n "] {
            assert!(is_blank(blank.as_bytes()), "{blank:?}");
        }
        assert_eq!(without_bom("\u{FEFF}\u{FEFF}7".as_bytes()), "\u{FEFF}7".as_bytes());
        for text in ["0", " null ", "\u{FEFF}\u{FEFF}", "\u{A0}"] {
            assert!(!is_blank(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn accepts_any_bytes() {
        let json = br#"{"a\" b":[{"c":-1e5,"d":tru"e"#;
        for end in 0..=json.len() {
            let tokens: Vec<_> = Tokens::new(&json[..end]).collect();
            let spelled: usize = tokens.iter().map(|(_, token)| token.len()).sum();
            assert_eq!(
                spelled,
                json[..end].iter().filter(|byte| !byte.is_ascii_whitespace()).count() + usize::from(end > 5)
            );
        }
    }
}
