//! `body = multipart` and its parts.

use api_request::body::{Body, Part, Stream};
use api_request::endpoint::BodyKind;
use api_request::{ApiRequest, Client, Secret};
use api_request_tests::{Answer, Server, header};
use proptest::prelude::*;

use super::{base, built, refusal};

#[derive(ApiRequest)]
#[api(post = "/photos", body = multipart, property("kind" = "photo"))]
struct Upload {
    title: String,
    tags: Vec<u16>,
    note: Option<&'static str>,
    #[api(style = json)]
    place: Option<(u8, u8)>,
    image: Part,
    more: Vec<Part>,
    thumbnail: Option<Part>,
    rest: Option<Vec<Part>>,
}

fn upload() -> Upload {
    Upload {
        title: String::new(),
        tags: vec![],
        note: None,
        place: None,
        image: Part::bytes("GIF89a"),
        more: vec![],
        thumbnail: None,
        rest: None,
    }
}

/// What a parser that is not the crate's reads of a part: its name, that of its file, its content type, and its bytes.
type Read = (Option<String>, Option<String>, Option<String>, Vec<u8>);

async fn read(kind: &str, body: Vec<u8>) -> Vec<Read> {
    let boundary = multer::parse_boundary(kind).unwrap();
    let whole = std::io::Cursor::new(body);
    let mut multipart = multer::Multipart::with_reader(whole, boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.unwrap() {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let (name, file) = (text(field.name()), text(field.file_name()));
        let kind = field.content_type().map(ToString::to_string);
        parts.push((name, file, kind, field.bytes().await.unwrap().to_vec()));
    }
    parts
}

fn part(name: &str, file: Option<&str>, kind: Option<&str>, bytes: &[u8]) -> Read {
    (Some(name.to_owned()), file.map(str::to_owned), kind.map(str::to_owned), bytes.to_vec())
}

#[tokio::test]
async fn each_property_is_a_part_or_several() {
    let octets = Some("application/octet-stream");
    let (kind, body) = built(&upload());
    assert!(kind.starts_with("multipart/form-data; boundary="), "{kind}");
    assert_eq!(
        read(&kind, body).await,
        [part("kind", None, None, b"photo"), part("title", None, None, b""), part("image", None, octets, b"GIF89a")]
    );
    let all = Upload {
        title: "a\r\nb".into(),
        tags: vec![1, 2],
        note: Some("é"),
        place: Some((1, 2)),
        image: Part::bytes("\r\n--x--\r\n").file_name("a \"b\".gif").content_type("image/gif"),
        more: vec![Part::text("t"), Part::json(&[1]).unwrap()],
        thumbnail: Some(Part::bytes(vec![0, 255])),
        rest: Some(vec![Part::bytes("r")]),
    };
    let (kind, body) = built(&all);
    assert_eq!(
        read(&kind, body).await,
        [
            part("kind", None, None, b"photo"),
            part("title", None, None, b"a\r\nb"),
            part("tags", None, None, b"1"),
            part("tags", None, None, b"2"),
            part("note", None, None, "é".as_bytes()),
            part("place", None, Some("application/json"), b"[1,2]"),
            part("image", Some("a %22b%22.gif"), Some("image/gif"), b"\r\n--x--\r\n"),
            part("more", None, Some("text/plain; charset=utf-8"), b"t"),
            part("more", None, Some("application/json"), b"[1]"),
            part("thumbnail", None, octets, &[0, 255]),
            part("rest", None, octets, b"r"),
        ]
    );
    assert_eq!(Upload::ENDPOINT.body(), BodyKind::Multipart);
}

#[test]
fn the_boundary_is_another_each_time() {
    assert_ne!(built(&upload()).0, built(&upload()).0);
}

#[derive(ApiRequest)]
#[api(post = "/a", body = multipart)]
struct Kind {
    #[api(header)]
    content_type: Option<&'static str>,
    v: Option<Part>,
}

#[test]
fn another_content_type_keeps_the_boundary() {
    let kind = |content_type| Kind { content_type: Some(content_type), v: Some(Part::bytes("a")) };
    let (said, _) = built(&kind("multipart/related"));
    assert!(said.starts_with("multipart/related; boundary="), "{said}");
    for wrong in ["application/json", "multipart/form-data; boundary=x"] {
        let refusal = refusal(&kind(wrong));
        assert!(
            refusal.starts_with(
                "`content-type` (header `content-type`) cannot be sent: the content type of a multipart body must"
            ),
            "{refusal}"
        );
    }
}

#[test]
fn a_multipart_body_without_parts_is_empty() {
    let request = Kind { content_type: None, v: None }.to_http(&base()).unwrap();
    assert_eq!(request.headers()["content-length"], "0");
    assert!(!request.headers().contains_key("content-type"));
}

#[derive(ApiRequest)]
#[api(post = "/a", body = multipart)]
struct One<T> {
    v: T,
}

#[test]
fn a_value_that_is_not_a_part_is_refused_by_name() {
    assert_eq!(
        refusal(&One { v: std::collections::BTreeMap::from([("a", 1)]) }),
        "`v` (property `v`) cannot be sent: the value is an object, but a part is text; write `style = json`, or use a `body::Part`"
    );
    let v = Some(Part::bytes("a").content_type("a\r\nb"));
    assert!(refusal(&Kind { content_type: None, v }).contains("the content type is not a valid media type"));
    let v = Some(Part::bytes("a").file_name("a\0b"));
    assert!(refusal(&Kind { content_type: None, v }).contains("the file name contains a control character"));
}

#[tokio::test]
async fn streams_and_files_are_parts_of_known_length() {
    let path = std::env::temp_dir().join(format!("api-request-{}-part", std::process::id()));
    let content = "0123456789".repeat(20_000);
    std::fs::write(&path, &content).unwrap();
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    let anew = Part::from(Stream::with(|| Ok(Body::from("anew"))).length(4).content_type("text/plain"));
    let all = Upload { image: Part::file(&path).unwrap(), more: vec![anew], ..upload() };
    all.send(&client).await.unwrap();
    all.send(&client).await.unwrap();
    let once = Upload { image: Part::stream(Body::from("once"), Some(4)), ..upload() };
    once.send(&client).await.unwrap();
    let error = once.send(&client).await.unwrap_err();
    assert!(
        error.to_string().contains("`image` (property `image`) cannot be sent: the stream has already been sent"),
        "{error}"
    );
    let unknown = Upload { image: Stream::with(|| Ok(Body::from("once"))).into(), ..upload() };
    unknown.send(&client).await.unwrap();
    std::fs::remove_file(&path).unwrap();

    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let octets = Some("application/octet-stream");
    for (request, parts) in requests.iter().zip([4, 4, 3]) {
        let body = request.split_once("\r\n\r\n").unwrap().1;
        assert_eq!(header(request, "content-length"), Some(&*body.len().to_string()));
        let read = read(header(request, "content-type").unwrap(), body.as_bytes().to_vec()).await;
        assert_eq!(read.len(), parts);
        if parts == 4 {
            assert_eq!(read[2], part("image", Some(&name), octets, content.as_bytes()));
            assert_eq!(read[3], part("more", None, Some("text/plain"), b"anew"));
        } else {
            assert_eq!(read[2], part("image", None, octets, b"once"));
        }
    }
    assert_eq!(header(&requests[3], "transfer-encoding"), Some("chunked"));
}

/// A user's type as a part, with a secret in it.
struct Account(&'static str);

impl api_request::body::ToPart for Account {
    fn to_part(&self) -> Result<Part, api_request::body::BodyError> {
        Part::json(&std::collections::BTreeMap::from([("user", Secret::new(self.0))]))
    }
}

#[derive(ApiRequest)]
#[api(post = "/a", body = multipart)]
struct WithSecrets {
    own: Option<Account>,
    owns: Vec<Account>,
    #[api(loggable)]
    meta: Part,
}

#[tokio::test]
async fn secrets_within_parts_are_kept() {
    const CANARY: &str = "canary-of-a-part";
    let meta = Part::json(&("shown", Secret::new(CANARY))).unwrap();
    let request = WithSecrets { own: Some(Account(CANARY)), owns: vec![Account("canary-of-a-list")], meta };
    let curl = request.to_curl(&base()).unwrap();
    assert!(curl.to_string().contains(r#"["shown","REDACTED"]"#) && !curl.to_string().contains("canary"), "{curl}");
    let (_, body) = built(&request);
    assert!(String::from_utf8(body).unwrap().contains(r#"["shown","canary-of-a-part"]"#));
    let answer = format!("{{\"message\":\"no {CANARY} and no canary-of-a-list\"}}");
    let server = Server::always(Answer::json("400 No", &answer)).await;
    let error = request.send(&Client::builder(server.url()).build().unwrap()).await.unwrap_err();
    assert_eq!(error.to_string(), "POST /a: 400 Bad Request: no REDACTED and no REDACTED");
}

#[tokio::test]
async fn a_call_that_says_another_content_type_keeps_the_boundary() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    client.call(&upload()).header("content-type", "multipart/related").await.unwrap();
    let request = server.only_request();
    let kind = header(&request, "content-type").unwrap();
    assert!(kind.starts_with("multipart/related; boundary="), "{kind}");
    let error = client.call(&upload()).header("content-type", "text/plain").await.unwrap_err();
    assert!(error.to_string().contains("the content type of a multipart body must"), "{error}");
}

#[test]
fn what_the_library_prints_hides_the_parts() {
    let image = Part::bytes("canary").file_name("canary.gif");
    assert_eq!(format!("{image:?}"), "Part(6 bytes)");
    let all = Upload { title: "canary".into(), image, ..upload() };
    let curl = all.to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert!(curl.with_secrets().to_string().contains("filename=\"canary.gif\""));
}

/// Browsers do not escape a backslash, but the parser reads it as an escape.
#[test]
fn a_backslash_stays() {
    let (_, body) = built(&Upload { image: Part::bytes("").file_name(r#"a\"b\c"#), ..upload() });
    assert!(String::from_utf8(body).unwrap().contains(r#"filename="a\%22b\c""#));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_parts_are_read_back(
        title in any::<String>(),
        parts in prop::collection::vec((prop::option::of(r"[\r\n[^\pC\\]]*"), prop::collection::vec(any::<u8>(), 0..64)), 0..4),
    ) {
        let more = parts.iter().map(|(file, bytes)| {
            let part = Part::bytes(bytes.clone());
            match file {
                Some(file) => part.file_name(file),
                None => part,
            }
        });
        let (kind, body) = built(&Upload { title: title.clone(), more: more.collect(), ..upload() });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(read(&kind, body));
        prop_assert_eq!(&read[1].3, title.as_bytes());
        for ((_, file, _, bytes), (file_name, expected)) in read.iter().skip(3).zip(&parts) {
            prop_assert_eq!(bytes, expected);
            let escaped = file_name.as_ref().map(|name| name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"));
            prop_assert_eq!(file, &escaped);
        }
        prop_assert_eq!(read.len(), parts.len() + 3);
    }
}
