//! Items as formatted text.

use proc_macro2::TokenStream;

use super::PrintError;

/// The items of one file.
#[derive(Debug, Default)]
pub(super) struct Printer {
    items: Vec<String>,
}

impl Printer {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds an item.
    ///
    /// # Errors
    ///
    /// Fails if it is not valid Rust.
    pub(super) fn item(&mut self, item: &TokenStream) -> Result<(), PrintError> {
        self.items.push(print(item)?);
        Ok(())
    }

    /// The file: a doc comment, groups of imports, and the items.
    pub(super) fn file(self, title: &str, docs: &[String], uses: Vec<Vec<TokenStream>>) -> Result<String, PrintError> {
        let mut text = format!("//! {title}\n");
        for line in docs {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
        for group in uses.into_iter().filter(|group| !group.is_empty()) {
            text.push('\n');
            for item in group {
                text.push_str(&print(&item)?);
            }
        }
        for item in self.items {
            text.push('\n');
            text.push_str(&item);
        }
        Ok(text)
    }
}

fn print(item: &TokenStream) -> Result<String, PrintError> {
    let shown = || item.to_string().chars().take(200).collect::<String>();
    let item: syn::Item = syn::parse2(item.clone()).map_err(|error| PrintError(format!("{error} in {}", shown())))?;
    let text =
        prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] });
    Ok(text.lines().map(|line| closed(line) + "\n").collect())
}

/// Removes the space after `..=`, which the printer of attributes adds.
fn closed(line: &str) -> String {
    if !line.contains("..= ") || line.trim_start().starts_with("//") {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut in_text = false;
    let mut escaped = false;
    for c in line.chars() {
        if c == ' ' && !in_text && out.ends_with("..=") {
            continue;
        }
        if c == '"' && !escaped {
            in_text = !in_text;
        }
        escaped = in_text && c == '\\' && !escaped;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn ranges_are_closed_outside_of_text() {
        assert_eq!(
            closed(r#"#[api(range(1..= 2), x = "1..= 2\"..= ")]"#),
            r#"#[api(range(1..=2), x = "1..= 2\"..= ")]"#
        );
    }
}
