//! Names on the wire: how fields are renamed, the allowed characters, and reserved headers.

/// serde's rules, by the names that serde gives them.
pub(crate) const RENAME_RULES: [&str; 8] = [
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];

/// The rule of [`RENAME_RULES`] that was probably meant. Examples for `camelCase` are `camelcase`, `camel-case` and `camel`.
pub(crate) fn meant_rename_rule(written: &str) -> Option<&'static str> {
    let letters = |text: &str| text.replace(['-', '_', ' '], "").to_ascii_lowercase();
    let written = letters(written);
    let is_meant = |rule: &&&str| [letters(rule), letters(rule).replace("case", "")].contains(&written);
    // `SCREAMING-KEBAB-CASE` and the like differ from the others in their first word, so one rule at most has these letters.
    RENAME_RULES.iter().find(is_meant).copied()
}

/// Applies one of [`RENAME_RULES`] to the name of a field, as serde does.
pub(crate) fn rename(field: &str, rule: Option<&str>) -> String {
    match rule {
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => field.to_ascii_uppercase(),
        Some("kebab-case") => field.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => field.to_ascii_uppercase().replace('_', "-"),
        Some("PascalCase") => pascal(field),
        Some("camelCase") => {
            let pascal = pascal(field);
            let mut chars = pascal.chars();
            chars.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
        }
        // serde assumes that a field is in snake case already.
        _ => field.to_owned(),
    }
}

fn pascal(field: &str) -> String {
    let mut capitalize = true;
    let mut pascal = String::new();
    for c in field.chars() {
        if c == '_' {
            capitalize = true;
        } else {
            pascal.push(if capitalize { c.to_ascii_uppercase() } else { c });
            capitalize = false;
        }
    }
    pascal
}

/// RFC 9110, section 5.1: a name is a token.
pub(crate) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The header name that was probably meant by one that is not a token. `X Tenant Id` and `X-Tenant-Id:` mean `X-Tenant-Id`.
pub(crate) fn meant_header(written: &str) -> Option<String> {
    let words: Vec<&str> = written.trim_end_matches([':', ' ']).split_whitespace().collect();
    Some(words.join("-")).filter(|name| is_token(name))
}

/// Whether the runtime delivers the value unchanged.
pub(crate) fn is_header_value(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_control()) && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Whether it begins with a type and a subtype, and is printable ASCII. RFC 9110, section 8.3.1.
pub(crate) fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    let has_both = essence.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
    has_both && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

const RESERVED: [&str; 13] = [
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether the client, its credentials or the transport set this header.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

/// The characters that are never escaped (RFC 3986, section 2.3).
pub(crate) const fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_as_serde_does() {
        let names: Vec<String> = RENAME_RULES.iter().map(|rule| rename("very_tasty2", Some(rule))).collect();
        assert_eq!(
            names,
            [
                "very_tasty2",
                "VERY_TASTY2",
                "VeryTasty2",
                "veryTasty2",
                "very_tasty2",
                "VERY_TASTY2",
                "very-tasty2",
                "VERY-TASTY2"
            ]
        );
        assert_eq!(rename("_x_y", Some("camelCase")), "xY");
    }

    #[test]
    fn finds_the_rule_and_the_header_that_were_meant() {
        for (written, meant) in [
            ("camelcase", Some("camelCase")),
            ("camel", Some("camelCase")),
            ("kebab_case", Some("kebab-case")),
            ("snake-case", Some("snake_case")),
            ("ScreamingSnakeCase", Some("SCREAMING_SNAKE_CASE")),
            ("upper", Some("UPPERCASE")),
            ("title", None),
        ] {
            assert_eq!(meant_rename_rule(written), meant, "{written}");
        }
        assert_eq!(meant_header(" X Tenant Id:"), Some("X-Tenant-Id".to_owned()));
        assert_eq!((meant_header("Größe"), meant_header(":")), (None, None));
    }

    #[test]
    fn renames_only_by_a_rule() {
        assert_eq!(rename("as_is", None), "as_is");
    }
}
