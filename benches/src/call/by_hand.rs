//! The same calls with reqwest alone.

use std::hint::black_box;
use std::io::Read as _;
use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response, blocking};

use super::TOKEN;
use crate::rows::{Built, IssueJWTWithIdRequest, Issued, PATH};

const JSON: &str = "application/json";

/// The shortest code that sends the request and reads the response.
pub(super) async fn shortest(http: &Client, base: &str, request: &IssueJWTWithIdRequest) -> Built<Issued> {
    let url = format!("{}{PATH}", black_box(base));
    Ok(http.get(url).query(request).bearer_auth(black_box(TOKEN)).send().await?.json().await?)
}

/// Careful hand-written code, for all calls: a timeout, a user agent, and no credentials after a redirect.
pub(super) fn careful_client(builder: ClientBuilder) -> reqwest::Result<Client> {
    builder.timeout(Duration::from_secs(30)).user_agent("benches/0.1.0").redirect(Policy::none()).build()
}

/// Careful hand-written code: it validates the values, checks the status, and limits the size of the response.
pub(super) async fn same_job(http: &Client, base: &str, request: &IssueJWTWithIdRequest) -> Built<Issued> {
    request.check_by_hand()?;
    let url = format!("{}{PATH}", black_box(base));
    let sending = http.get(url).query(request).bearer_auth(black_box(TOKEN)).header(ACCEPT, JSON);
    let reply = sending.send().await?;
    let status = reply.status();
    let body = body(reply).await?;
    if !status.is_success() {
        return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok(serde_json::from_slice(&body)?)
}

/// The largest response, in bytes.
const MOST: usize = 10 << 20;

async fn body(mut reply: Response) -> Built<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(piece) = reply.chunk().await? {
        if body.len() + piece.len() > MOST {
            return Err("the reply is too long".into());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The client for [`blocking`], with the settings of [`careful_client`].
pub(super) fn blocking_client(builder: ClientBuilder) -> reqwest::Result<blocking::Client> {
    let builder = blocking::ClientBuilder::from(builder);
    builder.timeout(Duration::from_secs(30)).user_agent("benches/0.1.0").redirect(Policy::none()).build()
}

/// Like [`same_job`], with the blocking client.
pub(super) fn blocking(http: &blocking::Client, base: &str, request: &IssueJWTWithIdRequest) -> Built<Issued> {
    request.check_by_hand()?;
    let url = format!("{}{PATH}", black_box(base));
    let reply = http.get(url).query(request).bearer_auth(black_box(TOKEN)).header(ACCEPT, JSON).send()?;
    let status = reply.status();
    let mut body = Vec::new();
    if reply.take(MOST as u64 + 1).read_to_end(&mut body)? > MOST {
        return Err("the reply is too long".into());
    }
    if !status.is_success() {
        return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok(serde_json::from_slice(&body)?)
}
