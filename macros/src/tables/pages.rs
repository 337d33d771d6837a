//! The table of the words in `paginate(..)`: what follows each, and which forms take it.

/// How the next page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormName {
    Offset,
    Page,
    Cursor,
    NextUrl,
    Link,
}

/// What follows a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageSyntax {
    /// Nothing.
    Flag,
    /// `= field`, of the request.
    Field,
    /// `= path`, in the response.
    Path,
    /// `= path` or `= header("Name")`.
    PathOrHeader,
    /// `= 0`.
    Number,
    /// `= end`.
    End,
    /// `= Type`.
    Type,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct PageWord {
    pub(crate) name: &'static str,
    pub(crate) syntax: PageSyntax,
    pub(crate) usage: &'static str,
    /// The forms that take it.
    pub(crate) forms: &'static [FormName],
    /// Whether it is the form itself.
    pub(crate) is_form: bool,
}

const fn form(name: &'static str, syntax: PageSyntax, usage: &'static str, form: &'static [FormName]) -> PageWord {
    PageWord { name, syntax, usage, forms: form, is_form: true }
}

const fn word(name: &'static str, syntax: PageSyntax, usage: &'static str, forms: &'static [FormName]) -> PageWord {
    PageWord { name, syntax, usage, forms, is_form: false }
}

pub(crate) const LIMIT: &str = "limit";
pub(crate) const TOTAL: &str = "total";
pub(crate) const SHORT: &str = "short";
pub(crate) const FIRST: &str = "first";
pub(crate) const PAGES: &str = "pages";
pub(crate) const NEXT: &str = "next";
pub(crate) const MORE: &str = "more";
pub(crate) const ITEMS: &str = "items";
pub(crate) const ITEM: &str = "item";
pub(crate) const CURSOR_REPEATS: &str = "cursor_repeats";

const ALL: &[FormName] = &[FormName::Offset, FormName::Page, FormName::Cursor, FormName::NextUrl, FormName::Link];
const BY_THE_SERVER: &[FormName] = &[FormName::Cursor, FormName::NextUrl, FormName::Link];
const COUNTED: &[FormName] = &[FormName::Offset, FormName::Page];

/// Every word, in the order in which messages list them.
pub(crate) const WORDS: &[PageWord] = &[
    form("offset", PageSyntax::Field, "offset = field", &[FormName::Offset]),
    form("page", PageSyntax::Field, "page = field", &[FormName::Page]),
    form("cursor", PageSyntax::Field, "cursor = field, next = path", &[FormName::Cursor]),
    form("next_url", PageSyntax::Path, "next_url = path", &[FormName::NextUrl]),
    form("link", PageSyntax::Flag, "link", &[FormName::Link]),
    word(NEXT, PageSyntax::PathOrHeader, "next = path", &[FormName::Cursor]),
    word(MORE, PageSyntax::Path, "more = path", &[FormName::Cursor]),
    word(LIMIT, PageSyntax::Field, "limit = field", COUNTED),
    word(SHORT, PageSyntax::End, "short = end", COUNTED),
    word(FIRST, PageSyntax::Number, "first = 0", &[FormName::Page]),
    word(TOTAL, PageSyntax::Path, "total = path", COUNTED),
    word(PAGES, PageSyntax::Path, "pages = path", &[FormName::Page]),
    word(ITEMS, PageSyntax::Path, "items = path", ALL),
    word(ITEM, PageSyntax::Type, "item = Type", ALL),
    word(CURSOR_REPEATS, PageSyntax::Flag, "cursor_repeats", BY_THE_SERVER),
];

/// The row of that word.
pub(crate) fn find(name: &str) -> Option<&'static PageWord> {
    WORDS.iter().find(|word| word.name == name)
}
