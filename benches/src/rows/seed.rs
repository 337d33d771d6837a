//! The seed's request, with both fields set.

use api_request::ApiRequest;
use http::Request;
use http::header::{ACCEPT, HeaderValue};
use serde::{Deserialize, Serialize};

use super::Built;

pub(crate) const PATH: &str = "/api/jwt/issue";

/// Only reqwest's row needs `Serialize`.
#[derive(ApiRequest, Serialize)]
#[api(get = "/api/jwt/issue", response = Issued, rename_all = "camelCase", serde_ignored)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssueJWTWithIdRequest {
    #[api(query, validate(uuid))]
    application_id: Option<String>,
    #[api(query, secret, validate(non_empty), requires = application_id)]
    refresh_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "the benchmark does not read the fields")]
pub(crate) struct Issued {
    token: String,
}

impl IssueJWTWithIdRequest {
    pub(crate) fn sample() -> Self {
        Self {
            application_id: Some("3c219e58-ed0e-4b18-ad48-f4f92793ae32".into()),
            refresh_token: Some("Zm9v/2JhcitiYXo+cXV4L3F1dXg9Y29yZ2UrZ3JhdWw=".into()),
        }
    }

    /// The shortest code that sends the values.
    pub(super) fn url_only(&self, base: &str) -> Built<Request<String>> {
        Ok(Request::get(self.url(base)).body(String::new())?)
    }

    /// Careful hand-written code: it validates the values and sends `Accept`.
    pub(super) fn by_hand(&self, base: &str) -> Built<Request<String>> {
        self.check_by_hand()?;
        let accept = HeaderValue::from_static("application/json");
        Ok(Request::get(self.url(base)).header(ACCEPT, accept).body(String::new())?)
    }

    pub(crate) fn check_by_hand(&self) -> Built<()> {
        if self.application_id.as_deref().is_some_and(|id| !is_uuid(id)) {
            return Err("application_id is not a UUID".into());
        }
        if self.refresh_token.as_deref().is_some_and(str::is_empty) {
            return Err("refresh_token is empty".into());
        }
        if self.refresh_token.is_some() && self.application_id.is_none() {
            return Err("refresh_token needs application_id".into());
        }
        Ok(())
    }

    fn url(&self, base: &str) -> String {
        // Reserves capacity for both values, to avoid reallocation.
        let mut url = String::with_capacity(192);
        url.push_str(base);
        url.push_str(PATH);
        if self.application_id.is_none() && self.refresh_token.is_none() {
            return url;
        }
        url.push('?');
        let query_start = url.len();
        let mut query = form_urlencoded::Serializer::for_suffix(url, query_start);
        if let Some(id) = &self.application_id {
            query.append_pair("applicationId", id);
        }
        if let Some(token) = &self.refresh_token {
            query.append_pair("refreshToken", token);
        }
        query.finish()
    }

    pub(super) fn with_reqwest(&self, client: &reqwest::Client, base: &str) -> Built<reqwest::Request> {
        Ok(client.get(format!("{base}{PATH}")).query(self).build()?)
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::super::BASE;
    use super::*;

    #[test]
    fn every_row_builds_the_same_request() {
        let request = IssueJWTWithIdRequest::sample();
        let ours = request.to_http(&BASE.parse().unwrap()).unwrap();
        let url = ours.uri().to_string();
        assert_eq!(
            url,
            "https://auth.example.com/api/jwt/issue?applicationId=3c219e58-ed0e-4b18-ad48-f4f92793ae32\
             &refreshToken=Zm9v%2F2JhcitiYXo%2BcXV4L3F1dXg9Y29yZ2UrZ3JhdWw%3D"
        );
        assert_eq!(request.url_only(BASE).unwrap().uri(), ours.uri());
        assert_eq!(request.with_reqwest(&reqwest::Client::new(), BASE).unwrap().url().as_str(), url);

        let by_hand = request.by_hand(BASE).unwrap();
        assert_eq!(by_hand.uri(), ours.uri());
        assert_eq!(by_hand.headers(), ours.headers());
        assert_eq!(by_hand.method(), ours.method());
    }
}
