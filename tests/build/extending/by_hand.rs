//! A request without the derive.

use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::reply::Raw;
use api_request::rule::non_empty;
use api_request::validate::Violations;
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server};

use super::base;

struct Search {
    tenant: u32,
    text: Option<String>,
}

impl ApiRequest for Search {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/api/{tenant}/search").params(&[
        Param::path("tenant", "tenantId"),
        Param::query("text", "q").required(false).rules(&[non_empty().fact()]),
    ]);

    fn validate_into(&self, out: &mut Violations) {
        out.check(1, &self.text, &non_empty());
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/api/{tenant}/search");
        out.segment(0, &self.tenant);
        out.query(1, &self.text);
    }
}

#[test]
fn encodes_and_validates_like_a_derived_one() {
    let request = Search { tenant: 7, text: Some("a b".into()) }.to_http(&base()).unwrap();
    assert_eq!(request.uri(), "https://api.example.com/api/7/search?q=a%20b");
    assert_eq!(Search { tenant: 7, text: None }.to_http(&base()).unwrap().uri().query(), None);

    let violations = Search { tenant: 7, text: Some(String::new()) }.validate().unwrap_err();
    let facts: Vec<_> = violations.iter().map(|broken| (broken.field(), broken.name(), broken.rule())).collect();
    assert_eq!(facts, [("text", "q", "non_empty")]);
}

#[tokio::test]
async fn is_sent_if_it_is_valid() {
    let server = Server::always(Answer::reply("200 OK", &[], "found")).await;
    let client = Client::builder(server.url()).build().unwrap();
    let found = Search { tenant: 7, text: Some("x".into()) }.send(&client).await.unwrap();
    assert_eq!(found.0, "found");
    assert!(server.only_request().starts_with("GET /api/7/search?q=x HTTP/1.1\r\n"));

    let error = Search { tenant: 7, text: Some(String::new()) }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }));
    assert_eq!(server.requests().len(), 1);
}

/// Writes its path value into the query.
struct Misplaced;

impl ApiRequest for Misplaced {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/api/{id}").params(&[Param::path("id", "id")]);

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/api/{id}");
        out.query(0, &7);
    }
}

#[test]
fn a_mistake_in_encode_is_an_error_that_says_what_to_do() {
    let error = Misplaced.to_http(&base()).unwrap_err();
    assert!(error.to_string().contains("with the index and place that `ENDPOINT` declares"), "{error}");
}
