//! An operation of the document before it is read.

use crate::document::Cursor;
use crate::name;

/// An operation before it is read.
pub(super) struct Source<'d> {
    pub(super) method: &'static str,
    pub(super) path: &'d str,
    pub(super) item: Cursor<'d>,
    pub(super) at: Cursor<'d>,
    pub(super) id: Option<&'d str>,
    pub(super) tag: String,
}

impl<'d> Source<'d> {
    pub(super) fn new(method: &'static str, path: &'d str, item: &Cursor<'d>, at: Cursor<'d>) -> Self {
        let id = at.text("operationId").filter(|id| !id.trim().is_empty());
        let tag = at.list("tags").find_map(|tag| tag.node().text().map(str::to_owned));
        let tag = tag.filter(|tag| !name::words(tag).is_empty()).unwrap_or_else(|| tag_of(path));
        Self { method, path, item: item.clone(), at, id, tag }
    }

    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The name of the struct: that of the document, or the method and the path.
    pub(super) fn name(&self) -> String {
        let of_path = || {
            let path = self.path.replace('{', " by ");
            name::camel(&format!("{} {path}", self.method.to_ascii_lowercase()), "Call")
        };
        match self.id {
            Some(id) if !name::words(id).is_empty() => name::camel(id, "Call"),
            _ => of_path(),
        }
    }
}

/// A module for operations without a tag, named after the path. Versions are skipped.
fn tag_of(path: &str) -> String {
    let is_word = |segment: &&str| {
        let version = segment.trim_start_matches(['v', 'V']);
        let is_version = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit() || c == '.');
        !segment.is_empty() && !segment.contains('{') && !is_version && !["api", "rest"].contains(segment)
    };
    let segment = path.split(['?', '#']).next().unwrap_or_default().split('/').find(is_word);
    segment.unwrap_or("operations").to_owned()
}
