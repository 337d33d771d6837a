//! The code that the documents of this folder become, as the importer writes it.

#[rustfmt::skip]
pub mod shop;
