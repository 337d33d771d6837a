//! A request as a `curl` command, to read or to run.

use std::borrow::Cow;
use std::fmt;

use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE};

use crate::encode::Shown;
use crate::endpoint::{Endpoint, Place};
use crate::secret::REDACTED;

/// A `curl` command that sends a request; [`to_curl`](crate::ApiRequest::to_curl) returns it.
///
/// `Display` and `Debug` replace every value with `REDACTED`, except those of fields marked `loggable` and of headers that are known
/// to be safe.
///
/// A command line cannot carry every body: not bytes that are not UTF-8 text, text with a NUL, more than 100,000 bytes, or a
/// stream. The command then reads the body from a file `body.bin`, and a comment at its end says why.
///
/// ```
/// use api_request::{ApiRequest, BaseUrl, reply::Raw};
///
/// #[derive(ApiRequest)]
/// #[api(get = "/api/user", response = Raw)]
/// struct FindUser {
///     email: String,
///     #[api(query, loggable)]
///     verified: bool,
/// }
///
/// let base: BaseUrl = "https://auth.example.com".parse()?;
/// let curl = FindUser { email: "a@example.com".into(), verified: true }.to_curl(&base)?;
/// assert_eq!(
///     curl.to_string(),
///     "curl --globoff --request GET 'https://auth.example.com/api/user?email=REDACTED&verified=true' --header 'accept:'"
/// );
/// assert_eq!(curl.request_line(), "GET /api/user?email=REDACTED&verified=true");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Curl {
    request: Shown,
    masked: Shown,
    endpoint: &'static Endpoint,
}

impl Curl {
    pub(crate) fn new(request: Shown, masked: Shown, endpoint: &'static Endpoint) -> Self {
        Self { request, masked, endpoint }
    }

    /// The method with the redacted path and query, such as `GET /api/jwt/issue?applicationId=REDACTED`.
    #[must_use]
    pub fn request_line(&self) -> String {
        format!("{} {}", self.masked.method, self.masked.target)
    }

    /// The runnable command with every value, quoted for a POSIX shell.
    ///
    /// Its output contains the secrets of the request: do not log it.
    #[must_use]
    pub fn with_secrets(&self) -> impl fmt::Display {
        WithSecrets(&self.request)
    }
}

impl fmt::Display for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        command(f, &self.masked, |name, value| {
            let is_field = |name: &str| {
                let mut params = self.endpoint.param_list().iter();
                params.any(|param| param.place() == Place::Header && param.name().eq_ignore_ascii_case(name))
            };
            // The value of a field is already masked, unless it is loggable.
            if is_field(name) || [ACCEPT.as_str(), CONTENT_TYPE.as_str(), "content-length"].contains(&name) {
                value.to_owned()
            } else {
                REDACTED.to_owned()
            }
        })
    }
}

/// The command with nothing masked.
struct WithSecrets<'a>(&'a Shown);

impl fmt::Display for WithSecrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        command(f, self.0, |_, value| value.to_owned())
    }
}

impl fmt::Debug for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Curl({self})")
    }
}

fn command(f: &mut fmt::Formatter<'_>, request: &Shown, show: impl Fn(&str, &str) -> String) -> fmt::Result {
    f.write_str("curl --globoff ")?;
    if request.method == Method::HEAD {
        f.write_str("--head ")?;
    } else {
        write!(f, "--request {} ", method(request.method.as_str()))?;
    }
    f.write_str(&quoted(&format!("{}{}", request.origin, request.target)))?;
    headers(f, request, show)?;
    match request.body.as_bytes() {
        Some([]) => Ok(()),
        Some(bytes) => match argument(bytes) {
            Ok(text) => write!(f, " --data-raw {}", quoted(text)),
            Err(reason) => write!(f, " --data-binary @body.bin # {} bytes{reason}", bytes.len()),
        },
        None => f.write_str(" --data-binary @body.bin # a stream"),
    }
}

/// Linux limits one argument to 128 KiB. The limit here leaves room for quoting.
const LONGEST_ARGUMENT: usize = 100_000;

/// The bytes as one argument of a command line, or why that is not possible.
fn argument(bytes: &[u8]) -> Result<&str, &'static str> {
    match std::str::from_utf8(bytes) {
        Err(_) => Err(" that are not UTF-8 text"),
        Ok(text) if text.contains('\0') => Err(", including a NUL"),
        Ok(text) if text.len() > LONGEST_ARGUMENT => Err(", too long for a command line"),
        Ok(text) => Ok(text),
    }
}

/// The method, quoted if it has characters that are special in a shell. RFC 9110, section 9.1, allows such characters.
fn method(name: &str) -> Cow<'_, str> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_plain { name.into() } else { quoted(name).into() }
}

fn headers(f: &mut fmt::Formatter<'_>, request: &Shown, show: impl Fn(&str, &str) -> String) -> fmt::Result {
    for (name, value) in &request.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        // For curl, `name:` removes a header, and `name;` sends an empty one.
        let header =
            if value.is_empty() { format!("{name};") } else { format!("{name}: {}", show(name.as_str(), &value)) };
        write!(f, " --header {}", quoted(&header))?;
    }
    let has_body = request.body.as_bytes() != Some(&[]);
    for (name, curl_adds_it) in [(ACCEPT, true), (CONTENT_TYPE, has_body)] {
        if curl_adds_it && !request.headers.contains_key(&name) {
            write!(f, " --header '{name}:'")?;
        }
    }
    Ok(())
}

/// Quotes the text for a POSIX shell (section 2.2.2). Inside single quotes, only the closing quote is special.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
