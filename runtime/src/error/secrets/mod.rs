//! Keeps the secrets of a call out of what the server's words show.

mod cleaner;
pub(crate) mod echoed;

pub(crate) use cleaner::Cleaner;
pub(crate) use echoed::{Echoed, text_of};
