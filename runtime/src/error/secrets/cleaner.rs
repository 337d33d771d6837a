//! Makes a server's message safe to show: replaces secrets, escapes misleading characters, and shortens it.

use std::borrow::Cow;
use std::cell::Cell;

use crate::secret::REDACTED;
use crate::shown;

/// How many characters of a message are shown.
const MAX_SHOWN: usize = 200;
/// Secrets with fewer bytes are not replaced: they occur by chance in too many words.
const MIN_SECRET: usize = 8;

/// How many characters of a long secret must match for it to be replaced. The others are then not compared in every spelling.
const DECISIVE: usize = 128;
/// How many bytes of a secret count as found although other text follows directly.
///
/// Fewer count only if the text ends there, or goes on with a character that is neither a letter nor a digit, because different texts
/// often begin alike.
const MIN_CUT: usize = 16;

/// The most work that the search for one call's secrets may take.
///
/// Each secret at each position is one unit, and each compared character is more. It takes some milliseconds.
const MOST_WORK: usize = 4_000_000;
/// The units of work of a compared character; one for each beyond the decisive ones.
const WORK_OF_CHAR: usize = 8;

/// Replaces the secrets and credentials of one call in texts.
pub(crate) struct Cleaner<'a> {
    secrets: Vec<Cow<'a, str>>,
    work: Work,
}

/// How much work is left.
struct Work(Cell<usize>);

/// The search for secrets was given up.
struct TooMuchWork;

impl Work {
    /// Takes from the work that is left.
    fn take(&self, units: usize) -> Result<(), TooMuchWork> {
        let left = self.0.get().checked_sub(units);
        self.0.set(left.unwrap_or_default());
        left.map(drop).ok_or(TooMuchWork)
    }
}

impl<'a> Cleaner<'a> {
    pub(crate) fn new(secrets: impl IntoIterator<Item: Into<Cow<'a, str>>>) -> Self {
        let secrets =
            secrets.into_iter().map(Into::into).filter(|secret: &Cow<'_, str>| secret.len() >= MIN_SECRET).collect();
        Self { secrets, work: Work(Cell::new(MOST_WORK)) }
    }

    /// The beginning of the text, in which `REDACTED` replaces each secret, however it is escaped.
    ///
    /// `None` if the search for the secrets would take too long. Then the text must not be shown.
    pub(crate) fn shown(&self, text: &str) -> Option<Box<str>> {
        self.clean(text, |_| false)
    }

    /// Like [`shown`](Self::shown), but only the first line. A line break inside a secret does not end the line.
    pub(crate) fn first_line(&self, text: &str) -> Option<Box<str>> {
        self.clean(text, |c| c == '\n')
    }

    fn clean(&self, text: &str, ends: impl Fn(char) -> bool) -> Option<Box<str>> {
        let mut shown = String::new();
        let mut rest = text;
        for _ in 0..MAX_SHOWN {
            if let Some(length) = self.secret_len(rest).ok()? {
                shown.push_str(REDACTED);
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            let Some(c) = rest.chars().next().filter(|&c| !ends(c)) else {
                return Some(shown.trim_end().into());
            };
            shown::push(&mut shown, c);
            rest = &rest[c.len_utf8()..];
        }
        if !rest.is_empty() {
            shown.push('…');
        }
        Some(shown.into())
    }

    /// The length in bytes of the longest secret at the start of the text.
    ///
    /// `None` if the text begins with no secret.
    fn secret_len(&self, text: &str) -> Result<Option<usize>, TooMuchWork> {
        self.work.take(self.secrets.len())?;
        let mut longest = None;
        for secret in self.secrets.iter().filter(|secret| may_begin(secret, text)) {
            longest = longest.max(spelled_len(secret, text.as_bytes(), &self.work)?);
        }
        Ok(longest)
    }
}

/// Whether the text may begin with the secret, from the first byte alone.
fn may_begin(secret: &str, text: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().copied();
    first(text).is_some_and(|byte| b"%\\+".contains(&byte) || first(secret) == Some(byte))
}

/// The length in bytes of the secret at the start of the text, if present. The text may mix the spellings.
///
/// The beginning of a secret counts as found too, because servers cut what they quote. The time to find a long one therefore does not
/// grow with its length.
fn spelled_len(secret: &str, text: &[u8], work: &Work) -> Result<Option<usize>, TooMuchWork> {
    let mut ends = vec![0];
    for (index, (matched, c)) in secret.char_indices().enumerate() {
        work.take(ends.len() * if index < DECISIVE { WORK_OF_CHAR } else { 1 })?;
        let mut next: Vec<usize> = Vec::new();
        for &end in &ends {
            let rest = text.get(end..).unwrap_or_default();
            next.extend(spellings(c, rest).into_iter().flatten().map(|length| end + length));
        }
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return Ok(ends.pop().filter(|&end| matched >= MIN_CUT || matched >= MIN_SECRET && is_cut(text, end)));
        }
        if index >= DECISIVE {
            // Keep the shortest and the longest spelling, which is enough for a text that uses one spelling throughout.
            next.drain(1..next.len().max(2) - 1);
        }
        ends = next;
    }
    Ok(ends.pop())
}

/// Whether no letter and no digit follows.
fn is_cut(text: &[u8], end: usize) -> bool {
    let next =
        text.get(end..).and_then(|rest| rest.utf8_chunks().next()).and_then(|chunk| chunk.valid().chars().next());
    next.is_none_or(|c| !c.is_alphanumeric())
}

/// The length of this character at the text's start, in each spelling. The spellings are plain, percent-encoded, form, and two JSON
/// escapes.
fn spellings(c: char, text: &[u8]) -> [Option<usize>; 5] {
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).as_bytes();
    let plain = text.starts_with(bytes).then_some(bytes.len());
    let percent = bytes.iter().enumerate().all(|(index, &byte)| {
        let escape = text.get(index * 3..index * 3 + 3);
        escape.is_some_and(|escape| escape[0] == b'%' && hex(&escape[1..]) == Some(u32::from(byte)))
    });
    let form = (c == ' ' && text.first() == Some(&b'+')).then_some(1);
    let short = match c {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        other => other,
    };
    let is_short = text.first() == Some(&b'\\') && text.get(1).is_some_and(|&byte| char::from(byte) == short);
    let mut units = [0; 2];
    let units = c.encode_utf16(&mut units);
    let unicode = units.iter().enumerate().all(|(index, &unit)| {
        let escape = text.get(index * 6..index * 6 + 6);
        escape.is_some_and(|escape| escape.starts_with(b"\\u") && hex(&escape[2..]) == Some(u32::from(unit)))
    });
    [plain, percent.then_some(bytes.len() * 3), form, is_short.then_some(2), unicode.then_some(units.len() * 6)]
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, &digit| Some(number * 16 + char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_a_secret_however_it_is_spelled() {
        let secret = "can+ary/\"se crét\n%😀";
        let cleaner = Cleaner::new([secret, "short", "can+ary/\"se crét\n%😀 and more", "%25%25%25"]);
        for text in [
            secret,
            "can%2Bary%2F%22se%20cr%C3%A9t%0A%25%F0%9F%98%80",
            "can%2bary%2f%22se%20cr%c3%a9t%0a%25%f0%9f%98%80",
            "can%2Bary%2f%22se+cr%C3%a9t%0A%25%F0%9F%98%80",
            "can+ary\\/\\\"se crét\\n%😀",
            "\\u0063an\\u002Bary/\\u0022se cr\\u00e9t\\u000a%\\ud83d\\uDE00",
            "can+ary/\"se crét\n%😀 and more",
            "%25%25%25",
            "%2525%2525%2525",
        ] {
            assert_eq!(&*cleaner.shown(&format!("<{text}> short")).unwrap(), "<REDACTED> short", "{text}");
        }
        let long = format!("{}\n{}", "\\".repeat(100_000), "a".repeat(1_000_000));
        let cleaner_of_long = Cleaner::new([&*long]);
        assert_eq!(&*cleaner_of_long.first_line(&format!("<{long}>\n>")).unwrap(), "<REDACTED>");
        assert_eq!(&*cleaner_of_long.first_line(&format!("<{}", &long[..long.len() - 1])).unwrap(), "<REDACTED");
        for text in ["can+ary", "can+ary?", "%25%25%", "canary"] {
            assert!(!cleaner.shown(text).unwrap().contains(REDACTED), "{text}");
        }
    }

    #[test]
    fn replaces_the_beginning_of_a_secret() {
        let secret = "canary-token-0123456789é";
        let cleaner = Cleaner::new([secret, "Bearer canary", "https://h.example/"]);
        for cut in 8..=secret.len() - 2 {
            let cut = &secret[..cut];
            for after in ["", "…", "...", " is invalid", "\" is invalid", "****", "\n"] {
                let shown = cleaner.shown(&format!("<{cut}{after}")).unwrap();
                assert!(shown.starts_with("<REDACTED") && !shown.contains("can"), "{cut}{after}: {shown}");
            }
        }
        assert_eq!(&*cleaner.shown("canary-token-0123more").unwrap(), "REDACTEDmore");
        // What only begins alike.
        for text in ["canary-", "canary-tokens differ", "a Bearer token", "Bearer canteen", "https://other.example/"] {
            assert_eq!(&*cleaner.shown(text).unwrap(), text);
        }
    }

    #[test]
    fn escapes_misleading_characters_and_shortens() {
        let cleaner = Cleaner::new(["a long secret"]);
        let shown = |text: &str| cleaner.shown(text).unwrap();
        assert_eq!(&*shown("a\r\n\u{202e}b\u{2028}"), "a\\r\\n\\u{202e}b\\u{2028}");
        assert_eq!(
            &*shown("\u{ad}\u{34f}\u{180e}\u{fe0f}\u{115f}\u{3164}\u{e0100}\u{1d173}"),
            "\\u{ad}\\u{34f}\\u{180e}\\u{fe0f}\\u{115f}\\u{3164}\\u{e0100}\\u{1d173}"
        );
        assert_eq!(shown(&"é".repeat(200)).chars().count(), 200);
        assert_eq!(shown(&"é".repeat(201)).chars().count(), 201);
        let at_the_cut = shown(&format!("{}a long secret", "é".repeat(199)));
        assert!(at_the_cut.ends_with("éREDACTED"), "{at_the_cut}");
    }

    #[test]
    fn shows_nothing_if_the_search_would_take_too_long() {
        let secrets = |count: usize| (0..count).map(|index| format!("secret {index}")).collect::<Vec<_>>();
        let (few, many) = (secrets(1_000), secrets(100_000));
        assert_eq!(Cleaner::new(&few).shown("see secret 7").as_deref(), Some("see REDACTED"));
        assert_eq!(Cleaner::new(&many).shown(&"see secret 7 ".repeat(20)), None);
        // Secrets that nearly match everywhere.
        let alike: Vec<String> = (0..1_000).map(|index| format!("{}{index}", "a".repeat(150))).collect();
        let cleaner = Cleaner::new(&alike);
        assert_eq!(cleaner.shown(&"a".repeat(10_000)), None);
        assert_eq!(cleaner.shown("b"), None);
    }
}
