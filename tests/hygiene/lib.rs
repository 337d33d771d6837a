//! Structs of every shape that the derives accept, among names and lints that could break an expansion. The test is that they compile.

#![no_implicit_prelude]
#![deny(warnings, missing_docs, unused_qualifications, unused_crate_dependencies, clippy::pedantic, rustdoc::all)]

pub mod documented;
pub mod fields;
pub mod generics;
pub mod groups;
pub mod macros;
pub mod names;
pub mod pages;
pub mod replies;
