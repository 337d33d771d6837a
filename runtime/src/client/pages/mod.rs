//! The pages of a request, fetched one after another.

mod items;
mod next_url;
mod repeats;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::encode::EncodeError;
use crate::endpoint::{Endpoint, PagesFact};
use crate::error::{CallContext, Error};
use crate::request::{Next, PageError, PageSender, Paginate, Progress, Refusal, Resume};
use crate::response::Reply;

use super::Client;
use super::call::SendingPage;

pub use items::Items;
use repeats::Repeats;

/// The pages of a request, returned by [`pages`](crate::ApiRequest::pages): a stream of responses.
///
/// A page is fetched when this is polled for it, and never before. Each page is a call of its own, with its own deadline and retries.
/// Dropping this cancels the call that is under way.
///
/// An error is the last item: after it, and after the last page, the stream returns `None`.
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
/// let mut pages = ListUsers.pages(&client);
/// while let Some(page) = pages.next().await {
///     println!("{} users", page?.value.len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched before it is polled"]
pub struct Pages<R: Paginate> {
    client: Client,
    /// The request of the next page or, after the last one, of that.
    request: R,
    /// The URL that the request is sent to, if the server gave one.
    url: Option<String>,
    state: State<R>,
    progress: Progress,
    /// How many more pages may be fetched.
    left: Option<usize>,
    rebases: bool,
    repeats: Repeats,
}

enum State<R: Paginate> {
    /// The next page can be requested.
    Ready,
    Fetching(SendingPage<R>),
    /// The last page does not lead to the next one.
    Refused(Refusal),
    /// The call of a page has failed, or its URL is not followed. It can be repeated in another stream.
    Failed,
    Over,
}

impl Refusal {
    fn new(endpoint: &'static Endpoint, reason: &str) -> Self {
        let lead = endpoint.pages().and_then(PagesFact::lead);
        Self { lead: lead.unwrap_or_default().to_owned(), reason: reason.to_owned() }
    }

    fn of(error: PageError, endpoint: &'static Endpoint) -> Self {
        let refusal = Self::new(endpoint, &error.reason);
        match error.lead {
            Some(lead) => Self { lead: lead.into_owned(), ..refusal },
            None => refusal,
        }
    }

    fn into_error<E>(self, endpoint: &'static Endpoint) -> Error<E> {
        Error::Encode { error: EncodeError::of_page(&self.lead, &self.reason), context: CallContext::new(endpoint) }
    }
}

const REPEATED: &str = "it leads back to an earlier page; if the API repeats it on purpose, write `cursor_repeats` in `paginate(..)`, or set `Paginate::CURSOR_REPEATS`";

impl<R: Paginate> Pages<R> {
    fn new(client: &Client, request: R) -> Self {
        Self {
            client: client.clone(),
            request,
            url: None,
            state: State::Ready,
            progress: Progress::default(),
            left: None,
            rebases: false,
            repeats: Repeats::default(),
        }
    }

    /// Ends after this many pages.
    ///
    /// [`into_next`](Self::into_next) then continues with the page after them.
    pub fn max_pages(mut self, pages: usize) -> Self {
        self.left = Some(pages);
        self
    }

    /// Keeps only the path and query of a next URL.
    ///
    /// The client sends them to the origin of its base URL.
    ///
    /// It is for a server behind a proxy that does not know its own address, and writes `http://` or an internal host into the URLs.
    pub fn rebase(mut self) -> Self {
        self.rebases = true;
        self
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// If you drop the future before it is ready, the next call of this method continues the same call of the client.
    ///
    /// # Errors
    ///
    /// An error is the last item. Every error of a call is possible. In addition, it fails with [`Error::Encode`] if the last page
    ///
    /// - leads back to an earlier one, unless [`Paginate::CURSOR_REPEATS`] is set;
    /// - has a next URL that is not valid, or on an origin that the client does not trust;
    /// - does not lead to the next page although it should: [`Paginate::next`] fails.
    pub async fn next(&mut self) -> Option<Result<Reply<R::Response>, Error<R::Error>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// How much has been fetched.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Returns what is needed to continue with the next page later.
    ///
    /// You can continue in another process, for example. `None` after the last page.
    ///
    /// - After the call of a page has failed, or its URL was not followed, the next page is that one.
    /// - If the last page does not lead to the next one and the stream has not returned this error, the first item of
    ///   [`Resume::pages`] is the error.
    #[must_use]
    pub fn into_next(self) -> Option<Resume<R>> {
        let Self { request, url, state, progress, rebases, .. } = self;
        match state {
            State::Ready | State::Fetching(_) | State::Failed => {
                Some(Resume { request, url, progress, rebases, refusal: None })
            }
            State::Refused(refusal) => Some(Resume { request, url, progress, rebases, refusal: Some(refusal) }),
            State::Over => None,
        }
    }

    /// Starts the call of the next page. It is not sent before it is polled.
    ///
    /// Fails with the reason, and with the state after it.
    fn start(&mut self) -> Result<SendingPage<R>, (&'static str, State<R>)> {
        let mut call = self.client.call(&self.request);
        if let Some(url) = &self.url {
            let target = next_url::target(&self.client, url, self.rebases);
            call = call.url(target.map_err(|reason| (reason, State::Failed))?);
        }
        let (sending, fingerprint) = call.page();
        if !R::CURSOR_REPEATS && fingerprint.is_some_and(|fingerprint| self.repeats.has_seen(fingerprint)) {
            return Err((REPEATED, State::Over));
        }
        Ok(sending)
    }

    /// Finds the page after this one.
    fn go_on(&mut self, page: &Reply<R::Response>) {
        self.progress.pages += 1;
        if let Some(items) = R::count_items(&page.value) {
            self.progress.items = self.progress.items.saturating_add(items);
        }
        self.state = match self.request.next(page, self.progress) {
            Ok(Next::End) => State::Over,
            Ok(Next::Request(request)) => {
                (self.request, self.url) = (request, None);
                State::Ready
            }
            Ok(Next::Url(url)) => match next_url::resolve(page.url(), self.client.base(), &url) {
                Ok(url) => {
                    self.url = Some(url);
                    State::Ready
                }
                Err(reason) => State::Refused(Refusal::new(R::ENDPOINT, reason)),
            },
            Err(error) => State::Refused(Refusal::of(error, R::ENDPOINT)),
        };
    }
}

// No field is pinned structurally.
impl<R: Paginate> Unpin for Pages<R> {}

impl<R: Paginate> Stream for Pages<R> {
    type Item = Result<Reply<R::Response>, Error<R::Error>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match &mut this.state {
                State::Ready | State::Refused(_) if this.left == Some(0) => return Poll::Ready(None),
                State::Ready => match this.start() {
                    Ok(sending) => this.state = State::Fetching(sending),
                    Err((reason, next)) => {
                        this.state = next;
                        return Poll::Ready(Some(Err(Refusal::new(R::ENDPOINT, reason).into_error(R::ENDPOINT))));
                    }
                },
                State::Fetching(sending) => {
                    return Poll::Ready(Some(match ready!(Pin::new(sending).poll(cx)) {
                        Ok(page) => {
                            this.left = this.left.map(|left| left.saturating_sub(1));
                            this.go_on(&page);
                            Ok(page)
                        }
                        Err(error) => {
                            this.state = State::Failed;
                            Err(error)
                        }
                    }));
                }
                State::Refused(_) => {
                    let State::Refused(refusal) = std::mem::replace(&mut this.state, State::Over) else { continue };
                    return Poll::Ready(Some(Err(refusal.into_error(R::ENDPOINT))));
                }
                State::Failed | State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paginate> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("progress", &self.progress).finish_non_exhaustive()
    }
}

impl PageSender for Client {
    type Pages<R: Paginate> = Pages<R>;
    type Items<R: Paginate> = Items<R>;

    fn start_pages<R: Paginate>(&self, request: &R) -> Pages<R> {
        Pages::new(self, request.clone())
    }

    fn resume_pages<R: Paginate>(&self, resume: Resume<R>) -> Pages<R> {
        let Resume { request, url, progress, rebases, refusal } = resume;
        let state = refusal.map_or(State::Ready, State::Refused);
        Pages { url, state, progress, rebases, ..Pages::new(self, request) }
    }

    fn start_items<R: Paginate>(&self, request: &R) -> Items<R> {
        Items::new(Pages::new(self, request.clone()))
    }
}
