//! The trait `Paginate`, for requests whose items are spread over pages.

use std::borrow::Cow;
use std::fmt;

use crate::response::Reply;

use super::ApiRequest;

/// A request whose items are spread over several responses, called pages.
///
/// [`pages`](ApiRequest::pages) and [`items`](ApiRequest::items) fetch them. The key `paginate(..)` of `#[derive(ApiRequest)]` implements
/// it; the chapter [`pages`](crate::guide::pages) shows how. You can also implement it by hand:
///
/// ```
/// use api_request::pages::{Next, PageError, Progress};
/// use api_request::reply::Reply;
/// use api_request::{ApiRequest, Paginate};
///
/// #[derive(serde::Deserialize)]
/// struct Orders {
///     orders: Vec<u64>,
/// }
///
/// /// The orders after the one with this number.
/// #[derive(Clone, ApiRequest)]
/// #[api(get = "/orders", response = Orders)]
/// struct ListOrders {
///     #[api(query)]
///     after: Option<u64>,
/// }
///
/// impl Paginate for ListOrders {
///     type Item = u64;
///
///     fn next(&self, page: &Reply<Orders>, _: Progress) -> Result<Next<Self>, PageError> {
///         Ok(match page.value.orders.last() {
///             Some(last) => Next::Request(Self { after: Some(*last) }),
///             None => Next::End,
///         })
///     }
///
///     fn into_items(page: Orders) -> impl IntoIterator<Item = u64, IntoIter: Send + 'static> {
///         page.orders
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no pages",
    label = "this request does not implement `Paginate`",
    note = "write `paginate(..)` in its `#[api(..)]`, such as `paginate(cursor = after, next = next, items = users, item = User)`, or implement `api_request::Paginate`"
)]
pub trait Paginate: ApiRequest + Clone + Send + 'static {
    /// The type of an item.
    type Item: Send + 'static;

    /// Whether the request of a page may equal that of an earlier page.
    ///
    /// It may with a cursor that the server keeps, as in Elasticsearch's scroll.
    ///
    /// If it is `false`, a page that leads back to an earlier one is an error.
    const CURSOR_REPEATS: bool = false;

    /// Returns the way to the page that follows `page`.
    ///
    /// `self` is the request that `page` answers.
    ///
    /// `so_far` includes this page. Its items are counted only if [`count_items`](Self::count_items) is implemented.
    ///
    /// # Errors
    ///
    /// Fails if the response does not say how to go on, although it should. The call fails with [`Error::Encode`](crate::Error::Encode)
    /// after `page` has been returned.
    fn next(&self, page: &Reply<Self::Response>, so_far: Progress) -> Result<Next<Self>, PageError>;

    /// Returns the items of a page.
    fn into_items(page: Self::Response) -> impl IntoIterator<Item = Self::Item, IntoIter: Send + 'static>;

    /// Returns the number of items of a page, for [`Progress::items`].
    ///
    /// The default is `None`: not known.
    #[must_use]
    fn count_items(page: &Self::Response) -> Option<u64> {
        let _ = page;
        None
    }
}

/// The way to the next page.
pub enum Next<R> {
    /// This request.
    Request(R),
    /// The same request, sent to this URL as it is.
    ///
    /// Its headers and its body are sent, but its own path and query are not.
    ///
    /// A relative URL is resolved against the URL of the page that carried it, after redirects.
    Url(String),
    /// The page was the last one.
    End,
}

/// Shows neither the request nor the URL, which may contain secrets.
impl<R> fmt::Debug for Next<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request(_) => "Request(..)",
            Self::Url(_) => "Url(..)",
            Self::End => "End",
        })
    }
}

/// How much has been fetched so far, including the page at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub(crate) pages: u64,
    pub(crate) items: u64,
}

impl Progress {
    /// The number of pages.
    #[must_use]
    pub const fn pages(self) -> u64 {
        self.pages
    }

    /// The number of items on these pages, as [`Paginate::count_items`] counts them.
    ///
    /// If it does not count them, this is the number of items that a stream of [items](ApiRequest::items) has returned, and 0 in a stream
    /// of [pages](ApiRequest::pages).
    #[must_use]
    pub const fn items(self) -> u64 {
        self.items
    }
}

/// Why a response does not lead to the next page.
///
/// The message must not quote a value of the response, which may be secret.
#[derive(Debug)]
pub struct PageError {
    pub(crate) lead: Option<Cow<'static, str>>,
    pub(crate) reason: Cow<'static, str>,
}

impl PageError {
    /// Creates an error with this reason, such as `the cursor is not a number`.
    #[must_use]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { lead: None, reason: reason.into() }
    }

    /// Sets the field path or the header that should lead to the next page.
    ///
    /// An example of a field path in the response is `meta.next`.
    #[must_use]
    pub fn at(mut self, lead: impl Into<Cow<'static, str>>) -> Self {
        self.lead = Some(lead.into());
        self
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.lead {
            Some(lead) => write!(f, "`{lead}`: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

impl std::error::Error for PageError {}
