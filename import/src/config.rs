//! What the user wants: which operations, and corrections of the document.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// Options of an import, as `import.toml` states them.
///
/// ```
/// use api_request_import::Config;
///
/// let config = Config::parse(
///     r#"
///     only = ["users", "GET /health"]
///
///     [operations."GET /users/{id}"]
///     name = "FindUser"
///
///     [operations."DELETE /users"]
///     skip = true
///     "#,
/// )?;
/// assert!(config.wants("users", "/users/{id}", None, "GET"));
/// assert!(!config.wants("users", "/users", None, "DELETE"));
/// # Ok::<(), api_request_import::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// The tags, paths, `operationId`s, or `METHOD /path` to import; empty for all.
    pub only: Vec<String>,
    /// Corrections of operations, by `METHOD /path`.
    pub operations: BTreeMap<String, Correction>,
}

/// A correction of one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Correction {
    /// The name of the struct.
    pub name: Option<String>,
    /// Whether the operation is left out.
    pub skip: bool,
}

/// Why a configuration was not read.
#[derive(Debug)]
pub struct ConfigError(toml::de::Error);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads an `import.toml`.
    ///
    /// # Errors
    ///
    /// Fails if the text is not TOML, or has a key that is not known.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(ConfigError)
    }

    /// Restricts the import to operations with this tag, path, `operationId` or `METHOD /path`.
    #[must_use]
    pub fn only(mut self, only: impl IntoIterator<Item = String>) -> Self {
        self.only.extend(only);
        self
    }

    /// Whether an operation is wanted.
    #[must_use]
    pub fn wants(&self, tag: &str, path: &str, id: Option<&str>, method: &str) -> bool {
        let is_it = |only: &String| {
            let full = only.split_once(' ').is_some_and(|(one, at)| one.eq_ignore_ascii_case(method) && at == path);
            only.eq_ignore_ascii_case(tag) || only == path || id == Some(only.as_str()) || full
        };
        let is_skipped = self.correction(method, path).is_some_and(|correction| correction.skip);
        !is_skipped && (self.only.is_empty() || self.only.iter().any(is_it))
    }

    /// The correction of an operation.
    #[must_use]
    pub fn correction(&self, method: &str, path: &str) -> Option<&Correction> {
        self.operations.get(&format!("{method} {path}"))
    }
}
