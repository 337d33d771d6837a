//! How a request finds its next page, as static facts.

/// How a request finds its next page, and where a response has the items.
///
/// The key `paginate(..)` generates it. Fields of the request and of the response are named by their Rust names; a path such as
/// `meta.next` leads through several fields.
///
/// ```
/// use api_request::endpoint::{Endpoint, PagesFact, PagesForm, Param};
///
/// const SEARCH: &Endpoint = &Endpoint::new("GET", "/api/user/search")
///     .params(&[Param::query("next_results", "nextResults").required(false)])
///     .with_pages(PagesFact::new(PagesForm::Cursor).field("next_results").next("next_results").items("users"));
///
/// let pages = SEARCH.pages().ok_or("the request has no pages")?;
/// assert_eq!((pages.form(), pages.field_name()), (PagesForm::Cursor, Some("next_results")));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagesFact {
    form: PagesForm,
    field: Option<&'static str>,
    limit: Option<&'static str>,
    next: Option<&'static str>,
    next_header: Option<&'static str>,
    more: Option<&'static str>,
    total: Option<&'static str>,
    pages: Option<&'static str>,
    items: Option<&'static str>,
}

/// The form of `paginate(..)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PagesForm {
    /// A field of the request counts the items before the page.
    Offset,
    /// A field of the request has the number of the page.
    Page,
    /// A field of the request takes a value of the response before.
    Cursor,
    /// The response has the URL of the next page.
    NextUrl,
    /// The header `Link` has the URL of the next page (RFC 8288).
    Link,
}

impl PagesForm {
    /// Its word in `paginate(..)`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offset => "offset",
            Self::Page => "page",
            Self::Cursor => "cursor",
            Self::NextUrl => "next_url",
            Self::Link => "link",
        }
    }
}

macro_rules! facts {
    ($($field:ident $set:ident $get:ident $set_doc:literal $get_doc:literal;)*) => {
        impl PagesFact {
            /// Creates the facts of this form.
            #[must_use]
            pub const fn new(form: PagesForm) -> Self {
                Self { form, $($field: None),* }
            }

            /// The form.
            #[must_use]
            pub const fn form(&self) -> PagesForm {
                self.form
            }

            $(
                #[doc = $set_doc]
                #[must_use]
                pub const fn $set(mut self, name: &'static str) -> Self {
                    self.$field = Some(name);
                    self
                }

                #[doc = $get_doc]
                #[must_use]
                pub const fn $get(&self) -> Option<&'static str> {
                    self.$field
                }
            )*
        }
    };
}

facts! {
    field field field_name
        "Sets the field of the request that the next page changes."
        "The field of the request that the next page changes, of the forms `offset`, `page` and `cursor`.";
    limit limit limit_name
        "Sets the field of the request with the largest number of items on a page."
        "The field of the request with the largest number of items on a page.";
    next next next_path
        "Sets the path of the cursor or the URL of the next page, in the response."
        "The path of the cursor or the URL of the next page, in the response.";
    next_header next_header next_header_name
        "Sets the response header with the cursor of the next page."
        "The response header with the cursor of the next page.";
    more more more_path
        "Sets the path of the boolean that tells whether there is another page, in the response."
        "The path of the boolean that tells whether there is another page, in the response.";
    total total total_path
        "Sets the path of the number of all items, in the response."
        "The path of the number of all items, in the response.";
    pages pages pages_path
        "Sets the path of the number of all pages, in the response."
        "The path of the number of all pages, in the response.";
    items items items_path
        "Sets the path of the items, in the response."
        "The path of the items, in the response; `None` if the response is the list itself.";
}

impl PagesFact {
    /// The path in the response, or the header, that leads to the next page.
    #[must_use]
    pub const fn lead(&self) -> Option<&'static str> {
        match (self.form, self.next, self.next_header) {
            (PagesForm::Link, ..) => Some("Link"),
            (_, Some(path), _) => Some(path),
            (_, None, Some(header)) => Some(header),
            (_, None, None) => self.field,
        }
    }
}
