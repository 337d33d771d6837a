//! Basic credentials, as in RFC 7617 and in the OAuth 2.0 form of RFC 6749.

use api_request::{ApiRequest, Basic};
use api_request_tests::header;

use super::{Get, pair, reason};

async fn sent(basic: Basic) -> String {
    let (server, client) = pair(basic).await;
    Get.send(&client).await.unwrap();
    header(&server.only_request(), "authorization").unwrap().to_owned()
}

#[tokio::test]
async fn the_examples_of_the_rfcs() {
    for (basic, header) in [
        // RFC 7617, sections 2 and 2.1.
        (Basic::new("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Basic::new("test", "123£"), "Basic dGVzdDoxMjPCow=="),
        // RFC 6749, section 2.3.1.
        (
            Basic::form_encoded("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw"),
            "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3",
        ),
    ] {
        assert_eq!(sent(basic).await, header);
    }
}

#[tokio::test]
async fn only_the_variant_of_oauth_encodes_first() {
    for (basic, header) in [
        (Basic::new(" %&+£€", ":="), "Basic ICUmK8Kj4oKsOjo9"),
        // The characters of RFC 6749, appendix B: `+%25%26%2B%C2%A3%E2%82%AC:%3A%3D`.
        (Basic::form_encoded(" %&+£€", ":="), "Basic KyUyNSUyNiUyQiVDMiVBMyVFMiU4MiVBQzolM0ElM0Q="),
        // `a%3Ab:%0A`
        (Basic::form_encoded("a:b", "\n"), "Basic YSUzQWI6JTBB"),
        (Basic::new("", ""), "Basic Og=="),
        (Basic::new("key", ""), "Basic a2V5Og=="),
    ] {
        assert_eq!(sent(basic).await, header);
    }
}

#[tokio::test]
async fn what_the_header_cannot_carry_is_refused_when_it_is_sent() {
    for (basic, why) in [
        (Basic::new("canary:", "x"), "the user name must not contain a colon (RFC 7617, section 2)"),
        (Basic::new("canary\t", "x"), "the user name must not contain a control character (RFC 7617, section 2)"),
        (Basic::new("x", "canary\r\n"), "the password must not contain a control character (RFC 7617, section 2)"),
        (Basic::new("x", "canary\u{7f}"), "the password must not contain a control character (RFC 7617, section 2)"),
    ] {
        let (server, client) = pair(basic).await;
        let error = Get.send(&client).await.unwrap_err();
        assert_eq!(reason(&error), why);
        assert!(!super::shown(&error).contains("canary"), "{error:?}");
        assert!(server.requests().is_empty());
    }
}
