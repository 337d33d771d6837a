//! Runs the example `issue_jwt` as a user does, and checks everything that it prints.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

use api_request::{ApiRequest, Client, Secret};
use fusionauth_stand_in::{
    LOGIN_APPLICATION_ID, LOGIN_ID, PASSWORD, REGISTERED_APPLICATION_ID, StandIn, UNREGISTERED_APPLICATION_ID,
};
use serde::Deserialize;

const VARIABLES: [&str; 4] =
    ["FUSIONAUTH_URL", "FUSIONAUTH_JWT", "FUSIONAUTH_APPLICATION_ID", "FUSIONAUTH_REFRESH_TOKEN"];

/// The path of the example. Cargo puts it next to the directory of this test.
fn example() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let example = profile.join("examples").join(format!("issue_jwt{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "the example is not built: run `cargo test` without choosing targets, which builds it");
    example
}

struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run<V: AsRef<OsStr>>(arguments: &[&str], variables: &[(&str, V)]) -> Ran {
    let mut command = Command::new(example());
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.args(arguments).envs(variables.iter().map(|(name, value)| (name, value)));
    let output = command.output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

const NONE: &[(&str, &str)] = &[];

const DEMO: &str = r#"
A registered application
  GET /api/jwt/issue?applicationId=REDACTED
  200 OK
  Token(IssueResponse { token: REDACTED, refresh_token: None })
  the token says: application "10000000-0000-0002-0000-000000000002", roles ["admin", "editor"], expires in 60 minutes

With a refresh token
  GET /api/jwt/issue?applicationId=REDACTED&refreshToken=REDACTED
  200 OK
  Token(IssueResponse { token: REDACTED, refresh_token: Some(REDACTED) })
  the token says: application "10000000-0000-0002-0000-000000000002", roles ["admin", "editor"], expires in 60 minutes

An application for which the user is not registered
  GET /api/jwt/issue?applicationId=REDACTED
  202 Accepted
  NotRegistered(IssueResponse { token: REDACTED, refresh_token: None })
  the token says: no application, no roles, expires in 60 minutes

An invalid request
  GET /api/jwt/issue
  not sent, because it is invalid
  `application_id` (query `applicationId`): must be a UUID, such as `10000000-0000-0002-0000-000000000001`
  `refresh_token` (query `refreshToken`): must not be empty
  requests that reached the server: 4 before, 4 after

An expired JWT
  GET /api/jwt/issue?applicationId=REDACTED
  401 Unauthorized
  Refusal::Unauthorized: log in again for a JWT that is valid

A refresh token that the server does not know
  GET /api/jwt/issue?applicationId=REDACTED&refreshToken=REDACTED
  400 Bad Request
  GET /api/jwt/issue: 400 Bad Request: The refresh token is not valid.
  Refusal::Other: ["[invalid]refreshToken"]
"#;

#[test]
fn shows_every_ending_with_nothing_set() {
    let ran = run(&[], NONE);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let (first, rest) = ran.stdout.split_once('\n').unwrap();
    assert!(first.contains("a stand-in for FusionAuth answers at http://127.0.0.1:"), "{first}");
    assert_eq!(rest, DEMO);
    assert!(!ran.stdout.contains("eyJ"), "a token is printed");
    assert!(!ran.stdout.contains("=="), "a refresh token is printed");
}

#[test]
fn help_names_every_variable() {
    for argument in ["--help", "-h"] {
        let ran = run(&[argument], NONE);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        for word in VARIABLES.into_iter().chain(["cargo run --example issue_jwt", "stand-in", "Exit code"]) {
            assert!(ran.stdout.contains(word), "{word} is missing in:\n{}", ran.stdout);
        }
    }
}

#[test]
fn refuses_other_arguments() {
    for arguments in [&["--hlep"][..], &["--help", "CANARY"], &["FUSIONAUTH_JWT=CANARY"], &[""]] {
        let ran = run(arguments, NONE);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.stderr.contains("there is only --help"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
}

#[test]
fn says_which_variable_is_wrong_and_what_to_write() {
    const URL: &str = "https://CANARY.example.com";
    const JWT: &str = "eyJCANARY";
    let url_hint = "set it to the server's address, such as https://auth.example.com";
    let jwt_hint = "set it to a valid access token";
    let id_hint = "set it to the UUID of the application";
    let refresh_hint = "set it to a refresh token";
    let [url, jwt, id, refresh] = VARIABLES;
    for (variables, name, hint) in [
        (&[(url, URL)][..], jwt, jwt_hint),
        (&[(jwt, JWT)], url, url_hint),
        (&[(id, REGISTERED_APPLICATION_ID)], url, url_hint),
        (&[(refresh, "CANARY")], url, url_hint),
        (&[(url, ""), (jwt, JWT)], url, url_hint),
        (&[(url, "CANARY.example.com"), (jwt, JWT)], url, url_hint),
        (&[(url, "ftp://CANARY.example.com"), (jwt, JWT)], url, url_hint),
        (&[(url, "https://user:CANARY@auth.example.com"), (jwt, JWT)], url, url_hint),
        (&[(url, "https://auth.example.com?key=CANARY"), (jwt, JWT)], url, url_hint),
        (&[(url, "http://CANARY.example.com"), (jwt, JWT)], url, url_hint),
        (&[(url, URL), (jwt, "")], jwt, jwt_hint),
        (&[(url, URL), (jwt, "Bearer eyJCANARY")], jwt, jwt_hint),
        (&[(url, URL), (jwt, "eyJCANARY\n")], jwt, jwt_hint),
        (&[(url, URL), (jwt, JWT), (id, "CANARY")], id, id_hint),
        (&[(url, URL), (jwt, JWT), (id, "")], id, id_hint),
        (&[(url, URL), (jwt, JWT), (id, REGISTERED_APPLICATION_ID), (refresh, "")], refresh, refresh_hint),
        (&[(url, URL), (jwt, JWT), (refresh, "CANARY")], id, id_hint),
    ] {
        let ran = run(&[], variables);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{variables:?}");
        assert!(ran.stderr.starts_with(name) && ran.stderr.contains(hint), "{variables:?}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn refuses_variables_that_are_not_text() {
    use std::os::unix::ffi::OsStringExt;

    let no_text = OsString::from_vec(b"CANARY\xff".to_vec());
    for name in VARIABLES {
        let ran = run(&[], &[(name, &no_text)]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.starts_with(&format!("{name}: it is not Unicode text; set it to")), "{}", ran.stderr);
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
}

#[derive(ApiRequest)]
#[api(post = "/api/login", response = Tokens, rename_all = "camelCase")]
struct LogIn {
    login_id: &'static str,
    password: Secret<&'static str>,
    application_id: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    token: String,
    refresh_token: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_the_server_that_the_variables_name() {
    let server = StandIn::start().await.unwrap();
    let password = Secret::new(PASSWORD);
    let log_in = LogIn { login_id: LOGIN_ID, password, application_id: LOGIN_APPLICATION_ID };
    let tokens = log_in.send(&Client::builder(server.url()).build().unwrap()).await.unwrap();
    let expired = server.expired_jwt();
    let [url, jwt, id, refresh] = VARIABLES;
    let registered = (id, REGISTERED_APPLICATION_ID);
    let slash = format!("{}/", server.url());

    for (variables, code, stdout, stderr) in [
        (
            &[(url, server.url()), (jwt, &tokens.token), registered][..],
            0,
            &["GET /api/jwt/issue?applicationId=REDACTED\n", "200 OK", "Token(", r#"roles ["admin", "editor"]"#][..],
            &[][..],
        ),
        (
            &[(url, &slash), (jwt, &tokens.token), registered, (refresh, &tokens.refresh_token)],
            0,
            &["&refreshToken=REDACTED\n", "200 OK", "refresh_token: Some(REDACTED)"],
            &[],
        ),
        (
            &[(url, server.url()), (jwt, &tokens.token), (id, UNREGISTERED_APPLICATION_ID)],
            0,
            &["202 Accepted", "NotRegistered(", "no application, no roles"],
            &[],
        ),
        (
            &[(url, server.url()), (jwt, &tokens.token)],
            1,
            &["GET /api/jwt/issue\n"],
            &["400 Bad Request: You must name the application.", "[missing]applicationId"],
        ),
        (
            &[(url, server.url()), (jwt, &expired), registered],
            1,
            &["GET /api/jwt/issue?applicationId=REDACTED\n"],
            &["401 Unauthorized", "Refusal::Unauthorized"],
        ),
        // Nothing listens on port 1.
        (
            &[(url, "http://127.0.0.1:1"), (jwt, &tokens.token), registered],
            1,
            &["GET /api/jwt/issue?applicationId=REDACTED\n"],
            &["GET /api/jwt/issue: cannot connect: ", "refused"],
        ),
    ] {
        let ran = run(&[], variables);
        let shown = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, Some(code), "{shown}");
        assert!(stdout.iter().all(|words| ran.stdout.contains(words)), "{stdout:?} in:\n{shown}");
        assert!(stderr.iter().all(|words| ran.stderr.contains(words)), "{stderr:?} in:\n{shown}");
        assert_eq!(ran.stderr.is_empty(), code == 0, "{shown}");
        for secret in ["eyJ", &tokens.refresh_token, "%2B", "=="] {
            assert!(!shown.contains(secret), "{secret} is printed");
        }
    }
}
