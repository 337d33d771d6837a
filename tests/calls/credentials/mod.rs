//! Credentials: what each kind sends, which ones a request uses, what is rejected, and that no secret is shown.

mod api_key;
mod basic;
mod claims;
mod refreshing;
mod runtimes;
mod scripted;
mod secrets;
mod through_a_client;
mod waiting;

use api_request::auth::Authenticate;
use api_request::reply::Text;
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server};

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

/// A server that accepts everything, and a client for it.
async fn pair(auth: impl Authenticate) -> (Server, Client) {
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let client = Client::builder(server.url()).auth(auth).build().unwrap();
    (server, client)
}

/// Returns why a call failed for lack of credentials, and checks that it sent nothing.
fn reason<E>(error: &Error<E>) -> String {
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(!error.may_have_been_sent());
    std::error::Error::source(error).unwrap().to_string()
}

/// Everything that an error prints, in every format.
fn shown<E>(error: &Error<E>) -> String
where
    Error<E>: std::error::Error,
{
    let sources = std::iter::successors(std::error::Error::source(error), |error| error.source());
    let sources: String = sources.map(|error| format!("{error}\n{error:?}\n{error:#?}\n")).collect();
    format!("{error}\n{error:?}\n{error:#?}\n{sources}")
}
