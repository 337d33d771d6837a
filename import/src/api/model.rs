//! Schemas become types, each once.

use super::builder::Builder;
use super::secret::is_secret;
use super::{Access, Api, Docs, Model, ModelField, ModelKind, Place, Select, TextVariant, Type, UnionVariant};
use crate::document::Cursor;
use crate::name::{self, Scope};
use crate::schema::{Facts, Object, OneOf, Schema, Shape};

/// The type of a schema, and what else it says.
pub(super) struct Typed<'d> {
    pub(super) ty: Type,
    pub(super) nullable: bool,
    pub(super) facts: Facts<'d>,
    /// Whether it is the content of a file.
    pub(super) is_binary: bool,
}

impl<'d> Builder<'d> {
    /// The type of a schema. `hint` names the type of a schema that has no name.
    pub(super) fn ty(&mut self, at: &Cursor<'d>, hint: &str) -> Typed<'d> {
        let schema = match Schema::read(at) {
            Ok(schema) => schema,
            Err(_) => {
                self.degrade(at, "a reference of the schema leads nowhere, so it is any JSON value");
                Schema::any(at, None)
            }
        };
        if let Some(lost) = schema.lost {
            self.degrade(&schema.at, lost);
        }
        let facts = Facts::read(at, &schema.at);
        let is_binary = matches!(schema.shape, Shape::Binary);
        let nullable = schema.nullable;
        Typed { ty: self.ty_of(schema, hint), nullable, facts, is_binary }
    }

    fn ty_of(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        let Schema { at, shape, .. } = schema;
        match shape {
            Shape::Any => Type::Value,
            Shape::Bool => Type::Bool,
            Shape::Integer(ty) => Type::Integer(ty),
            Shape::Number => Type::Number,
            Shape::Text | Shape::Binary => Type::Text,
            Shape::List(items) => Type::List(Box::new(self.item(&at, items.as_ref(), &format!("{hint} item")))),
            Shape::Map(values) => Type::Map(Box::new(self.item(&at, values.as_ref(), &format!("{hint} value")))),
            Shape::Choice(texts) => self.model(&at, hint, |_, _| Some(ModelKind::Texts(variants(&texts)))),
            Shape::Object(object) => self.model(&at, hint, |this, name| Some(this.structure(&object, name))),
            Shape::OneOf(one_of) => self.model(&at, hint, |this, name| this.union(&at, &one_of, name)),
        }
    }

    /// The type of what a list or a map holds.
    fn item(&mut self, outer: &Cursor<'d>, item: Option<&Cursor<'d>>, hint: &str) -> Type {
        let Some(item) = item else {
            return Type::Value;
        };
        // A list of itself has no model in between, and no end.
        if !self.open.insert(outer.pointer().to_owned()) {
            self.degrade(outer, "a list or a map that contains itself is any JSON value");
            return Type::Value;
        }
        let typed = self.ty(item, hint);
        self.open.remove(outer.pointer());
        if typed.nullable && typed.ty != Type::Value { Type::Option(Box::new(typed.ty)) } else { typed.ty }
    }

    /// The model of a schema: made at the first use.
    fn model(&mut self, at: &Cursor<'d>, hint: &str, kind: impl FnOnce(&mut Self, &str) -> Option<ModelKind>) -> Type {
        if let Some(known) = self.known.get(at.pointer()) {
            return known.clone();
        }
        let name = match self.reserved.get(at.pointer()) {
            Some(name) => name.clone(),
            None => self.types.take(&name::camel(hint, "Model"), &[]),
        };
        let index = self.models.len();
        self.known.insert(at.pointer().to_owned(), Type::Model(index));
        let facts = Facts::read(at, at);
        let docs = Docs {
            description: facts.description.map(str::to_owned),
            fallback: name::words(&name).join(" "),
            deprecated: facts.deprecated,
            ..Docs::default()
        };
        let empty = ModelKind::Texts(Vec::new());
        self.models.push(Model { name: name.clone(), docs, kind: empty, sent: false, received: false });
        match kind(self, &name) {
            Some(kind) => {
                self.models[index].kind = kind;
                Type::Model(index)
            }
            None => {
                self.degrade(at, "alternatives that a value does not tell apart are any JSON value");
                // What refers to it meanwhile needs a type: a union without alternatives keeps any value.
                self.models[index].kind = ModelKind::Union { variants: Vec::new(), select: Select::Kind };
                self.known.insert(at.pointer().to_owned(), Type::Value);
                Type::Value
            }
        }
    }

    fn structure(&mut self, object: &Object<'d>, name: &str) -> ModelKind {
        let mut names = Scope::default();
        let mut fields = Vec::new();
        for property in &object.properties {
            let typed = self.ty(&property.schema, &format!("{name} {}", property.name));
            let secret = typed.ty == Type::Text && is_secret(property.name, &typed.facts);
            fields.push(ModelField {
                name: names.take(&name::snake(property.name, "field"), &[]),
                wire: property.name.to_owned(),
                ty: if secret { Type::Secret(Box::new(typed.ty)) } else { typed.ty },
                required: property.required,
                nullable: typed.nullable,
                access: match (typed.facts.read_only, typed.facts.write_only) {
                    (true, false) => Access::ReadOnly,
                    (false, true) => Access::WriteOnly,
                    _ => Access::Both,
                },
                docs: docs(&typed.facts, property.name),
            });
        }
        let rest = object.rest.as_ref().map(|rest| {
            let ty = self.ty(rest, &format!("{name} value")).ty;
            (names.take("rest", &["further".to_owned()]), ty)
        });
        ModelKind::Struct { fields, rest }
    }

    fn union(&mut self, at: &Cursor<'d>, one_of: &OneOf<'d>, name: &str) -> Option<ModelKind> {
        let schemas: Vec<Schema<'d>> = one_of.variants.iter().map(Schema::read).collect::<Result<_, _>>().ok()?;
        let (select, marks) = select(one_of, &schemas)?;
        let mut names = Scope::default();
        let _ = names.take("Unknown", &[]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for ((cursor, schema), marks) in one_of.variants.iter().zip(&schemas).zip(marks) {
            let wanted = match cursor.reference() {
                Some(reference) => name::camel(reference.rsplit('/').next().unwrap_or_default(), "Variant"),
                None => match marks.as_slice() {
                    [mark, ..] if select != Select::Kind => name::camel(mark, "Variant"),
                    _ => kind_of(&schema.shape)?.to_owned(),
                },
            };
            let name = format!("{name} {wanted}");
            let ty = self.ty(cursor, &name).ty;
            variants.push(UnionVariant { name: names.take(&wanted, &[]), ty, marks });
        }
        let _ = at;
        Some(ModelKind::Union { variants, select })
    }
}

/// The doc comment of a field or a parameter.
pub(super) fn docs(facts: &Facts<'_>, name: &str) -> Docs {
    Docs {
        summary: None,
        description: facts.description.map(str::to_owned),
        fallback: name::words(name).join(" "),
        deprecated: facts.deprecated,
    }
}

fn variants(texts: &[String]) -> Vec<TextVariant> {
    let mut names = Scope::default();
    let _ = names.take("Unknown", &[]);
    let variant = |text: &String| {
        let signed = match text.strip_prefix('-') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("minus {rest}"),
            _ => text.clone(),
        };
        let fallback = if text.is_empty() { "Empty" } else { "Other" };
        let wanted = name::camel(&signed, fallback);
        TextVariant { name: names.take(&wanted, &[format!("{wanted}Value")]), text: text.clone() }
    };
    texts.iter().map(variant).collect()
}

/// How values tell the alternatives apart, and the marks of each. Nothing if they do not.
fn select<'d>(one_of: &OneOf<'d>, schemas: &[Schema<'d>]) -> Option<(Select, Vec<Vec<String>>)> {
    let objects: Option<Vec<&Object<'d>>> = schemas
        .iter()
        .map(|schema| match &schema.shape {
            Shape::Object(object) => Some(object),
            _ => None,
        })
        .collect();
    if let Some(objects) = objects {
        let by_tag = one_of.tag.and_then(|tag| {
            let marks = one_of.variants.iter().zip(&objects).zip(schemas);
            let marks = marks.map(|((cursor, object), schema)| tag_values(one_of, tag, cursor, object, schema));
            distinct(marks.collect()).map(|marks| (Select::Tag(tag.to_owned()), marks))
        });
        return by_tag.or_else(|| by_constant(&objects)).or_else(|| by_key(&objects));
    }
    let kinds: Option<Vec<Vec<String>>> =
        schemas.iter().map(|schema| Some(vec![json_kind(&schema.shape)?.to_owned()])).collect();
    distinct(kinds?).map(|marks| (Select::Kind, marks))
}

/// The values of the tag that stand for an alternative.
fn tag_values(
    one_of: &OneOf<'_>,
    tag: &str,
    cursor: &Cursor<'_>,
    object: &Object<'_>,
    schema: &Schema<'_>,
) -> Vec<String> {
    let short = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let own = cursor.reference().map(short);
    let is_target = |target: &str| {
        let same = cursor.target(target).is_ok_and(|target| target.pointer() == schema.at.pointer());
        cursor.reference() == Some(target) || same || own.as_deref() == Some(target)
    };
    let mapped = one_of.mapping.iter().filter(|(_, target)| is_target(target)).map(|(value, _)| (*value).to_owned());
    let mut values: Vec<String> = mapped.collect();
    if values.is_empty() {
        values = constants(object, tag);
    }
    if values.is_empty() {
        values.extend(own);
    }
    values
}

/// The texts that a property can have, if they are listed.
fn constants(object: &Object<'_>, name: &str) -> Vec<String> {
    let property = object.properties.iter().find(|property| property.name == name);
    match property.and_then(|property| Schema::read(&property.schema).ok()).map(|schema| schema.shape) {
        Some(Shape::Choice(texts)) => texts,
        _ => Vec::new(),
    }
}

/// By a property that each alternative requires with other constants.
fn by_constant(objects: &[&Object<'_>]) -> Option<(Select, Vec<Vec<String>>)> {
    let first = objects.first()?;
    first.properties.iter().filter(|property| property.required).find_map(|property| {
        let is_required =
            |object: &&Object<'_>| object.properties.iter().any(|one| one.name == property.name && one.required);
        if !objects.iter().all(is_required) {
            return None;
        }
        let marks = objects.iter().map(|object| constants(object, property.name)).collect();
        distinct(marks).map(|marks| (Select::Tag(property.name.to_owned()), marks))
    })
}

/// By a required key that no other alternative has.
fn by_key(objects: &[&Object<'_>]) -> Option<(Select, Vec<Vec<String>>)> {
    let marks = objects.iter().enumerate().map(|(index, object)| {
        let is_own = |name: &str| {
            objects.iter().enumerate().all(|(other, object)| {
                other == index || object.rest.is_none() && object.properties.iter().all(|one| one.name != name)
            })
        };
        let own = object.properties.iter().find(|property| property.required && is_own(property.name));
        own.map(|property| property.name.to_owned()).into_iter().collect()
    });
    distinct(marks.collect()).map(|marks| (Select::Key, marks))
}

/// The marks, if each alternative has one and no two have the same.
fn distinct(marks: Vec<Vec<String>>) -> Option<Vec<Vec<String>>> {
    let mut seen = std::collections::HashSet::new();
    let is_distinct = marks.iter().all(|marks| !marks.is_empty() && marks.iter().all(|mark| seen.insert(mark)));
    is_distinct.then_some(marks)
}

/// The variant of `serde_json::Value` that a shape has.
fn json_kind(shape: &Shape<'_>) -> Option<&'static str> {
    Some(match shape {
        Shape::Any | Shape::OneOf(_) => return None,
        Shape::Bool => "Bool",
        Shape::Integer(_) | Shape::Number => "Number",
        Shape::Text | Shape::Binary | Shape::Choice(_) => "String",
        Shape::List(_) => "Array",
        Shape::Map(_) | Shape::Object(_) => "Object",
    })
}

/// The name of a variant that holds a shape.
fn kind_of(shape: &Shape<'_>) -> Option<&'static str> {
    Some(match shape {
        Shape::Bool => "Flag",
        Shape::Integer(_) => "Integer",
        Shape::Number => "Number",
        Shape::Text | Shape::Binary | Shape::Choice(_) => "Text",
        Shape::List(_) => "List",
        Shape::Map(_) | Shape::Object(_) => "Object",
        Shape::Any | Shape::OneOf(_) => return None,
    })
}

/// Marks which models requests and responses reach.
pub(super) fn mark(api: &mut Api) {
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    let mut choices = Vec::new();
    for operation in api.modules.iter().flat_map(|module| &module.operations) {
        sent.extend(operation.fields.iter().filter_map(|field| field.ty.model()));
        for ty in operation.response.iter().chain(&operation.error) {
            received.extend(ty.model());
            if let Type::Choice(choice) = ty {
                choices.push(*choice);
            }
        }
    }
    for choice in choices {
        let variants = api.choices[choice].variants.iter();
        received.extend(variants.filter_map(|variant| variant.ty.as_ref()?.model()));
    }
    spread(api, sent.into_iter().map(|(model, _)| model).collect(), |model| &mut model.sent);
    spread(api, received.into_iter().map(|(model, _)| model).collect(), |model| &mut model.received);
}

fn spread(api: &mut Api, mut open: Vec<usize>, flag: impl Fn(&mut Model) -> &mut bool) {
    while let Some(index) = open.pop() {
        let Some(model) = api.models.get_mut(index) else {
            continue;
        };
        if std::mem::replace(flag(model), true) {
            continue;
        }
        open.extend(parts(model).iter().filter_map(|ty| ty.model()).map(|(model, _)| model));
    }
}

/// The types that a model contains.
pub(crate) fn parts(model: &Model) -> Vec<&Type> {
    match &model.kind {
        ModelKind::Struct { fields, rest } => {
            fields.iter().map(|field| &field.ty).chain(rest.iter().map(|(_, ty)| ty)).collect()
        }
        ModelKind::Texts(_) => Vec::new(),
        ModelKind::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
    }
}

/// The name of a field in its request. A second one includes its place.
pub(super) fn field_name(names: &mut Scope, wire: &str, place: Place) -> String {
    let wanted = name::snake(wire, "value");
    let place = match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Property | Place::Body => "body",
    };
    names.take(&wanted, &[format!("{place}_{wanted}")])
}
