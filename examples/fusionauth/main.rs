//! Operations of FusionAuth's API as requests, one struct each, checked against the vendor's OpenAPI document.
//!
//! `cargo run --example fusionauth` needs no server and no settings. It prints the request line of a sample of each operation, with
//! `REDACTED` in place of values, and below it what the document says about the operation. With `-- --document`, it prints the
//! operations as an OpenAPI document. `examples/tests/fusionauth.rs` checks the requests against the vendor's document.

pub mod api;
pub mod exceptions;

use std::collections::BTreeSet;
use std::error::Error;
use std::process::ExitCode;

use api_request::openapi::{Aspect, Difference, Document, operations};
use serde_json::{Value, json};

use api::{Sample, samples};
use exceptions::{DOCUMENT, EXCEPTIONS};

const HELP: &str = "Operations of FusionAuth's API as requests, held against the vendor's OpenAPI document.

usage: cargo run --example fusionauth [-- --document | --help]

Without an argument, it prints a request line of each operation, and where the document says otherwise.

  --document  prints the operations as an OpenAPI 3.1 document, in JSON

Exit code: 0 if all requests match the document, except known differences; 1 if not; 2 if an argument is invalid.
";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let done = match arguments.as_slice() {
        [] => check(),
        [argument] if argument == "--document" => document(),
        [argument] if argument == "--help" || argument == "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("unknown argument: there are only --document and --help");
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

/// Prints the request line of each sample, and what the vendor's document says about it.
fn check() -> Result<(), Box<dyn Error>> {
    let value: Value = serde_saphyr::from_str(DOCUMENT)?;
    let document = Document::new(&value)?;
    let samples = samples(&"https://auth.example.com".parse()?)?;
    for Sample { endpoint, line, .. } in &samples {
        println!("{line}");
        let report = document.check([*endpoint], &EXCEPTIONS);
        for conflict in report.conflicts() {
            println!("  {conflict}");
        }
        for (difference, exception) in report.excepted() {
            println!("  {difference}\n    known: {}", exception.reason());
        }
        let left_out: BTreeSet<&str> = report.narrowings().filter_map(left_out).collect();
        if !left_out.is_empty() {
            println!("  left out: {}", left_out.into_iter().collect::<Vec<_>>().join(", "));
        }
    }
    let report = document.check(samples.iter().map(|sample| sample.endpoint), &EXCEPTIONS);
    let (known, all) = (report.excepted().len(), document.operations().count());
    println!("\n{} requests, {all} operations in the document, {known} differences that are known", samples.len());
    if report.is_clean() { Ok(()) } else { Err(report.to_string().into()) }
}

/// What the document declares and the request does not.
fn left_out(narrowing: &Difference) -> Option<&str> {
    match narrowing.aspect() {
        Aspect::Missing => Some(narrowing.name()),
        Aspect::Body => Some("the body"),
        _ => None,
    }
}

/// Prints the requests as an OpenAPI document.
fn document() -> Result<(), Box<dyn Error>> {
    let mut document = json!({ "openapi": "3.1.1", "info": { "title": "Some of FusionAuth", "version": "1.69.0" } });
    for sample in samples(&"https://auth.example.com".parse()?)? {
        for operation in operations(sample.endpoint, sample.docs) {
            document["paths"][&operation.path][&operation.method] = operation.value;
        }
    }
    println!("{document:#}");
    Ok(())
}
