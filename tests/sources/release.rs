//! What the packages say of themselves: versions, the oldest compiler, and the files that each must have.

use std::fs;

use crate::repository;

/// The folders of the packages that are published.
const PUBLISHED: [&str; 3] = ["import", "macros", "runtime"];

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The value of the first line `key = "value"` of the workspace's manifest.
fn stated(key: &str) -> String {
    let manifest = read("Cargo.toml");
    let value = manifest.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
    value.unwrap_or_else(|| panic!("no `{key}` in Cargo.toml")).to_owned()
}

#[test]
fn texts_name_the_oldest_compiler() {
    let rust = stated("rust-version");
    assert!(read("runtime/README.md").contains(&format!("Rust {rust}.")), "README.md does not name Rust {rust}");
    assert!(read("CHANGELOG.md").contains(&format!("Rust {rust}.")), "CHANGELOG.md does not name Rust {rust}");
}

#[test]
fn changelog_has_this_version() {
    let version = stated("version");
    assert!(read("CHANGELOG.md").contains(&format!("\n## {version} (")), "CHANGELOG.md has no section {version}");
}

#[test]
fn versions_of_the_packages_are_tied() {
    let version = stated("version");
    let manifest = read("Cargo.toml");
    for line in [
        format!("api-request = {{ version = \"{version}\","),
        // Generated code calls hidden functions of the same release.
        format!("api-request-macros = {{ version = \"={version}\","),
    ] {
        assert!(manifest.contains(&line), "Cargo.toml has no line `{line}`");
    }
}

#[test]
fn published_packages_have_their_texts() {
    for package in PUBLISHED {
        for name in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
            assert!(!read(&format!("{package}/{name}")).is_empty(), "{package}/{name} is empty");
        }
        let manifest = read(&format!("{package}/Cargo.toml"));
        for key in ["description", "documentation", "keywords", "categories", "include"] {
            assert!(manifest.contains(&format!("\n{key} = ")), "{package}/Cargo.toml has no `{key}`");
        }
    }
}

/// The product must not bring a clock that can be paused.
#[test]
fn no_feature_turns_on_the_paused_clock_of_tokio() {
    let manifest = read("runtime/Cargo.toml");
    let (product, development) = manifest.split_once("[dev-dependencies]").expect("there are dependencies for tests");
    assert!(!product.contains("test-util"), "a feature or a dependency of `api-request` turns on `test-util`");
    assert!(development.contains("test-util"), "the guide's examples need it");
}
