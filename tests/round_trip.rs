//! A request that uses every place and style at once: a real server reads back exactly what was put in, or it was refused by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use api_request::error::BuildError;
use api_request::{ApiRequest, BaseUrl, Client, NoContent};
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use url::Url;

type Map = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, ApiRequest)]
#[api(put = "/{whole}/x{label}/{matrix}/{rest:+}?fixed=a:b")]
struct Everything {
    whole: String,
    #[api(style = label, explode)]
    label: Vec<String>,
    #[api(style = matrix)]
    matrix: Map,
    rest: Vec<String>,
    #[api(query)]
    form: Vec<String>,
    #[api(query, explode = false)]
    joined: Vec<String>,
    #[api(query, style = spaceDelimited)]
    spaces: Vec<String>,
    #[api(query = "pi|pes", style = pipeDelimited)]
    pipes: Vec<String>,
    #[api(query, style = deepObject)]
    deep: BTreeMap<String, Vec<String>>,
    #[api(query)]
    object: Map,
    #[api(query, style = json)]
    json: Option<Vec<Option<String>>>,
    #[api(header = "X-List")]
    list: Vec<String>,
    #[api(header = "X-Simple", style = simple)]
    simple: Vec<String>,
    #[api(header = "X-Text")]
    text: Option<String>,
    #[api(cookie)]
    one: Option<String>,
    #[api(cookie, explode = false)]
    many: Vec<String>,
    #[api(cookie, style = cookie)]
    plain: Option<String>,
    property: Option<String>,
    number: u128,
}

/// What the server received.
struct Received {
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

/// Percent-decodes by a library that is not ours.
fn decoded(text: &str) -> String {
    assert!(!text.contains(['+', '&', '=']), "{text}");
    url::form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

fn split(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(decoded).collect()
}

/// Reads the request by what the OpenAPI specification says of each style.
fn read(received: &Received) -> Everything {
    let mut path = received.uri.path().splitn(5, '/').skip(1);
    let mut segment = || path.next().unwrap();
    let whole = decoded(segment());
    let label = split(segment().strip_prefix("x.").unwrap(), ".");
    let matrix = split(segment().strip_prefix(";matrix=").unwrap(), ",");
    let rest = split(segment(), "/");

    let mut pairs: Vec<(String, &str)> = Vec::new();
    for pair in received.uri.query().unwrap().split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        pairs.push((decoded(name), value));
    }
    assert_eq!(pairs.remove(0), ("fixed".to_owned(), "a:b"));
    let mut take = |name: &str| -> Vec<&str> {
        let (taken, left) = pairs.drain(..).partition(|(found, _)| found == name);
        pairs = left;
        Vec::into_iter(taken).map(|(_, value)| value).collect()
    };
    let form = take("form").into_iter().map(decoded).collect();
    let mut joined = |name: &str, separator: &str| match *take(name) {
        [] => Vec::new(),
        [all] => split(all, separator),
        _ => panic!("{name} came twice"),
    };
    let (joined, spaces, pipes) = (joined("joined", ","), joined("spaces", "%20"), joined("pi|pes", "%7C"));
    let json = take("json").first().map(|json| serde_json::from_str(&decoded(json)).unwrap());
    let mut deep: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut object = Map::new();
    for (name, value) in pairs {
        match name.strip_prefix("deep[").and_then(|key| key.strip_suffix(']')) {
            Some(key) => deep.entry(key.to_owned()).or_default().push(decoded(value)),
            None => assert_eq!(object.insert(name, decoded(value)), None),
        }
    }

    let header = |name: &str| received.headers.get(name).map(|value| std::str::from_utf8(value.as_bytes()).unwrap());
    let cookies: Vec<(&str, &str)> = header("cookie")
        .map_or_else(Vec::new, |all| all.split("; ").map(|pair| pair.split_once('=').unwrap()).collect());
    let cookie = |name: &str| cookies.iter().find(|(found, _)| *found == name).map(|(_, value)| *value);
    // Here `+` stands for itself, and `=` and `&` may too.
    let octets = |text: &str| decoded(&text.replace('+', "%2B").replace('=', "%3D").replace('&', "%26"));

    #[derive(Serialize, Deserialize)]
    struct Properties {
        property: Option<String>,
        number: u128,
    }
    let Properties { property, number } = serde_json::from_slice(&received.body).unwrap();
    Everything {
        whole,
        label,
        matrix: matrix.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
        rest,
        form,
        joined,
        spaces,
        pipes,
        deep,
        object,
        json,
        list: header("x-list").map_or_else(Vec::new, list_items),
        simple: header("x-simple").map_or_else(Vec::new, |all| all.split(',').map(str::to_owned).collect()),
        text: header("x-text").map(str::to_owned),
        one: cookie("one").map(octets),
        many: cookie("many").map_or_else(Vec::new, |all| all.split(',').map(octets).collect()),
        plain: cookie("plain").map(str::to_owned),
        property,
        number,
    }
}

/// The items of a list by RFC 9110, section 5.6.1: tokens and quoted strings.
fn list_items(text: &str) -> Vec<String> {
    let (mut items, mut item, mut rest) = (Vec::new(), String::new(), text.chars());
    let mut is_quoted = false;
    while let Some(c) = rest.next() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => item.extend(rest.next()),
            ',' if !is_quoted => items.push(std::mem::take(&mut item)),
            ' ' if !is_quoted => {}
            c => item.push(c),
        }
    }
    items.push(item);
    items
}

/// The fields whose value cannot be delivered, by an independent statement of the rules.
fn refused(sent: &Everything) -> Vec<&'static str> {
    let is_dots = |segment: &str| matches!(segment, "" | "." | "..");
    let has_control = |text: &String| text.chars().any(|c| c.is_ascii_control());
    let is_padded = |text: &String| text.starts_with(' ') || text.ends_with(' ');
    let is_octet = |c: char| c.is_ascii_graphic() && !"\",;\\".contains(c);
    let declared = ["fixed", "form", "joined", "spaces", "pi|pes", "deep", "json"];
    let mut deep = sent.deep.iter().filter(|(_, items)| !items.is_empty()).map(|(key, _)| key);
    let rows = [
        ("whole", is_dots(&sent.whole)),
        ("label", sent.label.is_empty()),
        ("matrix", sent.matrix.is_empty() || sent.matrix.contains_key("")),
        ("rest", sent.rest.is_empty() || sent.rest.iter().any(|segment| is_dots(segment))),
        ("spaces", sent.spaces.iter().any(|item| item.contains(' '))),
        ("pipes", sent.pipes.iter().any(|item| item.contains('|'))),
        ("deep", deep.any(|key| key.is_empty() || key.contains(['[', ']']))),
        (
            "object",
            sent.object.keys().any(|key| key.is_empty() || key.starts_with("deep[") || declared.contains(&&**key)),
        ),
        ("list", sent.list.iter().any(|item| item.is_empty() || has_control(item))),
        (
            "simple",
            sent.simple
                .iter()
                .any(|item| item.is_empty() || has_control(item) || is_padded(item) || item.contains(',')),
        ),
        ("text", sent.text.iter().any(|text| has_control(text) || is_padded(text))),
        ("plain", sent.plain.iter().any(|text| !text.chars().all(is_octet))),
    ];
    rows.into_iter().filter(|(_, is_refused)| *is_refused).map(|(field, _)| field).collect()
}

/// Text of which some is hostile: what separates, what escapes, what ends a line.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => "[a-zA-Z0-9%.=&+;:@/?#éß😀-]{1,6}",
        1 => "[ ,|\\[\\]\"\\\\\r\n\t.\u{0}\u{7f}\u{2028}a]{0,3}",
        1 => Just("deep[a]".to_owned()),
        1 => Just("form".to_owned()),
    ]
}

fn some() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..3)
}

fn map() -> impl Strategy<Value = Map> {
    prop::collection::btree_map(text(), text(), 0..3)
}

fn everything() -> impl Strategy<Value = Everything> {
    let filled = || prop::collection::vec(text(), 1..3);
    let path = (text(), filled(), prop::collection::btree_map(text(), text(), 1..3), filled());
    let query = (some(), some(), some(), some(), prop::collection::btree_map(text(), some(), 0..2), map());
    let json = prop::option::of(prop::collection::vec(prop::option::of(text()), 0..3));
    let headers = (some(), some(), prop::option::of(text()));
    let cookies = (prop::option::of(text()), some(), prop::option::of("[!-~]{0,3}"));
    (path, query, json, headers, cookies, prop::option::of(text()), any::<u128>()).prop_map(
        |(path, query, json, headers, cookies, property, number)| {
            let (whole, label, matrix, rest) = path;
            let (form, joined, spaces, pipes, deep, object) = query;
            let ((list, simple, text), (one, many, plain)) = (headers, cookies);
            Everything {
                whole,
                label,
                matrix,
                rest,
                form,
                joined,
                spaces,
                pipes,
                deep,
                object,
                json,
                list,
                simple,
                text,
                one,
                many,
                plain,
                property,
                number,
            }
        },
    )
}

async fn server() -> (String, mpsc::UnboundedReceiver<Received>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let handler = async move |uri: Uri, headers: HeaderMap, body: Bytes| {
        // The test that asks for it waits for the reply too.
        let _ = sender.send(Received { uri, headers, body });
        http::StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let app = axum::Router::new().nest("/v1", axum::Router::new().fallback(handler));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, receiver)
}

#[test]
fn a_server_reads_back_what_was_put_in_or_it_was_refused_by_name() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, arrivals) = runtime.block_on(server());
    let arrivals = Arc::new(tokio::sync::Mutex::new(arrivals));
    let client = runtime.block_on(async { Client::builder(&url).build() }).unwrap();
    let base: BaseUrl = url.parse().unwrap();
    let delivered = std::cell::Cell::new(0);
    // More of them where there is time: `PROPTEST_CASES=10000`.
    let cases = Config::default().cases.max(2_000);
    let config = Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&everything(), |mut sent| {
        let refused = refused(&sent);
        match sent.to_http(&base) {
            Err(BuildError::Encode(error)) => prop_assert!(refused.contains(&error.field()), "{} in {:?}", error, sent),
            Err(other) => panic!("{other}"),
            Ok(request) => {
                prop_assert_eq!(refused, Vec::<&str>::new());
                let built = request.uri().to_string();
                prop_assert_eq!(String::from(Url::parse(&built).unwrap()), built);
                let received = runtime.block_on(async {
                    let NoContent = sent.send(&client).await.unwrap();
                    arrivals.lock().await.recv().await.unwrap()
                });
                // An empty list is nothing at all, so its key is not sent.
                sent.deep.retain(|_, items| !items.is_empty());
                prop_assert_eq!(read(&received), sent);
                delivered.set(delivered.get() + 1);
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(delivered.get() > 500, "only {} of the requests could be sent", delivered.get());
}
