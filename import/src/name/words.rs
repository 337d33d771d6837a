//! Text as words, and words as a name.

/// The most characters of a name. Longer ones are cut at a word.
const MAX: usize = 60;

/// The words of a text in lower case: `getHTTPUser-2` is `get`, `http`, `user`, `2`.
///
/// Letters that are not ASCII become their hexadecimal code, because similar letters of two scripts are a warning of rustc.
#[must_use]
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = text.chars().take(400).collect();
    for (at, &c) in characters.iter().enumerate() {
        if !c.is_alphanumeric() {
            if c != '\'' {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        if !c.is_ascii() {
            words.push(std::mem::take(&mut word));
            words.push(format!("u{:x}", u32::from(c)));
            continue;
        }
        let before = at.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(at + 1);
        // `userId` begins a word at `I`, and `HTTPUser` at `U`.
        let begins = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit() && after.is_some_and(char::is_ascii_lowercase)
                    || before.is_ascii_uppercase()
                        && after.is_some_and(char::is_ascii_lowercase)
                        && !is_plural(&characters[at..])
            });
        if begins {
            words.push(std::mem::take(&mut word));
        }
        word.push(c.to_ascii_lowercase());
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the text begins with a plural abbreviation's last letters: the `Ds` of `userIDs`.
fn is_plural(text: &[char]) -> bool {
    text.get(1) == Some(&'s') && text.get(2).is_none_or(|next| !next.is_ascii_lowercase())
}

/// A name in `snake_case`, without regard to keywords. It is `fallback` if the text has no letters or digits.
#[must_use]
pub(crate) fn snake(text: &str, fallback: &str) -> String {
    let name = cut(words(text), "_");
    match name.chars().next() {
        None => fallback.to_owned(),
        Some('0'..='9') => format!("n{name}"),
        Some(_) => name,
    }
}

/// A name in `UpperCamelCase`. It is `fallback` if the text has no letters or digits.
#[must_use]
pub(crate) fn camel(text: &str, fallback: &str) -> String {
    let capitals = words(text).into_iter().map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    let capitals: Vec<String> = capitals.collect();
    let mut name = String::new();
    for word in capitals {
        if !name.is_empty() && name.len() + word.len() > MAX {
            break;
        }
        // An underscore between two digits keeps `1.10` and `11.0` apart.
        if name.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        name.push_str(&word);
    }
    name.truncate(MAX);
    match name.chars().next() {
        None => fallback.to_owned(),
        Some('0'..='9') => format!("N{name}"),
        Some(_) => name,
    }
}

fn cut(words: Vec<String>, between: &str) -> String {
    let mut name = String::new();
    for word in words {
        if !name.is_empty() {
            if name.len() + word.len() > MAX {
                break;
            }
            name.push_str(between);
        }
        name.push_str(&word);
    }
    name.truncate(MAX);
    name
}

#[cfg(test)]
mod tests {
    use super::{camel, snake, words};

    #[test]
    fn words_begin_where_a_reader_sees_them() {
        for (text, expected) in [
            ("getHTTPUser-2", "get http user 2"),
            ("IssueJWTWithId", "issue jwt with id"),
            ("userIDs", "user ids"),
            ("APIKeys", "api keys"),
            ("oauth2Token", "oauth2 token"),
            ("X-FusionAuth-TenantId", "x fusion auth tenant id"),
            ("user's name", "users name"),
            ("", ""),
            ("../..", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn every_text_is_a_name() {
        assert_eq!(snake("2fa", "field"), "n2fa");
        assert_eq!(snake("..", "field"), "field");
        assert_eq!(camel("404", "Type"), "N404");
        assert_eq!(camel("用户", "Type"), "U7528U6237");
        assert_eq!(camel("v1.10", "Type"), "V1_10");
        assert!(camel(&"aB".repeat(500), "Type").len() <= 60);
        assert!(snake(&"a".repeat(500), "field").len() <= 60);
    }
}
