//! `body = form` and `body::Form<T>`.

use std::collections::BTreeMap;

use api_request::body::Form;
use api_request::endpoint::{BodyKind, Style};
use api_request::{ApiParams, ApiRequest, Secret};
use proptest::prelude::*;
use serde::Serialize;

use super::{base, built, refusal, text};

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(ApiRequest)]
#[api(post = "/token", body = form, rename_all = "camelCase", property("grant_type" = "password", "n" = 7))]
struct Token {
    user_name: String,
    #[api(secret)]
    password: Option<String>,
    scope: Vec<&'static str>,
    #[api(style = pipeDelimited)]
    ids: Vec<u8>,
    #[api(style = deepObject)]
    meta: BTreeMap<&'static str, &'static str>,
    #[api(style = json)]
    claims: BTreeMap<&'static str, u8>,
    #[api(query)]
    dry_run: Option<bool>,
    #[api(flatten)]
    client: Option<ClientCredentials>,
}

/// In a form and in JSON alike.
#[derive(ApiParams)]
struct ClientCredentials {
    #[api(property)]
    client_id: &'static str,
    #[api(property, secret)]
    client_secret: &'static str,
    also: Option<u8>,
}

fn token() -> Token {
    Token {
        user_name: "a b&c".into(),
        password: None,
        scope: vec![],
        ids: vec![],
        meta: BTreeMap::new(),
        claims: BTreeMap::new(),
        dry_run: None,
        client: None,
    }
}

#[test]
fn fields_are_pairs_as_browsers_write_them() {
    let (kind, body) = built(&token());
    assert_eq!(kind, FORM);
    assert_eq!(std::str::from_utf8(&body).unwrap(), "grant_type=password&n=7&userName=a+b%26c&claims=%7B%7D");
    let all = Token {
        password: Some("~*-._é\r\n".into()),
        scope: vec!["a", "", "b c"],
        ids: vec![1, 2],
        meta: BTreeMap::from([("a b", "c"), ("d", "=")]),
        claims: BTreeMap::from([("x", 1)]),
        dry_run: Some(true),
        client: Some(ClientCredentials { client_id: "me", client_secret: "s+s", also: Some(1) }),
        ..token()
    };
    assert_eq!(
        text(&all),
        "grant_type=password&n=7&userName=a+b%26c&password=%7E*-._%C3%A9%0D%0A&scope=a&scope=&scope=b+c&ids=1%7C2\
         &meta%5Ba+b%5D=c&meta%5Bd%5D=%3D&claims=%7B%22x%22%3A1%7D&client_id=me&client_secret=s%2Bs&also=1"
    );
    assert_eq!(all.to_http(&base()).unwrap().uri(), "https://h.example/token?dryRun=true");
    assert_eq!(Token::ENDPOINT.body(), BodyKind::Form);
    let styles: Vec<Style> =
        Token::ENDPOINT.param_list().iter().take(5).map(api_request::endpoint::Param::style).collect();
    assert_eq!(styles, [Style::Form, Style::Form, Style::Form, Style::PipeDelimited, Style::DeepObject]);
}

#[derive(ApiRequest)]
#[api(post = "/client")]
struct AsJson {
    #[api(flatten)]
    client: ClientCredentials,
}

#[test]
fn a_group_is_what_the_body_of_its_request_is() {
    let client = ClientCredentials { client_id: "me", client_secret: "s", also: None };
    assert_eq!(text(&AsJson { client }), r#"{"client_id":"me","client_secret":"s"}"#);
}

#[derive(ApiRequest)]
#[api(post = "/a", body = form)]
struct Optional {
    a: Option<u8>,
    b: Vec<u8>,
}

#[test]
fn an_empty_form_sends_an_empty_body() {
    let request = Optional { a: None, b: vec![] }.to_http(&base()).unwrap();
    assert_eq!(request.headers()["content-length"], "0");
    assert!(!request.headers().contains_key("content-type"));
    let request = Whole { body: Form(BTreeMap::<u8, u8>::new()) }.to_http(&base()).unwrap();
    assert_eq!(request.headers()["content-length"], "0");
    assert!(!request.headers().contains_key("content-type"));
}

#[derive(ApiRequest)]
#[api(post = "/a", body = form)]
struct One<T> {
    v: T,
}

#[derive(ApiRequest)]
#[api(post = "/a")]
struct Whole<T> {
    #[api(body)]
    body: Form<T>,
}

#[derive(Clone, Serialize)]
struct Inner {
    x: u8,
}

#[derive(Serialize)]
struct Outer<T> {
    address: T,
}

#[derive(Serialize)]
enum Outside {
    Variant { x: u8 },
}

#[derive(ApiRequest)]
#[api(post = "/a", body = form)]
struct Spaced {
    #[api(style = spaceDelimited, explode)]
    v: BTreeMap<&'static str, u8>,
}

#[test]
fn an_object_is_never_spread_over_other_names() {
    let refused = refusal(&Spaced { v: BTreeMap::from([("x", 1)]) });
    assert!(refused.contains("the value is an object, but a form allows only scalars"), "{refused}");
}

#[test]
fn nested_values_are_refused_by_name() {
    let object = "`v` (property `v`) cannot be sent: the value is an object, but a form allows only scalars and lists of scalars; \
        write `style = json` or `style = deepObject`";
    assert_eq!(refusal(&One { v: Inner { x: 1 } }), object);
    assert_eq!(refusal(&One { v: BTreeMap::from([("a", 1)]) }), object);
    assert!(refusal(&One { v: vec![vec![1]] }).starts_with("`v` (property `v`) cannot be sent: the value is nested"));
    assert!(
        refusal(&One { v: vec![Inner { x: 1 }] }).starts_with("`v` (property `v`) cannot be sent: the value is nested")
    );
    let whole = Whole { body: Form(Outer { address: Inner { x: 1 } }) };
    assert_eq!(
        refusal(&whole),
        "`body` (body) cannot be sent: the key `address`: the value is an object, but a form allows only scalars and lists of scalars"
    );
    let whole = Whole { body: Form(Outer { address: vec![vec![1]] }) };
    assert!(refusal(&whole).contains("the key `address`: the value is nested"), "{}", refusal(&whole));
    let outside = Whole { body: Form(Outside::Variant { x: 1 }) };
    assert!(refusal(&outside).contains("tag it internally with `#[serde(tag = \"name\")]`"), "{}", refusal(&outside));
    assert!(refusal(&Whole { body: Form(7) }).contains("the value must be a map or a struct"));
    assert!(
        refusal(&Whole { body: Form(Outer { address: f64::NAN }) })
            .contains("the key `address`: the value is not a finite")
    );
    assert_eq!(text(&Whole { body: Form(BTreeMap::from([("", 1)])) }), "=1");
}

#[derive(Serialize)]
#[serde(tag = "grant_type")]
enum Grant {
    #[serde(rename = "authorization_code")]
    Code(Code),
    #[serde(rename = "refresh_token")]
    Refresh { refresh_token: Secret<String>, scope: Option<String> },
    #[serde(rename = "client_credentials")]
    Client,
}

#[derive(Serialize)]
struct Code {
    code: String,
    redirect_uri: String,
}

#[test]
fn an_enum_is_one_form_of_several() {
    let code = Code { code: "a/b".into(), redirect_uri: "https://h/cb?x=1".into() };
    assert_eq!(
        text(&Whole { body: Form(Grant::Code(code)) }),
        "grant_type=authorization_code&code=a%2Fb&redirect_uri=https%3A%2F%2Fh%2Fcb%3Fx%3D1"
    );
    let refresh = Grant::Refresh { refresh_token: Secret::new("canary+1".into()), scope: None };
    let whole = Whole { body: Form(refresh) };
    assert_eq!(text(&whole), "grant_type=refresh_token&refresh_token=canary%2B1");
    let curl = whole.to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert_eq!(text(&Whole { body: Form(Grant::Client) }), "grant_type=client_credentials");
}

#[test]
fn what_the_library_prints_hides_the_values() {
    let all = Token { password: Some("canary".into()), scope: vec!["canary"], ..token() };
    let curl = all.to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert!(curl.to_string().contains("password=REDACTED&scope=REDACTED"), "{curl}");
    assert!(curl.with_secrets().to_string().contains("password=canary&scope=canary"));
}

/// Two parsers that are not the crate's: that of the `url` crate, and that of axum and actix.
fn parsed(body: &str) -> [Vec<(String, String)>; 2] {
    let whatwg = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let other = serde_urlencoded::from_str(body).unwrap();
    [whatwg, other]
}

proptest! {
    #[test]
    fn any_form_is_read_back_by_two_parsers(
        pairs in prop::collection::btree_map(".{0,8}", prop::collection::vec(any::<String>(), 0..3), 0..4),
        v in any::<Option<String>>(),
    ) {
        let expected: Vec<(String, String)> =
            pairs.iter().flat_map(|(key, values)| values.iter().map(|value| (key.clone(), value.clone()))).collect();
        let body = text(&Whole { body: Form(&pairs) });
        for read in parsed(&body) {
            prop_assert_eq!(&read, &expected);
        }
        let expected: Vec<(String, String)> = v.iter().map(|v| ("v".to_owned(), v.clone())).collect();
        for read in parsed(&text(&One { v: &v })) {
            prop_assert_eq!(&read, &expected);
        }
    }
}
