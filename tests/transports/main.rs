//! Transports: the client's rules over each of them, what layers and their errors mean, and what reqwest is told.

mod given_builder;
mod rules;
mod tower_errors;
mod world;
