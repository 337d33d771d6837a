//! Redirects across trusted origins, and what an error says about one that is not followed.

use api_request::body::{Body, Stream, ToBody as _};
use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::reply::{Raw, Text};
use api_request::{ApiKey, ApiRequest, ApiResponse, Bearer, Client, NoContent};
use http::Response;
use serde::Deserialize;

use super::{World, moved};

#[derive(Debug, Deserialize)]
struct Problem {
    #[expect(dead_code, reason = "no body has it")]
    code: u8,
}

#[derive(ApiRequest)]
#[api(get = "/start", response = Text, error = Problem, header("X-Own" = "1"))]
struct Get {
    #[api(cookie, secret)]
    sid: Option<&'static str>,
}

const GET: Get = Get { sid: None };

#[derive(ApiRequest)]
#[api(head = "/start", response = NoContent, error = Problem)]
struct Head;

#[derive(ApiRequest)]
#[api(post = "/start", response = Text, error = Problem)]
struct Post;

/// Redirects `/start` through `/second` to `/end`, on these hosts.
fn chain(status: u16, second: &'static str, end: &'static str) -> World {
    World::by(move |uri| match uri.path() {
        "/api/start" => moved(status, &format!("{second}/second?secret=s")),
        "/second" => moved(status, &format!("{end}/end")),
        _ => Response::new("there".into()),
    })
}

fn client(world: &World) -> Client {
    world.client(|builder| {
        builder
            .auth(Bearer::new("token"))
            .header("x-client", "2")
            .trusted_origin("https://files.example")
            .trusted_origin("http://localhost:9000")
    })
}

#[tokio::test]
async fn they_are_followed_to_trusted_origins_and_back_with_credentials_headers_and_cookies() {
    for status in [301, 302, 303, 307, 308] {
        for (second, end) in
            [("https://files.example", "https://h.example"), ("https://FILES.example:443", ""), ("", "//files.example")]
        {
            let world = chain(status, second, end);
            assert_eq!(Get { sid: Some("c") }.send(&client(&world)).await.unwrap().0, "there");
            let seen = world.seen();
            assert_eq!(seen.len(), 3);
            for seen in seen {
                let headers = ["authorization", "x-client", "x-own", "cookie", "referer"];
                let found = headers.map(|name| seen.header(name));
                assert_eq!(found, [Some("Bearer token"), Some("2"), Some("1"), Some("sid=c"), None], "{seen:?}");
            }
            let world = chain(status, second, end);
            Head.send(&client(&world)).await.unwrap();
            assert_eq!(world.seen().len(), 3);
        }
    }
    // A key in the query is added once in each origin.
    let world = chain(302, "https://files.example", "https://h.example");
    let client = client(&world).with_auth(ApiKey::query("key", "k"));
    GET.send(&client).await.unwrap();
    assert_eq!(
        world.lines(),
        [
            "GET https://h.example/api/start?key=k",
            "GET https://files.example/second?secret=s&key=k",
            "GET https://h.example/end?key=k",
        ]
    );
}

#[tokio::test]
async fn a_url_in_a_trusted_origin_may_lead_back_and_an_untrusted_one_may_not() {
    let world = chain(302, "https://h.example", "https://files.example");
    client(&world).call(&GET).url("https://files.example/api/start").await.unwrap();
    assert_eq!(world.seen().len(), 3);

    let world = chain(302, "https://h.example", "https://files.example");
    let error = client(&world).call(&GET).url("https://other.example/api/start").any_origin().await.unwrap_err();
    assert!(error.to_string().contains("another origin"), "{error}");
    assert_eq!(world.lines(), ["GET https://other.example/api/start"]);

    // Within itself, an untrusted origin may redirect, without credentials.
    let world = chain(302, "", "");
    client(&world).call(&GET).url("https://other.example/api/start").any_origin().await.unwrap();
    assert!(world.seen().iter().all(|seen| seen.header("authorization").is_none() && seen.line.contains("//other.")));
    assert_eq!(world.seen().len(), 3);
}

const ANOTHER: &str = "its `Location` is on another origin, which `ClientBuilder::trusted_origin` does not name";

fn not_followed(status: u16, reason: &str) -> String {
    format!(
        "; the redirect was not followed: {reason}; to receive the `Location`, declare a variant with `status = {status}` in the response type"
    )
}

#[tokio::test]
async fn an_error_says_why_a_redirect_was_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        for (location, reason) in [
            ("https://other.example/canary", ANOTHER),
            ("http://localhost:9000/canary", "its `Location` leads from `https` to plain `http`"),
            ("http://h.example/canary", "its `Location` leads from `https` to plain `http`"),
            ("https://canary@h.example/", "its `Location` is not an `http` or `https` URL without credentials"),
            ("data:canary", "its `Location` is not an `http` or `https` URL without credentials"),
            ("http://[", "its `Location` is not an `http` or `https` URL without credentials"),
            ("/api/start", "the call has already followed 5 redirects"),
        ] {
            let world = World::by(move |_| moved(status, location));
            let error = GET.send(&client(&world)).await.unwrap_err();
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.headers().unwrap()["location"], location);
            let shown = error.to_string();
            assert!(shown.ends_with(&not_followed(status, reason)), "{shown}");
            assert!(!shown.contains("canary") && !shown.contains("does not match"), "{shown}");
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
            assert!(error.body().is_none() && error.detail().is_none());
        }
        let world = World::by(move |_| moved(status, "https://h.example/"));
        let error = Post.send(&client(&world)).await.unwrap_err();
        assert!(error.to_string().ends_with(&not_followed(status, "only GET and HEAD requests are redirected")));
        let world = World::by(move |_| Response::builder().status(status).body("".into()).unwrap());
        let error = GET.send(&client(&world)).await.unwrap_err();
        assert!(error.to_string().ends_with(&not_followed(status, "the response has no `Location`")), "{error}");
    }
}

#[tokio::test]
async fn the_reason_is_shown_with_the_message_of_the_server_and_the_body_is_read() {
    let answer = |body: &'static str| {
        World::by(move |_| {
            let reply = Response::builder().status(302).header("location", "https://other.example/");
            reply.header("content-type", "application/json").body(body.into()).unwrap()
        })
    };
    let error = GET.send(&client(&answer(r#"{"message":"moved away"}"#))).await.unwrap_err();
    assert_eq!(error.to_string(), format!("GET /start: 302 Found: moved away{}", not_followed(302, ANOTHER)));
    let error = GET.send(&client(&answer(r#"{"code":7}"#))).await.unwrap_err();
    assert_eq!(error.to_string(), format!("GET /start: 302 Found{}", not_followed(302, ANOTHER)));
    assert!(error.body().is_some());
}

#[tokio::test]
async fn a_redirect_without_a_target_is_not_a_decode_error() {
    for status in [300, 304, 305, 306, 399] {
        let world = World::by(move |_| moved(status, "/end"));
        let error = GET.send(&client(&world)).await.unwrap_err();
        let hint = format!(
            "; neither `response` nor `error` declares this status; to receive it, declare a variant with `status = {status}` in the response type"
        );
        assert!(error.to_string().ends_with(&hint), "{error}");
        assert_eq!(world.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_one_shot_body_is_not_sent_to_where_a_redirect_leads() {
    /// The derive refuses a body of a GET request, but an implementation by hand may have one.
    struct Search(Stream);
    impl ApiRequest for Search {
        type Response = Text;
        type Error = Raw;
        const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/start").params(&[Param::body("query")]);

        fn encode(&self, out: &mut Encoder<'_>) {
            out.path("/start");
            out.body(0, || self.0.to_body());
        }
    }
    let query = Stream::new(Body::from("q"));
    let world = World::by(|_| moved(307, "/end"));
    let error = Search(query).send(&client(&world)).await.unwrap_err();
    let reason = "the one-shot body of the request cannot be resent";
    assert!(error.to_string().ends_with(&not_followed(307, reason)), "{error}");
}

#[tokio::test]
async fn a_declared_status_receives_the_location() {
    #[derive(Debug, ApiResponse)]
    struct Elsewhere {
        #[api(header)]
        location: String,
    }
    #[derive(Debug, ApiResponse)]
    enum Found {
        #[api(status = 302)]
        Elsewhere(Elsewhere),
    }
    #[derive(ApiRequest)]
    #[api(get = "/start", response = Found, error = Problem)]
    struct Find;
    let world = World::by(|_| moved(302, "https://other.example/x"));
    let Found::Elsewhere(found) = Find.send(&client(&world)).await.unwrap();
    assert_eq!(found.location, "https://other.example/x");
    // Another redirect, which nobody declares, says which status to declare.
    let world = World::by(|_| moved(307, "https://other.example/x"));
    let error = Find.send(&client(&world)).await.unwrap_err();
    assert!(error.to_string().ends_with(&not_followed(307, ANOTHER)), "{error}");
}
