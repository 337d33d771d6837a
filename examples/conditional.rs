//! Conditional requests: reads a page only if it has changed, and never overwrites a change of somebody else.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use api_request::{ApiRequest, ApiResponse, Client};
use axum::extract::State;
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// Reads the page, unless it is still the version with this tag (RFC 9110, section 13.1.2).
#[derive(Debug, ApiRequest)]
#[api(get = "/pages/hours", response = Read)]
pub struct ReadPage {
    /// The tag of the version that the caller already has.
    #[api(header = "If-None-Match")]
    pub etag: Option<String>,
}

/// The result of reading.
#[derive(Debug, ApiResponse)]
pub enum Read {
    /// A new version.
    #[api(status = 200)]
    Fresh(Version),
    /// The caller's version is current. The body is empty.
    #[api(status = 304)]
    NotModified,
}

/// The page with the tag of its version.
#[derive(Debug, ApiResponse)]
pub struct Version {
    /// An opaque value. It is sent back unchanged, including its quotes.
    #[api(header)]
    pub etag: String,
    /// The page in this version.
    #[api(body)]
    pub page: Page,
}

/// A page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// The text of the page.
    pub text: String,
}

/// Writes the page, if it is still the version with this tag (RFC 9110, section 13.1.1).
#[derive(Debug, ApiRequest)]
#[api(put = "/pages/hours", response = Written)]
pub struct WritePage {
    /// The tag of the version that the change is based on.
    #[api(header = "If-Match")]
    pub etag: String,
    /// The new page.
    #[api(body)]
    pub page: Page,
}

/// The result of writing.
#[derive(Debug, ApiResponse)]
pub enum Written {
    /// The page was written.
    #[api(status = 204)]
    Done,
    /// Somebody else changed the page first. Nothing was written.
    #[api(status = 412)]
    ChangedMeanwhile,
}

type BoxError = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let client = Client::builder(&serve().await?).build()?;

    println!("Nothing is known yet");
    let first = read(&client, None).await?;

    println!("\nThe first version is known");
    let first = read(&client, Some(first)).await?;

    println!("\nSomeone else read it too, and writes");
    write(&client, &first.etag, "9 to 6").await?;

    println!("\nYour own change still refers to the first version");
    write(&client, &first.etag, "9 to 5, closed on Sunday").await?;

    println!("\nSo the page is read again, and its current version is changed");
    let second = read(&client, Some(first)).await?;
    write(&client, &second.etag, &format!("{}, closed on Sunday", second.page.text)).await?;
    read(&client, Some(second)).await?;
    Ok(())
}

/// Returns the current version: a new one, or the one that the caller already has.
async fn read(client: &Client, known: Option<Version>) -> Result<Version, BoxError> {
    let etag = known.as_ref().map(|known| known.etag.clone());
    println!("  GET /pages/hours, If-None-Match: {}", etag.as_deref().unwrap_or("(none)"));
    let reply = client.call(&ReadPage { etag }).reply().await?;
    match (reply.value, known) {
        (Read::Fresh(version), _) => {
            println!("  {}, ETag: {}: \"{}\"", reply.status, version.etag, version.page.text);
            Ok(version)
        }
        (Read::NotModified, Some(known)) => {
            println!("  {}: it is still \"{}\"", reply.status, known.page.text);
            Ok(known)
        }
        (Read::NotModified, None) => Err("nothing was known that could be unchanged".into()),
    }
}

/// Writes the page, unless its current version has another tag.
async fn write(client: &Client, etag: &str, text: &str) -> Result<(), BoxError> {
    println!("  PUT /pages/hours, If-Match: {etag}: \"{text}\"");
    let request = WritePage { etag: etag.to_owned(), page: Page { text: text.to_owned() } };
    let reply = client.call(&request).reply().await?;
    match reply.value {
        Written::Done => println!("  {}: it is written", reply.status),
        Written::ChangedMeanwhile => println!("  {}: nothing is written", reply.status),
    }
    Ok(())
}

/// What the server stores: how often the page was written, and the page.
type Stored = Arc<Mutex<(u32, Page)>>;

/// Starts a server with one page on a free loopback port, and returns its URL.
async fn serve() -> Result<String, BoxError> {
    let stored: Stored = Arc::new(Mutex::new((1, Page { text: "9 to 5".into() })));
    let router = Router::new().route("/pages/hours", get(give).put(take)).with_state(stored);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(axum::serve(listener, router).into_future());
    Ok(url)
}

async fn give(State(stored): State<Stored>, headers: HeaderMap) -> Response {
    let (number, page) = stored.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let tag = tag(number);
    if names(&headers, &IF_NONE_MATCH, &tag) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    ([(ETAG, tag)], Json(page)).into_response()
}

async fn take(State(stored): State<Stored>, headers: HeaderMap, Json(page): Json<Page>) -> StatusCode {
    let mut stored = stored.lock().unwrap_or_else(PoisonError::into_inner);
    if !names(&headers, &IF_MATCH, &tag(stored.0)) {
        return StatusCode::PRECONDITION_FAILED;
    }
    *stored = (stored.0 + 1, page);
    StatusCode::NO_CONTENT
}

fn tag(number: u32) -> String {
    format!("\"v{number}\"")
}

/// Whether the header equals this tag. The example sends neither lists of tags nor `*`.
fn names(headers: &HeaderMap, name: &HeaderName, tag: &str) -> bool {
    headers.get(name).is_some_and(|value| value == tag)
}
