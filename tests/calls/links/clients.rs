//! Clients with another base or other credentials.

use api_request::error::ConfigError;
use api_request::reply::Text;
use api_request::{ApiRequest, Bearer, Error};

use super::World;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

#[tokio::test]
async fn a_client_may_have_another_base_or_other_credentials() {
    let world = World::new();
    let one = world.client(|builder| builder.auth(Bearer::new("canary")));
    let other = one.with_base("https://other.example/v2/").unwrap();
    let user = other.with_auth(Bearer::new("user"));
    for client in [&one, &other, &user] {
        Get.send(client).await.unwrap();
    }
    let seen: Vec<(String, String)> = world
        .seen()
        .iter()
        .map(|seen| (seen.line.clone(), seen.headers["authorization"].to_str().unwrap().to_owned()))
        .collect();
    let pair = |line: &str, auth: &str| (line.to_owned(), auth.to_owned());
    assert_eq!(
        seen,
        [
            pair("GET https://h.example/api/a", "Bearer canary"),
            pair("GET https://other.example/v2/a", "Bearer canary"),
            pair("GET https://other.example/v2/a", "Bearer user"),
        ]
    );
    assert!(matches!(one.with_base("http://other.example"), Err(ConfigError::PlainHttp)));
    assert!(matches!(one.with_base("nowhere"), Err(ConfigError::Base { .. })));
    let plain = world.client(|builder| builder).with_base("http://other.example").unwrap().with_auth(Bearer::new("a"));
    assert!(matches!(Get.send(&plain).await.unwrap_err(), Error::Auth { .. }));
}
