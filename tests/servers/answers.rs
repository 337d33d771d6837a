//! What nginx answers by itself: too many requests, and redirects.

use std::time::Duration;

use api_request::reply::Text;
use api_request::{ApiRequest, Bearer, Client, Error, body};

use crate::nginx::Nginx;

#[derive(ApiRequest)]
#[api(get = "/{place}", response = Text)]
struct Get {
    place: &'static str,
}

#[derive(ApiRequest)]
#[api(post = "/{place}", response = Text)]
struct Post {
    place: &'static str,
    #[api(body)]
    text: body::Text,
}

fn start() -> (Nginx, Client) {
    let nginx = Nginx::start();
    let client = Client::builder(&nginx.url()).auth(Bearer::new("canary")).build().unwrap();
    (nginx, client)
}

fn post(place: &'static str) -> Post {
    Post { place, text: "text".into() }
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_how_long_to_wait() {
    let (_nginx, client) = start();
    let get = Get { place: "limited" };
    assert_eq!(get.send(&client).await.unwrap().0, "now");
    let error = get.send(&client).await.unwrap_err();
    assert!(matches!(&error, Error::Status { status, .. } if status.as_u16() == 429), "{error:?}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(error.is_retryable());
    assert_eq!(error.to_string(), "GET /{place}: 429 Too Many Requests: later");

    assert_eq!(post("limited").send(&client).await.unwrap().0, "now");
    let error = post("limited").send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.retry_after()), (429, Some(Duration::from_secs(7))));
    assert!(!error.is_retryable(), "nothing says that it may be sent twice");
}

#[tokio::test]
async fn a_get_goes_where_nginx_says_within_the_origin() {
    let (nginx, client) = start();
    for place in ["moved", "moved-as-a-path"] {
        assert_eq!(Get { place }.send(&client).await.unwrap().0, "there");
    }
    let url = nginx.url();
    let expected = ["/moved", "/moved-as-a-path", "/there", "/there"].map(|path| format!("{url} GET {path}"));
    assert_eq!(nginx.requests(), expected);
}

#[tokio::test]
async fn a_post_goes_nowhere_else() {
    let (nginx, client) = start();
    let url = nginx.url();
    for (place, location) in [("moved", format!("{url}/there")), ("moved-as-a-path", "/there".to_owned())] {
        let error = post(place).send(&client).await.unwrap_err();
        assert!(matches!(&error, Error::Status { status, .. } if status.as_u16() == 307), "{error:?}");
        assert_eq!(error.headers().unwrap()["location"], location);
    }
    assert_eq!(nginx.requests(), ["/moved", "/moved-as-a-path"].map(|path| format!("{url} POST {path}")));
}

#[tokio::test]
async fn nothing_goes_to_another_origin() {
    let (nginx, client) = start();
    let (url, other_url) = (nginx.url(), nginx.other_url());
    let got = Get { place: "elsewhere" }.send(&client).await.unwrap_err();
    let posted = post("elsewhere").send(&client).await.unwrap_err();
    for error in [got, posted] {
        assert!(matches!(&error, Error::Status { status, .. } if status.as_u16() == 307), "{error:?}");
        assert_eq!(error.headers().unwrap()["location"], format!("{other_url}/there"));
    }
    assert_eq!(nginx.requests(), ["GET", "POST"].map(|method| format!("{url} {method} /elsewhere")));
}

/// Checks that the other origin logs its requests. Otherwise the test above could not fail.
#[tokio::test]
async fn the_other_origin_tells_what_it_sees() {
    let nginx = Nginx::start();
    let other_url = nginx.other_url();
    let client = Client::builder(&other_url).build().unwrap();
    assert_eq!(Get { place: "there" }.send(&client).await.unwrap().0, "elsewhere");
    assert_eq!(nginx.requests(), [format!("{other_url} GET /there")]);
}
