//! A whole body that is a form: the pairs of one value.

use http::HeaderValue;
use serde::Serialize;

use crate::message::{BodyError, TypedBody};
use crate::value::pairs;

use super::ToBody;

pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A value as a form, `application/x-www-form-urlencoded`: a struct, a map, or an enum of structs that serde tags internally.
///
/// Pairs are written as browsers write them (WHATWG URL, section 5.2), but that line ends stay as they are. A list repeats its key;
/// what is `None` or an empty list sends nothing, and a form of nothing is no body. What is nested deeper is refused, naming its key.
///
/// ```
/// use api_request::body::Form;
/// use api_request::{ApiRequest, BaseUrl, Secret};
///
/// #[derive(serde::Serialize)]
/// #[serde(tag = "grant_type", rename_all = "snake_case")]
/// enum Grant {
///     ClientCredentials { scope: Option<String> },
///     RefreshToken { refresh_token: Secret<String> },
/// }
///
/// #[derive(ApiRequest)]
/// #[api(post = "/oauth2/token", auth = none)]
/// struct Token {
///     #[api(body)]
///     grant: Form<Grant>,
/// }
///
/// let base: BaseUrl = "https://auth.example.com".parse()?;
/// let token = Token { grant: Form(Grant::ClientCredentials { scope: Some("a b".into()) }) };
/// let request = token.to_http(&base)?;
/// assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
/// assert_eq!(request.body().as_bytes(), Some(b"grant_type=client_credentials&scope=a+b".as_slice()));
/// let token = Token { grant: Form(Grant::RefreshToken { refresh_token: Secret::new("a+b/c=".into()) }) };
/// let request = token.to_http(&base)?;
/// assert_eq!(request.body().as_bytes(), Some(b"grant_type=refresh_token&refresh_token=a%2Bb%2Fc%3D".as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Where the fields of the request itself are the pairs, write `body = form` on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for Form<T> {
    const MEDIA_TYPE: &'static str = "application/x-www-form-urlencoded";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let form = pairs::form((&self.0).into()).map_err(BodyError)?;
        Ok(if form.is_empty() { TypedBody::default() } else { TypedBody::new(form, FORM) })
    }
}
