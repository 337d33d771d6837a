//! What an import wrote: a checksum for each file, so that edits are seen.

use std::collections::BTreeMap;
use std::fmt;

/// The name of the file in the output folder.
pub(super) const NAME: &str = ".api-request-import";

/// The checksums of the files that imports wrote.
#[derive(Debug, Default)]
pub(super) struct Record {
    sums: BTreeMap<String, u64>,
}

impl Record {
    /// Reads the lines that [`Display`](fmt::Display) writes, and skips all others.
    pub(super) fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (sum, name) = line.split_once(' ')?;
            Some((name.to_owned(), u64::from_str_radix(sum, 16).ok()?))
        };
        Self { sums: text.lines().filter_map(line).collect() }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sums.keys().map(String::as_str)
    }

    /// Whether an import wrote this text.
    pub(super) fn wrote(&self, name: &str, text: &str) -> bool {
        self.sums.get(name) == Some(&sum(text))
    }

    pub(super) fn set(&mut self, name: &str, text: &str) {
        self.sums.insert(name.to_owned(), sum(text));
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Checksums of what `api-request import` wrote. It overwrites a file only if it has no edits.")?;
        self.sums.iter().try_for_each(|(name, sum)| writeln!(f, "{sum:016x} {name}"))
    }
}

/// FNV-1a with 64 bits: it finds edits, and keeps nobody from making them.
fn sum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
