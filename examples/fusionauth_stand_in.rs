//! A stand-in for FusionAuth on a loopback port. The example calls it unless you name a real server.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Query, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::map_request_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, get_current_timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The login name of the user whom the stand-in knows.
pub const LOGIN_ID: &str = "ada@example.com";
/// The password of this user.
pub const PASSWORD: &str = "correct horse battery staple";

/// The application that the user logs in to.
pub const LOGIN_APPLICATION_ID: &str = "10000000-0000-0002-0000-000000000001";
/// Another application, for which the user is registered.
pub const REGISTERED_APPLICATION_ID: &str = "10000000-0000-0002-0000-000000000002";
/// A third application, for which the user is not registered.
pub const UNREGISTERED_APPLICATION_ID: &str = "10000000-0000-0002-0000-000000000003";

/// Each application, with the roles of the user if the user is registered there.
const APPLICATIONS: [(&str, Option<&[&str]>); 3] = [
    (LOGIN_APPLICATION_ID, Some(&["user"])),
    (REGISTERED_APPLICATION_ID, Some(&["admin", "editor"])),
    (UNREGISTERED_APPLICATION_ID, None),
];

const USER_ID: &str = "00000000-0000-0001-0000-000000000001";
const ONE_HOUR: u64 = 3600;

/// A running stand-in. Dropping it stops it.
pub struct StandIn {
    url: String,
    server: Arc<Server>,
    /// Dropping this sender stops the server.
    _running: oneshot::Sender<()>,
}

impl StandIn {
    /// Starts the server on a free loopback port.
    ///
    /// # Errors
    ///
    /// Fails if no port is free.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = Arc::new(Server::new());
        let router = Router::new()
            .route("/api/login", post(login))
            .route("/api/jwt/issue", get(issue))
            .layer(map_request_with_state(Arc::clone(&server), count))
            .with_state(Arc::clone(&server));
        let (running, stopped) = oneshot::channel::<()>();
        let stop = async {
            let _ = stopped.await;
        };
        tokio::spawn(axum::serve(listener, router).with_graceful_shutdown(stop).into_future());
        Ok(Self { url, server, _running: running })
    }

    /// Returns the base URL of the API.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns how many requests have reached the server so far.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.server.requests.load(Ordering::SeqCst)
    }

    /// Returns a token that expired an hour ago.
    #[must_use]
    pub fn expired_jwt(&self) -> String {
        self.server.jwt(LOGIN_APPLICATION_ID, Some(&["user"]), get_current_timestamp() - ONE_HOUR)
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandIn").field("url", &self.url).finish_non_exhaustive()
    }
}

struct Server {
    signs: EncodingKey,
    verifies: DecodingKey,
    refresh_tokens: Mutex<HashSet<String>>,
    requests: AtomicUsize,
}

/// The claims of a token. The two optional ones are about the application.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    aud: String,
    exp: u64,
    iat: u64,
    iss: String,
    sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<String>>,
}

impl Server {
    fn new() -> Self {
        let secret: Vec<u8> = (0..4).flat_map(|_| random().to_le_bytes()).collect();
        Self {
            signs: EncodingKey::from_secret(&secret),
            verifies: DecodingKey::from_secret(&secret),
            refresh_tokens: Mutex::default(),
            requests: AtomicUsize::new(0),
        }
    }

    fn jwt(&self, application_id: &str, roles: Option<&[&str]>, exp: u64) -> String {
        let claims = Claims {
            aud: application_id.to_owned(),
            exp,
            iat: exp - ONE_HOUR,
            iss: "stand-in.example.com".to_owned(),
            sub: USER_ID.to_owned(),
            application_id: roles.map(|_| application_id.to_owned()),
            roles: roles.map(|roles| roles.iter().map(ToString::to_string).collect()),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signs).expect("HMAC can sign any JSON")
    }

    /// Returns the claims of the request's token, if it is genuine and has not expired.
    fn authenticate(&self, headers: &HeaderMap) -> Option<Claims> {
        let bearer = headers.get(AUTHORIZATION).and_then(|value| {
            let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token)
        });
        let token = bearer.or_else(|| cookie(headers, "access_token"))?;
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        // A token of any application may be exchanged for a token of another one.
        validation.validate_aud = false;
        Some(jsonwebtoken::decode(token, &self.verifies, &validation).ok()?.claims)
    }

    fn knows(&self, refresh_token: &str) -> bool {
        self.refresh_tokens.lock().unwrap_or_else(PoisonError::into_inner).contains(refresh_token)
    }

    /// Returns a new refresh token. Like real ones, it contains characters that a query must encode.
    fn refresh_token(&self) -> String {
        let token = format!("{:016x}+{:016x}/{:016x}==", random(), random(), random());
        self.refresh_tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone());
        token
    }

    /// Responds with new tokens. Status 202 means that the user is not registered for the application.
    fn tokens(&self, application_id: &str, roles: Option<&[&str]>, exp: u64, with_refresh_token: bool) -> Response {
        let mut body = json!({ "token": self.jwt(application_id, roles, exp) });
        if with_refresh_token {
            body["refreshToken"] = self.refresh_token().into();
        }
        let status = if roles.is_some() { StatusCode::OK } else { StatusCode::ACCEPTED };
        (status, Json(body)).into_response()
    }
}

async fn count(State(server): State<Arc<Server>>, request: Request) -> Request {
    server.requests.fetch_add(1, Ordering::SeqCst);
    request
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credentials {
    login_id: String,
    password: String,
    application_id: String,
}

async fn login(State(server): State<Arc<Server>>, Json(given): Json<Credentials>) -> Response {
    if (given.login_id.as_str(), given.password.as_str()) != (LOGIN_ID, PASSWORD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match application(Some(&given.application_id)) {
        Ok((id, roles)) => server.tokens(id, roles, get_current_timestamp() + ONE_HOUR, true),
        Err(error) => refused([("applicationId", error)]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue {
    application_id: Option<String>,
    refresh_token: Option<String>,
}

async fn issue(State(server): State<Arc<Server>>, headers: HeaderMap, Query(query): Query<Issue>) -> Response {
    let Some(claims) = server.authenticate(&headers) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let refresh_token = cookie(&headers, "refresh_token").or(query.refresh_token.as_deref());
    let unknown = refresh_token.is_some_and(|token| !server.knows(token));
    let unknown = unknown.then_some(("[invalid]refreshToken", "The refresh token is not valid."));
    match (application(query.application_id.as_deref()), unknown) {
        // The new token expires together with the token that authorised the request.
        (Ok((id, roles)), None) => server.tokens(id, roles, claims.exp, refresh_token.is_some()),
        (application, unknown) => {
            let application = application.err().map(|error| ("applicationId", error));
            refused(application.into_iter().chain(unknown.map(|error| ("refreshToken", error))))
        }
    }
}

/// An error: a code for programs and a message for people.
type FieldError = (&'static str, &'static str);

/// Returns the application with this id, and the roles of the user in it.
fn application(id: Option<&str>) -> Result<(&'static str, Option<&'static [&'static str]>), FieldError> {
    let id = id.ok_or(("[missing]applicationId", "You must name the application."))?;
    if !is_uuid(id) {
        return Err(("[couldNotConvert]applicationId", "The application's id must be a UUID."));
    }
    let known = APPLICATIONS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(id));
    known.ok_or(("[invalid]applicationId", "There is no application of that id."))
}

fn refused(errors: impl IntoIterator<Item = (&'static str, FieldError)>) -> Response {
    let fields: Map<String, Value> = errors
        .into_iter()
        .map(|(field, (code, message))| (field.to_owned(), json!([{ "code": code, "message": message }])))
        .collect();
    (StatusCode::BAD_REQUEST, Json(json!({ "fieldErrors": fields, "generalErrors": [] }))).into_response()
}

fn is_uuid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split("; ")).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Random bytes from the hasher of the standard library, which the system seeds. That is enough for a stand-in.
fn random() -> u64 {
    RandomState::new().hash_one(())
}
