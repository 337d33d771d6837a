//! What a type that reads responses says of itself, as static facts of an endpoint.

use crate::endpoint::{Endpoint, ReplyFact};

use super::FromResponse;

impl ReplyFact {
    /// What a type says of itself.
    #[must_use]
    pub const fn of<T: FromResponse>() -> Self {
        Self::new(T::ACCEPT, T::READER.erased.declares, T::accepts)
    }
}

impl Endpoint {
    /// Says what is known of these types. The derive does so only under the feature `openapi`.
    #[must_use]
    pub const fn with_replies<T: FromResponse, E: FromResponse>(self) -> Self {
        self.set_replies([ReplyFact::of::<T>(), ReplyFact::of::<E>()])
    }
}
