//! Runs the example `signed`, and checks what it prints.

use std::path::PathBuf;
use std::process::Command;

/// The path of the example. Cargo puts it next to the directory of this test.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let example = profile.join("examples").join(format!("signed{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "the example is not built: run `cargo test` without choosing targets, which builds it");
    example
}

const SHOWN: &str = "\
A request as it was signed
  ordered: 1 of \"book\"

One whose body was changed on the way
  POST /orders: 401 Unauthorized: the signature is not that of this request

One that was signed with another key
  POST /orders: 401 Unauthorized: the signature is not that of this request

One whose body is a stream
  POST /orders/import: cannot add credentials
  because a stream cannot be signed before it is sent: read it into memory, and send its bytes
  requests that reached the server: 3 before, 3 after
";

#[test]
fn shows_what_is_taken_and_what_is_refused() {
    let output = Command::new(example()).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), SHOWN);
}
