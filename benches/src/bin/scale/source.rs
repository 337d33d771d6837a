//! Generates the crates to compile: N requests with eight fields each, as in a typical API client.

use std::fmt::Write as _;

/// The derives on the structs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Derived {
    /// No derive: the baseline.
    Nothing,
    /// `Serialize` and `Deserialize`.
    Serde,
    /// `ApiRequest`.
    Request,
}

/// The use of each struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Use {
    /// No use, so generic code is not compiled.
    Declared,
    /// With `ApiRequest`, the struct is sent. With serde, it is serialized to JSON and deserialized.
    Used,
}

/// A crate to compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Source {
    pub(crate) requests: u32,
    pub(crate) derived: Derived,
    pub(crate) used: Use,
}

/// The response types. Each request has a different one, as in a real client, so that the runtime's code for each type is counted.
/// The user's own `Deserialize` code is not counted.
const REPLY: &str = "
pub struct Reply<const N: usize>;
impl<'de, const N: usize> serde::Deserialize<'de> for Reply<N> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match skip(from) {
            Ok(()) => Ok(Self),
            Err(error) => Err(error),
        }
    }
}

#[inline(never)]
fn skip<'de, D: serde::Deserializer<'de>>(from: D) -> Result<(), D::Error> {
    serde::Deserialize::deserialize(from).map(|serde::de::IgnoredAny| ())
}
";

impl Source {
    pub(crate) fn name(self) -> String {
        format!("{:?}{:?}{}", self.used, self.derived, self.requests).to_lowercase()
    }

    pub(crate) fn text(self) -> String {
        let mut text = String::from(REPLY);
        for number in 0..self.requests {
            self.declare(number, &mut text);
        }
        if self.used == Use::Used && self.derived != Derived::Nothing {
            self.use_all(&mut text);
        }
        // The same text is compiled as a library, to exclude linking, and as a program, whose size is measured.
        text.push_str("pub fn main() { all(std::hint::black_box(&[])); }\n");
        if self.used == Use::Declared || self.derived == Derived::Nothing {
            text.push_str("pub fn all(_: &[u8]) {}\n");
        }
        text
    }

    fn declare(self, number: u32, text: &mut String) {
        let is_get = number.is_multiple_of(2);
        let verb = if is_get { "Get" } else { "Set" };
        let (attribute, of_field): (String, fn(&str) -> String) = match self.derived {
            Derived::Nothing => (String::new(), |_| String::new()),
            Derived::Serde => (
                "#[derive(serde::Serialize, serde::Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n".into(),
                |_| String::new(),
            ),
            Derived::Request => {
                let method = if is_get { "get" } else { "post" };
                let attribute = format!(
                    "#[derive(api_request::ApiRequest)]\n\
                     #[api({method} = \"/api/v1/{{tenant}}/things{number}/{{id}}\", response = Reply<{number}>, \
                     rename_all = \"camelCase\")]\n"
                );
                (attribute, |keys| format!("    #[api({keys})]\n"))
            }
        };
        let query = of_field("query");
        let _ = write!(
            text,
            "{attribute}pub struct {verb}{number} {{
    pub tenant: String,
    pub id: u64,
{}    pub sort_by: Option<String>,
{query}    pub per_page: Option<u32>,
{query}    pub with_deleted: Option<bool>,
{query}    pub labels: Vec<String>,
{}    pub trace_id: Option<String>,
    pub display_name: String,
}}
",
            of_field("query, validate(non_empty)"),
            of_field("header = \"X-Trace-Id\""),
        );
    }

    /// Uses each struct through function pointers. Code that creates values would be counted as well.
    fn use_all(self, text: &mut String) {
        text.push_str("use std::hint::black_box;\n");
        text.push_str(match self.derived {
            Derived::Request => {
                "use api_request::{ApiRequest, Client, Error};
use std::task::{Context, Poll};

type Sent<T> = Poll<Result<<T as ApiRequest>::Response, Error<<T as ApiRequest>::Error>>>;

fn send<T: ApiRequest>(request: &T, client: &Client, context: &mut Context<'_>) -> Sent<T> {
    Future::poll(std::pin::pin!(request.send(client)), context)
}

fn used<T: ApiRequest>() {
    let send: fn(&T, &Client, &mut Context<'_>) -> Sent<T> = send;
    black_box(send);
}
"
            }
            _ => {
                "fn used<T: serde::Serialize + serde::de::DeserializeOwned>() {
    let write: fn(&T) -> serde_json::Result<Vec<u8>> = serde_json::to_vec;
    let read: fn(&'static [u8]) -> serde_json::Result<T> = serde_json::from_slice;
    black_box((write, read));
}
"
            }
        });
        // Without this attribute, a short function would be compiled only in the crates that call it.
        text.push_str("#[inline(never)]\npub fn all(_: &[u8]) {\n");
        for number in 0..self.requests {
            let verb = if number.is_multiple_of(2) { "Get" } else { "Set" };
            let _ = writeln!(text, "    used::<{verb}{number}>();");
        }
        text.push_str("}\n");
    }
}
