//! Endpoints that are written by hand: what the derive refuses when it compiles is refused when it runs.

use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::reply::Raw;
use api_request::{ApiRequest, NoContent};

use super::base;
use super::names;

#[test]
fn a_reserved_header_is_refused_in_any_case() {
    macro_rules! reserved {
        ($($name:literal)*) => {$({
            struct Send;
            impl ApiRequest for Send {
                type Response = NoContent;
                type Error = Raw;
                const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/a").params(&[Param::header("it", $name)]);

                fn encode(&self, out: &mut Encoder<'_>) {
                    out.path("/a");
                    out.header(0, &"v");
                }
            }
            let error = Send.to_http(&base()).unwrap_err().to_string();
            let begin = format!("`it` (header `{}`) cannot be sent: the client sets this header itself; ", $name);
            assert!(error.starts_with(&begin), "{error}");
            assert!(names::is_reserved($name), "the derive lets {} through", $name);
        })*};
    }
    reserved! {
        "Authorization" "Connection" "Content-Length" "COOKIE" "Expect" "host" "Keep-Alive" "Proxy-Authorization"
        "Proxy-Connection" "TE" "Trailer" "Transfer-Encoding" "Upgrade"
    }
    assert!(!names::is_reserved("content-type"));
}

#[test]
fn values_are_checked_like_those_of_a_derived_request() {
    struct Get(&'static str);
    impl ApiRequest for Get {
        type Response = NoContent;
        type Error = Raw;
        const ENDPOINT: &'static Endpoint =
            &Endpoint::new("GET", "/a/{id}").params(&[Param::path("id", "id"), Param::header("tag", "x-tag")]);

        fn encode(&self, out: &mut Encoder<'_>) {
            out.path("/a/{id}");
            out.segment(0, &self.0);
            out.header(1, &self.0);
        }
    }
    let made = |value| Get(value).to_http(&base()).map_err(|error| error.to_string());
    assert_eq!(made("x y").unwrap().uri().path(), "/a/x%20y");
    assert_eq!(
        made("..").unwrap_err(),
        "`id` (path `id`) cannot be sent: the segment would be `.` or `..`, which would change the path"
    );
    assert_eq!(
        made("\n").unwrap_err(),
        "`tag` (header `x-tag`) cannot be sent: the value contains a control character, which is not allowed in a header"
    );
}
