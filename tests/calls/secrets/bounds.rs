//! Secrets that a server repeats in places of every size, and the work and memory that it can cause.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api_request::error::DecodeError;
use api_request::reply::{FromResponse, Incoming};
use api_request::{ApiRequest, Bearer, Client, NoContent};
use api_request_tests::{Answer, Server};

const BEARER: &str = "canary-bearer-of-a-call";

#[derive(ApiRequest)]
#[api(get = "/a", response = BTreeMap<String, u8>, error = BTreeMap<String, u8>)]
struct Get;

#[tokio::test]
async fn shown_headers_are_cleaned_and_cut() {
    let long = "v".repeat(3_000);
    for name in ["server", "allow", "vary", "age", "date", "content-type", "content-encoding", "retry-after"] {
        let headers = [(name, &*format!("a {BEARER}")), (name, &long)];
        let server = Server::always(Answer::reply("500 No", &headers, "")).await;
        let seen = Arc::new(Mutex::new(String::new()));
        let record = Arc::clone(&seen);
        let client = Client::builder(server.url())
            .auth(Bearer::new(BEARER))
            .on_reply(move |view| record.lock().unwrap().push_str(&format!("{view:?}")))
            .build()
            .unwrap();
        let error = client.call(&Get).no_retry().await.unwrap_err();
        for shown in [format!("{error:?}"), format!("{:#?}", error.context()), seen.lock().unwrap().clone()] {
            assert!(!shown.contains(BEARER) && shown.contains("a REDACTED"), "{name}: {shown}");
            assert!(shown.len() < 2_000, "{name}: {} bytes", shown.len());
        }
    }
}

#[tokio::test]
async fn a_response_in_a_users_hands_shows_clean_headers() {
    struct Shown(String);
    impl FromResponse for Shown {
        async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
            Ok(Self(format!("{reply:?}")))
        }
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Shown)]
    struct GetShown;
    let server = Server::always(Answer::reply("200 OK", &[("server", BEARER)], "")).await;
    let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).build().unwrap();
    let shown = GetShown.send(&client).await.unwrap().0;
    assert!(shown.contains(r#""server": "REDACTED""#), "{shown}");
}

#[tokio::test]
async fn keys_in_a_path_are_cleaned_and_cut() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Deep, error = Deep)]
    struct GetDeep;
    #[derive(Debug, serde::Deserialize)]
    #[serde(untagged)]
    enum Deep {
        More(#[expect(dead_code, reason = "only its decoding matters")] BTreeMap<String, Deep>),
    }
    let key = "a".repeat(32);
    let deep = format!("{{\"{key}\":").repeat(100) + "7" + &"}".repeat(100);
    for status in ["200 OK", "400 No"] {
        let server = Server::always(Answer::json(status, &format!(r#"{{"{BEARER}":"x"}}"#))).await;
        let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).build().unwrap();
        let error = Get.send(&client).await.unwrap_err();
        assert!(error.to_string().contains("$.REDACTED: "), "{error}");
        assert!(!format!("{error} {error:?}").contains(BEARER), "{error:?}");

        let server = Server::always(Answer::json(status, &deep)).await;
        let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).build().unwrap();
        let error = GetDeep.send(&client).await.unwrap_err();
        assert!(error.to_string().len() < 600, "{error}");
    }
}

#[tokio::test]
async fn an_error_body_of_many_objects_ends_in_time() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = NoContent)]
    struct GetRaw;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = NoContent, error = Vec<BTreeMap<String, String>>, message_at = "/x/y")]
    struct GetOther;
    const LIMIT: Duration = Duration::from_millis(500);
    // The error is built after the deadline, and slowly without optimisation.
    const MARGIN: Duration = Duration::from_secs(5);
    let item = r#"{"":0},"#;
    let body = format!("[{}0]", item.repeat((10 << 20) / item.len() - 1));
    for media_type in ["application/json", "text/plain"] {
        let server = Server::always(Answer::reply("400 No", &[("content-type", media_type)], &body)).await;
        let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).build().unwrap();
        let begun = Instant::now();
        let errors = [
            client.call(&Get).timeout(LIMIT).await.unwrap_err().erase(),
            client.call(&GetRaw).timeout(LIMIT).await.unwrap_err().erase(),
            client.call(&GetOther).timeout(LIMIT).await.unwrap_err().erase(),
        ];
        assert!(begun.elapsed() < 3 * (LIMIT + MARGIN), "{:?}", begun.elapsed());
        for error in errors {
            assert_eq!((error.status().unwrap().as_u16(), error.context().message()), (400, None));
            assert!(error.to_string().len() < 300, "{}", error.to_string().len());
        }
    }
}

#[tokio::test]
async fn many_secrets_take_bounded_work() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = NoContent, error = BTreeMap<String, u8>)]
    struct Post {
        #[api(secret)]
        keys: Vec<String>,
    }
    let headers =
        [("content-type", "application/json"), ("x-request-id", "secret-key-00007"), ("server", "secret-key-00008")];
    let body = r#"{"message":"secret-key-00009 is not allowed, nor are others"}"#;
    for (count, message) in [(100, Some("REDACTED is not allowed, nor are others")), (100_000, None)] {
        let server = Server::always(Answer::reply("400 No", &headers, body)).await;
        let client = Client::builder(server.url()).build().unwrap();
        let request = Post { keys: (0..count).map(|index| format!("secret-key-{index:05}")).collect() };
        let sending = request.send(&client);
        let begun = Instant::now();
        let error = sending.await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        assert_eq!(error.context().message(), message);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret-key"), "{shown}");
        assert_eq!(error.status().unwrap(), 400);
    }
}
