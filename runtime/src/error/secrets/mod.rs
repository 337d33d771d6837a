//! Keeps the secrets of a call out of the server's messages.

mod cleaner;
pub(crate) mod echoed;

pub(crate) use cleaner::Cleaner;
pub(crate) use echoed::{Echoed, text_of};
