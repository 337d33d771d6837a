//! A response that may be absent, for types that are not read as JSON.

use http::StatusCode;

use crate::error::DecodeError;

use super::{FromResponse, Incoming};

/// A response that is absent if its status is one of those in `absent(..)`.
///
/// Use it for types that are not read as JSON, such as [`NoContent`](crate::NoContent), [`Text`](super::Text) and [`Raw`](super::Raw).
/// With a JSON type, it also tells a `null` in the body from an absent response, which an `Option` does not.
///
/// ```
/// use api_request::reply::Maybe;
/// use api_request::transport::Tower;
/// use api_request::{ApiRequest, Client, NoContent};
/// use axum::{Router, http::StatusCode, routing::delete};
///
/// #[derive(ApiRequest)]
/// #[api(delete = "/users/{id}", response = Maybe<NoContent>, absent(404))]
/// struct DeleteUser {
///     id: u64,
/// }
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let router = Router::new().route("/users/7", delete(async || StatusCode::NO_CONTENT));
/// # let client = Client::builder("http://localhost").transport(Tower(router)).build()?;
/// assert_eq!(DeleteUser { id: 7 }.send(&client).await?, Maybe(Some(NoContent)));
/// assert_eq!(DeleteUser { id: 8 }.send(&client).await?.into_option(), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

impl<T> Maybe<T> {
    /// The value; `None` if the response is absent.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        self.0
    }

    /// A reference to the value; `None` if the response is absent.
    #[must_use]
    pub const fn as_option(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<T> From<Maybe<T>> for Option<T> {
    fn from(value: Maybe<T>) -> Self {
        value.0
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromResponse> FromResponse for Maybe<T> {
    const ACCEPT: Option<&'static str> = T::ACCEPT;

    fn declares(status: StatusCode) -> Option<bool> {
        T::declares(status)
    }

    fn accepts(status: StatusCode) -> Option<&'static str> {
        T::accepts(status)
    }

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        if reply.is_absent() { Ok(Self(None)) } else { T::from_response(reply).await.map(|value| Self(Some(value))) }
    }
}
