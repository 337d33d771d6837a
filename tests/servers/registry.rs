//! A registry of container images (Debian's docker-registry): a blob is pushed in pieces, to the URL in each response, and pulled.

use std::process::Command;

use api_request::body::Raw;
use api_request::pages::{Next, PageError, Progress};
use api_request::reply::{ByteStream, Reply};
use api_request::{ApiRequest, ApiResponse, Client, Error, NoContent, Paginate};

use crate::process::Process;

fn registry() -> Process {
    Process::start("registry", "`apt-get install docker-registry`", |folder, port| {
        let configuration = format!(
            "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {}}}}}\nhttp: {{addr: 127.0.0.1:{port}}}\n",
            folder.join("blobs").display()
        );
        std::fs::write(folder.join("config.yml"), configuration).expect("the folder can be written");
        let mut command = Command::new("docker-registry");
        command.args(["serve", "config.yml"]);
        command
    })
}

/// Starts an upload.
#[derive(ApiRequest)]
#[api(post = "/v2/{name:+}/blobs/uploads/", response = Uploading)]
struct Begin<'a> {
    name: &'a str,
}

/// The URL of the next piece, and how much was uploaded.
#[derive(ApiResponse)]
struct Uploading {
    #[api(header)]
    location: String,
    #[api(header)]
    range: String,
}

/// Sends a piece, to the URL in the last response.
#[derive(ApiRequest)]
#[api(patch = "/", response = Uploading)]
struct Append {
    #[api(body)]
    piece: Raw,
}

/// Completes the upload with the last piece.
#[derive(ApiRequest)]
#[api(put = "/", response = Uploaded)]
struct End<'a> {
    #[api(query)]
    digest: &'a str,
    #[api(body)]
    piece: Raw,
}

#[derive(Debug, ApiResponse)]
struct Uploaded {
    #[api(header)]
    location: String,
    #[api(header = "docker-content-digest")]
    digest: String,
}

#[derive(ApiRequest)]
#[api(get = "/v2/{name:+}/blobs/{digest}", response = ByteStream, error = Refusal)]
struct Pull<'a> {
    name: &'a str,
    digest: &'a str,
}

#[derive(ApiRequest)]
#[api(head = "/", response = NoContent)]
struct IsThere;

#[derive(Debug, serde::Deserialize)]
struct Refusal {
    errors: Vec<serde_json::Map<String, serde_json::Value>>,
}

/// The pieces of the blob. An independent program computes their SHA-256.
const PIECES: [&[u8]; 3] = [b"first, ", b"second\0\xff", b" and last"];

fn digest() -> String {
    let whole = PIECES.concat();
    let mut child = Command::new("sha256sum")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("coreutils has sha256sum");
    std::io::Write::write_all(&mut child.stdin.take().expect("it is piped"), &whole).expect("it reads its input");
    let said = child.wait_with_output().expect("it ends").stdout;
    let hex = String::from_utf8(said).expect("it writes hexadecimal digits");
    format!("sha256:{}", hex.split_whitespace().next().expect("the digest comes first"))
}

#[tokio::test]
async fn a_blob_goes_to_where_the_registry_says() {
    let server = registry();
    let client = Client::builder(&server.url()).build().unwrap();
    let digest = digest();
    let name = "some/image";
    let pull = Pull { name, digest: &digest };
    let missing = pull.send(&client).await.unwrap_err();
    assert_eq!(missing.status().unwrap(), 404);
    assert_eq!(missing.body().unwrap().errors[0]["code"], "BLOB_UNKNOWN");

    let mut uploading = Begin { name }.send(&client).await.unwrap();
    let mut sent = 0;
    for piece in &PIECES[..2] {
        uploading = client.call(&Append { piece: Raw::from(*piece) }).url(&uploading.location).await.unwrap();
        sent += piece.len();
        assert_eq!(uploading.range, format!("0-{}", sent - 1));
    }
    // The URL has a query of its own, and `with_query` adds the digest to it.
    assert!(uploading.location.contains("?_state="), "{}", uploading.location);
    let wrong = End { digest: &format!("sha256:{}", "0".repeat(64)), piece: Raw::from(PIECES[2]) };
    let refused = client.call(&wrong).url(&uploading.location).with_query().no_retry().await.unwrap_err();
    assert!(matches!(refused, Error::Status { .. }), "{refused:?}");

    let mut uploading = Begin { name }.send(&client).await.unwrap();
    for piece in &PIECES[..2] {
        uploading = client.call(&Append { piece: Raw::from(*piece) }).url(&uploading.location).await.unwrap();
    }
    let end = End { digest: &digest, piece: Raw::from(PIECES[2]) };
    let uploaded = client.call(&end).url(&uploading.location).with_query().await.unwrap();
    assert_eq!(uploaded.digest, digest);

    client.call(&IsThere).url(&uploaded.location).await.unwrap();
    let mut bytes = pull.send(&client).await.unwrap();
    let mut pulled = Vec::new();
    while let Some(piece) = bytes.next().await {
        pulled.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(pulled, PIECES.concat());
    let raw = client.call(&pull).raw().await.unwrap();
    assert_eq!(raw.headers()["content-length"], pulled.len().to_string());
}

/// Lists the repositories. The registry links to the next page with a relative URL.
#[derive(Clone, ApiRequest)]
#[api(get = "/v2/_catalog", response = Catalog, paginate(link, items = repositories, item = String))]
struct ListRepositories {
    n: u8,
}

#[derive(serde::Deserialize)]
struct Catalog {
    repositories: Vec<String>,
}

/// Pushes an image that is only its configuration, so that the repository is in the catalog.
async fn push(client: &Client, name: &str) {
    let (digest, content) = (digest(), PIECES.concat());
    let uploading = Begin { name }.send(client).await.unwrap();
    let end = End { digest: &digest, piece: Raw::from(content.clone()) };
    client.call(&end).url(&uploading.location).with_query().await.unwrap();
    let manifest = serde_json::json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {
            "mediaType": "application/vnd.docker.container.image.v1+json",
            "size": content.len(),
            "digest": digest,
        },
        "layers": [],
    });
    PutManifest { name, manifest }.send(client).await.unwrap();
}

#[derive(ApiRequest)]
#[api(put = "/v2/{name:+}/manifests/latest", content_type = "application/vnd.docker.distribution.manifest.v2+json")]
struct PutManifest<'a> {
    name: &'a str,
    #[api(body)]
    manifest: serde_json::Value,
}

#[tokio::test]
async fn a_catalog_is_listed_page_by_page() {
    let server = registry();
    let client = Client::builder(&server.url()).build().unwrap();
    let names: Vec<String> = (1..=5).map(|number| format!("some/image-{number}")).collect();
    for name in &names {
        push(&client, name).await;
    }
    for n in [1, 2, 5, 9] {
        let mut repositories = ListRepositories { n }.items(&client);
        let mut found = Vec::new();
        while let Some(name) = repositories.next().await {
            found.push(name.unwrap());
        }
        assert_eq!(found, names, "{n} on a page");
    }
    let mut pages = ListRepositories { n: 2 }.pages(&client).max_pages(1);
    assert_eq!(pages.next().await.unwrap().unwrap().value.repositories.len(), 2);
    let mut rest = pages.into_next().unwrap().pages(&client);
    let second = rest.next().await.unwrap().unwrap();
    assert_eq!(second.value.repositories, names[2..4]);
    assert!(second.url().unwrap().query().unwrap().contains("last="));
}

/// Lists the repositories after one of them, without the registry's links.
#[derive(Clone, ApiRequest)]
#[api(get = "/v2/_catalog", response = Catalog)]
struct ListRepositoriesAfter {
    n: u8,
    last: Option<String>,
}

impl Paginate for ListRepositoriesAfter {
    type Item = String;

    fn next(&self, page: &Reply<Catalog>, _: Progress) -> Result<Next<Self>, PageError> {
        let last = page.value.repositories.last().cloned();
        Ok(last.map_or(Next::End, |last| Next::Request(Self { last: Some(last), ..*self })))
    }

    fn into_items(page: Catalog) -> impl IntoIterator<Item = String, IntoIter: Send + 'static> {
        page.repositories
    }
}

#[tokio::test]
async fn a_catalog_is_listed_by_its_last_name() {
    let server = registry();
    let client = Client::builder(&server.url()).build().unwrap();
    let names: Vec<String> = (1..=5).map(|number| format!("some/image-{number}")).collect();
    for name in &names {
        push(&client, name).await;
    }
    for n in [1, 2, 5, 9] {
        let mut repositories = ListRepositoriesAfter { n, last: None }.items(&client);
        let mut found = Vec::new();
        while let Some(name) = repositories.next().await {
            found.push(name.unwrap());
        }
        assert_eq!(found, names, "{n} on a page");
    }
}
