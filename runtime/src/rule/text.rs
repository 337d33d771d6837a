//! Rules over the form of a text.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text is ASCII.
#[derive(Clone, Copy, Debug)]
pub struct Ascii;

/// The rule `ascii`.
#[must_use]
pub const fn ascii() -> Ascii {
    Ascii
}

impl Ascii {
    /// The rule as data.
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
            Some(before) => Err(format!("character {} is not ASCII", before + 1).into()),
        }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

/// The text is a UUID as RFC 9562 writes it: 36 characters, hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12.
/// The version is not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Uuid;

/// The rule `uuid`.
#[must_use]
pub const fn uuid() -> Uuid {
    Uuid
}

impl Uuid {
    /// The rule as data.
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
        // Without a branch for each byte: this runs for every request that has an id.
        let is_uuid = <&[u8; 36]>::try_from(value.as_bytes()).is_ok_and(|bytes| {
            let dashes: u8 = bytes.iter().map(|&byte| u8::from(byte == b'-')).sum();
            let is_known = bytes.iter().fold(true, |known, &byte| known & UUID_BYTES[usize::from(byte)]);
            is_known && dashes == 4 && [8, 13, 18, 23].iter().all(|&at| bytes[at] == b'-')
        });
        if is_uuid { Ok(()) } else { Err("it is not a UUID, such as `10000000-0000-0002-0000-000000000001`".into()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
