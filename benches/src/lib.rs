//! What both benches share: where their tables are in the README, and how numbers are written there.

/// The README that shows the tables.
pub const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/README.md");

/// Where a table is in a text: between `<!-- name -->` and `<!-- /name -->`.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub &'static str);

impl Place {
    /// What the text has there now.
    #[must_use]
    pub fn shown(self, text: &str) -> Option<&str> {
        self.split(text).map(|(_, shown, _)| shown)
    }

    /// The text with this table there, if it has the place.
    #[must_use]
    pub fn put(self, table: &str, text: &str) -> Option<String> {
        let (before, _, after) = self.split(text)?;
        Some(format!("{before}\n{table}{after}"))
    }

    /// What is before and with the first marker, between the two, and with and after the second.
    fn split(self, text: &str) -> Option<(&str, &str, &str)> {
        let Self(name) = self;
        let begin = format!("<!-- {name} -->");
        let (before, rest) = text.split_at(text.find(&begin)? + begin.len());
        let (shown, after) = rest.split_at(rest.find(&format!("<!-- /{name} -->"))?);
        Some((before, shown, after))
    }
}

/// The number rounded to tens, as [`thousands`] writes it.
#[must_use]
pub fn tens(number: u64) -> String {
    thousands((number + 5) / 10 * 10)
}

/// The number with a comma between its thousands.
#[must_use]
pub fn thousands(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1000), number % 1000),
    }
}
