//! Translates validation rules to keywords of JSON Schema.

use std::ops::Bound;

use serde_json::{Map, Value};

use crate::endpoint::{Bounds, Choice, Number, RuleFact};

/// Adds the keywords for the rules to a schema. If the type is unknown, a length is that of text.
pub(super) fn constrain(schema: &mut Map<String, Value>, rules: &[RuleFact]) {
    for rule in rules {
        add(schema, rule);
    }
}

fn add(schema: &mut Map<String, Value>, rule: &RuleFact) {
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (least, most) = match &*kind {
        "array" => ("minItems", "maxItems"),
        "object" => ("minProperties", "maxProperties"),
        _ => ("minLength", "maxLength"),
    };
    let items = if kind == "object" { "additionalProperties" } else { "items" };
    let mut set = |key: &str, value: Value| set(schema, key, value);
    match rule {
        RuleFact::NonEmpty => set(least, 1.into()),
        RuleFact::Length(lengths) => {
            if lengths.min() > 0 {
                set(least, lengths.min().into());
            }
            if let Some(max) = lengths.max() {
                set(most, max.into());
            }
        }
        RuleFact::Range(bounds) => range(bounds, set),
        RuleFact::Pattern(pattern) => set("pattern", (*pattern).into()),
        RuleFact::OneOf(choices) => set("enum", choices.iter().filter_map(choice).collect()),
        RuleFact::Ascii => set("pattern", "^[\\u0000-\\u007f]*$".into()),
        RuleFact::Uuid => set("format", "uuid".into()),
        RuleFact::Url => set("format", "uri".into()),
        RuleFact::Email => set("format", "email".into()),
        RuleFact::Each(rules) => {
            let inner = schema.entry(items).or_insert_with(|| Map::new().into());
            if let Some(inner) = inner.as_object_mut() {
                constrain(inner, rules);
            }
        }
        // Only the author of the rule knows what it checks.
        RuleFact::Own(_) => {}
    }
}

/// Adds a keyword. If another rule has set it to a different value, both hold, by `allOf`.
fn set(schema: &mut Map<String, Value>, key: &str, value: Value) {
    if schema.get(key).is_none_or(|stated| *stated == value) {
        schema.insert(key.to_owned(), value);
        return;
    }
    let also = Map::from_iter([(key.to_owned(), value)]);
    if let Some(all) = schema.entry("allOf").or_insert_with(|| Vec::<Value>::new().into()).as_array_mut() {
        all.push(also.into());
    }
}

fn range(bounds: &Bounds<Number>, mut set: impl FnMut(&str, Value)) {
    let (least, start) = match bounds.start() {
        Bound::Included(start) => ("minimum", number(&start)),
        Bound::Excluded(start) => ("exclusiveMinimum", number(&start)),
        Bound::Unbounded => ("minimum", None),
    };
    let (most, end) = match bounds.end() {
        Bound::Included(end) => ("maximum", number(&end)),
        Bound::Excluded(end) => ("exclusiveMaximum", number(&end)),
        Bound::Unbounded => ("maximum", None),
    };
    for (key, end) in [(least, start), (most, end)] {
        if let Some(end) = end {
            set(key, end);
        }
    }
}

/// The number as JSON. `None` for infinity, which JSON lacks and which is not a limit.
fn number(number: &Number) -> Option<Value> {
    serde_json::from_str(&number.to_string()).ok()
}

fn choice(choice: Choice) -> Option<Value> {
    match choice {
        Choice::Text(text) => Some(text.into()),
        Choice::Number(value) => number(&value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rule::{ascii, length, non_empty, one_of, range, uuid};

    fn constrained(mut schema: Value, rules: &[RuleFact]) -> Value {
        constrain(schema.as_object_mut().unwrap(), rules);
        schema
    }

    #[test]
    fn translates_rules_that_json_schema_has_a_keyword_for() {
        const TEXT: &[RuleFact] = &[length(1..=64).fact(), RuleFact::Pattern("^a"), RuleFact::Own("iban")];
        const WORDS: &[RuleFact] = &[one_of(&["a", "b"]).fact()];
        let text = || json!({ "type": "string" });
        assert_eq!(
            constrained(text(), TEXT),
            json!({ "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^a" })
        );
        assert_eq!(constrained(text(), &[non_empty().fact()]), json!({ "type": "string", "minLength": 1 }));
        assert_eq!(
            constrained(
                text(),
                &[RuleFact::Pattern("a"), RuleFact::Pattern("b"), RuleFact::NonEmpty, RuleFact::NonEmpty]
            ),
            json!({ "type": "string", "pattern": "a", "allOf": [{ "pattern": "b" }], "minLength": 1 })
        );
        assert_eq!(constrained(text(), &[ascii().fact()])["pattern"], "^[\\u0000-\\u007f]*$");
        assert_eq!(constrained(text(), &[uuid().fact()])["format"], "uuid");
        assert_eq!(constrained(text(), WORDS)["enum"], json!(["a", "b"]));
        const WHOLE: &[RuleFact] = &[range::<std::ops::Range<u8>>(1..5).fact()];
        assert_eq!(
            constrained(json!({ "type": "integer" }), WHOLE),
            json!({ "type": "integer", "minimum": 1, "exclusiveMaximum": 5 })
        );
        const BELOW: &[RuleFact] = &[range::<std::ops::RangeToInclusive<f64>>(..=f64::INFINITY).fact()];
        assert_eq!(constrained(json!({ "type": "number" }), BELOW), json!({ "type": "number" }));
    }

    #[test]
    fn translates_rules_for_each_item() {
        const EACH: &[RuleFact] = &[length(..3).fact(), RuleFact::Each(&[uuid().fact()])];
        assert_eq!(
            constrained(json!({ "type": "array", "items": { "type": "string" } }), EACH),
            json!({
                "type": "array", "maxItems": 2,
                "items": { "type": "string", "format": "uuid" }
            })
        );
        assert_eq!(
            constrained(json!({ "type": "object" }), &[RuleFact::Each(&[RuleFact::Email])]),
            json!({ "type": "object", "additionalProperties": { "format": "email" } })
        );
    }
}
