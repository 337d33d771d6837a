//! Sets of JSON types, for what a schema allows and what a request may send.

use std::fmt;
use std::ops::{BitAnd, BitOr};

use serde_json::Value;

use crate::endpoint::JsonType;

/// The types of JSON values that a schema allows, or that a request may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const STRING: Self = Self(1);
    const INTEGER: Self = Self(1 << 1);
    const FRACTION: Self = Self(1 << 2);
    const NUMBER: Self = Self(Self::INTEGER.0 | Self::FRACTION.0);
    const BOOLEAN: Self = Self(1 << 3);
    pub(super) const ARRAY: Self = Self(1 << 4);
    pub(super) const OBJECT: Self = Self(1 << 5);
    pub(super) const NONE: Self = Self(0);
    pub(super) const ANY: Self = Self((1 << 6) - 1);
    /// Everything but a list or an object.
    pub(super) const SINGLE: Self = Self((1 << 4) - 1);

    pub(super) const fn of(kind: JsonType) -> Self {
        match kind {
            JsonType::Unknown => Self::ANY,
            JsonType::Text => Self::STRING,
            JsonType::Integer => Self::INTEGER,
            JsonType::Number => Self::NUMBER,
            JsonType::Boolean => Self::BOOLEAN,
            JsonType::List(_) => Self::ARRAY,
            JsonType::Object => Self::OBJECT,
        }
    }

    /// The set for a type name of JSON Schema. It is empty for `null`, because a request omits values that it does not have.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::STRING,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "boolean" => Self::BOOLEAN,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            "null" => Self::NONE,
            _ => return None,
        })
    }

    pub(super) fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::NONE,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => Self::FRACTION,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// The set for a place where every value is text. There, a string may be the text of a number or a boolean.
    pub(super) fn as_text(self) -> Self {
        if self.meets(Self::STRING) { self | Self::SINGLE } else { self }
    }

    /// Names the types; for a list, with the type of its items.
    pub(super) fn with_items(self, items: Self) -> String {
        if self == Self::ARRAY && items != Self::ANY { format!("array of {items}") } else { self.to_string() }
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self & other != Self::NONE
    }

    pub(super) fn is_within(self, other: Self) -> bool {
        self & other == self
    }
}

impl BitAnd for Types {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Types {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Writes the names that JSON Schema uses.
impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ANY {
            return f.write_str("anything");
        }
        let names = [
            (self.meets(Self::STRING), "string"),
            (self.meets(Self::FRACTION), "number"),
            (self.meets(Self::INTEGER) && !self.meets(Self::FRACTION), "integer"),
            (self.meets(Self::BOOLEAN), "boolean"),
            (self.meets(Self::ARRAY), "array"),
            (self.meets(Self::OBJECT), "object"),
        ];
        let mut names = names.into_iter().filter_map(|(is_it, name)| is_it.then_some(name));
        f.write_str(names.next().unwrap_or("nothing"))?;
        names.try_for_each(|name| write!(f, " or {name}"))
    }
}
