//! The base that every request is joined to.

use api_request::reply::Raw;
use api_request::{ApiRequest, BaseUrl};

#[test]
fn bases_that_requests_cannot_be_joined_to_are_refused() {
    for (base, reason) in [
        ("h.example", "it has no scheme; begin it with `https://`"),
        ("https://", "it is not a URL: empty host"),
        ("ftp://h.example", "its scheme is neither `https` nor `http`; begin it with `https://`"),
        ("https://u:canary@h.example", "it has credentials; pass them to `ClientBuilder::auth` instead"),
        ("https://u@h.example", "it has credentials; pass them to `ClientBuilder::auth` instead"),
        ("https://h.example?a=1", "it has a query; make each parameter a field of the request instead"),
        ("https://h.example#a", "it has a fragment, which is never sent; remove it"),
    ] {
        let error = base.parse::<BaseUrl>().unwrap_err();
        assert_eq!(error.to_string(), format!("the base URL is not valid: {reason}"));
        assert!(!format!("{error:?}").contains("canary"));
    }
    let base: BaseUrl = "HTTPS://H.Example:443/a/../b c/".parse().unwrap();
    assert_eq!(base.to_string(), "https://h.example/b%20c");
}

#[test]
fn a_missing_segment_leaves_the_bases_own_path() {
    #[derive(ApiRequest)]
    #[api(get = "/{id:?}", response = Raw)]
    struct Root {
        id: Option<u32>,
    }
    let base: BaseUrl = "https://h.example/v1".parse().unwrap();
    assert_eq!(Root { id: None }.to_http(&base).unwrap().uri().path(), "/v1");
    assert_eq!(Root { id: Some(7) }.to_http(&base).unwrap().uri().path(), "/v1/7");
}
