//! Writes how a request finds its next page, and compares it with a document. The response of the document is compared.

use serde_json::{Map, Value};

use crate::endpoint::{Endpoint, PagesFact};

use super::compare::Comparison;
use super::difference::{Aspect, Difference, NOTHING};
use super::media;
use super::schema::Reader;

/// The extension `x-pages` of an operation.
pub(super) fn extension(endpoint: &Endpoint) -> Option<Value> {
    let pages = endpoint.pages()?;
    let mut value = Map::from_iter([("form".to_owned(), pages.form().as_str().into())]);
    let wire_name = |field: &str| {
        let listed = endpoint.resolved_params().into_iter().find(|listed| listed.field() == field);
        listed.map_or_else(|| field.to_owned(), |listed| listed.param().name().to_owned())
    };
    let facts = [
        ("parameter", pages.field_name().map(wire_name)),
        ("limit", pages.limit_name().map(wire_name)),
        ("nextHeader", pages.next_header_name().map(str::to_owned)),
    ];
    let paths = paths(pages).into_iter().map(|(word, path)| (word, Some(path.to_owned())));
    for (key, fact) in facts.into_iter().chain(paths) {
        if let Some(fact) = fact {
            value.insert(key.to_owned(), fact.into());
        }
    }
    Some(value.into())
}

/// The paths in the response, each with its word in `paginate(..)`.
fn paths(pages: &PagesFact) -> Vec<(&'static str, &'static str)> {
    let paths = [
        ("next", pages.next_path()),
        ("more", pages.more_path()),
        ("total", pages.total_path()),
        ("pages", pages.pages_path()),
        ("items", pages.items_path()),
    ];
    paths.into_iter().filter_map(|(word, path)| Some((word, path?))).collect()
}

impl<'a> Reader<'a> {
    /// The paths that the schema of the success does not have.
    pub(super) fn unknown_paths(&mut self, replies: Option<&'a Value>, pages: Option<&PagesFact>) -> Vec<&'static str> {
        let Some((pages, schema)) = pages.and_then(|pages| Some((pages, self.success(replies?)?))) else {
            return Vec::new();
        };
        let paths = paths(pages).into_iter().map(|(_, path)| path);
        paths.filter(|path| !self.has_path(schema, path)).collect()
    }

    /// The JSON schema of the first success.
    fn success(&mut self, replies: &'a Value) -> Option<&'a Value> {
        let mut successes = replies.as_object()?.iter().filter(|(key, _)| key.starts_with('2'));
        successes.find_map(|(_, reply)| {
            let content = self.follow(reply)?.get("content")?.as_object()?;
            content.iter().find(|(media_type, _)| media::is_json(media_type))?.1.get("schema")
        })
    }

    fn has_path(&mut self, schema: &'a Value, path: &str) -> bool {
        let fields: Vec<&str> = path.split('.').collect();
        // The first field may be that of a type which takes the body beside headers.
        self.has_fields(schema, &fields) || fields.len() > 1 && self.has_fields(schema, &fields[1..])
    }

    fn has_fields(&mut self, schema: &'a Value, fields: &[&str]) -> bool {
        let mut schema = schema;
        for field in fields {
            let properties = self.properties(schema);
            let found = properties.named.iter().find(|(name, _)| is_alike(name, field));
            match found {
                Some((_, inner)) => schema = inner,
                None => return properties.is_open,
            }
        }
        true
    }
}

/// Whether a name of the document may be that of a field. serde renames fields by one of its rules.
fn is_alike(name: &str, field: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
    };
    letters(name) == letters(field)
}

impl Comparison<'_> {
    pub(super) fn compare_pages(&self, found: &mut Vec<Difference>) {
        found.extend(
            self.described.unknown_paths.iter().map(|path| self.conflict((None, path), Aspect::Pages, NOTHING, path)),
        );
    }
}
