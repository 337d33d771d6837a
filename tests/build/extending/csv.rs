//! A body of another kind.

use api_request::body::{BodyError, ToBody, TypedBody};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header};
use http::HeaderValue;

/// Rows of comma-separated values (RFC 4180).
struct Csv(Vec<[&'static str; 2]>);

impl ToBody for Csv {
    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let needs_quotes = |field: &&str| field.contains(['"', ',', '\r', '\n']);
        if self.0.iter().flatten().any(needs_quotes) {
            return Err(BodyError::new("a field has a comma, a quote or a line break in it"));
        }
        let rows: String = self.0.iter().map(|row| row.join(",") + "\r\n").collect();
        Ok(TypedBody::new(rows, HeaderValue::from_static("text/csv")))
    }
}

#[derive(ApiRequest)]
#[api(post = "/import")]
struct Import {
    #[api(body)]
    rows: Csv,
}

#[tokio::test]
async fn rows_arrive_with_their_media_type() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    Import { rows: Csv(vec![["a", "b"], ["c", "d"]]) }.send(&client).await.unwrap();
    let request = server.only_request();
    assert_eq!(header(&request, "content-type"), Some("text/csv"));
    assert!(request.ends_with("\r\n\r\na,b\r\nc,d\r\n"), "{request}");
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_before_it_is_sent() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Import { rows: Csv(vec![["a", "b,canary"]]) }.send(&client).await.unwrap_err();
    let Error::Encode { error: reason, .. } = &error else { panic!("{error:?}") };
    assert_eq!(reason.field(), "rows");
    assert!(error.to_string().ends_with("a field has a comma, a quote or a line break in it"), "{error}");
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(server.requests().len(), 0);
}
