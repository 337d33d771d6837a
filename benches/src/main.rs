//! Measures instructions and allocations of building a request, of a whole call, and of JSON.
//!
//! Run it with `cargo run --release --manifest-path benches/Cargo.toml`.

mod call;
mod json;
mod measure;
mod rows;
mod table;

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use api_request_benches::FIGURES;
use call::Call;
use json::Job;
use measure::NoValgrind;
use rows::Row;
use table::Table;

const USAGE: &str = "\
Measures the cost of building a request, of a whole call and of JSON under valgrind, and prints the tables.
This takes about three minutes.

  --check    fail if our code costs more than the same job by hand, if JSON costs more than 1.05 times `serde_json` alone,
             if a blocking call takes over 1.15 times the instructions of `reqwest::blocking`,
             or if the tables in the chapter `figures` are outdated
  --write    update the tables in the chapter `figures`
  --throughput
             measure the throughput over loopback instead, compared with the same job by hand";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["row", name, count] => run_row(name, count),
        ["peer", kind, address] => call::serve(kind, address),
        ["--throughput"] => call::throughput::measure().map(|text| print!("{text}")),
        [] => Tables::measure().map(|tables| tables.print()),
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
    let count = count.parse()?;
    if let Some(job) = Job::all().into_iter().find(|job| job.name() == name) {
        return job.run(count);
    }
    if let Some(call) = Call::ALL.into_iter().find(|call| call.name() == name) {
        return call.run(count);
    }
    let row = Row::ALL.into_iter().find(|row| row.name() == name).ok_or("there is no such row")?;
    row.run(count)
}

struct Tables {
    build: Table,
    call: call::table::Table,
    json: json::table::Table,
}

impl Tables {
    fn measure() -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            build: Table::measure()?,
            call: call::table::Table::measure()?,
            json: json::table::Table::measure()?,
        })
    }

    fn print(&self) {
        print!("{}\n{}\n{}", self.build.markdown(), self.call.markdown(), self.json.markdown());
    }
}

fn check() -> Result<(), Box<dyn Error>> {
    let tables = Tables::measure()?;
    tables.print();
    let chapter = fs::read_to_string(FIGURES)?;
    let mut wrong = tables.build.broken_promises();
    wrong.extend(tables.call.broken_promises());
    wrong.extend(tables.json.broken_promises());
    wrong.extend(tables.build.differences(&chapter));
    wrong.extend(tables.call.differences(&chapter));
    wrong.extend(tables.json.differences(&chapter));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn write() -> Result<(), Box<dyn Error>> {
    let tables = Tables::measure()?;
    let chapter = fs::read_to_string(FIGURES)?;
    let chapter = tables.build.put_into(&chapter).ok_or("the chapter `figures` has no `bench:build` markers")?;
    let chapter = tables.call.put_into(&chapter).ok_or("the chapter `figures` has no `bench:call` markers")?;
    let chapter = tables.json.put_into(&chapter).ok_or("the chapter `figures` has no `bench:json` markers")?;
    fs::write(FIGURES, chapter)?;
    tables.print();
    Ok(())
}
