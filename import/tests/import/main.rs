//! Tests of the importer from outside, as its users call it.

mod command;
mod folder;
mod golden;
mod hostile;
mod operations;
