//! What the sources themselves hold to, whatever they do: the floors of their imports.

mod layers;
mod release;

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
