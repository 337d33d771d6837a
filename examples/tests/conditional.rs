//! Runs the example `conditional` as a user does, and checks everything that it prints.

use std::process::Command;

const SHOWN: &str = r#"Nothing is known yet
  GET /pages/hours, If-None-Match: (none)
  200 OK, ETag: "v1": "9 to 5"

The first version is known
  GET /pages/hours, If-None-Match: "v1"
  304 Not Modified: it is still "9 to 5"

Someone else read it too, and writes
  PUT /pages/hours, If-Match: "v1": "9 to 6"
  204 No Content: it is written

Your own change still refers to the first version
  PUT /pages/hours, If-Match: "v1": "9 to 5, closed on Sunday"
  412 Precondition Failed: nothing is written

So the page is read again, and its current version is changed
  GET /pages/hours, If-None-Match: "v1"
  200 OK, ETag: "v2": "9 to 6"
  PUT /pages/hours, If-Match: "v2": "9 to 6, closed on Sunday"
  204 No Content: it is written
  GET /pages/hours, If-None-Match: "v2"
  200 OK, ETag: "v3": "9 to 6, closed on Sunday"
"#;

#[test]
fn reads_and_writes_on_conditions() {
    // Cargo puts the example next to the directory of this test.
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let example = profile.join("examples").join(format!("conditional{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "the example is not built: run `cargo test` without choosing targets, which builds it");
    let ran = Command::new(example).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), SHOWN);
    assert!(ran.status.success());
}
