//! Normalizes rustc's output, so that it is the same on every machine, as in `tests/ui`.

use std::path::Path;

use crate::compiler::Done;

/// The directories whose paths are replaced.
#[derive(Debug)]
pub(crate) struct Roots {
    workspace: String,
}

impl Roots {
    pub(crate) fn new() -> Done<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        Ok(Self { workspace: workspace.to_str().ok_or("the workspace's path is not valid UTF-8")?.to_owned() })
    }

    /// The normalized name of a file other than the source. It has no line number, which would change with each version.
    fn name(&self, place: &str) -> Option<String> {
        let file = place.split(':').next()?;
        if let Some(below) = file.strip_prefix(&self.workspace) {
            return Some(format!("$WORKSPACE{below}"));
        }
        if let Some((_, below)) = file.split_once("/registry/src/") {
            let (_registry, below) = below.split_once('/')?;
            return Some(format!("$CARGO/{below}"));
        }
        let (_, below) = file.split_once("/library/")?;
        Some(format!("$RUST/{below}"))
    }
}

/// Replaces the names of files and removes the line numbers of other files in a rendered error.
pub(crate) fn normalized(error: &str, roots: &Roots) -> String {
    let mut is_elsewhere = false;
    let mut lines = Vec::new();
    for line in error.trim_end().lines().filter(|line| !is_about_a_written_file(line)) {
        let indent = line.len() - line.trim_start().len();
        if let Some(place) = place(line) {
            let name = roots.name(place);
            is_elsewhere = name.is_some();
            let before = &line[..line.len() - place.len()];
            lines.push(format!("{before}{}", name.as_deref().unwrap_or(place)));
        } else if is_elsewhere && let Some(digits) = number(line) {
            lines.push(format!("{}{}", " ".repeat(indent + digits), &line[indent + digits..]));
        } else {
            lines.push(line.trim_end().to_owned());
        }
    }
    narrow(&mut lines);
    lines.join("\n")
}

/// If the name of a type is long, rustc writes it to a file with a random name.
fn is_about_a_written_file(line: &str) -> bool {
    line.contains("the full name for the type has been written to") || line.contains("to print the full type name")
}

/// The position in a line such as `--> file.rs:1:2` or `::: file.rs:1:2`.
fn place(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("--> ").or_else(|| line.strip_prefix("::: "))
}

/// The number of digits of the line number.
fn number(line: &str) -> Option<usize> {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0 && line[digits..].starts_with(" |")).then_some(digits)
}

/// Narrows the margin to the width of the remaining line numbers.
fn narrow(lines: &mut [String]) {
    let Some(first) = lines.iter().position(|line| place(line).is_some()) else {
        return;
    };
    let width = lines.iter().filter_map(|line| number(line)).max().unwrap_or(1);
    let indent = lines[first].len() - lines[first].trim_start().len();
    let surplus = " ".repeat(indent.saturating_sub(width));
    for line in &mut lines[first..] {
        if let Some(rest) = line.strip_prefix(&surplus) {
            *line = rest.to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_files_from_their_package_and_leaves_out_their_lines() {
        let roots = Roots { workspace: "/w".into() };
        let error = "error[E0277]: `User` cannot be read
    --> types/response_type.rs:8:43
     |
   8 | #[api(response = User)]
     |                  ^^^^ this type
     = note: the full name for the type has been written to 'long-type-7.txt'
     = note: consider using `--verbose` to print the full type name to the console
note: required by a bound in `ApiRequest::Response`
    --> /w/runtime/src/request.rs:1026:20
     |
1026 |     type Response: FromResponse;
     |                    ^^^^^^^^^^^^ required by this bound
    ::: /c/registry/src/one/serde_core-1.0.229/src/de/mod.rs:12:3
    ::: /rustc/5980761/library/core/src/option.rs:12:3

";
        let normal = "error[E0277]: `User` cannot be read
 --> types/response_type.rs:8:43
  |
8 | #[api(response = User)]
  |                  ^^^^ this type
note: required by a bound in `ApiRequest::Response`
 --> $WORKSPACE/runtime/src/request.rs
  |
  |     type Response: FromResponse;
  |                    ^^^^^^^^^^^^ required by this bound
 ::: $CARGO/serde_core-1.0.229/src/de/mod.rs
 ::: $RUST/core/src/option.rs";
        assert_eq!(normalized(error, &roots), normal);
    }

    #[test]
    fn leaves_an_error_of_the_source_as_it_is() {
        let roots = Roots { workspace: "/w".into() };
        let error = "error: unknown key `reponse`\n       \n       help: write `response = Type`\n  --> a.rs:14:27\n   |\n14 | #[api(reponse)]\n   |       ^^^^^^^";
        assert_eq!(normalized(error, &roots), error.replace("\n       \n", "\n\n"));
    }
}
