//! How each type is decoded, JSON above all, without the type. A call is compiled once, and each type adds little code.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::de::SliceRead;

use crate::boxed::BoxFuture;
use crate::error::DecodeError;
use crate::json_scan::{is_blank, without_bom};

use super::{FromResponse, Incoming};

/// A decoded value, boxed as `Option<T>`.
///
/// Moving a value out of an `Option` takes less code for each type than moving it out of a box.
pub(crate) type ErasedResponse = Box<dyn Any + Send>;

type Json<'a> = serde_json::Deserializer<SliceRead<'a>>;

/// Decodes a response as `T`.
pub struct Reader<T> {
    pub(crate) erased: ErasedReader,
    of: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader(..)")
    }
}

/// Decodes a response as a type that is known only at run time.
#[derive(Clone, Copy)]
pub(crate) struct ErasedReader {
    pub(crate) declares: fn(StatusCode) -> Option<bool>,
    read: Read,
}

#[derive(Clone, Copy)]
enum Read {
    Json(fn(&mut Json<'_>) -> serde_json::Result<ErasedResponse>),
    Own(fn(Incoming) -> BoxFuture<'static, Result<ErasedResponse, DecodeError>>),
}

impl<T: FromResponse> Reader<T> {
    pub(crate) const fn own() -> Self {
        Self::new(Read::Own(read_own::<T>))
    }

    pub(crate) const fn json() -> Self
    where
        T: DeserializeOwned,
    {
        Self::new(Read::Json(read_json::<T>))
    }

    const fn new(read: Read) -> Self {
        Self { erased: ErasedReader { declares: T::declares, read }, of: PhantomData }
    }
}

fn read_own<T: FromResponse>(reply: Incoming) -> BoxFuture<'static, Result<ErasedResponse, DecodeError>> {
    Box::pin(async {
        let value = T::from_response(reply).await?;
        Ok(Box::new(Some(value)) as ErasedResponse)
    })
}

fn read_json<T: DeserializeOwned + Send + 'static>(json: &mut Json<'_>) -> serde_json::Result<ErasedResponse> {
    match T::deserialize(json) {
        Ok(value) => Ok(Box::new(Some(value))),
        Err(error) => Err(error),
    }
}

impl ErasedReader {
    #[expect(clippy::manual_async_fn, reason = "the future of an `async fn` would store the response twice")]
    pub(crate) fn read(self, mut reply: Incoming) -> impl Future<Output = Result<ErasedResponse, DecodeError>> + Send {
        async move {
            let read = match self.read {
                Read::Json(read) => read,
                Read::Own(read) => return read(reply).await,
            };
            let bytes = reply.read().await?;
            let text = without_bom(&bytes);
            let mut json = Json::from_slice(if is_blank(text) { b"null" } else { text });
            let value = read(&mut json).and_then(|value| json.end().map(|()| value));
            value.map_err(|error| {
                DecodeError::json_after(bytes.len() - text.len(), text, reply.media_type().as_deref(), &error)
            })
        }
    }
}

pub(crate) fn erase<T: Send + 'static>(value: T) -> ErasedResponse {
    Box::new(Some(value))
}

/// Takes the value; `None` if it has another type or was taken before.
pub(crate) fn take<T: 'static>(value: &mut dyn Any) -> Option<T> {
    match value.downcast_mut::<Option<T>>() {
        Some(value) => value.take(),
        None => None,
    }
}

/// The decoders of a request's response and error type.
#[derive(Clone, Copy)]
pub(crate) struct Readers {
    pub(crate) response: ErasedReader,
    pub(crate) error: ErasedReader,
}

impl Readers {
    pub(crate) const fn of<T: FromResponse, E: FromResponse>() -> &'static Self {
        const { &Self { response: T::READER.erased, error: E::READER.erased } }
    }

    pub(crate) fn declare(&self, status: StatusCode) -> [Option<bool>; 2] {
        [(self.response.declares)(status), (self.error.declares)(status)]
    }
}
