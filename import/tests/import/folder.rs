//! The output folder: edits are never lost.

use std::fs;
use std::path::PathBuf;

use api_request_import::{Change, Config, Import, Plan, WriteError, import};

pub(crate) const SMALL: &str = r#"{
    "openapi": "3.0.3",
    "info": { "title": "Small", "version": "1" },
    "paths": {
        "/a": { "get": { "operationId": "getA", "tags": ["one"], "responses": { "200": { "description": "A." } } } },
        "/b": { "get": { "operationId": "getB", "tags": ["two"], "responses": { "200": { "description": "B." } } } }
    }
}"#;

fn small() -> Import {
    import(SMALL, &Config::default()).unwrap()
}

/// A folder that does not exist yet.
pub(crate) fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn changes(plan: &Plan<'_>) -> Vec<(String, Change)> {
    plan.changes().map(|(name, change)| (name.to_owned(), change)).collect()
}

#[test]
fn a_second_import_changes_nothing() {
    let (folder, imported) = (fresh("second"), small());
    let plan = Plan::new(&folder, &imported.files).unwrap();
    assert!(changes(&plan).iter().all(|(_, change)| *change == Change::New));
    plan.write(false).unwrap();
    let plan = Plan::new(&folder, &imported.files).unwrap();
    assert!(changes(&plan).iter().all(|(_, change)| *change == Change::Same));
    assert_eq!(plan.difference(), "");
}

#[test]
fn edits_are_kept_unless_forced() {
    let (folder, imported) = (fresh("edits"), small());
    Plan::new(&folder, &imported.files).unwrap().write(false).unwrap();
    let edited = folder.join("one.rs");
    let text = fs::read_to_string(&edited).unwrap() + "// mine\n";
    fs::write(&edited, &text).unwrap();
    let plan = Plan::new(&folder, &imported.files).unwrap();
    assert!(plan.difference().contains("-// mine"), "{}", plan.difference());
    let error = plan.write(false).unwrap_err();
    assert!(matches!(&error, WriteError::Edited(names) if names == &["one.rs"]), "{error}");
    assert_eq!(fs::read_to_string(&edited).unwrap(), text);
    Plan::new(&folder, &imported.files).unwrap().write(true).unwrap();
    assert_eq!(fs::read_to_string(&edited).unwrap(), imported.files["one.rs"]);
}

#[test]
fn what_an_import_wrote_is_updated() {
    let (folder, imported) = (fresh("updated"), small());
    Plan::new(&folder, &imported.files).unwrap().write(false).unwrap();
    let newer = import(
        &SMALL.replace("\"A.\"", "\"A.\" }, \"404\": { \"description\": \"No.\", \"content\": { \"text/plain\": {} }"),
        &Config::default(),
    )
    .unwrap();
    let plan = Plan::new(&folder, &newer.files).unwrap();
    assert!(changes(&plan).contains(&("one.rs".to_owned(), Change::Updated)));
    plan.write(false).unwrap();
    assert_eq!(fs::read_to_string(folder.join("one.rs")).unwrap(), newer.files["one.rs"]);
}

#[test]
fn a_file_that_is_no_longer_written_stays() {
    let (folder, imported) = (fresh("stale"), small());
    Plan::new(&folder, &imported.files).unwrap().write(false).unwrap();
    let fewer = import(SMALL, &Config::default().only(["one".to_owned()])).unwrap();
    let plan = Plan::new(&folder, &fewer.files).unwrap();
    assert!(changes(&plan).contains(&("two.rs".to_owned(), Change::Stale)));
    plan.write(false).unwrap();
    assert!(folder.join("two.rs").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let (folder, imported) = (fresh("link"), small());
    fs::create_dir_all(&folder).unwrap();
    let outside = fresh("outside");
    fs::write(&outside, "mine").unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("one.rs")).unwrap();
    let error = Plan::new(&folder, &imported.files).unwrap_err();
    assert!(matches!(error, WriteError::NotAFile(_)), "{error}");
    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
}
