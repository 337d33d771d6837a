//! Responses of servers that answer with either JSON or server-sent events.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::error::DecodeError;

use super::events::EVENTS;
use super::{EventStream, FromEvent, FromResponse, Incoming, Until};

/// A response that is JSON or a stream of server-sent events, as its `Content-Type` says.
///
/// The request asks for both: `Accept: application/json, text/event-stream`. Any other type of content is read as JSON.
///
/// ```no_run
/// use api_request::reply::{Done, JsonOrEvents};
/// use api_request::{ApiRequest, Client};
///
/// #[derive(serde::Deserialize)]
/// struct Message {
///     text: String,
/// }
///
/// #[derive(ApiRequest)]
/// #[api(post = "/chat", response = JsonOrEvents<Message, Message, Done>)]
/// struct Chat {
///     question: String,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// match (Chat { question: "why".into() }).send(&client).await? {
///     JsonOrEvents::Json(message) => println!("{}", message.text),
///     JsonOrEvents::Events(mut events) => {
///         while let Some(event) = events.next().await {
///             print!("{}", event?.data.text);
///         }
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[expect(clippy::large_enum_variant, reason = "there is one for each call, and it is matched at once")]
pub enum JsonOrEvents<T, E, U = ()> {
    /// The body as JSON.
    Json(T),
    /// The events.
    Events(EventStream<E, U>),
}

impl<T: fmt::Debug, E, U> fmt::Debug for JsonOrEvents<T, E, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(value) => f.debug_tuple("Json").field(value).finish(),
            Self::Events(events) => f.debug_tuple("Events").field(events).finish(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T, E, U> FromResponse for JsonOrEvents<T, E, U>
where
    T: DeserializeOwned + Send + 'static,
    E: FromEvent + 'static,
    U: Until,
{
    const ACCEPT: Option<&'static str> = Some("application/json, text/event-stream");

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        if reply.media_type().as_deref() == Some(EVENTS) {
            EventStream::from_response(reply).await.map(Self::Events)
        } else {
            T::from_response(reply).await.map(Self::Json)
        }
    }
}
