//! The body of a request.

use super::builder::Builder;
use super::model::{docs, field_name};
use super::parameter::{is_compound, rules};
use super::request::Request;
use super::secret::is_secret;
use super::source::Source;
use super::{BodyKind, Constant, Docs, Field, Place, Type};
use crate::document::Cursor;
use crate::schema::{Object, Property, Schema, Shape};

/// Adds the body, if the operation has one.
///
/// # Errors
///
/// Fails if the body must be sent, and the derive cannot express it.
pub(super) fn add<'d>(builder: &mut Builder<'d>, source: &Source<'d>, request: &mut Request) -> Result<(), String> {
    let Some(outer) = source.at.get("requestBody") else {
        return Ok(());
    };
    let at = outer.resolved().map_err(|_| "a reference of the body leads nowhere".to_owned())?;
    let contents: Vec<(&str, Cursor<'d>)> = at.map("content").collect();
    let Some((media, content)) = preferred(&contents) else {
        return Ok(());
    };
    let required = at.is("required");
    if matches!(request.method, "GET" | "HEAD") {
        if required {
            return Err("a GET or HEAD request with a body".to_owned());
        }
        builder.degrade(&at, "the optional body of a GET or HEAD request is left out");
        return Ok(());
    }
    if contents.len() > 1 {
        builder.degrade(&at, "of several media types of the body, one is written");
    }
    let description = at.text("description").filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let mut body = Body {
        content: content.clone(),
        required,
        description,
        is_patch: request.method == "PATCH",
        is_merge_patch: essence(media) == "application/merge-patch+json",
    };
    match kind(media) {
        Kind::Json => {
            if !is_plain_json(media) {
                request.operation.content_type = Some(essence(media).to_owned());
            }
            add_json(builder, request, &body);
            Ok(())
        }
        Kind::Form => add_fields(builder, request, &body, BodyKind::Form),
        Kind::Multipart => {
            body.is_patch = false;
            add_fields(builder, request, &body, BodyKind::Multipart)
        }
        Kind::Xml => {
            builder.degrade(&at, "an XML body is text that you write");
            add_whole(builder, request, &body, Type::PlainText, Some(essence(media)));
            Ok(())
        }
        Kind::Text => {
            let media = (essence(media) != "text/plain").then(|| essence(media));
            add_whole(builder, request, &body, Type::PlainText, media);
            Ok(())
        }
        Kind::Bytes => {
            let media =
                Some(essence(media)).filter(|media| *media != "application/octet-stream" && !media.contains('*'));
            add_whole(builder, request, &body, Type::Stream, media);
            Ok(())
        }
    }
}

/// The body of the document, as far as all kinds need it.
struct Body<'d> {
    content: Cursor<'d>,
    required: bool,
    description: Option<String>,
    is_patch: bool,
    is_merge_patch: bool,
}

/// How a media type is written or read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Xml,
    Text,
    Bytes,
}

/// The media type without its parameters.
pub(super) fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

pub(super) fn kind(media: &str) -> Kind {
    let media = essence(media).to_ascii_lowercase();
    match media.as_str() {
        "application/json" | "text/json" | "*/*" | "application/*" | "" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        media if media.ends_with("+json") || media.ends_with("/json") => Kind::Json,
        media if media.starts_with("multipart/") => Kind::Multipart,
        media if media.ends_with("+xml") || media.ends_with("/xml") => Kind::Xml,
        media if media.starts_with("text/") => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Whether a media type of JSON needs no key.
pub(super) fn is_plain_json(media: &str) -> bool {
    let media = essence(media);
    let is_media = media.split('/').count() == 2
        && media.split('/').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
        });
    media.eq_ignore_ascii_case("application/json") || !is_media
}

/// The rank of a media type: JSON, then forms, then the rest. Plain types come first.
pub(super) fn preferred<'c, 'd>(contents: &'c [(&'d str, Cursor<'d>)]) -> Option<(&'d str, &'c Cursor<'d>)> {
    let rank = |media: &str| (kind(media), !essence(media).eq_ignore_ascii_case("application/json"));
    contents.iter().min_by_key(|(media, _)| rank(media)).map(|(media, content)| (*media, content))
}

fn add_json<'d>(builder: &mut Builder<'d>, request: &mut Request, body: &Body<'d>) {
    let Some(schema_at) = body.content.get("schema") else {
        add_whole(builder, request, body, Type::Value, None);
        return;
    };
    if let Some(object) = flattened(builder, &schema_at, body.is_patch) {
        for property in &object.properties {
            let mut field = property_field(builder, request, property);
            // A merge patch (RFC 7396) has only what changes.
            field.required &= !body.is_merge_patch;
            if body.is_patch && !field.required {
                field.ty = Type::Patch(Box::new(field.ty));
            }
            request.operation.fields.push(field);
        }
        return;
    }
    let hint = format!("{} body", request.name);
    let typed = builder.ty(&schema_at, &hint);
    add_whole(builder, request, body, typed.ty, None);
}

/// The properties that become fields of the request. The schema belongs to this body alone.
fn flattened<'d>(builder: &mut Builder<'d>, at: &Cursor<'d>, is_patch: bool) -> Option<Object<'d>> {
    let is_own = is_patch || at.reference().is_none_or(|reference| builder.is_used_once(reference));
    let schema = Schema::read(at).ok().filter(|schema| is_own && !schema.nullable)?;
    match schema.shape {
        Shape::Object(mut object)
            if object.rest.is_none() && object.properties.iter().all(|property| !property.name.is_empty()) =>
        {
            // Only responses have the properties that are `readOnly`.
            object.properties.retain(|property| {
                let resolved = property.schema.resolved();
                !property.schema.is("readOnly") && !resolved.is_ok_and(|schema| schema.is("readOnly"))
            });
            if object.properties.is_empty() {
                return None;
            }
            if let Some(lost) = schema.lost {
                builder.degrade(&schema.at, lost);
            }
            Some(object)
        }
        _ => None,
    }
}

fn property_field<'d>(builder: &mut Builder<'d>, request: &mut Request, property: &Property<'d>) -> Field {
    let typed = builder.ty(&property.schema, &format!("{} {}", request.name, property.name));
    let secret = typed.ty == Type::Text && is_secret(property.name, &typed.facts);
    let rules = rules(&property.schema, &typed.facts, &typed.ty);
    Field {
        name: field_name(&mut request.names, property.name, Place::Property),
        wire: property.name.to_owned(),
        place: Place::Property,
        required: property.required && !typed.nullable,
        style: None,
        explode: None,
        allow_reserved: false,
        secret,
        rules,
        docs: docs(&typed.facts, property.name),
        ty: typed.ty,
    }
}

/// Adds the properties of a form or a multipart body.
fn add_fields<'d>(
    builder: &mut Builder<'d>,
    request: &mut Request,
    body: &Body<'d>,
    kind: BodyKind,
) -> Result<(), String> {
    let Some(schema_at) = body.content.get("schema") else {
        if body.required {
            return Err("a form or multipart body without a schema".to_owned());
        }
        builder.degrade(&body.content, "an optional form without a schema is left out");
        return Ok(());
    };
    let schema = Schema::read(&schema_at).map_err(|_| "a reference of the body leads nowhere".to_owned())?;
    if let Some(lost) = schema.lost {
        builder.degrade(&schema.at, lost);
    }
    let object = match schema.shape {
        Shape::Object(object) => object,
        Shape::Map(_) if kind == BodyKind::Form => {
            let map = Type::Map(Box::new(Type::Text));
            add_whole(builder, request, body, Type::Form(Box::new(map)), None);
            return Ok(());
        }
        _ => {
            if body.required {
                return Err("a form or multipart body that is not an object".to_owned());
            }
            builder.degrade(&body.content, "an optional form that is not an object is left out");
            return Ok(());
        }
    };
    if object.rest.is_some() {
        builder.degrade(&schema.at, "further properties of a form are left out");
    }
    request.operation.body = kind;
    for property in &object.properties {
        let is_file = |at: &Cursor<'d>| matches!(Schema::read(at), Ok(Schema { shape: Shape::Binary, .. }));
        let items = property.schema.resolved().ok().and_then(|schema| schema.get("items"));
        let is_files = items.as_ref().is_some_and(is_file);
        let mut field = property_field(builder, request, property);
        let encoding = body.content.get("encoding").and_then(|encoding| encoding.get(property.name));
        if kind == BodyKind::Multipart && (is_file(&property.schema) || is_files) {
            field.ty = if is_files { Type::List(Box::new(Type::Part)) } else { Type::Part };
            field.rules.clear();
            field.secret = false;
        } else {
            field.style = style(builder, kind, &field.ty, encoding.as_ref());
            if kind == BodyKind::Form && field.style.is_none() && matches!(field.ty, Type::List(_)) {
                field.explode = encoding.and_then(|encoding| encoding.bool("explode")).filter(|explode| !explode);
            }
        }
        request.operation.fields.push(field);
    }
    Ok(())
}

/// The style of a property of a form or a part.
fn style(builder: &Builder<'_>, kind: BodyKind, ty: &Type, encoding: Option<&Cursor<'_>>) -> Option<&'static str> {
    let is_compound_list = matches!(ty, Type::List(item) if is_compound(builder, item));
    let is_object = is_compound(builder, ty) && !matches!(ty, Type::List(_));
    if *ty == Type::Value && kind == BodyKind::Multipart {
        return Some("json");
    }
    if !is_compound_list && !is_object {
        return None;
    }
    match encoding.and_then(|encoding| encoding.text("style")) {
        Some("deepObject") if kind == BodyKind::Form => Some("deepObject"),
        // The default content type of objects is JSON.
        _ => Some("json"),
    }
}

/// Adds one field that is the whole body.
fn add_whole<'d>(
    builder: &mut Builder<'d>,
    request: &mut Request,
    body: &Body<'d>,
    ty: Type,
    content_type: Option<&str>,
) {
    if let Some(media) = content_type
        && !request.has(Place::Header, "Content-Type")
    {
        let value = media.to_owned();
        request.operation.constants.push(Constant { place: Place::Header, name: "Content-Type".to_owned(), value });
    }
    let required = body.required || !ty.is_json();
    if !body.required && !ty.is_json() {
        builder.degrade(&body.content, "an optional body that is not JSON is required");
    }
    request.operation.fields.push(Field {
        name: field_name(&mut request.names, "body", Place::Body),
        wire: String::new(),
        place: Place::Body,
        ty,
        required,
        style: None,
        explode: None,
        allow_reserved: false,
        secret: false,
        rules: Vec::new(),
        docs: Docs { description: body.description.clone(), fallback: "body".to_owned(), ..Docs::default() },
    });
}
