//! Documents that want to harm: nothing of them becomes code, and none of them ends the importer.

use api_request_import::{Config, Import, import};
use proc_macro2::TokenTree;

fn read(text: &str) -> Import {
    import(text, &Config::default()).unwrap()
}

/// Every identifier in the code of the files.
fn identifiers(import: &Import) -> Vec<String> {
    fn walk(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => found.push(ident.to_string()),
                TokenTree::Group(group) => walk(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for (name, text) in &import.files {
        let tokens = text.parse().unwrap_or_else(|error| panic!("{name} is not Rust: {error}\n{text}"));
        syn::parse_file(text).unwrap_or_else(|error| panic!("{name} is not Rust: {error}\n{text}"));
        walk(tokens, &mut found);
    }
    found
}

#[test]
fn texts_never_become_code() {
    let evil = [
        "*/ fn evil() {}",
        "\\\"] fn evil() {} #[doc = \\\"",
        "\\n fn evil() {} \\n//",
        "\\r fn evil() {}",
        "r#\\\"evil\\\"#",
        "#![evil]",
        "{evil}",
        "../../evil",
        "\\u202e evil \\u2066",
        "\\u0000evil",
        "```\\n```rust\\nevil()\\n```",
        "crate",
        "self",
        "r#fn",
        "名前",
        "",
        "💣",
    ];
    for text in evil {
        let document = format!(
            r##"{{ "openapi": "3.1.0", "info": {{ "title": "{text}" }},
            "tags": [{{ "name": "{text}", "description": "{text}" }}],
            "paths": {{ "/x/{{{text}}}": {{ "post": {{ "operationId": "{text}", "summary": "{text}", "description": "{text}", "tags": ["{text}"],
                "security": [{{ "{text}": [] }}],
                "parameters": [
                    {{ "in": "query", "name": "{text}", "description": "{text}", "schema": {{ "enum": ["{text}", "x"], "type": "string" }} }},
                    {{ "in": "header", "name": "{text}", "schema": {{ "type": "string" }} }},
                    {{ "in": "query", "name": "constant", "required": true, "schema": {{ "enum": ["{text}"], "type": "string" }} }}
                ],
                "requestBody": {{ "content": {{ "application/json": {{ "schema": {{ "type": "object", "properties": {{
                    "{text}": {{ "type": "string", "pattern": "{text}", "description": "{text}" }} }} }} }} }} }},
                "responses": {{ "200": {{ "description": "{text}", "content": {{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/X" }} }} }} }} }}
            }} }}, "/y": {{ "get": {{ "operationId": "{text}", "tags": ["{text}"], "responses": {{ "200": {{ "content": {{ "{text}": {{}} }} }} }} }} }} }},
            "components": {{
                "securitySchemes": {{ "{text}": {{ "type": "apiKey", "in": "header", "name": "{text}", "description": "{text}" }} }},
                "schemas": {{ "X": {{ "description": "{text}", "oneOf": [{{ "$ref": "#/components/schemas/Y" }}, {{ "type": "string", "enum": ["{text}"] }}] }},
                    "Y": {{ "type": "object", "description": "{text}", "properties": {{ "{text}": {{ "$ref": "#/components/schemas/X" }} }} }} }} }} }}"##
        );
        let import = read(&document);
        for name in import.files.keys() {
            let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            assert!(is_plain && !name.contains(".."), "{text}: {name}");
        }
        let found = identifiers(&import);
        // `deserialize` is the only function, and it is ours.
        for (at, _) in found.iter().enumerate().filter(|(_, ident)| *ident == "fn") {
            assert_eq!(found[at + 1], "deserialize", "{text}");
        }
        let all: String = import.files.values().map(String::as_str).collect();
        assert!(!all.contains(['\u{202e}', '\u{2066}', '\0', '\r']), "{text}");
        let is_test = |line: &str| line.trim_start().starts_with("//") && line.contains("```rust");
        assert!(!all.lines().any(is_test), "{text}");
    }
}

/// A document whose only response is this schema.
fn with_schema(schema: &str, schemas: &str) -> String {
    format!(
        "{{ \"openapi\": \"3.0.0\", \"paths\": {{ \"/a\": {{ \"get\": {{ \"responses\": {{ \"200\": {{ \"description\": \"x\", \"content\": {{ \"application/json\": {{ \"schema\": {schema} }} }} }} }} }} }} }}, \"components\": {{ \"schemas\": {{ {schemas} }} }} }}"
    )
}

#[test]
fn cycles_end() {
    for (schema, schemas) in [
        (r##"{ "$ref": "#/components/schemas/A" }"##, r##""A": { "$ref": "#/components/schemas/A" }"##),
        (
            r##"{ "$ref": "#/components/schemas/A" }"##,
            r##""A": { "type": "array", "items": { "$ref": "#/components/schemas/A" } }"##,
        ),
        (r##"{ "$ref": "#/components/schemas/A" }"##, r##""A": { "allOf": [{ "$ref": "#/components/schemas/A" }] }"##),
        (
            r##"{ "$ref": "#/components/schemas/A" }"##,
            r##""A": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "string" }] }"##,
        ),
        (
            r##"{ "$ref": "#/components/schemas/A" }"##,
            r##""A": { "additionalProperties": { "$ref": "#/components/schemas/A" } }"##,
        ),
        (
            r##"{ "$ref": "#/components/schemas/A" }"##,
            r##""A": { "allOf": [{ "$ref": "#/components/schemas/B" }, { "properties": { "a": { "type": "string" } } }] }, "B": { "allOf": [{ "$ref": "#/components/schemas/A" }] }"##,
        ),
        (r##"{ "$ref": "#" }"##, ""),
        (r##"{ "$ref": "#/nowhere/~2/%zz" }"##, ""),
        (r#"{ "$ref": "https://evil.example/a.json" }"#, ""),
    ] {
        let import = read(&with_schema(schema, schemas));
        identifiers(&import);
    }
}

#[test]
fn a_type_that_contains_itself_is_boxed() {
    let import = read(&with_schema(
        r##"{ "$ref": "#/components/schemas/A" }"##,
        r##""A": { "type": "object", "properties": { "b": { "$ref": "#/components/schemas/B" }, "list": { "type": "array", "items": { "$ref": "#/components/schemas/A" } } } },
           "B": { "type": "object", "required": ["a"], "properties": { "a": { "$ref": "#/components/schemas/A" } } }"##,
    ));
    let models = &import.files["models.rs"];
    assert!(models.contains("pub b: Option<Box<B>>"), "{models}");
    assert!(models.contains("pub list: Option<Vec<A>>"), "{models}");
    assert!(models.contains("pub a: Box<A>"), "{models}");
}

#[test]
fn bombs_do_not_explode() {
    // Each schema refers twice to the next one: 2^60 paths, 60 schemas.
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let schemas: Vec<String> = (0..60)
            .map(|at| {
                let next = format!(r##"{{ "$ref": "#/components/schemas/S{}" }}"##, at + 1);
                format!(r#""S{at}": {{ "{keyword}": [{next}, {{ "properties": {{ "p{at}": {next} }} }}, {next}] }}"#)
            })
            .chain([r#""S60": { "type": "object", "properties": { "end": { "type": "string" } } }"#.to_owned()])
            .collect();
        let import = read(&with_schema(r##"{ "$ref": "#/components/schemas/S0" }"##, &schemas.join(", ")));
        identifiers(&import);
    }
    let aliases: String = (1..40).map(|at| format!("a{at}: &a{at} [*a{0}, *a{0}, *a{0}]\n", at - 1)).collect();
    let bomb = format!("openapi: 3.0.0\na0: &a0 [x, x]\n{aliases}");
    assert!(import(&bomb, &Config::default()).unwrap_err().to_string().contains("the YAML is not valid"));
}

#[test]
fn depth_is_bounded() {
    let deep = |open: &str, close: &str, depth: usize| {
        with_schema(&format!("{}{{}}{}", open.repeat(depth), close.repeat(depth)), "")
    };
    for (open, close) in [(r#"{ "items": "#, " }"), (r#"{ "allOf": ["#, "] }"), (r#"{ "properties": { "a": "#, "} }")] {
        identifiers(&read(&deep(open, close, 25)));
        let too_deep = import(&deep(open, close, 5_000), &Config::default()).unwrap_err();
        assert!(too_deep.to_string().contains("recursion"), "{too_deep}");
    }
    let yaml = format!("openapi: 3.0.0\npaths: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(import(&yaml, &Config::default()).is_err());
}

#[test]
fn values_of_wrong_kinds_are_ignored() {
    for value in ["null", "1", "\"x\"", "[]", "{}", "[1]", "true"] {
        for key in ["paths", "components", "info", "tags", "security"] {
            let text = format!(r#"{{ "openapi": "3.0.0", "{key}": {value} }}"#);
            identifiers(&read(&text));
        }
        for key in ["parameters", "responses", "requestBody", "security", "tags", "operationId", "description"] {
            let text = format!(r#"{{ "openapi": "3.0.0", "paths": {{ "/a": {{ "get": {{ "{key}": {value} }} }} }} }}"#);
            identifiers(&read(&text));
        }
        for key in [
            "type",
            "properties",
            "items",
            "enum",
            "allOf",
            "oneOf",
            "required",
            "additionalProperties",
            "$ref",
            "format",
            "const",
        ] {
            identifiers(&read(&with_schema(&format!(r#"{{ "{key}": {value} }}"#), "")));
        }
    }
}
