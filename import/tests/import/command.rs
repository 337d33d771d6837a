//! The command line.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::folder::{SMALL, fresh};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_api-request"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may end without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn files_are_written_and_reported() {
    let folder = fresh("command");
    let out = folder.to_str().unwrap();
    let output = run(&["import", "-", "--out", out], SMALL);
    assert!(output.status.success(), "{}", errors(&output));
    assert!(errors(&output).contains("2 operations written, 0 remarks, 0 skipped"), "{}", errors(&output));
    assert!(fs::read_to_string(folder.join("one.rs")).unwrap().contains("pub struct GetA;"));
    let output = run(&["import", "-", "--out", out, "--only", "GET /a", "--dry-run"], SMALL);
    assert!(output.status.success());
    let difference = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(difference.contains("-pub mod two;"), "{difference}");
    assert!(fs::read_to_string(folder.join("mod.rs")).unwrap().contains("pub mod two;"));
}

#[test]
fn a_loss_fails_only_if_it_must() {
    let lossy = SMALL.replace("\"/b\"", "\"/b//c\"");
    assert!(run(&["import", "-", "--dry-run"], &lossy).status.success());
    let output = run(&["import", "-", "--dry-run", "--strict"], &lossy);
    assert!(!output.status.success());
    let expected = "skipped: GET /b//c (#/paths/~1b~1~1c/get): the path has an empty segment";
    assert!(errors(&output).contains(expected), "{}", errors(&output));
}

#[test]
fn a_mistake_says_what_to_do() {
    for (arguments, input, expected) in [
        (&["import", "-", "--dry-run"][..], "swagger: '2.0'", "convert it to 3.0, 3.1 or 3.2"),
        (&["import", "-", "--dry-run"], "{", "the JSON is not valid"),
        (&["import", "-", "--dry-run"], "a: [", "the YAML is not valid"),
        (&["import", "-", "--dry-run"], "a: 1", "has no text at `openapi`"),
        (&["import", "-", "--dry-run", "--only", "nothing"], SMALL, "`--only` takes a tag, a path"),
        (&["import", "-"], SMALL, "--out"),
        (&["import", "no-such-file.yaml", "--dry-run"], "", "no-such-file.yaml"),
    ] {
        let output = run(arguments, input);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(errors(&output).contains(expected), "{arguments:?}: {}", errors(&output));
    }
}

#[test]
fn help_shows_how_to_begin() {
    let output = run(&["import", "--help"], "");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(help.contains("api-request import openapi.yaml --out src/api"), "{help}");
    assert!(help.contains("cargo add api-request"), "{help}");
}
