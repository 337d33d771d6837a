//! The items of all pages, one after another.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::Error;
use crate::request::{Paginate, Progress};

use super::Pages;

/// The items of all pages, returned by [`items`](crate::ApiRequest::items): a stream.
///
/// The next page is fetched when all items of the last one have been returned, and never before. See [`Pages`], which it is built on.
///
/// # Examples
///
/// ```no_run
/// use api_request::{ApiRequest, Client};
///
/// #[derive(serde::Deserialize)]
/// struct User {
///     email: String,
/// }
///
/// #[derive(Clone, ApiRequest)]
/// #[api(get = "/users", response = Vec<User>, paginate(link))]
/// struct ListUsers;
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut users = ListUsers.items(&client).max_items(500);
/// while let Some(user) = users.next().await {
///     println!("{}", user?.email);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched before it is polled"]
pub struct Items<R: Paginate> {
    pages: Pages<R>,
    /// The rest of the last page.
    rest: Option<Box<dyn Iterator<Item = R::Item> + Send>>,
    /// Whether the request counts the items of its pages.
    counts: bool,
    /// How many more items may be returned.
    left: Option<usize>,
}

impl<R: Paginate> Items<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Self { pages, rest: None, counts: false, left: None }
    }

    /// Ends after the items of this many pages.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Ends after this many items.
    ///
    /// No page is fetched after that.
    pub fn max_items(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Keeps only the path and the query of a next URL, as [`Pages::rebase`] does.
    pub fn rebase(mut self) -> Self {
        self.pages = self.pages.rebase();
        self
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// If you drop the future before it is ready, no item is lost.
    ///
    /// # Errors
    ///
    /// Fails like [`Pages::next`], after all items of the pages before. An error is the last item.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error<R::Error>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// How much has been fetched.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.pages.progress()
    }
}

// No field is pinned structurally.
impl<R: Paginate> Unpin for Items<R> {}

impl<R: Paginate> Stream for Items<R> {
    type Item = Result<R::Item, Error<R::Error>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.left == Some(0) {
                this.rest = None;
                return Poll::Ready(None);
            }
            if let Some(item) = this.rest.as_mut().and_then(Iterator::next) {
                this.left = this.left.map(|left| left.saturating_sub(1));
                if !this.counts {
                    this.pages.progress.items = this.pages.progress.items.saturating_add(1);
                }
                return Poll::Ready(Some(Ok(item)));
            }
            this.rest = None;
            match ready!(Pin::new(&mut this.pages).poll_next(cx)) {
                Some(Ok(page)) => {
                    this.counts = R::count_items(&page.value).is_some();
                    this.rest = Some(Box::new(R::into_items(page.value).into_iter()));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paginate> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
