//! What a server receives, byte for byte: what is built here, and what the client and its transport add.

use api_request::{ApiRequest, Bearer, Client};
use api_request_tests::{Answer, Server, header, request_line};

#[derive(Clone, ApiRequest)]
#[api(get = "/api/jwt/issue", response = serde_json::Value, rename_all = "camelCase")]
struct Issue {
    #[api(query, validate(uuid))]
    application_id: Option<String>,
    #[api(query, secret, validate(non_empty), requires = application_id)]
    refresh_token: Option<String>,
}

fn issue(refresh_token: Option<&str>) -> Issue {
    let id = "10000000-0000-0002-0000-000000000001";
    Issue { application_id: Some(id.to_owned()), refresh_token: refresh_token.map(str::to_owned) }
}

#[tokio::test]
async fn the_seeds_request_as_a_server_receives_it() {
    let server = Server::always(Answer::json("200 OK", "{}")).await;
    let client = Client::builder(server.url()).auth(Bearer::new("a.b.c")).build().unwrap();
    Issue { application_id: None, refresh_token: None }.send(&client).await.unwrap();
    issue(None).send(&client).await.unwrap();
    issue(Some("a+b/c=")).send(&client).await.unwrap();

    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(|request| request_line(request)).collect();
    assert_eq!(
        lines,
        [
            "GET /api/jwt/issue HTTP/1.1",
            "GET /api/jwt/issue?applicationId=10000000-0000-0002-0000-000000000001 HTTP/1.1",
            "GET /api/jwt/issue?applicationId=10000000-0000-0002-0000-000000000001&refreshToken=a%2Bb%2Fc%3D HTTP/1.1",
        ]
    );
    for request in &requests {
        assert_eq!(header(request, "accept"), Some("application/json"));
        assert_eq!(header(request, "authorization"), Some("Bearer a.b.c"));
        assert_eq!(header(request, "user-agent"), Some(concat!("api-request/", env!("CARGO_PKG_VERSION"))));
        assert_eq!(header(request, "referer"), None);
        assert_eq!(header(request, "content-type"), None);
        assert_eq!(request.split("\r\n\r\n").nth(1), Some(""));
    }
}

#[tokio::test]
async fn a_base_with_a_prefix_meets_the_path_with_one_slash() {
    let server = Server::always(Answer::json("200 OK", "{}")).await;
    for prefix in ["", "/", "/v1", "/v1/", "/v1//"] {
        let client = Client::builder(&format!("{}{prefix}", server.url())).build().unwrap();
        issue(None).send(&client).await.unwrap();
    }
    let paths: Vec<String> =
        server.requests().iter().map(|request| request.split('?').next().unwrap().to_owned()).collect();
    let (bare, v1) = ("GET /api/jwt/issue", "GET /v1/api/jwt/issue");
    assert_eq!(paths, [bare, bare, v1, v1, v1]);
}

#[tokio::test]
async fn an_empty_post_reaches_the_server_with_a_length_of_zero() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post;
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    Post.send(&client).await.unwrap();
    let request = server.only_request();
    assert_eq!(header(&request, "content-length"), Some("0"));
    assert_eq!(header(&request, "content-type"), None);
    // reqwest's own words for no preference.
    assert_eq!(header(&request, "accept"), Some("*/*"));
}
