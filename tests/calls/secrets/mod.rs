//! Secrets do not leak, for each way in which a call can fail and each channel by which a secret could leak.

mod bounds;
mod echoed;
mod streams;
mod urls;

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::reply::Text;
use api_request::{ApiRequest, ApiResponse, Bearer, Client, Error, Secret};
use api_request_tests::{Answer, Server};
use serde::{Deserialize, Serialize};

/// Each contains characters that percent-encoding, JSON or base64 alphabets write differently.
const BEARER: &str = "canary-bearer.a/b+c=";
const REFRESH: &str = "canary-refresh+d/e=\"f\"";
const HEADER: &str = "canary-header g/h";
const COOKIE: &str = "canary-cookie l;m";
const PASSWORD: &str = "canary-password\\i/j";
const NESTED: &str = "canary-nested\u{e9}k";
/// The client does not know it before the response arrives.
const REPLIED: &str = "canary-replied-token";

#[derive(Debug, Serialize)]
struct Login {
    password: Secret<&'static str>,
}

#[derive(Debug, Deserialize)]
struct Issued {
    #[expect(dead_code, reason = "a reply that holds it is what matters")]
    token: Secret<String>,
}

#[derive(Debug, Deserialize)]
struct Errors {
    #[expect(dead_code, reason = "a reply that holds it is what matters")]
    message: Secret<String>,
}

#[derive(Debug, ApiResponse)]
enum Refusal {
    #[api(status = 401)]
    Unauthorized,
    #[api(default)]
    Other(#[expect(dead_code, reason = "a reply that holds it is what matters")] Errors),
}

#[derive(ApiRequest)]
#[api(put = "/api/{user}", response = Issued, error = Refusal)]
struct Put {
    user: u8,
    #[api(query, secret)]
    refresh: &'static str,
    #[api(header = "X-Secret", secret)]
    header: &'static str,
    #[api(cookie, secret)]
    cookie: &'static str,
    #[api(property, secret)]
    password: &'static str,
    login: Login,
}

#[derive(ApiRequest)]
#[api(get = "/api/jwt/issue", response = Issued, error = Refusal)]
struct Get {
    #[api(query, secret)]
    refresh: Option<&'static str>,
    #[api(header = "X-Secret", secret)]
    header: &'static str,
    #[api(cookie, style = json, secret)]
    cookie: &'static str,
}

const PUT: Put = Put {
    user: 7,
    refresh: REFRESH,
    header: HEADER,
    cookie: COOKIE,
    password: PASSWORD,
    login: Login { password: Secret::new(NESTED) },
};
/// The secrets in [`PUT`]. [`GET`] has the first four.
const PUT_SECRETS: [&str; 6] = [BEARER, REFRESH, HEADER, COOKIE, PASSWORD, NESTED];
const GET: Get = Get { refresh: Some(REFRESH), header: HEADER, cookie: COOKIE };

/// Defines an enum with a list of its variants, so that no test misses one.
macro_rules! listed {
    ($(#[$meta:meta])* enum $name:ident { $($variant:ident,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        enum $name {
            $($variant,)*
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),*];
        }
    };
}

listed! {
/// Each way in which a call can fail.
enum Failure {
    RefusedConnection,
    Timeout,
    FoundElsewhere,
    TemporaryRedirectElsewhere,
    Unauthorized,
    EchoingError,
    EchoingText,
    HtmlForJson,
    WrongType,
    WrongTypeOfKey,
    CutShort,
    TooLarge,
}
}

/// Every spelling in which a careless server may send back what it received.
fn echo(secrets: &[&str]) -> String {
    let mut echo = String::new();
    for secret in secrets {
        let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        write!(echo, "{secret} {encoded} {} {}; ", encoded.replace('+', "%20"), encoded.to_lowercase()).unwrap();
    }
    echo
}

impl Failure {
    fn answer(self, elsewhere: &str, secrets: &[&str]) -> Answer {
        let echo = || echo(secrets);
        let location = format!("{elsewhere}/?token={REPLIED}");
        match self {
            Self::RefusedConnection => Answer::Bytes(Vec::new()),
            Self::Timeout => Answer::Stall(Vec::new()),
            Self::FoundElsewhere => Answer::reply("302 Found", &[("location", &location)], REPLIED),
            Self::TemporaryRedirectElsewhere => Answer::reply("307 Temporary", &[("location", &location)], REPLIED),
            Self::Unauthorized => {
                Answer::reply("401 No", &[("set-cookie", REPLIED), ("x-request-id", BEARER)], REPLIED)
            }
            Self::EchoingError => {
                Answer::json("400 Bad", &serde_json::json!({ "message": echo() }).to_string().replace('/', "\\/"))
            }
            Self::EchoingText => Answer::reply("500 Oops", &[("content-type", "text/plain")], echo()),
            Self::HtmlForJson => {
                Answer::reply("200 OK", &[("content-type", "text/html")], format!("<p>{REPLIED} {}", echo()))
            }
            Self::WrongType => Answer::json("200 OK", &serde_json::json!({ "token": [REPLIED, echo()] }).to_string()),
            Self::WrongTypeOfKey => Answer::json("200 OK", &serde_json::json!([{ REPLIED: echo() }]).to_string()),
            Self::CutShort => {
                let bytes = format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{{\"token\":\"{REPLIED}");
                Answer::Bytes(bytes.into_bytes())
            }
            Self::TooLarge => Answer::reply("200 OK", &[], format!("{REPLIED} {}", echo()).repeat(99)),
        }
    }
}

listed! {
/// Each channel by which a secret could leak.
enum Channel {
    ErrorDisplay,
    ErrorDebug,
    ErrorPrettyDebug,
    ErrorSources,
    ErasedError,
    ErrorParts,
    RequestDebug,
    CurlLine,
    ClientDebug,
    OtherOrigin,
    TriesInBetween,
    PolicyDebug,
    RequestHook,
    ReplyHook,
}
}

/// Everything that a failed call leaves visible.
struct Trace {
    error: Error<Refusal>,
    erased: Error,
    request: String,
    curl: String,
    client: Client,
    elsewhere: Vec<String>,
    /// What the function of a retry policy can print.
    tries: Arc<Mutex<Vec<String>>>,
    policy: RetryPolicy,
    hooks: Seen,
}

/// What the hooks can print.
#[derive(Clone, Default)]
struct Seen {
    requests: Arc<Mutex<Vec<String>>>,
    replies: Arc<Mutex<Vec<String>>>,
}

impl Seen {
    fn on(&self, builder: ClientBuilder) -> ClientBuilder {
        let Self { requests, replies } = self.clone();
        builder
            .on_request(move |view| {
                let headers: Vec<_> = view.headers().collect();
                requests.lock().unwrap().push(format!("{view:?} {view:#?} {headers:?} {}", view.host()));
            })
            .on_reply(move |view| {
                let headers: Vec<_> = view.headers().collect();
                let error = view.error().map(|error| format!("{error} {error:?} {}", sources(error)));
                replies.lock().unwrap().push(format!("{view:?} {view:#?} {headers:?} {error:?}"));
            })
    }
}

impl Trace {
    fn seen_by(&self, channel: Channel) -> String {
        match channel {
            Channel::ErrorDisplay => self.error.to_string(),
            Channel::ErrorDebug => format!("{:?}", self.error),
            Channel::ErrorPrettyDebug => format!("{:#?}", self.error),
            Channel::ErrorSources => sources(&self.error),
            Channel::ErasedError => {
                let Self { erased, .. } = self;
                format!("{erased} {erased:?} {erased:#?} {:?} {}", erased.body(), sources(erased))
            }
            Channel::ErrorParts => {
                format!("{:?} {:?} {:?}", self.error.body(), self.error.context(), self.error.violations())
            }
            Channel::RequestDebug => self.request.clone(),
            Channel::CurlLine => self.curl.clone(),
            Channel::ClientDebug => format!("{:?} {:?}", self.client, Bearer::new(BEARER)),
            Channel::OtherOrigin => self.elsewhere.join("\n"),
            Channel::TriesInBetween => self.tries.lock().unwrap().join("\n"),
            Channel::PolicyDebug => format!("{:?} {:#?}", self.policy, self.policy),
            Channel::RequestHook => self.hooks.requests.lock().unwrap().join("\n"),
            Channel::ReplyHook => self.hooks.replies.lock().unwrap().join("\n"),
        }
    }
}

fn sources(error: &(dyn StdError + 'static)) -> String {
    let chain = std::iter::successors(error.source(), |error| (*error).source());
    chain.map(|error| format!("{error} {error:?} {error:#?}\n")).collect()
}

/// A policy that records what it can print of each try. Its function holds secrets too, as a user's function may.
fn watched(tries: &Arc<Mutex<Vec<String>>>, secrets: &[&str]) -> RetryPolicy {
    let (tries, held) = (Arc::clone(tries), secrets.concat());
    RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1)).when(move |failed| {
        let error = failed.error();
        let shown = format!("{failed:?} {failed:#?} {error} {error:?} {:?} {}", error.body(), sources(error));
        tries.lock().unwrap().push(shown);
        failed.is_usual() && !held.is_empty()
    })
}

async fn fail<R>(failure: Failure, request: R, secrets: &[&str]) -> Trace
where
    R: ApiRequest<Error = Refusal, Response = Issued> + std::fmt::Debug,
{
    let elsewhere = Server::always(Answer::json("200 OK", "{}")).await;
    let answer = failure.answer(elsewhere.url(), secrets);
    let server = Server::always(answer).await;
    let tries = Arc::<Mutex<Vec<String>>>::default();
    let policy = watched(&tries, secrets);
    let builder = Client::builder(server.url()).auth(Bearer::new(BEARER)).max_reply(10_000);
    let hooks = Seen::default();
    let client = hooks.on(builder.retry(policy.clone())).build().unwrap();
    let _open = match failure {
        Failure::RefusedConnection => {
            drop(server);
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
        _ => Some(server),
    };
    let error = client.call(&request).timeout(Duration::from_millis(500)).await.unwrap_err();
    let erased = client.call(&request).timeout(Duration::from_millis(500)).await.unwrap_err().erase();
    Trace {
        error,
        erased,
        request: format!("{request:?} {request:#?}"),
        curl: {
            let curl = request.to_curl(client.base()).unwrap();
            format!("{curl} {curl:?} {}", curl.request_line())
        },
        client,
        elsewhere: elsewhere.requests(),
        tries,
        policy,
        hooks,
    }
}

fn assert_nothing_secret(trace: &Trace, failure: Failure) {
    for &channel in Channel::ALL {
        let seen = trace.seen_by(channel);
        assert!(!seen.to_lowercase().contains("canary"), "{failure:?} by {channel:?}: {seen}");
    }
    assert_eq!(trace.elsewhere.len(), 0, "{failure:?} must not reach another origin");
}

#[tokio::test]
async fn no_failure_lets_a_secret_out_by_any_channel() {
    for &failure in Failure::ALL {
        for trace in [fail(failure, PUT, &PUT_SECRETS).await, fail(failure, GET, &PUT_SECRETS[..4]).await] {
            assert_nothing_secret(&trace, failure);
            // The hooks saw each try.
            assert!(
                !trace.hooks.requests.lock().unwrap().is_empty() && !trace.hooks.replies.lock().unwrap().is_empty()
            );
            // The call is retried as often as possible if its failure can be, unless it reached its deadline. Both calls were recorded.
            let tries = if trace.error.is_retryable() && !trace.error.is_timeout() { 3 } else { 1 };
            assert_eq!((trace.error.tries(), trace.tries.lock().unwrap().len()), (tries, 2 * tries as usize));
            let status = trace.error.status().map(|status| status.as_u16());
            // Each failure is of the intended kind.
            match failure {
                Failure::RefusedConnection => assert!(matches!(trace.error, Error::Connect { .. })),
                Failure::Timeout => assert!(matches!(trace.error, Error::Timeout { .. })),
                Failure::FoundElsewhere => assert_eq!(status, Some(302)),
                Failure::TemporaryRedirectElsewhere => assert_eq!(status, Some(307)),
                Failure::Unauthorized => assert!(matches!(trace.error.body(), Some(Refusal::Unauthorized))),
                Failure::EchoingError => assert!(matches!(trace.error.body(), Some(Refusal::Other(_)))),
                Failure::EchoingText => assert_eq!(status, Some(500)),
                Failure::HtmlForJson | Failure::WrongType | Failure::WrongTypeOfKey | Failure::TooLarge => {
                    assert!(matches!(trace.error, Error::Decode { .. }), "{:?}", trace.error);
                }
                Failure::CutShort => assert!(matches!(trace.error, Error::Transport { .. })),
            }
            // The body is still available if the caller asks for it.
            if matches!(failure, Failure::EchoingError | Failure::HtmlForJson | Failure::TooLarge) {
                assert!(String::from_utf8_lossy(trace.error.raw().unwrap()).contains("canary"));
            }
        }
    }
}

#[tokio::test]
async fn an_echo_is_replaced_and_the_rest_of_the_message_stays() {
    let trace = fail(Failure::EchoingError, PUT, &PUT_SECRETS).await;
    let shown = trace.error.to_string();
    let all = "REDACTED REDACTED REDACTED REDACTED; ".repeat(PUT_SECRETS.len());
    assert_eq!(shown, format!("PUT /api/{{user}}: 400 Bad Request: {}", all.trim_end()));
}

#[tokio::test]
async fn a_reply_shows_its_value_and_only_safe_headers() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Open)]
    struct GetOpen;
    #[derive(Debug, Clone, Deserialize)]
    struct Open {
        #[expect(dead_code, reason = "only `Debug` reads it")]
        n: u8,
    }
    let headers =
        [("server", "s"), ("set-cookie", "session=canary"), ("x-token", "canary"), ("x-ratelimit-remaining", "7")];
    let server = Server::always(Answer::reply("200 OK", &headers, r#"{"n":7}"#)).await;
    let client = Client::builder(server.url()).build().unwrap();
    let reply = client.call(&GetOpen).reply().await.unwrap();
    let shown = format!("{reply:?}");
    assert_eq!(
        shown,
        "Reply { value: Open { n: 7 }, status: 200, headers: {\"content-length\": \"7\", \"connection\": \"REDACTED\", \
         \"server\": \"s\", \"set-cookie\": \"REDACTED\", \"x-token\": \"REDACTED\", \"x-ratelimit-remaining\": \"7\"}, .. }"
    );
    assert!(!format!("{:#?}", reply.clone()).contains("canary"));
    assert_eq!(reply.headers["x-token"], "canary");
}

#[tokio::test]
async fn a_refused_value_is_not_quoted() {
    struct Refusing;
    impl Serialize for Refusing {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("canary"))
        }
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Post<Q, P> {
        #[api(query)]
        query: Q,
        property: P,
        #[api(header = "X-Secret", secret)]
        header: &'static str,
    }
    let client = Client::builder("http://127.0.0.1:9").build().unwrap();
    let errors = [
        Post { query: Refusing, property: 1, header: "a" }.send(&client).await.unwrap_err(),
        Post { query: 1, property: Refusing, header: "a" }.send(&client).await.unwrap_err(),
        Post { query: 1, property: 1, header: "canary\n" }.send(&client).await.unwrap_err(),
    ];
    for error in &errors {
        assert!(!format!("{error} {error:?} {}", sources(error)).contains("canary"), "{error:?}");
    }
    assert_eq!(errors[0].detail(), Some("canary"));
    assert_eq!(errors[1].detail(), Some("canary"));
}

#[test]
fn a_sensitive_header_is_marked_for_the_transport() {
    let request = GET.to_http(&"https://h.example".parse().unwrap()).unwrap();
    assert!(request.headers()["x-secret"].is_sensitive());
    assert!(!format!("{:?}", request.headers()).contains("canary"));
}

/// Adds a secret to an existing header, to the query, or as bytes that are not ASCII.
struct Hiding(&'static str);

impl api_request::auth::Authenticate for Hiding {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::request::Parts,
        _: Option<&'a [u8]>,
    ) -> api_request::transport::BoxFuture<'a, Result<(), api_request::transport::BoxError>> {
        Box::pin(async move {
            match self.0 {
                "query" => request.uri = format!("{}?key=canary-in%2Bquery", request.uri).parse()?,
                "bytes" => {
                    let value = http::HeaderValue::from_bytes("canary-bytes-é".as_bytes())?;
                    request.headers.insert("x-key", value);
                }
                _ => {
                    request.headers.append("accept", "canary-appended".parse()?);
                    request.headers.insert("x-session", "canary-session".parse()?);
                }
            }
            Ok(())
        })
    }
}

#[tokio::test]
async fn credentials_are_known_wherever_they_were_put() {
    let echo = "canary-session canary-appended canary-in+query canary-bytes-é canary-öf-client canary-öf-call";
    let server = Server::always(Answer::json("400 Bad", &serde_json::json!({ "message": echo }).to_string())).await;
    let mut seen = String::new();
    for place in ["query", "bytes", "headers"] {
        let client = Client::builder(server.url())
            .header("x-session", "anonymous")
            .header("x-of-client", "canary-öf-client")
            .auth(Hiding(place))
            .build()
            .unwrap();
        let request = Get { refresh: None, header: "h", cookie: "c" };
        let error = client.call(&request).header("x-of-call", "canary-öf-call").await.unwrap_err();
        seen += &format!("{error}\n");
    }
    for (line, hidden) in seen.lines().zip([
        "canary-session canary-appended REDACTED canary-bytes-é REDACTED REDACTED",
        "canary-session canary-appended canary-in+query REDACTED REDACTED REDACTED",
        "REDACTED REDACTED canary-in+query canary-bytes-é REDACTED REDACTED",
    ]) {
        assert_eq!(line, format!("GET /api/jwt/issue: 400 Bad Request: {hidden}"));
    }
}

#[tokio::test]
async fn a_secret_type_is_known_wherever_it_stands() {
    #[derive(ApiRequest)]
    #[api(post = "/a/{path}", response = Text)]
    struct Post<'a, T> {
        path: &'a Secret<String>,
        #[api(query, loggable)]
        list: Vec<Secret<&'static str>>,
        #[api(query, loggable)]
        generic: T,
        #[api(header = "X-Boxed", loggable)]
        boxed: Box<Secret<&'static str>>,
        #[api(header = "X-Nested", loggable)]
        nested: Option<Vec<Secret<&'static str>>>,
        #[api(loggable)]
        body: (u8, Secret<&'static str>),
        number: Secret<u128>,
    }
    let path = Secret::new("canary-path".to_owned());
    let post = Post {
        path: &path,
        list: vec![Secret::new("canary-list")],
        generic: Some(Secret::new("canary-generic")),
        boxed: Box::new(Secret::new("canary-boxed")),
        nested: Some(vec![Secret::new("canary-nested")]),
        body: (7, Secret::new("canary-body")),
        number: Secret::new(u128::MAX),
    };
    let base = "https://h.example".parse().unwrap();
    let request = post.to_http(&base).unwrap();
    assert!(request.headers()["x-boxed"].is_sensitive() && request.headers()["x-nested"].is_sensitive());
    assert_eq!(
        post.to_curl(&base).unwrap().to_string(),
        "curl --globoff --request POST 'https://h.example/a/REDACTED?list=REDACTED&generic=REDACTED' \
         --header 'x-boxed: REDACTED' --header 'x-nested: REDACTED' --header 'content-type: application/json' \
         --header 'accept:' --data-raw '{\"body\":[7,\"REDACTED\"],\"number\":\"REDACTED\"}'"
    );
    let echo = "canary-path canary-list canary-generic canary-boxed canary-nested canary-body \
                340282366920938463463374607431768211455";
    let server = Server::always(Answer::json("400 Bad", &serde_json::json!({ "message": echo }).to_string())).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = post.send(&client).await.unwrap_err();
    let all = ["REDACTED"; 7].join(" ");
    assert_eq!(error.to_string(), format!("POST /a/{{path}}: 400 Bad Request: {all}"));
}

#[test]
fn a_secret_key_of_a_map_is_hidden_like_a_value() {
    struct Named(Secret<&'static str>);
    impl Serialize for Named {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map([(&self.0, 1)])
        }
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text)]
    struct Get {
        #[api(flatten, query, loggable)]
        more: Named,
        #[api(flatten, header_prefix = "X-", loggable)]
        meta: Named,
    }
    let named = |name| Named(Secret::new(name));
    let get = Get { more: named("canary-more"), meta: named("canary-meta") };
    let base = "https://h.example".parse().unwrap();
    let request = get.to_http(&base).unwrap();
    assert_eq!(
        (request.uri().query(), &request.headers()["x-canary-meta"]),
        (Some("canary-more=1"), &"1".parse().unwrap())
    );
    assert!(!get.to_curl(&base).unwrap().to_string().contains("canary"));
    let refused = Get { meta: named("canary key"), ..get }.to_http(&base).unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("canary"), "{refused}");
}

/// The reader of the first error holds the facts of the call, and the second try needs them too.
#[tokio::test]
async fn a_secret_is_hidden_in_each_try_of_an_error_that_is_a_stream() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text, error = api_request::reply::ByteStream)]
    struct Get {
        #[api(query, secret)]
        token: &'static str,
    }
    let server = Server::always(Answer::json("503 No", r#"{"message":"bad token canary-token"}"#)).await;
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    let client = Client::builder(server.url()).retry(quick).build().unwrap();
    let error = Get { token: "canary-token" }.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: 503 Service Unavailable: bad token REDACTED");
    assert_eq!(error.tries(), 3);
}

#[tokio::test]
async fn a_secret_that_is_not_json_is_not_echoed_either() {
    struct Token;
    impl api_request::body::ToBody for Token {
        fn to_body(&self) -> Result<api_request::body::TypedBody, api_request::body::BodyError> {
            let media_type = http::HeaderValue::from_static("text/plain");
            Ok(api_request::body::TypedBody::new("canary\ntext-body", media_type))
        }
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Post {
        #[api(body, secret)]
        token: Token,
    }
    let plain = [("content-type", "text/plain")];
    let server = Server::always(Answer::reply("400 Bad", &plain, "bad: canary\ntext-body\nmore")).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Post { token: Token }.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /a: 400 Bad Request: bad: REDACTED");
}

#[test]
fn debug_of_what_is_passed_around_shows_nothing() {
    struct Refusing;
    impl Serialize for Refusing {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("canary"))
        }
    }
    use api_request::body::ToBody as _;
    let error = Refusing.to_body().unwrap_err();
    assert!(!format!("{error} {error:?} {error:#?}").contains("canary"));
}
