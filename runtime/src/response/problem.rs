//! Problem details (RFC 9457), the error body with the media type `application/problem+json`.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Problem details, with the members that RFC 9457 defines (section 3.1).
///
/// `Display` of the call's error shows [`detail`](Self::detail), or else [`title`](Self::title). A member with
/// the wrong JSON type is ignored, as the RFC requires.
///
/// ```
/// use api_request::reply::Problem;
/// use api_request::{ApiRequest, NoContent};
///
/// #[derive(ApiRequest)]
/// #[api(post = "/transfers", error = Problem)]
/// struct Transfer {
///     amount: u64,
/// }
///
/// let problem: Problem = serde_json::from_str(
///     r#"{"type": "https://example.com/probs/out-of-credit", "title": "No credit", "status": 403, "balance": 30}"#,
/// )?;
/// assert_eq!(problem.kind, "https://example.com/probs/out-of-credit");
/// assert_eq!((problem.status, problem.detail), (Some(403), None));
/// assert_eq!(problem.extensions["balance"], 30);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The member `type`: a URI that identifies the problem type.
    ///
    /// It is `about:blank` if the server sends none.
    pub kind: String,
    /// A short summary of the problem type for people.
    pub title: Option<String>,
    /// The status that the server generated.
    ///
    /// An intermediary may have changed the status of the response.
    pub status: Option<u16>,
    /// An explanation of this occurrence for people.
    pub detail: Option<String>,
    /// A URI that identifies this occurrence.
    pub instance: Option<String>,
    /// The extension members that this problem type adds (section 3.2).
    pub extensions: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        let mut text = |name| match members.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let kind = text("type").unwrap_or_else(|| "about:blank".to_owned());
        let (title, detail, instance) = (text("title"), text("detail"), text("instance"));
        let status = members.remove("status").and_then(|status| status.as_u64()?.try_into().ok());
        Ok(Self { kind, title, status, detail, instance, extensions: members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_members_with_the_wrong_type() {
        let problem: Problem =
            serde_json::from_str(r#"{"type": 7, "title": null, "status": "403", "detail": [], "a": {"b": 1}}"#)
                .unwrap();
        assert_eq!(problem.kind, "about:blank");
        assert_eq!((problem.title, problem.status, problem.detail, problem.instance), (None, None, None, None));
        assert_eq!(problem.extensions.len(), 1);
        assert!(serde_json::from_str::<Problem>("[]").is_err());
        assert_eq!(serde_json::from_str::<Problem>(r#"{"status": 70000}"#).unwrap().status, None);
    }
}
