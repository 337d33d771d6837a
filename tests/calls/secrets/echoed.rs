//! What a server repeats of a secret: the keys of maps, JSON texts as they were sent, lists of numbers, and a beginning.

use std::collections::BTreeMap;

use api_request::body::{Form, Json};
use api_request::{ApiRequest, Bearer, Client, NoContent, Secret};
use api_request_tests::{Answer, Server};
use serde::Serialize;

type Map = BTreeMap<&'static str, &'static str>;

/// What is shown of a server's message that says exactly this.
async fn shown<R: ApiRequest<Response = NoContent>>(request: &R, message: &str) -> String {
    let body = serde_json::json!({ "message": message }).to_string();
    let server = Server::always(Answer::json("400 Bad", &body)).await;
    let client = Client::builder(server.url()).auth(Bearer::new("canary-bearer-0123")).build().unwrap();
    let error = client.call(request).await.unwrap_err();
    error.context().message().unwrap_or_default().to_owned()
}

#[derive(Serialize)]
struct Account {
    account_number: u64,
    limits_by_name: BTreeMap<&'static str, u64>,
}

macro_rules! requests {
    ($($name:ident($($key:tt)*) $type:ty;)*) => {$(
        #[derive(ApiRequest)]
        #[api(post = "/a", response = NoContent, error = serde_json::Value)]
        struct $name {
            #[api($($key)*)]
            value: $type,
        }
    )*};
}

requests! {
    Field(property, secret) Map;
    OwnSecret(property) Secret<Map>;
    Nested(property) (u8, Vec<Secret<Map>>);
    Whole(body, secret) Map;
    WholeJson(body, secret) Json<Map>;
    WholeForm(body, secret) Form<Map>;
    WholeSecret(body) Secret<Map>;
    InQuery(query, style = json, secret) Map;
    OwnInQuery(query, style = json) Secret<Map>;
    Struct(property, secret) Account;
    WholeStruct(body, secret) Account;
    OwnStruct(property) Secret<Account>;
    Query(query, style = json, secret) &'static str;
    Cookie(cookie, style = json, secret) &'static str;
    OwnQuery(query, style = json) Secret<&'static str>;
    OwnCookie(cookie, style = json) Secret<&'static str>;
    OwnProperty(property) Secret<&'static str>;
    Bytes(property) Secret<Vec<u8>>;
    BytesOfField(property, secret) Vec<u8>;
    BytesInQuery(query, style = json) Secret<Vec<u8>>;
}

#[derive(ApiRequest)]
#[api(post = "/a", response = NoContent, error = serde_json::Value, body = form)]
struct InForm {
    #[api(style = json)]
    value: Secret<&'static str>,
}

#[tokio::test]
async fn the_keys_of_a_secret_map_are_masked() {
    let map = || Map::from([("canary key", "canary\nvalue")]);
    let message = r#"{"canary key":"canary\nvalue"} canary key"#;
    let expected = r#"{"REDACTED":"REDACTED"} REDACTED"#;
    assert_eq!(shown(&Field { value: map() }, message).await, expected);
    assert_eq!(shown(&OwnSecret { value: map().into() }, message).await, expected);
    assert_eq!(shown(&Nested { value: (7, vec![map().into()]) }, message).await, expected);
    assert_eq!(shown(&Whole { value: map() }, message).await, expected);
    assert_eq!(shown(&WholeJson { value: Json(map()) }, message).await, expected);
    assert_eq!(shown(&WholeForm { value: Form(map()) }, message).await, expected);
    assert_eq!(shown(&WholeSecret { value: map().into() }, message).await, expected);
    assert_eq!(shown(&InQuery { value: map() }, message).await, expected);
    assert_eq!(shown(&OwnInQuery { value: map().into() }, message).await, expected);
}

#[tokio::test]
async fn the_name_of_a_field_is_not_a_secret() {
    let account = || Account { account_number: 1_234_567_890, limits_by_name: BTreeMap::from([("canary-limit", 7)]) };
    let message = "account_number 1234567890 is over limits_by_name.canary-limit";
    let expected = "account_number REDACTED is over limits_by_name.REDACTED";
    assert_eq!(shown(&Struct { value: account() }, message).await, expected);
    assert_eq!(shown(&WholeStruct { value: account() }, message).await, expected);
    assert_eq!(shown(&OwnStruct { value: account().into() }, message).await, expected);
}

#[tokio::test]
async fn a_json_text_is_masked_as_it_was_sent() {
    for secret in
        ["canary\"quoted", "canary\\back\\slashed", "canary\r\nline", "canary \u{1}é&=+%22", "\"\\\n\"\\\n\"\\\n"]
    {
        let json = serde_json::to_string(secret).unwrap();
        let form: String = url::form_urlencoded::byte_serialize(json.as_bytes()).collect();
        let percent = form.replace('+', "%20");
        for sent in [json, form, percent.clone(), percent.to_lowercase(), secret.to_owned()] {
            let message = format!("bad {sent};");
            let hidden = [
                shown(&Query { value: secret }, &message).await,
                shown(&Cookie { value: secret }, &message).await,
                shown(&OwnQuery { value: secret.into() }, &message).await,
                shown(&OwnCookie { value: secret.into() }, &message).await,
                shown(&OwnProperty { value: secret.into() }, &message).await,
                shown(&InForm { value: secret.into() }, &message).await,
            ];
            for hidden in hidden {
                let rest = hidden.replace("%22", "").replace('"', "");
                assert_eq!(rest, "bad REDACTED;", "{sent}: {hidden}");
            }
        }
    }
}

#[tokio::test]
async fn a_list_of_bytes_is_masked_in_each_spelling() {
    let bytes = || b"canary-key".to_vec();
    for sent in
        ["[99,97,110,97,114,121,45,107,101,121]", "[99, 97, 110, 97, 114, 121, 45, 107, 101, 121]", "[canary-key]"]
    {
        let message = format!("bad key {sent}");
        assert_eq!(shown(&Bytes { value: bytes().into() }, &message).await, "bad key [REDACTED]");
        assert_eq!(shown(&BytesOfField { value: bytes() }, &message).await, "bad key [REDACTED]");
        assert_eq!(shown(&BytesInQuery { value: bytes().into() }, &message).await, "bad key [REDACTED]");
    }
}

#[tokio::test]
async fn the_beginning_of_a_secret_is_masked() {
    let request = OwnProperty { value: "canary-secret-of-a-user".into() };
    for cut in ["canary-s", "canary-secret-o", "canary-secret-of-a-use", "canary-b", "canary-bearer-012"] {
        for (after, expected) in [("", ""), ("…", "…"), ("... is wrong", "... is wrong"), ("\"", "\"")] {
            assert_eq!(shown(&request, &format!("token {cut}{after}")).await, format!("token REDACTED{expected}"));
        }
    }
    assert_eq!(shown(&request, "a canary, canary-bird and canary-").await, "a canary, canary-bird and canary-");
}
