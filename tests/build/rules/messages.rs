//! The message of each rule for a value that violates it.

use std::collections::{BTreeMap, HashMap};

use api_request::ApiRequest;

use super::told;

const CHAPTER: &str = include_str!("../../../runtime/src/guide/validation.md");

#[test]
fn each_message_is_the_one_in_the_guide() {
    let ids = || vec!["10000000-0000-0002-0000-000000000001", "10000000-0000-0002-0000-000000000002", "x"];
    let said = [
        told!((non_empty) &'a str: ""),
        told!((length(1..=64)) String: "é".repeat(70)),
        told!((range(1..=3600)) u32: 4000),
        told!((one_of("a", "b")) &'a str: "c"),
        told!((pattern("^[a-z]+$")) &'a str: "A"),
        told!((ascii) &'a str: "abéd"),
        told!((uuid) &'a str: "x"),
        told!((url) &'a str: "/path"),
        told!((email) &'a str: "ada"),
        told!((each(uuid)) Vec<&'a str>: ids()),
    ];
    let (_, table) = CHAPTER.split_once("<!-- rules -->").unwrap();
    let rows = table.lines().skip(4).take_while(|line| line.starts_with('|'));
    let shown: Vec<&str> = rows.map(|row| row.rsplit('|').nth(1).unwrap().trim()).collect();
    let said: Vec<&str> = said.iter().map(|[said]| said.split_once(": ").unwrap().1).collect();
    assert_eq!(shown, said);
}

#[test]
fn a_length_message_has_the_allowed_and_the_actual_length() {
    assert_eq!(
        told!((length(3..)) &'a str: "ab", "a", "", "abc"),
        [
            "length: must have at least 3 characters, but has 2",
            "length: must have at least 3 characters, but has 1",
            "length: must have at least 3 characters, but is empty",
            "",
        ]
    );
    assert_eq!(
        told!((length(..3)) &'a str: "abc", "", "ab"),
        ["length: must have at most 2 characters, but has 3", "", "",]
    );
    assert_eq!(told!((length(..=1)) Vec<u8>: vec![1, 2]), ["length: must have at most 1 item, but has 2"]);
    assert_eq!(told!((length(..=0)) Vec<u8>: vec![1]), ["length: must be empty, but has 1 item"]);
    assert_eq!(
        told!((length(2..=2)) Vec<u8>: vec![1], vec![]),
        ["length: must have exactly 2 items, but has 1", "length: must have exactly 2 items, but is empty",]
    );
    assert_eq!(
        told!((length(1..=1)) Vec<u8>: vec![1, 2], vec![]),
        ["length: must have exactly 1 item, but has 2", "length: must have exactly 1 item, but is empty",]
    );
    assert_eq!(told!((length(1..)) Vec<u8>: vec![]), ["length: must have at least 1 item, but is empty"]);
    assert_eq!(
        told!((length(2..4)) &'a str: "", "abcd"),
        ["length: must have 2 to 3 characters, but is empty", "length: must have 2 to 3 characters, but has 4",]
    );
}

#[test]
fn a_range_message_has_the_limits_and_the_number() {
    assert_eq!(told!((range(1..)) u8: 0, 1), ["range: must be at least 1, but is 0", ""]);
    assert_eq!(told!((range(..-1)) i8: -1, -2), ["range: must be less than -1, but is -1", ""]);
    assert_eq!(told!((range(..=0x10)) u64: 17, 16), ["range: must be at most 16, but is 17", ""]);
    assert_eq!(
        told!((range(0.5..1.0)) f32: 1.0, 0.1, f32::NAN, 0.5),
        [
            "range: must be at least 0.5 and less than 1.0, but is 1.0",
            "range: must be at least 0.5 and less than 1.0, but is 0.1",
            "range: must be at least 0.5 and less than 1.0, but is NaN",
            "",
        ]
    );
    assert_eq!(
        told!((range(0.0..)) f64: f64::NEG_INFINITY, f64::NAN, -0.0, 1e300),
        ["range: must be at least 0.0, but is -inf", "range: must be at least 0.0, but is NaN", "", "",]
    );
    let most = u128::MAX;
    assert_eq!(
        told!((range(..340_282_366_920_938_463_463_374_607_431_768_211_455)) u128: most, most - 1),
        [
            "range: must be less than 340282366920938463463374607431768211455, but is 340282366920938463463374607431768211455",
            "",
        ]
    );
    assert_eq!(
        told!((one_of(15, 30)) Option<u16>: Some(16), Some(15), None),
        ["one_of: must be one of 15, 30", "", ""]
    );
}

#[test]
fn a_url_message_has_the_reason() {
    let begin = "url: must be an absolute URL, such as `https://example.com/path` (";
    let reasons =
        told!((url) &'a str: "", "https://", "https://a:x", "https://[", " https://a", "https://a/\n", "mailto:a@b");
    assert_eq!(
        reasons.map(|reason| reason.trim_start_matches(begin).trim_end_matches(')').to_owned()),
        [
            "relative URL without a base",
            "empty host",
            "invalid port number",
            "invalid IPv6 address",
            "contains white space that URL parsers remove",
            "contains white space that URL parsers remove",
            "",
        ]
    );
}

#[test]
fn a_pattern_matches_anywhere_as_in_json_schema() {
    assert_eq!(told!((pattern("b+")) &'a str: "abc", "ac"), ["", "pattern: must match `b+`"]);
    assert_eq!(
        told!((pattern(r"^\d\w$")) &'a str: "1a", "1a\n", "\u{661}a", "1é"),
        ["", r"pattern: must match `^\d\w$`", r"pattern: must match `^\d\w$`", r"pattern: must match `^\d\w$`",]
    );
    assert_eq!(told!((pattern("(?i)^é?[^a]$")) &'a str: "éb", "A"), ["", "pattern: must match `(?i)^é?[^a]$`"]);
}

#[test]
fn an_item_is_named_by_its_number_or_its_key() {
    assert_eq!(
        told!((each(non_empty, length(..=2))) Vec<&'a str>: vec!["a", "", "abc"]),
        ["non_empty: item 2: must not be empty; length: item 3: must have at most 2 characters, but has 3",]
    );
    let nested = vec![Some(vec![1, 2]), None, Some(vec![3, 9])];
    assert_eq!(
        told!((each(each(range(..9)))) Vec<Option<Vec<u8>>>: nested),
        ["range: item 3: item 2: must be less than 9, but is 9"]
    );
    let by_name = BTreeMap::from([("a", "x"), ("b\"", "")]);
    assert_eq!(
        told!((each(non_empty)) BTreeMap<&'a str, &'a str>: by_name),
        [r#"non_empty: item "b\"": must not be empty"#]
    );
    let by_number = HashMap::from([(7, "")]);
    assert_eq!(told!((each(non_empty)) HashMap<u8, &'a str>: by_number), ["non_empty: item 7: must not be empty"]);
    // JSON has no keys of this kind.
    let by_pair = HashMap::from([((1, 2), "")]);
    assert_eq!(
        told!((each(non_empty)) HashMap<(u8, u8), &'a str>: by_pair),
        ["non_empty: item [1,2]: must not be empty"]
    );
}

fn wrong(text: &str) -> Result<(), String> {
    Err(format!("`{text}` is wrong"))
}

#[derive(ApiRequest)]
#[api(post = "/", validate(self::whole))]
struct Whole {
    text: String,
}

fn whole(request: &Whole) -> Result<(), String> {
    wrong(&request.text)
}

#[test]
fn violations_are_one_line_on_which_nothing_is_hidden() {
    let characters = "\r\n\u{85}\u{202E}\u{2028}\u{AD}\u{34F}\u{180E}\u{FE0F}\u{115F}\u{3164}\u{E0100}\u{1D173}";
    for c in characters.chars() {
        let escaped = c.escape_default();
        let quoted = format!("a{c}b");
        let expected = format!("`a{escaped}b` is wrong");
        assert_eq!(told!((self::wrong) String: quoted.clone()), [format!("wrong: {expected}")]);
        let items = vec![quoted.clone()];
        assert_eq!(told!((each(self::wrong)) Vec<String>: items), [format!("wrong: item 1: {expected}")]);
        let violations = Whole { text: quoted.clone() }.validate().unwrap_err();
        assert_eq!(violations.to_string(), format!("invalid request: {expected}"));
        let json = serde_json::to_string(&violations).unwrap();
        assert!(!format!("{violations:?}{json}").contains(c), "{json}");
    }
    // JSON escapes control characters itself, so the key of a map is tried with the others.
    for c in characters.chars().filter(|c| !c.is_ascii_control()) {
        let [said] = told!((each(non_empty)) BTreeMap<String, String>: [(format!("a{c}"), String::new())].into());
        assert_eq!(said, format!("non_empty: item \"a{}\": must not be empty", c.escape_default()));
    }
}
