//! Asks FusionAuth for an access token (JWT) for another application: one struct, one request.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use api_request::error::ConfigError;
use api_request::{ApiRequest, ApiResponse, Bearer, Client, Error, Secret};
use fusionauth_stand_in::{
    LOGIN_APPLICATION_ID, LOGIN_ID, PASSWORD, REGISTERED_APPLICATION_ID, StandIn, UNREGISTERED_APPLICATION_ID,
};
use serde::Deserialize;

/// Issue a new access token (JWT) for another application, given a valid one.
#[derive(Clone, ApiRequest)]
#[api(get = "/api/jwt/issue", response = Issued, error = Refusal, rename_all = "camelCase")]
pub struct IssueJWTWithIdRequest {
    /// The application for which a new access token is wanted.
    #[api(query, validate(uuid))]
    pub application_id: Option<String>,
    /// An existing refresh token, to get a refresh token besides the JWT.
    #[api(query, secret, validate(non_empty), requires = application_id)]
    pub refresh_token: Option<String>,
}

/// The successes, by status.
#[derive(Debug, ApiResponse)]
pub enum Issued {
    /// The user is registered for the application.
    #[api(status = 200)]
    Token(IssueResponse),
    /// Authenticated, but not registered: the token lacks the application's claims.
    #[api(status = 202)]
    NotRegistered(IssueResponse),
}

/// The tokens. `Debug` does not show them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssueResponse {
    /// The access token.
    pub token: Secret<String>,
    /// Only if a refresh token was sent.
    pub refresh_token: Option<Secret<String>>,
}

/// The failures, by status.
#[derive(Debug, ApiResponse)]
pub enum Refusal {
    /// The JWT is missing, malformed, expired, or signed by another server. The body is empty.
    #[api(status = 401)]
    Unauthorized,
    /// Everything else.
    #[api(default)]
    Other(Errors),
}

/// The errors of a request that the server rejects.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Errors {
    /// Errors by field name.
    #[serde(default)]
    pub field_errors: BTreeMap<String, Vec<ErrorMessage>>,
    /// Errors of the request as a whole.
    #[serde(default)]
    pub general_errors: Vec<ErrorMessage>,
}

/// One error. Its message appears in the `Display` of the call's error, without secrets that a server may echo.
#[derive(Debug, Deserialize)]
pub struct ErrorMessage {
    /// A code for programs.
    pub code: String,
}

/// Logs in, to get a first token.
#[derive(ApiRequest)]
#[api(post = "/api/login", response = IssueResponse, auth = none, rename_all = "camelCase")]
pub struct LoginRequest {
    /// The user's name or email address.
    pub login_id: String,
    /// The user's password.
    #[api(secret)]
    pub password: String,
    /// The application to log in to.
    pub application_id: String,
}

type BoxError = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Task::read() {
        Ok(Task::Help) => {
            print!("{HELP}");
            Ok(())
        }
        Ok(Task::Demo) => demo().await,
        Ok(Task::Call(client, request)) => show(&client, &request).await.map_err(|error| explain(&error).into()),
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Shows every way in which the request can end, against a stand-in for the server.
async fn demo() -> Result<(), BoxError> {
    let stand_in = StandIn::start().await?;
    println!("FUSIONAUTH_URL is not set, so a stand-in for FusionAuth answers at {}", stand_in.url());
    let login = LoginRequest {
        login_id: LOGIN_ID.into(),
        password: PASSWORD.into(),
        application_id: LOGIN_APPLICATION_ID.into(),
    };
    let login = login.send(&Client::builder(stand_in.url()).build()?).await?;
    let client = Client::builder(stand_in.url()).auth(Bearer::new(login.token.expose())).build()?;

    println!("\nA registered application");
    let registered =
        IssueJWTWithIdRequest { application_id: Some(REGISTERED_APPLICATION_ID.into()), refresh_token: None };
    show(&client, &registered).await?;

    println!("\nWith a refresh token");
    let refresh_token = login.refresh_token.map(Secret::into_inner);
    show(&client, &IssueJWTWithIdRequest { refresh_token, ..registered.clone() }).await?;

    println!("\nAn application for which the user is not registered");
    let application_id = Some(UNREGISTERED_APPLICATION_ID.into());
    show(&client, &IssueJWTWithIdRequest { application_id, refresh_token: None }).await?;

    println!("\nAn invalid request");
    let before = stand_in.requests();
    let invalid = IssueJWTWithIdRequest { application_id: Some("shop".into()), refresh_token: Some(String::new()) };
    show_refused(&client, &invalid).await?;
    println!("  requests that reached the server: {before} before, {} after", stand_in.requests());

    println!("\nAn expired JWT");
    let expired = Client::builder(stand_in.url()).auth(Bearer::new(stand_in.expired_jwt())).build()?;
    show_refused(&expired, &registered).await?;

    println!("\nA refresh token that the server does not know");
    show_refused(&client, &IssueJWTWithIdRequest { refresh_token: Some("un+known/==".into()), ..registered }).await
}

/// Sends the request, and prints what may be shown of it and of its response.
async fn show(client: &Client, request: &IssueJWTWithIdRequest) -> Result<(), Error<Refusal>> {
    match request.to_curl(client.base()) {
        Ok(curl) => println!("  {}", curl.request_line()),
        // An invalid request is not encoded, so only the method and the path template can be shown.
        Err(_) => println!("  {} {}", IssueJWTWithIdRequest::ENDPOINT.method(), IssueJWTWithIdRequest::ENDPOINT.path()),
    }
    let reply = client.call(request).reply().await?;
    println!("  {}\n  {:?}", reply.status, reply.value);
    let (Issued::Token(issued) | Issued::NotRegistered(issued)) = &reply.value;
    println!("  the token says: {}", Claims::shown(issued.token.expose()));
    Ok(())
}

/// Like [`show`], for a call that must fail.
async fn show_refused(client: &Client, request: &IssueJWTWithIdRequest) -> Result<(), BoxError> {
    let error = show(client, request).await.err().ok_or("this call should have failed")?;
    println!("  {}", explain(&error));
    Ok(())
}

/// Explains what went wrong, by type.
fn explain(error: &Error<Refusal>) -> String {
    match error {
        Error::Invalid { violations, .. } => {
            let each: String = violations.iter().map(|violation| format!("\n  {violation}")).collect();
            format!("not sent, because it is invalid{each}")
        }
        Error::Status { status, body: Some(body), .. } => match &**body {
            Refusal::Unauthorized => format!("{status}\n  Refusal::Unauthorized: log in again for a JWT that is valid"),
            Refusal::Other(errors) => {
                let errors = errors.field_errors.values().flatten().chain(&errors.general_errors);
                let codes: Vec<&str> = errors.map(|error| error.code.as_str()).collect();
                format!("{status}\n  {error}\n  Refusal::Other: {codes:?}")
            }
        },
        // The sources say more, for example that the connection was refused.
        _ => {
            let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
            causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
        }
    }
}

/// The claims of a token that may be shown.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    application_id: Option<String>,
    roles: Option<Vec<String>>,
    exp: u64,
}

impl Claims {
    fn shown(token: &str) -> String {
        // The claims are only printed, so the signature need not be verified.
        match jsonwebtoken::dangerous::insecure_decode_claims::<Self>(token) {
            Ok(claims) => claims.to_string(),
            Err(_) => "nothing that can be read".to_owned(),
        }
    }
}

impl fmt::Display for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.application_id {
            Some(id) => write!(f, "application {id:?}, ")?,
            None => f.write_str("no application, ")?,
        }
        match &self.roles {
            Some(roles) => write!(f, "roles {roles:?}, ")?,
            None => f.write_str("no roles, ")?,
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        write!(f, "expires in {} minutes", self.exp.saturating_sub(now).div_ceil(60))
    }
}

const HELP: &str = r#"Asks FusionAuth for an access token of another application: GET /api/jwt/issue.

usage: cargo run --example issue_jwt [-- --help]

With none of these variables set, it starts a stand-in for FusionAuth on this machine, and shows
every way in which the request can end. With them, it makes one call to a real server.

  FUSIONAUTH_URL             required: the server's address, such as https://auth.example.com
  FUSIONAUTH_JWT             required: a valid access token, without the word "Bearer"
  FUSIONAUTH_APPLICATION_ID  the application for which an access token is wanted, a UUID
  FUSIONAUTH_REFRESH_TOKEN   a refresh token, to get one for that application too

Exit code: 0 if the call succeeded, 1 if it failed, 2 if an argument or a variable is wrong.
"#;

/// The name of a variable, and what to set it to.
type Variable = (&'static str, &'static str);

const URL: Variable = ("FUSIONAUTH_URL", "the server's address, such as https://auth.example.com");
const JWT: Variable = ("FUSIONAUTH_JWT", "a valid access token, without the word \"Bearer\"");
const APPLICATION_ID: Variable = ("FUSIONAUTH_APPLICATION_ID", "the UUID of the application that the token is for");
const REFRESH_TOKEN: Variable = ("FUSIONAUTH_REFRESH_TOKEN", "a refresh token, or unset it");

/// What the arguments and the environment ask for.
enum Task {
    Help,
    Demo,
    Call(Client, IssueJWTWithIdRequest),
}

impl Task {
    /// Returns the task, or a message that says how to correct the variables. The message contains no values.
    fn read() -> Result<Self, String> {
        let arguments: Vec<_> = env::args_os().skip(1).collect();
        match arguments.as_slice() {
            [] => {}
            [argument] if argument == "--help" || argument == "-h" => return Ok(Self::Help),
            _ => return Err("unknown argument: there is only --help, which lists the variables to set".to_owned()),
        }
        match (read(URL)?, read(JWT)?, read(APPLICATION_ID)?, read(REFRESH_TOKEN)?) {
            (None, None, None, None) => Ok(Self::Demo),
            (None, ..) => Err(wrong(URL, "it is not set, but other variables of FusionAuth are")),
            (_, None, ..) => Err(wrong(JWT, "it is not set, but other variables of FusionAuth are")),
            (Some(url), Some(jwt), application_id, refresh_token) => {
                let request = IssueJWTWithIdRequest { application_id, refresh_token };
                Ok(Self::Call(client(&url, &jwt)?, checked(request)?))
            }
        }
    }
}

fn read(variable: Variable) -> Result<Option<String>, String> {
    match env::var_os(variable.0).map(std::ffi::OsString::into_string) {
        None => Ok(None),
        Some(Ok(value)) if value.is_empty() => Err(wrong(variable, "it is empty")),
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(_)) => Err(wrong(variable, "it is not Unicode text")),
    }
}

fn client(url: &str, jwt: &str) -> Result<Client, String> {
    if !jwt.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(wrong(JWT, "it has spaces or other characters that no token has"));
    }
    Client::builder(url).auth(Bearer::new(jwt)).build().map_err(|error| match error {
        ConfigError::Base { reason, .. } => wrong(URL, &reason),
        ConfigError::PlainHttp => wrong(URL, "plain http to another machine would show the JWT to anyone on the way"),
        other => other.to_string(),
    })
}

/// Returns the request if it is valid.
fn checked(request: IssueJWTWithIdRequest) -> Result<IssueJWTWithIdRequest, String> {
    let Err(violations) = request.validate() else {
        return Ok(request);
    };
    let message = |violation: &api_request::validate::Violation| match (violation.field(), violation.rule()) {
        (_, "requires") => wrong(APPLICATION_ID, "it is not set, but FUSIONAUTH_REFRESH_TOKEN needs it"),
        ("application_id", _) => wrong(APPLICATION_ID, violation.message()),
        _ => wrong(REFRESH_TOKEN, violation.message()),
    };
    Err(violations.iter().map(message).collect::<Vec<_>>().join("\n"))
}

fn wrong((name, what): Variable, why: &str) -> String {
    format!("{name}: {why}; set it to {what}")
}
