//! Credentials: what each kind puts on the wire, which of them a request is sent with, what is refused, and that none is shown.

mod api_key;
mod basic;
mod claims;
mod refreshing;
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

/// A server that says yes to everything, and a client of it.
async fn pair(auth: impl Authenticate) -> (Server, Client) {
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let client = Client::builder(server.url()).auth(auth).build().unwrap();
    (server, client)
}

/// Why there are no credentials to send, of a call that sent nothing.
fn reason<E>(error: &Error<E>) -> String {
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(!error.may_have_been_sent());
    std::error::Error::source(error).unwrap().to_string()
}

/// All that an error shows, by each of the ways to look at it.
fn shown<E>(error: &Error<E>) -> String
where
    Error<E>: std::error::Error,
{
    let sources = std::iter::successors(std::error::Error::source(error), |error| error.source());
    let sources: String = sources.map(|error| format!("{error}\n{error:?}\n{error:#?}\n")).collect();
    format!("{error}\n{error:?}\n{error:#?}\n{sources}")
}
