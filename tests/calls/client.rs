//! The client: what reaches the server, which redirects it follows, and how each kind of failure ends a call.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api_request::auth::Authenticate;
use api_request::body::Body;
use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::error::{ConfigError, Phase};
use api_request::reply::{Raw, Text};
use api_request::transport::{Attempt, BoxError, BoxFuture, NotSent, Reqwest, TimedOut, Tower, Transport};
use api_request::{ApiKey, ApiRequest, Bearer, Client, Error, NoContent};
use api_request_tests::{Answer, Server, header, request_line};
use http::{Request, Response, request};

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get<'a> {
    q: Option<&'a str>,
}

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Post;

const GET: Get<'static> = Get { q: None };

async fn pair(answer: Answer) -> (Server, Client) {
    let server = Server::always(answer).await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    (server, client)
}

fn ok(body: &str) -> Answer {
    Answer::reply("200 OK", &[], body)
}

fn redirect(status: &str, location: &str) -> Answer {
    Answer::reply(status, &[("location", location)], "")
}

#[tokio::test]
async fn a_request_that_borrows_can_be_spawned() {
    let (server, client) = pair(ok("x")).await;
    let task = {
        let text = String::from("borrowed");
        let request = Get { q: Some(&text) };
        tokio::spawn(request.send(&client))
    };
    let temporary = tokio::spawn(Get { q: Some(&format!("{}", 1)) }.send(&client.clone()));
    let call = tokio::spawn(client.call(&Get { q: Some(&String::from("called")) }).send());
    for task in [task, temporary, call] {
        assert_eq!(task.await.unwrap().unwrap().0, "x");
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll_and_what_is_encoded_stays() {
    let (server, client) = pair(ok("x")).await;
    let mut text = String::from("before");
    let sending = Get { q: Some(&text) }.send(&client);
    text.push_str(" and after");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.requests().is_empty());
    drop(GET.send(&client));
    sending.await.unwrap();
    assert_eq!(request_line(&server.only_request()), "GET /a?q=before HTTP/1.1");
}

#[tokio::test]
async fn a_call_overrides_the_client() {
    let server = Server::always(ok("x")).await;
    let client = Client::builder(server.url())
        .auth(Bearer::new("of-client"))
        .header("User-Agent", "mine/1")
        .header("X-Default", "default")
        .build()
        .unwrap();
    GET.send(&client).await.unwrap();
    let reply = client.call(&GET).auth(Bearer::new("of-call")).header("x-default", "once").reply().await.unwrap();
    assert_eq!((reply.status.as_u16(), &*reply.value.0), (200, "x"));
    assert_eq!(reply.headers["content-length"], "1");
    let requests = server.requests();
    let headers = |request: &str| {
        ["authorization", "user-agent", "x-default"].map(|name| header(request, name).unwrap().to_owned())
    };
    assert_eq!(headers(&requests[0]), ["Bearer of-client", "mine/1", "default"]);
    assert_eq!(headers(&requests[1]), ["Bearer of-call", "mine/1", "once"]);
}

#[tokio::test]
async fn a_request_without_auth_sends_none_unless_the_call_says_so() {
    #[derive(ApiRequest)]
    #[api(get = "/jwks", response = Text, auth = none)]
    struct Keys;
    let server = Server::always(ok("x")).await;
    let client = Client::builder(server.url()).auth(Bearer::new("token")).build().unwrap();
    Keys.send(&client).await.unwrap();
    client.call(&Keys).auth(Bearer::new("own")).await.unwrap();
    let requests = server.requests();
    assert_eq!(header(&requests[0], "authorization"), None);
    assert_eq!(header(&requests[1], "authorization"), Some("Bearer own"));
}

#[tokio::test]
async fn a_request_names_the_credentials_that_it_is_sent_with() {
    #[derive(ApiRequest)]
    #[api(get = "/status", response = Text, auth = "monitor")]
    struct Status;
    let server = Server::always(ok("x")).await;
    let builder = || Client::builder(server.url()).auth(Bearer::new("usual"));
    let client = builder()
        .auth_named("other", Bearer::new("other"))
        .auth_named("monitor", Bearer::new("old"))
        .auth_named("monitor", Bearer::new("key"))
        .build()
        .unwrap();
    Status.send(&client).await.unwrap();
    GET.send(&client).await.unwrap();
    client.call(&Status).auth(Bearer::new("own")).await.unwrap();
    let sent: Vec<String> =
        server.requests().iter().map(|request| header(request, "authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer key", "Bearer usual", "Bearer own"]);

    let error = Status.send(&builder().build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }) && !error.may_have_been_sent(), "{error:?}");
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(reason, "the client has no credentials named `monitor`: add them with `auth_named`");
    assert_eq!(server.requests().len(), 3);
    let exposed = Client::builder("http://api.example.com").auth_named("monitor", Bearer::new("key")).build();
    assert!(matches!(exposed, Err(ConfigError::PlainHttp)));
}

#[tokio::test]
async fn headers_that_are_not_the_callers_to_set_are_refused() {
    let (server, client) = pair(ok("x")).await;
    for (name, value, reason) in [
        ("Authorization", "x", "the client sets this header itself"),
        ("cookie", "x", "the client sets this header itself"),
        ("Transfer-Encoding", "chunked", "the client sets this header itself"),
        ("x-a", "a\r\nb: c", "the value contains a control character"),
        ("x-a", " a", "the value begins or ends with a space"),
    ] {
        let error = client.call(&GET).header(name, value).await.unwrap_err();
        let Error::Encode { error: encode, .. } = &error else { panic!("{error:?}") };
        assert_eq!(encode.field(), name);
        assert!(encode.reason().starts_with(reason), "{encode}");
        assert!(!error.may_have_been_sent());
        assert_eq!(error.tries(), 0);
        let config = Client::builder(server.url()).header(name, value).build().unwrap_err();
        assert!(matches!(&config, ConfigError::Header { name: found, .. } if **found == *name), "{config}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn redirects_are_followed_within_the_origin_by_get_only() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let server = Server::start(move |request| match request_line(request) {
            "GET /a?q=1 HTTP/1.1" => redirect(status, "/b?c=d"),
            "GET /b?c=d HTTP/1.1" => redirect(status, "c"),
            "GET /c HTTP/1.1" => ok("there"),
            "POST /a HTTP/1.1" => redirect(status, "/c"),
            other => panic!("{other}"),
        })
        .await;
        let client = Client::builder(server.url()).auth(Bearer::new("token")).build().unwrap();
        assert_eq!(Get { q: Some("1") }.send(&client).await.unwrap().0, "there");
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        assert!(requests.iter().all(|request| header(request, "authorization") == Some("Bearer token")));
        assert!(requests.iter().all(|request| header(request, "referer").is_none()));

        let error = Post.send(&client).await.unwrap_err();
        assert_eq!(error.headers().unwrap()["location"], "/c");
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn no_more_than_five_redirects_are_followed() {
    let (server, client) = pair(redirect("302 Found", "/a")).await;
    let error = GET.send(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.requests().len(), 6);
    assert_eq!(error.tries(), 1);
}

#[tokio::test]
async fn a_redirect_that_a_type_declares_is_its_reply() {
    #[derive(Debug, api_request::ApiResponse)]
    enum Found {
        #[api(status = 302)]
        Elsewhere,
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Found)]
    struct Find;
    let (server, client) = pair(redirect("302 Found", "/b")).await;
    let Found::Elsewhere = Find.send(&client).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn credentials_do_not_go_over_plain_http_to_another_machine() {
    for (base, is_refused) in [
        ("http://h.example", true),
        ("http://128.0.0.1", true),
        ("http://localhost.example", true),
        ("https://h.example", false),
        ("http://127.9.9.9:80", false),
        ("http://[::1]", false),
        ("http://localhost", false),
        ("http://api.localhost", false),
    ] {
        let built = Client::builder(base).auth(Bearer::new("x")).build();
        assert_eq!(matches!(built, Err(ConfigError::PlainHttp)), is_refused, "{base}");
        Client::builder(base).build().unwrap();
        Client::builder(base).auth(Bearer::new("x")).allow_plain_http().build().unwrap();
    }
    let client = Client::builder("http://h.example").transport(Refusing).retry(RetryPolicy::none()).build().unwrap();
    let error = client.call(&GET).auth(Bearer::new("x")).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }));
    assert!(error.source().unwrap().to_string().contains("allow_plain_http()"));
    assert_eq!((error.tries(), error.may_have_been_sent()), (0, false));
}

/// A transport that never sends.
struct Refusing;

impl Transport for Refusing {
    fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async { Err(NotSent::new(TimedOut::default()).into()) })
    }
}

/// A transport whose connection breaks.
struct Breaking;

impl Transport for Breaking {
    fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async { Err("reset by peer".into()) })
    }
}

#[tokio::test]
async fn a_transport_says_whether_the_server_may_have_seen_the_request() {
    let refusing = Client::builder("https://h.example").transport(Refusing).retry(RetryPolicy::none()).build().unwrap();
    let error = Post.send(&refusing).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }));
    assert_eq!((error.may_have_been_sent(), error.is_timeout(), error.is_retryable()), (false, true, true));
    assert_eq!(error.tries(), 1);

    let breaking = Client::builder("https://h.example").transport(Breaking).retry(RetryPolicy::none()).build().unwrap();
    let error = Post.send(&breaking).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }));
    assert_eq!((error.may_have_been_sent(), error.is_timeout(), error.is_retryable()), (true, false, false));
    assert!(GET.send(&breaking).await.unwrap_err().is_retryable());
    assert_eq!(error.to_string(), "POST /a: the connection was lost");
    assert_eq!(error.source().unwrap().to_string(), "reset by peer");
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let (server, client) = pair(ok("x")).await;
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let error = Post.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(!error.may_have_been_sent());
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_deadline_holds_over_head_and_body() {
    let limit = Duration::from_millis(200);
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc";
    for (answer, phase, status) in
        [(Answer::Stall(Vec::new()), Phase::Head, None), (Answer::Stall(head.into()), Phase::Body, Some(200))]
    {
        let (_server, client) = pair(answer).await;
        let begun = Instant::now();
        let error = client.call(&GET).timeout(limit).await.unwrap_err();
        assert!(begun.elapsed() >= limit && begun.elapsed() < limit * 10);
        let Error::Timeout { phase: found, context, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*found, context.limit()), (phase, Some(limit)));
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert!(error.may_have_been_sent() && error.is_timeout());
    }
}

#[tokio::test]
async fn an_error_status_stays_one_if_its_body_fails() {
    let head = "HTTP/1.1 500 Oops\r\ncontent-length: 10\r\n\r\nabc";
    for answer in [Answer::Stall(head.into()), Answer::Bytes(head.into())] {
        let (_server, client) = pair(answer).await;
        let error = client.call(&GET).timeout(Duration::from_millis(200)).await.unwrap_err();
        assert!(matches!(error, Error::Status { body: None, .. }), "{error:?}");
        assert_eq!(error.raw().unwrap(), "abc");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_a_broken_connection() {
    let (_server, client) = pair(Answer::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec())).await;
    let error = GET.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.raw().unwrap(), "abc");
}

#[tokio::test]
async fn a_reply_above_the_cap_is_refused_and_one_at_it_is_read() {
    let server = Server::start(|request| ok(if request.contains("q=1") { "0123456789a" } else { "0123456789" })).await;
    let client = Client::builder(server.url()).max_reply(10).build().unwrap();
    assert_eq!(GET.send(&client).await.unwrap().0.len(), 10);
    let error = Get { q: Some("1") }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }));
    assert_eq!(
        error.to_string(),
        "GET /a: cannot decode the response: the body is longer than the cap of 10 bytes; raise it with `ClientBuilder::max_reply` (status 200 OK)"
    );
    assert_eq!(error.raw().unwrap().len(), 10);
}

#[tokio::test]
async fn raw_gives_the_reply_of_any_status_and_its_body_may_pause_but_not_for_long() {
    let (_server, client) = pair(Answer::reply("404 Not Found", &[], "gone")).await;
    let reply = client.call(&GET).raw().await.unwrap();
    assert_eq!(reply.status(), 404);

    let server = Server::always(Answer::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec())).await;
    let client = Client::builder(server.url()).idle_timeout(Duration::from_millis(200)).build().unwrap();
    let mut body = client.call(&GET).timeout(Duration::from_millis(100)).raw().await.unwrap().into_body();
    let mut frame = async || {
        use http_body::Body as _;
        std::future::poll_fn(|cx| std::pin::Pin::new(&mut body).poll_frame(cx)).await
    };
    assert_eq!(frame().await.unwrap().unwrap().into_data().unwrap(), "abc");
    let begun = Instant::now();
    let stalled = frame().await.unwrap().unwrap_err();
    assert!(begun.elapsed() >= Duration::from_millis(190));
    assert_eq!(stalled.to_string(), "nothing arrived for 200ms");
}

#[tokio::test]
async fn credentials_that_fail_or_hang_end_the_call_before_it_is_sent() {
    struct Failing;
    impl Authenticate for Failing {
        fn authenticate<'a>(
            &'a self,
            _: &'a mut request::Parts,
            _: Option<&'a [u8]>,
        ) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(async { Err("the vault is sealed".into()) })
        }
    }
    struct Hanging;
    impl Authenticate for Hanging {
        fn authenticate<'a>(
            &'a self,
            _: &'a mut request::Parts,
            _: Option<&'a [u8]>,
        ) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(std::future::pending())
        }
    }
    let (server, client) = pair(ok("x")).await;
    let error = client.call(&GET).auth(Failing).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }));
    assert_eq!(error.source().unwrap().to_string(), "the vault is sealed");
    let error = client.call(&GET).auth(Hanging).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }) && error.is_timeout());
    for (token, reason) in [
        ("", "the bearer token must not be empty"),
        ("Bearer a", "the bearer token must not begin with the word `Bearer`: pass the token alone"),
        ("a b", "the bearer token must contain only visible ASCII characters, without spaces"),
        ("a\r\nb", "the bearer token must contain only visible ASCII characters, without spaces"),
        ("é", "the bearer token must contain only visible ASCII characters, without spaces"),
    ] {
        let error = client.call(&GET).auth(Bearer::new(token)).await.unwrap_err();
        assert!(matches!(error, Error::Auth { .. }), "{token:?}");
        assert_eq!(error.source().unwrap().to_string(), reason);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_error_tells_what_the_server_said() {
    let body = r#"{"generalErrors":[{"code":"c","message":"No such\nuser"}],"message":"unused"}"#;
    let headers = [("retry-after", "7"), ("x-request-id", "req-1"), ("content-type", "application/json")];
    #[derive(ApiRequest)]
    #[api(delete = "/u/{id}", message_at = "/generalErrors/0/message")]
    struct Delete {
        id: u8,
        #[api(header = "Idempotency-Key")]
        key: Option<&'static str>,
    }
    let (_server, client) = pair(Answer::reply("503 Busy", &headers, body)).await;
    let error = Delete { id: 1, key: Some("k-1") }.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "DELETE /u/{id}: 503 Service Unavailable (request req-1): No such\\nuser");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.idempotency_key(), Some("k-1"));
    assert_eq!(error.body(), Some(&Raw(body.into())));
    assert_eq!(error.context().message(), Some("No such\\nuser"));
    assert!(error.is_retryable());
    assert!(error.violations().is_none() && error.detail().is_none());
    let erased: Error = error.erase();
    assert_eq!(erased.body().unwrap().0, body);
    assert_eq!(erased.tries(), 1);
}

#[tokio::test]
async fn erasing_keeps_the_message() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = NoContent, error = serde_json::Value)]
    struct Typed {
        #[api(query, validate(non_empty))]
        name: &'static str,
    }
    let (_server, client) = pair(Answer::json("400 Bad Request", r#"{"a":1}"#)).await;
    let error = Typed { name: "n" }.send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap()["a"], 1);
    assert_eq!(error.erase().body().unwrap().0, r#"{"a":1}"#);
    let error = Typed { name: "" }.send(&client).await.unwrap_err().erase();
    assert_eq!(error.violations().unwrap().len(), 1);
    assert_eq!(error.to_string(), "GET /a: invalid request: `name` (query `name`): must not be empty");
}

#[tokio::test]
async fn a_given_reqwest_builder_keeps_its_settings_but_not_its_redirects() {
    let server = Server::always(redirect("302 Found", "http://other.example/")).await;
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(3)).http1_title_case_headers();
    let client = Client::builder(server.url()).reqwest(builder).build().unwrap();
    let error = GET.send(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert!(server.only_request().contains("\r\nUser-Agent: "));
}

#[tokio::test]
async fn a_proxy_gets_the_request_only_if_it_is_asked_for() {
    let proxy = Server::always(ok("from the proxy")).await;
    let client = Client::builder("http://h.example").proxy(proxy.url()).build().unwrap();
    assert_eq!(GET.send(&client).await.unwrap().0, "from the proxy");
    assert_eq!(request_line(&proxy.only_request()), "GET http://h.example/a HTTP/1.1");
    let client = Client::builder("http://h.example").proxy(proxy.url()).layered(Tower).build().unwrap();
    assert_eq!(GET.send(&client).await.unwrap().0, "from the proxy");
    let error = Client::builder("http://h.example").proxy("http://user:canary@[").build().unwrap_err();
    assert!(matches!(error, ConfigError::Transport { .. }));
    assert!(!format!("{error} {error:?}").contains("canary"));
}

#[tokio::test]
async fn what_would_do_nothing_beside_a_transport_is_refused() {
    let direct = || Client::builder("http://h.example").transport(Reqwest::new().unwrap());
    assert!(direct().build().is_ok());
    for both in [
        direct().proxy("http://proxy.example"),
        direct().system_proxy(),
        direct().reqwest(reqwest::Client::builder()),
        direct().layered(|reqwest| reqwest),
    ] {
        let error = both.build().unwrap_err();
        assert!(matches!(error, ConfigError::TwoTransports) && error.to_string().contains("`layered()`"), "{error}");
    }
}

/// A transport whose server never answers, or answers with a body of this many bytes.
struct Patient(Option<usize>);

impl Transport for Patient {
    fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async {
            match self.0 {
                Some(length) => Ok(Response::new(Body::from(vec![b'a'; length]))),
                None => std::future::pending().await,
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn the_defaults_are_as_documented() {
    let client = |body| Client::builder("https://h.example").transport(Patient(body)).build().unwrap();
    let begun = tokio::time::Instant::now();
    let error = GET.send(&client(None)).await.unwrap_err();
    assert_eq!(begun.elapsed(), Duration::from_secs(30));
    assert_eq!(error.to_string(), "GET /a: timed out after 30s while waiting for the response");
    assert_eq!(GET.send(&client(Some(10 << 20))).await.unwrap().0.len(), 10 << 20);
    let error = GET.send(&client(Some((10 << 20) + 1))).await.unwrap_err();
    assert!(error.to_string().contains("the cap of 10485760 bytes"), "{error}");
}

#[tokio::test]
async fn more_headers_than_a_request_can_carry_are_refused() {
    let client = Client::builder("https://h.example").transport(Refusing).retry(RetryPolicy::none()).build().unwrap();
    let mut call = client.call(&GET);
    for index in 0..40_000 {
        call = call.header(format!("x-{index}"), "v");
    }
    let error = call.await.unwrap_err();
    let Error::Encode { error, .. } = &error else { panic!("{error:?}") };
    assert_eq!(error.reason(), "the request has too many headers");
}

#[tokio::test]
async fn an_invalid_header_name_may_be_a_credential_and_is_not_shown() {
    let (server, client) = pair(ok("x")).await;
    for name in
        ["Bearer canary", "canary/+==", "canary\r\nX-Other: 1", "x canary", "canaré", "", &"canary ".repeat(10_000)]
    {
        let error = client.call(&GET).header("x-first", "1").header(name, "X-Api-Key").await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }) && !error.may_have_been_sent(), "{error:?}");
        assert!(error.to_string().ends_with(
            "a header cannot be sent: the name of header number 2 is not a valid header name; it is not shown, because it may be a credential"
        ), "{error}");
        let config = Client::builder(server.url()).header(name, "X-Api-Key").build().unwrap_err();
        assert!(config.to_string().contains("the name of header number 1 is not a valid header name"), "{config}");
        let key = ApiKey::header(name, "X-Api-Key");
        let auth = client.call(&GET).auth(key.clone()).await.unwrap_err();
        for shown in [format!("{error} {error:?}"), format!("{config} {config:?}"), format!("{auth} {auth:?} {key:?}")]
        {
            assert!(!shown.contains("canar"), "{shown}");
        }
    }
    assert!(server.requests().is_empty());
}

/// A transport that records the headers of each request.
#[derive(Clone, Default)]
struct Headers(Arc<Mutex<Vec<http::HeaderMap>>>);

impl Transport for Headers {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        self.0.lock().unwrap().push(request.into_parts().0.headers);
        Box::pin(async { Ok(Response::new("{}".into())) })
    }
}

/// Sends a request, and returns the header of this name.
async fn sent<R: ApiRequest>(client: &(Headers, Client), request: &R, name: &str) -> Option<String> {
    // What the response type reads does not matter.
    let _ = client.1.call(request).await;
    let headers = client.0.0.lock().unwrap().pop().unwrap();
    headers.get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_header_of_the_client_replaces_a_default_and_gives_way_to_the_request() {
    use api_request::reply::{ByteStream, EventStream, JsonLines};
    #[derive(ApiRequest)]
    #[api(get = "/a", response = serde_json::Value)]
    struct Json;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = serde_json::Value, header("accept" = "application/json"))]
    struct Own;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = serde_json::Value)]
    struct Field {
        #[api(header)]
        accept: Option<&'static str>,
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = EventStream<Text>)]
    struct Events;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = JsonLines<u8>)]
    struct Lines;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = ByteStream)]
    struct Bytes;
    #[derive(ApiRequest)]
    #[api(delete = "/a")]
    struct Nothing;
    let headers = Headers::default();
    let vendor = "application/vnd.github+json";
    let build = |builder: ClientBuilder| (headers.clone(), builder.transport(headers.clone()).build().unwrap());
    let usual = build(Client::builder("https://h.example"));
    let own = build(Client::builder("https://h.example").header("Accept", "text/old").header("accept", vendor));
    let accept = "accept";
    assert_eq!(sent(&usual, &Json, accept).await.unwrap(), "application/json");
    assert_eq!(sent(&own, &Json, accept).await.unwrap(), vendor);
    assert_eq!(sent(&own, &Field { accept: None }, accept).await.unwrap(), vendor);
    assert_eq!(sent(&own, &Field { accept: Some("a/b") }, accept).await.unwrap(), "a/b");
    assert_eq!(sent(&own, &Own, accept).await.unwrap(), "application/json");
    assert_eq!(sent(&own, &Events, accept).await.unwrap(), "text/event-stream");
    assert_eq!(sent(&own, &Lines, accept).await, sent(&usual, &Lines, accept).await);
    assert_eq!((sent(&usual, &Bytes, accept).await, sent(&usual, &Nothing, accept).await), (None, None));
    assert_eq!(sent(&own, &Bytes, accept).await.unwrap(), vendor);
    assert_eq!(sent(&own, &Nothing, accept).await.unwrap(), vendor);
    own.1.call(&Json).header(accept, "c/d").await.unwrap();
    assert_eq!(headers.0.lock().unwrap().pop().unwrap()[accept], "c/d");
    // Another origin gets none of the client's headers.
    own.1.call(&Json).url("https://other.example/").any_origin().await.unwrap();
    assert_eq!(headers.0.lock().unwrap().pop().unwrap()[accept], "application/json");
}

#[tokio::test]
async fn a_content_type_of_the_client_replaces_only_that_of_json() {
    use api_request::body;
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Json {
        n: u8,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text, header("content-type" = "application/json"))]
    struct Own {
        n: u8,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text, body = form)]
    struct Form {
        n: u8,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text, body = multipart)]
    struct Multipart {
        n: u8,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Plain {
        #[api(body)]
        text: body::Text,
    }
    let headers = Headers::default();
    let vendor = "application/vnd.api+json";
    let builder = Client::builder("https://h.example").header("content-type", vendor);
    let client = (headers.clone(), builder.transport(headers).build().unwrap());
    let name = "content-type";
    assert_eq!(sent(&client, &Json { n: 1 }, name).await.unwrap(), vendor);
    assert_eq!(sent(&client, &Own { n: 1 }, name).await.unwrap(), "application/json");
    assert_eq!(sent(&client, &Form { n: 1 }, name).await.unwrap(), "application/x-www-form-urlencoded");
    assert!(sent(&client, &Multipart { n: 1 }, name).await.unwrap().starts_with("multipart/form-data; boundary="));
    assert!(sent(&client, &Plain { text: "a".into() }, name).await.unwrap().starts_with("text/plain"));
}

#[tokio::test]
async fn a_proxy_on_another_machine_is_refused_as_plain_http_is() {
    let token = || Bearer::new("x");
    for (base, proxy, is_refused) in [
        ("http://127.0.0.1:1", "http://proxy.example:3128", true),
        ("http://localhost:1", "https://proxy.example", true),
        ("http://[::1]:1", "proxy.example:3128", true),
        ("http://localhost:1", "http://user:canary@10.0.0.1:3128", true),
        ("http://localhost:1", "http://127.0.0.1:3128", false),
        ("http://localhost:1", "http://[::1]:3128", false),
        ("http://localhost:1", "localhost:3128", false),
        ("https://api.example", "http://proxy.example:3128", false),
    ] {
        let builder = || Client::builder(base).proxy(proxy);
        for built in [
            builder().auth(token()).build(),
            builder().auth_named("other", token()).build(),
            Client::builder(base).auth(token()).proxy(proxy).layered(|reqwest| reqwest).build(),
        ] {
            assert_eq!(matches!(&built, Err(ConfigError::PlainHttp)), is_refused, "{base} {proxy}: {built:?}");
            assert!(!format!("{built:?}").contains("canary"));
        }
        builder().auth(token()).allow_plain_http().build().unwrap();
        builder().allow_plain_http().auth(token()).build().unwrap();
        // Without credentials of the client, those of a call are refused.
        let client = builder().retry(RetryPolicy::none()).build().unwrap();
        let exposed = |error: Error<Raw>| matches!(error, Error::Auth { .. }) && error.tries() == 0;
        if is_refused {
            assert!(exposed(client.call(&GET).auth(token()).await.unwrap_err()));
            assert!(exposed(GET.send(&client.with_auth(token())).await.unwrap_err()));
        }
        let tls = Client::builder("https://api.example").proxy(proxy).auth(token()).build().unwrap();
        assert_eq!(matches!(tls.with_base(base), Err(ConfigError::PlainHttp)), is_refused, "{base} {proxy}");
        let trusted = Client::builder("https://api.example").proxy(proxy).trusted_origin(base);
        assert_eq!(matches!(trusted.build(), Err(ConfigError::PlainHttp)), is_refused, "{base} {proxy}");
    }
    // The proxies of a given builder are kept beside a proxy, and the client cannot see where they are.
    let given = || reqwest::Client::builder().proxy(reqwest::Proxy::all("http://proxy.example").unwrap());
    let builder = || Client::builder("http://localhost").auth(token()).reqwest(given());
    assert!(matches!(builder().system_proxy().build(), Err(ConfigError::PlainHttp)));
    assert!(matches!(builder().proxy("http://localhost:1").build(), Err(ConfigError::PlainHttp)));
    builder().build().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_on_another_machine_is_refused_as_plain_http_is() {
    if !is_child(
        "a_proxy_of_the_environment_on_another_machine_is_refused_as_plain_http_is",
        "HTTP_PROXY",
        "http://user:canary@proxy.example:3128",
    ) {
        return;
    }
    let builder = || Client::builder("http://localhost:1").auth(Bearer::new("x"));
    let error = builder().system_proxy().build().unwrap_err();
    assert!(matches!(error, ConfigError::PlainHttp) && error.to_string().contains("a proxy"), "{error}");
    assert!(!format!("{error:?}").contains("canary"));
    builder().system_proxy().allow_plain_http().build().unwrap();
    // It is not used unless that is asked for.
    builder().build().unwrap();
}

/// Runs a test again in a process of its own, with this variable set. Returns `true` in that process.
fn is_child(test: &str, variable: &str, value: &str) -> bool {
    if std::env::var_os("IS_CHILD").is_some() {
        return true;
    }
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([&format!("client::{test}"), "--exact", "--nocapture"])
        .env("IS_CHILD", "1")
        .env(variable, value)
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"));
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_is_named_and_not_used() {
    let proxy = Server::always(ok("from the proxy")).await;
    let address = proxy.url().replace("http://", "http://user:canary@");
    if !is_child("a_proxy_of_the_environment_is_named_and_not_used", "HTTP_PROXY", &address) {
        assert!(proxy.requests().is_empty());
        return;
    }
    // This name never resolves (RFC 6761, section 6.4).
    let error = GET.send(&Client::builder("http://h.invalid").build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }));
    let shown = error.to_string();
    assert_eq!(
        shown,
        "GET /a: cannot connect; `HTTP_PROXY` is set but not used: call `ClientBuilder::system_proxy` to use it"
    );
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_is_used_when_it_is_asked_for() {
    let proxy = Server::always(ok("from the proxy")).await;
    if is_child("a_proxy_of_the_environment_is_used_when_it_is_asked_for", "HTTP_PROXY", proxy.url()) {
        let client = Client::builder("http://h.invalid").system_proxy().build().unwrap();
        assert_eq!(GET.send(&client).await.unwrap().0, "from the proxy");
    } else {
        assert_eq!(request_line(&proxy.only_request()), "GET http://h.invalid/a HTTP/1.1");
    }
}

#[tokio::test]
async fn an_error_tells_the_idempotency_key_wherever_it_was_sent() {
    #[derive(ApiRequest)]
    #[api(post = "/orders")]
    struct ByHeader {
        #[api(header = "X-Request-Token", idempotency_key)]
        key: Option<String>,
    }
    #[derive(ApiRequest)]
    #[api(post = "/orders")]
    struct ByQuery {
        #[api(query, idempotency_key)]
        key: Option<String>,
    }
    let server = Server::always(Answer::reply("500 No", &[], "")).await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    let by_header = ByHeader { key: None }.send(&client).await.unwrap_err();
    let by_query = ByQuery { key: Some("mine".into()) }.send(&client).await.unwrap_err();
    let requests = server.requests();
    assert_eq!(by_header.idempotency_key(), header(&requests[0], "x-request-token"));
    assert_eq!(by_header.idempotency_key().map(str::len), Some(36));
    assert_eq!(by_query.idempotency_key(), Some("mine"));
    assert!(requests[1].starts_with("POST /orders?key=mine HTTP/1.1\r\n"), "{}", requests[1]);
}

#[tokio::test]
async fn http2_is_spoken_where_it_is_known() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().route(
        "/a",
        axum::routing::get(async |request: axum::extract::Request| {
            format!("{:?} {}", request.version(), request.uri())
        }),
    );
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let http2 = Client::builder(&base).reqwest(reqwest::Client::builder().http2_prior_knowledge()).build().unwrap();
    assert_eq!(GET.send(&http2).await.unwrap().0, format!("HTTP/2.0 {base}/a"));
    let http1 = Client::builder(&base).build().unwrap();
    assert_eq!(GET.send(&http1).await.unwrap().0, "HTTP/1.1 /a");
    server.abort();
}
