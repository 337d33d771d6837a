//! The command line of a request, run by a real shell and a real `curl`: the server receives the same as from the client.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use api_request::body::{Body, Part, Raw, Text};
use api_request::{ApiRequest, Client, NoContent};
use api_request_tests::{Answer, Server};
use bytes::Bytes;
use http::Request;

/// Whether `curl` is installed. Without it nothing is run, unless the variable [`WANTED`] requires it, as in CI.
static IS_THERE: LazyLock<bool> = LazyLock::new(|| {
    let is_there = run("curl --version", &std::env::temp_dir()).is_ok();
    if !is_there {
        // Written to the real standard error, which the test harness does not capture.
        let _ = writeln!(std::io::stderr(), "tests/calls/curl.rs was not run: there is no `curl`");
    }
    is_there
});

const WANTED: &str = "API_REQUEST_CURL";

/// Runs the line in a shell, without the user's configuration of `curl`.
fn run(line: &str, directory: &Path) -> Result<(), String> {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).stdin(Stdio::null()).current_dir(directory).env("HOME", directory);
    for name in ["CURL_HOME", "XDG_CONFIG_HOME", "http_proxy", "all_proxy", "ALL_PROXY"] {
        shell.env_remove(name);
    }
    let output = shell.output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// A request as it arrived, without what differs between any two clients.
#[derive(Debug, PartialEq)]
struct Arrived {
    line: Bytes,
    headers: BTreeMap<String, Vec<Bytes>>,
    body: Bytes,
}

impl Arrived {
    fn new(raw: &[u8], accept_is_set: bool) -> Self {
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let mut lines = raw[..end].split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let line = Bytes::copy_from_slice(lines.next().unwrap());
        let mut headers: BTreeMap<String, Vec<Bytes>> = BTreeMap::new();
        for line in lines {
            let colon = line.iter().position(|byte| *byte == b':').unwrap();
            let name = String::from_utf8(line[..colon].to_ascii_lowercase()).unwrap();
            let value = Bytes::copy_from_slice(line[colon + 1..].strip_prefix(b" ").unwrap_or(&line[colon + 1..]));
            // Each client has a `User-Agent` of its own, ours asks for compression, and reqwest always sends `Accept`.
            if name != "user-agent" && name != "accept-encoding" && (name != "accept" || accept_is_set) {
                headers.entry(name).or_default().push(value);
            }
        }
        let mut arrived = Self { line, headers, body: Bytes::copy_from_slice(&raw[end + 4..]) };
        arrived.make_boundary_equal();
        arrived
    }

    /// Each multipart body has a boundary of its own.
    fn make_boundary_equal(&mut self) {
        let Some([kind]) = self.headers.get_mut("content-type").map(Vec::as_mut_slice) else {
            return;
        };
        let Some((start, boundary)) = std::str::from_utf8(kind).unwrap().split_once("boundary=") else {
            return;
        };
        assert!(boundary.len() > 20, "{boundary}");
        let text = std::str::from_utf8(&self.body).unwrap().replace(boundary, "BOUNDARY");
        self.body = text.into();
        *kind = format!("{start}boundary=BOUNDARY").into();
    }
}

/// A server for both, and a directory for bodies that cannot be represented on a command line.
struct World {
    server: Server,
    directory: PathBuf,
}

impl World {
    fn client(&self, base: &str) -> Client {
        Client::builder(&format!("{}{base}", self.server.url())).build().unwrap()
    }

    /// Returns `None` if `curl` is not installed.
    async fn new() -> Option<Self> {
        if !*IS_THERE {
            assert!(std::env::var_os(WANTED).is_none(), "`{WANTED}` is set, and there is no `curl`");
            return None;
        }
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("api-request-{}-curl-{number}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        Some(Self { server: Server::always(Answer::reply("204 No Content", &[], "")).await, directory })
    }

    /// Sends the request with the client and with `curl`. Returns the line; `None` if both report that it cannot be sent.
    async fn line_of(&self, client: &Client, request: &impl ApiRequest) -> Option<String> {
        let (built, curl) = match (request.to_http(client.base()), request.to_curl(client.base())) {
            (Ok(built), Ok(curl)) => (built, curl),
            (Err(built), Err(curl)) => {
                assert_eq!(built.to_string(), curl.to_string());
                return None;
            }
            (built, curl) => panic!("{built:?}, but {curl:?}"),
        };
        let line = curl.with_secrets().to_string();
        let before = self.server.raw_requests().len();
        client.call(request).raw().await.unwrap();
        if line.contains("@body.bin") {
            let body = with_boundary_of(&line, &built).unwrap_or_else(|| built.body().as_bytes().unwrap().to_vec());
            std::fs::write(self.directory.join("body.bin"), body).unwrap();
        }
        let ran = tokio::task::block_in_place(|| run(&line, &self.directory));
        ran.unwrap_or_else(|error| panic!("{error}\n{line}"));
        let [ours, curls] = &self.server.raw_requests()[before..] else { panic!("two requests arrive") };
        let accept_is_set = built.headers().contains_key("accept");
        assert_eq!(Arrived::new(ours, accept_is_set), Arrived::new(curls, accept_is_set), "{line}");
        Some(line)
    }
}

/// The body that belongs to the line if it is multipart, because each multipart body has a boundary of its own.
fn with_boundary_of(line: &str, built: &Request<Body>) -> Option<Vec<u8>> {
    let (_, theirs) = built.headers().get("content-type")?.to_str().ok()?.split_once("boundary=")?;
    let (_, after) = line.split_once("boundary=")?;
    let body = std::str::from_utf8(built.body().as_bytes()?).ok()?;
    Some(body.replace(theirs, &after[..theirs.len()]).into_bytes())
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// Values that a shell, a URL, `curl` or a server might misinterpret.
fn hostile() -> Vec<String> {
    let all: String = (0..128_u8).map(char::from).collect();
    let printable: String = (0x20..0x7F_u8).map(char::from).collect();
    let single = (0..128_u8).map(char::from).filter(|c| !c.is_ascii_alphanumeric()).map(String::from);
    let words = [
        "",
        "'",
        "''",
        "'\\''",
        "a'b\"c",
        "@/etc/passwd",
        "$(id)",
        "`id`",
        "$HOME",
        "\\",
        "\\n",
        "a\nb",
        "\r\n",
        "\n",
        "a\n",
        "# no comment",
        "--head",
        "; id",
        "{a,b}[1-3]",
        "!!",
        "~",
        "*",
        " a ",
        "%00",
        "a=b&c=d",
        "<file",
        "\u{e9}\u{20ac}\u{1f600}",
        "\u{202e}",
    ];
    [all, format!("a{printable}b")].into_iter().chain(single).chain(words.map(String::from)).collect()
}

/// Sends the request with each value. All arrive except those that are not valid in their place. Values that cannot be represented
/// on a command line are read from a file.
async fn each<R: ApiRequest>(
    is_refused: impl Fn(&str) -> bool,
    is_in_a_file: impl Fn(&str) -> bool,
    request: impl Fn(String) -> R,
) {
    let Some(world) = World::new().await else {
        return;
    };
    let client = world.client("");
    for value in hostile() {
        match world.line_of(&client, &request(value.clone())).await {
            Some(line) => {
                assert!(!is_refused(&value), "{line}");
                assert_eq!(line.contains("--data-binary @body.bin"), is_in_a_file(&value), "{line}");
            }
            None => assert!(is_refused(&value), "{value:?}"),
        }
    }
}

fn never(_: &str) -> bool {
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_arrives() {
    #[derive(ApiRequest)]
    #[api(get = "/p/{v}", response = NoContent)]
    struct Get {
        v: String,
    }
    each(|value| matches!(value, "" | "."), never, |v| Get { v }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_arrives() {
    #[derive(ApiRequest)]
    #[api(get = "/q", response = NoContent)]
    struct Get {
        v: String,
    }
    each(never, never, |v| Get { v }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_arrives() {
    #[derive(ApiRequest)]
    #[api(get = "/h", response = NoContent)]
    struct Get {
        #[api(header = "X-Value")]
        v: String,
    }
    let has_control = |value: &str| value.contains(|c: char| c.is_ascii_control());
    let is_refused = |value: &str| has_control(value) || value.starts_with(' ') || value.ends_with(' ');
    each(is_refused, never, |v| Get { v }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_arrives() {
    #[derive(ApiRequest)]
    #[api(get = "/c", response = NoContent)]
    struct Get {
        #[api(cookie)]
        v: String,
    }
    each(never, never, |v| Get { v }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_property_arrives() {
    #[derive(ApiRequest)]
    #[api(post = "/j")]
    struct Post {
        v: String,
    }
    each(never, never, |v| Post { v }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_arrives() {
    #[derive(ApiRequest)]
    #[api(post = "/f", body = form)]
    struct Post {
        v: String,
    }
    each(never, never, |v| Post { v }).await;
}

#[derive(ApiRequest)]
#[api(post = "/b")]
struct Whole<B> {
    #[api(body)]
    body: B,
}

/// An argument of a shell command cannot contain a NUL, so such a body is read from a file.
fn has_nul(text: &str) -> bool {
    text.contains('\0')
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_arrives() {
    each(never, has_nul, |v| Whole { body: Text::new(v) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_multipart_body_arrives() {
    #[derive(ApiRequest)]
    #[api(post = "/m", body = multipart)]
    struct Post {
        v: String,
        file: Part,
    }
    let post =
        |v: String| Post { v, file: Part::bytes("it's").file_name("a'b;c=\"d\".txt").content_type("text/plain") };
    each(never, has_nul, post).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_and_bodies_of_nothing_arrive() {
    #[derive(ApiRequest)]
    #[api(head = "/a")]
    struct Head;
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post;
    #[derive(ApiRequest)]
    #[api(delete = "/a")]
    struct Delete {
        #[api(property)]
        why: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/a")]
    struct Purge;
    #[derive(ApiRequest)]
    #[api(method = "!#$%&'*+-.^_`|~", path = "/a")]
    struct Odd;
    #[derive(ApiRequest)]
    #[api(options = "/a", response = NoContent)]
    struct Options {
        #[api(header = "X-Empty")]
        empty: &'static str,
        #[api(header = "Accept")]
        accept: &'static str,
    }
    let Some(world) = World::new().await else {
        return;
    };
    for base in ["", "/v1/it's/$(id)"] {
        let client = &world.client(base);
        world.line_of(client, &Head).await.unwrap();
        world.line_of(client, &Post).await.unwrap();
        world.line_of(client, &Delete { why: "it's" }).await.unwrap();
        world.line_of(client, &Purge).await.unwrap();
        world.line_of(client, &Odd).await.unwrap();
        world.line_of(client, &Options { empty: "", accept: "*/*;q=0.5" }).await.unwrap();
        world.line_of(client, &Whole { body: Text::new("") }).await.unwrap();
    }
    let requests = world.server.requests();
    assert!(requests.iter().any(|request| request.starts_with("POST /v1/it's/$(id)/a HTTP/1.1\r\n")), "{requests:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_no_command_line_is_read_from_a_file_and_the_line_says_so() {
    let Some(world) = World::new().await else {
        return;
    };
    let client = &world.client("");
    let line = world.line_of(client, &Whole { body: Raw::new(vec![0, 255, b'\n', b'\'']) }).await.unwrap();
    assert!(line.ends_with(" --data-binary @body.bin # 4 bytes that are not UTF-8 text"), "{line}");
    let line = world.line_of(client, &Whole { body: Text::new("a\0") }).await.unwrap();
    assert!(line.ends_with(" --data-binary @body.bin # 2 bytes, including a NUL"), "{line}");
    let line = world.line_of(client, &Whole { body: Text::new("a'".repeat(100_000)) }).await.unwrap();
    assert!(line.ends_with(" --data-binary @body.bin # 200000 bytes, too long for a command line"), "{line}");
    let line = world.line_of(client, &Whole { body: Text::new("'".repeat(20_000)) }).await.unwrap();
    assert!(line.contains("--data-raw"), "{line}");
}
