//! Tests of the source files and the texts: layers, plain English, versions and figures.

mod layers;
mod readme;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
