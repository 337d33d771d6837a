//! Tests of the source files and the texts: layers, equal clients, plain English, first lines, versions and figures.

mod blocking;
mod first_lines;
mod layers;
mod readme;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
