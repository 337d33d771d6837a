//! Text becomes a tree, within bounds.

use std::fmt;

use serde_saphyr::DuplicateKeyPolicy;

use super::Node;

/// The largest document that is read: 256 MiB.
pub(crate) const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Why a document was not read.
#[derive(Debug)]
pub struct ReadError(String);

impl ReadError {
    pub(super) fn version(version: &str) -> Self {
        let version: String = version.escape_debug().take(40).collect();
        Self(format!("the document is OpenAPI {version}; convert it to 3.0, 3.1 or 3.2"))
    }

    pub(super) fn not_openapi() -> Self {
        Self("the document has no text at `openapi`; write `openapi: 3.1.0` if it is an OpenAPI document".to_owned())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReadError {}

pub(super) fn read(text: &str) -> Result<Node, ReadError> {
    if text.len() > MAX_BYTES {
        let mib = text.len() >> 20;
        return Err(ReadError(format!("the document has {mib} MiB; at most 256 MiB are read")));
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| ReadError(format!("the JSON is not valid: {error}")));
    }
    // The bounds of depth and of what aliases repeat stay. The others fit configuration files, and an API is larger.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 60_000_000,
            max_nodes: 30_000_000,
            max_depth: 128,
            max_total_scalar_bytes: MAX_BYTES,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 200_000 },
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
    };
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| ReadError(format!("the YAML is not valid: {error}")))
}
