//! What no row of the table can say: facts of `ENDPOINT`, a value that is never the same, a declaration that warns.

use api_request::ApiRequest;
use api_request::endpoint::Param;
use api_request::reply::Raw;

use super::base;

#[test]
fn a_path_parameter_has_the_name_that_the_api_gives_it() {
    #[derive(ApiRequest)]
    #[api(get = "/{user_id}/v{major}", response = Raw, rename_all = "camelCase")]
    struct Get {
        user_id: u8,
        #[api(path = "majorVersion")]
        major: u8,
    }
    let names: Vec<&str> = Get::ENDPOINT.param_list().iter().map(Param::name).collect();
    assert_eq!(names, ["userId", "majorVersion"]);
    assert_eq!(Get { user_id: 1, major: 2 }.to_http(&base()).unwrap().uri().path(), "/1/v2");
}

#[test]
fn constants_are_parameters_with_a_value() {
    #[derive(ApiRequest)]
    #[api(
        post = "/search?type=user:1/2&empty=&q=it's",
        header("X-Client" = "one", "X-Version" = 2),
        query("deep" = true, "p" = "a b"),
        property("version" = 3, "kind" = "x\"y")
    )]
    struct Search {
        text: Option<u8>,
    }
    let facts = Search::ENDPOINT.param_list().iter().map(|param| (param.name(), param.value()));
    assert_eq!(
        facts.collect::<Vec<_>>(),
        [
            ("text", None),
            ("type", Some("user:1/2")),
            ("empty", Some("")),
            ("q", Some("it's")),
            ("deep", Some("true")),
            ("p", Some("a b")),
            ("X-Client", Some("one")),
            ("X-Version", Some("2")),
            ("version", Some("3")),
            ("kind", Some("x\"y")),
        ]
    );
    assert!(Search { text: None }.to_http(&base()).is_ok());
}

#[test]
fn an_idempotency_key_that_is_not_given_is_a_new_uuid() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post {
        #[api(header = "Idempotency-Key", idempotency_key)]
        key: Option<String>,
    }
    let key = || {
        let request = Post { key: None }.to_http(&base()).unwrap();
        request.headers()["idempotency-key"].to_str().unwrap().to_owned()
    };
    let (one, other) = (key(), key());
    assert_ne!(one, other);
    assert_eq!((one.len(), &one[14..15]), (36, "4"), "{one} is a random UUID (RFC 9562, section 5.4)");
}

#[test]
fn a_deprecated_field_is_still_sent() {
    #[deny(deprecated)]
    #[derive(ApiRequest)]
    #[api(get = "/a/{id}", response = Raw, debug)]
    struct Get {
        #[deprecated(note = "use `name`")]
        id: u8,
        #[deprecated(note = "use `name`")]
        #[api(query, validate(non_empty))]
        old: &'static str,
    }
    #[expect(deprecated, reason = "it is still sent")]
    let get = Get { id: 1, old: "o" };
    assert_eq!(get.to_http(&base()).unwrap().uri().path_and_query().unwrap(), "/a/1?old=o");
}
