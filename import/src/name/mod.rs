//! Names of Rust items, made from any text: idiomatic, stable and free of collisions.

mod keyword;
mod rename;
mod scope;
mod words;

pub use keyword::ident;
pub use rename::{Rename, Renames};
pub use scope::Scope;
pub use words::{camel, snake, words};
