//! A request around another, which sends a header with it.

use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::validate::Violations;
use api_request::{ApiRequest, Client};
use api_request_tests::{Answer, Server, header};

use super::base;

/// Sends a request in the name of another user.
struct Sudo<'a, R> {
    user: &'a str,
    request: R,
}

impl<R: ApiRequest> ApiRequest for Sudo<'_, R> {
    type Response = R::Response;
    type Error = R::Error;
    const ENDPOINT: &'static Endpoint = &Endpoint::wrap(R::ENDPOINT, &[Param::header("user", "Sudo")]);

    fn validate_into(&self, out: &mut Violations) {
        out.within(R::ENDPOINT, |out| self.request.validate_into(out));
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        out.within(R::ENDPOINT, |out| self.request.encode(out));
        out.header(0, &self.user);
    }
}

#[derive(ApiRequest)]
#[api(delete = "/api/user/{id}")]
struct DeleteUser {
    id: u64,
}

#[derive(ApiRequest)]
#[api(post = "/api/{kind}/token")]
struct Exchange<T> {
    kind: T,
    #[api(query, secret, validate(non_empty))]
    token: String,
}

#[test]
fn the_header_goes_with_any_request() {
    let request = Sudo { user: "root", request: DeleteUser { id: 7 } }.to_http(&base()).unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("DELETE", "/api/user/7"));
    assert_eq!(request.headers()["sudo"], "root");
    let names: Vec<_> = Sudo::<DeleteUser>::ENDPOINT.param_list().iter().map(Param::name).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"id") && names.contains(&"Sudo"), "{names:?}");
}

#[test]
fn a_header_that_cannot_be_sent_is_named() {
    let error = Sudo { user: "ro\not", request: DeleteUser { id: 7 } }.to_http(&base()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`user` (header `Sudo`) cannot be sent: the value contains a control character, which is not allowed in a header"
    );
}

#[test]
fn what_is_in_it_keeps_its_rules_and_its_secrets() {
    let exchange = |token: &str| Sudo { user: "root", request: Exchange { kind: 1, token: token.into() } };
    let violations = exchange("").validate().unwrap_err();
    let fields: Vec<_> = violations.iter().map(|broken| (broken.field(), broken.rule())).collect();
    assert_eq!(fields, [("token", "non_empty")]);
    let curl = exchange("canary-9f2c").to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert!(curl.with_secrets().to_string().contains("canary-9f2c"));
}

/// Has a different endpoint from the request that it contains.
struct Unwrapped<R>(R);

impl<R: ApiRequest> ApiRequest for Unwrapped<R> {
    type Response = R::Response;
    type Error = R::Error;
    const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/elsewhere");

    fn encode(&self, out: &mut Encoder<'_>) {
        out.within(R::ENDPOINT, |out| self.0.encode(out));
    }
}

#[test]
fn a_wrapper_that_says_another_endpoint_sends_nothing() {
    let error = Unwrapped(DeleteUser { id: 7 }).to_http(&base()).unwrap_err();
    assert!(error.to_string().contains("a request with `Endpoint::wrap`"), "{error}");
}

/// Sends a second header.
struct Traced<R>(u32, R);

impl<R: ApiRequest> ApiRequest for Traced<R> {
    type Response = R::Response;
    type Error = R::Error;
    const ENDPOINT: &'static Endpoint = &Endpoint::wrap(R::ENDPOINT, &[Param::header("0", "X-Trace")]);

    fn validate_into(&self, out: &mut Violations) {
        out.within(R::ENDPOINT, |out| self.1.validate_into(out));
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        out.within(R::ENDPOINT, |out| self.1.encode(out));
        out.header(0, &self.0);
    }
}

#[tokio::test]
async fn a_wrapper_may_hold_a_wrapper() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    Traced(5, Sudo { user: "root", request: DeleteUser { id: 7 } }).send(&client).await.unwrap();
    let request = server.only_request();
    assert!(request.starts_with("DELETE /api/user/7 HTTP/1.1\r\n"), "{request}");
    assert_eq!((header(&request, "x-trace"), header(&request, "sudo")), (Some("5"), Some("root")));
}
