//! Reads an operation of a document, as far as the comparison needs it.

use serde_json::Value;

use crate::endpoint::{Endpoint, Place, Style};

use super::json_types::Types;
use super::schema::{Properties, Reader, of_json};
use super::{default_style, media};

/// An operation of a document.
#[derive(Debug)]
pub(super) struct Described<'a> {
    pub(super) params: Vec<DescribedParam<'a>>,
    pub(super) body: Option<DescribedBody<'a>>,
    pub(super) replies: Vec<DescribedReply<'a>>,
    /// The paths of `paginate(..)` that the success does not have.
    pub(super) unknown_paths: Vec<&'static str>,
    /// The parts that could not be read.
    pub(super) mistakes: Vec<String>,
}

/// A parameter or a property of the body.
#[derive(Debug)]
pub(super) struct DescribedParam<'a> {
    pub(super) place: Place,
    pub(super) name: &'a str,
    pub(super) is_required: bool,
    pub(super) value: DescribedValue<'a>,
    /// The style and `explode`, if the document specifies a known style. A property of a JSON body has none.
    pub(super) style: Option<(Style, bool)>,
}

/// The values that the document allows.
#[derive(Debug)]
pub(super) struct DescribedValue<'a> {
    pub(super) types: Types,
    pub(super) item_types: Types,
    /// The only allowed values, if the document lists them.
    pub(super) values: Option<Vec<&'a Value>>,
}

/// A request body.
#[derive(Debug)]
pub(super) struct DescribedBody<'a> {
    pub(super) is_required: bool,
    pub(super) media_types: Vec<&'a str>,
    /// The content with the media type that the request sends, if there is one.
    pub(super) content: Option<DescribedContent<'a>>,
}

/// The content of a body with the media type that the request sends.
#[derive(Debug)]
pub(super) struct DescribedContent<'a> {
    pub(super) value: DescribedValue<'a>,
    pub(super) properties: Vec<DescribedParam<'a>>,
    /// Whether other properties are allowed.
    pub(super) is_open: bool,
}

/// A response, by its key: a status, a range such as `4XX`, or `default`.
#[derive(Debug)]
pub(super) struct DescribedReply<'a> {
    pub(super) key: &'a str,
    /// Empty if the response has no content.
    pub(super) media_types: Vec<&'a str>,
}

const OPEN: &Value = &Value::Bool(true);

impl<'a> Described<'a> {
    /// Reads an operation, including the parameters of its path item.
    ///
    /// Of the body, only the content with the media type that the request sends is read. `at` is the operation's name for messages.
    pub(super) fn read(root: &'a Value, item: &'a Value, operation: &'a Value, endpoint: &Endpoint, at: &str) -> Self {
        let sent = media::of_body(endpoint);
        let mut reader = Reader::new(root);
        let mut params: Vec<DescribedParam<'a>> = Vec::new();
        // A parameter of the operation overrides one of its path item.
        for of in [operation, item] {
            for listed in reader.list(of, "parameters", at) {
                if let Some(param) = reader.param(listed, at)
                    && !params.iter().any(|known| known.is(param.place, param.name))
                {
                    params.push(param);
                }
            }
        }
        let body = operation.get("requestBody").and_then(|body| reader.body(body, sent, at));
        let replies = reader.replies(operation.get("responses"), at);
        let unknown_paths = reader.unknown_paths(operation.get("responses"), endpoint.pages());
        Self { params, body, replies, unknown_paths, mistakes: reader.into_mistakes() }
    }
}

impl DescribedParam<'_> {
    /// Whether it is the parameter with this name in this place. Header names are compared without case.
    pub(super) fn is(&self, place: Place, name: &str) -> bool {
        let is_same = if place == Place::Header { self.name.eq_ignore_ascii_case(name) } else { self.name == name };
        self.place == place && is_same
    }
}

impl<'a> Reader<'a> {
    fn list(&mut self, of: &'a Value, key: &str, at: &str) -> &'a [Value] {
        match of.get(key) {
            None => &[],
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.mistake(format!("`{key}` of {at} must be an array, but is {}", of_json(other)));
                &[]
            }
        }
    }

    /// Reads a parameter object, unless it is a header that OpenAPI describes elsewhere. OpenAPI 3.1.1, section 4.8.12.
    fn param(&mut self, listed: &'a Value, at: &str) -> Option<DescribedParam<'a>> {
        let param = self.follow(listed)?;
        let text = |key: &str| param.get(key).and_then(Value::as_str);
        let (Some(name), Some(place)) = (text("name"), text("in")) else {
            self.mistake(format!("a parameter of {at} lacks `name` or `in`"));
            return None;
        };
        let place = match place {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            other => {
                self.mistake(format!(
                    "the parameter `{name}` of {at} is in `{other}`, but must be in `path`, `query`, `header` or `cookie`"
                ));
                return None;
            }
        };
        if place == Place::Header && super::is_elsewhere(name) {
            return None;
        }
        let content = param.get("content").and_then(Value::as_object).and_then(|content| content.iter().next());
        let (schema, style) = match content {
            Some((media_type, of)) => (of.get("schema"), media::is_json(media_type).then_some((Style::Json, false))),
            None => (param.get("schema"), self.style(param, place, name, at)),
        };
        let is_required = place == Place::Path || param.get("required") == Some(&Value::Bool(true));
        Some(DescribedParam { place, name, is_required, value: self.value(schema.unwrap_or(OPEN)), style })
    }

    fn style(&mut self, param: &Value, place: Place, name: &str, at: &str) -> Option<(Style, bool)> {
        let style = match param.get("style") {
            None => default_style(place),
            Some(word) => match word.as_str().and_then(style_named) {
                Some(style) if style.is_for(place) => style,
                _ => {
                    self.mistake(format!(
                        "the parameter `{name}` of {at} has the style {word}, which is not allowed in its place"
                    ));
                    return None;
                }
            },
        };
        let is_exploded = matches!(style, Style::Form | Style::Cookie);
        Some((style, param.get("explode").and_then(Value::as_bool).unwrap_or(is_exploded)))
    }

    fn value(&mut self, schema: &'a Value) -> DescribedValue<'a> {
        let types = self.types(schema);
        let item_types = if types.meets(Types::ARRAY) { self.item_types(schema) } else { Types::ANY };
        DescribedValue { types, item_types, values: self.values(schema) }
    }

    /// Reads a request body object (OpenAPI 3.1.1, section 4.8.13).
    fn body(&mut self, body: &'a Value, sent: Option<&str>, at: &str) -> Option<DescribedBody<'a>> {
        let body = self.follow(body)?;
        let Some(content) = body.get("content").and_then(Value::as_object) else {
            self.mistake(format!("`requestBody` of {at} lacks `content`"));
            return None;
        };
        let is_sent = |(media_type, _): &(&String, &Value)| media::meet(media_type, sent.unwrap_or(media::JSON));
        let content_sent = content.iter().find(is_sent).map(|(media_type, of)| {
            let Properties { named, required, is_open } = self.properties(of.get("schema").unwrap_or(OPEN));
            let properties = named.into_iter().map(|(name, schema)| DescribedParam {
                place: Place::Property,
                name,
                is_required: required.contains(name),
                value: self.value(schema),
                style: self.style_of_property(media_type, of, name, at),
            });
            let properties = properties.collect();
            DescribedContent { value: self.value(of.get("schema").unwrap_or(OPEN)), properties, is_open }
        });
        Some(DescribedBody {
            is_required: body.get("required") == Some(&Value::Bool(true)),
            media_types: content.keys().map(String::as_str).collect(),
            content: content_sent,
        })
    }

    /// The style of a property, if the body is a form (OpenAPI 3.1.1, section 4.8.15).
    fn style_of_property(&mut self, media_type: &str, of: &Value, name: &str, at: &str) -> Option<(Style, bool)> {
        if !media::meet(media_type, media::FORM) {
            return None;
        }
        let encoding = of.get("encoding").and_then(|encoding| encoding.get(name));
        let content_type = encoding.and_then(|encoding| encoding.get("contentType")).and_then(Value::as_str);
        if content_type.is_some_and(media::is_json) {
            return Some((Style::Json, false));
        }
        self.style(encoding.unwrap_or(&Value::Null), Place::Property, name, at)
    }

    /// Reads a responses object (OpenAPI 3.1.1, section 4.8.16).
    fn replies(&mut self, replies: Option<&'a Value>, at: &str) -> Vec<DescribedReply<'a>> {
        let replies = match replies {
            None => return Vec::new(),
            Some(Value::Object(replies)) => replies,
            Some(other) => {
                self.mistake(format!("`responses` of {at} must be an object, but is {}", of_json(other)));
                return Vec::new();
            }
        };
        let read = |(key, reply): (&'a String, &'a Value)| {
            let content = self.follow(reply)?.get("content").and_then(Value::as_object);
            let media_types = content.map(|content| content.keys().map(String::as_str).collect()).unwrap_or_default();
            // A key that begins with `x-` is an extension.
            Some(DescribedReply { key, media_types }).filter(|reply| !reply.key.starts_with("x-"))
        };
        replies.iter().filter_map(read).collect()
    }
}

fn style_named(word: &str) -> Option<Style> {
    let styles = [
        Style::Form,
        Style::Simple,
        Style::Label,
        Style::Matrix,
        Style::SpaceDelimited,
        Style::PipeDelimited,
        Style::DeepObject,
        Style::Cookie,
    ];
    styles.into_iter().find(|style| style.as_str() == word)
}
