//! What single operations become.

use api_request_import::{Config, Import, import};

/// A document with these paths and components, as YAML in flow style.
fn imported(paths: &str, components: &str) -> Import {
    let text =
        format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {paths}\ncomponents: {components}\n");
    import(&text, &Config::default()).unwrap()
}

fn all(import: &Import) -> String {
    import.files.values().map(String::as_str).collect()
}

#[test]
fn an_operation_without_an_id_is_named_by_its_path() {
    let import = imported("{ '/users/{id}/keys': { get: { responses: {} } } }", "{}");
    let text = &import.files["users.rs"];
    assert!(text.contains("pub struct GetUsersByIdKeys {"), "{text}");
    // The document does not list the parameter of the placeholder.
    assert!(text.contains("pub id: String,"), "{text}");
    assert_eq!(import.report.degraded.len(), 1);
}

#[test]
fn schemas_with_names_of_the_standard_library_do_not_collide() {
    let schema = "{ type: object, properties: { a: { type: string }, b: { type: array, items: { type: string } } } }";
    let names = ["String", "Option", "Vec", "Value", "Error", "Box", "Result", "Self", "r#type"];
    let schemas: Vec<String> = names.iter().map(|name| format!("'{name}': {schema}")).collect();
    let path = |name: &&str| {
        format!(
            "'/{name}': {{ get: {{ responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }} }} }}"
        )
    };
    let paths: Vec<String> = names.iter().map(path).collect();
    let import =
        imported(&format!("{{ {} }}", paths.join(", ")), &format!("{{ schemas: {{ {} }} }}", schemas.join(", ")));
    let models = &import.files["models.rs"];
    for name in ["ApiString", "ApiOption", "ApiVec", "ApiValue", "Error", "ApiBox", "ApiResult", "ApiSelf", "RType"] {
        assert!(models.contains(&format!("pub struct {name} {{")), "{name}: {models}");
    }
}

#[test]
fn a_declared_success_is_never_an_error() {
    let responses = "{ '200': { description: a, content: { application/json: { schema: { type: string } } } }, '204': { description: b } }";
    let import = imported(&format!("{{ /a: {{ post: {{ responses: {responses} }} }} }}"), "{}");
    assert!(all(&import).contains("response = Option<String>, absent(204)"), "{}", all(&import));
    let responses = "{ '200': { description: a, content: { application/json: { schema: { type: string } } } }, '201': { description: b, content: { application/json: { schema: { type: integer } } } } }";
    let import = imported(&format!("{{ /a: {{ post: {{ responses: {responses} }} }} }}"), "{}");
    assert!(all(&import).contains("#[api(status = 201)]\n    Created(i64),"), "{}", all(&import));
}

#[test]
fn security_is_that_of_the_operation() {
    let schemes = "{ securitySchemes: { a: { type: http, scheme: bearer }, b: { type: http, scheme: basic }, c: { type: apiKey, in: query, name: k } } }";
    let operation = |security: &str| {
        format!(
            "{{ security: {security}, parameters: [{{ in: query, name: k, schema: {{ type: string }} }}], responses: {{}} }}"
        )
    };
    let paths = format!(
        "{{ /1: {{ post: {} }}, /2: {{ post: {} }}, /3: {{ post: {} }}, /4: {{ post: {} }}, /5: {{ post: {} }} }}",
        operation("[{ a: [] }]"),
        operation("[{ a: [] }]"),
        operation("[{ b: [] }]"),
        operation("[]"),
        operation("[{ b: [], c: [] }]"),
    );
    let import = imported(&paths, schemes);
    let text = all(&import);
    for expected in [r#"post = "/1", "#, r#"post = "/3", auth = "b""#, r#"post = "/4", auth = none"#, r#"auth = "b+c""#]
    {
        assert!(text.contains(expected) || text.contains(&expected.replace(", ", ")")), "{expected}: {text}");
    }
    assert!(text.contains(r#"`.auth_named("b", Basic::new(user, password))`"#), "{text}");
    // The credentials set the parameter of the last one.
    assert_eq!(text.matches("pub k: Option<String>").count(), 4, "{text}");
}

#[test]
fn alternatives_never_become_the_wrong_one() {
    let schemas = "{ schemas: {
        A: { type: object, required: [a], properties: { a: { type: string }, n: { type: string } } },
        B: { type: object, required: [b], properties: { b: { type: string }, n: { type: string } } },
        C: { type: object, properties: { n: { type: string } } },
        ByKey: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] },
        ByNothing: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/C' }] } } }";
    let path = |name: &str| {
        format!(
            "'/{name}': {{ get: {{ responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }} }} }}"
        )
    };
    let import = imported(&format!("{{ {}, {} }}", path("ByKey"), path("ByNothing")), schemas);
    let models = &import.files["models.rs"];
    assert!(models.contains(r#"if value.get("a").is_some() {"#), "{models}");
    assert!(!models.contains("ByNothing"), "{models}");
    assert!(all(&import).contains(r#"get = "/ByNothing", response = Value"#), "{}", all(&import));
    assert_eq!(import.report.degraded[0].pointer, "/components/schemas/ByNothing");
}

#[test]
fn one_bad_operation_does_not_lose_the_rest() {
    let import = imported(
        "{ /a: { get: { responses: {} } }, '/{b': { get: { responses: {} } }, /c: { post: { requestBody: { $ref: '#/nowhere' }, responses: {} } } }",
        "{}",
    );
    assert_eq!(import.report.written, ["GET /a"]);
    let skipped: Vec<String> = import.report.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        skipped,
        [
            "GET /{b (#/paths/~1{b/get): a brace of the path is not closed",
            "POST /c (#/paths/~1c/post): a reference of the body leads nowhere"
        ]
    );
}

#[test]
fn configuration_renames_and_skips() {
    let config =
        Config::parse("[operations.\"GET /a\"]\nname = \"FindA\"\n[operations.\"GET /b\"]\nskip = true\n").unwrap();
    let text = "openapi: 3.0.0\npaths: { /a: { get: { responses: {} } }, /b: { get: { responses: {} } } }";
    let import = import(text, &config).unwrap();
    assert!(all(&import).contains("pub struct FindA;"), "{}", all(&import));
    assert_eq!(import.report.written, ["GET /a"]);
    assert!(Config::parse("onyl = []").is_err());
}
