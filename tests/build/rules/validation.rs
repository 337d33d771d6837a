//! Validation: which values break which rules, and what the violations say.

use std::borrow::Cow;
use std::fmt::Display;

use api_request::endpoint::Place;
use api_request::error::BuildError;
use api_request::reply::Raw;
use api_request::rule::Rule;
use api_request::{ApiRequest, BaseUrl, Secret};

const ID: &str = "10000000-0000-0002-0000-00000000000f";

fn short(value: &str) -> Result<(), impl Display + use<>> {
    if value.len() > 5 { Err(format!("`{value}` is longer than 5")) } else { Ok(()) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a rule takes a reference")]
fn even(value: &u32) -> Result<(), &'static str> {
    if value.is_multiple_of(2) { Ok(()) } else { Err("it is odd") }
}

struct MaxItems(usize);

impl<T> Rule<[T]> for MaxItems {
    fn code(&self) -> &'static str {
        "not_used_within_validate"
    }

    fn check(&self, value: &[T]) -> Result<(), Cow<'static, str>> {
        if value.len() > self.0 { Err(format!("it has more than {} items", self.0).into()) } else { Ok(()) }
    }
}

mod my {
    pub(crate) const fn max_items(items: usize) -> super::MaxItems {
        super::MaxItems(items)
    }
}

#[derive(Default, ApiRequest)]
#[api(get = "/a/{id}", response = Raw, rename_all = "camelCase")]
struct Get<'a> {
    #[api(validate(non_empty, uuid))]
    id: &'a str,
    #[api(query, validate(self::short))]
    short_text: Option<Cow<'a, str>>,
    #[api(query, secret, validate(self::short))]
    short_secret: Option<String>,
    #[api(query, validate(non_empty, self::short))]
    wrapped: Option<Secret<&'a str>>,
    #[api(query, validate(non_empty, my::max_items(2)))]
    items: Option<Vec<u8>>,
    #[api(query, validate(self::even))]
    number: Option<u32>,
    #[api(query, validate(self::even))]
    always: u32,
    #[api(header = "X-After", requires(short_text, number))]
    after: Option<bool>,
}

fn broken(get: &Get<'_>) -> Vec<(String, String, String)> {
    let Err(violations) = get.validate() else {
        return Vec::new();
    };
    assert_eq!(violations.len(), violations.iter().count());
    let row =
        |v: &api_request::validate::Violation| (v.field().to_owned(), v.rule().to_owned(), v.message().to_owned());
    violations.iter().map(row).collect()
}

fn row(field: &str, rule: &str, message: &str) -> (String, String, String) {
    (field.to_owned(), rule.to_owned(), message.to_owned())
}

#[test]
fn a_valid_request_breaks_nothing() {
    assert_eq!(broken(&Get { id: ID, ..Get::default() }), []);
    let all = Get {
        id: &ID.to_uppercase(),
        short_text: Some("12345".into()),
        short_secret: Some(String::new()),
        wrapped: Some(Secret::new("x")),
        items: Some(vec![1, 2]),
        number: Some(2),
        always: 4,
        after: Some(true),
    };
    assert_eq!(broken(&all), []);
}

#[test]
fn every_violation_is_told_in_the_order_of_declaration() {
    let not_a_uuid = "must be a UUID, such as `10000000-0000-0002-0000-000000000001`";
    let get = Get {
        id: "",
        short_text: Some("123456".into()),
        short_secret: Some("canary".into()),
        wrapped: Some(Secret::new("canary")),
        items: Some(vec![1, 2, 3]),
        number: Some(1),
        always: 1,
        after: None,
    };
    assert_eq!(
        broken(&get),
        [
            row("id", "non_empty", "must not be empty"),
            row("id", "uuid", not_a_uuid),
            row("short_text", "short", "`123456` is longer than 5"),
            row("short_secret", "short", "must satisfy the rule `short`"),
            row("wrapped", "short", "must satisfy the rule `short`"),
            row("items", "max_items", "it has more than 2 items"),
            row("number", "even", "it is odd"),
            row("always", "even", "it is odd"),
        ]
    );
    let violations = get.validate().unwrap_err();
    for shown in [violations.to_string(), format!("{violations:?}")] {
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn a_field_that_requires_others_names_each_that_is_missing() {
    let get = Get { id: ID, after: Some(false), number: Some(2), ..Get::default() };
    assert_eq!(broken(&get), [row("after", "requires", "requires `short_text` (query `shortText`), which is not set")]);
    let get = Get { id: ID, after: Some(false), ..Get::default() };
    assert_eq!(broken(&get).len(), 2);
    assert_eq!(broken(&Get { id: ID, number: Some(2), ..Get::default() }), []);
}

#[test]
fn a_violation_knows_its_field_its_wire_name_and_its_place() {
    let violations = Get { id: "x", items: Some(vec![]), ..Get::default() }.validate().unwrap_err();
    let facts: Vec<_> = violations.iter().map(|v| (v.field(), v.name(), v.place())).collect();
    assert_eq!(facts, [("id", "id", Place::Path), ("items", "items", Place::Query)]);
    assert_eq!(
        violations.to_string(),
        "invalid request: `id` (path `id`): must be a UUID, such as `10000000-0000-0002-0000-000000000001`; \
         `items` (query `items`): must not be empty"
    );
}

#[test]
fn a_uuid_is_36_characters_in_five_groups() {
    for (id, is_valid) in [
        (ID, true),
        ("ABCDEF00-0000-0000-0000-000000000000", true),
        ("10000000000000020000000000000001", false),
        ("{0000000-0000-0002-0000-000000000001", false),
        ("10000000-0000-0002-0000-00000000000g", false),
        ("10000000-0000-0002-0000-00000000001", false),
        ("10000000-0000-0002-0000-0000000000011", false),
        ("1000000-00000-0002-0000-000000000001", false),
        ("10000000-0000-0002-0000-0000000000é", false),
    ] {
        assert_eq!(broken(&Get { id, ..Get::default() }).is_empty(), is_valid, "{id}");
    }
}

/// A type that the runtime knows nothing of.
struct Date(u16);

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

fn past(date: &Date) -> Result<(), String> {
    if date.0 < 2026 { Ok(()) } else { Err("it is not past".to_owned()) }
}

#[test]
fn a_rule_of_ones_own_sees_a_type_that_the_runtime_does_not_know() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Since {
        #[api(validate(crate::rules::validation::past))]
        from: Date,
        #[api(validate(crate::rules::validation::past))]
        to: Option<Date>,
    }
    let count = |from, to: Option<u16>| {
        let since = Since { from: Date(from), to: to.map(Date) };
        since.validate().map_or_else(|violations| violations.len(), |()| 0)
    };
    assert_eq!([count(2000, None), count(2000, Some(2030)), count(2030, Some(2030))], [0, 1, 2]);
}

#[test]
fn an_invalid_request_is_not_encoded() {
    let base: BaseUrl = "https://h.example".parse().unwrap();
    let get = Get { id: "..", ..Get::default() };
    for error in [get.to_http(&base).unwrap_err(), get.to_curl(&base).unwrap_err()] {
        assert!(matches!(error, BuildError::Invalid(violations) if violations.len() == 1));
    }
}
