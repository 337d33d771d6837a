//! The doc comment of the `impl`, which shows what is sent or read.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Member, Type};

use crate::model::constant::{Constant, ConstantValue};
use crate::model::cross_rule::CrossRule;
use crate::model::field::Field;
use crate::model::group::{Group, GroupParams};
use crate::model::param::{MapPlace, Param, ParamKind, Place, ValueFormat, ValuePlace};
use crate::model::params::{BodyKind, Params, Sent};
use crate::model::reply::{ReplyByFields, ReplyByStatus, Source, Status};
use crate::model::request::{Credentials, Request};
use crate::model::rule::{Operand, OwnRule, Rule};

use super::markdown::{code, codes, first_sentence, table};
use super::spelled::spelled;

/// What `required` says if only the type decides. The derive does not guess it from the name of a type.
const BY_TYPE: &str = "by type";
const BY_TYPE_NOTE: &str = "*By type*: required unless the type is an `Option` or a `Patch`.";

/// The method, the path and the parameters.
pub(super) fn of_request(request: &Request<'_>) -> TokenStream {
    let template = request.path.literal.value();
    let mut parts = vec![code(&format!("{} {template}", request.method))];
    let body = match request.params.body {
        BodyKind::Json | BodyKind::OfRequest => None,
        BodyKind::Form => Some("The body is a form.".to_owned()),
        BodyKind::Multipart => Some("The body is multipart.".to_owned()),
    };
    let credentials = match request.credentials {
        Credentials::Default => None,
        Credentials::Named(name) => Some(format!("Sent with the credentials named {}.", code(&name.value()))),
        Credentials::None => Some("Sent without credentials.".to_owned()),
    };
    let absent = request.absent.as_ref().map(|absent| {
        let statuses: Vec<String> = absent.statuses.iter().map(ToString::to_string).collect();
        format!("Read as `None` if the status is {}.", statuses.join(" or "))
    });
    let pages = request.pages.as_ref().map(|pages| format!("Its pages are found by {}.", code(pages.form.word())));
    let sentences: Vec<String> = [body, credentials, absent, pages].into_iter().flatten().collect();
    parts.push(sentences.join(" "));
    let optional: Vec<usize> =
        request.path.segments.iter().filter(|segment| segment.is_optional).map(|segment| segment.param).collect();
    let (table, is_by_type) = of_params(&request.params, &optional);
    parts.push(table);
    parts.push(rules(Some(&request.params), &request.checks));
    parts.extend(is_by_type.then(|| BY_TYPE_NOTE.to_owned()));
    attribute(parts)
}

/// The parameters, or those of each variant.
pub(super) fn of_group(group: &Group<'_>) -> TokenStream {
    let mut parts = Vec::new();
    let mut is_by_type = false;
    match &group.params {
        GroupParams::Struct(params) => {
            let (table, has_by_type) = of_params(params, &[]);
            is_by_type = has_by_type;
            parts.push(table);
            parts.push(rules(Some(params), &group.checks));
        }
        GroupParams::Enum(alternatives) => {
            for alternative in alternatives.iter().filter(|alternative| !alternative.is_hidden) {
                let name = code(&alternative.variant.to_string());
                let docs = first_sentence(alternative.docs);
                let (table, has_by_type) = of_params(&alternative.params, &[]);
                is_by_type |= has_by_type;
                let nothing = if table.is_empty() { "Sends nothing." } else { "" };
                parts.push(format!("**{name}** {docs} {nothing}"));
                parts.push(table);
                parts.push(rules(Some(&alternative.params), &[]));
            }
            parts.push(rules(None, &group.checks));
        }
    }
    parts.extend(is_by_type.then(|| BY_TYPE_NOTE.to_owned()));
    attribute(parts)
}

/// What the body of each status is read as.
pub(super) fn of_reply_by_status(reply: &ReplyByStatus<'_>) -> TokenStream {
    let shown = reply.variants.iter().filter(|variant| !variant.is_hidden);
    let rows: Vec<_> = shown
        .map(|variant| {
            let status = match variant.status {
                Status::Exact(status) => status.to_string(),
                Status::Range(digit) => format!("{digit}XX"),
                Status::Default => "any other".to_owned(),
            };
            let ty = variant.ty.map_or_else(|| "not read".to_owned(), of_type);
            [status, code(&variant.ident.to_string()), ty, first_sentence(variant.docs)]
        })
        .collect();
    attribute([table(["status", "variant", "body", "description"], &rows)])
}

/// What each field takes.
pub(super) fn of_reply_by_fields(reply: &ReplyByFields<'_>) -> TokenStream {
    let row = |member: &Member, source: String, ty: &Type, docs: &str| {
        [code(member.to_token_stream().to_string().trim_start_matches("r#")), source, of_type(ty), first_sentence(docs)]
    };
    let of_head = reply.head.iter().filter(|field| !field.is_hidden).map(|field| {
        let source = match &field.source {
            Source::Status => "status".to_owned(),
            Source::Header(name) => format!("header {}", code(name)),
        };
        row(field.member, source, field.ty, field.docs)
    });
    let body = reply.body.as_ref().filter(|field| !field.is_hidden);
    let body = body.map(|field| row(field.member, "body".to_owned(), field.ty, field.docs));
    let rows: Vec<_> = of_head.chain(body).collect();
    attribute([table(["field", "read from", "type", "description"], &rows)])
}

/// The attribute, with an empty line between two parts.
fn attribute(parts: impl IntoIterator<Item = String>) -> TokenStream {
    let parts = parts.into_iter().map(|part| part.trim_end().to_owned()).filter(|part| !part.is_empty());
    let text = parts.collect::<Vec<String>>().join("\n\n");
    if text.is_empty() {
        return TokenStream::new();
    }
    quote!(#[cfg_attr(doc, doc = #text)])
}

/// The table of the parameters, and whether a type decides if its parameter is required. Those with an `optional` index may be missing.
fn of_params(params: &Params<'_>, optional: &[usize]) -> (String, bool) {
    let of_fields = params.order.iter().filter_map(|sent| match *sent {
        Sent::Param(index) => {
            let param = &params.list[index];
            (!param.field.is_hidden).then(|| of_param(param, optional.contains(&index)))
        }
        Sent::Group(index) => {
            let field = &params.groups[index].field;
            (!field.is_hidden).then(|| of_field(field, "group".to_owned(), BY_TYPE, String::new()))
        }
    });
    let rows: Vec<_> = of_fields.chain(params.constants.iter().map(of_constant)).collect();
    let is_by_type = rows.iter().any(|[_, _, _, required, ..]| required == BY_TYPE);
    (table(["field", "place", "type", "required", "rules", "description"], &rows), is_by_type)
}

fn of_param(param: &Param<'_>, is_optional: bool) -> [String; 6] {
    let rules = codes(param.rules.iter().map(of_rule));
    let (place, required) = match &param.kind {
        ParamKind::Body => ("body".to_owned(), BY_TYPE),
        ParamKind::Map { place: MapPlace::Query, .. } => ("query, any names".to_owned(), "no"),
        ParamKind::Map { place: MapPlace::Headers { prefix }, .. } => {
            (format!("headers {}", code(&format!("{prefix}*"))), "no")
        }
        ParamKind::Value { place, name, format } => {
            let required = match (place, format) {
                (_, ValueFormat::IdempotencyKey { .. }) => "no, generated if `None`",
                (ValuePlace::Path, _) if is_optional => "no",
                (ValuePlace::Path, _) => "yes",
                _ => BY_TYPE,
            };
            let place = match place {
                ValuePlace::ByMethod => "query or body property",
                place => word(place.resolved(false)),
            };
            (format!("{place} {}", code(name)), required)
        }
    };
    of_field(&param.field, place, required, rules)
}

fn of_field(field: &Field<'_>, place: String, required: &str, rules: String) -> [String; 6] {
    let ty = of_type(field.ty);
    let ty = if field.is_secret { format!("{ty}, secret") } else { ty };
    [code(field.name), place, ty, required.to_owned(), rules, first_sentence(field.docs)]
}

fn of_constant(constant: &Constant<'_>) -> [String; 6] {
    let value = match constant.value {
        ConstantValue::Literal(literal) => code(&literal.to_token_stream().to_string()),
        ConstantValue::Pair(_) => code(&constant.text),
    };
    let place = format!("{} {}", word(constant.place), code(&constant.name));
    [String::new(), place, format!("always {value}"), String::new(), String::new(), String::new()]
}

const fn word(place: Place) -> &'static str {
    match place {
        Place::Property => "body property",
        place => place.word(),
    }
}

fn of_type(ty: &Type) -> String {
    code(&spelled(ty.to_token_stream()))
}

fn of_rule(rule: &Rule<'_>) -> String {
    match rule {
        Rule::BuiltIn(rule) => {
            let operand = match &rule.operand {
                Operand::Nothing => return rule.word.to_string(),
                Operand::Lengths(range) | Operand::Numbers(range) => range.tokens.clone(),
                Operand::Values { tokens, .. } => tokens.clone(),
                Operand::Pattern(pattern) => pattern.to_token_stream(),
            };
            format!("{}({})", rule.word, spelled(operand))
        }
        Rule::Each(word, rules) => {
            let rules: Vec<String> = rules.iter().map(of_rule).collect();
            format!("{word}({})", rules.join(", "))
        }
        Rule::Own(rule) => of_own_rule(rule),
    }
}

fn of_own_rule(rule: &OwnRule<'_>) -> String {
    let (path, operands) = (rule.path, rule.operands);
    spelled(quote!(#path #operands))
}

/// A list of the cross-field rules and of the checks of the whole value.
fn rules(params: Option<&Params<'_>>, checks: &[OwnRule<'_>]) -> String {
    let of_rules =
        params.into_iter().flat_map(|params| params.cross_rules.iter().map(|rule| of_cross_rule(rule, params)));
    let of_checks = checks.iter().map(|check| format!("- checked as a whole by {}\n", code(&of_own_rule(check))));
    of_rules.chain(of_checks).collect()
}

fn of_cross_rule(rule: &CrossRule, params: &Params<'_>) -> String {
    let name = |param: usize| params.list[param].field.name;
    let members = codes(rule.members.iter().map(|member| name(member.param)));
    let words = rule.relation.code().replace('_', " ");
    match rule.relation.param() {
        Some(param) => format!("- {} {words} {members}\n", code(name(param))),
        None if words.ends_with(" of") => format!("- {words} {members}\n"),
        None => format!("- {words} of {members}\n"),
    }
}
