//! Transports: the rules of the client on each of them, the errors of layers, and the settings of reqwest.

mod every_transport;
mod given_builder;
mod tower_errors;
mod world;
