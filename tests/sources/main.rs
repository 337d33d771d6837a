//! Tests of the source files themselves: which layer may import which, and plain English.

mod layers;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
