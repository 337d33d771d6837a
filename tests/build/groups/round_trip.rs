//! Any values of groups, alternatives and maps: what is built reads back as it was put in, or was refused by name.

use std::collections::BTreeMap;

use api_request::error::BuildError;
use api_request::{ApiParams, ApiRequest, BaseUrl};
use http::Request;
use proptest::prelude::*;
use url::Url;

type Map = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, ApiParams)]
enum Key {
    Email(#[api(query)] String),
    Team {
        #[api(query)]
        team: u64,
        #[api(header = "X-Role")]
        role: Option<String>,
    },
    Body {
        #[api(property)]
        note: Option<String>,
    },
    Nobody,
}

#[derive(Clone, Debug, PartialEq, ApiParams)]
struct Page {
    #[api(query = "page size")]
    size: Option<u8>,
    #[api(flatten)]
    key: Key,
}

#[derive(Clone, Debug, PartialEq, ApiRequest)]
#[api(post = "/a?fixed=1")]
struct Grouped {
    #[api(flatten)]
    page: Option<Page>,
    #[api(flatten, query)]
    more: Map,
    #[api(flatten, header_prefix = "X-Meta-")]
    meta: Map,
}

/// Reads it back by libraries that are not ours.
fn read(request: &Request<api_request::body::Body>) -> Grouped {
    let url = Url::parse(&request.uri().to_string()).unwrap();
    let mut more: Map = url.query_pairs().into_owned().collect();
    assert_eq!(more.len(), url.query_pairs().count(), "no name stands twice");
    assert_eq!(more.remove("fixed").as_deref(), Some("1"));
    let header =
        |name: &str| request.headers().get(name).map(|value| String::from_utf8(value.as_bytes().into()).unwrap());
    let meta = request.headers().iter().filter_map(|(name, value)| {
        let key = name.as_str().strip_prefix("x-meta-")?;
        Some((key.to_owned(), String::from_utf8(value.as_bytes().into()).unwrap()))
    });
    let meta = meta.collect();
    let mut body: BTreeMap<String, String> = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
    let size = more.remove("page size").map(|size| size.parse().unwrap());
    let key = if let Some(email) = more.remove("email") {
        Key::Email(email)
    } else if let Some(team) = more.remove("team") {
        Key::Team { team: team.parse().unwrap(), role: header("x-role") }
    } else if let Some(note) = body.remove("note") {
        Key::Body { note: Some(note) }
    } else {
        Key::Nobody
    };
    assert!(body.is_empty());
    Grouped { page: Some(Page { size, key }), more, meta }
}

/// The fields whose value cannot be delivered, by an independent statement of the rules.
fn refused(sent: &Grouped) -> Vec<&'static str> {
    let cannot =
        |text: &String| text.chars().any(|c| c.is_ascii_control()) || text.starts_with(' ') || text.ends_with(' ');
    let declared = ["fixed", "page size", "email", "team"];
    let is_token = |key: &String| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let lower: Vec<String> = sent.meta.keys().map(|key| key.to_ascii_lowercase()).collect();
    let is_twice = lower.iter().enumerate().any(|(at, key)| lower[..at].contains(key));
    let role = match &sent.page {
        Some(Page { key: Key::Team { role: Some(role), .. }, .. }) => cannot(role),
        _ => false,
    };
    let rows = [
        ("page.key.role", role),
        ("more", sent.more.keys().any(|key| key.is_empty() || declared.contains(&&**key))),
        ("meta", is_twice || sent.meta.iter().any(|(key, value)| !is_token(key) || cannot(value))),
    ];
    rows.into_iter().filter(|(_, is_refused)| *is_refused).map(|(field, _)| field).collect()
}

/// What reads as the same: no group at all, or one of which nothing is sent; header names have no case.
fn delivered(mut sent: Grouped) -> Grouped {
    let page = sent.page.take().unwrap_or(Page { size: None, key: Key::Nobody });
    let key = if page.key == (Key::Body { note: None }) { Key::Nobody } else { page.key };
    let meta = sent.meta.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), value)).collect();
    Grouped { page: Some(Page { key, ..page }), meta, ..sent }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => "[a-zA-Z0-9-]{0,6}",
        4 => "[%.=&+;:@/?#éß😀|~]{1,4}",
        1 => "[ ,\\[\\]\"\\\\\r\n\t\u{0}]{0,3}",
        1 => prop::sample::select(vec!["email", "team", "page size", "fixed"]).prop_map(str::to_owned),
    ]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        text().prop_map(Key::Email),
        (any::<u64>(), prop::option::of(text())).prop_map(|(team, role)| Key::Team { team, role }),
        prop::option::of(text()).prop_map(|note| Key::Body { note }),
        Just(Key::Nobody),
    ]
}

fn grouped() -> impl Strategy<Value = Grouped> {
    let page = (any::<Option<u8>>(), key()).prop_map(|(size, key)| Page { size, key });
    let map = || prop::collection::btree_map(text(), text(), 0..3);
    (prop::option::of(page), map(), map()).prop_map(|(page, more, meta)| Grouped { page, more, meta })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn groups_and_maps_read_back_as_they_were_put_in_or_are_refused_by_name(sent in grouped()) {
        let base: BaseUrl = "https://h.example".parse().unwrap();
        let refused = refused(&sent);
        match sent.to_http(&base) {
            Ok(request) => {
                prop_assert_eq!(refused, Vec::<&str>::new());
                prop_assert_eq!(read(&request), delivered(sent));
            }
            Err(BuildError::Encode(error)) => prop_assert!(refused.contains(&error.field()), "{}", error),
            Err(other) => panic!("{other}"),
        }
    }
}
