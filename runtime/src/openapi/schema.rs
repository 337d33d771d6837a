//! Reads JSON Schemas and follows their references, as far as the comparison needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::BitOr;

use serde_json::Value;

use super::json_types::Types;

/// How many schemas are read for one question. Schemas that refer to each other could otherwise take very long.
const MOST: usize = 10_000;
/// How deep schemas may be nested, and how many references are followed in a row.
const DEEPEST: usize = 64;

/// The properties that a schema names.
#[derive(Debug, Default)]
pub(super) struct Properties<'a> {
    pub(super) named: BTreeMap<&'a str, &'a Value>,
    pub(super) required: BTreeSet<&'a str>,
    /// Whether other properties are allowed.
    pub(super) is_open: bool,
}

/// Reads a document and collects its mistakes.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    root: &'a Value,
    read: usize,
    mistakes: Vec<String>,
}

/// Reads a schema's own keywords, without the schemas that it refers to.
type Own<'a> = dyn Fn(&mut Reader<'a>, &'a Value, usize) -> Types;

impl<'a> Reader<'a> {
    pub(super) const fn new(root: &'a Value) -> Self {
        Self { root, read: 0, mistakes: Vec::new() }
    }

    /// The mistakes in everything that was read.
    pub(super) fn into_mistakes(self) -> Vec<String> {
        self.mistakes
    }

    pub(super) fn mistake(&mut self, what: String) {
        if !self.mistakes.contains(&what) {
            self.mistakes.push(what);
        }
    }

    /// The value, or the final target of its `$ref`.
    pub(super) fn follow(&mut self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        for _ in 0..DEEPEST {
            let Some(reference) = value.get("$ref") else {
                return Some(value);
            };
            value = self.target(reference)?;
        }
        self.mistake("a `$ref` refers to itself".to_owned());
        None
    }

    fn target(&mut self, reference: &'a Value) -> Option<&'a Value> {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).and_then(percent_decoded);
        let Some(pointer) = pointer.filter(|pointer| pointer.is_empty() || pointer.starts_with('/')) else {
            self.mistake(format!("the `$ref` {reference} is not a pointer into this document"));
            return None;
        };
        let target = self.root.pointer(&pointer);
        if target.is_none() {
            self.mistake(format!("the `$ref` {reference} has no target"));
        }
        target
    }

    /// Checks whether the schema can be read, and counts it.
    fn enters(&mut self, schema: &Value, depth: usize) -> bool {
        self.read = if depth == 0 { 0 } else { self.read + 1 };
        if self.read > MOST || depth >= DEEPEST {
            self.mistake("a schema contains itself or too many other schemas".to_owned());
            return false;
        }
        if !matches!(schema, Value::Object(_) | Value::Bool(_)) {
            self.mistake(format!("a schema must be an object or a boolean, but is {}", of_json(schema)));
            return false;
        }
        true
    }

    /// The schemas that hold in addition to a schema's own keywords. They are the target of its `$ref`, and `allOf`.
    fn all_of(&mut self, schema: &'a Value) -> Vec<&'a Value> {
        let target = schema.get("$ref").and_then(|reference| self.target(reference));
        let all = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        target.into_iter().chain(all).collect()
    }

    /// The types that the schema allows.
    pub(super) fn types(&mut self, schema: &'a Value) -> Types {
        self.fold(schema, 0, &own_types)
    }

    /// The types of a list's items.
    pub(super) fn item_types(&mut self, schema: &'a Value) -> Types {
        self.fold(schema, 0, &|reader, schema, depth| {
            schema.get("items").map_or(Types::ANY, |items| reader.fold(items, depth + 1, &own_types))
        })
    }

    fn fold(&mut self, schema: &'a Value, depth: usize, own: &Own<'a>) -> Types {
        if !self.enters(schema, depth) {
            return Types::ANY;
        }
        let mut types = own(self, schema, depth);
        for part in self.all_of(schema) {
            types = types & self.fold(part, depth + 1, own);
        }
        for alternatives in alternatives_of(schema) {
            let of_each = alternatives.iter().map(|alternative| self.fold(alternative, depth + 1, own));
            types = types & of_each.fold(Types::NONE, BitOr::bitor);
        }
        types
    }

    /// The only values that the schema allows, if it lists them.
    pub(super) fn values(&mut self, schema: &'a Value) -> Option<Vec<&'a Value>> {
        self.values_within(schema, 0)
    }

    fn values_within(&mut self, schema: &'a Value, depth: usize) -> Option<Vec<&'a Value>> {
        if !self.enters(schema, depth) {
            return None;
        }
        let mut lists = vec![values_of(schema)];
        for part in self.all_of(schema) {
            lists.push(self.values_within(part, depth + 1));
        }
        for alternatives in alternatives_of(schema) {
            let of_each = alternatives.iter().map(|alternative| self.values_within(alternative, depth + 1));
            lists.push(of_each.collect::<Option<Vec<_>>>().map(|lists| lists.concat()));
        }
        lists.into_iter().flatten().reduce(|mut some, others| {
            some.retain(|value| others.contains(value));
            some
        })
    }

    /// The properties of an object.
    pub(super) fn properties(&mut self, schema: &'a Value) -> Properties<'a> {
        let mut properties = self.properties_within(schema, 0);
        // A schema that names no properties allows any.
        properties.is_open |= properties.named.is_empty();
        properties
    }

    fn properties_within(&mut self, schema: &'a Value, depth: usize) -> Properties<'a> {
        let mut properties = Properties::default();
        if !self.enters(schema, depth) {
            return properties;
        }
        let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        properties.named = own.map(|(name, schema)| (name.as_str(), schema)).collect();
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        properties.required = required.filter_map(Value::as_str).collect();
        let more = schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
        properties.is_open = more || schema.get("patternProperties").is_some();
        for part in self.all_of(schema) {
            let part = self.properties_within(part, depth + 1);
            properties.required.extend(&part.required);
            properties.add(part);
        }
        for alternatives in alternatives_of(schema) {
            let each = alternatives.iter().map(|alternative| self.properties_within(alternative, depth + 1));
            let each: Vec<Properties<'a>> = each.collect();
            // A property that every alternative requires is always required.
            let shared =
                each.iter().map(|alternative| alternative.required.clone()).reduce(|some, others| &some & &others);
            properties.required.extend(shared.into_iter().flatten());
            for alternative in each {
                properties.add(alternative);
            }
        }
        properties
    }
}

impl Properties<'_> {
    fn add(&mut self, others: Self) {
        self.is_open |= others.is_open;
        for (name, schema) in others.named {
            self.named.entry(name).or_insert(schema);
        }
    }
}

fn own_types<'a>(reader: &mut Reader<'a>, schema: &'a Value, _: usize) -> Types {
    let mut type_of = |name: &Value| {
        Types::named(name.as_str().unwrap_or_default()).unwrap_or_else(|| {
            reader.mistake(format!("{name} is not a JSON type"));
            Types::ANY
        })
    };
    let types = match schema.get("type") {
        Some(Value::Array(names)) => names.iter().map(type_of).fold(Types::NONE, BitOr::bitor),
        Some(name) => type_of(name),
        None if *schema == Value::Bool(false) => Types::NONE,
        None if schema.get("properties").is_some() => Types::OBJECT,
        None => Types::ANY,
    };
    match values_of(schema) {
        Some(values) => types & values.into_iter().map(Types::of_value).fold(Types::NONE, BitOr::bitor),
        None => types,
    }
}

/// The values of `const` or `enum`.
fn values_of(schema: &Value) -> Option<Vec<&Value>> {
    let listed = || schema.get("enum").and_then(Value::as_array).map(|values| values.iter().collect());
    schema.get("const").map(|value| vec![value]).or_else(listed)
}

/// The lists of alternative schemas: `anyOf` and `oneOf`.
fn alternatives_of(schema: &Value) -> impl Iterator<Item = &Vec<Value>> {
    let lists = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key).and_then(Value::as_array));
    lists.filter(|list| !list.is_empty())
}

/// The kind of a JSON value, for messages that do not quote it.
pub(super) fn of_json(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Decodes a URI fragment, which is UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}
