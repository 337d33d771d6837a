//! Types of the standard library that serde writes as objects, although servers expect text.

use crate::refused::Refused;

/// Why a struct of this name cannot be sent, if it is the standard library's.
///
/// The compiler sees only the types of fields, so a type inside another one is found here.
pub(crate) fn reason(name: &str, len: usize) -> Option<Refused> {
    match (name, len) {
        ("SystemTime", 2) => Some(Refused::new(SYSTEM_TIME)),
        ("Duration", 2) => Some(Refused::new(DURATION)),
        _ => None,
    }
}

const SYSTEM_TIME: &str = "the value contains a `SystemTime`, which has no text form: serde writes it as seconds and nanoseconds; \
    write `serialize_with`, or use a type of `jiff`, `chrono` or `time`";
const DURATION: &str = "the value contains a `Duration`, which has no text form: serde writes it as seconds and nanoseconds; \
    write `serialize_with`, or use a type of `jiff`, `chrono` or `time`";

/// Whether a struct is the standard library's, because this is its first field. The struct has the name of one.
pub(crate) fn is_first_field(key: &str) -> bool {
    matches!(key, "secs_since_epoch" | "secs")
}
