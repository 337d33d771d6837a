//! Shared by both benches: the position of their tables in the chapter `figures`, and the format of numbers.

/// The chapter that shows the tables.
pub const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/guide/figures.md");

/// The position of a table in a text: between `<!-- name -->` and `<!-- /name -->`.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub &'static str);

impl Place {
    /// The table that the text contains now.
    #[must_use]
    pub fn shown(self, text: &str) -> Option<&str> {
        self.split(text).map(|(_, shown, _)| shown)
    }

    /// The text with this table; `None` if it has no such markers.
    #[must_use]
    pub fn put(self, table: &str, text: &str) -> Option<String> {
        let (before, _, after) = self.split(text)?;
        Some(format!("{before}\n{table}{after}"))
    }

    /// The rows whose figures differ from this table by more than 5 percent; empty if the text has no such table.
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
                            "the chapter shows {shown:?} for \"{title}\", but {measured:?} were measured"
                        ));
                    }
                }
                _ => differences.push(format!("the chapter's table has no row \"{title}\"")),
            }
        }
        differences
    }

    /// The text up to the end of the first marker, the text between the markers, and the rest.
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

/// The number with commas as thousands separators.
#[must_use]
pub fn thousands(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1000), number % 1000),
    }
}
