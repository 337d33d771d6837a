//! What both benches share: where their tables are in the chapter `figures`, and how numbers are written there.

/// The chapter that shows the tables.
pub const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/guide/figures.md");

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

    /// What the table there says otherwise than this one, row by row and by more than a twentieth; nothing if there is no such table.
    #[must_use]
    pub fn differences(self, table: &str, text: &str) -> Vec<String> {
        let Some(shown) = self.shown(text) else {
            return Vec::new();
        };
        let mut differences = Vec::new();
        for (title, measured) in table.lines().skip(2).map(numbers) {
            match shown.lines().map(numbers).find(|(of, _)| *of == title) {
                Some((_, shown)) if shown.len() == measured.len() => {
                    let is_off = |(shown, measured): (&u64, &u64)| shown.abs_diff(*measured) * 20 > *measured;
                    if shown.iter().zip(&measured).any(is_off) {
                        differences.push(format!(
                            "the chapter shows {shown:?} for \"{title}\", and {measured:?} were measured"
                        ));
                    }
                }
                _ => differences.push(format!("the chapter's table has no row \"{title}\"")),
            }
        }
        differences
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

/// The title of a row, and its whole numbers.
fn numbers(line: &str) -> (&str, Vec<u64>) {
    let mut cells = line.split('|').map(str::trim).skip(1);
    (cells.next().unwrap_or_default(), cells.filter_map(|cell| cell.replace(',', "").parse().ok()).collect())
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
