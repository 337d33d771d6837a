//! Compares the errors for the same mistakes in four libraries: `cargo run --manifest-path benches/mistakes/Cargo.toml`.

mod compiler;
mod mistakes;
mod page;
mod paths;
mod words;

use std::process::ExitCode;
use std::{env, fs};

use compiler::Done;
use page::{PAGE, Page};

const USAGE: &str = "\
Compiles each mistake with each library, and prints rustc's errors. The corrected sources must compile.
Building the libraries takes a few minutes.

  --check    fail if the page is outdated
  --write    update the page";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => Page::compile().map(|page| print!("{}", page.markdown())),
        ["--check"] => check(),
        ["--write"] => write(),
        ["--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn check() -> Done<()> {
    match Page::compile()?.difference(&fs::read_to_string(PAGE)?) {
        Some(difference) => Err(difference.into()),
        None => Ok(()),
    }
}

fn write() -> Done<()> {
    let page = Page::compile()?.put_into(&fs::read_to_string(PAGE)?);
    Ok(fs::write(PAGE, page.ok_or("the page has no `mistakes` markers")?)?)
}
