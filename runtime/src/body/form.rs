//! `Form<T>`, a value that is sent as a form.

use http::HeaderValue;
use serde::Serialize;

use crate::message::{BodyError, TypedBody};
use crate::secret;
use crate::value::pairs;

use super::ToBody;

pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A whole body that is sent as a form: `application/x-www-form-urlencoded`.
///
/// The value is a struct, a map, or an internally tagged enum of structs.
///
/// - Pairs are encoded as in browsers (WHATWG URL, section 5.2), except that line breaks are not changed.
/// - A list repeats its key.
/// - `None` and an empty list send nothing. Without pairs, no body is sent.
/// - The request fails with an [`EncodeError`](crate::error::EncodeError) that names the key if a value is nested deeper.
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
/// To send the fields of the request itself as a form, write `body = form` on the struct; see the chapter [bodies](crate::guide::bodies).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for Form<T> {
    const MEDIA_TYPE: &'static str = "application/x-www-form-urlencoded";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        secret::offer(&self.0);
        let form = pairs::form((&self.0).into()).map_err(BodyError)?;
        Ok(if form.is_empty() { TypedBody::default() } else { TypedBody::new(form, FORM) })
    }
}
