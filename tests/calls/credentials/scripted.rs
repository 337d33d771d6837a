//! Functions that fetch tokens by a script, and a transport that echoes the token.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request::auth::{Refreshing, Token};
use api_request::body::Body;
use api_request::reply::Text;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiRequest as _, Client, Error};
use http::{Request, Response};
use tokio::time::sleep;

use super::Get;

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Answers with the credentials that it received, and with 401 if they are among the rejected ones.
#[derive(Clone, Default)]
pub(crate) struct Echo {
    refused: Arc<Mutex<Vec<String>>>,
    pub(crate) calls: Arc<AtomicU32>,
}

impl Echo {
    pub(crate) fn refuse(&self, token: &str) {
        self.refused.lock().unwrap().push(format!("Bearer {token}"));
    }

    pub(crate) fn client(&self, auth: &Refreshing) -> Client {
        Client::builder("https://h.example").transport(self.clone()).auth(auth.clone()).build().unwrap()
    }
}

impl Transport for Echo {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let token = request.headers().get("authorization").map_or("-", |value| value.to_str().unwrap());
            let is_refused = self.refused.lock().unwrap().iter().any(|refused| refused == token);
            if is_refused {
                sleep(Duration::from_millis(1)).await;
            }
            let mut reply = Response::new(Body::from(token.to_owned()));
            *reply.status_mut() = if is_refused { 401.try_into()? } else { 200.try_into()? };
            Ok(reply)
        })
    }
}

/// What a fetch does, one call after another. The last step repeats.
#[derive(Clone, Copy)]
pub(crate) enum Refresh {
    /// Takes a second, and returns a token that is valid for this many seconds.
    Good(u64),
    Endless,
    Fails,
    Hangs,
}
pub(crate) use Refresh::{Endless, Fails, Good, Hangs};

/// Returns credentials, and a counter of their fetches.
pub(crate) fn scripted(script: &[Refresh]) -> (Refreshing, Arc<AtomicU32>) {
    let script = script.to_vec();
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let refreshing = Refreshing::new(move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let step = script[script.len().min(number as usize) - 1];
        async move {
            sleep(SECOND).await;
            let token = Token::new(format!("t{number}"));
            match step {
                Good(seconds) => Ok(token.expires_in(Duration::from_secs(seconds))),
                Endless => Ok(token),
                Fails => Err(Sealed(number)),
                Hangs => std::future::pending().await,
            }
        }
    });
    (refreshing, counted)
}

#[derive(Debug, PartialEq)]
pub(crate) struct Sealed(pub(crate) u32);

impl std::fmt::Display for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the vault is sealed ({})", self.0)
    }
}

impl StdError for Sealed {}

pub(crate) fn fifty(client: &Client) -> Vec<tokio::task::JoinHandle<Result<Text, Error>>> {
    (0..50).map(|_| tokio::spawn(Get.send(client))).collect()
}

pub(crate) async fn sent(client: &Client) -> String {
    Get.send(client).await.unwrap().0
}
