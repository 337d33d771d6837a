//! Every request of the example `fusionauth`, sent to Prism with the vendor's document: an independent checker.

#[allow(dead_code, unreachable_pub, clippy::struct_field_names, reason = "an example is written for its own readers")]
#[path = "../../examples/fusionauth/api/mod.rs"]
mod api;

use std::path::Path;
use std::process::Command;

use api_request::client::RetryPolicy;
use api_request::{Bearer, Client};
use serde::Deserialize;

use crate::process::Process;

const PUBLIC: &str = "the document asks for credentials where the server takes none";
const FORM: &str = "the server takes a form, which the document leaves out";

/// Where the document differs from the server: the operation, a part of Prism's message, and the reason.
const KNOWN: [(&str, &str, &str); 14] = [
    ("POST /api/jwt/vend", "claims.sub must be object", "a claim may be any value"),
    ("PATCH /api/user/{user_id}", "user.mobilePhone must be string", "`null` takes a value away"),
    ("DELETE /api/user/bulk", "userids must be string", "ids are a list, of which each stands under the key again"),
    ("GET /api/user/search", "ids must be string", "ids are a list, of which each stands under the key again"),
    ("GET /api/jwt/public-key", "Invalid security scheme", PUBLIC),
    ("GET /.well-known/jwks.json", "Invalid security scheme", PUBLIC),
    ("POST /oauth2/token", "Invalid security scheme", PUBLIC),
    ("POST /oauth2/introspect", "Invalid security scheme", PUBLIC),
    ("POST /oauth2/device_authorize", "Invalid security scheme", PUBLIC),
    ("POST /oauth2/device/approve", "Invalid security scheme", PUBLIC),
    ("POST /oauth2/token", "No supported content types", FORM),
    ("POST /oauth2/introspect", "No supported content types", FORM),
    ("POST /oauth2/device_authorize", "No supported content types", FORM),
    ("POST /oauth2/device/approve", "No supported content types", FORM),
];

/// What Prism reports about a request, or about its own answer, which need not conform to the document.
#[derive(Debug, Deserialize)]
struct Violation {
    location: Vec<String>,
    message: String,
}

fn prism() -> Process {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prism = tests.join("servers/prism/node_modules/.bin/prism");
    assert!(prism.exists(), "install it: `npm ci --prefix tests/servers/prism`");
    Process::start("prism", "`npm ci --prefix tests/servers/prism`, with node 20 or later", |_, port| {
        let mut command = Command::new("node");
        command.arg(&prism).args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()]);
        command.arg(tests.join("data/fusionauth-openapi-1.69.0.yaml"));
        command
    })
}

#[tokio::test]
async fn prism_finds_nothing_wrong_but_what_is_known() {
    let server = prism();
    let client = Client::builder(&server.url())
        .auth(Bearer::new("key"))
        .auth_named("monitor", Bearer::new("key"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let samples = api::samples(client.base()).unwrap();
    let mut found = Vec::new();
    let mut used = [false; KNOWN.len()];
    for sample in &samples {
        let reply = (sample.call)(&client).await.unwrap();
        assert!(
            reply.status().is_success() || reply.headers().contains_key("sl-violations"),
            "{}: {reply:?}",
            sample.line
        );
        let Some(violations) = reply.headers().get("sl-violations") else {
            continue;
        };
        let violations: Vec<Violation> = serde_json::from_slice(violations.as_bytes()).unwrap();
        for violation in violations.into_iter().filter(|it| it.location.first().is_some_and(|side| side == "request")) {
            let operation = format!("{} {}", sample.endpoint.method(), sample.endpoint.path());
            let is_it = |(of, words, _): &(&str, &str, &str)| *of == operation && violation.message.contains(words);
            match KNOWN.iter().position(is_it) {
                Some(known) => used[known] = true,
                None => found.push(format!("{operation}: {}: {}", violation.location.join("."), violation.message)),
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    let unused: Vec<_> = KNOWN.iter().zip(used).filter(|(_, used)| !used).map(|(known, _)| known).collect();
    assert!(unused.is_empty(), "nothing differs there any more: {unused:#?}");
    assert!(samples.len() >= 48);
}
