//! The ways to build one request that are compared: the seed's, with both fields set.

use std::error::Error;
use std::hint::black_box;

use api_request::{ApiRequest, BaseUrl};
use http::Request;
use http::header::{ACCEPT, HeaderValue};
use serde::{Deserialize, Serialize};

const BASE: &str = "https://auth.example.com";
const PATH: &str = "/api/jwt/issue";

/// `Serialize` is there for reqwest's row only.
#[derive(ApiRequest, Serialize)]
#[api(get = "/api/jwt/issue", response = Issued, rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct IssueJWTWithIdRequest {
    #[api(query, validate(uuid))]
    application_id: Option<String>,
    #[api(query, secret, validate(non_empty), requires = application_id)]
    refresh_token: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "no reply is read here: the type only says which `Accept` is sent")]
struct Issued {
    token: String,
}

type Built<T> = Result<T, Box<dyn Error>>;

/// The shortest code that gets the values there.
fn url_only(base: &str, request: &IssueJWTWithIdRequest) -> Built<Request<String>> {
    Ok(Request::get(url(base, request)).body(String::new())?)
}

/// What a careful programmer writes: nothing invalid is sent, and the server is told what is wanted.
fn same_job(base: &str, request: &IssueJWTWithIdRequest) -> Built<Request<String>> {
    if request.application_id.as_deref().is_some_and(|id| !is_uuid(id)) {
        return Err("application_id is not a UUID".into());
    }
    if request.refresh_token.as_deref().is_some_and(str::is_empty) {
        return Err("refresh_token is empty".into());
    }
    if request.refresh_token.is_some() && request.application_id.is_none() {
        return Err("refresh_token needs application_id".into());
    }
    let accept = HeaderValue::from_static("application/json");
    Ok(Request::get(url(base, request)).header(ACCEPT, accept).body(String::new())?)
}

fn url(base: &str, request: &IssueJWTWithIdRequest) -> String {
    // Room for both values, so that the text does not move while it grows.
    let mut url = String::with_capacity(192);
    url.push_str(base);
    url.push_str(PATH);
    if request.application_id.is_none() && request.refresh_token.is_none() {
        return url;
    }
    url.push('?');
    let query_start = url.len();
    let mut query = form_urlencoded::Serializer::for_suffix(url, query_start);
    if let Some(id) = &request.application_id {
        query.append_pair("applicationId", id);
    }
    if let Some(token) = &request.refresh_token {
        query.append_pair("refreshToken", token);
    }
    query.finish()
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn with_reqwest(client: &reqwest::Client, base: &str, request: &IssueJWTWithIdRequest) -> Built<reqwest::Request> {
    Ok(client.get(format!("{base}{PATH}")).query(request).build()?)
}

/// One way to build the request, and what it is called in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    UrlOnly,
    SameJob,
    Reqwest,
    Ours,
    Validate,
}

impl Row {
    pub(crate) const ALL: [Self; 5] = [Self::UrlOnly, Self::SameJob, Self::Reqwest, Self::Ours, Self::Validate];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::UrlOnly => "url-only",
            Self::SameJob => "same-job",
            Self::Reqwest => "reqwest",
            Self::Ours => "ours",
            Self::Validate => "validate",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::UrlOnly => "written by hand, URL only: no header, no check",
            Self::SameJob => "written by hand, the same job: one `String`, `form_urlencoded`, `Accept`, the checks",
            Self::Reqwest => "reqwest's builder, `.query(&struct)`, no check",
            Self::Ours => "`api-request`: `to_http`, with `Accept` and the checks",
            Self::Validate => "of it the checks alone: `validate`",
        }
    }

    /// Builds the request `count` times, and drops each as whoever sent it would.
    pub(crate) fn run(self, count: u32) -> Built<()> {
        let request = sample();
        match self {
            Self::UrlOnly => repeat(count, || url_only(black_box(BASE), black_box(&request))),
            Self::SameJob => repeat(count, || same_job(black_box(BASE), black_box(&request))),
            Self::Reqwest => {
                let client = reqwest::Client::new();
                repeat(count, || with_reqwest(&client, black_box(BASE), black_box(&request)))
            }
            Self::Ours => {
                let base: BaseUrl = BASE.parse()?;
                repeat(count, || Ok(black_box(&request).to_http(black_box(&base))?))
            }
            Self::Validate => repeat(count, || Ok(black_box(&request).validate()?)),
        }
    }
}

fn repeat<T>(count: u32, build: impl Fn() -> Built<T>) -> Built<()> {
    for _ in 0..count {
        black_box(build()?);
    }
    Ok(())
}

fn sample() -> IssueJWTWithIdRequest {
    IssueJWTWithIdRequest {
        application_id: Some("3c219e58-ed0e-4b18-ad48-f4f92793ae32".into()),
        refresh_token: Some("Zm9v/2JhcitiYXo+cXV4L3F1dXg9Y29yZ2UrZ3JhdWw=".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_builds_the_same_request() {
        let request = sample();
        let ours = request.to_http(&BASE.parse().unwrap()).unwrap();
        let url = ours.uri().to_string();
        assert_eq!(
            url,
            "https://auth.example.com/api/jwt/issue?applicationId=3c219e58-ed0e-4b18-ad48-f4f92793ae32\
             &refreshToken=Zm9v%2F2JhcitiYXo%2BcXV4L3F1dXg9Y29yZ2UrZ3JhdWw%3D"
        );
        assert_eq!(url_only(BASE, &request).unwrap().uri(), ours.uri());
        assert_eq!(with_reqwest(&reqwest::Client::new(), BASE, &request).unwrap().url().as_str(), url);

        let by_hand = same_job(BASE, &request).unwrap();
        assert_eq!(by_hand.uri(), ours.uri());
        assert_eq!(by_hand.headers(), ours.headers());
        assert_eq!(by_hand.method(), ours.method());
    }
}
