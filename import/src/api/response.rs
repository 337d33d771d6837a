//! Responses by status: one type, or an enum where the statuses differ.

use super::body::{Kind, essence, is_plain_json, kind, preferred};
use super::builder::Builder;
use super::request::Request;
use super::source::Source;
use super::{Choice, Docs, Status, StatusVariant, Type};
use crate::document::Cursor;
use crate::name::{self, Scope};

/// One declared response.
struct Declared {
    status: Status,
    ty: Option<Type>,
    docs: Docs,
}

/// Adds what successes and errors decode to.
pub(super) fn add<'d>(builder: &mut Builder<'d>, source: &Source<'d>, request: &mut Request, module: usize) {
    let (mut successes, mut errors) = (Vec::new(), Vec::new());
    let mut accept = Accept::default();
    for (key, at) in source.at.map("responses").filter(|(key, _)| !key.starts_with("x-")) {
        let Some(status) = status(key) else {
            builder.degrade(&at, "a response without a valid status is left out");
            continue;
        };
        let Ok(at) = at.resolved() else {
            builder.degrade(&at, "a reference of a response leads nowhere, so its body is not read");
            continue;
        };
        let is_success = matches!(status, Status::Exact(200..=299) | Status::Range(2));
        let ty = body(builder, &at, &request.name, status, is_success.then_some(&mut accept));
        let description = at.text("description").filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let docs = Docs { description, fallback: phrase(status).to_lowercase(), ..Docs::default() };
        let declared = Declared { status, ty, docs };
        if is_success { successes.push(declared) } else { errors.push(declared) }
    }
    // Without a declared success, `default` is one.
    if successes.is_empty()
        && let Some(at) = errors.iter().position(|one| one.status == Status::Default)
    {
        let only = Declared { status: Status::Range(2), ty: errors[at].ty.clone(), docs: errors[at].docs.clone() };
        successes.push(only);
    }
    request.operation.accept = accept.needed();
    add_success(builder, request, successes, module);
    add_error(builder, request, errors, module);
}

/// The media types that the response types do not ask for by themselves.
#[derive(Default)]
struct Accept {
    media: Vec<String>,
    /// Whether one type asks for its own media type.
    has_own: bool,
}

impl Accept {
    /// A single media type is asked for; of several, the types ask.
    fn needed(self) -> Option<String> {
        match self.media.as_slice() {
            [only] if !self.has_own => Some(only.clone()),
            _ => None,
        }
    }
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Ok(status) = key.parse::<u16>() {
        return (100..=599).contains(&status).then_some(Status::Exact(status));
    }
    let hundred = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"))?.parse().ok()?;
    (1..=5).contains(&hundred).then_some(Status::Range(hundred))
}

/// What the body of a response decodes to. `None` if it has no content.
fn body<'d>(
    builder: &mut Builder<'d>,
    at: &Cursor<'d>,
    name: &str,
    status: Status,
    accept: Option<&mut Accept>,
) -> Option<Type> {
    let contents: Vec<(&str, Cursor<'d>)> = at.map("content").collect();
    let (media, content) = preferred(&contents)?;
    if matches!(status, Status::Exact(204 | 205 | 304)) {
        return None;
    }
    let schema = content.get("schema");
    let lower = essence(media).to_ascii_lowercase();
    let typed = |builder: &mut Builder<'d>, schema: &Cursor<'d>| {
        let hint = match status {
            Status::Exact(200) | Status::Range(2) => format!("{name} response"),
            _ => format!("{name} {}", phrase(status)),
        };
        let typed = builder.ty(schema, &hint);
        let is_option = typed.nullable && typed.ty != Type::Value;
        (if is_option { Type::Option(Box::new(typed.ty)) } else { typed.ty }, typed.is_binary)
    };
    let ty = match (lower.as_str(), kind(media)) {
        ("text/event-stream", _) => {
            let item = schema.as_ref().or(None).map(|schema| typed(builder, schema).0);
            let item = content.get("itemSchema").map(|schema| typed(builder, &schema).0).or(item);
            Type::Events(item.filter(|item| *item != Type::Text).map(Box::new))
        }
        ("application/x-ndjson" | "application/jsonl" | "application/x-jsonlines", _) => {
            let item = content.get("itemSchema").or(schema).map_or(Type::Value, |schema| typed(builder, &schema).0);
            Type::JsonLines(Box::new(item))
        }
        (_, Kind::Json) => match &schema {
            Some(schema) => match typed(builder, schema) {
                (_, true) => Type::Stream,
                (ty, false) => ty,
            },
            // Any bytes, if the document does not even say that it is JSON.
            None if lower.contains('*') => Type::Raw,
            None => Type::Value,
        },
        (_, Kind::Text) => Type::PlainText,
        (_, Kind::Xml) => {
            builder.degrade(at, "an XML response is read as text");
            Type::PlainText
        }
        (_, Kind::Bytes | Kind::Form | Kind::Multipart) => Type::Stream,
    };
    if let Some(accept) = accept {
        match &ty {
            Type::Events(_) | Type::JsonLines(_) => accept.has_own = true,
            ty if ty.is_json() && is_plain_json(media) => accept.has_own = true,
            // A single media type that is not JSON needs no choice.
            ty if !ty.is_json() && contents.len() == 1 => {}
            _ if lower.contains('*') || is_plain_json(media) => {}
            _ => {
                let media = essence(media).to_owned();
                if !accept.media.contains(&media) {
                    accept.media.push(media);
                }
            }
        }
    }
    Some(ty)
}

fn add_success(builder: &mut Builder<'_>, request: &mut Request, mut successes: Vec<Declared>, module: usize) {
    successes.sort_by_key(|one| one.status);
    let mut types: Vec<&Type> = successes.iter().filter_map(|one| one.ty.as_ref()).collect();
    types.dedup();
    let distinct = types.iter().enumerate().filter(|(at, ty)| !types[..*at].contains(ty)).count();
    let without: Vec<u16> = successes
        .iter()
        .filter_map(|one| match (&one.ty, one.status) {
            (None, Status::Exact(status)) => Some(status),
            _ => None,
        })
        .collect();
    let is_range_without = successes.iter().any(|one| one.ty.is_none() && !matches!(one.status, Status::Exact(_)));
    match (distinct, types.first()) {
        (0, _) => request.operation.response = None,
        (1, Some(ty)) if without.is_empty() && !is_range_without => request.operation.response = Some((*ty).clone()),
        (1, Some(ty)) if ty.is_json() && !is_range_without => {
            // An empty body is `null`, which both an `Option` and any value can be.
            let ty = (*ty).clone();
            let is_option = matches!(ty, Type::Option(_));
            request.operation.response = Some(if is_option { ty } else { Type::Option(Box::new(ty)) });
            request.operation.absent = without;
        }
        _ => {
            let name = format!("{}Response", request.name);
            let docs = format!("What `{}` returns, by status.", request.name);
            request.operation.response = Some(choice(builder, &name, docs, successes, module));
            // Each variant reads its own media type.
            request.operation.accept = None;
        }
    }
}

fn add_error(builder: &mut Builder<'_>, request: &mut Request, mut errors: Vec<Declared>, module: usize) {
    errors.sort_by_key(|one| one.status);
    // A status without a typed body is an error without one, and a redirect is followed.
    errors.retain(|one| one.ty.as_ref().is_some_and(|ty| !matches!(ty, Type::Stream | Type::Raw | Type::Events(_))));
    let first = errors.first().and_then(|one| one.ty.clone());
    let is_one = errors.iter().all(|one| one.ty == first);
    if is_one {
        request.operation.error = first;
        return;
    }
    let known = builder.choices.iter().position(|choice| {
        let same = |(variant, one): (&StatusVariant, &Declared)| variant.status == one.status && variant.ty == one.ty;
        choice.name.ends_with("Error")
            && choice.variants.len() == errors.len()
            && choice.variants.iter().zip(&errors).all(same)
    });
    request.operation.error = Some(match known {
        Some(known) => Type::Choice(known),
        None => {
            let name = format!("{}Error", request.name);
            let docs = format!("What `{}` fails with, by status.", request.name);
            choice(builder, &name, docs, errors, module)
        }
    });
}

fn choice(builder: &mut Builder<'_>, name: &str, docs: String, declared: Vec<Declared>, module: usize) -> Type {
    let mut names = Scope::default();
    let variants = declared.into_iter().map(|one| StatusVariant {
        name: names.take(&name::camel(phrase(one.status), "Other"), &[format!("Status{}", number(one.status))]),
        status: one.status,
        ty: one.ty,
        docs: one.docs,
    });
    let variants = variants.collect();
    let name = builder.types.take(name, &[]);
    let docs = Docs { summary: Some(docs), ..Docs::default() };
    builder.choices.push(Choice { name, module, docs, variants });
    Type::Choice(builder.choices.len() - 1)
}

fn number(status: Status) -> u16 {
    match status {
        Status::Exact(status) => status,
        Status::Range(hundred) => hundred * 100,
        Status::Default => 0,
    }
}

/// The name of a status (RFC 9110, section 15).
fn phrase(status: Status) -> &'static str {
    match status {
        Status::Exact(status) => match status {
            200 => "ok",
            201 => "created",
            202 => "accepted",
            203 => "non authoritative",
            204 => "no content",
            205 => "reset content",
            206 => "partial content",
            207 => "multi status",
            301 => "moved permanently",
            302 => "found",
            303 => "see other",
            304 => "not modified",
            307 => "temporary redirect",
            308 => "permanent redirect",
            400 => "bad request",
            401 => "unauthorized",
            402 => "payment required",
            403 => "forbidden",
            404 => "not found",
            405 => "method not allowed",
            406 => "not acceptable",
            408 => "request timeout",
            409 => "conflict",
            410 => "gone",
            411 => "length required",
            412 => "precondition failed",
            413 => "content too large",
            414 => "uri too long",
            415 => "unsupported media type",
            422 => "unprocessable content",
            423 => "locked",
            424 => "failed dependency",
            428 => "precondition required",
            429 => "too many requests",
            500 => "internal server error",
            501 => "not implemented",
            502 => "bad gateway",
            503 => "service unavailable",
            504 => "gateway timeout",
            _ => match status / 100 {
                2 => "success",
                3 => "redirect",
                4 => "client error",
                _ => "server error",
            },
        },
        Status::Range(2) => "any success",
        Status::Range(3) => "any redirect",
        Status::Range(4) => "any client error",
        Status::Range(_) => "any server error",
        Status::Default => "other",
    }
}
