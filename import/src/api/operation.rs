//! One operation of the document.

use super::body;
use super::builder::Builder;
use super::parameter::{self, Parameter};
use super::path::{self, Piece};
use super::request::Request;
use super::source::Source;
use super::{BodyKind, Docs, Field, Operation, Place, Type, response};
use crate::document::Node;
use crate::name::{self, Scope};

/// Reads an operation.
///
/// # Errors
///
/// Fails with the reason if the derive cannot express it.
pub(super) fn read<'d>(
    builder: &mut Builder<'d>,
    source: &Source<'d>,
    name: String,
    module: usize,
) -> Result<Operation, String> {
    let path = path::split(source.path)?;
    if path.had_fragment {
        builder.degrade(&source.at, "the fragment of the path is never sent");
    }
    let root_security = source.at.target("#/security").ok();
    let needed = builder.securities.of(&source.at, root_security.as_ref());
    if let Some(remark) = needed.remark {
        builder.degrade(&source.at, remark);
    }
    let mut request = Request {
        names: Scope::default(),
        name: name.clone(),
        method: source.method,
        operation: Operation {
            name,
            docs: docs(source),
            method: source.method,
            path: String::new(),
            fields: Vec::new(),
            constants: Vec::new(),
            body: BodyKind::Json,
            content_type: None,
            accept: None,
            response: None,
            absent: Vec::new(),
            error: None,
            auth: needed.auth,
        },
    };
    let parameters = parameter::list(builder, source)?;
    fill_path(builder, source, &mut request, &path.pieces, &parameters);
    for (wire, placeholder) in &path.queries {
        let known = parameters.iter().find(|parameter| parameter.name == placeholder);
        parameter::add_query_of_path(builder, &mut request, wire, known);
    }
    for parameter in parameters.iter().filter(|parameter| parameter.place != Place::Path) {
        let is_constant = path.constants.iter().any(|(name, _)| name == parameter.name);
        let is_in_path = path.queries.iter().any(|(_, placeholder)| placeholder == parameter.name);
        if !(parameter.place == Place::Query && (is_constant || is_in_path)) {
            parameter::add(builder, &mut request, parameter)?;
        }
    }
    body::add(builder, source, &mut request)?;
    let constants: Vec<String> = path
        .constants
        .iter()
        .map(|(name, value)| value.as_ref().map_or_else(|| name.clone(), |value| format!("{name}={value}")))
        .collect();
    if !constants.is_empty() {
        request.operation.path = format!("{}?{}", request.operation.path, constants.join("&"));
    }
    response::add(builder, source, &mut request, module);
    Ok(request.operation)
}

/// Adds the fields of the placeholders, in the order of the path, and the template.
fn fill_path<'d>(
    builder: &mut Builder<'d>,
    source: &Source<'d>,
    request: &mut Request,
    pieces: &[Piece],
    parameters: &[Parameter<'d>],
) {
    let mut template = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => template.push_str(text),
            Piece::Placeholder(placeholder) => {
                let of_path = |parameter: &&Parameter<'d>| parameter.place == Place::Path;
                let known = parameters.iter().filter(of_path).find(|parameter| {
                    parameter.name == placeholder || parameter.name.trim_matches(['{', '}', '+', '*']) == placeholder
                });
                let field = match known {
                    Some(parameter) => parameter::path_field(builder, request, parameter),
                    None => {
                        builder.degrade(&source.at, "a placeholder of the path has no parameter, so it is any text");
                        let name = super::model::field_name(&mut request.names, placeholder, Place::Path);
                        let docs = Docs { fallback: name::words(placeholder).join(" "), ..Docs::default() };
                        Field {
                            name,
                            wire: placeholder.clone(),
                            place: Place::Path,
                            ty: Type::Text,
                            required: true,
                            style: None,
                            explode: None,
                            allow_reserved: false,
                            secret: false,
                            rules: Vec::new(),
                            docs,
                        }
                    }
                };
                template.push_str(&format!("{{{}}}", field.name));
                request.operation.fields.push(field);
            }
        }
    }
    request.operation.path = template;
}

fn docs(source: &Source<'_>) -> Docs {
    let text = |key: &str| {
        let text = source.at.text(key).or_else(|| source.item.text(key)).filter(|text| !text.trim().is_empty());
        text.map(str::to_owned)
    };
    Docs {
        summary: text("summary"),
        description: text("description"),
        fallback: format!("`{}`", source.title().replace('`', "")),
        deprecated: source.at.get("deprecated").is_some_and(|one| *one.node() == Node::Bool(true)),
    }
}
