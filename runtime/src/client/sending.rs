//! The future of a call.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::Response;

#[cfg(feature = "blocking")]
use crate::background::Background;
use crate::error::Error;
use crate::message::Body;
use crate::response::{ErasedResponse, FromResponse, Reply, take};

use super::failure::Failure;
use super::prepare::{Outcome, Running};

/// The future of a call, returned by [`send`](crate::ApiRequest::send).
///
/// The request is already encoded. It is sent when this is first polled, and dropping this cancels the call.
///
/// A `Sending` is `Send` and borrows neither the request nor the client. So you can spawn it:
/// `tokio::spawn(request.send(&client))`.
#[must_use = "a request is not sent until this is awaited"]
pub struct Sending<T, E> {
    call: RunningCall,
    /// Restores the types of the outcome. Besides reading the response, only this part of a call is compiled for each type.
    downcast: fn(&mut RunningCall) -> Result<T, Error<E>>,
}

/// A running call, and its outcome once it has ended.
struct RunningCall {
    call: Running,
    outcome: Option<Outcome>,
}

impl<T: FromResponse, E: FromResponse> Sending<T, E> {
    pub(super) fn value(call: Running) -> Self {
        Self { call: RunningCall::new(call), downcast: downcast::<T, E> }
    }
}

impl<T: FromResponse, E: FromResponse> Sending<Reply<T>, E> {
    pub(super) fn reply(call: Running) -> Self {
        Self { call: RunningCall::new(call), downcast: downcast_reply::<T, E> }
    }
}

impl<E: FromResponse> Sending<Response<Body>, E> {
    pub(super) fn raw(call: Running) -> Self {
        Self { call: RunningCall::new(call), downcast: downcast::<Response<Body>, E> }
    }
}

#[cfg(feature = "blocking")]
impl<T, E> Sending<T, E> {
    /// Runs the call to its end, and blocks the thread meanwhile.
    pub(super) fn wait(mut self, background: &Background) -> Result<T, Error<E>> {
        self.call.wait(background);
        (self.downcast)(&mut self.call)
    }
}

fn downcast<T: 'static, E: 'static>(call: &mut RunningCall) -> Result<T, Error<E>> {
    match take(call.value()) {
        Some(value) => Ok(value),
        None => Err(failed(call)),
    }
}

fn downcast_reply<T: 'static, E: 'static>(call: &mut RunningCall) -> Result<Reply<T>, Error<E>> {
    let Reply { mut value, status, headers, url } = downcast::<Reply<ErasedResponse>, E>(call)?;
    let value = take(&mut *value).expect("a reader reads its own type");
    Ok(Reply { value, status, headers, url })
}

fn failed<E: 'static>(call: &mut RunningCall) -> Error<E> {
    let Failure { error, body } = call.failure();
    error.with_body(body.and_then(|mut body| take(&mut *body)).map(Box::new))
}

impl RunningCall {
    fn new(call: Running) -> Self {
        Self { call, outcome: None }
    }

    /// Polls the call, and returns whether it has ended.
    fn advance(&mut self, cx: &mut Context<'_>) -> bool {
        match self.call.as_mut().poll(cx) {
            Poll::Pending => false,
            Poll::Ready(outcome) => {
                self.outcome = Some(outcome);
                true
            }
        }
    }

    #[cfg(feature = "blocking")]
    fn wait(&mut self, background: &Background) {
        background.wait(|cx| if self.advance(cx) { Poll::Ready(()) } else { Poll::Pending });
    }

    /// The value to downcast. For a failed call it is the outcome itself, which never has the requested type.
    fn value(&mut self) -> &mut dyn Any {
        match &mut self.outcome {
            Some(Ok(value)) => &mut **value,
            other => other,
        }
    }

    fn failure(&mut self) -> Failure {
        match self.outcome.take() {
            Some(Err(failure)) => failure,
            _ => unreachable!("a reader reads its own type"),
        }
    }
}

impl<T, E> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.call.advance(cx) { Poll::Ready((this.downcast)(&mut this.call)) } else { Poll::Pending }
    }
}

impl<T, E> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending(..)")
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::encode::Encoder;
    use crate::endpoint::Endpoint;
    use crate::transport::{Attempt, BoxError, BoxFuture, Transport};
    use crate::{ApiRequest, Client, NoContent};

    struct Get;

    impl ApiRequest for Get {
        type Response = NoContent;
        type Error = crate::reply::Raw;
        const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/a");

        fn encode(&self, out: &mut Encoder<'_>) {
            out.path("/a");
        }
    }

    struct Never;

    impl Transport for Never {
        fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
            Box::pin(std::future::pending())
        }
    }

    /// A larger future costs more than its bytes: see [`Running`].
    #[test]
    fn the_future_of_a_call_is_below_a_kilobyte() {
        let client = Client::builder("https://h.example").transport(Never).build().unwrap();
        let call = || client.call(&Get);
        for (kind, size) in [
            ("value", size_of_val(&*call().send().call.call)),
            ("reply", size_of_val(&*call().reply().call.call)),
            ("raw", size_of_val(&*call().raw().call.call)),
        ] {
            assert!(size <= 1024, "the future of `{kind}` has {size} bytes");
        }
    }
}
