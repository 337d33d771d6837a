//! Tests that an expansion's tokens lead editors to the right places in the user's code.

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use syn::DeriveInput;

use super::api_request;

const SOURCE: &str = r#"
#[api(delete = "/users/{user_id}/keys/{r}", response = Vec<Key>, auth = none)]
struct DeleteKey {
    user_id: u64,
    #[api(path, validate(non_empty, length(..=MOST), self::own))]
    r: String,
}"#;

/// Every token with the position of its span, including those in groups.
fn tokens(stream: TokenStream) -> Vec<(String, LineColumn)> {
    let mut found = Vec::new();
    for token in stream {
        if let TokenTree::Group(group) = token {
            found.extend(tokens(group.stream()));
        } else {
            found.push((token.to_string(), token.span().start()));
        }
    }
    found
}

/// The position of a word in the source.
fn place(word: &str) -> LineColumn {
    let at = SOURCE.find(word).unwrap_or_else(|| panic!("the source has {word}"));
    let before = &SOURCE[..at];
    let column = before.len() - before.rfind('\n').map_or(0, |line| line + 1);
    LineColumn { line: before.matches('\n').count() + 1, column }
}

#[test]
fn every_word_of_the_user_leads_back_to_where_it_was_written() {
    let input: DeriveInput = syn::parse_str(SOURCE).expect("the source is a struct");
    let tokens = tokens(api_request(&input));
    let has = |word: &str, place: LineColumn| tokens.contains(&(word.to_owned(), place));

    // The literal is the user's own token, so that rustc and editors find the fields in it.
    let literal = "\"/users/{user_id}/keys/{r}\"";
    assert!(has(literal, place(literal)));
    let format = tokens.iter().position(|(word, _)| word == "format_args").expect("the template is a format string");
    assert!(tokens[format..].iter().take(4).any(|token| *token == (literal.to_owned(), place(literal))));
    // Each placeholder is a local that has the name and the value of its field.
    for field in ["user_id", "r"] {
        let declared = place(&format!("{field}: "));
        let uses = tokens.iter().filter(|token| **token == (field.to_owned(), declared)).count();
        assert!(uses >= 2, "`{field}` is a local and a field: {uses}");
        let binding = [("let".to_owned(), None), (field.to_owned(), Some(declared))];
        let is_bound = tokens
            .windows(2)
            .any(|pair| pair[0].0 == binding[0].0 && pair[1].0 == binding[1].0 && Some(pair[1].1) == binding[1].1);
        assert!(is_bound, "`{field}` is bound");
    }
    // Types and rules are real paths, keys are uses of documented constants.
    assert!(has("Vec", place("Vec<Key>")) && has("Key", place("Key>")));
    for rule in ["non_empty", "length", "own"] {
        let is_path = tokens
            .windows(3)
            .any(|window| window[0].0 == ":" && window[1].0 == ":" && window[2] == (rule.to_owned(), place(rule)));
        assert!(is_path, "`{rule}` leads to the function");
    }
    assert!(has("MOST", place("MOST")));
    for key in ["delete", "response", "auth", "path, ", "validate"] {
        let word = key.trim_end_matches(", ");
        let at = place(&if key == "path, " {
            key.to_owned()
        } else {
            format!("{word}{}", if word == "validate" { "(" } else { " =" })
        });
        let is_use = tokens.windows(4).any(|window| {
            window[0].0 == ":" && window[1].0 == ":" && window[2] == (word.to_owned(), at) && window[3].0 == ";"
        });
        assert!(is_use, "`{word}` leads to its constant");
    }
    assert!(tokens.iter().any(|(word, _)| word == "rust_analyzer"));
}

#[test]
fn what_is_being_typed_can_be_completed_and_the_template_is_still_there() {
    let input: DeriveInput = syn::parse_str(
        r#"
        #[api(delete = "/users/{user_id}", mess)]
        struct DeleteUser {
            #[api(pat)]
            user_id: u64,
        }"#,
    )
    .expect("the source is a struct");
    let tokens = tokens(api_request(&input));
    let words: Vec<&str> = tokens.iter().map(|(word, _)| &**word).collect();
    let uses = |of: [&str; 5]| words.windows(5).any(|window| window == of);
    assert!(uses(["request", ":", ":", "mess", ";"]) && uses(["field", ":", ":", "pat", ";"]));
    assert!(words.contains(&"format_args"));
}
