//! `IntoIter`, the items of a stream, each of which is waited for.

use std::fmt;
use std::iter::FusedIterator;
use std::pin::Pin;

use futures_core::Stream;

use super::Background;

/// The items of a stream as an iterator, which blocks the thread for each item.
///
/// It waits until the next item arrives.
///
/// A stream that a [`blocking::Client`](crate::blocking::Client) has received is `IntoIterator`, and this is its iterator. Its only item
/// is an error if the stream has another origin, or if it is used in async code.
pub struct IntoIter<S: Stream> {
    stream: S,
    background: Option<Background>,
    /// Returns the error with this reason, and ends the stream.
    refuse: fn(&mut S, &'static str) -> S::Item,
    is_over: bool,
}

impl<S: Stream> IntoIter<S> {
    pub(crate) fn new(stream: S, background: Option<Background>, refuse: fn(&mut S, &'static str) -> S::Item) -> Self {
        Self { stream, background, refuse, is_over: false }
    }

    pub(crate) fn map_stream(self, map: impl FnOnce(S) -> S) -> Self {
        Self { stream: map(self.stream), ..self }
    }

    pub(crate) fn into_stream(self) -> S {
        self.stream
    }

    /// The stream, for example to read its last event ID.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S: Stream + Unpin> Iterator for IntoIter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        if self.is_over {
            return None;
        }
        let item = match Background::of(self.background.as_ref()) {
            Ok(background) => background.wait(|context| Pin::new(&mut self.stream).poll_next(context)),
            Err(reason) => {
                self.is_over = true;
                return Some((self.refuse)(&mut self.stream, reason));
            }
        };
        self.is_over = item.is_none();
        item
    }
}

impl<S: Stream + Unpin> FusedIterator for IntoIter<S> {}

impl<S: Stream> fmt::Debug for IntoIter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IntoIter(..)")
    }
}
