//! How JSON differs, by value and with the path of each difference.

use serde_json::Value;

use crate::secret::REDACTED;

use super::super::secrets::quoted;
use super::{Found, NOTHING};

impl Found<'_> {
    /// Compares JSON by value. `is_secret` tells which properties of the top level are secret.
    pub(super) fn json(
        &mut self,
        path: &str,
        hidden: bool,
        expected: Option<&Value>,
        got: Option<&Value>,
        is_secret: &dyn Fn(&str) -> bool,
    ) {
        if expected == got {
            return;
        }
        match (expected, got) {
            (Some(Value::Object(mine)), Some(Value::Object(theirs))) if !hidden => {
                let more = theirs.keys().filter(|key| !mine.contains_key(*key));
                for key in mine.keys().chain(more) {
                    let hidden = path == "$" && is_secret(key);
                    let inner = format!("{path}{}", self.member(key));
                    self.json(&inner, hidden, mine.get(key), theirs.get(key), is_secret);
                }
            }
            (Some(Value::Array(mine)), Some(Value::Array(theirs))) if !hidden => {
                for index in 0..mine.len().max(theirs.len()) {
                    let inner = format!("{path}[{index}]");
                    self.json(&inner, false, mine.get(index), theirs.get(index), is_secret);
                }
            }
            _ => {
                let hidden = hidden || [expected, got].into_iter().flatten().any(|value| self.holds_secret(value));
                let is_same_kind = kind_of(expected) == kind_of(got);
                let difference = if hidden && is_same_kind {
                    "the values differ, and are secret".to_owned()
                } else {
                    let is_known = hidden || is_same_kind || self.got.is_complete();
                    let theirs = if is_known { side(got, hidden, expected.is_none()) } else { kind_of(got).to_owned() };
                    format!("expected {}, got {theirs}", side(expected, hidden, got.is_none()))
                };
                self.lines.push(format!("body `{path}`: {difference}"));
            }
        }
    }

    fn holds_secret(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_secret(text),
            Value::Number(number) => self.is_secret(&number.to_string()),
            _ => false,
        }
    }

    /// A step of a path in JSON.
    fn member(&self, key: &str) -> String {
        if self.is_secret(key) {
            return format!(".{REDACTED}");
        }
        let is_plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_plain { format!(".{key}") } else { format!("[{}]", text_of(key)) }
    }
}

/// A string of JSON, which is in quotes even if it looks like a number.
fn text_of(text: &str) -> String {
    let shown = quoted(text);
    if shown.starts_with('"') { shown } else { format!("\"{shown}\"") }
}

/// A value as it is shown. A secret has only its kind, and that only beside another value.
fn side(value: Option<&Value>, hidden: bool, is_alone: bool) -> String {
    match value {
        None => NOTHING.to_owned(),
        Some(_) if hidden && is_alone => REDACTED.to_owned(),
        Some(_) if hidden => kind_of(value).to_owned(),
        Some(Value::String(text)) => text_of(text),
        Some(Value::Object(_) | Value::Array(_)) => kind_of(value).to_owned(),
        Some(scalar) => scalar.to_string(),
    }
}

fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None => NOTHING,
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a string",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    }
}
