//! The compiler's or the test's output for a source.

use crate::mistakes::Source;
use crate::paths::{Roots, normalized};

/// The number of lines that the page shows of each.
pub(crate) const SHOWN: usize = 30;

#[derive(Debug)]
pub(crate) enum Words {
    Errors {
        count: usize,
        text: String,
    },
    /// The source compiles, but a test in it fails.
    Test(String),
    /// The source compiles, and no test in it fails.
    Nothing,
}

impl Words {
    /// The errors as rustc renders them.
    pub(crate) fn of_errors(source: Source, errors: &[String], roots: &Roots) -> Self {
        let texts = errors.iter().map(|error| normalized(&named(source, error), roots));
        Self::Errors { count: errors.len(), text: texts.collect::<Vec<_>>().join("\n\n") }
    }

    /// The text between the two lists of failures that the test harness prints.
    pub(crate) fn of_failures(source: Source, failures: &str) -> Self {
        let is_said_by_the_test = |line: &&str| !line.starts_with("---- ") && !line.starts_with("note: run with");
        let failures = named(source, failures);
        let lines = failures.lines().filter(is_said_by_the_test).map(without_thread_id);
        let text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        if text.is_empty() { Self::Nothing } else { Self::Test(text) }
    }

    fn text(&self) -> &str {
        match self {
            Self::Errors { text, .. } | Self::Test(text) => text,
            Self::Nothing => "",
        }
    }

    /// The extent of the output: `1 error, 9 lines`.
    pub(crate) fn extent(&self) -> String {
        let lines = self.text().lines().count();
        match self {
            Self::Errors { count: 1, .. } => format!("1 error, {lines} lines"),
            Self::Errors { count, .. } => format!("{count} errors, {lines} lines"),
            Self::Test(_) => format!("compiles; a test fails, {lines} lines"),
            Self::Nothing => "compiles".into(),
        }
    }

    /// The shown part of the output; `None` if nothing is shown.
    pub(crate) fn block(&self) -> Option<String> {
        let lines: Vec<&str> = self.text().lines().collect();
        let left_out = lines.len().saturating_sub(SHOWN);
        let mut text = lines[..lines.len() - left_out].join("\n");
        if left_out > 0 {
            text.push_str(&format!("\n… and {left_out} lines more"));
        }
        if text.is_empty() { None } else { Some(format!("```text\n{text}\n```\n")) }
    }
}

/// Replaces the name of the Cargo target with that of the source.
fn named(source: Source, text: &str) -> String {
    text.replace(&format!("examples/{}.rs", source.target()), &source.file())
}

/// Removes the number from `thread 'name' (17) panicked`, because it changes with each run.
fn without_thread_id(line: &str) -> String {
    let parts = line.strip_prefix("thread '").and_then(|rest| rest.split_once("' ("));
    match parts.and_then(|(name, rest)| Some((name, rest.split_once(") ")?.1))) {
        Some((name, rest)) => format!("thread '{name}' {rest}"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source::all().next().expect("there are sources")
    }

    #[test]
    fn cuts_what_is_long_and_says_how_much() {
        let long = Words::Errors { count: 2, text: "line\n".repeat(SHOWN + 3) };
        assert_eq!(long.extent(), format!("2 errors, {} lines", SHOWN + 3));
        let block = long.block().unwrap();
        assert_eq!(block.matches("line\n").count(), SHOWN, "{block}");
        assert!(block.ends_with("line\n… and 3 lines more\n```\n"), "{block}");
        let short = Words::Errors { count: 1, text: "line\n".repeat(SHOWN) };
        assert!(short.block().unwrap().ends_with("line\n```\n"));
    }

    #[test]
    fn tells_what_a_failed_test_says_without_its_number() {
        let failures = "
---- a::b stdout ----

thread 'a::b' (1234) panicked at examples/placeholder_api_request.rs:13:1:
assertion failed
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

";
        let words = Words::of_failures(source(), failures);
        let text = "thread 'a::b' panicked at path/unknown_placeholder.rs:13:1:\nassertion failed";
        assert_eq!(words.text(), text);
        assert_eq!(words.extent(), "compiles; a test fails, 2 lines");
    }

    #[test]
    fn tells_when_the_output_is_empty() {
        let words = Words::of_failures(source(), "");
        assert_eq!((words.extent().as_str(), words.block()), ("compiles", None));
    }
}
