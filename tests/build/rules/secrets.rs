//! What a rule says of a secret: never its value, nor a part of it.

use std::collections::BTreeMap;

use api_request::{ApiRequest, Secret};

use super::broken;

const CANARY: &str = "canary \u{e9}";
const NUMBER: u64 = 987_654_321;

fn quoting(text: &str) -> Result<(), String> {
    Err(format!("`{text}` is wrong"))
}

fn quoting_number(number: &u64) -> Result<(), String> {
    Err(format!("{number} is wrong"))
}

#[derive(ApiRequest)]
#[api(post = "/secrets")]
struct Secrets {
    #[api(
        secret,
        validate(self::quoting, length(..2), pattern("^$"), ascii, uuid, url, email, one_of("a"))
    )]
    text: &'static str,
    #[api(secret, validate(range(..2), one_of(1), self::quoting_number))]
    number: u64,
    #[api(secret, validate(each(length(..2), self::quoting)))]
    map: BTreeMap<&'static str, &'static str>,
    #[api(validate(each(range(..2), self::quoting_number)))]
    within: BTreeMap<u8, Option<Box<Secret<u64>>>>,
    #[api(validate(each(each(range(..2), self::quoting_number))))]
    around: [Secret<Vec<u64>>; 1],
    #[api(validate(each(each(length(..2)))))]
    keys: Vec<Secret<BTreeMap<&'static str, &'static str>>>,
    #[api(validate(each(non_empty)))]
    secret_keys: BTreeMap<Key, &'static str>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(&'static str);

impl serde::Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Secret::new(self.0).serialize(serializer)
    }
}

#[test]
fn no_message_has_a_secret_in_it() {
    let map = BTreeMap::from([(CANARY, CANARY)]);
    let request = Secrets {
        text: CANARY,
        number: NUMBER,
        map: map.clone(),
        within: [(7, Some(Box::new(Secret::new(NUMBER))))].into(),
        around: [Secret::new(vec![NUMBER])],
        keys: vec![Secret::new(map)],
        secret_keys: [(Key(CANARY), "")].into(),
    };
    let told = broken(&request);
    let expected = [
        "quoting: must satisfy the rule `quoting`",
        "length: must have at most 1 character, but has 8",
        "pattern: must match `^$`",
        "ascii: must be ASCII, but character 8 is not",
        "uuid: must be a UUID, such as `10000000-0000-0002-0000-000000000001`",
        "url: must be an absolute URL, such as `https://example.com/path` (relative URL without a base)",
        "email: must be an email address, such as `ada@example.com`",
        "one_of: must be \"a\"",
        "range: must satisfy the rule `range`",
        "one_of: must be 1",
        "quoting_number: must satisfy the rule `quoting_number`",
        "length: item 1: must have at most 1 character, but has 8",
        "quoting: item 1: must satisfy the rule `quoting`",
        "range: item 1: must satisfy the rule `range`",
        "quoting_number: item 1: must satisfy the rule `quoting_number`",
        "range: item 1: item 1: must satisfy the rule `range`",
        "quoting_number: item 1: item 1: must satisfy the rule `quoting_number`",
        "length: item 1: item 1: must have at most 1 character, but has 8",
        "non_empty: item \"REDACTED\": must not be empty",
    ];
    assert_eq!(told, expected);
}

/// A user's type that contains a secret.
#[derive(serde::Serialize)]
struct Pin(Secret<u64>);

impl api_request::rule::Checked for Pin {
    type Leaf = u64;
    const SECRET: bool = true;

    fn leaf(&self) -> Option<&u64> {
        Some(self.0.expose())
    }
}

#[test]
fn a_type_of_ones_own_says_that_it_is_secret() {
    #[derive(ApiRequest)]
    #[api(post = "/pin")]
    struct SetPin {
        #[api(validate(range(..2), self::quoting_number))]
        pin: Option<Pin>,
    }
    let expected = ["range: must satisfy the rule `range`", "quoting_number: must satisfy the rule `quoting_number`"];
    assert_eq!(broken(&SetPin { pin: Some(Pin(Secret::new(NUMBER))) }), expected);
}
