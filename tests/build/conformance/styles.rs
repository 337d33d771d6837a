//! Every cell of OpenAPI's table of styles: style, `explode`, place, and kind of value.

use api_request::ApiRequest;
use api_request::reply::Raw;
use serde::{Deserialize, Serialize};

use super::http;

#[derive(Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    expect: String,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Asked {
    Cell(Cell),
    /// An example of Appendix C, with several parameters.
    Example {
        params: Vec<serde_json::Value>,
    },
}

#[derive(Deserialize)]
struct Cell {
    style: String,
    explode: serde_json::Value,
    #[serde(rename = "in")]
    places: Vec<String>,
    value: Value,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    List(Vec<String>),
    Object(Rgb),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct Rgb {
    r: u8,
    g: u8,
    b: u8,
}

/// What a cell comes to: the text of the parameter, or why it was refused.
type Outcome = Result<String, String>;

macro_rules! cells {
    ($($place:ident $style:literal $explode:literal: $path:literal, { $($key:tt)* })*) => {
        fn outcome(place: &str, style: &str, explode: bool, value: Value) -> Option<Outcome> {
            match (place, style, explode) {
                $((stringify!($place), $style, $explode) => {
                    #[derive(ApiRequest)]
                    #[api(get = $path, response = Raw)]
                    struct Asked {
                        #[api($place, $($key)*)]
                        color: Value,
                    }
                    let request = http(&Asked { color: value }).map_err(|error| error.to_string());
                    Some(request.map(|request| match stringify!($place) {
                        "path" => request.uri().path()[1..].to_owned(),
                        "query" => request.uri().query().unwrap_or_default().to_owned(),
                        place => request.headers()[if place == "cookie" { "cookie" } else { "color" }]
                            .to_str()
                            .unwrap()
                            .to_owned(),
                    }))
                })*
                _ => None,
            }
        }
    };
}

cells! {
    path "matrix" false: "/{color}", { style = matrix }
    path "matrix" true: "/{color}", { style = matrix, explode }
    path "label" false: "/{color}", { style = label }
    path "label" true: "/{color}", { style = label, explode }
    path "simple" false: "/{color}", { style = simple }
    path "simple" true: "/{color}", { style = simple, explode }
    header "simple" false: "/", { style = simple }
    header "simple" true: "/", { style = simple, explode }
    query "form" false: "/", { style = form, explode = false }
    query "form" true: "/", { style = form }
    cookie "form" false: "/", { style = form, explode = false }
    cookie "form" true: "/", { style = form }
    query "spaceDelimited" false: "/", { style = spaceDelimited }
    query "pipeDelimited" false: "/", { style = pipeDelimited }
    query "deepObject" true: "/", { style = deepObject }
    cookie "cookie" false: "/", { style = cookie, explode = false }
    cookie "cookie" true: "/", { style = cookie }
}

/// The cells whose value a path cannot hold: an empty segment, and one that is a dot, make another path.
const REFUSED: [&str; 4] = [
    "3.2.0/label/no-explode/empty-string in path",
    "3.2.0/label/explode/empty-string in path",
    "3.2.0/simple/no-explode/empty-string in path",
    "3.2.0/simple/explode/empty-string in path",
];

#[derive(ApiRequest)]
#[api(get = "/", response = Raw)]
struct First<'a> {
    formulas: &'a serde_json::Value,
    #[api(explode = false)]
    words: &'a serde_json::Value,
}

/// Characters that are not escaped in a query, as part of the template's text.
#[derive(ApiRequest)]
#[api(get = "/?a=x%2By&b=x/y&c=x%5Ey", response = Raw)]
struct Second<'a> {
    #[api(style = spaceDelimited)]
    words: &'a serde_json::Value,
}

#[derive(ApiRequest)]
#[api(get = "/", response = Raw)]
struct Fourth<'a> {
    #[api(query = "❤️")]
    heart: &'a serde_json::Value,
}

fn example(id: &str, params: &[serde_json::Value]) -> String {
    let value = |index: usize| &params[index]["value"];
    let request = match id {
        "3.2.0/appendixC/1" | "3.2.0/appendixC/3" => http(&First { formulas: value(0), words: value(1) }),
        "3.2.0/appendixC/2" => http(&Second { words: value(1) }),
        "3.2.0/appendixC/4" => http(&Fourth { heart: value(0) }),
        other => panic!("no struct for {other}"),
    };
    request.unwrap().uri().query().unwrap().to_owned()
}

/// How many cases there are, how many passed, and which were refused.
fn run() -> (usize, usize, Vec<String>) {
    let table: Table = serde_json::from_str(include_str!("../../data/openapi-styles.json")).unwrap();
    let (mut cases, mut passed, mut refused) = (0, 0, Vec::new());
    for case in table.cases {
        let Cell { style, explode, places, value } = match case.asked {
            Asked::Cell(cell) => cell,
            Asked::Example { params } => {
                assert_eq!(example(&case.id, &params), case.expect, "{}", case.id);
                cases += 1;
                passed += 1;
                continue;
            }
        };
        for place in places {
            let id = format!("{} in {place}", case.id);
            let outcome = outcome(&place, &style, explode.as_bool().unwrap_or(true), value.clone());
            cases += 1;
            match outcome.unwrap_or_else(|| panic!("no struct for {id}")) {
                Ok(text) => {
                    assert_eq!(text, case.expect, "{id}");
                    passed += 1;
                }
                Err(reason) => {
                    assert!(reason.contains("which would change the path"), "{id}: {reason}");
                    refused.push(id);
                }
            }
        }
    }
    (cases, passed, refused)
}

pub(crate) fn row() -> String {
    let (cases, passed, refused) = run();
    format!(
        "| OpenAPI 3.2.0: each cell of its table of styles in each place, and Appendix C | {cases} | {passed} | {} |",
        refused.len()
    )
}

#[test]
fn every_cell_is_written_as_the_table_says_or_refused_on_purpose() {
    let (cases, passed, refused) = run();
    assert_eq!(refused, REFUSED);
    assert_eq!(passed + refused.len(), cases);
}
