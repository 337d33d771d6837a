//! Both clients have the same methods. Their builders and calls are one type each, except for the methods that end them.

use std::collections::BTreeSet;
use std::fs;

use crate::repository;

/// The names of the public functions in the `impl` blocks of a file that begin with this line.
fn methods(file: &str, begin: &str) -> BTreeSet<String> {
    let path = repository().join("runtime/src/client").join(file);
    let text = fs::read_to_string(path).expect("the file is there");
    let mut names = BTreeSet::new();
    for block in text.split(&format!("\n{begin} {{\n")).skip(1) {
        let block = block.split("\n}\n").next().unwrap_or_default();
        names.extend(block.lines().filter_map(|line| {
            let (name, _) = line.strip_prefix("    pub fn ")?.split_once(['(', '<'])?;
            Some(name.to_owned())
        }));
    }
    assert!(!names.is_empty(), "`{begin}` is not in {file}");
    names
}

#[test]
fn both_clients_have_the_same_methods() {
    let of_client = methods("mod.rs", "impl Client");
    assert!(of_client.contains("with_base"), "{of_client:?}");
    assert_eq!(of_client, methods("blocking/mod.rs", "impl Client"));
    assert_eq!(methods("builder.rs", "impl ClientBuilder"), methods("blocking/mod.rs", "impl ClientBuilder"));
    let call = "impl<R: ApiRequest> Call<'_, R>";
    assert_eq!(methods("call.rs", call), methods("blocking/mod.rs", call));
    let pages = "impl<R: Paginate> Pages<R>";
    assert_eq!(methods("pages/mod.rs", pages), methods("blocking/pages.rs", pages));
    let items = "impl<R: Paginate> Items<R>";
    assert_eq!(methods("pages/items.rs", items), methods("blocking/pages.rs", items));
}
