//! Each message with which a test fails, and when the mock verifies.

use std::panic::{AssertUnwindSafe, catch_unwind};

use api_request::mock::Mock;
use api_request::{ApiRequest, NoContent};

use super::{Create, GetUser, Search, report, shown, status};

#[tokio::test]
async fn nothing_is_reported_if_every_call_is_declared() {
    let mock = Mock::new();
    mock.on::<GetUser>().status(200);
    mock.on::<Create>();
    mock.expect(&Search::default());
    assert_eq!(status(&mock.client(), &Search::default()).await, 200);
    mock.verify();
}

#[tokio::test]
async fn an_unexpected_call_names_the_nearest_declaration_and_the_difference() {
    let mock = Mock::new();
    mock.on::<Create>();
    mock.expect(&Search { limit: Some(10), ..Search::default() });
    let sent = Search { limit: Some(20), tag: vec!["a", "b"], ..Search::default() };
    let error = sent.send(&mock.client()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /users/search: 501 Not Implemented: the mock has no response to GET /users/search?limit=20&tag=a&tag=b: \
         query `limit`: expected 10, got 20; query `tag`: expected [], got [\"a\", \"b\"]"
    );
    assert_eq!(
        report(&mock),
        r#"the calls differ from the mock: 1 unexpected, 1 missing

unexpected: GET /users/search?limit=20&tag=a&tag=b
    the nearest is `expect` of Search (GET /users/search) at <here>
    query `limit`: expected 10, got 20
    query `tag`: expected [], got ["a", "b"]

missing: GET /users/search?limit=10
    `expect` of Search (GET /users/search) at <here>
    expected 1 call, got 0
"#
    );
}

#[tokio::test]
async fn each_way_not_to_match_has_its_message() {
    #[derive(ApiRequest)]
    #[api(get = "/find?type=user", response = NoContent)]
    struct Users {}
    #[derive(ApiRequest)]
    #[api(get = "/find", response = NoContent)]
    struct Find {
        r#type: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(post = "/user/{id}")]
    struct Misspelt {
        id: u8,
    }
    let mock = Mock::new();
    let client = mock.client();
    status(&client, &GetUser { id: 7 }).await;
    mock.on::<Users>();
    mock.on::<GetUser>().times(1);
    status(&client, &Find { r#type: "group" }).await;
    status(&client, &Misspelt { id: 7 }).await;
    status(&client, &GetUser { id: 7 }).await;
    status(&client, &GetUser { id: 7 }).await;
    assert_eq!(
        report(&mock),
        r#"the calls differ from the mock: 4 unexpected

unexpected: GET /users/7
    nothing is declared: call `on` or `expect` before the request is sent

unexpected: GET /find?type=group
    the nearest is `on` of Users (GET /find) at <here>
    query `type`: expected "user", got "group"

unexpected: POST /user/7
    the nearest is `on` of GetUser (GET /users/{id}) at <here>
    path: expected `/users/{id}`, got `/user/7`

unexpected: GET /users/7
    the nearest is `on` of GetUser (GET /users/{id}) at <here>
    it answers 1 call, and this is call 2; allow more with `times(2)`
"#
    );
}

#[tokio::test]
async fn missing_calls_are_counted() {
    let mock = Mock::new();
    mock.on::<GetUser>().times(3).status(200);
    mock.expect(&Create { name: "Ada" }).status(200).times(2);
    // The second answer is for a retry, which need not happen.
    mock.expect(&Search::default()).status(503).then_status(200);
    mock.expect(&Search { limit: Some(1), ..Search::default() }).status(503).then_status(200);
    let client = mock.client();
    status(&client, &GetUser { id: 7 }).await;
    client.call(&Create { name: "Ada" }).raw().await.unwrap();
    assert_eq!(client.call(&Search::default()).no_retry().raw().await.unwrap().status(), 503);
    assert_eq!(
        report(&mock),
        r"the calls differ from the mock: 3 missing

missing: GET /users/{id}
    `on` of GetUser (GET /users/{id}) at <here>
    expected 3 calls, got 1

missing: POST /users
    `expect` of Create (POST /users) at <here>
    expected 2 calls, got 1

missing: GET /users/search?limit=1
    `expect` of Search (GET /users/search) at <here>
    expected 1 call, got 0
"
    );
}

#[tokio::test]
async fn never_is_zero_times() {
    let mock = Mock::new();
    mock.expect(&GetUser { id: 7 }).times(0);
    assert_eq!(report(&mock), "");
    assert_eq!(status(&mock.client(), &GetUser { id: 7 }).await, 501);
    assert!(report(&mock).contains("it answers 0 calls, and this is call 1; allow more with `times(1)`"));
}

#[test]
fn the_last_clone_verifies_when_it_is_dropped() {
    let mock = Mock::new();
    mock.expect(&GetUser { id: 7 });
    let (clone, client) = (mock.clone(), mock.client());
    drop(mock);
    let panic = catch_unwind(AssertUnwindSafe(|| drop(clone))).err();
    assert!(shown(panic).contains("missing: GET /users/7"));
    drop(client);
}

#[test]
fn a_verified_mock_is_not_verified_again() {
    let mock = Mock::new();
    mock.expect(&GetUser { id: 7 });
    assert!(!report(&mock).is_empty());
    drop(mock);
}

#[test]
fn a_mock_that_is_dropped_by_a_panic_stays_quiet() {
    let panic = catch_unwind(|| {
        let mock = Mock::new();
        mock.expect(&GetUser { id: 7 });
        panic!("{}", "the test's own message");
    });
    assert_eq!(shown(panic.err()), "the test's own message");
}

#[test]
fn a_request_that_cannot_be_sent_cannot_be_expected() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = NoContent)]
    struct Limited {
        #[api(validate(range(1..=100)))]
        limit: u32,
    }
    let panic = catch_unwind(|| drop(Mock::new().expect(&Limited { limit: 0 })));
    assert_eq!(
        shown(panic.err()),
        "Limited cannot be expected: invalid request: `limit` (query `limit`): must be between 1 and 100, but is 0"
    );
}

#[test]
fn misuse_of_answers_is_reported_at_once() {
    use api_request::mock::reply;
    use std::collections::HashMap;

    let message = |misuse: fn()| match catch_unwind(misuse).unwrap_err().downcast::<String>() {
        Ok(text) => *text,
        Err(other) => (*other.downcast::<&str>().unwrap()).to_owned(),
    };
    assert_eq!(message(|| drop(reply(100))), "the status of a response must be between 200 and 999");
    assert_eq!(message(|| drop(reply(1000))), "the status of a response must be between 200 and 999");
    assert_eq!(message(|| drop(reply(200).header("a b", "c"))), "\"a b\" is not a valid header name");
    assert_eq!(message(|| drop(reply(200).header("X-A", "c\n"))), "the value of the header `x-a` is not valid");
    assert_eq!(
        message(|| drop(reply(200).json(HashMap::from([([1], 2)])))),
        "the JSON of a response cannot be serialised: key must be a string"
    );
    assert_eq!(
        message(|| drop(Mock::new().on::<GetUser>().each(|_| reply(200)).cut(1))),
        "the last answer is a function: change the `Answer` that it returns"
    );
}

#[tokio::test]
async fn a_panic_of_a_function_is_reported() {
    let mock = Mock::new();
    mock.on::<GetUser>().each(|_| panic!("not this one"));
    let client = mock.client();
    let call = tokio::spawn(GetUser { id: 7 }.send(&client)).await;
    assert!(call.unwrap_err().is_panic());
    assert_eq!(
        report(&mock),
        "the calls differ from the mock: 1 answered by a function that panicked\n\nthe function of `on` of GetUser (GET /users/{id}) at <here> panicked\n"
    );
}

#[tokio::test]
async fn many_differences_are_cut() {
    #[derive(ApiRequest)]
    #[api(post = "/list")]
    struct List {
        #[api(body)]
        items: Vec<u32>,
    }
    let mock = Mock::new();
    mock.expect(&List { items: (0..30).collect() });
    status(&mock.client(), &List { items: (1..31).collect() }).await;
    let report = report(&mock);
    assert!(report.contains("body `$[19]`: expected 19, got 20\n    and 10 more\n"), "{report}");
}
