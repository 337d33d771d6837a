//! A response header whose text serde cannot parse.

use api_request::error::DecodeError;
use api_request::reply::{FromHeader, Incoming};
use api_request::{ApiRequest, ApiResponse, Client, Error};
use api_request_tests::{Answer, Server};

/// The number after `version-`, as in `X-Version: version-7`.
struct Version(u64);

impl FromHeader for Version {
    fn from_header(reply: &Incoming, name: &str) -> Result<Self, DecodeError> {
        let text: String = reply.header(name)?;
        let number = text.strip_prefix("version-").and_then(|number| number.parse().ok());
        number
            .map(Self)
            .ok_or_else(|| DecodeError::new("expected `version-` and a number").at(format!("header `{name}`")))
    }
}

#[derive(ApiRequest)]
#[api(put = "/document", response = Saved)]
struct Save;

#[derive(ApiResponse)]
struct Saved {
    #[api(header = "x-version")]
    version: Version,
}

#[tokio::test]
async fn a_header_is_read_by_its_own_type() {
    let server = Server::always(Answer::reply("200 OK", &[("X-Version", "version-7")], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    assert_eq!(Save.send(&client).await.unwrap().version.0, 7);
}

#[tokio::test]
async fn the_error_names_the_header() {
    let server = Server::always(Answer::reply("200 OK", &[("X-Version", "canary")], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Save.send(&client).await.err().unwrap();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    let shown = error.to_string();
    assert!(shown.contains("`x-version`") && shown.contains("expected `version-` and a number"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}
