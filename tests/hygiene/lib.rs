//! Every shape of struct that the derives take, in the worst surroundings: it compiles, so it holds.

#![no_implicit_prelude]
#![deny(warnings, missing_docs, unused_qualifications, unused_crate_dependencies, clippy::pedantic)]

pub mod fields;
pub mod generics;
pub mod groups;
pub mod macros;
pub mod names;
pub mod replies;
