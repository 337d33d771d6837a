//! A row of the wire table: a declaration, a value for it, and the lines that are expected of the request.

use std::sync::{Arc, Mutex};

use api_request::body::Body;
use api_request::endpoint::ParamList;
use api_request::error::BuildError;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiRequest, Bearer, Client};
use http::{Request, Response};

use super::base;

/// Rows that are about one thing.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) prose: &'static str,
    pub(crate) shown: Shown,
    /// The attribute of the structs that show none.
    pub(crate) usual: &'static str,
    /// The lines that every row begins with, and leaves out.
    pub(crate) begins: &'static [&'static str],
    pub(crate) cases: Vec<Case>,
}

/// A declaration, with values for it.
pub(crate) struct Case {
    /// The struct's attribute, unless it is the section's.
    pub(crate) attribute: Option<&'static str>,
    pub(crate) fields: &'static [Field],
    pub(crate) params: ParamList,
    pub(crate) rows: Vec<Row>,
}

/// A field as it is written.
pub(crate) struct Field {
    pub(crate) attributes: &'static [&'static str],
    pub(crate) name: &'static str,
    pub(crate) ty: &'static str,
}

/// A value, and what is sent of it.
pub(crate) struct Row {
    /// Fields and what they are set to, as it is written.
    pub(crate) set: &'static [(&'static str, &'static str)],
    /// What is expected: the request's line, its headers in order, its body.
    pub(crate) lines: &'static [&'static str],
    pub(crate) request: Box<dyn AnyRequest>,
}

/// A section, written as
///
/// ```text
/// section! {
///     title: "…",
///     prose: "…",
///     shown: Request,
///     begins: ["…"],                                what all rows begin with, if they do
///     #[api(get = "/a", response = Raw)]            the default attribute of the struct
///
///     #[api(get = "/{v}", response = Raw)]          one of its own, before a case
///     { #[api(loggable)] v: u8 }                    the fields
///         v: 1 => "GET /1";                         what each is set to, and the lines of the request
///         v: 2 => "GET /2";
/// }
/// ```
macro_rules! section {
    (
        title: $title:literal,
        prose: $prose:literal,
        shown: $shown:ident,
        $(begins: [$($begins:literal),*],)?
        #[$usual:meta]
        $(
            $(#[$own:meta])?
            { $($fields:tt)* }
            $($($field:ident: $value:expr),* => $($line:literal)+;)+
        )+
    ) => {
        $crate::wire::row::Section {
            title: $title,
            prose: $prose,
            shown: $crate::wire::row::Shown::$shown,
            usual: stringify!($usual),
            begins: &[$($($begins),*)?],
            cases: vec![$($crate::wire::row::section!(
                @own [$usual] [$($own)?] { $($fields)* } $([$($field: $value),*] [$($line),+])+
            )),+],
        }
    };
    (@own [$usual:meta] [] $($case:tt)*) => {
        $crate::wire::row::section!(@case #[$usual] None, $($case)*)
    };
    (@own [$usual:meta] [$own:meta] $($case:tt)*) => {
        $crate::wire::row::section!(@case #[$own] Some(stringify!($own)), $($case)*)
    };
    (
        @case #[$attribute:meta] $own:expr,
        { $($(#[$key:meta])* $name:ident: $type:ty),* $(,)? }
        $([$($field:ident: $value:expr),*] [$($line:literal),+])+
    ) => {{
        // What is skipped is read by nobody.
        #[allow(dead_code)]
        #[derive(api_request::ApiRequest)]
        #[$attribute]
        struct It {
            $($(#[$key])* $name: $type,)*
        }
        $crate::wire::row::Case {
            attribute: $own,
            fields: &[$($crate::wire::row::Field {
                attributes: &[$(stringify!($key)),*],
                name: stringify!($name),
                ty: stringify!($type),
            }),*],
            params: <It as api_request::ApiRequest>::ENDPOINT.param_list(),
            rows: vec![$($crate::wire::row::Row {
                set: &[$((stringify!($field), stringify!($value))),*],
                lines: &[$($line),+],
                request: Box::new(It { $($field: $value),* }),
            }),+],
        }
    }};
}
pub(crate) use section;

/// What the rows of a section are about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All that a request says of itself.
    Request,
    /// What a client with credentials makes of it.
    Sent,
    /// What is printed of it.
    Curl,
    /// Why the request cannot be built.
    Refusal,
}

/// A request of any type.
pub(crate) trait AnyRequest {
    fn made(&self, shown: Shown) -> Vec<String>;
    fn url(&self) -> Option<String>;
    fn send(&self, client: &Client) -> BoxFuture<'static, ()>;
}

impl<R: ApiRequest> AnyRequest for R {
    fn made(&self, shown: Shown) -> Vec<String> {
        let made = match shown {
            Shown::Request => self.to_http(&base()).map(|request| lines(&request)),
            Shown::Sent => Ok(sent(self)),
            Shown::Curl => self.to_curl(&base()).map(|curl| vec![curl.to_string()]),
            Shown::Refusal => match self.to_http(&base()) {
                Err(BuildError::Encode(error)) => Ok(vec![format!("`{}`: {}", error.field(), error.reason())]),
                other => other.map(|request| lines(&request)),
            },
        };
        made.unwrap_or_else(|error| vec![error.to_string()])
    }

    fn url(&self) -> Option<String> {
        self.to_http(&base()).map(|request| request.uri().to_string()).ok()
    }

    fn send(&self, client: &Client) -> BoxFuture<'static, ()> {
        let sending = ApiRequest::send(self, client);
        Box::pin(async {
            // What comes back is not what the table is about.
            let _ = sending.await;
        })
    }
}

/// By a client with credentials.
fn sent(request: &dyn AnyRequest) -> Vec<String> {
    let seen = Seen::default();
    let client = Client::builder(&base().to_string())
        .auth(Bearer::new("a.b.c"))
        .auth_named("monitor", Bearer::new("d"))
        .header("user-agent", "app/1")
        .transport(seen.clone())
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(request.send(&client));
    let lines = seen.0.lock().unwrap().take();
    lines.unwrap_or_default()
}

/// A transport that keeps what it was to carry.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Option<Vec<String>>>>);

impl Transport for Seen {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        *self.0.lock().unwrap() = Some(lines(&request));
        Box::pin(async { Err("there is no server".into()) })
    }
}

/// The request's line, its headers in order, and its body if there is one.
fn lines(request: &Request<Body>) -> Vec<String> {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let mut lines = vec![format!("{} {}", request.method(), request.uri().path_and_query().unwrap())];
    lines.extend(request.headers().iter().map(|(name, value)| format!("{name}: {}", text(value.as_bytes()))));
    let kind = request.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    let body = request.body().as_bytes().map(text).unwrap_or_default();
    add_body(&mut lines, kind, &body);
    lines
}

/// Adds the lines of the body. Only a multipart body has several, and its boundary changes each time.
pub(crate) fn add_body(lines: &mut Vec<String>, content_type: Option<&str>, body: &str) {
    if let Some((_, boundary)) = content_type.and_then(|kind| kind.split_once("; boundary=")) {
        lines.extend(body.split_terminator("\r\n").map(str::to_owned));
        for line in lines {
            *line = line.replace(boundary, "…");
        }
    } else if !body.is_empty() {
        lines.push(body.to_owned());
    }
}
