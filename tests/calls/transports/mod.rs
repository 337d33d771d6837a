//! Transports: the client's rules over each of them, what layers and their errors mean, and what reqwest is told.

mod every_transport;
mod given_builder;
mod tower_errors;
mod world;
