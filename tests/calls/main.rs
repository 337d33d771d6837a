//! What a client does with a request: it sends, retries, authenticates, reads the response, and reports errors.

mod client;
mod credentials;
mod curl;
mod event_source;
mod faults;
mod links;
mod real_servers;
mod replies;
mod retries;
mod secrets;
mod streams;
mod transports;
