//! How a request finds its next page.

use syn::{LitStr, Member, Type};

pub(crate) struct Pages<'a> {
    pub(crate) form: Form<'a>,
    /// The items in the response; `None` if it is the list itself.
    pub(crate) items: Option<PathTo<'a>>,
    pub(crate) item: Option<&'a Type>,
    pub(crate) cursor_repeats: bool,
}

pub(crate) enum Form<'a> {
    Offset { field: PathTo<'a>, limit: Limit<'a>, total: Option<PathTo<'a>> },
    Page { field: PathTo<'a>, limit: Limit<'a>, first: u64, total: Option<PathTo<'a>>, pages: Option<PathTo<'a>> },
    Cursor { field: PathTo<'a>, next: NextCursor<'a>, more: Option<PathTo<'a>> },
    NextUrl(PathTo<'a>),
    Link,
}

/// The field of the request with the largest number of items on a page.
pub(crate) struct Limit<'a> {
    pub(crate) field: Option<PathTo<'a>>,
    /// Whether a page with less items is the last one.
    pub(crate) ends_short: bool,
}

impl Form<'_> {
    /// Its word in `paginate(..)`.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Offset { .. } => "offset",
            Self::Page { .. } => "page",
            Self::Cursor { .. } => "cursor",
            Self::NextUrl(_) => "next_url",
            Self::Link => "link",
        }
    }
}

/// Where the response has the cursor of the next page.
pub(crate) enum NextCursor<'a> {
    Path(PathTo<'a>),
    Header(&'a LitStr),
}

/// A path through fields, of the request or of the response.
pub(crate) struct PathTo<'a> {
    pub(crate) members: &'a [Member],
    pub(crate) text: String,
}
