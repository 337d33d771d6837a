//! Every open trait, implemented by hand as a library author would. The chapter "extending" shows the same code.

mod by_hand;
mod checked;
mod csv;
mod group;
mod layers;
mod max_words;
mod signed;
mod version_header;
mod wrapper;
mod xml;

use api_request::BaseUrl;

const CHAPTER: &str = include_str!("../../../runtime/src/guide/extending.md");
const HERE: [&str; 10] = [
    include_str!("by_hand.rs"),
    include_str!("checked.rs"),
    include_str!("csv.rs"),
    include_str!("group.rs"),
    include_str!("layers.rs"),
    include_str!("max_words.rs"),
    include_str!("signed.rs"),
    include_str!("version_header.rs"),
    include_str!("wrapper.rs"),
    include_str!("xml.rs"),
];

fn base() -> BaseUrl {
    "https://api.example.com".parse().unwrap()
}

/// Without what depends on where the code stands: imports, visibility, and how lines are broken.
fn implementation(code: &str) -> String {
    let lines = code.lines().filter(|line| !line.starts_with("use ") && !line.starts_with("//!"));
    lines.flat_map(|line| line.trim().replace("pub(super) ", "pub ").chars().collect::<Vec<_>>()).collect()
}

#[test]
fn the_chapter_shows_what_is_tested_here() {
    let tested = HERE.map(implementation);
    let blocks = CHAPTER.split("```rust\n").skip(1).filter_map(|block| block.split("```").next());
    let mut shown = 0;
    for block in blocks {
        let end = ["#[tokio::main]", "fn main"].iter().filter_map(|main| block.find(main)).min().unwrap();
        let code = implementation(&block[..end]);
        assert!(tested.iter().any(|tested| tested.contains(&code)), "no file here has this code:\n{}", &block[..end]);
        shown += 1;
    }
    assert_eq!(shown, HERE.len());
}
