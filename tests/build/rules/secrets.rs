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
        "length: must have at most 1 character",
        "pattern: must match `^$`",
        "ascii: must be ASCII",
        "uuid: must be a UUID, such as `10000000-0000-0002-0000-000000000001`",
        "url: must be an absolute URL, such as `https://example.com/path` (relative URL without a base)",
        "email: must be an email address, such as `ada@example.com`",
        "one_of: must be \"a\"",
        "range: must satisfy the rule `range`",
        "one_of: must be 1",
        "quoting_number: must satisfy the rule `quoting_number`",
        "length: item 1: must have at most 1 character",
        "quoting: item 1: must satisfy the rule `quoting`",
        "range: item 1: must satisfy the rule `range`",
        "quoting_number: item 1: must satisfy the rule `quoting_number`",
        "range: item 1: item 1: must satisfy the rule `range`",
        "quoting_number: item 1: item 1: must satisfy the rule `quoting_number`",
        "length: item 1: item 1: must have at most 1 character",
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

fn telling<T: Telling>(value: &T) -> Result<(), String> {
    Err(format!("`{}` is wrong", value.told()))
}

/// What a careless rule quotes.
trait Telling {
    fn told(&self) -> String;
}

macro_rules! telling {
    ($($type:ty: |$value:ident| $told:expr;)*) => {$(
        impl Telling for $type {
            fn told(&self) -> String {
                let $value = self;
                $told.to_string()
            }
        }

        impl api_request::rule::Checked for $type {
            type Leaf = Self;

            fn leaf(&self) -> Option<&Self> {
                Some(self)
            }
        }
    )*};
}

telling! {
    Newtype: |value| value.0.expose();
    Login: |value| value.password.expose();
    Deep: |value| value.0[0].1.as_ref().unwrap().password.expose();
    Open: |value| value.0;
}

#[derive(serde::Serialize)]
struct Newtype(Secret<&'static str>);

impl api_request::rule::Measured for Newtype {
    fn measure(&self) -> api_request::rule::Measure<'_> {
        api_request::rule::Measure::Text(self.0.expose())
    }
}

#[derive(serde::Serialize)]
struct Login {
    user: u8,
    password: Secret<&'static str>,
}

#[derive(serde::Serialize)]
struct Deep(Vec<(u8, Option<Login>)>);

#[derive(serde::Serialize)]
struct Open(&'static str);

fn telling_pair(pair: &(u8, Secret<&'static str>)) -> Result<(), String> {
    Err(format!("{pair:?} with `{}` is wrong", pair.1.expose()))
}

type Pair = (u8, Secret<&'static str>);

#[test]
fn a_secret_within_a_value_is_not_told() {
    #[derive(ApiRequest)]
    #[api(post = "/secrets/{open}")]
    struct Nested {
        #[api(validate(self::telling))]
        open: Open,
        #[api(query, validate(self::telling, length(..3)))]
        newtype: Newtype,
        #[api(header = "X-Pair", validate(self::telling_pair))]
        pair: Pair,
        #[api(validate(self::telling))]
        login: Login,
        #[api(validate(self::telling))]
        deep: Option<Deep>,
        #[api(validate(each(self::telling_pair)))]
        pairs: BTreeMap<&'static str, Pair>,
        #[api(validate(self::telling))]
        other: Open,
    }
    let login = || Login { user: 7, password: CANARY.into() };
    let told = broken(&Nested {
        open: Open("a"),
        newtype: Newtype(CANARY.into()),
        pair: (7, CANARY.into()),
        login: login(),
        deep: Some(Deep(vec![(7, Some(login()))])),
        pairs: [("key", (7, CANARY.into()))].into(),
        other: Open("b"),
    });
    let expected = [
        "telling: `a` is wrong",
        "telling: must satisfy the rule `telling`",
        "length: must have at most 2 characters",
        "telling_pair: must satisfy the rule `telling_pair`",
        "telling: must satisfy the rule `telling`",
        "telling: must satisfy the rule `telling`",
        "telling_pair: item \"key\": must satisfy the rule `telling_pair`",
        "telling: `b` is wrong",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_secret_within_a_body_a_form_or_a_group_is_not_told() {
    #[derive(ApiRequest)]
    #[api(post = "/login")]
    struct Whole {
        #[api(body, validate(self::telling))]
        login: Login,
    }
    #[derive(ApiRequest)]
    #[api(post = "/login", body = form)]
    struct Form {
        #[api(validate(self::telling))]
        name: Newtype,
    }
    #[derive(ApiRequest)]
    #[api(post = "/login", body = multipart)]
    struct Multipart {
        #[api(validate(self::telling))]
        name: Newtype,
    }
    #[derive(api_request::ApiParams)]
    struct Group {
        #[api(query, validate(self::telling))]
        name: Newtype,
        #[api(query, validate(self::telling))]
        open: Open,
    }
    #[derive(ApiRequest)]
    #[api(get = "/login", response = api_request::NoContent)]
    struct Grouped {
        #[api(flatten)]
        group: Group,
    }
    let name = || Newtype(CANARY.into());
    let hidden = "telling: must satisfy the rule `telling`";
    assert_eq!(broken(&Whole { login: Login { user: 7, password: CANARY.into() } }), [hidden]);
    assert_eq!(broken(&Form { name: name() }), [hidden]);
    assert_eq!(broken(&Multipart { name: name() }), [hidden]);
    let grouped = Grouped { group: Group { name: name(), open: Open("a") } };
    assert_eq!(broken(&grouped), [hidden, "telling: `a` is wrong"]);
}

#[derive(ApiRequest)]
#[api(post = "/whole", validate(self::telling_whole))]
struct WholeRequest {
    login: Login,
}

fn telling_whole(request: &WholeRequest) -> Result<(), String> {
    telling(&request.login)
}

#[test]
fn a_rule_over_the_whole_request_does_not_tell_either() {
    let told = broken(&WholeRequest { login: Login { user: 7, password: CANARY.into() } });
    assert_eq!(told, ["telling_whole: must satisfy the rule `telling_whole`"]);
}

/// Defines the same check for several types, because a check of a whole value takes its type.
macro_rules! telling_all {
    ($($name:ident: |$value:ident: $type:ty| $told:expr;)*) => {$(
        fn $name($value: &$type) -> Result<(), String> {
            Err(format!("`{}` is wrong", $told))
        }
    )*};
}

telling_all! {
    tell_skipped: |value: Skipped| value.token.as_ref().unwrap().expose();
    tell_grouped: |value: Grouped| value.group.token.expose();
    tell_alternative: |value: Alternatives| match &value.by {
        By::Token { token } => token.expose(),
        By::Id(_) => "",
    };
    tell_unset: |value: MaybeGrouped| value.token;
    tell_group: |value: SelfTelling| value.token.as_ref().unwrap().expose();
    tell_unsent: |value: OverGroup| value.group.token.as_ref().unwrap().expose();
    tell_marked: |value: Marked| value.token;
    tell_open: |value: Opened| value.open;
}

#[derive(ApiRequest)]
#[api(post = "/skipped", validate(self::tell_skipped))]
struct Skipped {
    name: u8,
    #[api(skip)]
    token: Option<Secret<&'static str>>,
}

#[derive(api_request::ApiParams)]
struct Tokens {
    #[api(query)]
    token: Secret<&'static str>,
}

#[derive(ApiRequest)]
#[api(post = "/grouped", validate(self::tell_grouped))]
struct Grouped {
    #[api(flatten)]
    group: Tokens,
}

#[derive(api_request::ApiParams)]
enum By {
    Token { token: Secret<&'static str> },
    Id(u8),
}

#[derive(ApiRequest)]
#[api(post = "/alternatives", validate(self::tell_alternative))]
struct Alternatives {
    #[api(flatten)]
    by: By,
}

#[derive(ApiRequest)]
#[api(post = "/unset", validate(self::tell_unset))]
struct MaybeGrouped {
    #[api(skip)]
    token: &'static str,
    #[api(flatten)]
    group: Option<Tokens>,
}

#[derive(api_request::ApiParams)]
#[api(validate(self::tell_group))]
struct SelfTelling {
    name: u8,
    #[api(skip)]
    token: Option<Secret<&'static str>>,
}

#[derive(ApiRequest)]
#[api(post = "/group")]
struct WithGroup {
    #[api(flatten)]
    group: SelfTelling,
}

#[derive(api_request::ApiParams)]
struct Unsent {
    name: u8,
    #[api(skip)]
    token: Option<Secret<&'static str>>,
}

#[derive(ApiRequest)]
#[api(post = "/over", validate(self::tell_unsent))]
struct OverGroup {
    #[api(flatten)]
    group: Unsent,
}

#[derive(ApiRequest)]
#[api(post = "/marked", validate(self::tell_marked))]
struct Marked {
    #[api(skip, secret)]
    token: &'static str,
}

#[derive(ApiRequest)]
#[api(post = "/open", validate(self::tell_open))]
struct Opened {
    #[api(skip)]
    open: &'static str,
}

#[test]
fn a_rule_over_the_whole_tells_no_secret_of_a_skipped_field_or_a_group() {
    let hidden = |code: &str| [format!("{code}: must satisfy the rule `{code}`")];
    assert_eq!(broken(&Skipped { name: 7, token: Some(CANARY.into()) }), hidden("tell_skipped"));
    assert_eq!(broken(&Grouped { group: Tokens { token: CANARY.into() } }), hidden("tell_grouped"));
    assert_eq!(broken(&Alternatives { by: By::Token { token: CANARY.into() } }), hidden("tell_alternative"));
    assert_eq!(broken(&Alternatives { by: By::Id(7) }), hidden("tell_alternative"));
    let unset = MaybeGrouped { token: CANARY, group: None };
    assert_eq!(broken(&unset), hidden("tell_unset"));
    let group = SelfTelling { name: 7, token: Some(CANARY.into()) };
    assert_eq!(broken(&WithGroup { group }), hidden("tell_group"));
    let group = Unsent { name: 7, token: Some(CANARY.into()) };
    assert_eq!(broken(&OverGroup { group }), hidden("tell_unsent"));
    assert_eq!(broken(&Marked { token: CANARY }), hidden("tell_marked"));
    assert_eq!(broken(&Opened { open: "a" }), ["tell_open: `a` is wrong"]);
}
