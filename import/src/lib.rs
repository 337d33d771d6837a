//! Writes the requests of an API from its OpenAPI document, as code that you keep.
//!
//! ```
//! use api_request_import::{Config, import};
//!
//! let document = r#"{
//!     "openapi": "3.1.0",
//!     "info": { "title": "Users", "version": "1" },
//!     "paths": {
//!         "/users/{id}": {
//!             "get": {
//!                 "operationId": "getUser",
//!                 "tags": ["users"],
//!                 "parameters": [{ "in": "path", "name": "id", "required": true, "schema": { "type": "integer" } }],
//!                 "responses": { "200": { "description": "The user.", "content": { "text/plain": {} } } }
//!             }
//!         }
//!     }
//! }"#;
//! let imported = import(document, &Config::default())?;
//! assert_eq!(imported.report.written, ["GET /users/{id}"]);
//! assert!(imported.files["users.rs"].contains(r#"#[api(get = "/users/{id}", response = reply::Text)]"#));
//! # Ok::<(), api_request_import::ImportError>(())
//! ```

mod api;
mod config;
mod document;
mod files;
mod name;
mod report;
mod rust;
mod schema;

use std::fmt;

use indexmap::IndexMap;

pub use config::{Config, ConfigError, Correction};
pub use document::ReadError;
pub use files::{Change, Plan, WriteError};
pub use report::{Remark, Report};
pub use rust::PrintError;

/// What an import gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Import {
    /// The files, by their names within the output folder.
    pub files: IndexMap<String, String>,
    /// What was written, weakened and skipped.
    pub report: Report,
}

/// Why a document was not imported at all.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// The text is not an OpenAPI document.
    Read(ReadError),
    /// The code is not valid, which is a bug of this crate.
    Print(PrintError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Print(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {}

/// Imports a document, JSON or YAML.
///
/// An operation that cannot be expressed is skipped, and the report has the reason.
///
/// # Errors
///
/// Fails if the text is not an OpenAPI 3.0, 3.1 or 3.2 document.
pub fn import(document: &str, config: &Config) -> Result<Import, ImportError> {
    let document = document::Document::read(document).map_err(ImportError::Read)?;
    let (api, report) = api::read(&document, config);
    let files = rust::files(&api).map_err(ImportError::Print)?;
    Ok(Import { files, report })
}
