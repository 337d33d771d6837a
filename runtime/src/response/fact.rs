//! Constructs the static facts of `endpoint` from a type that decodes responses.

use crate::endpoint::{Endpoint, ReplyFact};

use super::FromResponse;

impl ReplyFact {
    /// The facts of the type `T`.
    #[must_use]
    pub const fn of<T: FromResponse>() -> Self {
        Self::new(T::ACCEPT, T::READER.erased.declares, T::accepts)
    }
}

impl Endpoint {
    /// Sets the facts of the response type `T` and the error type `E`.
    ///
    /// The derive sets them only if the feature `openapi` is on.
    #[must_use]
    pub const fn with_replies<T: FromResponse, E: FromResponse>(self) -> Self {
        self.set_replies([ReplyFact::of::<T>(), ReplyFact::of::<E>()])
    }
}
