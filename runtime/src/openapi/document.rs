//! A vendor's document, with which requests are compared.

use std::fmt;

use serde_json::Value;

use crate::endpoint::Endpoint;

use super::METHODS;
use super::compare::Comparison;
use super::described::Described;
use super::difference::{Aspect, Difference};
use super::report::{Exception, Report};
use super::schema::{Reader, of_json};
use super::template::Template;

/// An OpenAPI 3 document to compare requests with.
///
/// ```
/// use api_request::openapi::{Aspect, Document, Exception};
/// use api_request::{ApiRequest, reply::Raw};
/// use serde_json::json;
///
/// #[derive(ApiRequest)]
/// #[api(get = "/api/user", response = Raw, rename_all = "camelCase")]
/// struct Users {
///     user_ids: Option<Vec<String>>,
///     page: Option<u32>,
/// }
///
/// let document = json!({
///     "openapi": "3.0.3",
///     "paths": { "/api/user": { "get": { "parameters": [
///         { "name": "userIds", "in": "query", "required": true, "schema": { "type": "string" } },
///         { "name": "page", "in": "query", "schema": { "type": "integer" } },
///     ] } } },
/// });
/// let document = Document::new(&document)?;
///
/// let differences: Vec<String> = document.differences(Users::ENDPOINT).iter().map(ToString::to_string).collect();
/// assert_eq!(differences, [
///     "GET /api/user: query `userIds`: required in the document, but optional in the request",
///     "GET /api/user: query `userIds`: the document expects string, but the request sends array of string",
/// ]);
///
/// const KNOWN: [Exception; 2] = [
///     Exception::new("GET /api/user", Aspect::Required, "userIds", "the server lists all users without it"),
///     Exception::new("GET /api/user", Aspect::List, "userIds", "a key that may be repeated: the vendor's issue 3510"),
/// ];
/// let report = document.check([Users::ENDPOINT], &KNOWN);
/// assert!(report.is_clean(), "{report}");
/// # Ok::<(), api_request::openapi::Unreadable>(())
/// ```
///
/// These parts are compared:
///
/// | part | what is compared |
/// |---|---|
/// | operation | the method, the literal text of the path, and the names of its placeholders |
/// | parameters, properties of the body | name, place, required or optional, list or single value, type, value of a constant, style |
/// | body | the media type; for a body that is one field, whether it is required and whether it is a list |
/// | form | the style of each property |
/// | responses | the statuses and the media types |
/// | pages | whether the schema of the success has the field paths of `paginate(..)` |
///
/// - The type of a value is compared only if the field's type determines it; see [`JsonType`](crate::endpoint::JsonType).
/// - `Accept`, `Authorization` and `Content-Type` are not compared as parameters, because OpenAPI describes them elsewhere.
/// - Each status of the document needs a type that decodes it, and each status that a type declares must be in the document. The
///   content of a response is not compared, because only `Deserialize` of its type knows it.
/// - Field paths are compared without case, `_` and `-`, because serde may rename the fields. For a field with another name, write an
///   [`Exception`].
/// - A request with an optional last segment (`{id:?}`) is compared with the operations of both its paths. A parameter that only
///   one of the two has must be an optional field.
/// - Credentials, validation rules and the content of nested values are not compared, except for the items of a list.
#[derive(Debug)]
pub struct Document<'a> {
    root: &'a Value,
    paths: Vec<Path<'a>>,
}

#[derive(Debug)]
struct Path<'a> {
    text: &'a str,
    template: Template,
    item: &'a Value,
}

/// Why a value is not an OpenAPI 3 document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an OpenAPI 3 document: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

impl<'a> Document<'a> {
    /// Creates a document from its parsed JSON or YAML.
    ///
    /// # Errors
    ///
    /// Fails if its `openapi` version does not begin with `3.`, or if `paths` is missing. A mistake in one of its paths is not an error
    /// here, but a [`Difference`] of each request with that path.
    pub fn new(root: &'a Value) -> Result<Self, Unreadable> {
        let is_3 = |version: &Value| version.as_str().is_some_and(|version| version.starts_with("3."));
        match root.get("openapi") {
            Some(version) if is_3(version) => {}
            Some(version) => {
                return Err(Unreadable(format!("`openapi` must be a string that begins with `3.`, but is {version}")));
            }
            None => return Err(Unreadable("the key `openapi` is missing".to_owned())),
        }
        let paths = match root.get("paths") {
            Some(Value::Object(paths)) => paths,
            Some(other) => return Err(Unreadable(format!("`paths` must be an object, but is {}", of_json(other)))),
            None => return Err(Unreadable("the key `paths` is missing".to_owned())),
        };
        let path = |(text, item): (&'a String, &'a Value)| Path { text, template: Template::parse(text), item };
        Ok(Self { root, paths: paths.iter().map(path).collect() })
    }

    /// Returns the method and path of each operation.
    pub fn operations(&self) -> impl Iterator<Item = (String, &'a str)> {
        self.paths.iter().flat_map(|path| {
            let item = Reader::new(self.root).follow(path.item);
            let methods = item.map(methods_of).unwrap_or_default();
            methods.into_iter().map(|method| (method, path.text))
        })
    }

    /// Compares a request with the document; returns the conflicts and the narrowings.
    #[must_use]
    pub fn differences(&self, endpoint: &Endpoint) -> Vec<Difference> {
        let mut differences = Vec::new();
        let templates = Template::of(endpoint);
        let mut matched = Vec::new();
        for template in &templates {
            match self.find(endpoint, template) {
                Ok((path, described)) => matched.push((template, path, described)),
                Err(difference) => differences.push(difference),
            }
        }
        for (at, (template, path, described)) in matched.iter().enumerate() {
            let others = matched.iter().enumerate().filter(|(other, _)| *other != at);
            let comparison = Comparison {
                endpoint,
                operation: format!("{} {template}", endpoint.method()),
                placeholders: template.names().zip(path.template.names()).collect(),
                described,
                others: others.map(|(_, (_, _, described))| described).collect(),
            };
            differences.extend(comparison.differences());
        }
        differences
    }

    /// Compares many requests with the document.
    ///
    /// Each exception accepts one difference. The [`Report`] also lists the exceptions that match no difference.
    #[must_use]
    pub fn check<'e>(&self, endpoints: impl IntoIterator<Item = &'e Endpoint>, exceptions: &[Exception]) -> Report {
        let differences = endpoints.into_iter().flat_map(|endpoint| self.differences(endpoint));
        Report::new(differences.collect(), exceptions)
    }

    /// Finds the operation with this method whose path has the template's shape. A path with the same placeholder names comes first.
    fn find(&self, endpoint: &Endpoint, template: &Template) -> Result<(&Path<'a>, Described<'a>), Difference> {
        let method = endpoint.method();
        let has_shape = |path: &&Path<'_>| path.template.has_shape_of(template);
        let mut candidates: Vec<&Path<'a>> = self.paths.iter().filter(has_shape).collect();
        candidates.sort_by_key(|path| path.template != *template);
        let difference = |aspect, expected: String| Difference {
            aspect,
            operation: format!("{method} {template}"),
            place: None,
            name: String::new(),
            expected,
            found: if aspect == Aspect::Method { method.to_owned() } else { String::new() },
            is_conflict: true,
        };
        if candidates.is_empty() {
            return Err(difference(Aspect::Path, String::new()));
        }
        let mut reader = Reader::new(self.root);
        let mut methods = Vec::new();
        for path in candidates {
            let Some(item) = reader.follow(path.item) else {
                continue;
            };
            let at = format!("{method} {}", path.text);
            match operation_of(item, method) {
                Some(operation @ Value::Object(_)) => {
                    return Ok((path, Described::read(self.root, item, operation, endpoint, &at)));
                }
                Some(other) => {
                    let what = format!("the operation must be an object, but is {}", of_json(other));
                    return Err(difference(Aspect::Document, what));
                }
                None => methods.extend(methods_of(item)),
            }
        }
        match reader.into_mistakes().pop() {
            Some(mistake) => Err(difference(Aspect::Document, mistake)),
            None => Err(difference(Aspect::Method, methods.join(", "))),
        }
    }
}

/// The operation of a path item. Methods without a key of their own are in OpenAPI 3.2's `additionalOperations`.
fn operation_of<'a>(item: &'a Value, method: &str) -> Option<&'a Value> {
    let lower = method.to_ascii_lowercase();
    if METHODS.contains(&lower.as_str()) { item.get(lower) } else { item.get("additionalOperations")?.get(method) }
}

fn methods_of(item: &Value) -> Vec<String> {
    let with_key = METHODS.iter().filter(|method| item.get(method).is_some()).map(|method| method.to_ascii_uppercase());
    let others = item.get("additionalOperations").and_then(Value::as_object);
    with_key.chain(others.into_iter().flat_map(|others| others.keys().cloned())).collect()
}
