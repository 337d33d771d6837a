//! What one iteration of a row costs: this binary again, under valgrind, at two counts.

use std::env;
use std::error::Error;
use std::io::ErrorKind;
use std::process::Command;

use crate::rows::Row;

/// Two counts, because the difference between them is free of what starting, and the first iteration, cost. They have
/// as many digits, so that not even reading them makes one.
const COUNTS: [u32; 2] = [1000, 2000];

/// What one built request costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
}

impl Cost {
    /// Both are counted from outside of the very same binary: an allocator that counts would be paid for in instructions.
    pub(crate) fn of(row: Row) -> Result<Self, Box<dyn Error>> {
        let per_iteration = |tool: &[&str], before: &str| {
            let [fewer, more] = COUNTS;
            let extra = count(tool, before, row, more)?.checked_sub(count(tool, before, row, fewer)?);
            let extra = extra.ok_or("more iterations cost less: the measurement is broken")?;
            Ok::<u64, Box<dyn Error>>(extra.div_ceil(u64::from(more - fewer)))
        };
        Ok(Self {
            instructions: per_iteration(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], "Collected :")?,
            allocations: per_iteration(&["--tool=memcheck", "--undef-value-errors=no"], "total heap usage:")?,
        })
    }
}

/// Valgrind cannot be started.
#[derive(Debug)]
pub(crate) struct NoValgrind;

impl std::fmt::Display for NoValgrind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "valgrind, which counts instructions and allocations, is not installed: it is Debian's package `valgrind`",
        )
    }
}

impl Error for NoValgrind {}

/// Runs the row under a tool of valgrind and reads the number that follows `before` in the tool's report.
fn count(tool: &[&str], before: &str, row: Row, iterations: u32) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(env::current_exe()?)
        .args(["row", row.name(), &iterations.to_string()])
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Box::<dyn Error>::from(NoValgrind),
            _ => error.into(),
        })?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed on the row `{}`:\n{report}", row.name()).into());
    }
    number_after(before, &report).ok_or_else(|| format!("valgrind's report has no `{before}`:\n{report}").into())
}

fn number_after(before: &str, report: &str) -> Option<u64> {
    let (_, rest) = report.split_once(before)?;
    let number: String = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    number.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_reports_of_valgrind() {
        assert_eq!(number_after("Collected :", "==7== Events    : Ir\n==7== Collected : 4150221\n"), Some(4_150_221));
        assert_eq!(
            number_after(
                "total heap usage:",
                "==7==   total heap usage: 12,034 allocs, 12,030 frees, 9 bytes allocated\n"
            ),
            Some(12_034)
        );
        assert_eq!(number_after("Collected :", "==7== Killed\n"), None);
    }
}
