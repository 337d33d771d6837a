//! A request that uses every place and style at once, how code that is not ours reads it back, and which of its fields cannot be
//! delivered.
#![expect(clippy::option_option, reason = "that is what a property is which may be `null` and may be left out")]

use std::collections::BTreeMap;

use api_request::{ApiRequest, Secret};
use http::{HeaderMap, Uri};
use serde::{Deserialize, Deserializer};

pub(crate) type Map = BTreeMap<String, String>;

#[derive(Clone, Debug, Default, PartialEq, ApiRequest)]
#[api(put = "/{whole}/x{label}/{matrix}/{rest:+}/!/{tail:?}?fixed=a:b", debug = false)]
pub(crate) struct Everything {
    pub(crate) whole: String,
    #[api(style = label, explode)]
    pub(crate) label: Vec<String>,
    #[api(style = matrix)]
    pub(crate) matrix: Map,
    pub(crate) rest: Vec<String>,
    pub(crate) tail: Option<String>,
    #[api(query)]
    pub(crate) form: Vec<String>,
    #[api(query, explode = false)]
    pub(crate) joined: Vec<String>,
    #[api(query, style = spaceDelimited)]
    pub(crate) spaces: Vec<String>,
    #[api(query = "pi|pes", style = pipeDelimited)]
    pub(crate) pipes: Vec<String>,
    #[api(query, style = deepObject)]
    pub(crate) deep: BTreeMap<String, Vec<String>>,
    #[api(query)]
    pub(crate) object: Map,
    #[api(query, style = json)]
    pub(crate) json: Option<Vec<Option<String>>>,
    #[api(query)]
    pub(crate) ratio: Option<f64>,
    #[api(query, secret)]
    pub(crate) token: Option<String>,
    #[api(header = "X-List")]
    pub(crate) list: Vec<String>,
    #[api(header = "X-Simple", style = simple)]
    pub(crate) simple: Vec<String>,
    #[api(header = "X-Pairs", style = simple, explode)]
    pub(crate) pairs: Map,
    #[api(header = "x-json", style = json)]
    pub(crate) header_json: Option<Vec<String>>,
    #[api(header = "X-Text")]
    pub(crate) text: Option<String>,
    #[api(header = "X-Key", secret)]
    pub(crate) key: Option<String>,
    #[api(cookie)]
    pub(crate) one: Option<String>,
    #[api(cookie, explode = false)]
    pub(crate) many: Vec<String>,
    #[api(cookie, style = cookie)]
    pub(crate) plain: Option<String>,
    #[api(cookie, style = json)]
    pub(crate) cookie_json: Option<Vec<String>>,
    #[api(cookie, secret)]
    pub(crate) session: Option<String>,
    pub(crate) property: Option<String>,
    #[api(property = "may\"be")]
    pub(crate) nullable: Option<Option<String>>,
    pub(crate) number: u128,
    #[api(property, secret)]
    pub(crate) password: Option<String>,
    pub(crate) sealed: Option<Secret<String>>,
}

impl Everything {
    /// What arrives of it: an empty list is nothing at all, so its key is not sent, and quoted strings in the items of a header are
    /// read.
    pub(crate) fn delivered(mut self) -> Self {
        self.deep.retain(|_, items| !items.is_empty());
        for item in &mut self.list {
            let is_padded = item.starts_with(' ') || item.ends_with(' ');
            if let ([read], true) = (&*list_items(item), ends_outside_quotes(item) && !is_padded) {
                item.clone_from(read);
            }
        }
        self
    }

    /// The fields whose value cannot be delivered.
    pub(crate) fn refused(&self) -> Vec<&'static str> {
        self.rules().into_iter().filter(|(_, is_refused)| *is_refused).map(|(field, _)| field).collect()
    }

    /// Each field that some value is refused for, and whether this one is, by an independent statement of the rules.
    pub(crate) fn rules(&self) -> [(&'static str, bool); 17] {
        let is_dots = |segment: &str| matches!(segment, "" | "." | "..");
        let has_control = |text: &String| text.chars().any(|c| c.is_ascii_control());
        let is_padded = |text: &String| text.starts_with(' ') || text.ends_with(' ');
        let is_no_item = |text: &String| text.is_empty() || has_control(text) || is_padded(text) || text.contains(',');
        let is_octet = |c: char| c.is_ascii_graphic() && !"\",;\\".contains(c);
        let declared = ["fixed", "form", "joined", "spaces", "pi|pes", "deep", "json", "ratio", "token"];
        let mut deep = self.deep.iter().filter(|(_, items)| !items.is_empty()).map(|(key, _)| key);
        [
            ("whole", is_dots(&self.whole)),
            ("label", self.label.is_empty()),
            ("matrix", self.matrix.is_empty() || self.matrix.contains_key("")),
            ("rest", self.rest.is_empty() || self.rest.iter().any(|segment| is_dots(segment))),
            ("tail", self.tail.as_deref().is_some_and(is_dots)),
            ("spaces", self.spaces.iter().any(|item| item.contains(' '))),
            ("pipes", self.pipes.iter().any(|item| item.contains('|'))),
            ("deep", deep.any(|key| key.is_empty() || key.contains(['[', ']']))),
            (
                "object",
                self.object.keys().any(|key| key.is_empty() || key.starts_with("deep[") || declared.contains(&&**key)),
            ),
            ("ratio", self.ratio.is_some_and(|ratio| !ratio.is_finite())),
            ("list", self.list.iter().any(|item| item.is_empty() || has_control(item))),
            ("simple", self.simple.iter().any(is_no_item)),
            ("pairs", self.pairs.iter().any(|(key, value)| is_no_item(key) || key.contains('=') || is_no_item(value))),
            // JSON escapes every other control character.
            ("header_json", self.header_json.iter().flatten().any(|item| item.contains('\u{7f}'))),
            ("text", self.text.iter().any(|text| has_control(text) || is_padded(text))),
            ("key", self.key.iter().any(|text| has_control(text) || is_padded(text))),
            ("plain", self.plain.iter().any(|text| !text.chars().all(is_octet))),
        ]
    }
}

/// What a server has received, its path without that of the base.
pub(crate) struct Received<'a> {
    path: &'a str,
    query: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl<'a> Received<'a> {
    /// The parts of a request, whose path begins with `prefix`.
    pub(crate) fn new(prefix: &str, uri: &'a Uri, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        let path = uri.path().strip_prefix(prefix).unwrap();
        Self { path, query: uri.query().unwrap(), headers, body }
    }

    /// Reads the request by what the OpenAPI specification says of each style.
    pub(crate) fn read(&self) -> Everything {
        let mut path = self.path.splitn(5, '/').skip(1);
        let mut segment = || path.next().unwrap();
        let whole = decoded(segment());
        let label = split(segment().strip_prefix("x.").unwrap(), ".");
        let matrix = split(segment().strip_prefix(";matrix=").unwrap(), ",");
        // No value has a bare `!`.
        let (rest, tail) = segment().split_once("/!").unwrap();

        let mut pairs: Vec<(String, &str)> = Vec::new();
        for pair in self.query.split('&') {
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
        let mut only = |name: &str| match *take(name) {
            [] => None,
            [all] => Some(all),
            _ => panic!("{name} came twice"),
        };
        let joined = only("joined").map_or_else(Vec::new, |all| split(all, ","));
        let spaces = only("spaces").map_or_else(Vec::new, |all| split(all, "%20"));
        let pipes = only("pi|pes").map_or_else(Vec::new, |all| split(all, "%7C"));
        let json = only("json").map(|json| serde_json::from_str(&decoded(json)).unwrap());
        let ratio = only("ratio").map(|number| number.parse().unwrap());
        let token = only("token").map(decoded);
        let mut deep: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut object = Map::new();
        for (name, value) in pairs {
            match name.strip_prefix("deep[").and_then(|key| key.strip_suffix(']')) {
                Some(key) => deep.entry(key.to_owned()).or_default().push(decoded(value)),
                None => assert_eq!(object.insert(name, decoded(value)), None),
            }
        }

        let header = |name: &str| self.headers.get(name).map(|value| std::str::from_utf8(value.as_bytes()).unwrap());
        let texts = |all: &str| all.split(',').map(str::to_owned).collect();
        let cookies: Vec<(&str, &str)> = header("cookie")
            .map_or_else(Vec::new, |all| all.split("; ").map(|pair| pair.split_once('=').unwrap()).collect());
        let cookie = |name: &str| cookies.iter().find(|(found, _)| *found == name).map(|(_, value)| *value);
        // Here `+` stands for itself, and `=` and `&` may too.
        let octets = |text: &str| decoded(&text.replace('+', "%2B").replace('=', "%3D").replace('&', "%26"));

        let properties: Properties = serde_json::from_slice(self.body).unwrap();
        Everything {
            whole,
            label,
            matrix: matrix.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
            rest: split(rest, "/"),
            tail: tail.strip_prefix('/').map(decoded),
            form,
            joined,
            spaces,
            pipes,
            deep,
            object,
            json,
            ratio,
            token,
            list: header("x-list").map_or_else(Vec::new, list_items),
            simple: header("x-simple").map_or_else(Vec::new, texts),
            pairs: header("x-pairs").map_or_else(Map::new, |all| {
                let pairs = all.split(',').map(|pair| pair.split_once('=').unwrap());
                pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
            }),
            header_json: header("x-json").map(|json| serde_json::from_str(json).unwrap()),
            text: header("x-text").map(str::to_owned),
            key: header("x-key").map(str::to_owned),
            one: cookie("one").map(octets),
            many: cookie("many").map_or_else(Vec::new, |all| all.split(',').map(octets).collect()),
            plain: cookie("plain").map(str::to_owned),
            cookie_json: cookie("cookie_json").map(|json| serde_json::from_str(&octets(json)).unwrap()),
            session: cookie("session").map(octets),
            property: properties.property,
            nullable: properties.nullable,
            number: properties.number,
            password: properties.password,
            sealed: properties.sealed.map(Secret::new),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Properties {
    property: Option<String>,
    #[serde(rename = "may\"be", default, deserialize_with = "some")]
    nullable: Option<Option<String>>,
    number: u128,
    password: Option<String>,
    sealed: Option<String>,
}

/// What is there is `Some`, `null` too.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Percent-decodes by a library that is not ours.
fn decoded(text: &str) -> String {
    assert!(!text.contains(['+', '&', '=']), "{text}");
    url::form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

fn split(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(decoded).collect()
}

/// The items of a list by RFC 9110, section 5.6.1, with its quoted strings read. Items are separated by a comma and a space.
fn list_items(text: &str) -> Vec<String> {
    let (mut items, mut item, mut rest) = (Vec::new(), String::new(), text.chars());
    let mut is_quoted = false;
    while let Some(c) = rest.next() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => item.extend(rest.next()),
            ',' if !is_quoted => {
                items.push(std::mem::take(&mut item));
                rest.next();
            }
            c => item.push(c),
        }
    }
    items.push(item);
    items
}

/// Whether each quoted string in the text ends.
fn ends_outside_quotes(text: &str) -> bool {
    let is_escaped = |before: &str| before.len() - before.trim_end_matches('\\').len();
    let mut is_quoted = false;
    for (at, _) in text.match_indices('"') {
        is_quoted = if is_quoted { is_escaped(&text[..at]) % 2 == 1 } else { true };
    }
    !is_quoted
}
