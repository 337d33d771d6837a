//! Whole calls of a client whose transport responds from memory.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use api_request::body::Body;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiRequest, Client};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tokio::runtime::Runtime;

use super::orders::Order;
use crate::rows::{BASE, Built};

#[derive(ApiRequest)]
#[api(get = "/orders", response = Vec<Order>)]
pub(super) struct ListOrders;

/// The same call with an empty response.
#[derive(ApiRequest)]
#[api(get = "/orders", response = ())]
pub(super) struct ListNothing;

/// Responds to every request with these bytes, in pieces of the size that a socket would deliver.
pub(super) struct InMemory {
    pub(super) json: Bytes,
    pub(super) piece: usize,
}

impl InMemory {
    pub(super) fn client(self) -> Built<(Client, Runtime)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        Ok((Client::builder(BASE).transport(self).build()?, runtime))
    }
}

impl Transport for InMemory {
    fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async {
            let pieces = Pieces { left: self.json.clone(), piece: self.piece };
            let mut reply = Response::new(Body::wrap(pieces));
            reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            reply.headers_mut().insert(CONTENT_LENGTH, self.json.len().into());
            Ok(reply)
        })
    }
}

/// A body with a known length, as with `Content-Length`.
struct Pieces {
    left: Bytes,
    piece: usize,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let size = self.piece.min(self.left.len());
        let piece = (size > 0).then(|| self.left.split_to(size));
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
