//! Checks the requests of the example `fusionauth` against the vendor's document, and runs the example as a user does.

#[path = "../fusionauth/api/mod.rs"]
pub mod api;
#[path = "../fusionauth/exceptions.rs"]
pub mod exceptions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use api_request::mock::Mock;
use api_request::openapi::{Document, operations};
use api_request::{ApiRequest, BaseUrl};
use serde_json::{Value, json};

use api::users::{SearchUsers, UserSearch};
use api::{Sample, samples};
use exceptions::{DOCUMENT, EXCEPTIONS};

fn all() -> Vec<Sample> {
    let base: BaseUrl = "https://auth.example.com".parse().unwrap();
    samples(&base).unwrap()
}

fn document() -> Value {
    serde_saphyr::from_str(DOCUMENT).unwrap()
}

#[test]
fn every_request_matches_the_document_except_known_differences() {
    let value = document();
    let document = Document::new(&value).unwrap();
    let samples = all();
    let report = document.check(samples.iter().map(|sample| sample.endpoint), &EXCEPTIONS);
    assert!(report.is_clean(), "{report}");
    let names: BTreeSet<_> = samples.iter().map(|it| (it.endpoint.method(), it.endpoint.path())).collect();
    assert_eq!(names.len(), samples.len(), "an operation has two requests");
    assert_eq!(samples.len(), 48);
    assert!(EXCEPTIONS.iter().all(|exception| exception.reason().contains("fusionauth-issues")));
}

/// Each change of the document stands for a mistake in a request, which the check must find.
#[test]
fn each_mistake_in_a_request_would_be_found() {
    let whole = document();
    let samples = all();
    let samples: Vec<_> = samples.iter().map(|sample| sample.endpoint).collect();
    let conflicts = |pointer: &str, replaced: Value| {
        let mut value = whole.clone();
        *value.pointer_mut(pointer).expect(pointer) = replaced;
        let report = Document::new(&value).unwrap().check(samples.iter().copied(), &EXCEPTIONS);
        report.conflicts().map(ToString::to_string).collect::<Vec<_>>()
    };
    let issue = "/paths/~1api~1jwt~1issue/get/parameters/0";
    let login = "/components/schemas/LoginRequest/properties";
    assert_eq!(conflicts("/info/title", "FusionAuth".into()), [""; 0]);
    for (pointer, replaced, conflict) in [
        (
            format!("{issue}/name"),
            Value::from("application"),
            "GET /api/jwt/issue: query `applicationId`: not in the document, but the request may send it",
        ),
        (
            format!("{issue}/in"),
            "header".into(),
            "GET /api/jwt/issue: query `applicationId`: the document has it as a header",
        ),
        (
            format!("{issue}/schema/type"),
            "array".into(),
            "GET /api/jwt/issue: query `applicationId`: the document expects array, but the request sends string",
        ),
        (
            format!("{login}/password"),
            serde_json::json!({ "type": "boolean" }),
            "POST /api/login: property `password`: the document expects boolean, but the request sends string",
        ),
        (
            "/paths/~1api~1system~1version/get".into(),
            Value::Null,
            "GET /api/system/version: the document cannot be read: the operation must be an object, but is null",
        ),
    ] {
        assert_eq!(conflicts(&pointer, replaced), [conflict]);
    }
}

#[test]
fn a_request_takes_at_most_fifteen_lines() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fusionauth/api");
    let mut requests = 0;
    for file in std::fs::read_dir(directory).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for block in text.split("\n\n").filter(|block| block.contains("ApiRequest)]\n#[api(")) {
            requests += 1;
            assert!(block.lines().count() <= 15, "{block}");
        }
    }
    assert_eq!(requests, all().len());
}

fn run(arguments: &[&str]) -> Output {
    Command::new(example()).args(arguments).output().unwrap()
}

/// The path of the example. Cargo puts it next to the directory of this test.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let example = profile.join("examples").join(format!("fusionauth{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "the example is not built: run `cargo test` without choosing targets, which builds it");
    example
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn prints_every_request_line_and_what_the_document_says_of_it() {
    let output = run(&[]);
    let stdout = text(output.stdout);
    assert_eq!((output.status.code(), text(output.stderr).as_str()), (Some(0), ""));
    for line in [
        "GET /api/jwt/issue?applicationId=REDACTED&refreshToken=REDACTED\n",
        "DELETE /api/jwt/refresh?userId=REDACTED&applicationId=REDACTED\n  left out: the body\n",
        "DELETE /api/tenant/REDACTED?async=true\n  left out: X-FusionAuth-TenantId, the body\n",
        "GET /.well-known/jwks.json\n",
        "GET /api/user/search?ids=REDACTED&ids=REDACTED\n  GET /api/user/search: query `ids`: the document expects string, \
         but the request sends array of string\n    known: ids are a list",
        "operations in the document, 11 differences that are known\n",
    ] {
        assert!(stdout.contains(line), "{line} is missing in:\n{stdout}");
    }
    for value in ["10000000-", "example.com", "password=", "a+b", "123456"] {
        assert!(!stdout.contains(value), "{value} is printed");
    }
    assert!(all().iter().all(|sample| stdout.contains(&sample.line)));
}

#[test]
fn prints_the_requests_as_a_document_that_they_agree_with() {
    let output = run(&["--document"]);
    assert_eq!((output.status.code(), text(output.stderr).as_str()), (Some(0), ""));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let document = Document::new(&value).unwrap();
    let samples = all();
    let report = document.check(samples.iter().map(|sample| sample.endpoint), &[]);
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.narrowings().count(), 0, "{:?}", report.narrowings().collect::<Vec<_>>());
    let count: usize = samples.iter().map(|sample| operations(sample.endpoint, sample.docs).len()).sum();
    assert_eq!(document.operations().count(), count);
    let issue = &value["paths"]["/api/jwt/issue"]["get"];
    assert_eq!(issue["summary"], "Issues a new access token (JWT) for another application, given a valid one.");
    assert_eq!(issue["parameters"][1]["schema"]["format"], "password");
}

#[test]
fn says_how_it_is_called() {
    for argument in ["--help", "-h"] {
        let output = run(&[argument]);
        let stdout = text(output.stdout);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout.contains("cargo run --example fusionauth") && stdout.contains("--document"), "{stdout}");
    }
    for arguments in [&["--documents"][..], &["--document", "CANARY"], &[""]] {
        let output = run(arguments);
        assert_eq!((output.status.code(), text(output.stdout).as_str()), (Some(2), ""));
        assert_eq!(text(output.stderr), "unknown argument: there are only --document and --help\n");
    }
}

#[tokio::test]
async fn a_search_goes_on_by_its_next_results() {
    let page = |ids: [&str; 2], next: Option<&str>| {
        let users = ids.map(|id| json!({ "id": id }));
        json!({ "total": 4, "users": users, "nextResults": next })
    };
    let search = |next: Option<&str>| SearchUsers {
        search: UserSearch {
            query_string: "*".to_owned(),
            number_of_results: Some(2),
            next_results: next.map(str::to_owned),
        },
        expand: None,
    };
    let mock = Mock::new();
    mock.expect(&search(None)).json(200, page(["1", "2"], Some("b2Zmc2V0")));
    mock.expect(&search(Some("b2Zmc2V0"))).json(200, page(["3", "4"], None));

    let client = mock.client();
    let mut users = search(None).items(&client);
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().id);
    }
    assert_eq!(ids, ["1", "2", "3", "4"]);
    mock.verify();
}
