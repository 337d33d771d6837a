//! The trait `PageSender`, for clients that fetch pages, and what they need to resume.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Sender;
use super::paginate::{Paginate, Progress};

/// A type that can fetch pages, such as [`Client`](crate::Client).
///
/// [`ApiRequest::pages`](crate::ApiRequest::pages) and [`ApiRequest::items`](crate::ApiRequest::items) take a reference to one.
#[diagnostic::on_unimplemented(
    message = "pages cannot be fetched with `{Self}`",
    label = "this type is not a client",
    note = "pass a reference to an `api_request::Client`"
)]
pub trait PageSender: Sender {
    /// The pages: for a [`Client`](crate::Client), a stream of responses.
    type Pages<R: Paginate>;
    /// The items of the pages: for a [`Client`](crate::Client), a stream.
    type Items<R: Paginate>;

    /// Returns the pages, the first of which answers `request`.
    ///
    /// Nothing is sent yet.
    fn start_pages<R: Paginate>(&self, request: &R) -> Self::Pages<R>;

    /// Returns the pages that follow those of an earlier stream.
    ///
    /// Nothing is sent yet.
    fn resume_pages<R: Paginate>(&self, resume: Resume<R>) -> Self::Pages<R>;

    /// Returns the items of the pages.
    ///
    /// Nothing is sent yet.
    fn start_items<R: Paginate>(&self, request: &R) -> Self::Items<R>;
}

/// The next page of a request and the progress before it, returned by
/// [`Pages::into_next`](crate::pages::Pages::into_next).
///
/// It can be serialized if the request can. The result contains the request and the next URL, secrets included: store it like one. Its
/// layout is private to this crate.
///
/// ```no_run
/// use api_request::pages::Resume;
/// use api_request::{ApiRequest, Client};
///
/// #[derive(Clone, serde::Serialize, serde::Deserialize, ApiRequest)]
/// #[api(get = "/users", response = Vec<u64>, paginate(page = page), serde_ignored)]
/// struct ListUsers {
///     page: Option<u32>,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut pages = ListUsers { page: None }.pages(&client).max_pages(10);
/// while let Some(page) = pages.next().await {
///     println!("{:?}", page?.value);
/// }
/// if let Some(resume) = pages.into_next() {
///     std::fs::write("next.json", serde_json::to_vec(&resume)?)?;
/// }
///
/// // Later.
/// let resume: Resume<ListUsers> = serde_json::from_slice(&std::fs::read("next.json")?)?;
/// let mut pages = resume.pages(&client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Resume<R> {
    pub(crate) request: R,
    /// The URL that the request is sent to, if the server gave one.
    pub(crate) url: Option<String>,
    pub(crate) progress: Progress,
    /// Whether only the path and the query of a next URL count.
    pub(crate) rebases: bool,
    /// Why no page follows the last one, if the stream has not returned this error.
    pub(crate) refusal: Option<Refusal>,
}

/// Why the next page cannot be requested.
#[derive(Clone)]
pub(crate) struct Refusal {
    /// The field path or header that leads to the next page, if it is known.
    pub(crate) lead: String,
    pub(crate) reason: String,
}

impl<R: Paginate> Resume<R> {
    /// Continues with the next page.
    ///
    /// The progress and [`rebase`](crate::pages::Pages::rebase) are kept. A limit is not: set
    /// [`max_pages`](crate::pages::Pages::max_pages) again.
    pub fn pages<C: PageSender>(self, client: &C) -> C::Pages<R> {
        client.resume_pages(self)
    }
}

impl<R> Resume<R> {
    /// How much was fetched before.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

/// Shows neither the request nor the URL, which may contain secrets.
impl<R> fmt::Debug for Resume<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resume").field("progress", &self.progress).finish_non_exhaustive()
    }
}

/// The form of a [`Resume`] in every format of serde.
type Layout<R> = (R, Option<String>, u64, u64, bool, Option<(String, String)>);

impl<R: Serialize> Serialize for Resume<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Progress { pages, items } = self.progress;
        let refusal = self.refusal.clone().map(|Refusal { lead, reason }| (lead, reason));
        let layout: Layout<&R> = (&self.request, self.url.clone(), pages, items, self.rebases, refusal);
        layout.serialize(serializer)
    }
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Resume<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (request, url, pages, items, rebases, refusal) = Layout::deserialize(deserializer)?;
        let refusal = refusal.map(|(lead, reason)| Refusal { lead, reason });
        Ok(Self { request, url, progress: Progress { pages, items }, rebases, refusal })
    }
}
