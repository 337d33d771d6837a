//! A request cannot set what its credentials set.

use std::collections::BTreeMap;

use api_request::auth::Authenticate;
use api_request::endpoint::Place;
use api_request::reply::Text;
use api_request::transport::{BoxError, BoxFuture};
use api_request::{ApiKey, ApiParams, ApiRequest, Bearer, Client, Error};
use api_request_tests::{Answer, Server, header, request_line};
use http::request::Parts;
use serde::Serialize;

use super::pair;

type Map = BTreeMap<&'static str, &'static str>;

#[derive(Default, ApiRequest)]
#[api(get = "/maps", response = Text)]
struct Maps {
    #[api(flatten, query)]
    first: Map,
    #[api(flatten, query)]
    second: Map,
    #[api(query)]
    exploded: Map,
    #[api(flatten, header_prefix = "X-")]
    headers: Map,
    #[api(cookie, style = cookie, explode)]
    cookies: Map,
    #[api(cookie)]
    form_cookies: Map,
    #[api(flatten)]
    group: Option<Group>,
}

#[derive(ApiParams)]
struct Group {
    #[api(flatten, query)]
    map: Map,
}

/// Returns the field and the reason of a call that was not sent.
fn refused<E>(error: &Error<E>) -> (String, String) {
    let Error::Encode { error: encode, .. } = error else { panic!("{error:?}") };
    assert_eq!((error.tries(), error.may_have_been_sent()), (0, false));
    (encode.field().to_owned(), encode.reason().to_owned())
}

fn of(name: &'static str) -> Map {
    [("a", "1"), (name, "canary")].into()
}

#[tokio::test]
async fn no_map_sets_the_keys_name() {
    let in_query = "is the name of a query parameter that the credentials set";
    let cookie = "is the name of a cookie that the credentials set";
    let query = || ApiKey::query("api_key", "k");
    for (key, maps, field, reason) in [
        (query(), Maps { first: of("api_key"), ..Maps::default() }, "first", format!("the key `api_key` {in_query}")),
        (query(), Maps { second: of("api_key"), ..Maps::default() }, "second", format!("the key `api_key` {in_query}")),
        (
            query(),
            Maps { second: of("api_key[x]"), ..Maps::default() },
            "second",
            format!("the key `api_key[x]` {in_query}"),
        ),
        (
            query(),
            Maps { exploded: of("api_key"), ..Maps::default() },
            "exploded",
            format!("the key `api_key` {in_query}"),
        ),
        (
            query(),
            Maps { group: Some(Group { map: of("api_key") }), ..Maps::default() },
            "group.map",
            format!("the key `api_key` {in_query}"),
        ),
        (
            ApiKey::header("x-api-key", "k"),
            Maps { headers: of("API-Key"), ..Maps::default() },
            "headers",
            "the key `X-API-Key` is the name of a header that the credentials set".into(),
        ),
        (
            ApiKey::cookie("sid", "k"),
            Maps { cookies: of("sid"), ..Maps::default() },
            "cookies",
            format!("the key `sid` {cookie}"),
        ),
        (
            ApiKey::cookie("sid", "k"),
            Maps { form_cookies: of("sid"), ..Maps::default() },
            "form_cookies",
            format!("the key `sid` {cookie}"),
        ),
    ] {
        let (server, client) = pair(key).await;
        let error = maps.send(&client).await.unwrap_err();
        assert_eq!(refused(&error), (field.to_owned(), reason));
        assert!(!super::shown(&error).contains("canary"), "{error:?}");
        assert!(server.requests().is_empty());
        // Other credentials do not set this parameter.
        client.call(&maps).auth(Bearer::new("t")).await.unwrap();
        maps.to_http(client.base()).unwrap();
    }
}

#[tokio::test]
async fn a_key_of_another_place_or_another_name_is_allowed() {
    for key in [ApiKey::query("sid", "k"), ApiKey::header("sid", "k"), ApiKey::query("A", "k")] {
        let (_server, client) = pair(key).await;
        Maps { cookies: of("sid"), first: of("b"), headers: of("sid"), ..Maps::default() }.send(&client).await.unwrap();
    }
    let (_server, client) = pair(ApiKey::cookie("a", "k")).await;
    Maps { first: of("b"), headers: of("sid"), ..Maps::default() }.send(&client).await.unwrap();
}

#[tokio::test]
async fn a_secret_map_does_not_tell_its_key() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text, debug = false)]
    struct Secret {
        #[api(flatten, query, secret)]
        map: Map,
    }
    let (_server, client) = pair(ApiKey::query("canary", "k")).await;
    let error = Secret { map: of("canary") }.send(&client).await.unwrap_err();
    assert_eq!(refused(&error).1, "one of the keys is the name of a query parameter that the credentials set");
    assert!(!super::shown(&error).contains("canary"));
}

#[derive(Default, ApiRequest)]
#[api(get = "/fields", response = Text, query("always" = "1"), header("X-Always" = "1"))]
struct Fields {
    #[api(query = "api_key")]
    key: Option<&'static str>,
    #[api(query, style = deepObject)]
    deep: Option<Deep>,
    #[api(header = "X-Api-Key")]
    header: Option<&'static str>,
    #[api(cookie)]
    sid: Option<&'static str>,
    #[api(flatten)]
    group: Option<Inner>,
}

#[derive(Serialize)]
struct Deep {
    a: u8,
}

#[derive(ApiParams)]
struct Inner {
    #[api(query)]
    token: &'static str,
}

#[tokio::test]
async fn a_field_or_a_constant_that_is_set_is_refused_and_one_that_is_not_gives_way() {
    let unset = Fields::default;
    for (key, fields, field) in [
        (ApiKey::query("api_key", "k"), Fields { key: Some("canary"), ..unset() }, "key"),
        (ApiKey::query("deep", "k"), Fields { deep: Some(Deep { a: 1 }), ..unset() }, "deep"),
        (ApiKey::header("x-API-key", "k"), Fields { header: Some("canary"), ..unset() }, "header"),
        (ApiKey::cookie("sid", "k"), Fields { sid: Some("canary"), ..unset() }, "sid"),
        (ApiKey::query("token", "k"), Fields { group: Some(Inner { token: "canary" }), ..unset() }, "group.token"),
        (ApiKey::query("always", "k"), unset(), "always"),
        (ApiKey::header("x-always", "k"), unset(), "X-Always"),
    ] {
        let (server, client) = pair(key).await;
        let error = fields.send(&client).await.unwrap_err();
        let why = "the credentials of the call set it too: leave it unset, or declare the request with `auth = none`";
        assert_eq!(refused(&error), (field.to_owned(), why.to_owned()));
        assert!(!super::shown(&error).contains("canary"), "{error:?}");
        assert!(server.requests().is_empty());
        client.call(&fields).auth(Bearer::new("t")).await.unwrap();
    }
    let (server, client) = pair(ApiKey::query("api_key", "of-client")).await;
    unset().send(&client).await.unwrap();
    assert_eq!(request_line(&server.only_request()), "GET /fields?always=1&api_key=of-client HTTP/1.1");
}

#[tokio::test]
async fn a_header_of_the_client_gives_way_and_one_of_the_call_is_refused() {
    #[derive(ApiRequest)]
    #[api(get = "/open", response = Text, auth = none)]
    struct Open;
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let client = Client::builder(server.url())
        .header("X-Api-Key", "anonymous")
        .auth(ApiKey::header("x-api-key", "mine"))
        .build()
        .unwrap();
    super::Get.send(&client).await.unwrap();
    Open.send(&client).await.unwrap();
    client.call(&Open).header("X-API-KEY", "of-call").await.unwrap();
    let error = client.call(&super::Get).header("X-API-KEY", "of-call").await.unwrap_err();
    assert_eq!(refused(&error).0, "x-api-key");
    let sent: Vec<String> =
        server.requests().iter().map(|request| header(request, "x-api-key").unwrap().to_owned()).collect();
    assert_eq!(sent, ["mine", "anonymous", "of-call"]);
}

/// Sets two headers, and lists them.
struct Signed;

impl Authenticate for Signed {
    fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async {
            request.headers.insert("x-date", "today".parse()?);
            request.headers.insert("x-signature", "s".parse()?);
            Ok(())
        })
    }

    fn sets(&self) -> Vec<(Place, &str)> {
        vec![(Place::Header, "X-Date"), (Place::Header, "X-Signature")]
    }
}

#[tokio::test]
async fn credentials_of_ones_own_name_as_many_as_they_set() {
    let (server, client) = pair(Signed).await;
    for name in ["date", "Signature"] {
        let error = Maps { headers: of(name), ..Maps::default() }.send(&client).await.unwrap_err();
        assert_eq!(refused(&error).0, "headers");
    }
    Maps { headers: of("other"), ..Maps::default() }.send(&client).await.unwrap();
    assert_eq!(header(&server.only_request(), "x-signature"), Some("s"));
}
