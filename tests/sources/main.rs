//! Tests of the source files themselves: which layer may import which, two clients with the same methods, and plain English.

mod blocking;
mod layers;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
