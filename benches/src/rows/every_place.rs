//! A request that uses every place: two values in the path, four in the query, three headers, and six properties of a JSON body.
//! One value in the query is a list of eight items.

use std::fmt::Write as _;

use api_request::ApiRequest;
use http::Request;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, IF_MATCH};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::Built;

#[derive(ApiRequest)]
#[api(put = "/api/application/{application_id}/user/{login}", response = Updated, rename_all = "camelCase")]
pub(super) struct UpdateUser {
    application_id: String,
    login: String,
    #[api(query)]
    dry_run: bool,
    #[api(query)]
    revision: u32,
    #[api(query)]
    locale: Option<String>,
    #[api(query)]
    expand: Vec<String>,
    #[api(header = "If-Match")]
    if_match: String,
    #[api(header = "X-Request-Id")]
    request_id: String,
    #[api(header = "X-FusionAuth-TenantId")]
    tenant_id: String,
    email: String,
    full_name: Option<String>,
    born: u16,
    balance: f64,
    active: bool,
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "no response is read here; the type only decides which `Accept` is sent")]
pub(super) struct Updated {
    revision: u32,
}

impl UpdateUser {
    pub(super) fn sample() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Self {
            application_id: "3c219e58-ed0e-4b18-ad48-f4f92793ae32".into(),
            login: "richard.hendricks@piedpiper.com".into(),
            dry_run: false,
            revision: 1207,
            locale: Some("en-US".into()),
            expand: texts(&["roles", "groups", "sessions", "consents", "devices", "links/all", "history", "keys"]),
            if_match: "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"".into(),
            request_id: "01J8Z3M4Q5R6S7T8V9W0X1Y2Z3".into(),
            tenant_id: "30663132-6464-6665-3032-326466613934".into(),
            email: "richard@piedpiper.com".into(),
            full_name: Some("Richard \"Rich\" Hendricks".into()),
            born: 1989,
            balance: 1024.5,
            active: true,
            roles: texts(&["admin", "user"]),
        }
    }

    /// Careful hand-written code: it escapes every value, and fails if a value cannot be sent.
    pub(super) fn by_hand(&self, base: &str) -> Built<Request<Vec<u8>>> {
        let body = serde_json::to_vec(&Properties {
            email: &self.email,
            full_name: self.full_name.as_deref(),
            born: self.born,
            balance: self.balance,
            active: self.active,
            roles: &self.roles,
        })?;
        let request = Request::put(self.url(base)?)
            .header(IF_MATCH, &self.if_match)
            .header("X-Request-Id", &self.request_id)
            .header("X-FusionAuth-TenantId", &self.tenant_id)
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON);
        Ok(request.body(body)?)
    }

    fn url(&self, base: &str) -> Built<String> {
        // Reserves capacity for the whole text, to avoid reallocation.
        let mut url = String::with_capacity(384);
        url.push_str(base);
        url.push_str("/api/application/");
        push_segment(&mut url, &self.application_id)?;
        url.push_str("/user/");
        push_segment(&mut url, &self.login)?;
        write!(url, "?dryRun={}&revision={}", self.dry_run, self.revision)?;
        if let Some(locale) = &self.locale {
            url.push_str("&locale=");
            url.extend(utf8_percent_encode(locale, ESCAPED));
        }
        for item in &self.expand {
            url.push_str("&expand=");
            url.extend(utf8_percent_encode(item, ESCAPED));
        }
        Ok(url)
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Everything except the unreserved characters (RFC 3986, section 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<&'a str>,
    born: u16,
    balance: f64,
    active: bool,
    roles: &'a [String],
}

fn push_segment(url: &mut String, segment: &str) -> Built<()> {
    if matches!(segment, "" | "." | "..") {
        return Err("an empty or a dot segment would make another path".into());
    }
    url.extend(utf8_percent_encode(segment, ESCAPED));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::BASE;
    use super::*;

    #[test]
    fn both_rows_build_the_same_request() {
        let request = UpdateUser::sample();
        let by_hand = request.by_hand(BASE).unwrap();
        let ours = request.to_http(&BASE.parse().unwrap()).unwrap();
        assert_eq!(
            by_hand.uri(),
            "https://auth.example.com/api/application/3c219e58-ed0e-4b18-ad48-f4f92793ae32/user/\
             richard.hendricks%40piedpiper.com?dryRun=false&revision=1207&locale=en-US&expand=roles&expand=groups\
             &expand=sessions&expand=consents&expand=devices&expand=links%2Fall&expand=history&expand=keys"
        );
        assert_eq!(by_hand.uri(), ours.uri());
        assert_eq!(by_hand.method(), ours.method());
        assert_eq!(by_hand.headers(), ours.headers());
        assert_eq!(by_hand.headers().len(), 5);
        assert_eq!(Some(&**by_hand.body()), ours.body().as_bytes());
        assert_eq!(
            String::from_utf8_lossy(by_hand.body()),
            r#"{"email":"richard@piedpiper.com","fullName":"Richard \"Rich\" Hendricks","born":1989,"balance":1024.5,"#
                .to_owned()
                + r#""active":true,"roles":["admin","user"]}"#
        );
    }

    #[test]
    fn both_rows_refuse_what_would_make_another_request() {
        let base: api_request::BaseUrl = BASE.parse().unwrap();
        for spoil in [
            |request: &mut UpdateUser| request.login.clear(),
            |request: &mut UpdateUser| request.application_id = "..".into(),
            |request: &mut UpdateUser| request.request_id.push('\n'),
        ] {
            let mut request = UpdateUser::sample();
            spoil(&mut request);
            assert!(request.by_hand(BASE).is_err());
            assert!(request.to_http(&base).is_err());
        }
    }
}
