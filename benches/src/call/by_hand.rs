//! The calls by reqwest alone.

use std::hint::black_box;
use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

use super::TOKEN;
use crate::rows::{Built, IssueJWTWithIdRequest, Issued, PATH};

const JSON: &str = "application/json";

/// The shortest code that gets the value there and the reply back.
pub(super) async fn shortest(http: &Client, base: &str, request: &IssueJWTWithIdRequest) -> Built<Issued> {
    let url = format!("{}{PATH}", black_box(base));
    Ok(http.get(url).query(request).bearer_auth(black_box(TOKEN)).send().await?.json().await?)
}

/// What a careful programmer has for all calls: a deadline, a name, and no credentials for where a redirect leads.
pub(super) fn careful_client(builder: ClientBuilder) -> reqwest::Result<Client> {
    builder.timeout(Duration::from_secs(30)).user_agent("benches/0.1.0").redirect(Policy::none()).build()
}

/// What a careful programmer writes: nothing invalid is sent, an error is none of the replies, and no reply fills the memory.
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

async fn body(mut reply: Response) -> Built<Vec<u8>> {
    const MOST: usize = 10 << 20;
    let mut body = Vec::new();
    while let Some(piece) = reply.chunk().await? {
        if body.len() + piece.len() > MOST {
            return Err("the reply is too long".into());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
