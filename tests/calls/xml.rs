//! XML responses, and the errors about them.

use api_request::reply::Xml;
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Bucket {
    name: String,
    #[serde(default)]
    contents: Vec<Object>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Object {
    key: String,
    size: u64,
    owner: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Fault {
    code: String,
    message: String,
}

#[derive(ApiRequest)]
#[api(get = "/{bucket}", response = Xml<Bucket>, error = Xml<Fault>)]
struct ListBucket {
    bucket: &'static str,
}

async fn answer(status: &str, kind: &str, body: impl AsRef<[u8]>) -> (Result<Bucket, Error<Xml<Fault>>>, String) {
    let server = Server::always(Answer::reply(status, &[("content-type", kind)], body)).await;
    let client = Client::builder(server.url()).build().unwrap();
    let result = ListBucket { bucket: "b" }.send(&client).await;
    (result.map(|xml| xml.0), server.only_request())
}

const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<s3:ListBucketResult xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/" xmlns="http://a.example">
  <s3:Name>R&amp;D &#x263A;</s3:Name>
  <Contents><Key><![CDATA[<a>]]></Key><Size>12</Size></Contents>
  <Other/>
  <Contents><Key>b</Key><Size>0</Size><Owner>x</Owner></Contents>
</s3:ListBucketResult>"#;

#[tokio::test]
async fn a_response_is_read_and_asked_for() {
    let object = |key: &str, size, owner: Option<&str>| Object { key: key.into(), size, owner: owner.map(Into::into) };
    for kind in ["application/xml", "text/xml; charset=utf-8", "application/atom+xml", "text/plain"] {
        let (bucket, request) = answer("200 OK", kind, LIST).await;
        let bucket = bucket.unwrap();
        assert_eq!(bucket.name, "R&D ☺");
        assert_eq!(bucket.contents, [object("<a>", 12, None), object("b", 0, Some("x"))]);
        assert_eq!(header(&request, "accept"), Some("application/xml, text/xml"));
    }
    let latin1 = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><R><Name>M\xe4rz</Name></R>";
    assert_eq!(answer("200 OK", "text/xml", latin1).await.0.unwrap().name, "März");
    let marked = "\u{feff}<R><Name>a</Name></R>";
    assert_eq!(answer("200 OK", "text/xml", marked).await.0.unwrap().name, "a");
}

#[tokio::test]
async fn an_error_body_is_read() {
    let fault = "<Error><Code>NoSuchBucket</Code><Message>It does not exist</Message></Error>";
    let error = answer("404 Not Found", "application/xml", fault).await.0.unwrap_err();
    let expected = Fault { code: "NoSuchBucket".into(), message: "It does not exist".into() };
    assert_eq!(error.body().map(|fault| &fault.0), Some(&expected));
}

#[tokio::test]
async fn an_error_says_what_is_wrong_and_quotes_nothing() {
    let item = "<Contents><Key>k</Key><Size>1</Size></Contents>";
    let between = format!("<R><Name>a</Name>{item}{}{item}</R>", "<a/>".repeat(20_000));
    for (kind, body, reason) in [
        ("text/xml", "", "the body is empty"),
        ("text/xml", " \r\n", "the body is empty"),
        ("text/xml", "<R></R>", "missing field `Name`"),
        ("text/xml", "<R><Name>canary", "invalid XML"),
        ("text/xml", "<R><Name>canary</canary></R>", "invalid XML"),
        ("text/xml", "<R><Name><canary/></Name></R>", "expected text, found an element"),
        (
            "text/xml",
            "<R><Name>a</Name><Contents><Key>k</Key><Size>canary</Size></Contents></R>",
            "expected u64, found a string",
        ),
        ("text/xml", "<!DOCTYPE R [<!ENTITY canary \"b\">]><R><Name>&canary;</Name></R>", "invalid XML"),
        ("text/xml", &between, "too many other elements stand between the items of a list"),
        ("text/html", "<p>canary<br></p>", "the content type is `text/html`, not XML"),
    ] {
        let error = answer("200 OK", kind, body).await.0.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("GET /{{bucket}}: cannot decode the response: {reason} (status 200 OK)"));
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        assert_eq!(&error.raw().unwrap()[..], body.as_bytes());
    }
    let error = answer("200 OK", "text/xml", b"<R>\xff</R>").await.0.unwrap_err();
    assert!(error.to_string().contains("invalid UTF-8 at byte 3"), "{error}");
}

#[derive(Debug, Deserialize)]
struct Tree {
    child: Option<Box<Tree>>,
}

#[derive(ApiRequest)]
#[api(get = "/tree", response = Xml<Tree>)]
struct GetTree;

#[tokio::test]
async fn nested_elements_do_not_overflow_the_stack() {
    let nested = |depth| format!("<tree>{}{}</tree>", "<child>".repeat(depth), "</child>".repeat(depth));
    let server = Server::start(move |request| {
        let body = if request.contains("x-deep") { nested(200_000) } else { nested(100) };
        Answer::reply("200 OK", &[("content-type", "text/xml")], body)
    })
    .await;
    let client = Client::builder(server.url()).build().unwrap();
    let mut tree = GetTree.send(&client).await.unwrap().0;
    let mut depth = 0;
    while let Some(child) = tree.child {
        (tree, depth) = (*child, depth + 1);
    }
    assert_eq!(depth, 100);
    let error = client.call(&GetTree).header("x-deep", "1").await.unwrap_err();
    assert!(error.to_string().contains("the elements are nested deeper than 128"), "{error}");
}
