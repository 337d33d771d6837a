//! Tests of the source files themselves: floors of imports, plain English, and short first lines.

mod first_lines;
mod layers;
mod release;
mod words;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
