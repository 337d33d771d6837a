//! `Received`, a request as the mock received it, read by the names of its fields.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::endpoint::{Endpoint, Place};

use super::content::{Content, Part};
use super::message::{Message, Pairs};
use super::secrets::Secrets;
use super::target;
use super::template::{Template, param_of, plain, value_of};

/// A request that a [`Mock`](super::Mock) received.
///
/// Values are read by the name of the field or by the wire name; a field's name wins. They are decoded, with credentials included.
/// `Debug` masks secrets and credentials, and does not show the body.
#[derive(Clone)]
pub struct Received(Arc<Inner>);

struct Inner {
    message: Message,
    secrets: Secrets,
    /// The facts of the request, if a declaration matches it or its client told them.
    endpoint: Option<&'static Endpoint>,
    /// The field, the wire name and the value of each placeholder.
    path: Vec<(&'static str, &'static str, String)>,
    form: Pairs,
    parts: Vec<Part>,
}

impl Received {
    pub(super) fn new(message: Message, secrets: Secrets, endpoint: Option<&'static Endpoint>) -> Self {
        let mut path = Vec::new();
        if let Some(endpoint) = endpoint {
            for (field, raw) in Template::new(endpoint.path()).captures(&message.path).unwrap_or_default() {
                let param = param_of(endpoint, field);
                if let Some(raw) = raw {
                    path.push((field, param.map_or(field, |param| param.name()), value_of(param, raw)));
                }
            }
        }
        let (mut form, mut parts) = (Vec::new(), Vec::new());
        match Content::of(&message.headers, &message.body) {
            Content::Form(pairs) => form = pairs,
            Content::Multipart(found) => parts = found,
            _ => {}
        }
        Self(Arc::new(Inner { message, secrets, endpoint, path, form, parts }))
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.message.method
    }

    /// The whole URL, with credentials and secrets.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.0.message.uri
    }

    /// The decoded value of a placeholder.
    ///
    /// `None` if a `{field:?}` was left out, or if the call was sent to a given URL that does not fit the path template.
    ///
    /// # Panics
    ///
    /// Panics if the path template of the request has no placeholder of this name. A request that no declaration answered, on a port, has
    /// no template, and returns `None`.
    ///
    /// ```
    /// use api_request::mock::{Mock, Received, reply};
    /// use api_request::{ApiRequest, reply::Text};
    ///
    /// #[derive(ApiRequest)]
    /// #[api(get = "/users/{user_id}", response = Text)]
    /// struct GetUser {
    ///     user_id: u64,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::new();
    /// mock.on::<GetUser>().each(|r: &Received| reply(200).text(format!("user {}", r.path("user_id").unwrap_or_default())));
    /// assert_eq!(GetUser { user_id: 7 }.send(&mock.client()).await?.0, "user 7");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn path(&self, field: &str) -> Option<&str> {
        let field = plain(field);
        let by_field = self.0.path.iter().find(|(name, ..)| *name == field);
        let found = by_field.or_else(|| self.0.path.iter().find(|(_, name, _)| *name == field));
        if let (None, Some(endpoint)) = (found, self.0.endpoint) {
            let names = Template::new(endpoint.path()).fields();
            let is_known = names.iter().any(|name| {
                *name == field || param_of(endpoint, name).is_some_and(|param| plain(param.name()) == field)
            });
            assert!(is_known, "{}", no_placeholder(endpoint, field, &names));
        }
        found.map(|(.., value)| &**value)
    }

    /// The first decoded value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        let name = self.wire_name(Place::Query, name);
        find(&self.0.message.query, name)
    }

    /// Every decoded value of a query parameter.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<&str> {
        let name = self.wire_name(Place::Query, name);
        self.0.message.query.iter().filter(|(key, _)| key == name).map(|(_, value)| &**value).collect()
    }

    /// The first value of a header.
    ///
    /// It is `None` also if the value is not visible ASCII; see [`headers`](Self::headers).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let name = self.wire_name(Place::Header, name);
        self.0.message.headers.get(name)?.to_str().ok()
    }

    /// All headers, with credentials and secrets.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.message.headers
    }

    /// The decoded value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let name = self.wire_name(Place::Cookie, name);
        find(&self.0.message.cookies, name)
    }

    /// The first decoded value of a field of an HTML form.
    #[must_use]
    pub fn form(&self, name: &str) -> Option<&str> {
        let name = self.wire_name(Place::Property, name);
        find(&self.0.form, name)
    }

    /// The content of the first part of this name in a multipart body.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&[u8]> {
        let name = self.wire_name(Place::Property, name);
        self.0.parts.iter().find(|part| part.name == name).map(|part| &*part.content)
    }

    /// The body, with all secrets.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.message.body
    }

    /// The body as text, or `None` if it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0.message.body).ok()
    }

    /// The body as JSON.
    ///
    /// An empty body reads as `null`.
    ///
    /// # Panics
    ///
    /// Panics if the body is not JSON.
    #[must_use]
    #[track_caller]
    pub fn body_json(&self) -> Value {
        if self.0.message.body.is_empty() {
            return Value::Null;
        }
        // The error may quote values.
        let Ok(value) = self.json() else {
            panic!("the body of {self:?} is not JSON: read it with `text`, `form`, `part` or `body`");
        };
        value
    }

    /// Decodes the body from JSON.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON of this type. The message may quote values.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.0.message.body)
    }

    /// The wire name of a field. The name itself if it is not a field.
    fn wire_name<'n>(&self, place: Place, name: &'n str) -> &'n str {
        let Some(endpoint) = self.0.endpoint else { return name };
        let field = plain(name);
        let mut params = endpoint.resolved_params().into_iter().filter(|listed| listed.param().place() == place);
        let found = params.find(|listed| {
            !listed.param().is_map() && (plain(listed.field()) == field || plain(listed.param().field()) == field)
        });
        found.map_or(name, |listed| listed.param().name())
    }
}

fn no_placeholder(endpoint: &Endpoint, field: &str, names: &[&str]) -> String {
    let path = endpoint.path();
    if names.is_empty() {
        return format!(
            "the path `{path}` has no placeholder `{field}`, nor any other: read other fields with `query`"
        );
    }
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("the path `{path}` has no placeholder `{field}`: use {}", names.join(" or "))
}

fn find<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, secrets, endpoint, .. } = &*self.0;
        let names: Vec<_> = message.headers.keys().map(|name| secrets.show(name.as_str())).collect();
        f.debug_struct("Received")
            .field("request", &format_args!("{}", target::shown(message, *endpoint, secrets)))
            .field("headers", &names)
            .field("body_bytes", &message.body.len())
            .finish_non_exhaustive()
    }
}
