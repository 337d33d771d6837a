//! What a request is before it is sent: its bytes, its rules, and what a library adds to them.

mod bodies;
mod conformance;
mod extending;
mod forms;
mod groups;
mod hostile_values;
mod round_trip;
mod rules;
mod wire;
