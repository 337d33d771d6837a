//! For any value, `validate` agrees with another statement of each rule, and what it accepts can be sent.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use api_request::error::BuildError;
use api_request::{ApiRequest, BaseUrl};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use regex_lite::Regex;

/// The pattern in section 4.10.5.1.5 of the HTML standard.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";
    Regex::new(pattern).unwrap()
});

#[derive(ApiRequest)]
#[api(post = "/text")]
struct Text<'a> {
    #[api(query, validate(non_empty, length(2..=5), one_of("a", "ab"), ascii, uuid, url, email))]
    fixed: &'a str,
    #[api(query, validate(pattern("a"), pattern("^[a-z]{2,4}$"), pattern(r"\d$|^-")))]
    matched: &'a str,
}

/// The codes of the rules that are broken.
fn codes(request: &impl ApiRequest) -> Vec<String> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    violations.iter().map(|broken| broken.rule().to_owned()).collect()
}

/// Those of these rules that are broken, by the other statement.
fn expected(rules: &[(&str, bool)]) -> Vec<String> {
    rules.iter().filter(|(_, is_kept)| !is_kept).map(|(code, _)| (*code).to_owned()).collect()
}

/// Text of all kinds, and what almost keeps the rules.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z0-9-]{0,6}",
        "\\PC{0,6}",
        "[0-9a-fA-F]{7,8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-fg-]{12}",
        "[a-zA-Z0-9.!#é @-]{0,9}@[a-z-]{0,5}(\\.[a-z0-9-]{1,3}){0,2}",
        "a@[a-z]{62,64}",
        "[ \\t]?(https?|ftp|mailto|a|1)://?[a-z.\\[\\]:@]{0,8}(:[0-9]{0,6})?/?[ \\na-z]{0,3}",
    ]
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|byte| b"0123456789abcdefABCDEF".contains(&byte))
}

/// What the URL standard removes before it parses (sections 4.4, 1 to 3) is refused here.
fn is_url(text: &str) -> bool {
    let removed: String = text.chars().filter(|c| !['\t', '\n', '\r'].contains(c)).collect();
    let removed = removed.trim_matches(|c| c <= '\u{20}');
    url::Url::options().parse(text).is_ok() && removed == text
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(1_000),
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn rules_over_text(fixed in text(), matched in text()) {
        // A code point begins at each byte that continues none.
        let length = fixed.bytes().filter(|byte| !(0x80..0xC0).contains(byte)).count();
        let is_lower = matched.bytes().all(|byte| byte.is_ascii_lowercase());
        let rules = [
            ("non_empty", length != 0),
            ("length", length > 1 && length < 6),
            ("one_of", fixed == "a" || fixed == "ab"),
            ("ascii", fixed.bytes().max() < Some(0x80)),
            ("uuid", is_uuid(&fixed)),
            ("url", is_url(&fixed)),
            ("email", EMAIL.is_match(&fixed)),
            ("pattern", matched.contains('a')),
            ("pattern", is_lower && matched.len() > 1 && matched.len() < 5),
            ("pattern", matched.starts_with('-') || matched.ends_with(|c: char| c.is_ascii_digit())),
        ];
        prop_assert_eq!(codes(&Text { fixed: &fixed, matched: &matched }), expected(&rules));
    }

    #[test]
    fn rules_over_numbers(
        byte in any::<i8>(),
        small in prop_oneof![any::<u64>(), 0..4_000_u64],
        signed in prop_oneof![any::<i128>(), i128::MIN..i128::MIN + 20],
        unsigned in prop_oneof![any::<u128>(), u128::MAX - 20..=u128::MAX],
        single in prop_oneof![any::<f32>(), -2.0..2.0_f32, Just(f32::NAN), Just(f32::INFINITY)],
        double in prop_oneof![prop::num::f64::ANY, Just(-0.0), Just(0.5), Just(1.0)],
    ) {
        // A value is in a range if clamping does not change it. This is never the case for `NaN`.
        let rules = [
            ("range", byte.clamp(-3, 2) == byte),
            ("range", small.clamp(1, 3600) == small),
            ("one_of", [15, 30].contains(&small)),
            ("range", signed.max(i128::MIN + 10) == signed),
            ("range", unsigned.min(u128::MAX - 10) == unsigned),
            ("range", single.total_cmp(&-1.5).is_ge() && single.total_cmp(&1.5).is_lt()),
            ("range", double.total_cmp(&0.5).is_ge() && double.total_cmp(&1.0).is_le()),
            ("one_of", double.to_bits() << 1 == 0 || double.to_bits() == 0.5_f64.to_bits()),
        ];
        prop_assert_eq!(codes(&Numbers { byte, small, signed, unsigned, single, double }), expected(&rules));
    }

    #[test]
    fn rules_over_items(list in prop::collection::vec(text(), 0..6), map in prop::collection::btree_map(text(), any::<Option<u8>>(), 0..6)) {
        let mut told = expected(&[("length", list.len() == 1 || list.len() == 2), ("non_empty", !list.is_empty())]);
        told.extend(list.iter().flat_map(|item| expected(&[("ascii", item.is_ascii()), ("non_empty", !item.is_empty())])));
        told.extend(expected(&[("length", map.len() < 4)]));
        told.extend(map.values().flatten().flat_map(|item| expected(&[("range", *item < 100)])));
        prop_assert_eq!(codes(&Items { list, map }), told);
    }

    #[test]
    fn what_is_accepted_can_be_sent(
        (segment, header) in (text(), text()),
        (query, cookie) in (text(), text()),
        list in prop::collection::vec(text(), 0..3),
        map in prop::collection::btree_map(text(), text(), 0..3),
        float in prop::num::f64::ANY,
        number in any::<u128>(),
    ) {
        let base: BaseUrl = "https://api.example.com".parse().unwrap();
        let sent = Sent { segment, query, header, cookie, list, map, float, number };
        let refused = match sent.to_http(&base) {
            Ok(_) => None,
            Err(BuildError::Encode(error)) => Some(error.field().to_owned()),
            Err(_) => {
                prop_assert!(sent.validate().is_err());
                return Ok(());
            }
        };
        prop_assert!(sent.validate().is_ok());
        // The rules here do not check dot segments, invalid header values, or keys with brackets.
        let is_dots = sent.segment == "." || sent.segment == "..";
        let is_no_header = sent.header.contains(|c: char| c.is_control()) || sent.header.trim_matches([' ', '\t']) != sent.header;
        let is_no_key = sent.map.keys().any(|key| key.is_empty() || key.contains(['[', ']']));
        let expected = is_dots.then_some("segment").or(is_no_header.then_some("header")).or(is_no_key.then_some("map"));
        prop_assert_eq!(refused.as_deref(), expected);
    }
}

#[derive(ApiRequest)]
#[api(post = "/numbers")]
struct Numbers {
    #[api(validate(range(-3..3)))]
    byte: i8,
    #[api(validate(range(1..=3600), one_of(15, 30)))]
    small: u64,
    #[api(validate(range(i128::MIN + 10..)))]
    signed: i128,
    #[api(validate(range(..=u128::MAX - 10)))]
    unsigned: u128,
    #[api(validate(range(-1.5..1.5)))]
    single: f32,
    #[api(validate(range(0.5..=1.0), one_of(0.0, 0.5)))]
    double: f64,
}

#[derive(ApiRequest)]
#[api(post = "/items")]
struct Items {
    #[api(validate(length(1..3), non_empty, each(ascii, non_empty)))]
    list: Vec<String>,
    #[api(validate(length(..=3), each(range(..100))))]
    map: BTreeMap<String, Option<u8>>,
}

#[derive(ApiRequest)]
#[api(put = "/{segment}")]
struct Sent {
    #[api(validate(length(1..=20)))]
    segment: String,
    #[api(query, validate(length(..9), pattern("^[^x]*$")))]
    query: String,
    #[api(header = "X-Header", validate(ascii))]
    header: String,
    #[api(cookie, validate(non_empty))]
    cookie: String,
    #[api(query, validate(each(length(..20))))]
    list: Vec<String>,
    #[api(query, style = deepObject, validate(each(non_empty)))]
    map: BTreeMap<String, String>,
    #[api(query, validate(range(-1e300..=1e300)))]
    float: f64,
    #[api(validate(range(1..)))]
    number: u128,
}
