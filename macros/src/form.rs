//! How a parameter's value is written, as it is checked: its style, what writes it, and whether it is an idempotency key.

use syn::Path;

use crate::encoding::Encoding;
use crate::errors::Errors;
use crate::keys;
use crate::messages as m;
use crate::params::{Field, Place, Usual, Whole};
use crate::suggest::{closest, listed};
use crate::written::{Entry, Given};

/// How a parameter's value is written.
#[derive(Default)]
pub(crate) struct Form<'a> {
    /// The name of the runtime's `Style`, where it is not the usual one of the place.
    pub(crate) style: Option<&'static str>,
    pub(crate) explode: Option<bool>,
    pub(crate) writer: Option<&'a Path>,
    /// Whether it is an idempotency key, and a quoted one.
    pub(crate) idempotency_key: Option<bool>,
}

impl Form<'_> {
    pub(crate) fn is_json(&self) -> bool {
        self.style == Some("Json")
    }
}

impl<'a> Whole<'a> {
    pub(crate) fn form(&self, field: &'a Field<'a>, place: Place, errors: &Errors) -> Form<'a> {
        let own = &field.written;
        let is_rest = place == Place::Path && self.template.rest.as_ref() == Some(&field.name);
        let mut form = Form::default();
        if is_rest {
            form.style = Some("Segments");
            if let Some(entry) = own.get("style").or(own.get("explode")) {
                let placeholder = format!("{{{}:+}}", field.name);
                errors.at(&entry.ident, &m::STYLE_OF_REST, &[&placeholder, entry.key.name]);
            }
        } else {
            let style = own.get("style").and_then(|entry| self.style(entry, place, errors));
            form.style = style.map(|(_, variant)| variant);
            form.explode = own.get("explode").filter(|_| style.is_some() || !own.has("style")).map(|entry| {
                self.explode(entry, style.map(|(name, _)| name), place, errors);
                !matches!(entry.value, Given::Off)
            });
        }
        if let Some(entry) = own.get("serialize_with") {
            if place == Place::Body {
                errors.at(&entry.ident, &m::WHOLE_BODY_BESIDE, &[entry.key.name]);
            } else if let Given::Path(path) = &entry.value {
                form.writer = Some(path);
            }
        }
        if let Some(entry) = own.get("idempotency_key") {
            form.idempotency_key = Some(matches!(entry.value, Given::Word(_)));
            let useless =
                own.entries.iter().find(|entry| matches!(entry.key.name, "style" | "explode" | "serialize_with"));
            let is_unsaid = self.usual == Usual::OfGroup && !own.says_place();
            if is_unsaid || !matches!(place, Place::Query | Place::Header) {
                errors.at(&entry.ident, &m::IDEMPOTENCY_PLACE, &[]);
            } else if let Some(useless) = useless {
                errors.at(&useless.ident, &m::IDEMPOTENCY_BESIDE, &[useless.key.name]);
            }
        }
        form
    }
}

impl Whole<'_> {
    /// What the place is called in the table of styles, and in messages; `None` where what is written has no style.
    fn place_of_styles(&self, place: Place) -> Option<(&'static str, &'static str)> {
        match place {
            Place::Body => None,
            Place::Property => self.encoding.place_of_styles().map(|name| (name, name)),
            place => Some((place.word(), place.noun())),
        }
    }

    /// Why what is written there has no style.
    fn no_style(&self, place: Place) -> &'static m::Message {
        match (place, self.encoding) {
            (Place::Property, Encoding::OfRequest) => &m::STYLE_OF_GROUP,
            _ => &m::STYLE_OF_JSON,
        }
    }

    /// OpenAPI's name of the style, and the runtime's.
    fn style(&self, entry: &Entry, place: Place, errors: &Errors) -> Option<(&'static str, &'static str)> {
        let Given::Word(word) = &entry.value else {
            return None;
        };
        let Some((place, noun)) = self.place_of_styles(place) else {
            errors.at(&entry.ident, self.no_style(place), &["style"]);
            return None;
        };
        let name = word.to_string();
        let here = || keys::STYLES.iter().filter(|(_, _, places, _)| places.contains(&place)).map(|(name, ..)| *name);
        let Some((known, variant, places, _)) = keys::STYLES.iter().find(|(known, ..)| *known == name) else {
            match closest(&name, here()) {
                Some(close) => errors.at(word, &m::STYLE_MISSPELLED, &[&name, close]),
                None => errors.at(word, &m::STYLE_UNKNOWN, &[&name, noun, &listed(here())]),
            }
            return None;
        };
        if !places.contains(&place) {
            errors.at(word, &m::STYLE_MISPLACED, &[&name, noun, &listed(here())]);
            return None;
        }
        Some((known, variant))
    }

    /// Reports an `explode` that changes nothing.
    fn explode(&self, entry: &Entry, style: Option<&str>, place: Place, errors: &Errors) {
        let Some((place, noun)) = self.place_of_styles(place) else {
            return errors.at(&entry.ident, self.no_style(place), &["explode"]);
        };
        let changed = || keys::STYLES.iter().filter(|(_, _, places, explodes)| *explodes && places.contains(&place));
        match style {
            _ if place == "part" => {
                errors.at(&entry.ident, &m::EXPLODE_OF_PART, &[]);
            }
            None if place == "header" => errors.at(&entry.ident, &m::EXPLODE_OF_LIST, &[]),
            Some(style) if changed().all(|(name, ..)| *name != style) => {
                let names = listed(changed().map(|(name, ..)| *name));
                errors.at(&entry.ident, &m::EXPLODE_USELESS, &[style, noun, &names]);
            }
            _ => {}
        }
    }
}
