//! The API of a shop
//!
//! # Credentials
//!
//! | operations | pass to `Client::builder(..)` |
//! |---|---|
//! | without a key `auth` | `.auth(Bearer::new(token))` |
//! | with `auth = "admin"` | `.auth_named("admin", ApiKey::header("X-Admin-Key", key))` |

#![allow(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "names and descriptions are those of the API"
)]

pub mod events;
pub mod login;
pub mod models;
pub mod orders;
pub mod payments;
pub mod photos;
