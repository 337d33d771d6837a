//! Measures the cost of one iteration: runs this binary under valgrind with two iteration counts.

use std::env;
use std::error::Error;
use std::io::ErrorKind;
use std::process::Command;

/// Only counts allocations. Recording their stack traces would take longer.
const MEMCHECK: [&str; 4] =
    ["--tool=memcheck", "--undef-value-errors=no", "--keep-stacktraces=none", "--read-inline-info=no"];

/// The cost of one iteration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
    /// The sum of all allocations, including those that are freed later.
    pub(crate) bytes: u64,
}

impl Cost {
    /// The most that ours may cost if this is the same job by hand: 1 % more instructions, and no more allocations.
    ///
    /// The margin is for what the job by hand leaves out, such as the rules about credentials and redirects.
    pub(crate) fn promised(self) -> Self {
        Self { instructions: self.instructions + self.instructions / 100, ..self }
    }

    /// The most that ours may cost if this is the same blocking job by hand: 15 % more instructions, and no more allocations.
    ///
    /// The order in which two threads run differs between measurements, and with it their instructions.
    pub(crate) fn promised_to_wait(self) -> Self {
        Self { instructions: self.instructions + self.instructions * 3 / 20, ..self }
    }

    /// Measures two iteration counts and divides the difference, which excludes the cost of starting and of the first iteration. Both
    /// counts have the same number of digits, so that parsing them costs the same.
    ///
    /// valgrind counts from outside the binary. A counting allocator would itself cost instructions.
    pub(crate) fn of(row: &str, counts: [u32; 2]) -> Result<Self, Box<dyn Error>> {
        let [fewer, more] = counts;
        let reports = |tool: &[&str]| Ok::<_, Box<dyn Error>>([report(tool, row, fewer)?, report(tool, row, more)?]);
        let code = reports(&["--tool=callgrind", "--callgrind-out-file=/dev/null"])?;
        let heap = reports(&MEMCHECK)?;
        Ok(Self {
            instructions: per_iteration("Collected :", &code, counts)?,
            allocations: per_iteration("total heap usage:", &heap, counts)?,
            bytes: per_iteration("frees,", &heap, counts)?,
        })
    }
}

fn per_iteration(before: &str, reports: &[String; 2], [fewer, more]: [u32; 2]) -> Result<u64, Box<dyn Error>> {
    let count =
        |report| number_after(before, report).ok_or_else(|| format!("valgrind's report has no `{before}`:\n{report}"));
    let [less, all] = reports;
    let extra = count(all)?.checked_sub(count(less)?);
    let extra = extra.ok_or("more iterations cost less, so the measurement is invalid")?;
    Ok(extra.div_ceil(u64::from(more - fewer)))
}

/// valgrind is not installed.
#[derive(Debug)]
pub(crate) struct NoValgrind;

impl std::fmt::Display for NoValgrind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("valgrind is not installed; on Debian, install the package `valgrind`")
    }
}

impl Error for NoValgrind {}

/// Runs a valgrind tool with this number of iterations of the row, and returns its report.
fn report(tool: &[&str], row: &str, iterations: u32) -> Result<String, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(env::current_exe()?)
        .args(["row", row, &iterations.to_string()])
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Box::<dyn Error>::from(NoValgrind),
            _ => error.into(),
        })?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        Ok(report)
    } else {
        Err(format!("valgrind failed on the row `{row}`:\n{report}").into())
    }
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
        let heap = "==7==   total heap usage: 12,034 allocs, 12,030 frees, 9,876 bytes allocated\n";
        assert_eq!(number_after("total heap usage:", heap), Some(12_034));
        assert_eq!(number_after("frees,", heap), Some(9876));
        assert_eq!(number_after("Collected :", "==7== Killed\n"), None);
    }
}
