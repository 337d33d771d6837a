//! Tests that every file imports only from floors below its own. `CONTRIBUTING.md` lists the floors.

mod floors;
mod source;

use std::fs;

use floors::Floors;
use source::Source;

use crate::repository;

/// What is wrong with the imports of the crate in this folder, by the floors that CONTRIBUTING.md lists for it.
fn wrong_arrows(folder: &str) -> Vec<String> {
    let contributing = fs::read_to_string(repository().join("CONTRIBUTING.md")).expect("CONTRIBUTING.md is there");
    let floors = Floors::listed(&contributing, folder);
    let source = Source::read(&repository().join(folder));
    floors.check(&source)
}

#[test]
fn the_runtime_imports_only_from_floors_below() {
    let wrong = wrong_arrows("runtime/src");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_derives_import_only_from_floors_below() {
    let wrong = wrong_arrows("macros/src");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_importer_imports_only_from_floors_below() {
    let wrong = wrong_arrows("import/src");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A small crate of three rooms: `top` on floor 2, `left` and `right` on floor 1.
const FLOORS: &str = "<!-- floors: small -->\n\n```text\n3  lib\n2  top\n1  left · right  anything behind two spaces\ntop never sees left\n```\n";

fn wrong(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![("lib.rs", "mod left; mod right; mod top; pub use right::Right;")];
    for (name, default) in [("left.rs", ""), ("right.rs", "pub struct Right;"), ("top/mod.rs", "")] {
        if !files.iter().any(|(file, _)| *file == name) {
            all.push((name, default));
        }
    }
    all.extend_from_slice(files);
    Floors::listed(FLOORS, "small").check(&Source::of(all))
}

#[test]
fn an_arrow_down_is_right() {
    assert_eq!(
        wrong(&[("top/mod.rs", "use crate::right::Right; fn f() -> crate::Right { crate::right::Right }")]),
        [""; 0]
    );
}

#[test]
fn an_arrow_up_is_wrong() {
    for (text, path) in [
        ("use crate::top::Top;", "crate::top::Top"),
        ("fn f() { let _ = crate::top::Top::new(); }", "crate::top::Top::new"),
        ("use crate::{right::Right, top::{self, Top}};", "crate::right::Right"),
        ("macro_rules! m { () => { $crate::top::Top } }", "crate::top::Top"),
        ("mod inner { use super::super::top::Top; }", "crate::top::Top"),
    ] {
        let wrong = wrong(&[("left.rs", text), ("top/mod.rs", "pub struct Top;")]);
        assert!(wrong.iter().any(|arrow| arrow.contains("left.rs") && arrow.contains(path)), "{text}: {wrong:?}");
    }
}

#[test]
fn a_neighbour_on_the_same_floor_is_as_wrong_as_a_floor_above() {
    assert_eq!(
        wrong(&[("left.rs", "use crate::right::Right;")]),
        ["left.rs imports right.rs (`crate::right::Right`), which is not on a floor below"]
    );
}

#[test]
fn a_re_export_cannot_hide_an_import() {
    let wrong = wrong(&[("left.rs", "use crate::Right;")]);
    assert_eq!(wrong, ["left.rs imports right.rs (`crate::Right`), which is not on a floor below"]);
}

#[test]
fn a_room_may_be_kept_from_one_below() {
    let wrong = wrong(&[("left.rs", "pub struct Left;"), ("top/mod.rs", "use crate::left::Left;")]);
    assert_eq!(wrong, ["top/mod.rs imports left.rs (`crate::left::Left`), which `top` never sees"]);
}

#[test]
fn files_of_one_room_form_a_circle_only_with_their_parent() {
    let parent = ("top/mod.rs", "mod a; mod b; pub struct Top; pub use a::A;");
    let of_parent = [parent, ("top/a.rs", "use super::Top; pub struct A;"), ("top/b.rs", "use super::{A, Top};")];
    assert_eq!(wrong(&of_parent), [""; 0]);
    let circle = [parent, ("top/a.rs", "use super::b::B; pub struct A;"), ("top/b.rs", "use super::A; pub struct B;")];
    assert_eq!(wrong(&circle), ["top/a.rs imports top/b.rs (`crate::top::b::B`), which imports it in turn"]);
}

#[test]
fn tests_may_import_anything() {
    assert_eq!(wrong(&[("left.rs", "#[cfg(test)] mod tests { use crate::right::Right; }")]), [""; 0]);
}

#[test]
fn a_room_without_a_floor_is_reported() {
    let wrong = wrong(&[("lib.rs", "mod cellar;"), ("cellar.rs", "")]);
    assert!(wrong.contains(&"cellar.rs is in no room that has a floor".to_owned()), "{wrong:?}");
}
