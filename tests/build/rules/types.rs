//! Which types the rules check, and what of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

use api_request::rule::Checked;
use api_request::{ApiRequest, Secret};
use serde::Serialize;

use super::{broken, told};

const EMPTY: [&str; 1] = ["non_empty: must not be empty"];

#[test]
fn text_of_every_type_is_text() {
    assert_eq!(told!((non_empty) String: String::new()), EMPTY);
    assert_eq!(told!((non_empty) Cow<'a, str>: "".into()), EMPTY);
    assert_eq!(told!((non_empty) Box<str>: "".into()), EMPTY);
    assert_eq!(told!((non_empty) Arc<str>: "".into()), EMPTY);
    assert_eq!(told!((non_empty) Rc<String>: Rc::new(String::new())), EMPTY);
    assert_eq!(told!((non_empty) Option<Option<&'a str>>: Some(Some("")), Some(None), None), [EMPTY[0], "", ""]);
    assert_eq!(told!((non_empty) Secret<Option<String>>: Secret::new(Some(String::new()))), EMPTY);
    assert_eq!(
        told!((length(..4), ascii) url::Url: "a:bé".parse().unwrap()),
        ["length: must have at most 3 characters, but has 9",]
    );
}

#[test]
fn lists_sets_and_maps_have_a_length_and_items() {
    assert_eq!(told!((non_empty) Vec<u8>: vec![]), EMPTY);
    assert_eq!(told!((non_empty) &'a [u8]: &[]), EMPTY);
    assert_eq!(told!((non_empty) Cow<'a, [u8]>: Cow::Borrowed(&[])), EMPTY);
    assert_eq!(told!((non_empty) [u8; 0]: []), EMPTY);
    assert_eq!(told!((non_empty) VecDeque<u8>: VecDeque::new()), EMPTY);
    assert_eq!(told!((non_empty) BTreeSet<u8>: BTreeSet::new()), EMPTY);
    assert_eq!(told!((non_empty) HashSet<u8>: HashSet::new()), EMPTY);
    assert_eq!(told!((non_empty) BTreeMap<u8, u8>: BTreeMap::new()), EMPTY);
    assert_eq!(told!((non_empty) HashMap<u8, u8>: HashMap::new()), EMPTY);

    let nine = ["range: item 2: must be less than 9, but is 9"];
    assert_eq!(told!((each(range(..9))) Vec<u8>: vec![1, 9]), nine);
    assert_eq!(told!((each(range(..9))) &'a [u8]: &[1, 9]), nine);
    assert_eq!(told!((each(range(..9))) [u8; 2]: [1, 9]), nine);
    assert_eq!(told!((each(range(..9))) VecDeque<u8>: [1, 9].into()), nine);
    assert_eq!(told!((each(range(..9))) BTreeSet<u8>: [1, 9].into()), nine);
    assert_eq!(told!((each(range(..9))) HashSet<u8>: [9].into()), ["range: item 1: must be less than 9, but is 9"]);
    assert_eq!(told!((each(range(..9))) BTreeMap<u8, u8>: [(1, 1), (2, 9)].into()), nine);
    assert_eq!(told!((each(range(..9))) HashMap<u8, u8>: [(2, 9)].into()), nine);
}

#[test]
fn numbers_of_every_width_are_numbers() {
    macro_rules! numbers {
        ($($type:ident)*) => {$(
            assert_eq!(told!((range(1..=3)) $type: 0, 1, 3, 4), ["range: must be between 1 and 3, but is 0", "", "", "range: must be between 1 and 3, but is 4"]);
            assert_eq!(told!((one_of(1, 3)) $type: 1, 2), ["", "one_of: must be one of 1, 3"]);
            assert_eq!(told!((range($type::MIN..)) $type: $type::MIN, $type::MAX), ["", ""]);
            assert_eq!(told!((range(..=2)) Option<NonZero<$type>>: NonZero::new(3), None), ["range: must be at most 2, but is 3", ""]);
        )*};
    }
    numbers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
    assert_eq!(told!((range(1.0..)) f32: 0.9, 1.0), ["range: must be at least 1.0, but is 0.9", ""]);
    assert_eq!(told!((range(1.0..)) f64: 0.9, 1.0), ["range: must be at least 1.0, but is 0.9", ""]);
    assert_eq!(told!((range(..9)) Secret<Box<u8>>: Secret::new(Box::new(9))), ["range: must satisfy the rule `range`"]);
}

/// A type of the user.
#[derive(Serialize)]
struct Name(String);

impl Checked for Name {
    type Leaf = str;

    fn leaf(&self) -> Option<&str> {
        Some(&self.0)
    }
}

#[test]
fn a_type_of_ones_own_is_checked_for_its_leaf() {
    assert_eq!(
        told!((non_empty, length(..=2), one_of("a", "")) Option<Name>: Some(Name(String::new())), Some(Name("abc".into()))),
        [
            "non_empty: must not be empty",
            "length: must have at most 2 characters, but has 3; one_of: must be one of \"a\", \"\"",
        ]
    );
    assert_eq!(
        told!((each(self::upper_case)) Vec<Name>: vec![Name("A".into()), Name("b".into())]),
        ["upper_case: item 2: `b` is in lower case",]
    );
}

fn upper_case(text: &str) -> Result<(), String> {
    if text == text.to_uppercase() { Ok(()) } else { Err(format!("`{text}` is in lower case")) }
}

/// A type that the runtime knows nothing of.
#[derive(Serialize)]
struct Date(u16);

fn past(date: &Date) -> Result<(), &'static str> {
    if date.0 < 2026 { Ok(()) } else { Err("it is not past") }
}

fn capital(c: &char) -> Result<(), &'static str> {
    if c.is_uppercase() { Ok(()) } else { Err("must be a capital letter") }
}

fn granted(yes: &bool) -> Result<(), &'static str> {
    if *yes { Ok(()) } else { Err("it is not granted") }
}

const fn at_most(most: usize) -> impl Fn(&[Secret<&str>]) -> Result<(), String> {
    move |items| if items.len() > most { Err(format!("it has more than {most} items")) } else { Ok(()) }
}

#[test]
fn rules_of_ones_own_stand_among_the_others() {
    assert_eq!(
        told!((each(self::past)) Vec<Option<Date>>: vec![Some(Date(2000)), None, Some(Date(2030))]),
        ["past: item 3: it is not past",]
    );
    assert_eq!(told!((self::capital) Secret<char>: Secret::new('a')), ["capital: must satisfy the rule `capital`"]);
    assert_eq!(
        told!((each(self::granted)) HashMap<&'a str, bool>: [("tos", false)].into()),
        ["granted: item \"tos\": it is not granted",]
    );
    assert_eq!(
        told!((self::at_most(1), each(ascii)) Vec<Secret<&'a str>>: vec![Secret::new("a"), Secret::new("é")]),
        ["at_most: must satisfy the rule `at_most`; ascii: item 2: must be ASCII",]
    );
}

#[test]
fn bounds_are_constants_and_expressions_of_all_kinds() {
    const MIN: usize = 2;
    const HOUR: u64 = 60 * 60;

    const fn day() -> u64 {
        24 * HOUR
    }

    #[derive(ApiRequest)]
    #[api(post = "/")]
    struct Bounded<'a, T: Checked<Leaf = u64>, const N: usize> {
        #[api(validate(length(MIN..=Self::MOST), length(..N), length(N - 3..=N)))]
        text: &'a str,
        #[api(validate(range(HOUR..=day()), range(..1 << 20), range(1..), one_of(HOUR + 1, 2 * HOUR, 1 + 1,)))]
        seconds: &'a T,
    }

    impl<T: Checked<Leaf = u64>, const N: usize> Bounded<'_, T, N> {
        const MOST: usize = 4;
    }

    assert!(broken(&Bounded::<u64, 5> { text: "abc", seconds: &7200 }).is_empty());
    assert_eq!(
        broken(&Bounded::<u64, 5> { text: "a", seconds: &(1 << 20) }),
        [
            "length: must have 2 to 4 characters, but has 1",
            "length: must have 2 to 5 characters, but has 1",
            "range: must be between 3600 and 86400, but is 1048576",
            "range: must be less than 1048576, but is 1048576",
            "one_of: must be one of 3601, 7200, 2",
        ]
    );
    assert_eq!(
        Bounded::<u64, 5>::ENDPOINT.param_list()[0].rule_list().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["length(2..=4)", "length(..5)", "length(2..=5)"]
    );
}
