//! The document as an ordered tree, with pointers and references.

mod cursor;
mod node;
mod read;

pub(crate) use cursor::{Cursor, Dangling};
pub(crate) use node::Node;
pub use read::ReadError;

/// A parsed OpenAPI document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    root: Node,
}

impl Document {
    /// Reads JSON or YAML. Text that begins with `{` is JSON.
    ///
    /// # Errors
    ///
    /// Fails if the text has more than [`MAX_BYTES`], if it is not valid, or if it is not an OpenAPI 3.0, 3.1 or 3.2 document.
    pub(crate) fn read(text: &str) -> Result<Self, ReadError> {
        let root = read::read(text)?;
        match root.get("openapi") {
            Some(Node::Text(version)) if ["3.0", "3.1", "3.2"].iter().any(|one| is_release(version, one)) => {
                Ok(Self { root })
            }
            // YAML reads an unquoted `3.1` as a number.
            Some(Node::Float(version)) if *version >= 3.0 && *version < 3.3 => Ok(Self { root }),
            Some(Node::Text(version)) => Err(ReadError::version(version)),
            _ if root.get("swagger").is_some() => Err(ReadError::version("2.0 (Swagger)")),
            _ => Err(ReadError::not_openapi()),
        }
    }

    /// The whole document.
    #[must_use]
    pub(crate) fn root(&self) -> Cursor<'_> {
        Cursor::root(&self.root)
    }
}

/// Whether a version is of this release: `3.1`, `3.1.0`, `3.1.0-rc1`.
fn is_release(version: &str, release: &str) -> bool {
    version.strip_prefix(release).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
