//! Measures the compile time of N requests: `cargo run --release --manifest-path benches/Cargo.toml --bin scale`.

mod compiler;
mod figures;
mod source;
mod table;

use std::process::ExitCode;
use std::{env, fs};

use api_request_benches::FIGURES;
use compiler::{Compiler, Done};
use figures::{Extent, Figures};

const USAGE: &str = "\
Compiles generated crates of up to 1,000 requests, compares them with serde's derives, and prints the tables.
This needs bash and takes about 15 minutes, or about 5 minutes with --quick.

  --quick    compile up to 200 requests, and take the median of 3 times instead of 5
  --check    fail if a figure misses its target
  --write    update the tables in the chapter `figures`";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (mut extent, mut is_checked, mut is_written) = (Extent::Full, false, false);
    for argument in &arguments {
        match argument.as_str() {
            "--quick" => extent = Extent::Quick,
            "--check" => is_checked = true,
            "--write" => is_written = true,
            "--help" => {
                println!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    match run(extent, is_checked, is_written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(extent: Extent, is_checked: bool, is_written: bool) -> Done<()> {
    let figures = Figures::measure(&Compiler::new()?, extent)?;
    print!("{}", figures.markdown());
    if is_written {
        let chapter = table::PLACE.put(&figures.markdown(), &fs::read_to_string(FIGURES)?);
        fs::write(FIGURES, chapter.ok_or("the chapter `figures` has no `bench:scale` markers")?)?;
    }
    let missed = if is_checked { figures.missed_targets() } else { Vec::new() };
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n").into()) }
}
