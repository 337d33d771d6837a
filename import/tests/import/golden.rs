//! Small documents beside the code that they become. `UPDATE_GOLDEN=1 cargo test -p api-request-import golden` writes the code.

use std::path::{Path, PathBuf};
use std::{env, fs};

use api_request_import::{Config, import};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[test]
fn documents_become_the_code_beside_them() {
    let mut count = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&path).unwrap();
        let imported = import(&text, &Config::default()).unwrap();
        let output = path.with_extension("");
        let mut files = imported.files;
        files.insert("report.txt".to_owned(), format!("{}\n", imported.report));
        if env::var_os("UPDATE_GOLDEN").is_some() {
            let _ = fs::remove_dir_all(&output);
            fs::create_dir_all(&output).unwrap();
            files.iter().for_each(|(name, text)| fs::write(output.join(name), text).unwrap());
        }
        for (name, text) in &files {
            let expected = fs::read_to_string(output.join(name)).unwrap_or_default();
            assert_eq!(*text, expected, "{}/{name} differs", output.display());
        }
        let committed = fs::read_dir(&output).unwrap().count();
        assert_eq!(committed, files.len(), "{} has other files", output.display());
    }
    assert!(count > 0);
}

#[test]
fn two_imports_give_the_same_bytes() {
    let text = fs::read_to_string(folder().join("shop.yaml")).unwrap();
    let first = import(&text, &Config::default()).unwrap();
    let second = import(&text, &Config::default()).unwrap();
    assert_eq!(first.files, second.files);
    assert_eq!(first.report.to_string(), second.report.to_string());
}
