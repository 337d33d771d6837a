//! Responses: which type reads which status, and how an unreadable one is reported.

use std::fmt;

use api_request::error::DecodeError;
use api_request::reply::{FromResponse, Incoming, Raw, Text};
use api_request::{ApiRequest, ApiResponse, Client, Error, NoContent};
use api_request_tests::{Answer, Server, header};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Token {
    token: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Problem {
    code: u16,
}

#[derive(Debug, PartialEq, ApiResponse)]
enum Issued {
    #[api(status = 200)]
    Token(Token),
    #[api(status = 202)]
    NotRegistered(Token),
    #[api(status = 304)]
    Unchanged,
}

#[derive(Debug, PartialEq, ApiResponse)]
enum Refusal {
    #[api(default)]
    Other(Problem),
    #[api(status = "4XX")]
    Client(Problem),
    #[api(status = 401)]
    Unauthorized,
}

#[derive(ApiRequest)]
#[api(get = "/both", response = Issued, error = Refusal)]
struct Both;

#[derive(ApiRequest)]
#[api(get = "/plain", response = Token, error = Problem)]
struct Plain;

#[expect(clippy::unnecessary_wraps, reason = "a rule returns a result")]
fn any(_: &str) -> Result<(), String> {
    Ok(())
}

async fn client(answer: Answer) -> (Server, Client) {
    let server = Server::always(answer).await;
    let client = Client::builder(server.url()).build().unwrap();
    (server, client)
}

/// Returns the result of a request: a value, a typed error body, or an error without a typed body.
async fn outcome<R>(request: R, status: &str, body: &str) -> String
where
    R: ApiRequest<Response: fmt::Debug, Error: fmt::Debug>,
{
    let (_server, client) = client(Answer::json(status, body)).await;
    match request.send(&client).await {
        Ok(value) => format!("{value:?}"),
        Err(Error::Status { status, body: Some(body), .. }) => format!("{}: {body:?}", status.as_u16()),
        Err(error @ Error::Status { .. }) => {
            assert_eq!(error.raw().unwrap(), body);
            let why =
                ["neither `response` nor `error` declares this status", "the body does not match the `error` type: "];
            assert!(why.iter().any(|why| error.to_string().contains(why)), "{error}");
            format!("{}: untyped", error.status().unwrap().as_u16())
        }
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn the_status_chooses_the_type_and_the_variant() {
    let (token, problem) = (r#"{"token":"t"}"#, r#"{"code":7}"#);
    for (status, body, expected) in [
        ("200 OK", token, "Token(Token { token: \"t\" })"),
        ("202 Accepted", token, "NotRegistered(Token { token: \"t\" })"),
        ("304 Not Modified", "", "Unchanged"),
        // A 2xx that `response` does not declare is read by no type: `default` is only for statuses that `error` reads.
        ("201 Created", token, "201: untyped"),
        ("401 Unauthorized", "", "401: Unauthorized"),
        ("404 Not Found", problem, "404: Client(Problem { code: 7 })"),
        ("500 Oops", problem, "500: Other(Problem { code: 7 })"),
        ("302 Found", problem, "302: Other(Problem { code: 7 })"),
        ("500 Oops", "<html>", "500: untyped"),
    ] {
        assert_eq!(outcome(Both, status, body).await, expected, "{status}");
    }
    for (status, body, expected) in [
        ("200 OK", token, "Token { token: \"t\" }"),
        ("299 Fine", token, "Token { token: \"t\" }"),
        ("400 Bad Request", problem, "400: Problem { code: 7 }"),
        ("304 Not Modified", "", "304: untyped"),
    ] {
        assert_eq!(outcome(Plain, status, body).await, expected, "{status}");
    }
}

#[derive(Debug, ApiResponse)]
enum Declared {
    #[api(status = 200)]
    Fine,
    #[api(status = 404)]
    Absent,
}

#[derive(Debug, PartialEq, ApiResponse)]
enum Contested {
    #[api(status = "2XX")]
    Success(Text),
    #[api(status = 404)]
    Missing,
}

#[tokio::test]
async fn a_declaration_overrides_the_default_rule_and_the_response_overrides_the_error() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Declared, error = Contested)]
    struct Get;
    assert_eq!(outcome(Get, "200 OK", "x").await, "Fine");
    assert_eq!(outcome(Get, "404 Not Found", "x").await, "Absent");
    assert_eq!(outcome(Get, "201 Created", "x").await, "201: Success(Text(1 bytes))");

    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text, error = Contested)]
    struct Stolen;
    assert_eq!(outcome(Stolen, "200 OK", "x").await, "200: Success(Text(1 bytes))");
    assert_eq!(outcome(Stolen, "404 Not Found", "x").await, "404: Missing");
    assert_eq!(outcome(Stolen, "500 Oops", "x").await, "500: untyped");
}

#[tokio::test]
async fn an_empty_body_reads_as_null() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Option<Token>)]
    struct Post;
    assert_eq!(outcome(Post, "200 OK", "").await, "None");
    assert_eq!(
        outcome(Plain, "200 OK", "").await,
        "GET /plain: cannot decode the response: the body is empty (status 200 OK)"
    );
}

#[tokio::test]
async fn an_unreadable_reply_says_where_and_what_was_expected() {
    #[derive(Debug, Deserialize)]
    struct Deep {
        #[expect(dead_code, reason = "only its reading matters")]
        users: Vec<Problem>,
    }
    #[derive(ApiRequest)]
    #[api(get = "/deep", response = Deep)]
    struct Get;
    let (_server, client) = client(Answer::json("200 OK", r#"{"users":[{"code":1},{"code":"canary"}]}"#)).await;
    let error = Get.send(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /deep: cannot decode the response: $.users[1].code: expected u16, found a string (status 200 OK)"
    );
    let Error::Decode { error: decode, .. } = &error else { panic!("{error:?}") };
    assert_eq!(decode.path(), Some("$.users[1].code"));
    assert_eq!(error.raw().unwrap(), r#"{"users":[{"code":1},{"code":"canary"}]}"#);
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.detail().unwrap().contains("canary"));
    assert!(error.may_have_been_sent());
    for (body, media_type, reason) in [
        ("<html>", "text/html; charset=utf-8", "the content type is `text/html`, not JSON"),
        ("nope", "application/json", "invalid JSON at byte 2"),
        (r#"{"users":["#, "application/json", "unexpected end of JSON"),
        ("[]", "application/json", "$: missing field `users`"),
    ] {
        let (_server, client) = self::client(Answer::reply("200 OK", &[("content-type", media_type)], body)).await;
        let error = Get.send(&client).await.unwrap_err();
        let shown = error.to_string();
        if body != "[]" {
            assert_eq!(shown, format!("GET /deep: cannot decode the response: {reason} (status 200 OK)"));
        }
        assert!(matches!(error, Error::Decode { .. }));
    }
}

#[tokio::test]
async fn text_and_bytes_are_not_json() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text)]
    struct GetText;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct GetRaw;
    #[derive(ApiRequest)]
    #[api(delete = "/a")]
    struct Delete;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = String)]
    struct GetJson;

    let (server, client) = client(Answer::reply("200 OK", &[], "\"grüße\"")).await;
    assert_eq!(GetText.send(&client).await.unwrap().0, "\"grüße\"");
    assert_eq!(&*GetRaw.send(&client).await.unwrap().0, "\"grüße\"".as_bytes());
    assert_eq!(GetJson.send(&client).await.unwrap(), "grüße");
    assert_eq!(Delete.send(&client).await.unwrap(), NoContent);
    let accepts: Vec<Option<String>> =
        server.requests().iter().map(|request| header(request, "accept").map(str::to_owned)).collect();
    let (any, json) = (Some("*/*".to_owned()), Some("application/json".to_owned()));
    assert_eq!(accepts, [any.clone(), any.clone(), json, any]);

    let (_server, client) = self::client(Answer::reply("200 OK", &[], b"a\xffb")).await;
    let error = GetText.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: cannot decode the response: invalid UTF-8 at byte 1 (status 200 OK)");
    assert_eq!(&error.raw().unwrap()[..], b"a\xffb");
}

#[tokio::test]
async fn a_type_of_ones_own_reads_its_reply_as_it_likes() {
    struct Numbers(Vec<u64>);
    impl FromResponse for Numbers {
        const ACCEPT: Option<&'static str> = Some("text/csv");

        fn declares(status: http::StatusCode) -> Option<bool> {
            Some(status == 200)
        }

        async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
            assert_eq!(reply.headers()["content-type"], "text/csv");
            let text = Text::from_response(reply).await?.0;
            let numbers = text.split(',').enumerate().map(|(index, number)| {
                let error = |_| DecodeError::new("expected a number").at(format!("$[{index}]")).with_detail(number);
                number.parse().map_err(error)
            });
            numbers.collect::<Result<_, _>>().map(Self)
        }
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Numbers)]
    struct Get;
    let (server, client) = client(Answer::reply("200 OK", &[("content-type", "text/csv")], "1,2")).await;
    assert_eq!(Get.send(&client).await.unwrap().0, [1, 2]);
    assert_eq!(header(&server.only_request(), "accept"), Some("text/csv"));

    let (_server, client) = self::client(Answer::reply("200 OK", &[("content-type", "text/csv")], "1,x")).await;
    let error = Get.send(&client).await.map(|numbers| numbers.0).unwrap_err();
    assert_eq!(error.to_string(), "GET /a: cannot decode the response: $[1]: expected a number (status 200 OK)");
    assert_eq!(error.detail(), Some("x"));
}

#[tokio::test]
async fn an_error_body_of_another_kind_says_why_it_is_not_typed() {
    let (_server, client) = client(Answer::json("422 No", r#"{"code":"canary"}"#)).await;
    let error = Plain.send(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /plain: 422 Unprocessable Entity; the body does not match the `error` type: $.code: expected u16, found a string"
    );
    assert!(error.body().is_none());
    assert!(error.detail().unwrap().contains("canary"));
}

#[derive(Debug, PartialEq, ApiResponse)]
struct Listed<T> {
    #[api(body)]
    users: Vec<T>,
    #[api(header = "X-Total-Count")]
    total: u64,
    #[api(header)]
    retry_after: Option<u8>,
    #[api(header = "allow")]
    methods: Vec<String>,
    #[api(status)]
    status: u16,
}

#[derive(Debug, PartialEq, ApiResponse)]
struct Created(#[api(header = "location")] String, #[api(status)] http::StatusCode);

#[tokio::test]
async fn a_struct_takes_the_parts_of_a_reply() {
    #[derive(ApiRequest)]
    #[api(get = "/users", response = Listed<Token>, error = Created)]
    struct List;
    let headers = [("x-total-count", "7"), ("allow", "GET, PUT"), ("allow", "PATCH")];
    let (server, client) = client(Answer::reply("206 Partial", &headers, r#"[{"token":"t"}]"#)).await;
    let listed = List.send(&client).await.unwrap();
    let methods = ["GET", "PUT", "PATCH"].map(str::to_owned).to_vec();
    let users = vec![Token { token: "t".to_owned() }];
    assert_eq!(listed, Listed { users, total: 7, retry_after: None, methods, status: 206 });
    assert_eq!(header(&server.only_request(), "accept"), Some("application/json"));

    let (_server, client) = self::client(Answer::reply("200 OK", &[("x-total-count", "canary")], "[]")).await;
    let error = List.send(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /users: cannot decode the response: header `X-Total-Count`: the value does not match the type (status 200 OK)"
    );
    let (_server, client) = self::client(Answer::reply("200 OK", &[], "[]")).await;
    let error = List.send(&client).await.unwrap_err();
    assert!(error.to_string().contains("header `X-Total-Count`: missing"), "{error}");
    let (_server, client) = self::client(Answer::reply("409 Conflict", &[("location", "/users/7")], "")).await;
    let error = List.send(&client).await.unwrap_err();
    assert_eq!(error.body(), Some(&Created("/users/7".to_owned(), http::StatusCode::CONFLICT)));
}

#[tokio::test]
async fn an_absent_status_reads_as_null() {
    #[derive(ApiRequest)]
    #[api(get = "/user", response = Option<Token>, absent(404, 204), error = Problem)]
    struct Find;
    assert_eq!(outcome(Find, "200 OK", r#"{"token":"t"}"#).await, "Some(Token { token: \"t\" })");
    assert_eq!(outcome(Find, "404 Not Found", "<html>").await, "None");
    assert_eq!(outcome(Find, "204 No Content", "").await, "None");
    assert_eq!(outcome(Find, "410 Gone", r#"{"code":7}"#).await, "410: Problem { code: 7 }");
    assert_eq!(Find::ENDPOINT.absent_list(), [404, 204]);

    // A redirect with a status in `absent(..)` is not followed.
    #[derive(ApiRequest)]
    #[api(get = "/moved", response = Option<Token>, absent(302))]
    struct Moved;
    let (server, client) = client(Answer::reply("302 Found", &[("location", "/elsewhere")], "")).await;
    assert_eq!(Moved.send(&client).await.unwrap(), None);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_reply_may_be_a_parameter_of_its_request() {
    #[derive(ApiRequest)]
    #[api(get = "/any", response = T, error = E)]
    struct Any<T, E> {
        #[api(skip)]
        types: std::marker::PhantomData<fn() -> (T, E)>,
    }
    let any = Any::<Token, Problem> { types: std::marker::PhantomData };
    assert_eq!(outcome(any, "200 OK", r#"{"token":"t"}"#).await, "Token { token: \"t\" }");
}

#[test]
fn an_endpoint_tells_all_that_is_stated() {
    /// Lists users.
    ///
    /// In two paragraphs.
    #[derive(ApiRequest)]
    #[api(put = "/users/{id}", response = Vec<Option<u8>>, rename_all = "camelCase")]
    struct Put {
        /// Which one.
        #[api(validate(uuid, crate::replies::any))]
        id: String,
        nick_name: Option<String>,
        #[api(secret, requires = nick_name)]
        pass_word: Option<String>,
    }
    assert_eq!(
        Put::ENDPOINT.to_string(),
        "`PUT /users/{id}`, read as `Vec<Option<u8>>`, on error as `Raw`\n\n\
         | field | place | name | required | secret | rules |\n|---|---|---|---|---|---|\n\
         | `id` | path | `id` | yes | no | `uuid`, `any` |\n\
         | `nick_name` | property | `nickName` | no | no | |\n\
         | `pass_word` | property | `passWord` | no | yes | |\n\n- `requires(pass_word, nick_name)`\n"
    );
    assert_eq!(Put::DOCS.request(), "Lists users.\n\nIn two paragraphs.");
    assert_eq!([Put::DOCS.param(0), Put::DOCS.param(1), Put::DOCS.param(9)], ["Which one.", "", ""]);
    let _ = Put { id: String::new(), nick_name: None, pass_word: None };
}
