//! Names of Rust items, made from any text: idiomatic, stable and free of collisions.

mod keyword;
mod rename;
mod scope;
mod words;

pub(crate) use keyword::ident;
pub(crate) use rename::Renames;
pub(crate) use scope::Scope;
pub(crate) use words::{camel, snake, words};
