//! What the derives know, as tables that have no logic: keys, rules, styles, names, and every message.

pub(crate) mod body_kinds;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
pub(crate) mod keys;
#[allow(dead_code, reason = "tests read more of the table than the derives do")]
pub(crate) mod messages;
pub(crate) mod names;
#[allow(dead_code, reason = "tests and documentation read more of the table than the derives do")]
pub(crate) mod rules;
pub(crate) mod styles;
pub(crate) mod suggest;
