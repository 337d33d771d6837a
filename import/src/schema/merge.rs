//! `allOf` as one object.

use std::collections::HashSet;

use super::{MAX_DEPTH, Object, Property, Schema, Shape};
use crate::document::{Cursor, Dangling, Node};

/// The properties that a schema itself states.
pub(super) fn own<'d>(at: &Cursor<'d>) -> Object<'d> {
    let required: HashSet<&str> = at.list("required").filter_map(|name| name.node().text()).collect();
    let properties =
        at.map("properties").map(|(name, schema)| Property { name, schema, required: required.contains(name) });
    let rest = at.get("additionalProperties").filter(|rest| match rest.node() {
        Node::Map(map) => !map.is_empty(),
        _ => false,
    });
    Object { properties: properties.collect(), rest }
}

/// All members of `allOf` and the schema itself, merged. Each schema is merged once, so that cycles and bombs end.
pub(super) fn all_of<'d>(at: &Cursor<'d>, nullable: bool, depth: usize) -> Result<Schema<'d>, Dangling> {
    let mut merge = Merge::default();
    merge.add(at, depth, false)?;
    let Merge { mut object, required, lost, other, .. } = merge;
    for property in &mut object.properties {
        property.required |= required.contains(property.name);
    }
    if object.properties.is_empty() {
        let shape = other.unwrap_or(Shape::Map(object.rest));
        return Ok(Schema { at: at.clone(), shape, nullable, lost });
    }
    Ok(Schema { at: at.clone(), shape: Shape::Object(object), nullable, lost })
}

#[derive(Default)]
struct Merge<'d> {
    object: Object<'d>,
    seen: HashSet<String>,
    names: HashSet<&'d str>,
    required: HashSet<&'d str>,
    lost: Option<&'static str>,
    /// The shape of the first member that is not an object.
    other: Option<Shape<'d>>,
}

impl<'d> Merge<'d> {
    /// Adds a member. The properties of an alternative are optional.
    fn add(&mut self, at: &Cursor<'d>, depth: usize, is_alternative: bool) -> Result<(), Dangling> {
        let at = at.resolved()?;
        if depth > MAX_DEPTH {
            self.lost = Some("`allOf` is nested too deeply, so its innermost members are left out");
            return Ok(());
        }
        if !self.seen.insert(at.pointer().to_owned()) {
            return Ok(());
        }
        for member in at.list("allOf") {
            self.add(&member, depth + 1, is_alternative)?;
        }
        let object = own(&at);
        let is_object = !object.properties.is_empty() || object.rest.is_some();
        for mut property in object.properties {
            property.required &= !is_alternative;
            if self.names.insert(property.name) {
                self.object.properties.push(property);
            } else if let Some(known) = self.object.properties.iter_mut().find(|known| known.name == property.name) {
                known.required |= property.required;
                // A later member narrows what an earlier one states.
                if says_more(&property.schema, &known.schema) {
                    known.schema = property.schema;
                }
            }
        }
        if !is_alternative {
            self.required.extend(at.list("required").filter_map(|name| name.node().text()));
        }
        if self.object.rest.is_none() {
            self.object.rest = object.rest;
        }
        let alternatives: Vec<Cursor<'d>> = at.list("oneOf").chain(at.list("anyOf")).collect();
        if alternatives.iter().any(|one| one.get("properties").is_some() || one.reference().is_some()) {
            self.lost = Some("alternatives beside properties are merged into one object");
            for alternative in &alternatives {
                self.add(alternative, depth + 1, true)?;
            }
        } else if !is_object && self.other.is_none() && at.get("allOf").is_none() {
            let (kinds, _) = super::kinds(&at);
            match super::shape(&at, &kinds) {
                Shape::Any | Shape::Map(_) => {}
                shape => self.other = Some(shape),
            }
        }
        Ok(())
    }
}

/// Whether a schema has a shape, and the other only remarks.
fn says_more(new: &Cursor<'_>, old: &Cursor<'_>) -> bool {
    super::is_remark(old) && !super::is_remark(new)
}
