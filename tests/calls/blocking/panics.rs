//! A panic of a user's function ends its own call only.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use api_request::auth::{Authenticate, Refreshing, Token};
use api_request::body::Body;
use api_request::transport::{BoxError, BoxFuture, Tower};
use api_request::{ApiRequest, Error, blocking};
use api_request_tests::Answer;

use super::{Get, Peer};

/// Panics while the flag is set.
struct Panicking(Arc<AtomicBool>);

impl Authenticate for Panicking {
    fn authenticate<'a>(
        &'a self,
        _: &'a mut http::request::Parts,
        _: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async {
            assert!(!self.0.load(Ordering::SeqCst), "the credentials panic");
            Ok(())
        })
    }
}

/// A call panics, and others before and after it, and at the same time, succeed.
fn ends_its_own_call_only(client: &blocking::Client, panics: &AtomicBool) {
    assert_eq!(Get.send(client).unwrap().0, "text");
    panics.store(true, Ordering::SeqCst);
    let panic = catch_unwind(AssertUnwindSafe(|| Get.send(client))).unwrap_err();
    assert!(panic.downcast_ref::<&str>().is_some_and(|text| text.contains("panic")), "the panic of the function");
    panics.store(false, Ordering::SeqCst);
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| assert_eq!(Get.send(client).unwrap().0, "text"));
        }
    });
}

#[test]
fn a_panic_of_a_hook_or_of_credentials_reaches_its_caller() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let builder = || blocking::Client::builder(peer.server.url());
    let panics = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&panics);
    let hooked = builder().on_reply(move |_| assert!(!seen.load(Ordering::SeqCst), "the hook panics")).build().unwrap();
    ends_its_own_call_only(&hooked, &panics);
    let seen = Arc::clone(&panics);
    let hooked =
        builder().on_request(move |_| assert!(!seen.load(Ordering::SeqCst), "the hook panics")).build().unwrap();
    ends_its_own_call_only(&hooked, &panics);
    let with_credentials = builder().auth(Panicking(Arc::clone(&panics))).build().unwrap();
    ends_its_own_call_only(&with_credentials, &panics);
}

/// The transport runs on the background thread, and its panic reaches the caller too.
#[test]
fn a_panic_of_a_transport_reaches_its_caller() {
    let panics = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&panics);
    let service = tower::service_fn(move |_: http::Request<Body>| {
        let panics = seen.load(Ordering::SeqCst);
        async move {
            assert!(!panics, "the transport panics");
            Ok::<_, BoxError>(http::Response::new(Body::from("text")))
        }
    });
    let client = blocking::Client::builder("http://localhost").transport(Tower(service)).build().unwrap();
    ends_its_own_call_only(&client, &panics);
}

/// The fetch is a task of the background thread, so there is no call that its panic could unwind through.
#[test]
fn a_panic_while_a_token_is_fetched_is_an_error() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let panics = Arc::new(AtomicBool::new(true));
    let seen = Arc::clone(&panics);
    let auth = Refreshing::new(move || {
        let panics = seen.load(Ordering::SeqCst);
        async move {
            assert!(!panics, "the fetch panics");
            Ok::<_, BoxError>(Token::new("token"))
        }
    });
    let client = blocking::Client::builder(peer.server.url()).auth(auth).build().unwrap();
    let error = Get.send(&client).unwrap_err();
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    panics.store(false, Ordering::SeqCst);
    assert_eq!(Get.send(&client).unwrap().0, "text");
}

fn panics(_: &str) -> Result<(), &'static str> {
    panic!("the rule panics")
}

#[test]
fn a_panic_of_a_rule_reaches_its_caller() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = api_request::reply::Text)]
    struct Ruled {
        #[api(query, validate(self::panics))]
        name: &'static str,
    }
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let client = peer.client();
    catch_unwind(AssertUnwindSafe(|| Ruled { name: "a" }.send(&client))).unwrap_err();
    assert_eq!(Get.send(&client).unwrap().0, "text");
}

/// A user's function may block on another call of the same client.
#[test]
fn a_call_within_a_hook_works() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let inner = peer.client();
    let outer = blocking::Client::builder(peer.server.url())
        .on_request(move |_| assert_eq!(Get.send(&inner).unwrap().0, "text"))
        .build()
        .unwrap();
    for _ in 0..20 {
        assert_eq!(Get.send(&outer).unwrap().0, "text");
    }
    assert_eq!(peer.server.requests().len(), 40);
}
