//! What the README promises: its length, and figures that the guide has too.

use std::fs;

use crate::repository;

/// More would not be read.
const MAX_LINES: usize = 220;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn readme_is_short() {
    let lines = read("runtime/README.md").lines().count();
    assert!(lines <= MAX_LINES, "README.md has {lines} lines, and at most {MAX_LINES} are read");
}

/// The numbers of at least four digits in a text, with their separators.
fn figures(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_ascii_digit() && char != ',')
        .map(|figure| figure.trim_matches(','))
        .filter(|figure| figure.contains(','))
}

#[test]
fn figures_of_the_readme_are_those_of_the_guide() {
    let (readme, guide) = (read("runtime/README.md"), read("runtime/src/guide/figures.md"));
    let (_, table) = readme.split_once("\n## Figures\n").expect("the README has figures");
    let (table, _) = table.split_once("\n## ").expect("a section follows");
    let measured: Vec<&str> = figures(&guide).collect();
    let mut shown = 0;
    for figure in figures(table) {
        assert!(measured.contains(&figure), "the README shows {figure}, which the chapter `figures` does not");
        shown += 1;
    }
    assert!(shown >= 4, "only {shown} figures were found");
}
