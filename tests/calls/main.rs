//! What a client does with a request: it sends, retries, authenticates, reads the response, and reports errors.

mod blocking;
mod client;
mod connections;
mod credentials;
mod curl;
mod decompress;
mod event_source;
mod events;
mod faults;
mod http2;
mod links;
mod mock;
mod pages;
mod real_servers;
mod replies;
mod retries;
mod runtimes;
mod secrets;
mod streams;
mod transports;
mod xml;
