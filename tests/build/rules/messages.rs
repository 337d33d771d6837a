//! What each rule says of a value that breaks it.

use std::collections::{BTreeMap, HashMap};

use super::told;

const CHAPTER: &str = include_str!("../../../runtime/src/guide/validation.md");

#[test]
fn each_says_what_the_readme_shows() {
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
fn a_length_is_told_with_what_is_allowed() {
    assert_eq!(
        told!((length(3..)) &'a str: "ab", "a", "", "abc"),
        [
            "length: it has 2 characters, and at least 3 are needed",
            "length: it has 1 character, and at least 3 are needed",
            "length: it is empty, and at least 3 characters are needed",
            "",
        ]
    );
    assert_eq!(
        told!((length(..3)) &'a str: "abc", "", "ab"),
        ["length: it has 3 characters, and at most 2 are allowed", "", "",]
    );
    assert_eq!(told!((length(..=1)) Vec<u8>: vec![1, 2]), ["length: it has 2 items, and at most 1 is allowed"]);
    assert_eq!(told!((length(..=0)) Vec<u8>: vec![1]), ["length: it has 1 item, and at most 0 are allowed"]);
    assert_eq!(
        told!((length(2..=2)) Vec<u8>: vec![1], vec![]),
        ["length: it has 1 item, and exactly 2 are allowed", "length: it is empty, and exactly 2 items are allowed",]
    );
    assert_eq!(
        told!((length(1..=1)) Vec<u8>: vec![1, 2], vec![]),
        ["length: it has 2 items, and exactly 1 is allowed", "length: it is empty, and exactly 1 item is allowed",]
    );
    assert_eq!(told!((length(1..)) Vec<u8>: vec![]), ["length: it is empty, and at least 1 item is needed"]);
    assert_eq!(
        told!((length(2..4)) &'a str: "", "abcd"),
        [
            "length: it is empty, and 2 to 3 characters are allowed",
            "length: it has 4 characters, and 2 to 3 are allowed",
        ]
    );
}

#[test]
fn a_number_is_told_with_the_range_as_it_was_written() {
    assert_eq!(told!((range(1..)) u8: 0, 1), ["range: 0 is not in 1..", ""]);
    assert_eq!(told!((range(..-1)) i8: -1, -2), ["range: -1 is not in ..-1", ""]);
    assert_eq!(told!((range(..=0x10)) u64: 17, 16), ["range: 17 is not in ..=16", ""]);
    assert_eq!(
        told!((range(0.5..1.0)) f32: 1.0, 0.1, f32::NAN, 0.5),
        ["range: 1.0 is not in 0.5..1.0", "range: 0.1 is not in 0.5..1.0", "range: NaN is not in 0.5..1.0", "",]
    );
    assert_eq!(
        told!((range(0.0..)) f64: f64::NEG_INFINITY, f64::NAN, -0.0, 1e300),
        ["range: -inf is not in 0.0..", "range: NaN is not in 0.0..", "", "",]
    );
    let most = u128::MAX;
    assert_eq!(
        told!((range(..340_282_366_920_938_463_463_374_607_431_768_211_455)) u128: most, most - 1),
        ["range: 340282366920938463463374607431768211455 is not in ..340282366920938463463374607431768211455", "",]
    );
    assert_eq!(told!((one_of(15, 30)) Option<u16>: Some(16), Some(15), None), ["one_of: it is none of 15, 30", "", ""]);
}

#[test]
fn a_url_is_told_why_it_is_none() {
    let begin = "url: it is not an absolute URL, such as `https://example.com/path`: ";
    let reasons =
        told!((url) &'a str: "", "https://", "https://a:x", "https://[", " https://a", "https://a/\n", "mailto:a@b");
    assert_eq!(
        reasons.map(|reason| reason.trim_start_matches(begin).to_owned()),
        [
            "relative URL without a base",
            "empty host",
            "invalid port number",
            "invalid IPv6 address",
            "it has white space that is no part of one",
            "it has white space that is no part of one",
            "",
        ]
    );
}

#[test]
fn a_pattern_is_searched_as_json_schema_does() {
    assert_eq!(told!((pattern("b+")) &'a str: "abc", "ac"), ["", "pattern: it does not match `b+`"]);
    assert_eq!(
        told!((pattern(r"^\d\w$")) &'a str: "1a", "1a\n", "\u{661}a", "1é"),
        [
            "",
            r"pattern: it does not match `^\d\w$`",
            r"pattern: it does not match `^\d\w$`",
            r"pattern: it does not match `^\d\w$`",
        ]
    );
    assert_eq!(told!((pattern("(?i)^é?[^a]$")) &'a str: "éb", "A"), ["", "pattern: it does not match `(?i)^é?[^a]$`"]);
}

#[test]
fn an_item_is_told_by_its_number_or_its_key() {
    assert_eq!(
        told!((each(non_empty, length(..=2))) Vec<&'a str>: vec!["a", "", "abc"]),
        ["non_empty: item 2: it is empty; length: item 3: it has 3 characters, and at most 2 are allowed",]
    );
    let nested = vec![Some(vec![1, 2]), None, Some(vec![3, 9])];
    assert_eq!(
        told!((each(each(range(..9)))) Vec<Option<Vec<u8>>>: nested),
        ["range: item 3: item 2: 9 is not in ..9"]
    );
    let by_name = BTreeMap::from([("a", "x"), ("b\"", "")]);
    assert_eq!(told!((each(non_empty)) BTreeMap<&'a str, &'a str>: by_name), [r#"non_empty: item "b\"": it is empty"#]);
    let by_number = HashMap::from([(7, "")]);
    assert_eq!(told!((each(non_empty)) HashMap<u8, &'a str>: by_number), ["non_empty: item 7: it is empty"]);
    // JSON has no keys of this kind.
    let by_pair = HashMap::from([((1, 2), "")]);
    assert_eq!(told!((each(non_empty)) HashMap<(u8, u8), &'a str>: by_pair), ["non_empty: item [1,2]: it is empty"]);
}
