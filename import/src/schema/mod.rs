//! What one schema says, for 3.0 and 3.1 alike, with `allOf` merged.

mod facts;
mod merge;

use crate::document::{Cursor, Dangling, Node};

pub(crate) use facts::{Bound, Facts};

/// The deepest nesting of schemas that refer to one another without a type.
const MAX_DEPTH: usize = 32;

/// What a schema says about a value.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'d> {
    /// The schema that states the shape, after references; its pointer identifies the type.
    pub at: Cursor<'d>,
    /// The shape of the value.
    pub shape: Shape<'d>,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// What the shape does not say, although the schema does.
    pub lost: Option<&'static str>,
}

/// The shape of a value.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'d> {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number, with the Rust type that holds it.
    Integer(&'static str),
    /// A number with a fraction.
    Number,
    /// Text.
    Text,
    /// The content of a file.
    Binary,
    /// One of these texts.
    Choice(Vec<String>),
    /// A list, with the schema of its items.
    List(Option<Cursor<'d>>),
    /// A map, with the schema of its values.
    Map(Option<Cursor<'d>>),
    /// Named properties.
    Object(Object<'d>),
    /// One of several schemas.
    OneOf(OneOf<'d>),
}

/// An object with named properties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'d> {
    /// The properties, in the order of the document.
    pub properties: Vec<Property<'d>>,
    /// The schema of all other properties, if the object states one.
    pub rest: Option<Cursor<'d>>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Property<'d> {
    /// Its name.
    pub name: &'d str,
    /// Its schema.
    pub schema: Cursor<'d>,
    /// Whether each value has it.
    pub required: bool,
}

/// Alternatives.
#[derive(Clone, Debug)]
pub(crate) struct OneOf<'d> {
    /// The alternatives, without `null`.
    pub variants: Vec<Cursor<'d>>,
    /// The property that tells them apart, if the document names it.
    pub tag: Option<&'d str>,
    /// The values of the tag, with the references that they stand for.
    pub mapping: Vec<(&'d str, &'d str)>,
}

impl<'d> Schema<'d> {
    /// Reads the schema at a place.
    ///
    /// # Errors
    ///
    /// Fails if a reference that states the shape leads nowhere.
    pub(crate) fn read(at: &Cursor<'d>) -> Result<Self, Dangling> {
        read(at, 0)
    }

    /// A schema that any value satisfies.
    #[must_use]
    pub(crate) fn any(at: &Cursor<'d>, lost: Option<&'static str>) -> Self {
        Self { at: at.clone(), shape: Shape::Any, nullable: false, lost }
    }

    fn new(at: &Cursor<'d>, shape: Shape<'d>, nullable: bool) -> Self {
        Self { at: at.clone(), shape, nullable, lost: None }
    }
}

fn read<'d>(at: &Cursor<'d>, depth: usize) -> Result<Schema<'d>, Dangling> {
    if depth > MAX_DEPTH {
        return Ok(Schema::any(at, Some("the schema refers to itself without a type")));
    }
    let outer = at;
    let at = at.resolved()?;
    let (kinds, null) = kinds(&at);
    // What is written beside a reference counts too, as 3.1 allows.
    let nullable = null || at.is("nullable") || outer.is("nullable");
    let own_object = at.get("properties").is_some_and(|own| own.entries().next().is_some());
    let all: Vec<Cursor<'d>> = at.list("allOf").collect();
    let alternatives: Vec<Cursor<'d>> = at.list("oneOf").chain(at.list("anyOf")).collect();

    if !all.is_empty() {
        let meaningful: Vec<&Cursor<'d>> = all.iter().filter(|one| !is_remark(one)).collect();
        if let ([only], false, true) = (meaningful.as_slice(), own_object, alternatives.is_empty()) {
            let mut schema = read(only, depth + 1)?;
            schema.nullable |= nullable;
            return Ok(schema);
        }
        return merge::all_of(&at, nullable, depth);
    }
    if !alternatives.is_empty() {
        if own_object {
            return merge::all_of(&at, nullable, depth);
        }
        if let Some(schema) = one_of(&at, &alternatives, nullable, depth)? {
            return Ok(schema);
        }
    }
    let shape = shape(&at, &kinds);
    let lost = (kinds.len() > 1).then_some("a value of several types is read as any JSON value");
    Ok(Schema { lost, ..Schema::new(&at, shape, nullable) })
}

/// Whether a member of `allOf` has only remarks about another one.
fn is_remark(at: &Cursor<'_>) -> bool {
    const REMARKS: [&str; 9] =
        ["default", "deprecated", "description", "example", "examples", "nullable", "readOnly", "title", "writeOnly"];
    match at.node() {
        Node::Map(map) => map.keys().all(|key| REMARKS.contains(&key.as_str()) || key.starts_with("x-")),
        _ => true,
    }
}

/// The types that a schema allows, without `null`, and whether `null` is one. The only reader of `type`.
fn kinds<'d>(at: &Cursor<'d>) -> (Vec<&'d str>, bool) {
    let mut kinds: Vec<&str> = match at.get("type") {
        Some(ty) => ty.node().text().into_iter().chain(ty.items().filter_map(|one| one.node().text())).collect(),
        None => Vec::new(),
    };
    let all = kinds.len();
    kinds.retain(|kind| *kind != "null");
    let null = kinds.len() < all || at.list("enum").any(|one| *one.node() == Node::Null);
    kinds.dedup();
    // `number` includes `integer`.
    if kinds.contains(&"number") {
        kinds.retain(|kind| *kind != "integer");
    }
    (kinds, null)
}

fn shape<'d>(at: &Cursor<'d>, kinds: &[&'d str]) -> Shape<'d> {
    let has = |key: &str| at.get(key).is_some();
    let format = at.text("format").unwrap_or_default();
    let kind = match kinds {
        [kind] => *kind,
        [] if has("properties") || has("additionalProperties") => "object",
        [] if has("items") => "array",
        [] if has("enum") || has("const") => "string",
        _ => return Shape::Any,
    };
    match kind {
        "boolean" => Shape::Bool,
        "integer" => Shape::Integer(integer(at, format)),
        "number" if matches!(format, "int32" | "int64") => Shape::Integer(integer(at, format)),
        "number" => Shape::Number,
        "string" if format == "binary" => Shape::Binary,
        "file" => Shape::Binary,
        "string" => {
            let choices = choices(at);
            if choices.is_empty() { Shape::Text } else { Shape::Choice(choices) }
        }
        "array" => Shape::List(at.get("items").filter(|items| matches!(items.node(), Node::Map(_)))),
        "object" => {
            let object = merge::own(at);
            if object.properties.is_empty() { Shape::Map(object.rest) } else { Shape::Object(object) }
        }
        _ => Shape::Any,
    }
}

/// The Rust type of a whole number. A stated bound that it does not hold makes it wider.
fn integer(at: &Cursor<'_>, format: &str) -> &'static str {
    let ty = match format {
        "int32" => "i32",
        "uint32" => "u32",
        "uint64" => "u64",
        _ => "i64",
    };
    let fits = |key: &str| match at.get(key).map(|bound| bound.node().clone()) {
        Some(Node::Int(bound)) => match ty {
            "i32" => i32::try_from(bound).is_ok(),
            "u32" => u32::try_from(bound).is_ok() || bound < 0,
            _ => true,
        },
        _ => true,
    };
    if fits("maximum") && fits("minimum") { ty } else { "i64" }
}

/// The texts of `enum` or `const`, each once, without `null`. Nothing if one of them is not a scalar.
fn choices(at: &Cursor<'_>) -> Vec<String> {
    let mut choices: Vec<String> = Vec::new();
    for one in at.get("const").into_iter().chain(at.list("enum")) {
        match one.node().scalar() {
            Some(text) if !choices.contains(&text) => choices.push(text),
            Some(_) => {}
            None if *one.node() == Node::Null => {}
            None => return Vec::new(),
        }
    }
    choices
}

/// Alternatives, or the only one beside `null`. Nothing if the alternatives have no shape, such as those with only `required`.
fn one_of<'d>(
    at: &Cursor<'d>,
    alternatives: &[Cursor<'d>],
    mut nullable: bool,
    depth: usize,
) -> Result<Option<Schema<'d>>, Dangling> {
    let mut variants: Vec<Cursor<'d>> = Vec::new();
    for alternative in alternatives {
        let resolved = alternative.resolved()?;
        let is_null = resolved.text("type") == Some("null")
            || resolved.list("enum").next().is_some() && resolved.list("enum").all(|one| *one.node() == Node::Null);
        let says_nothing = match resolved.node() {
            Node::Map(map) => map.keys().all(|key| key == "required" || key == "not") && !map.is_empty(),
            _ => true,
        };
        nullable |= is_null;
        if !is_null && !says_nothing && !variants.iter().any(|one| is_same(one, &resolved)) {
            variants.push(alternative.clone());
        }
    }
    match variants.as_slice() {
        [] => Ok(None),
        [only] => {
            let mut schema = read(only, depth + 1)?;
            schema.nullable |= nullable;
            Ok(Some(schema))
        }
        _ => {
            if let Some(choices) = choices_of_all(&variants, depth)? {
                let shape = if choices.is_empty() { Shape::Text } else { Shape::Choice(choices) };
                return Ok(Some(Schema::new(at, shape, nullable)));
            }
            let discriminator = at.get("discriminator");
            let tag = discriminator.as_ref().and_then(|tag| tag.text("propertyName"));
            let entries = discriminator.iter().flat_map(|tag| tag.map("mapping"));
            let mapping = entries.filter_map(|(value, target)| Some((value, target.node().text()?))).collect();
            let shape = Shape::OneOf(OneOf { variants, tag, mapping });
            Ok(Some(Schema::new(at, shape, nullable)))
        }
    }
}

fn is_same(one: &Cursor<'_>, other: &Cursor<'_>) -> bool {
    one.resolved().is_ok_and(|one| one.pointer() == other.pointer() || one.node() == other.node())
}

/// The choices of alternatives that are all text. Empty if one of them is any text.
fn choices_of_all(variants: &[Cursor<'_>], depth: usize) -> Result<Option<Vec<String>>, Dangling> {
    let mut all: Vec<String> = Vec::new();
    let mut is_any = false;
    for variant in variants {
        match read(variant, depth + 1)?.shape {
            Shape::Text => is_any = true,
            Shape::Choice(choices) => {
                for choice in choices {
                    if !all.contains(&choice) {
                        all.push(choice);
                    }
                }
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(if is_any { Vec::new() } else { all }))
}
