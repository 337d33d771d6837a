//! Groups of parameters: flattened structs, enums of alternatives, and maps of further parameters.

mod refused;
mod round_trip;

use std::collections::{BTreeMap, HashMap};

use api_request::endpoint::{BodyKind, Param};
use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest, BaseUrl, Secret};
use serde::Serialize;

fn base() -> BaseUrl {
    "https://h.example".parse().unwrap()
}

/// The request's line, its headers in order, and its body.
fn wire(request: &impl ApiRequest) -> String {
    let request = request.to_http(&base()).unwrap();
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

/// The parameters of a page.
#[derive(Clone, ApiParams)]
#[api(rename_all = "camelCase", header("X-Paged" = true))]
struct Page<'a> {
    /// Where the last page ended.
    #[api(query, validate(non_empty))]
    start_after: Option<&'a str>,
    #[api(query = "size")]
    limit: u32,
    #[api(header = "X-Sort")]
    sort: Vec<&'a str>,
}

#[derive(ApiRequest)]
#[api(get = "/users/{team}", response = Raw)]
struct ListUsers<'a> {
    team: u8,
    active: bool,
    #[api(flatten)]
    page: Option<Page<'a>>,
    last: u8,
}

#[test]
fn a_group_is_sent_where_it_stands_each_parameter_in_its_own_place() {
    let page = Page { start_after: Some("a b"), limit: 10, sort: vec!["name", "id"] };
    let mut list = ListUsers { team: 7, active: true, page: Some(page), last: 1 };
    assert_eq!(
        wire(&list),
        "GET /users/7?active=true&startAfter=a%20b&size=10&last=1\nx-paged: true\nx-sort: name, id"
    );
    list.page = None;
    assert_eq!(wire(&list), "GET /users/7?active=true&last=1");
}

#[test]
fn violations_and_refusals_name_the_field_with_its_group() {
    let page = |start_after, sort| Some(Page { start_after, limit: 1, sort });
    let list = |page| ListUsers { team: 1, active: true, page, last: 1 };
    let violations = list(page(Some(""), vec![])).validate().unwrap_err();
    let violation = violations.iter().next().unwrap();
    assert_eq!(
        (violation.field(), violation.name(), violation.rule()),
        ("page.start_after", "startAfter", "non_empty")
    );
    assert_eq!(violations.to_string(), "invalid request: `page.start_after` (query `startAfter`): must not be empty");
    let error = list(page(None, vec!["a\nb"])).to_http(&base()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`page.sort` (header `X-Sort`) cannot be sent: the value contains a control character, which is not allowed in a header"
    );
}

#[test]
fn the_static_facts_have_the_parameters_of_groups() {
    let names: Vec<&str> = ListUsers::ENDPOINT.param_list().iter().map(Param::name).collect();
    assert_eq!(names, ["team", "active", "last", "startAfter", "size", "X-Sort", "X-Paged"]);
    assert_eq!(ListUsers::ENDPOINT.param_list().len(), 7);
    assert_eq!(ListUsers::ENDPOINT.param_list()[3].name(), "startAfter");
    assert!(ListUsers::ENDPOINT.param_list().get(7).is_none());
    let listed = ListUsers::ENDPOINT.resolved_params();
    let facts: Vec<(&str, bool)> = listed.iter().map(|listed| (listed.field(), listed.is_required())).collect();
    assert_eq!(
        facts,
        [
            ("team", true),
            ("active", true),
            ("last", true),
            ("page.start_after", false),
            ("page.limit", false),
            ("page.sort", false),
            ("page.X-Paged", false)
        ]
    );
    assert_eq!(ListUsers::DOCS.param(3), "Where the last page ended.");
    assert_eq!(Page::DOCS.request(), "The parameters of a page.");
    let table = ListUsers::ENDPOINT.to_string();
    assert!(table.contains("| `page.start_after` | query | `startAfter` | no | no | `non_empty` |"), "{table}");
}

/// By what a user is looked for.
#[derive(Clone, ApiParams)]
#[api(rename_all = "camelCase")]
enum Key<'a> {
    /// By mail.
    Email(#[api(query, validate(non_empty))] &'a str),
    LoginId {
        #[api(query)]
        login_id: &'a str,
        #[api(query)]
        login_id_types: Vec<&'a str>,
    },
    #[api(query("mode" = "all"), header("X-All" = 1))]
    All,
    Named(#[api(query = "first")] &'a str, #[api(header = "X-Last")] Option<&'a str>),
    Paged(#[api(flatten)] Page<'a>),
}

#[derive(ApiRequest)]
#[api(get = "/user", response = Raw)]
struct FindUser<'a> {
    #[api(flatten)]
    key: Key<'a>,
    expand: Option<bool>,
}

#[test]
fn exactly_one_alternative_is_sent() {
    let find = |key| FindUser { key, expand: Some(true) };
    assert_eq!(wire(&find(Key::Email("a@b"))), "GET /user?email=a%40b&expand=true");
    assert_eq!(
        wire(&find(Key::LoginId { login_id: "x", login_id_types: vec!["email", "username"] })),
        "GET /user?loginId=x&loginIdTypes=email&loginIdTypes=username&expand=true"
    );
    assert_eq!(wire(&find(Key::All)), "GET /user?mode=all&expand=true\nx-all: 1");
    assert_eq!(wire(&find(Key::Named("a", Some("b")))), "GET /user?first=a&expand=true\nx-last: b");
    let page = Page { start_after: Some(""), limit: 2, sort: vec![] };
    assert_eq!(
        find(Key::Paged(page.clone())).validate().unwrap_err().to_string(),
        "invalid request: `key.paged.start_after` (query `startAfter`): must not be empty"
    );
    assert_eq!(
        wire(&find(Key::Paged(Page { start_after: None, ..page }))),
        "GET /user?size=2&expand=true\nx-paged: true"
    );
    assert_eq!(
        find(Key::Email("")).validate().unwrap_err().to_string(),
        "invalid request: `key.email` (query `email`): must not be empty"
    );
    assert!(FindUser::ENDPOINT.group_list()[0].endpoint().has_alternatives());
    assert!(FindUser::ENDPOINT.resolved_params().iter().all(|listed| !listed.is_required()));
    assert_eq!(FindUser::DOCS.param(1), "By mail.");
}

/// Fields that do not say their place.
#[derive(ApiParams)]
struct Who {
    name: &'static str,
    age: Option<u8>,
    #[api(flatten)]
    r#where: Where,
}

#[derive(ApiParams)]
struct Where {
    city: &'static str,
    #[api(query)]
    zip: u32,
}

#[test]
fn a_field_without_a_place_goes_where_the_method_of_the_request_puts_it() {
    macro_rules! send {
        ($($key:ident $line:literal)*) => {$({
            #[derive(ApiRequest)]
            #[api($key = "/a", response = Raw)]
            struct It {
                #[api(flatten)]
                who: Who,
            }
            let who = Who { name: "n", age: None, r#where: Where { city: "c", zip: 1 } };
            assert_eq!(wire(&It { who }), $line);
        })*};
    }
    send! {
        get "GET /a?name=n&city=c&zip=1"
        delete "DELETE /a?name=n&city=c&zip=1"
        post "POST /a?zip=1\ncontent-type: application/json\n\n{\"name\":\"n\",\"city\":\"c\"}"
        put "PUT /a?zip=1\ncontent-type: application/json\n\n{\"name\":\"n\",\"city\":\"c\"}"
        patch "PATCH /a?zip=1\ncontent-type: application/json\n\n{\"name\":\"n\",\"city\":\"c\"}"
    }
    assert_eq!((Who::PARAMS.body(), Who::PARAMS_IN_BODY.body()), (BodyKind::Empty, BodyKind::Properties));
}

#[derive(ApiParams)]
struct Range<T> {
    #[api(query = "from")]
    begin: T,
    #[api(query = "to")]
    end: Option<T>,
}

#[derive(ApiRequest)]
#[api(get = "/a", response = Raw)]
struct Any<G, T> {
    #[api(flatten)]
    group: G,
    #[api(flatten)]
    boxed: Option<Box<Range<T>>>,
}

#[test]
fn groups_may_be_generic_nested_borrowed_and_boxed() {
    #[derive(ApiParams)]
    struct Outer<'a, T> {
        #[api(flatten)]
        inner: &'a T,
        #[api(query)]
        own: u8,
    }
    let page = Page { start_after: None, limit: 3, sort: vec![] };
    let any =
        Any { group: Outer { inner: &page, own: 1 }, boxed: Some(Box::new(Range { begin: 1.5, end: Some(2.0) })) };
    assert_eq!(wire(&any), "GET /a?size=3&own=1&from=1.5&to=2.0\nx-paged: true");
    let page = Page { start_after: Some(""), limit: 3, sort: vec![] };
    let any = Any { group: Outer { inner: &page, own: 1 }, boxed: None::<Box<Range<u8>>> };
    assert_eq!(any.validate().unwrap_err().iter().next().unwrap().field(), "group.inner.start_after");
}

#[test]
fn alternatives_may_be_bodies() {
    #[derive(Serialize)]
    struct Whole {
        id: u8,
    }
    #[derive(ApiParams)]
    enum Grant {
        #[api(property("grant_type" = "password"))]
        Password {
            #[api(property)]
            username: &'static str,
        },
        Whole(#[api(body)] Whole),
        Nothing,
    }
    #[derive(ApiRequest)]
    #[api(post = "/token")]
    struct Token {
        #[api(flatten)]
        grant: Grant,
    }
    let json = "POST /token\ncontent-type: application/json\n\n";
    assert_eq!(
        wire(&Token { grant: Grant::Password { username: "u" } }),
        format!("{json}{{\"grant_type\":\"password\",\"username\":\"u\"}}")
    );
    assert_eq!(wire(&Token { grant: Grant::Whole(Whole { id: 7 }) }), format!("{json}{{\"id\":7}}"));
    assert_eq!(wire(&Token { grant: Grant::Nothing }), format!("{json}{{}}"));
}

#[derive(ApiRequest)]
#[api(get = "/a?fixed=1", response = Raw, header("X-Meta-Fixed" = 1))]
struct Open<Q, H> {
    name: Option<&'static str>,
    #[api(style = deepObject)]
    deep: BTreeMap<&'static str, u8>,
    #[api(flatten, query)]
    more: Q,
    #[api(flatten, header_prefix = "X-Meta-")]
    meta: H,
    #[api(header = "X-Meta-Own")]
    own: Option<&'static str>,
}

fn open<Q, H>(more: Q, meta: H) -> Open<Q, H> {
    Open { name: None, deep: BTreeMap::new(), more, meta, own: None }
}

#[test]
fn a_map_brings_further_parameters_under_its_own_names() {
    let more = BTreeMap::from([("a b", vec!["1", "2"]), ("c", vec![]), ("d", vec!["&"])]);
    let meta = BTreeMap::from([("Tags", vec!["x", "y z"])]);
    assert_eq!(wire(&open(more, meta)), "GET /a?fixed=1&a%20b=1&a%20b=2&d=%26\nx-meta-fixed: 1\nx-meta-tags: x, y z");
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    struct Further {
        page_size: u8,
        unset: Option<u8>,
        empty: &'static str,
    }
    let further = || Further { page_size: 3, unset: None, empty: "" };
    assert_eq!(
        wire(&open(further(), Some(further()))),
        "GET /a?fixed=1&page-size=3&empty=\nx-meta-fixed: 1\nx-meta-page-size: 3\nx-meta-empty: "
    );
    assert_eq!(wire(&open(None::<Further>, ())), "GET /a?fixed=1\nx-meta-fixed: 1");
    assert_eq!(wire(&open(HashMap::from([(7, true)]), ())), "GET /a?fixed=1&7=true\nx-meta-fixed: 1");
}

#[test]
fn a_key_that_an_error_names_hides_nothing() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Two<'a> {
        #[api(flatten, query)]
        one: BTreeMap<&'a str, u8>,
        #[api(flatten, query)]
        other: BTreeMap<&'a str, u8>,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Raw)]
    struct Whole<'a> {
        #[api(body)]
        body: api_request::body::Form<BTreeMap<&'a str, [[u8; 1]; 1]>>,
    }
    for c in "\r\n\u{202E}\u{2028}\u{AD}\u{34F}\u{180E}\u{FE0F}\u{115F}\u{3164}\u{E0100}\u{1D173}".chars() {
        let key = format!("a{c}b");
        let map = || BTreeMap::from([(&*key, 1)]);
        for error in [
            open((), map()).to_http(&base()).unwrap_err(),
            Two { one: map(), other: map() }.to_http(&base()).unwrap_err(),
            Whole { body: api_request::body::Form([(&*key, [[1]])].into()) }.to_http(&base()).unwrap_err(),
        ] {
            assert!(error.to_string().contains(&format!("the key `a{}b`", c.escape_default())), "{error}");
            assert!(!format!("{error} {error:?}").contains(c), "{error:?}");
        }
        let key = api_request::ApiKey::query(&key, "value");
        assert_eq!(format!("{key:?}"), format!("ApiKey(query \"a{}b\": REDACTED)", c.escape_default()));
    }
}

#[test]
fn a_map_takes_no_name_that_the_request_declares_set_or_not() {
    let reason = |error: api_request::error::BuildError| error.to_string();
    let query = |key: &str| reason(open(BTreeMap::from([(key, 1)]), ()).to_http(&base()).unwrap_err());
    let declared = |key| {
        format!(
            "`more` (query) cannot be sent: the key `{key}` is the name of a query parameter that the request declares"
        )
    };
    for key in ["name", "fixed", "deep", "deep[x]"] {
        assert_eq!(query(key), declared(key));
    }
    assert_eq!(query(""), "`more` (query) cannot be sent: the value contains an empty key");
    let header = |keys: &[&str]| {
        let meta: BTreeMap<&str, u8> = keys.iter().map(|key| (*key, 1)).collect();
        reason(open((), meta).to_http(&base()).unwrap_err())
    };
    let refused = |key, why| format!("`meta` (header `X-Meta-`) cannot be sent: the key `{key}` {why}");
    let declared = "is the name of a header that the request declares";
    assert_eq!(header(&["own"]), refused("X-Meta-own", declared));
    assert_eq!(header(&["FIXED"]), refused("X-Meta-FIXED", declared));
    assert_eq!(header(&["a b"]), refused("a b", "does not form a valid header name"));
    assert_eq!(header(&["A", "a"]), refused("a", "forms the name of a header that is already set"));

    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Free {
        #[api(flatten, header_prefix = "")]
        headers: BTreeMap<&'static str, &'static str>,
    }
    assert_eq!(wire(&Free { headers: [("accept", "text/csv")].into() }), "GET /a\naccept: text/csv");
    for reserved in ["Host", "authorization", "Transfer-Encoding", "cookie"] {
        let error = Free { headers: [(reserved, "x")].into() }.to_http(&base()).unwrap_err();
        let why = format!("the key `{reserved}` forms the name of a header that the client sets itself");
        assert!(error.to_string().contains(&why), "{error}");
    }
    let error = Free { headers: [("x-a", "a\r\nhost: evil")].into() }.to_http(&base()).unwrap_err();
    assert!(
        error.to_string().starts_with("`headers` (header) cannot be sent: the value contains a control character"),
        "{error}"
    );
    for wrong in [open(7, ()).to_http(&base()), open(vec![1], ()).to_http(&base()).map(|_| unreachable!())] {
        let error = wrong.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`more` (query) cannot be sent: the value must be a map or a struct, because its keys are sent as names"
        );
    }
}

#[test]
fn a_secret_in_a_group_or_a_map_is_never_shown() {
    #[derive(ApiParams)]
    enum Login {
        Token(#[api(query, secret)] &'static str),
        Password {
            #[api(header = "X-User", loggable)]
            user: &'static str,
            #[api(header = "X-Password", secret, validate(self::never))]
            password: &'static str,
        },
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, debug)]
    struct Get {
        #[api(flatten)]
        login: Login,
        #[api(flatten, query)]
        more: BTreeMap<&'static str, Secret<&'static str>>,
        #[api(flatten, header_prefix = "X-", secret)]
        meta: BTreeMap<&'static str, &'static str>,
    }
    let get =
        |login| Get { login, more: [("k", Secret::new("canary-1"))].into(), meta: [("canary-2", "canary-3")].into() };
    let token = get(Login::Token("canary-4"));
    let password = get(Login::Password { user: "ann", password: "canary-5" });
    for request in [&token, &password] {
        let curl = request.to_curl(&base());
        let shown = format!("{request:?} {:?}", curl.as_ref().map(ToString::to_string).map_err(ToString::to_string));
        assert!(!shown.contains("canary"), "{shown}");
    }
    assert_eq!(format!("{:?}", token.login), "Token(REDACTED)");
    assert_eq!(format!("{:?}", password.login), "Password { user: \"ann\", password: REDACTED }");
    assert_eq!(token.to_curl(&base()).unwrap().request_line(), "GET /a?token=REDACTED&REDACTED=REDACTED");
    assert!(token.to_http(&base()).unwrap().headers()["x-canary-2"].is_sensitive());
    assert_eq!(
        password.validate().unwrap_err().to_string(),
        "invalid request: `login.password` (header `X-Password`): must satisfy the rule `never`"
    );
    let clash = Get { meta: [("canary", "\n")].into(), ..get(Login::Token("t")) };
    assert!(!clash.to_http(&base()).unwrap_err().to_string().contains("canary"));
}

fn never(value: &str) -> Result<(), String> {
    Err(format!("{value} is never right"))
}
