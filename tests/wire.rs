//! The wire table: what is declared and set, and the exact bytes that it makes.

use api_request::body::Body;
use api_request::reply::Raw;
use api_request::{ApiRequest, BaseUrl, Bearer, Client, NoContent, Secret};
use api_request_tests::{Answer, Server, header, request_line};
use http::Request;
use serde::{Deserialize, Serialize};

fn base() -> BaseUrl {
    "https://h.example".parse().unwrap()
}

/// The request's line, its headers in order, and its body.
fn wire(request: &impl ApiRequest) -> String {
    shown(&request.to_http(&base()).unwrap())
}

fn shown(request: &Request<Body>) -> String {
    let mut shown = format!("{} {}", request.method(), request.uri().path_and_query().unwrap());
    for (name, value) in request.headers() {
        shown.push_str(&format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    }
    let body = request.body().as_bytes().unwrap();
    if !body.is_empty() {
        shown.push_str(&format!("\n\n{}", String::from_utf8_lossy(body)));
    }
    shown
}

#[derive(Clone, ApiRequest)]
#[api(get = "/api/jwt/issue", response = serde_json::Value, rename_all = "camelCase")]
struct Issue {
    #[api(query, validate(uuid))]
    application_id: Option<String>,
    #[api(query, secret, validate(non_empty), requires = application_id)]
    refresh_token: Option<String>,
}

const ID: &str = "10000000-0000-0002-0000-000000000001";

fn issue(refresh_token: Option<&str>) -> Issue {
    Issue { application_id: Some(ID.to_owned()), refresh_token: refresh_token.map(str::to_owned) }
}

#[tokio::test]
async fn the_seeds_request_as_a_server_receives_it() {
    let server = Server::always(Answer::json("200 OK", "{}")).await;
    let client = Client::builder(server.url()).auth(Bearer::new("a.b.c")).build().unwrap();
    Issue { application_id: None, refresh_token: None }.send(&client).await.unwrap();
    issue(None).send(&client).await.unwrap();
    issue(Some("a+b/c=")).send(&client).await.unwrap();

    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(|request| request_line(request)).collect();
    assert_eq!(
        lines,
        [
            "GET /api/jwt/issue HTTP/1.1",
            "GET /api/jwt/issue?applicationId=10000000-0000-0002-0000-000000000001 HTTP/1.1",
            "GET /api/jwt/issue?applicationId=10000000-0000-0002-0000-000000000001&refreshToken=a%2Bb%2Fc%3D HTTP/1.1",
        ]
    );
    for request in &requests {
        assert_eq!(header(request, "accept"), Some("application/json"));
        assert_eq!(header(request, "authorization"), Some("Bearer a.b.c"));
        assert_eq!(header(request, "user-agent"), Some(concat!("api-request/", env!("CARGO_PKG_VERSION"))));
        assert_eq!(header(request, "referer"), None);
        assert_eq!(header(request, "content-type"), None);
        assert_eq!(request.split("\r\n\r\n").nth(1), Some(""));
    }
}

#[tokio::test]
async fn a_base_with_a_prefix_meets_the_path_with_one_slash() {
    let server = Server::always(Answer::json("200 OK", "{}")).await;
    for prefix in ["", "/", "/v1", "/v1/", "/v1//"] {
        let client = Client::builder(&format!("{}{prefix}", server.url())).build().unwrap();
        issue(None).send(&client).await.unwrap();
    }
    let paths: Vec<String> =
        server.requests().iter().map(|request| request.split('?').next().unwrap().to_owned()).collect();
    let (bare, v1) = ("GET /api/jwt/issue", "GET /v1/api/jwt/issue");
    assert_eq!(paths, [bare, bare, v1, v1, v1]);
}

#[test]
fn an_unset_field_sends_nothing_and_an_empty_one_its_name() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get<'a> {
        a: Option<&'a str>,
        b: Vec<u8>,
        c: u8,
        d: bool,
        #[api(skip)]
        _e: u8,
    }
    let get = |a, b: &[u8]| wire(&Get { a, b: b.to_vec(), c: 0, d: false, _e: 7 });
    assert_eq!(get(None, &[]), "GET /a?c=0&d=false");
    assert_eq!(get(Some(""), &[1, 2]), "GET /a?a=&b=1&b=2&c=0&d=false");
}

#[test]
fn each_method_places_its_fields_by_default() {
    macro_rules! place {
        ($($key:ident $line:literal)*) => {$({
            #[derive(ApiRequest)]
            #[api($key = "/u/{id}", response = NoContent)]
            struct It { id: u8, name: &'static str }
            assert_eq!(wire(&It { id: 1, name: "n" }), $line);
        })*};
    }
    place! {
        get "GET /u/1?name=n"
        head "HEAD /u/1?name=n"
        delete "DELETE /u/1?name=n"
        options "OPTIONS /u/1?name=n"
        post "POST /u/1\ncontent-type: application/json\n\n{\"name\":\"n\"}"
        put "PUT /u/1\ncontent-type: application/json\n\n{\"name\":\"n\"}"
        patch "PATCH /u/1\ncontent-type: application/json\n\n{\"name\":\"n\"}"
    }
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/u/{id}")]
    struct Purge {
        id: u8,
        #[api(query)]
        name: &'static str,
    }
    assert_eq!(wire(&Purge { id: 1, name: "n" }), "PURGE /u/1?name=n");
}

#[test]
fn a_placeholder_fills_a_segment_or_a_part_of_one() {
    #[derive(ApiRequest)]
    #[api(get = "/a/{from}-{to}/v{major}.json/", response = Raw)]
    struct Get {
        from: &'static str,
        to: &'static str,
        #[api(path = "majorVersion")]
        major: Vec<u8>,
    }
    assert_eq!(wire(&Get { from: "x y", to: "é", major: vec![1, 2] }), "GET /a/x%20y-%C3%A9/v1,2.json/");
    let name = |place: usize| Get::ENDPOINT.param_list()[place].name();
    assert_eq!([name(0), name(1), name(2)], ["from", "to", "majorVersion"]);
}

#[test]
fn names_come_from_the_field_the_rule_or_the_key() {
    #[derive(ApiRequest)]
    #[api(post = "/a", rename_all = "camelCase")]
    struct Post {
        by_rule: u8,
        #[api(rename = "by.rename")]
        renamed: u8,
        #[api(query = "by[key]")]
        keyed: u8,
        #[api(header = "X-By-Key")]
        in_header: u8,
        #[api(property = "by\"quote")]
        quoted: u8,
        r#type: u8,
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Traced {
        #[api(header)]
        x_trace_id: u8,
    }
    assert_eq!(wire(&Traced { x_trace_id: 7 }), "GET /a\nx-trace-id: 7");
    let post = Post { by_rule: 1, renamed: 2, keyed: 3, in_header: 4, quoted: 5, r#type: 6 };
    assert_eq!(
        wire(&post),
        "POST /a?by%5Bkey%5D=3\nx-by-key: 4\ncontent-type: application/json\n\n\
         {\"byRule\":1,\"by.rename\":2,\"by\\\"quote\":5,\"type\":6}"
    );
}

#[test]
fn values_are_written_as_json_writes_them() {
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Sort {
        Up,
    }
    #[derive(Serialize)]
    struct Id(u128);
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get<T> {
        v: T,
    }
    fn query(v: impl Serialize) -> String {
        wire(&Get { v }).trim_start_matches("GET /a?v=").to_owned()
    }
    assert_eq!(query(0.1_f32), "0.1");
    assert_eq!(query(1.0_f64), "1.0");
    assert_eq!(query(1e300_f64), "1e300");
    assert_eq!(query(-0.0_f64), "-0.0");
    assert_eq!(query(u128::MAX), "340282366920938463463374607431768211455");
    assert_eq!(query(i128::MIN), "-170141183460469231731687303715884105728");
    assert_eq!(query(i8::MIN), "-128");
    assert_eq!(query('ß'), "%C3%9F");
    assert_eq!(query(Sort::Up), "up");
    assert_eq!(query(Id(7)), "7");
    assert_eq!(query(Some(Some(true))), "true");
    assert_eq!(query(Secret::new("s")), "s");
    assert_eq!(query((1, "b", Sort::Up)), "1&v=b&v=up");
    assert_eq!(query(std::net::Ipv6Addr::LOCALHOST), "%3A%3A1");
    assert_eq!(
        query("-._~!$&'()*+,;=:@/?#[]|%\\ "),
        "-._~%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40%2F%3F%23%5B%5D%7C%25%5C%20"
    );
    for (refused, reason) in [
        (Get { v: f64::NAN }.to_http(&base()).unwrap_err(), "it is not a finite number"),
        (Get { v: f64::INFINITY }.to_http(&base()).unwrap_err(), "it is not a finite number"),
    ] {
        assert_eq!(refused.to_string(), format!("`v` (query `v`) cannot be sent: {reason}"));
    }
    let nested = Get { v: vec![vec![1]] }.to_http(&base()).unwrap_err();
    assert_eq!(
        nested.to_string(),
        "`v` (query `v`) cannot be sent: what is in it is nested deeper than its style can say: send it as JSON by `style = json`"
    );
    assert_eq!(wire(&Get { v: std::collections::BTreeMap::from([("k", 1)]) }), "GET /a?k=1");
}

#[test]
fn headers_carry_text_and_lists_as_rfc_9110_says() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = serde_json::Value)]
    struct Get<'a> {
        #[api(header = "X-One")]
        one: Option<&'a str>,
        #[api(header = "X-Many")]
        many: Vec<&'a str>,
        #[api(header = "accept")]
        accept: Option<&'a str>,
    }
    assert_eq!(wire(&Get { one: None, many: vec![], accept: None }), "GET /a\naccept: application/json");
    assert_eq!(
        wire(&Get { one: Some("grüße, \"x\""), many: vec!["a", "b c", "d\"\\,"], accept: Some("text/csv") }),
        "GET /a\nx-one: grüße, \"x\"\nx-many: a, \"b c\", \"d\\\"\\\\,\"\naccept: text/csv"
    );
    assert_eq!(wire(&Get { one: Some(""), many: vec![], accept: None }), "GET /a\nx-one: \naccept: application/json");
    let refused = Get { one: None, many: vec!["a", ""], accept: None }.to_http(&base()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`many` (header `X-Many`) cannot be sent: an item of the list is empty, and receivers drop empty items"
    );
}

#[test]
fn cookies_share_one_header() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, rename_all = "camelCase")]
    struct Get<'a> {
        #[api(cookie)]
        session_id: Option<&'a str>,
        #[api(cookie = "colors", style = cookie)]
        colors: Vec<&'a str>,
        #[api(cookie, secret)]
        token: Option<&'a str>,
    }
    let get = |session_id, colors: &[&'static str], token| Get { session_id, colors: colors.to_vec(), token };
    assert_eq!(wire(&get(None, &[], None)), "GET /a");
    assert_eq!(wire(&get(Some(""), &[], None)), "GET /a\ncookie: sessionId=");
    assert_eq!(
        wire(&get(Some("a b;c=%\"é"), &["x", "y"], Some("t"))),
        "GET /a\ncookie: sessionId=a%20b%3Bc=%25%22%C3%A9; colors=x; colors=y; token=t"
    );
    let request = get(None, &["x"], None).to_http(&base()).unwrap();
    assert!(!request.headers()["cookie"].is_sensitive());
    let request = get(None, &["x"], Some("canary")).to_http(&base()).unwrap();
    assert!(request.headers()["cookie"].is_sensitive());
    let curl = get(Some("s"), &["x"], Some("canary")).to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    let refused = get(None, &["a b"], None).to_http(&base()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`colors` (cookie `colors`) cannot be sent: it has a character that no cookie can carry as it is"
    );
}

#[test]
fn constants_are_sent_with_every_request() {
    #[derive(ApiRequest)]
    #[api(
        post = "/search/{kind}?type=user:1/2&empty=",
        header("X-Client" = "one", "X-Version" = 2),
        query("deep" = true, "q" = "a b"),
        property("version" = 3, "kind" = "x\"y")
    )]
    struct Search<'a> {
        kind: &'a str,
        text: Option<&'a str>,
        #[api(query)]
        page: u32,
    }
    assert_eq!(
        wire(&Search { kind: "k", text: None, page: 1 }),
        "POST /search/k?type=user:1/2&empty=&deep=true&q=a%20b&page=1\nx-client: one\nx-version: 2\n\
         content-type: application/json\n\n{\"version\":3,\"kind\":\"x\\\"y\"}"
    );
    let facts: Vec<_> =
        Search::ENDPOINT.param_list().iter().skip(3).map(|param| (param.name(), param.value())).collect();
    assert_eq!(
        facts,
        [
            ("type", Some("user:1/2")),
            ("empty", Some("")),
            ("deep", Some("true")),
            ("q", Some("a b")),
            ("X-Client", Some("one")),
            ("X-Version", Some("2")),
            ("version", Some("3")),
            ("kind", Some("x\"y")),
        ]
    );
}

#[test]
fn a_rest_keeps_its_slashes_and_an_optional_segment_vanishes_with_its_own() {
    #[derive(ApiRequest)]
    #[api(get = "/files/{rest:+}.json", response = Raw)]
    struct File<T> {
        rest: T,
    }
    assert_eq!(wire(&File { rest: "a b/c" }), "GET /files/a%20b/c.json");
    assert_eq!(wire(&File { rest: vec!["a/b", "c"] }), "GET /files/a%2Fb/c.json");
    assert_eq!(wire(&File { rest: 7 }), "GET /files/7.json");
    for refused in ["", "/a", "a/", "a//b", "../a", "a/./b", "a/../b"] {
        let error = File { rest: refused }.to_http(&base()).unwrap_err();
        assert!(error.to_string().starts_with("`rest` (path `rest`) cannot be sent: "), "{refused}: {error}");
    }
    assert!(File { rest: Vec::<String>::new() }.to_http(&base()).is_err());

    #[derive(ApiRequest)]
    #[api(delete = "/api/jwt/refresh/{id:?}")]
    struct Revoke<'a> {
        id: Option<&'a str>,
        user: Option<u32>,
    }
    assert_eq!(wire(&Revoke { id: Some("x"), user: None }), "DELETE /api/jwt/refresh/x");
    assert_eq!(wire(&Revoke { id: None, user: Some(3) }), "DELETE /api/jwt/refresh?user=3");
    assert!(Revoke { id: Some(""), user: None }.to_http(&base()).is_err());
    assert!(Revoke { id: Some(".."), user: None }.to_http(&base()).is_err());

    #[derive(ApiRequest)]
    #[api(get = "/{id:?}", response = Raw)]
    struct Root {
        id: Option<u32>,
    }
    assert_eq!(wire(&Root { id: None }), "GET /");
    let prefixed: BaseUrl = "https://h.example/v1".parse().unwrap();
    assert_eq!(Root { id: None }.to_http(&prefixed).unwrap().uri().path(), "/v1");
}

#[test]
fn an_item_never_looks_like_what_separates_items() {
    #[derive(ApiRequest)]
    #[api(get = "/{label}", response = Raw)]
    struct Get<'a> {
        #[api(style = label, explode)]
        label: Vec<&'a str>,
        #[api(style = spaceDelimited)]
        spaces: Vec<&'a str>,
        #[api(style = pipeDelimited)]
        pipes: Vec<&'a str>,
        #[api(style = deepObject)]
        deep: std::collections::BTreeMap<&'a str, &'a str>,
        #[api(header, style = simple)]
        simple: Vec<&'a str>,
        other: std::collections::BTreeMap<&'a str, &'a str>,
    }
    let get = || Get {
        label: vec!["a.b", "c"],
        spaces: vec!["a+b", "c,d"],
        pipes: vec!["a b"],
        deep: [("k=&", "v]")].into(),
        simple: vec!["a;b", "c=d"],
        other: [("x", "y")].into(),
    };
    assert_eq!(
        wire(&get()),
        "GET /.a%2Eb.c?spaces=a%2Bb%20c%2Cd&pipes=a%20b&deep%5Bk%3D%26%5D=v%5D&x=y\nsimple: a;b,c=d"
    );
    let dots = |label| Get { label, ..get() };
    assert!(dots(vec!["."]).to_http(&base()).is_err());
    assert!(dots(vec![""]).to_http(&base()).is_err());
    for (refused, field) in [
        (Get { spaces: vec!["a b"], ..get() }, "spaces"),
        (Get { pipes: vec!["a|b"], ..get() }, "pipes"),
        (Get { deep: [("a[b", "c")].into(), ..get() }, "deep"),
        (Get { deep: [("", "c")].into(), ..get() }, "deep"),
        (Get { simple: vec!["a,b"], ..get() }, "simple"),
        (Get { simple: vec!["a", ""], ..get() }, "simple"),
        (Get { other: [("spaces", "c")].into(), ..get() }, "other"),
    ] {
        let error = refused.to_http(&base()).unwrap_err();
        assert!(error.to_string().starts_with(&format!("`{field}` (")), "{error}");
    }
    let curl = Get { other: [("canary", "y")].into(), ..get() }.to_curl(&base()).unwrap().to_string();
    assert!(!curl.contains("canary"), "{curl}");
}

mod days {
    use serde::Serializer;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn as_weeks<S: Serializer>(days: &Option<u32>, out: S) -> Result<S::Ok, S::Error> {
        match days {
            Some(days) => out.serialize_str(&format!("P{}W", days / 7)),
            None => out.serialize_none(),
        }
    }
}

#[test]
fn a_field_may_be_written_by_a_function() {
    #[derive(ApiRequest)]
    #[api(post = "/a", strict)]
    struct Post {
        #[api(query, serialize_with = days::as_weeks)]
        a: Option<u32>,
        #[api(header, serialize_with = days::as_weeks)]
        b: Option<u32>,
        #[api(property, serialize_with = days::as_weeks)]
        c: Option<u32>,
        #[api(query, style = json, serialize_with = days::as_weeks)]
        d: Option<u32>,
    }
    assert_eq!(
        wire(&Post { a: Some(14), b: Some(7), c: Some(21), d: Some(7) }),
        "POST /a?a=P2W&d=%22P1W%22\nb: P1W\ncontent-type: application/json\n\n{\"c\":\"P3W\"}"
    );
    assert_eq!(wire(&Post { a: None, b: None, c: None, d: None }), "POST /a\ncontent-type: application/json\n\n{}");
}

#[test]
fn an_idempotency_key_is_fresh_unless_it_is_given() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post {
        #[api(header = "Idempotency-Key", idempotency_key)]
        key: Option<String>,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Quoted {
        #[api(query = "key", idempotency_key(quoted))]
        key: Option<String>,
    }
    let key = |given: Option<&str>| {
        let request = Post { key: given.map(Into::into) }.to_http(&base()).unwrap();
        request.headers()["idempotency-key"].to_str().unwrap().to_owned()
    };
    assert_eq!(key(Some("mine")), "mine");
    let (one, other) = (key(None), key(None));
    assert_ne!(one, other);
    assert_eq!((one.len(), &one[14..15]), (36, "4"), "{one} is a random UUID (RFC 9562, section 5.4)");
    assert_eq!(wire(&Quoted { key: Some("a\"\\".into()) }), "POST /a?key=%22a%5C%22%5C%5C%22\ncontent-length: 0");
}

#[test]
fn a_json_body_leaves_out_what_is_none_and_keeps_null_and_empty() {
    #[derive(Default, ApiRequest)]
    #[api(put = "/a")]
    struct Put {
        a: Option<u8>,
        #[expect(clippy::option_option, reason = "absent, null and a value are three")]
        b: Option<Option<u8>>,
        c: Vec<u8>,
        d: std::collections::BTreeMap<String, u8>,
        e: Option<f32>,
    }
    let start = "PUT /a\ncontent-type: application/json\n\n";
    assert_eq!(wire(&Put::default()), format!("{start}{{\"c\":[],\"d\":{{}}}}"));
    let put = Put { a: Some(1), b: Some(None), c: vec![1], d: [("k".to_owned(), 2)].into(), e: Some(0.1) };
    assert_eq!(wire(&put), format!("{start}{{\"a\":1,\"b\":null,\"c\":[1],\"d\":{{\"k\":2}},\"e\":0.1}}"));
    let refused = Put { e: Some(f32::NAN), ..Put::default() }.to_http(&base()).unwrap_err();
    assert_eq!(refused.to_string(), "`e` (property `e`) cannot be sent: it has no JSON form");

    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct AllUnset {
        a: Option<u8>,
    }
    assert_eq!(wire(&AllUnset { a: None }), "POST /a\ncontent-type: application/json\n\n{}");
}

#[test]
fn a_field_can_be_the_whole_body() {
    #[derive(Serialize)]
    struct User {
        name: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a/{id}")]
    struct Post {
        id: u8,
        #[api(body)]
        user: Option<Vec<User>>,
        #[api(query)]
        dry: bool,
    }
    assert_eq!(
        wire(&Post { id: 1, user: Some(vec![User { name: "n" }]), dry: true }),
        "POST /a/1?dry=true\ncontent-type: application/json\n\n[{\"name\":\"n\"}]"
    );
    assert_eq!(wire(&Post { id: 1, user: None, dry: false }), "POST /a/1?dry=false\ncontent-length: 0");
}

#[test]
fn a_request_with_nothing_to_send_says_so_where_content_is_usual() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post;
    #[derive(ApiRequest)]
    #[api(delete = "/a")]
    struct Delete {
        #[api(property)]
        reason: &'static str,
    }
    assert_eq!(wire(&Post), "POST /a\ncontent-length: 0");
    assert_eq!(wire(&Delete { reason: "r" }), "DELETE /a\ncontent-type: application/json\n\n{\"reason\":\"r\"}");
}

#[tokio::test]
async fn an_empty_post_reaches_the_server_with_a_length_of_zero() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post;
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    Post.send(&client).await.unwrap();
    let request = server.only_request();
    assert_eq!(header(&request, "content-length"), Some("0"));
    assert_eq!(header(&request, "content-type"), None);
    // reqwest's own words for no preference.
    assert_eq!(header(&request, "accept"), Some("*/*"));
}

#[test]
fn bases_that_requests_cannot_be_joined_to_are_refused() {
    for (base, reason) in [
        ("h.example", "it has no scheme: begin it with `https://`"),
        ("https://", "it is not a URL: empty host"),
        ("ftp://h.example", "its scheme is neither `https` nor `http`: begin it with `https://`"),
        ("https://u:canary@h.example", "it has credentials: give them to `auth` instead"),
        ("https://u@h.example", "it has credentials: give them to `auth` instead"),
        ("https://h.example?a=1", "it has a query: make each of its parameters a field of the request"),
        ("https://h.example#a", "it has a fragment, which is never sent"),
    ] {
        let error = base.parse::<BaseUrl>().unwrap_err();
        assert_eq!(error.to_string(), format!("the base URL cannot be used: {reason}"));
        assert!(!format!("{error:?}").contains("canary"));
    }
    let base: BaseUrl = "HTTPS://H.Example:443/a/../b c/".parse().unwrap();
    assert_eq!(base.to_string(), "https://h.example/b%20c");
}

#[test]
fn a_curl_line_is_redacted_unless_told_otherwise() {
    #[derive(ApiRequest)]
    #[api(post = "/u/{id}/{kind}", response = serde_json::Value)]
    struct Post {
        id: &'static str,
        #[api(path, loggable)]
        kind: &'static str,
        #[api(query)]
        hidden: &'static str,
        #[api(query, loggable)]
        shown: Option<&'static str>,
        #[api(header = "X-Empty")]
        empty: &'static str,
        #[api(loggable)]
        note: &'static str,
        password: Secret<&'static str>,
    }
    let post = Post {
        id: "id-1",
        kind: "k",
        hidden: "it's",
        shown: Some("s"),
        empty: "",
        note: "it's",
        password: Secret::new("pw"),
    };
    let curl = post.to_curl(&base()).unwrap();
    assert_eq!(
        curl.to_string(),
        "curl --globoff --request POST 'https://h.example/u/REDACTED/k?hidden=REDACTED&shown=s' \
         --header 'x-empty: REDACTED' --header 'accept: application/json' --header 'content-type: application/json' \
         --data-raw '{\"note\":\"it'\\''s\",\"password\":\"REDACTED\"}'"
    );
    assert_eq!(format!("{curl:?}"), format!("Curl({curl})"));
    assert_eq!(curl.request_line(), "POST /u/REDACTED/k?hidden=REDACTED&shown=s");
    assert_eq!(
        curl.with_secrets().to_string(),
        "curl --globoff --request POST 'https://h.example/u/id-1/k?hidden=it%27s&shown=s' \
         --header 'x-empty;' --header 'accept: application/json' --header 'content-type: application/json' \
         --data-raw '{\"note\":\"it'\\''s\",\"password\":\"pw\"}'"
    );
    assert!(Post::ENDPOINT.param_list().iter().any(|param| param.field() == "password" && param.is_secret()));
}

#[test]
fn a_struct_with_a_secret_prints_masked() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, debug)]
    struct Plain(#[api(query = "a")] u8, #[api(skip, secret)] &'static str);
    assert_eq!(
        format!("{:?}", issue(Some("canary"))),
        format!("Issue {{ application_id: Some({ID:?}), refresh_token: REDACTED }}")
    );
    let plain = Plain(1, "canary");
    assert_eq!(format!("{plain:?} {}", plain.1), "Plain(1, REDACTED) canary");

    #[derive(Deserialize, Debug, PartialEq)]
    struct Reply {
        token: Secret<String>,
    }
    let reply: Reply = serde_json::from_str(r#"{"token":"canary"}"#).unwrap();
    assert_eq!(format!("{reply:?}"), "Reply { token: REDACTED }");
    assert_eq!(reply.token.expose(), "canary");
}

/// As a library does that re-exports the runtime to its users.
mod sdk {
    pub(crate) use ::api_request as http_api;
}

#[test]
fn the_runtime_may_be_named_and_debug_may_be_left_to_the_user() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, crate = crate::sdk::http_api, debug = false)]
    struct Get {
        #[api(secret)]
        token: &'static str,
    }
    impl std::fmt::Debug for Get {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "Get({} bytes)", self.token.len())
        }
    }
    let get = Get { token: "abc" };
    assert_eq!(wire(&get), "GET /a?token=abc");
    assert_eq!(format!("{get:?}"), "Get(3 bytes)");
}

#[test]
fn a_shown_request_may_be_longer_than_one_that_is_sent() {
    #[derive(ApiRequest)]
    #[api(get = "/{value}/{this}", response = Raw)]
    struct Get {
        value: u8,
        this: u8,
        #[api(query)]
        v: Vec<u8>,
    }
    let get = Get { value: 1, this: 2, v: vec![1; 12_000] };
    assert_eq!(get.to_http(&base()).unwrap().uri().path(), "/1/2");
    assert!(get.to_curl(&base()).unwrap().request_line().len() > 65_534);
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
    assert_eq!(wire(&get), "GET /a/1?old=o");
}
