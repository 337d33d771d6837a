//! What a built request costs, in instructions and allocations: `cargo run --release --manifest-path benches/Cargo.toml`.

mod measure;
mod rows;
mod table;

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use api_request_benches::README;
use measure::{Cost, NoValgrind};
use rows::Row;
use table::Table;

const USAGE: &str = "\
Measures what a built request costs under valgrind, and prints the table.

  --check    fails if ours costs more than the same job by hand, or if the README's table is off
  --write    puts the table into the README";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["row", name, count] => run_row(name, count),
        [] => measure().map(|table| print!("{}", table.markdown())),
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
            ExitCode::from(if error.is::<NoValgrind>() { 2 } else { 1 })
        }
    }
}

fn run_row(name: &str, count: &str) -> Result<(), Box<dyn Error>> {
    let row = Row::ALL.into_iter().find(|row| row.name() == name).ok_or("there is no such row")?;
    row.run(count.parse()?)
}

fn measure() -> Result<Table, Box<dyn Error>> {
    let rows = Row::ALL.into_iter().map(|row| Ok((row, Cost::of(row)?)));
    rows.collect::<Result<_, Box<dyn Error>>>().map(Table)
}

fn check() -> Result<(), Box<dyn Error>> {
    let table = measure()?;
    print!("{}", table.markdown());
    let mut wrong = table.broken_promises();
    wrong.extend(table.differences(&fs::read_to_string(README)?));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn write() -> Result<(), Box<dyn Error>> {
    let table = measure()?;
    let readme = table.put_into(&fs::read_to_string(README)?);
    fs::write(README, readme.ok_or("the README has no place for the table: no `bench:build` markers")?)?;
    print!("{}", table.markdown());
    Ok(())
}
