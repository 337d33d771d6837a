//! The rules `ascii` and `uuid`: the form of a text.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text contains only ASCII characters.
#[derive(Clone, Copy, Debug)]
pub struct Ascii;

/// Returns the rule `ascii`.
#[must_use]
pub const fn ascii() -> Ascii {
    Ascii
}

impl Ascii {
    /// Describes the rule as data.
    #[must_use]
    pub const fn fact(&self) -> RuleFact {
        RuleFact::Ascii
    }
}

#[diagnostic::do_not_recommend]
impl Rule<str> for Ascii {
    fn code(&self) -> &'static str {
        "ascii"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        match value.chars().position(|c| !c.is_ascii()) {
            None => Ok(()),
            Some(before) => Err(format!("must be ASCII, but character {} is not", before + 1).into()),
        }
    }

    fn quotes_value(&self) -> bool {
        false
    }

    fn message_for_secret(&self, _: &str) -> Option<Cow<'static, str>> {
        Some("must be ASCII".into())
    }
}

/// The text is a UUID in the form of RFC 9562, section 4.
///
/// It has 36 characters: groups of 8, 4, 4, 4 and 12 hexadecimal digits in either case, with hyphens between them. The version is not
/// checked.
#[derive(Clone, Copy, Debug)]
pub struct Uuid;

/// Returns the rule `uuid`.
#[must_use]
pub const fn uuid() -> Uuid {
    Uuid
}

impl Uuid {
    /// Describes the rule as data.
    #[must_use]
    pub const fn fact(&self) -> RuleFact {
        RuleFact::Uuid
    }
}

const UUID_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_hexdigit() || byte == b'-';
        byte += 1;
    }
    table
};

#[diagnostic::do_not_recommend]
impl Rule<str> for Uuid {
    fn code(&self) -> &'static str {
        "uuid"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        // Written without a branch per byte, because this runs for every request that has an ID.
        let is_uuid = <&[u8; 36]>::try_from(value.as_bytes()).is_ok_and(|bytes| {
            let dashes: u8 = bytes.iter().map(|&byte| u8::from(byte == b'-')).sum();
            let is_known = bytes.iter().fold(true, |known, &byte| known & UUID_BYTES[usize::from(byte)]);
            is_known && dashes == 4 && [8, 13, 18, 23].iter().all(|&at| bytes[at] == b'-')
        });
        if is_uuid { Ok(()) } else { Err("must be a UUID, such as `10000000-0000-0002-0000-000000000001`".into()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
