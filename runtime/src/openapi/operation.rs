//! Writes a request as operations of an OpenAPI document.

use serde_json::{Map, Value, json};

use crate::endpoint::{BodyKind, Docs, Endpoint, JsonType, Param, Place, Style};

use super::template::Template;
use super::{media, pages, replies, rules};

/// An operation, with the path and the method under which it belongs in a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// The path with wire names, such as `/api/user/{userId}`.
    pub path: String,
    /// The key in the path item, such as `get`.
    ///
    /// For a method without a key in OpenAPI 3.1, it is the method itself.
    pub method: String,
    /// The operation object (OpenAPI 3.1.1, section 4.8.10).
    pub value: Value,
}

/// Writes a request as OpenAPI 3.1 operations.
///
/// The request is one operation, or two if its last path segment is optional (`{id:?}`).
///
/// Of two operations, the one with the shorter path comes first.
///
/// | part of the request | in the operation |
/// |---|---|
/// | doc comment of the struct | the first paragraph is the `summary`, the others are the `description` |
/// | doc comment of a field | the `description` of the parameter |
/// | placeholder `{rest:+}` | an ordinary placeholder, because OpenAPI cannot describe a value that keeps its slashes |
/// | `style`, `explode` | written if they are not OpenAPI's defaults |
/// | `allow_reserved` | `allowReserved`, in the query; OpenAPI 3.1 has no word for it in a path |
/// | `style = json` | a `content` of `application/json` |
/// | list in a header | the style `simple` |
/// | `style = cookie` | the style `form`, because OpenAPI 3.1 has no `cookie` |
/// | alternative groups | the parameters of every alternative, all optional |
/// | map of query parameters | a free-form object with the name of its field |
/// | map of headers | omitted, because OpenAPI cannot describe it |
/// | named credentials | the security scheme of that name, which you describe in the document's `components` |
/// | rule over one field | the keyword of JSON Schema, if there is one |
/// | your own type, as a value or a body | an open schema |
/// | secret text | the format `password` |
/// | `paginate(..)` | the extension `x-pages`: the form, the names of the parameters, and Rust field paths in the response |
/// | response and error type | the statuses that they declare, or ranges, with media types but without a schema |
///
/// The operation has no `operationId`. Add one if you need it.
///
/// ```
/// use api_request::{ApiRequest, openapi, reply::Raw};
/// use serde_json::json;
///
/// /// Retrieves a user.
/// #[derive(ApiRequest)]
/// #[api(get = "/api/user/{user_id}", response = Raw, rename_all = "camelCase")]
/// struct RetrieveUser {
///     user_id: String,
///     #[api(header = "X-Tenant-Id")]
///     tenant_id: Option<String>,
/// }
///
/// let mut document = json!({ "openapi": "3.1.1", "info": { "title": "Users", "version": "1" } });
/// for operation in openapi::operations(RetrieveUser::ENDPOINT, RetrieveUser::DOCS) {
///     document["paths"][&operation.path][&operation.method] = operation.value;
/// }
/// let operation = &document["paths"]["/api/user/{userId}"]["get"];
/// assert_eq!(operation["summary"], "Retrieves a user.");
/// let tenant = json!({ "name": "X-Tenant-Id", "in": "header", "schema": { "type": "string" } });
/// assert_eq!(operation["parameters"][1], tenant);
/// ```
#[must_use]
pub fn operations(endpoint: &Endpoint, docs: &Docs) -> Vec<Operation> {
    let paths = Template::of(endpoint);
    paths.iter().map(|path| operation(endpoint, docs, path)).collect()
}

fn operation(endpoint: &Endpoint, docs: &Docs, path: &Template) -> Operation {
    let mut value = Map::new();
    let (summary, description) = docs.request().split_once("\n\n").unwrap_or((docs.request(), ""));
    insert_text(&mut value, "summary", &summary.replace('\n', " "));
    insert_text(&mut value, "description", description.trim());
    let described = described(endpoint, docs);
    let is_here = |one: &&DescribedParam<'_>| match one.param.place() {
        Place::Path => path.names().any(|name| name == one.param.name()),
        // OpenAPI cannot describe headers with unknown names, and describes some others elsewhere (section 4.8.12.2).
        Place::Header => !one.param.is_map() && !super::is_elsewhere(one.param.name()),
        place => matches!(place, Place::Query | Place::Cookie),
    };
    let parameters: Vec<Value> = described.iter().filter(is_here).map(parameter).collect();
    if !parameters.is_empty() {
        value.insert("parameters".to_owned(), parameters.into());
    }
    if let Some(body) = request_body(endpoint, &described) {
        value.insert("requestBody".to_owned(), body);
    }
    value.insert("responses".to_owned(), replies::responses(endpoint));
    match endpoint.credentials() {
        Some(name) => drop(value.insert("security".to_owned(), json!([{ name: [] }]))),
        None if !endpoint.is_authenticated() => drop(value.insert("security".to_owned(), json!([]))),
        None => {}
    }
    if let Some(pages) = pages::extension(endpoint) {
        value.insert("x-pages".to_owned(), pages);
    }
    let lower = endpoint.method().to_ascii_lowercase();
    let has_key = super::METHODS.contains(&lower.as_str());
    let method = if has_key { lower } else { endpoint.method().to_owned() };
    Operation { path: path.to_string(), method, value: value.into() }
}

/// A parameter with its documentation.
struct DescribedParam<'a> {
    param: &'static Param,
    is_required: bool,
    docs: &'a str,
}

/// The parameters without duplicates from alternatives. The documentation of a wrapped request is not available.
fn described<'a>(endpoint: &Endpoint, docs: &'a Docs) -> Vec<DescribedParam<'a>> {
    let mut described: Vec<DescribedParam<'a>> = Vec::new();
    for (at, listed) in endpoint.resolved_params().into_iter().enumerate() {
        let param = listed.param();
        let is_same = |one: &DescribedParam<'_>| {
            one.param.place() == param.place() && name_of(one.param) == name_of(param) && !param.is_map()
        };
        if !described.iter().any(is_same) {
            described.push(DescribedParam { param, is_required: listed.is_required(), docs: docs.param(at) });
        }
    }
    described
}

/// The name of a parameter.
///
/// For a map of query parameters it is the name of the field, as OpenAPI suggests for free-form queries.
fn name_of(param: &Param) -> &'static str {
    if param.is_map() { param.field() } else { param.name() }
}

/// A parameter object (OpenAPI 3.1.1, section 4.8.12).
fn parameter(described: &DescribedParam<'_>) -> Value {
    let DescribedParam { param, is_required, docs } = *described;
    let mut value = Map::new();
    value.insert("name".to_owned(), name_of(param).into());
    value.insert("in".to_owned(), param.place().as_str().into());
    insert_text(&mut value, "description", docs);
    // OpenAPI requires every path parameter; an optional segment is a separate operation.
    if is_required || param.place() == Place::Path {
        value.insert("required".to_owned(), true.into());
    }
    if param.style() == Style::Json {
        value.insert("content".to_owned(), json!({ "application/json": { "schema": schema(param) } }));
        return value.into();
    }
    // OpenAPI has no names for these. Its default style is the closest.
    let is_named = !matches!(param.style(), Style::List | Style::Segments | Style::Cookie);
    if is_named && param.style() != super::default_style(param.place()) {
        value.insert("style".to_owned(), param.style().as_str().into());
    }
    if is_named && param.is_exploded() != (param.style() == Style::Form) {
        value.insert("explode".to_owned(), param.is_exploded().into());
    }
    if param.allows_reserved() && param.place() == Place::Query {
        value.insert("allowReserved".to_owned(), true.into());
    }
    value.insert("schema".to_owned(), schema(param).into());
    value.into()
}

/// A request body object (OpenAPI 3.1.1, section 4.8.13).
fn request_body(endpoint: &Endpoint, described: &[DescribedParam<'_>]) -> Option<Value> {
    let media_type = media::of_body(endpoint)?;
    let mut encodings = Map::new();
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut description = "";
    let mut whole = None;
    for &DescribedParam { param, is_required, docs } in described {
        match param.place() {
            Place::Property => {
                let mut property = schema(param);
                insert_text(&mut property, "description", docs);
                properties.insert(param.name().to_owned(), property.into());
                let encoding = encoding(endpoint.body(), param);
                encodings.extend(encoding.map(|encoding| (param.name().to_owned(), encoding)));
                required.extend(is_required.then_some(param.name()));
            }
            Place::Body => {
                description = docs;
                whole = Some((param, is_required));
            }
            _ => {}
        }
    }
    let (schema, is_required) = match whole {
        Some((param, is_required)) => (schema(param), is_required),
        None => {
            let is_required = !required.is_empty();
            let mut schema = type_of(JsonType::Object);
            schema.insert("properties".to_owned(), properties.into());
            if is_required {
                schema.insert("required".to_owned(), required.into());
            }
            (schema, is_required)
        }
    };
    let mut body = Map::new();
    insert_text(&mut body, "description", description);
    let mut content = json!({ "schema": schema });
    if !encodings.is_empty() {
        content["encoding"] = encodings.into();
    }
    body.insert("content".to_owned(), json!({ media_type: content }));
    if is_required {
        body.insert("required".to_owned(), true.into());
    }
    Some(body.into())
}

/// The encoding object of a form property, unless it is OpenAPI's default. OpenAPI 3.1.1, section 4.8.15.
fn encoding(body: BodyKind, param: &Param) -> Option<Value> {
    match (body, param.style_in(body)) {
        (BodyKind::Form | BodyKind::Multipart, (Style::Json, _)) => Some(json!({ "contentType": media::JSON })),
        (BodyKind::Form, (Style::Form, true)) => None,
        (BodyKind::Form, (style, explode)) => Some(json!({ "style": style.as_str(), "explode": explode })),
        _ => None,
    }
}

/// The schema of a value.
fn schema(param: &Param) -> Map<String, Value> {
    let mut schema = type_of(param.json_type());
    if let Some(value) = param.value() {
        schema.insert("const".to_owned(), constant(value, param.json_type()));
    }
    if param.is_secret() && param.json_type() == JsonType::Text {
        schema.insert("format".to_owned(), "password".into());
    }
    rules::constrain(&mut schema, param.rule_list());
    schema
}

fn type_of(kind: JsonType) -> Map<String, Value> {
    let mut schema = Map::new();
    insert_text(&mut schema, "type", kind.as_str().unwrap_or_default());
    if let JsonType::List(items) = kind {
        schema.insert("items".to_owned(), type_of(*items).into());
    }
    schema
}

/// The value of a constant as JSON.
fn constant(value: &str, kind: JsonType) -> Value {
    match kind {
        JsonType::Integer | JsonType::Number | JsonType::Boolean => {
            serde_json::from_str(value).unwrap_or_else(|_| value.into())
        }
        _ => value.into(),
    }
}

fn insert_text(into: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        into.insert(key.to_owned(), text.into());
    }
}
