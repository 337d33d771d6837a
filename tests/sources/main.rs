//! Tests of the source files and the texts: layers, equal clients, plain English, versions and figures.

mod blocking;
mod layers;
mod readme;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
