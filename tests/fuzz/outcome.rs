//! Checks the outcome of building a request against the rules and against what other code reads from it.

use api_request::error::{BuildError, EncodeError};
use api_request::{ApiRequest, BaseUrl};
use http::Request;
use url::Url;

use super::everything::{Everything, Received};
use super::input::CANARY;

const BASE: &str = "https://api.example:8443/v1";

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Delivered,
    /// The name of the field.
    Refused(String),
}

/// Panics if the built request differs from the input, or if a value is rejected that could be delivered.
pub(crate) fn of(sent: Everything) -> Outcome {
    let base: BaseUrl = BASE.parse().unwrap();
    match (sent.to_http(&base), sent.to_curl(&base)) {
        (Ok(request), Ok(curl)) => {
            assert_eq!(sent.refused(), [""; 0], "{sent:?}");
            assert_url(&request.uri().to_string());
            for shown in [curl.to_string(), format!("{curl:?}"), curl.request_line()] {
                assert!(!shown.contains(CANARY), "{shown}");
            }
            assert!(curl.with_secrets().to_string().contains(&format!("'{}'", request.uri())));
            assert_delivered(&request, sent);
            Outcome::Delivered
        }
        (Err(BuildError::Encode(error)), Err(BuildError::Encode(of_curl))) => {
            assert!(sent.refused().contains(&error.field()), "{error} in {sent:?}");
            assert_eq!(error.to_string(), of_curl.to_string());
            assert_hidden(&error);
            Outcome::Refused(error.field().to_owned())
        }
        (http, curl) => panic!("{http:?} and {curl:?} of {sent:?}"),
    }
}

/// Checks that no value changes the part before the request's own path, and that a parser reads back the same URL.
fn assert_url(built: &str) {
    let url = Url::parse(built).unwrap();
    assert_eq!(url.as_str(), built);
    assert_eq!((url.host_str(), url.port()), (Some("api.example"), Some(8443)));
    assert!(built.starts_with(&format!("{BASE}/")) && url.fragment().is_none(), "{built}");
}

fn assert_delivered(request: &Request<api_request::body::Body>, sent: Everything) {
    let headers = request.headers();
    let is_sensitive = |name: &str| headers.get(name).is_some_and(http::HeaderValue::is_sensitive);
    assert_eq!((is_sensitive("x-key"), is_sensitive("cookie")), (sent.key.is_some(), sent.session.is_some()));
    assert_eq!(headers["content-type"], "application/json");
    let body = request.body().as_bytes().unwrap();
    assert_eq!(Received::new("/v1", request.uri(), headers, body).read(), sent.delivered());
}

fn assert_hidden(error: &EncodeError) {
    // A message shows a map key with the name of a parameter, unless the field is secret.
    if error.field() != "object" {
        assert!(!format!("{error} {error:?}").contains(CANARY), "{error}");
    }
}
