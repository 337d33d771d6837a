//! Types that only encoding finds, because the compiler does not see them in a group or inside another type.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest};
use serde::Serialize;

use super::{base, wire};

#[test]
fn bytes_in_a_group_are_not_sent_as_parts() {
    #[derive(ApiParams)]
    struct Files {
        name: &'static str,
        file: Option<Vec<u8>>,
        numbers: Vec<u16>,
    }
    macro_rules! refused {
        ($($api:tt)*) => {{
            #[derive(ApiRequest)]
            #[api($($api)*)]
            struct Send {
                #[api(flatten)]
                files: Files,
            }
            let request = Send { files: Files { name: "a", file: Some(vec![1, 2]), numbers: vec![7] } };
            request.to_http(&base()).map(|request| request.body().as_bytes().map(<[u8]>::to_vec))
        }};
    }
    assert_eq!(
        refused!(post = "/a", body = multipart).unwrap_err().to_string(),
        "`files.file` (property `file`) cannot be sent: each byte of the value would be sent as a part of its own; \
         move the field to the request, write `body::Part` as its type, and `Part::bytes(bytes)` as the value"
    );
    let json = refused!(post = "/a").unwrap().unwrap();
    assert_eq!(String::from_utf8(json).unwrap(), r#"{"name":"a","file":[1,2],"numbers":[7]}"#);
    let form = refused!(post = "/a", body = form).unwrap().unwrap();
    assert_eq!(String::from_utf8(form).unwrap(), "name=a&file=1&file=2&numbers=7");
}

#[test]
fn a_time_without_text_inside_another_type_is_refused() {
    #[derive(Serialize)]
    struct Between {
        limit: u8,
        since: SystemTime,
    }
    #[derive(Serialize)]
    struct Wait(Duration);
    #[derive(ApiParams)]
    struct Group {
        since: Option<SystemTime>,
    }
    // A type of your own may have that name.
    mod own {
        #[derive(serde::Serialize)]
        pub(super) struct Duration {
            pub(super) hours: u8,
            pub(super) minutes: u8,
        }
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get<Q: Serialize, D: Serialize> {
        #[api(query)]
        plain: Q,
        #[api(query, style = deepObject)]
        deep: D,
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Flat<E: Serialize> {
        #[api(flatten, query)]
        more: E,
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct InGroup {
        #[api(flatten)]
        group: Group,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", body = form)]
    struct InForm {
        #[api(flatten)]
        group: Group,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Whole<T: Serialize> {
        #[api(body)]
        body: api_request::body::Form<T>,
    }
    let since = SystemTime::UNIX_EPOCH;
    let between = || Between { limit: 7, since };
    let group = || Group { since: Some(since) };
    let none = || None::<u8>;
    let time = |field: &str, name: &str| {
        format!(
            "{field} cannot be sent: {name}the value contains a `SystemTime`, which has no text form: serde writes it as seconds and \
             nanoseconds; write `serialize_with`, or use a type of `jiff`, `chrono` or `time`"
        )
    };
    for (request, expected) in [
        (Get { plain: none(), deep: between() }.to_http(&base()), time("`deep` (query `deep`)", "the key `since`: ")),
        (Get { plain: between(), deep: none() }.to_http(&base()), time("`plain` (query `plain`)", "the key `since`: ")),
        (Get { plain: [Some(since)], deep: none() }.to_http(&base()), time("`plain` (query `plain`)", "")),
        (Flat { more: between() }.to_http(&base()), time("`more` (query)", "")),
        (Flat { more: BTreeMap::from([("a", since)]) }.to_http(&base()), time("`more` (query)", "")),
        (Flat { more: since }.to_http(&base()), time("`more` (query)", "")),
        (InGroup { group: group() }.to_http(&base()), time("`group.since` (query `since`)", "")),
        (InForm { group: group() }.to_http(&base()), time("`group.since` (property `since`)", "")),
        (
            Whole { body: api_request::body::Form(between()) }.to_http(&base()),
            time("`body` (body)", "the key `since`: "),
        ),
        (
            Get { plain: Wait(Duration::from_secs(1)), deep: none() }.to_http(&base()),
            time("`plain` (query `plain`)", "").replace("SystemTime", "Duration"),
        ),
    ] {
        assert_eq!(request.unwrap_err().to_string(), expected);
    }
    let own = || own::Duration { hours: 1, minutes: 30 };
    assert_eq!(
        wire(&Get { plain: own(), deep: own() }),
        "GET /a?hours=1&minutes=30&deep%5Bhours%5D=1&deep%5Bminutes%5D=30"
    );
    assert_eq!(wire(&Flat { more: own() }), "GET /a?hours=1&minutes=30");
}
