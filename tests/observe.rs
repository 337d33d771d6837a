//! What observers see of a call: its span, an event for each try, and the hooks. None of it contains a value.
//! This is a separate binary, because `tracing` and `log` keep what is enabled for the whole process.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::reply::Text;
use api_request::{ApiRequest, Bearer, Client, Error, blocking};
use api_request_tests::{Answer, Server};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

type Fields = BTreeMap<&'static str, String>;

/// What was recorded, in order: the name of a span or `event`, and its fields.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<(String, Fields)>>>);

struct Read<'a>(&'a mut Fields);

impl Visit for Read<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Told {
    fn add(&self, name: &str, record: impl FnOnce(&mut Read<'_>)) {
        let mut fields = Fields::new();
        record(&mut Read(&mut fields));
        self.0.lock().unwrap().push((name.to_owned(), fields));
    }

    fn all(&self) -> Vec<(String, Fields)> {
        self.0.lock().unwrap().clone()
    }

    /// The fields of the only span, with those that were recorded later.
    fn span(&self) -> Fields {
        let spans: Vec<_> = self.all().into_iter().filter(|(name, _)| name == "call").collect();
        assert_eq!(spans.len(), 1, "one span for a call: {spans:?}");
        let recorded = self.all().into_iter().filter(|(name, _)| name == "call" || name == "record");
        recorded.flat_map(|(_, fields)| fields).collect()
    }

    fn events(&self) -> Vec<Fields> {
        self.all().into_iter().filter(|(name, _)| name == "event").map(|(_, fields)| fields).collect()
    }
}

impl<S: Subscriber> Layer<S> for Told {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("api_request")
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.add(attributes.metadata().name(), |read| attributes.record(read));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.add("record", |read| values.record(read));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.add("event", |read| event.record(read));
    }
}

/// Runs the future. Returns its output and what was recorded on this thread.
fn told<F: Future>(run: impl FnOnce() -> F) -> (F::Output, Told) {
    let told = Told::default();
    let subscriber = tracing_subscriber::registry().with(told.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let output = tracing::subscriber::with_default(subscriber, || runtime.block_on(run()));
    (output, told)
}

#[derive(ApiRequest)]
#[api(get = "/users/{id}", response = Text, error = serde_json::Value)]
struct Get {
    id: &'static str,
    #[api(query, validate(non_empty))]
    q: &'static str,
}

const GET: Get = Get { id: "canary", q: "canary" };

fn quick() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1))
}

fn fields<const N: usize>(fields: [(&'static str, &str); N]) -> Fields {
    fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

#[test]
fn a_call_has_a_span_by_opentelemetrys_names_and_an_event_for_each_try() {
    let (port, told) = told(|| async {
        let server = Server::always(Answer::reply("503 Busy", &[], "canary")).await;
        let client = Client::builder(server.url()).retry(quick()).build().unwrap();
        let error = GET.send(&client).await.unwrap_err();
        assert_eq!(error.tries(), 3);
        server.url().rsplit_once(':').unwrap().1.to_owned()
    });
    let common = [
        ("otel.kind", "client"),
        ("otel.name", "GET /users/{id}"),
        ("http.request.method", "GET"),
        ("url.template", "/users/{id}"),
        ("server.address", "127.0.0.1"),
        ("server.port", &*port),
        ("http.response.status_code", "503"),
        ("http.request.resend_count", "2"),
        ("error.type", "503"),
    ];
    assert_eq!(told.span(), fields(common));
    let event = |resends| {
        fields([
            ("message", "try finished"),
            ("http.request.resend_count", resends),
            ("http.response.status_code", "503"),
            ("error.type", "503"),
        ])
    };
    assert_eq!(told.events(), [event("0"), event("1"), event("2")]);
}

#[test]
fn a_success_has_no_error() {
    let ((), told) = told(|| async {
        let server = Server::always(Answer::reply("200 OK", &[], "canary")).await;
        GET.send(&Client::builder(server.url()).build().unwrap()).await.unwrap();
    });
    let span = told.span();
    assert_eq!(span.get("http.response.status_code").map(String::as_str), Some("200"));
    assert!(!span.contains_key("error.type") && !span.contains_key("http.request.resend_count"), "{span:?}");
    assert_eq!(told.events().len(), 1);
}

#[test]
fn each_way_to_fail_has_a_word() {
    let kind = |answer: Option<Answer>, request: Get| {
        let (_, told) = told(|| async {
            let server = match answer {
                Some(answer) => Some(Server::always(answer).await),
                None => None,
            };
            let url = server.as_ref().map_or("http://127.0.0.1:9", |server| server.url());
            let client =
                Client::builder(url).timeout(Duration::from_millis(200)).retry(RetryPolicy::none()).build().unwrap();
            request.send(&client).await.unwrap_err()
        });
        told.span().remove("error.type").unwrap()
    };
    assert_eq!(kind(None, GET), "connect");
    assert_eq!(kind(None, Get { id: "..", q: "a" }), "encode");
    assert_eq!(kind(None, Get { id: "a", q: "" }), "invalid");
    assert_eq!(kind(Some(Answer::Stall(vec![])), GET), "timeout");
    assert_eq!(kind(Some(Answer::Bytes(vec![])), GET), "transport");
    assert_eq!(kind(Some(Answer::reply("404 No", &[], "")), GET), "404");
    assert_eq!(kind(Some(Answer::reply("200 OK", &[], [0xff])), GET), "decode");
}

/// A span records the result of the last try, after any earlier ones.
#[test]
fn a_span_ends_as_its_last_try_did() {
    let span = |answers: &'static [Option<&'static str>], is_raw: bool| {
        let (_, told) = told(|| async {
            let left = Mutex::new(answers.iter());
            let server = Server::start(move |_| match left.lock().unwrap().next().unwrap() {
                Some(status) => Answer::reply(status, &[], ""),
                None => Answer::Bytes(vec![]),
            })
            .await;
            let client = Client::builder(server.url()).retry(quick().tries(2)).build().unwrap();
            if is_raw { client.call(&GET).raw().await.map(drop) } else { GET.send(&client).await.map(drop) }
        });
        assert_eq!(told.events().len(), answers.len());
        let mut span = told.span();
        ["http.response.status_code", "http.request.resend_count", "error.type"]
            .map(|name| span.remove(name).unwrap_or_default())
    };
    for is_raw in [false, true] {
        assert_eq!(span(&[Some("503 No"), None], is_raw), ["", "1", "transport"]);
        assert_eq!(span(&[None, Some("503 No")], is_raw), ["503", "1", "503"]);
        assert_eq!(span(&[Some("404 No")], is_raw), ["404", "", "404"]);
        assert_eq!(span(&[Some("503 No"), Some("200 OK")], is_raw), ["200", "1", ""]);
    }
}

#[test]
fn hooks_see_each_request_and_what_came_of_it() {
    let seen = Arc::new(Mutex::new(String::new()));
    let ((), _) = told(|| async {
        let server = Server::start(|request| {
            if request.starts_with("GET /users/canary") {
                Answer::reply("302 Found", &[("location", "/there?canary"), ("x-secret", "canary")], "")
            } else {
                let headers = [("server", "s"), ("x-ratelimit-remaining", "7"), ("x-a", "canary")];
                Answer::reply("503 Busy", &headers, "canary")
            }
        })
        .await;
        let (requests, replies) = (Arc::clone(&seen), Arc::clone(&seen));
        let client = Client::builder(server.url())
            .auth(Bearer::new("canary"))
            .header("x-api-key", "canary")
            .retry(quick().tries(2))
            .on_request(move |request| {
                let mut seen = requests.lock().unwrap();
                let (endpoint, tries) = (request.endpoint(), request.tries());
                writeln!(seen, "{} {} {tries} {}", endpoint.method(), endpoint.path(), request.host()).unwrap();
                assert!(request.port().is_some() && request.headers().any(|it| it == ("authorization", "REDACTED")));
                assert!(
                    request.headers().any(|(name, value)| name == "user-agent" && value.starts_with("api-request/"))
                );
                assert!(!format!("{request:?}").contains("canary"), "{request:?}");
            })
            .on_reply(move |reply| {
                let mut seen = replies.lock().unwrap();
                writeln!(seen, "{} {}", reply.status().unwrap(), reply.tries()).unwrap();
                assert!(reply.error().is_none() && reply.elapsed() < Duration::from_secs(5));
                assert_eq!(reply.endpoint().path(), "/users/{id}");
                assert!(!format!("{reply:?}").contains("canary"), "{reply:?}");
                if reply.status().unwrap() == 503 {
                    assert!(format!("{reply:?}").contains(r#""x-ratelimit-remaining": "7""#), "{reply:?}");
                    for shown in [("server", "s"), ("x-ratelimit-remaining", "7"), ("x-a", "REDACTED")] {
                        assert!(reply.headers().any(|header| header == shown), "{shown:?}");
                    }
                    assert!(reply.headers().all(|(_, value)| !value.contains("canary")), "{reply:?}");
                }
            })
            .build()
            .unwrap();
        let error = GET.send(&client).await.unwrap_err();
        assert!(format!("{error:?}").contains(r#""x-ratelimit-remaining": "7""#), "{error:?}");
    });
    let request = "GET /users/{id}";
    let once = |tries| {
        format!(
            "{request} {tries} 127.0.0.1\n302 Found {tries}\n{request} {tries} 127.0.0.1\n503 Service Unavailable {tries}\n"
        )
    };
    assert_eq!(*seen.lock().unwrap(), once(1) + &once(2));
    let failed = Arc::new(Mutex::new(None));
    let told = Arc::clone(&failed);
    let ((), _) = self::told(|| async {
        let hook = move |reply: &api_request::client::ReplyView<'_>| {
            *told.lock().unwrap() = reply.error().map(|error| matches!(error, Error::Connect { .. }));
            assert_eq!(reply.headers().count(), 0);
        };
        let client = Client::builder("http://127.0.0.1:9").retry(RetryPolicy::none()).on_reply(hook).build().unwrap();
        GET.send(&client).await.unwrap_err();
    });
    assert_eq!(*failed.lock().unwrap(), Some(true));
}

/// Everything that is logged in a run: by all crates down to DEBUG, and by this one down to TRACE.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Filter;

impl<S: Subscriber> Layer<S> for Filter {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        *metadata.level() <= Level::DEBUG || metadata.target().starts_with("api_request")
    }
}

#[derive(ApiRequest)]
#[api(post = "/canary-not/{path}", response = serde_json::Value, error = serde_json::Value, idempotent)]
struct Everywhere {
    path: &'static str,
    #[api(query)]
    query: &'static str,
    #[api(header)]
    header: &'static str,
    #[api(cookie)]
    cookie: &'static str,
    body: &'static str,
}

#[test]
fn no_value_is_in_any_log() {
    const CANARY: &str = "kanarienvogel";
    tracing_log::LogTracer::init().unwrap();
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::registry()
        .with(Filter)
        .with(tracing_subscriber::fmt::layer().with_writer(move || writer.clone()).with_ansi(false));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let body = format!("{{\"message\":\"{CANARY}\"}}");
            let headers = [
                ("x-request-id", CANARY),
                ("location", CANARY),
                ("set-cookie", CANARY),
                ("content-type", "application/json"),
            ];
            for (status, body) in
                [("200 OK", &*body), ("200 OK", CANARY), ("503 No", &*body), ("404 No", &*body), ("307 Go", "")]
            {
                let server = Server::always(Answer::reply(status, &headers, body)).await;
                let client = Client::builder(&format!("{}/{CANARY}", server.url()))
                    .auth(Bearer::new(CANARY))
                    .header("x-key", CANARY)
                    .retry(quick())
                    .build()
                    .unwrap();
                let everywhere =
                    Everywhere { path: CANARY, query: CANARY, header: CANARY, cookie: CANARY, body: CANARY };
                let _ = everywhere.send(&client).await;
                let _ =
                    client.call(&everywhere).url(format!("/{CANARY}?{CANARY}")).header("x-call", CANARY).send().await;
            }
            let nowhere = Client::builder(&format!("http://127.0.0.1:9/{CANARY}")).retry(quick()).build().unwrap();
            let _ = GET.send(&nowhere).await;
        });
    });
    let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("url.template"), "spans are written: {text}");
    assert!(text.contains("reqwest"), "and what happens below them: {text}");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(CANARY)).collect();
    assert!(lines.is_empty(), "{lines:#?}");
}

/// The name of a span, and the id of the span that it was created in.
type Created = (&'static str, Option<Id>);

#[derive(Clone, Default)]
struct Parents(Arc<Mutex<Vec<Created>>>);

impl<S: Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>> Layer<S> for Parents {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, context: Context<'_, S>) {
        let parent = context.current_span().id().cloned();
        self.0.lock().unwrap().push((attributes.metadata().name(), parent));
    }
}

#[test]
fn the_span_of_the_calling_thread_is_the_parent_of_a_blocking_call() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::always(Answer::reply("200 OK", &[], "canary")));
    let (told, parents) = (Told::default(), Parents::default());
    let subscriber = tracing_subscriber::registry().with(told.clone()).with(parents.clone());
    let outer = tracing::subscriber::with_default(subscriber, || {
        let outer = tracing::info_span!(target: "api_request_tests", "outer");
        let client = blocking::Client::builder(server.url()).build().unwrap();
        outer.in_scope(|| GET.send(&client).unwrap());
        outer.id()
    });
    let calls: Vec<_> = parents.0.lock().unwrap().iter().filter(|(name, _)| *name == "call").cloned().collect();
    assert_eq!(calls, [("call", outer)]);
    assert_eq!(told.events().len(), 1);
    assert!(!format!("{:?}", told.all()).contains("canary"));
}
