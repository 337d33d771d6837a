//! The pages and items of a blocking client, as iterators.

use std::fmt;
use std::iter::FusedIterator;

use crate::background::IntoIter;
use crate::error::Error;
use crate::request::{PageSender, Paginate, Progress, Resume};
use crate::response::Reply;

use super::{Client, refused};
use crate::client::pages;

/// The pages of a request with a blocking [`Client`]: an iterator.
///
/// It is the async [`pages::Pages`](crate::pages::Pages) with the same limits and errors. `next` blocks the thread until the page is
/// read. In async code, its only item is [`Error::Connect`].
///
/// # Examples
///
/// ```no_run
/// use api_request::{ApiRequest, blocking};
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
/// # fn run(client: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
/// for page in ListUsers.pages(&client).max_pages(10) {
///     println!("{} users", page?.value.len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched before `next` is called"]
pub struct Pages<R: Paginate>(IntoIter<pages::Pages<R>>);

/// The items of all pages with a blocking [`Client`]: an iterator.
///
/// It is the async [`pages::Items`](crate::pages::Items) with the same limits and errors. `next` blocks the thread if a page has to be
/// fetched. In async code, its only item is [`Error::Connect`].
///
/// # Examples
///
/// ```no_run
/// use api_request::{ApiRequest, blocking};
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
/// # fn run(client: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
/// for user in ListUsers.items(&client).max_items(500) {
///     println!("{}", user?.email);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched before `next` is called"]
pub struct Items<R: Paginate>(IntoIter<pages::Items<R>>);

impl<R: Paginate> Pages<R> {
    fn new(client: &Client, pages: pages::Pages<R>) -> Self {
        let (_, background) = client.parts();
        Self(IntoIter::new(pages, Some(background.clone()), |_, reason| Err(refused(R::ENDPOINT, reason))))
    }

    /// Ends after this many pages.
    ///
    /// [`into_next`](Self::into_next) then continues with the page after them.
    pub fn max_pages(self, pages: usize) -> Self {
        Self(self.0.map_stream(|stream| stream.max_pages(pages)))
    }

    /// Keeps only the path and query of a next URL.
    ///
    /// The async [`rebase`](crate::pages::Pages::rebase) does the same.
    pub fn rebase(self) -> Self {
        Self(self.0.map_stream(pages::Pages::rebase))
    }

    /// How much has been fetched.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.0.get_ref().progress()
    }

    /// Returns what is needed to continue with the next page later.
    ///
    /// `None` after the last page. After the call of a page has failed, the next page is that one.
    #[must_use]
    pub fn into_next(self) -> Option<Resume<R>> {
        self.0.into_stream().into_next()
    }
}

impl<R: Paginate> Items<R> {
    /// Ends after the items of this many pages.
    pub fn max_pages(self, pages: usize) -> Self {
        Self(self.0.map_stream(|stream| stream.max_pages(pages)))
    }

    /// Ends after this many items.
    ///
    /// No page is fetched after that.
    pub fn max_items(self, items: usize) -> Self {
        Self(self.0.map_stream(|stream| stream.max_items(items)))
    }

    /// Keeps only the path and query of a next URL.
    ///
    /// The async [`rebase`](crate::pages::Pages::rebase) does the same.
    pub fn rebase(self) -> Self {
        Self(self.0.map_stream(pages::Items::rebase))
    }

    /// How much has been fetched.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.0.get_ref().progress()
    }
}

impl PageSender for Client {
    type Pages<R: Paginate> = Pages<R>;
    type Items<R: Paginate> = Items<R>;

    fn start_pages<R: Paginate>(&self, request: &R) -> Pages<R> {
        Pages::new(self, self.parts().0.start_pages(request))
    }

    fn resume_pages<R: Paginate>(&self, resume: Resume<R>) -> Pages<R> {
        Pages::new(self, self.parts().0.resume_pages(resume))
    }

    fn start_items<R: Paginate>(&self, request: &R) -> Items<R> {
        let (client, background) = self.parts();
        let items = client.start_items(request);
        Items(IntoIter::new(items, Some(background.clone()), |_, reason| Err(refused(R::ENDPOINT, reason))))
    }
}

impl<R: Paginate> Iterator for Pages<R> {
    type Item = Result<Reply<R::Response>, Error<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl<R: Paginate> Iterator for Items<R> {
    type Item = Result<R::Item, Error<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl<R: Paginate> FusedIterator for Pages<R> {}

impl<R: Paginate> FusedIterator for Items<R> {}

impl<R: Paginate> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.get_ref().fmt(f)
    }
}

impl<R: Paginate> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.get_ref().fmt(f)
    }
}
