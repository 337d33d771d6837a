//! The tables that all other modules share, and how to suggest a word of one. They list keys, rules, styles, kinds of body, names and
//! messages.

pub(crate) mod body_kinds;
mod key_names;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
pub(crate) mod keys;
#[allow(dead_code, reason = "tests read more of the table than the derives do")]
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod pages;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
pub(crate) mod rules;
pub(crate) mod styles;
pub(crate) mod suggest;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
mod targets;
