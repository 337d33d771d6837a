//! A vendor's document, against which requests are held.

use std::fmt;

use serde_json::Value;

use crate::endpoint::Endpoint;

use super::compare::Comparison;
use super::described::Described;
use super::difference::{Aspect, Difference};
use super::report::{Exception, Report};
use super::schema::{Reader, of_json};
use super::template::Template;
use super::{METHODS, media};

/// An OpenAPI document of version 3, against which requests are held.
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
///     "GET /api/user: query `userIds`: the document says required, the request leaves it optional",
///     "GET /api/user: query `userIds`: the document says string, the request sends array of string",
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
/// What is compared:
///
/// - the path by its shape, which must be the document's text for text, and by the names between its braces; the method;
/// - each parameter of the path, the query, the headers and the cookies, and each property of the body: its name, its place,
///   whether it is required, whether it is a list, the type of a value as far as the field's type tells, the value of a constant,
///   the style of a list or an object. Headers that OpenAPI leaves to other parts of a document (`Accept`, `Authorization`,
///   `Content-Type`) are not parameters;
/// - of a body its media type, and of one that is one field, whether there is one, and whether it is a list;
/// - of a form the style of each property;
/// - the replies: whether each status of the document is read by one of the types, whether each status that a type lists is in the
///   document, and the media types of what is read. What is within a reply only its own `Deserialize` knows.
///
/// A request with an optional last segment (`{id:?}`) is held against the operations of both its paths: what only one of them
/// has may be an optional field.
///
/// Credentials and rules are not compared, nor what is within the value of a parameter, but for a list's items.
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

/// A value that is no OpenAPI document of version 3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no OpenAPI document of version 3: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

impl<'a> Document<'a> {
    /// Takes a document: JSON, or YAML that was read as such.
    ///
    /// # Errors
    ///
    /// If it does not say `openapi: 3.…`, or has no `paths`. What is wrong within a path is a [`Difference`] of the requests that
    /// have that path.
    pub fn new(root: &'a Value) -> Result<Self, Unreadable> {
        let is_3 = |version: &Value| version.as_str().is_some_and(|version| version.starts_with("3."));
        match root.get("openapi") {
            Some(version) if is_3(version) => {}
            Some(version) => {
                return Err(Unreadable(format!("`openapi` is {version}, and not \"3.0.x\" or a later one")));
            }
            None => return Err(Unreadable("it has no `openapi`".to_owned())),
        }
        let paths = match root.get("paths") {
            Some(Value::Object(paths)) => paths,
            Some(other) => return Err(Unreadable(format!("`paths` is {}, and not an object", of_json(other)))),
            None => return Err(Unreadable("it has no `paths`".to_owned())),
        };
        let path = |(text, item): (&'a String, &'a Value)| Path { text, template: Template::parse(text), item };
        Ok(Self { root, paths: paths.iter().map(path).collect() })
    }

    /// The methods and paths of all its operations.
    pub fn operations(&self) -> impl Iterator<Item = (String, &'a str)> {
        self.paths.iter().flat_map(|path| {
            let item = Reader::new(self.root).follow(path.item);
            let methods = item.map(methods_of).unwrap_or_default();
            methods.into_iter().map(|method| (method, path.text))
        })
    }

    /// How the request differs from what the document says of it, conflicts and narrowings.
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

    /// Holds many requests against the document. Each exception is for one difference, and one that covers none is told as well.
    #[must_use]
    pub fn check<'e>(&self, endpoints: impl IntoIterator<Item = &'e Endpoint>, exceptions: &[Exception]) -> Report {
        let differences = endpoints.into_iter().flat_map(|endpoint| self.differences(endpoint));
        Report::new(differences.collect(), exceptions)
    }

    /// The path of the template's shape that has the method; if there are several, the one with the template's own names.
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
                    return Ok((path, Described::read(self.root, item, operation, media::of_body(endpoint), &at)));
                }
                Some(other) => {
                    let what = format!("the operation is {}, and not an object", of_json(other));
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

/// The operation of a path item: by a key for the usual methods, and OpenAPI 3.2's `additionalOperations` for others.
fn operation_of<'a>(item: &'a Value, method: &str) -> Option<&'a Value> {
    let lower = method.to_ascii_lowercase();
    if METHODS.contains(&lower.as_str()) { item.get(lower) } else { item.get("additionalOperations")?.get(method) }
}

fn methods_of(item: &Value) -> Vec<String> {
    let usual = METHODS.iter().filter(|method| item.get(method).is_some()).map(|method| method.to_ascii_uppercase());
    let others = item.get("additionalOperations").and_then(Value::as_object);
    usual.chain(others.into_iter().flat_map(|others| others.keys().cloned())).collect()
}
