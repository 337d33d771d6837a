//! Parameters: the query, headers, cookies and the path.

use super::builder::Builder;
use super::model::{Typed, docs, field_name};
use super::request::Request;
use super::secret::is_secret;
use super::source::Source;
use super::{Constant, Docs, Field, ModelKind, Place, Rule, Type};
use crate::document::{Cursor, Node};
use crate::schema::{Bound, Facts};

/// Headers that the document cannot set by a parameter: OpenAPI ignores the first two.
const IGNORED: [&str; 2] = ["accept", "content-type"];
/// Headers that a request cannot set.
const RESERVED: [&str; 12] = [
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A parameter of the document.
pub(super) struct Parameter<'d> {
    pub(super) name: &'d str,
    pub(super) place: Place,
    at: Cursor<'d>,
}

/// The parameters of an operation. Its own ones override those of the path.
///
/// # Errors
///
/// Fails if a reference leads nowhere.
pub(super) fn list<'d>(builder: &mut Builder<'d>, source: &Source<'d>) -> Result<Vec<Parameter<'d>>, String> {
    let mut parameters: Vec<Parameter<'d>> = Vec::new();
    for at in source.item.list("parameters").chain(source.at.list("parameters")) {
        let at = at.resolved().map_err(|_| "a reference of a parameter leads nowhere".to_owned())?;
        let place = match at.text("in") {
            Some("path") => Place::Path,
            Some("query" | "querystring") => Place::Query,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            _ => {
                builder.degrade(&at, "a parameter without a place is left out");
                continue;
            }
        };
        let Some(name) = at.text("name").filter(|name| !name.is_empty()) else {
            builder.degrade(&at, "a parameter without a name is left out");
            continue;
        };
        let is_same = |one: &Parameter<'d>| {
            let same_name = if place == Place::Header { one.name.eq_ignore_ascii_case(name) } else { one.name == name };
            one.place == place && same_name
        };
        match parameters.iter_mut().find(|one| is_same(one)) {
            Some(known) => known.at = at,
            None => parameters.push(Parameter { name, place, at }),
        }
    }
    Ok(parameters)
}

/// The field of a placeholder.
pub(super) fn path_field<'d>(builder: &mut Builder<'d>, request: &mut Request, parameter: &Parameter<'d>) -> Field {
    let mut field = field(builder, request, parameter);
    field.required = true;
    field
}

/// A query parameter that the path itself has, with what the document says about it.
pub(super) fn add_query_of_path<'d>(
    builder: &mut Builder<'d>,
    request: &mut Request,
    wire: &str,
    known: Option<&Parameter<'d>>,
) {
    let field = match known {
        Some(parameter) => {
            let query = Parameter { name: parameter.name, place: Place::Query, at: parameter.at.clone() };
            Field { wire: wire.to_owned(), ..field(builder, request, &query) }
        }
        None => Field {
            name: field_name(&mut request.names, wire, Place::Query),
            wire: wire.to_owned(),
            place: Place::Query,
            ty: Type::Text,
            required: true,
            style: None,
            explode: None,
            allow_reserved: false,
            secret: false,
            rules: Vec::new(),
            docs: Docs { fallback: wire.to_owned(), ..Docs::default() },
        },
    };
    request.operation.fields.push(field);
}

/// Adds a parameter of the query, a header or a cookie.
///
/// # Errors
///
/// Fails if it must be sent, and the derive cannot express it.
pub(super) fn add<'d>(
    builder: &mut Builder<'d>,
    request: &mut Request,
    parameter: &Parameter<'d>,
) -> Result<(), String> {
    let Parameter { name, place, at } = parameter;
    if let Some(reason) = refused(builder, request, parameter) {
        if !reason.is_empty() {
            builder.degrade(at, reason);
        }
        return Ok(());
    }
    let required = at.is("required");
    if required
        && matches!(place, Place::Query | Place::Header)
        && let Some(value) = constant(at).filter(|value| *place == Place::Query || is_header_value(value))
    {
        request.operation.constants.push(Constant { place: *place, name: (*name).to_owned(), value });
        return Ok(());
    }
    let field = field(builder, request, parameter);
    // OpenAPI defines no text for a list of objects.
    let is_list_of_objects = match &field.ty {
        Type::List(item) => is_compound(builder, item),
        _ => false,
    };
    if is_list_of_objects && !matches!(field.style, Some("json" | "deepObject")) {
        if required {
            return Err(
                "a required parameter is a list of objects or lists, for which OpenAPI defines no text".to_owned()
            );
        }
        builder
            .degrade(at, "a parameter that is a list of objects or lists is left out: OpenAPI defines no text for it");
        return Ok(());
    }
    request.operation.fields.push(field);
    Ok(())
}

/// Why a parameter is left out: an empty reason needs no remark.
fn refused(builder: &Builder<'_>, request: &Request, parameter: &Parameter<'_>) -> Option<&'static str> {
    let Parameter { name, place, .. } = parameter;
    if request.has(*place, name) {
        return Some("a parameter of the same name is left out");
    }
    let is_token = || name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    match place {
        Place::Header if IGNORED.iter().any(|one| one.eq_ignore_ascii_case(name)) => return Some(""),
        Place::Header if name.eq_ignore_ascii_case("authorization") => {
            return Some("the header `Authorization` is left to the credentials of the client");
        }
        Place::Header if RESERVED.iter().any(|one| one.eq_ignore_ascii_case(name)) => {
            return Some("a header that the client sets itself is left out");
        }
        Place::Header | Place::Cookie if !is_token() => return Some("a parameter with an invalid name is left out"),
        _ => {}
    }
    let sets = builder.securities.sets(&request.operation.auth);
    let is_set = sets.iter().any(|(key_place, key)| match (*key_place, place) {
        ("header", Place::Header) => key.eq_ignore_ascii_case(name),
        ("query", Place::Query) | ("cookie", Place::Cookie) => key == name,
        _ => false,
    });
    is_set.then_some("a parameter that the credentials set is left out")
}

/// The only value of a parameter, if its schema lists one.
fn constant(at: &Cursor<'_>) -> Option<String> {
    let schema = at.get("schema")?.resolved().ok()?;
    if schema.get("items").is_some() {
        return None;
    }
    match schema.get("enum").map(|one| one.node()) {
        Some(Node::List(values)) => match values.as_slice() {
            [only] => only.scalar(),
            _ => None,
        },
        _ => schema.get("const")?.node().scalar(),
    }
}

fn is_header_value(value: &str) -> bool {
    !value.is_empty() && value.trim() == value && !value.contains(|c: char| c.is_control() || !c.is_ascii())
}

fn field<'d>(builder: &mut Builder<'d>, request: &mut Request, parameter: &Parameter<'d>) -> Field {
    let Parameter { name, place, at } = parameter;
    let content = at.map("content").next().map(|(_, content)| content);
    let schema = content.as_ref().map_or_else(|| at.get("schema"), |content| content.get("schema"));
    let hint = format!("{} {name}", request.name);
    let typed = match &schema {
        Some(schema) => builder.ty(schema, &hint),
        // `content` without a schema is any JSON, and a parameter without either is text.
        None => Typed {
            ty: if content.is_some() { Type::Value } else { Type::Text },
            nullable: false,
            facts: Facts::default(),
            is_binary: false,
        },
    };
    let mut ty = typed.ty;
    if content.is_none() && ty == Type::Value {
        ty = Type::Text;
    }
    let (style, explode) = if content.is_some() { (Some("json"), None) } else { style(builder, *place, at, &ty) };
    let secret = ty == Type::Text && is_secret(name, &typed.facts);
    let mut docs = docs(&typed.facts, name);
    if let Some(description) = at.text("description").filter(|text| !text.trim().is_empty()) {
        docs.description = Some(description.to_owned());
    }
    docs.deprecated |= at.is("deprecated");
    let rules = schema.as_ref().map(|schema| rules(schema, &typed.facts, &ty)).unwrap_or_default();
    Field {
        name: field_name(&mut request.names, name, *place),
        wire: (*name).to_owned(),
        place: *place,
        required: at.is("required") && !typed.nullable,
        style,
        explode,
        allow_reserved: at.is("allowReserved") && matches!(place, Place::Query | Place::Path),
        secret,
        rules,
        docs,
        ty,
    }
}

/// Whether a value has no text: a list, a map, or an object.
pub(super) fn is_compound(builder: &Builder<'_>, ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) => true,
        Type::Option(inner) => is_compound(builder, inner),
        Type::Model(model) => match builder.models.get(*model).map(|model| &model.kind) {
            Some(ModelKind::Struct { .. }) => true,
            Some(ModelKind::Union { variants, .. }) => {
                variants.iter().any(|variant| variant.ty != *ty && is_compound(builder, &variant.ty))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The style and `explode` where they differ from the defaults of the derive.
fn style<'d>(
    builder: &mut Builder<'d>,
    place: Place,
    at: &Cursor<'d>,
    ty: &Type,
) -> (Option<&'static str>, Option<bool>) {
    let is_list = matches!(ty, Type::List(_));
    let stated = at.text("style");
    let explode = at.bool("explode");
    if !is_compound(builder, ty) {
        return match (place, stated) {
            (Place::Path, Some("label")) => (Some("label"), None),
            (Place::Path, Some("matrix")) => (Some("matrix"), None),
            _ => (None, None),
        };
    }
    // `explode` is written if it differs from the default of the style.
    let differs = |default: bool| explode.filter(|explode| *explode != default);
    let unknown = "a style that its place does not have is left out";
    match place {
        Place::Query => match stated {
            None | Some("form") => (None, differs(true)),
            // Exploded, both are what `form` is.
            Some("spaceDelimited" | "pipeDelimited") if explode == Some(true) => (None, None),
            Some("spaceDelimited") => (Some("spaceDelimited"), None),
            Some("pipeDelimited") => (Some("pipeDelimited"), None),
            Some("deepObject") => (Some("deepObject"), None),
            Some(_) => {
                builder.degrade(at, unknown);
                (None, differs(true))
            }
        },
        Place::Header => (Some("simple"), if is_list { None } else { differs(false) }),
        Place::Cookie => (None, differs(true)),
        Place::Path => match stated {
            None | Some("simple") => (None, if is_list { None } else { differs(false) }),
            Some("label") => (Some("label"), differs(false)),
            Some("matrix") => (Some("matrix"), differs(false)),
            Some(_) => {
                builder.degrade(at, unknown);
                (None, None)
            }
        },
        Place::Property | Place::Body => (None, None),
    }
}

/// The rules of a schema that the type can be checked by.
pub(super) fn rules<'d>(schema: &Cursor<'d>, facts: &Facts<'d>, ty: &Type) -> Vec<Rule> {
    let mut rules = Vec::new();
    match ty {
        Type::Text => {
            if facts.format.eq_ignore_ascii_case("uuid") {
                return vec![Rule::Uuid];
            }
            rules.extend(length(facts));
            rules.extend(facts.pattern.filter(|pattern| is_pattern(pattern)).map(|one| Rule::Pattern(one.to_owned())));
        }
        Type::List(item) => {
            rules.extend(length(facts));
            let items = schema.resolved().ok().and_then(|schema| schema.get("items"));
            if let Some((items, resolved)) = items.and_then(|items| items.resolved().ok().map(|at| (items, at))) {
                let each = self::rules(&items, &Facts::read(&items, &resolved), item);
                if !each.is_empty() && !matches!(**item, Type::List(_)) {
                    rules.push(Rule::Each(each));
                }
            }
        }
        Type::Integer(name) => {
            let fits = |bound: &Bound| match bound {
                Bound::Int(int) => match *name {
                    "i32" => i32::try_from(*int).is_ok(),
                    "u32" => u32::try_from(*int).is_ok(),
                    "u64" => u64::try_from(*int).is_ok(),
                    _ => i64::try_from(*int).is_ok(),
                },
                Bound::Float(_) => false,
            };
            let whole = |bound: Option<Bound>| match bound {
                // `1e3` is a whole number.
                Some(Bound::Float(float)) if float.fract() == 0.0 && float.abs() < 1e15 => {
                    format!("{float:.0}").parse().ok().map(Bound::Int)
                }
                other => other,
            };
            // The bounds of the type itself need no rule.
            let says = |bound: &Bound| match (bound, *name) {
                (Bound::Int(int), "i32") => *int > i32::MIN.into() && *int < i32::MAX.into(),
                (Bound::Int(int), "i64") => *int > i64::MIN.into() && *int < i64::MAX.into(),
                (Bound::Int(int), "u32") => *int > 0 && *int < u32::MAX.into(),
                (Bound::Int(int), _) => *int > 0 && *int < u64::MAX.into(),
                (Bound::Float(_), _) => false,
            };
            rules.extend(range(
                whole(facts.minimum).filter(|bound| fits(bound) && says(bound)),
                whole(facts.maximum).filter(|bound| fits(bound) && says(bound)),
            ));
        }
        Type::Number => rules.extend(range(facts.minimum, facts.maximum)),
        _ => {}
    }
    rules
}

fn length(facts: &Facts<'_>) -> Option<Rule> {
    let min = facts.min_length.filter(|min| *min > 0);
    match (min, facts.max_length) {
        (None, None) => None,
        (Some(1), None) => Some(Rule::NonEmpty),
        (Some(min), Some(max)) if min > max => None,
        (min, max) => Some(Rule::Length(min, max)),
    }
}

fn range(min: Option<Bound>, max: Option<Bound>) -> Option<Rule> {
    let value = |bound: Bound| match bound {
        // Near enough to compare two bounds.
        Bound::Int(int) => int.to_string().parse().unwrap_or(f64::NAN),
        Bound::Float(float) => float,
    };
    let finite = |bound: &Bound| value(*bound).is_finite();
    let (min, max) = (min.filter(finite), max.filter(finite));
    match (min, max) {
        (None, None) => None,
        (Some(low), Some(high)) if value(low) > value(high) => None,
        (min, max) => Some(Rule::Range(min, max)),
    }
}

/// Whether the rule `pattern` runs it: the derive refuses what its engine lacks.
fn is_pattern(pattern: &str) -> bool {
    const MAX: u32 = 20_000;
    // Some documents write the delimiters of JavaScript.
    let delimited =
        pattern.starts_with('/') && pattern.len() > 1 && pattern.trim_end_matches(['i', 'g', 'u']).ends_with('/');
    let parsed = regex_syntax::ast::parse::ParserBuilder::new().nest_limit(50).build().parse(pattern);
    !delimited && pattern.len() <= 300 && parsed.is_ok_and(|ast| size(&ast).is_some_and(|size| size <= MAX))
}

/// The size of a pattern with its repetitions written out. `None` if it has what the engine lacks.
fn size(ast: &regex_syntax::ast::Ast) -> Option<u32> {
    use regex_syntax::ast::{Ast, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange};
    fn items(set: &ClassSet) -> Option<u32> {
        match set {
            ClassSet::BinaryOp(_) => None,
            ClassSet::Item(item) => match item {
                ClassSetItem::Unicode(_) => None,
                ClassSetItem::Bracketed(class) => items(&class.kind),
                ClassSetItem::Union(union) => {
                    union.items.iter().try_fold(0, |sum, item| Some(sum + items(&ClassSet::Item(item.clone()))?))
                }
                _ => Some(1),
            },
        }
    }
    Some(match ast {
        Ast::ClassUnicode(_) => return None,
        Ast::ClassBracketed(class) => items(&class.kind)?,
        Ast::Repetition(repetition) => {
            let times = match &repetition.op.kind {
                RepetitionKind::Range(
                    RepetitionRange::Exactly(times)
                    | RepetitionRange::AtLeast(times)
                    | RepetitionRange::Bounded(_, times),
                ) => (*times).max(1),
                _ => 1,
            };
            size(&repetition.ast)?.saturating_mul(times)
        }
        Ast::Group(group) => size(&group.ast)?,
        Ast::Alternation(alternation) => sum(&alternation.asts)?,
        Ast::Concat(concat) => sum(&concat.asts)?,
        _ => 1,
    })
}

fn sum(asts: &[regex_syntax::ast::Ast]) -> Option<u32> {
    asts.iter().try_fold(0_u32, |sum, ast| Some(sum.saturating_add(size(ast)?)))
}
