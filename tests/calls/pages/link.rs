//! Links as GitHub, registries and careless servers write them (RFC 8288).

use api_request::reply::Links;
use api_request::{ApiRequest, ApiResponse, Client};
use api_request_tests::Answer;
use http::Response;

use crate::links::{World, moved};

use super::{all, client, collect, ok, server, targets};

#[derive(Clone, ApiRequest)]
#[api(get = "/repos", response = Vec<u32>, paginate(link))]
struct ListRepos {
    per_page: u8,
}

/// A page with these lines of `Link`.
fn page(lines: &[&str], body: &str) -> Answer {
    let headers: Vec<(&str, &str)> = lines.iter().map(|line| ("link", *line)).collect();
    Answer::reply("200 OK", &headers, body)
}

#[tokio::test]
async fn it_follows_next_however_it_is_written() {
    let server = server(|target| match target {
        "/repos?per_page=2" => page(
            &["<https://docs.example/a,b;c>; rel=\"help\"; title=\"x, y; rel=next\", </repos?page=2&ids=1,2;3>; rel=\"next\", </repos?page=9>; rel=\"last\""],
            "[1,2]",
        ),
        "/repos?page=2&ids=1,2;3" => page(&["</repos>; rel=\"first\"", "<?page=3>; rel=next"], "[3]"),
        // An empty page that has a next one is not the last.
        "/repos?page=3" => page(&["<repos?page=4>; REL=\"NEXT prev\""], "[]"),
        "/repos?page=4" => page(&["< /repos?page=5 > ;rel='next';x", "</repos?page=1>; rel=prev"], "[4]"),
        "/repos?page=5" => page(&["</repos?page=6>; rel=next; anchor=\"/other\", </repos?page=4>; rel=\"prev nexted\""], "[5]"),
        _ => Answer::json("404 Not Found", "{}"),
    })
    .await;
    assert_eq!(all(ListRepos { per_page: 2 }.items(&client(&server))).await, [1, 2, 3, 4, 5]);
    let seen = ["/repos?per_page=2", "/repos?page=2&ids=1,2;3", "/repos?page=3", "/repos?page=4", "/repos?page=5"];
    assert_eq!(targets(&server), seen);
}

#[tokio::test]
async fn it_ends_without_a_next_link() {
    for lines in [
        &[][..],
        &[""],
        &["</a>; rel=prev"],
        &["next"],
        // A malformed link with another relation, and one that only mentions the words.
        &["/a; rel=prev", "/b; rel=nextish; next"],
        &["</a?rel=next>; title=x", "</b>; rel=prev; title=\"rel=next\""],
        &["</a>; rel=next; anchor=\"/other\""],
    ] {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let server = server(move |_| {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            page(&lines, "[1]")
        })
        .await;
        assert_eq!(all(ListRepos { per_page: 2 }.items(&client(&server))).await, [1]);
        assert_eq!(targets(&server).len(), 1);
    }
}

#[tokio::test]
async fn a_malformed_next_link_is_an_error_after_the_items() {
    for line in [
        "/repos?page=2; rel=\"next\"",
        "https://h.example/repos?page=2; rel=next",
        "</repos?page=2; rel=\"next\"",
        "</repos?page=2> rel=\"next\"",
        "</repos?page=1>; rel=prev, /repos?page=2; REL='prev Next'",
        "</repos?page=2>, rel=next",
    ] {
        let server = server(move |_| page(&[line], "[1]")).await;
        let (items, error) = collect(ListRepos { per_page: 2 }.items(&client(&server))).await;
        assert_eq!((items, targets(&server).len()), (vec![1], 1), "{line}");
        let expected = "GET /repos: cannot go on to the next page (`Link`): the header has a malformed link; expected `<URL>; rel=\"next\"`";
        let error = error.unwrap_or_else(|| panic!("{line} is lost"));
        assert_eq!(error.to_string(), expected, "{line}");
    }
    // A valid link beside a malformed one leads on.
    let server = server(|target| match target {
        "/repos?page=2" => page(&[], "[2]"),
        _ => page(&["/x; rel=next, </repos?page=2>; rel=next"], "[1]"),
    })
    .await;
    assert_eq!(all(ListRepos { per_page: 2 }.items(&client(&server))).await, [1, 2]);
}

#[tokio::test]
async fn a_page_beyond_the_end_is_empty_and_is_the_last() {
    let server = server(|_| page(&["</repos?page=1>; rel=\"first\", </repos?page=3>; rel=\"last\""], "[]")).await;
    assert!(all(ListRepos { per_page: 9 }.items(&client(&server))).await.is_empty());
    assert_eq!(targets(&server).len(), 1);
}

/// A page moved to another origin, which the client trusts: its relative links are relative to where it came from.
#[tokio::test]
async fn a_relative_target_is_relative_to_the_page_after_redirects() {
    let world = World::by(|uri| match (uri.host(), uri.path(), uri.query()) {
        (Some("h.example"), "/api/repos", _) => moved(307, "https://files.example/v2/repos/?page=1"),
        (Some("files.example"), "/v2/repos/", _) => linked("<more?page=2>; rel=next", "[1]"),
        (Some("files.example"), "/v2/repos/more", _) => linked("</v2/end>; rel=next", "[2]"),
        (Some("files.example"), "/v2/end", _) => linked("", "[3]"),
        _ => Response::builder().status(404).body("{}".into()).unwrap(),
    });
    let client = world.client(|builder| builder.trusted_origin("https://files.example"));
    assert_eq!(all(ListRepos { per_page: 1 }.items(&client)).await, [1, 2, 3]);
    assert_eq!(
        world.lines(),
        [
            "GET https://h.example/api/repos?per_page=1",
            "GET https://files.example/v2/repos/?page=1",
            "GET https://files.example/v2/repos/more?page=2",
            "GET https://files.example/v2/end",
        ]
    );
    let reply = client.call(&ListRepos { per_page: 1 }).reply().await.unwrap();
    assert_eq!(reply.url().unwrap().to_string(), "https://files.example/v2/repos/?page=1");
    assert!(!format!("{reply:?}").contains("files.example"));
}

pub(super) fn linked(link: &str, body: &'static str) -> Response<api_request::body::Body> {
    Response::builder().header("link", link).body(body.into()).unwrap()
}

#[derive(ApiResponse)]
struct Page {
    #[api(header = "link")]
    links: Links,
    #[api(body)]
    names: Vec<String>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/names", response = Page, paginate(link, items = names, item = String))]
struct ListNames;

#[tokio::test]
async fn a_page_may_be_a_response_with_headers() {
    let server = server(|target| match target {
        "/names" => page(&["</names?last=a>; rel=\"next\""], "[\"a\"]"),
        _ => ok("[\"b\"]"),
    })
    .await;
    let client = client(&server);
    assert_eq!(all(ListNames.items(&client)).await, ["a", "b"]);
    let first = ListNames.pages(&client).next().await.unwrap().unwrap();
    assert_eq!(first.value.links.rel("next"), Some("/names?last=a"));
}

#[tokio::test]
async fn a_target_is_sent_below_the_base_only_if_it_says_so() {
    let server = server(|target| match target {
        "/v1/names" => page(&["</names?last=a>; rel=\"next\""], "[\"a\"]"),
        _ => ok("[\"b\"]"),
    })
    .await;
    let client = Client::builder(&format!("{}/v1", server.url())).build().unwrap();
    assert_eq!(all(ListNames.items(&client)).await, ["a", "b"]);
    assert_eq!(targets(&server), ["/v1/names", "/names?last=a"]);
}
