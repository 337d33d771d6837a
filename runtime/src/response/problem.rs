//! The body of an error as RFC 9457 describes it: `application/problem+json`.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What went wrong, in the members that RFC 9457 (section 3.1) names. `Display` of the call's error shows [`detail`](Self::detail),
/// or else [`title`](Self::title).
///
/// A member of another type than it should have is left out, as the RFC asks.
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
    /// `type`: a URI that says which kind of problem it is; `about:blank` where the server says none.
    pub kind: String,
    /// What kind of problem it is, for people.
    pub title: Option<String>,
    /// The status that the server meant; an intermediary may have answered with another.
    pub status: Option<u16>,
    /// What went wrong this time, for people.
    pub detail: Option<String>,
    /// A URI that says which occurrence it is.
    pub instance: Option<String>,
    /// The members that this kind of problem adds (section 3.2).
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
    fn leaves_out_what_is_of_another_type() {
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
