//! What the user wrote, with spans: each key of an attribute with its tokens. It is checked against the table of keys only.

pub(crate) mod attribute;
mod correction;
pub(crate) mod declaration;
pub(crate) mod docs;
pub(crate) mod errors;
pub(crate) mod field;
pub(crate) mod foreign;
pub(crate) mod pages;
pub(crate) mod rule;
mod syntax;
pub(crate) mod template;
mod tokens;
mod unknown;

use proc_macro2::TokenStream;
use syn::{Ident, Lit, LitInt, LitStr, Path, Type};

use crate::tables::keys::{self, Key, KeyName};

use pages::WrittenPageWord;
use rule::WrittenRule;

/// The keys on one struct, field, enum or variant.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) entries: Vec<Entry>,
    /// Every word in the position of a key, valid or not. Editors complete it.
    pub(crate) words: Vec<Ident>,
    /// The keys whose value could not be read. They have been reported, so they do not count as missing.
    unread: Vec<KeyName>,
    /// Whether an unknown word was written. The user may have meant any key by it.
    has_unknown: bool,
}

/// A key and what follows it.
pub(crate) struct Entry {
    pub(crate) key: &'static Key,
    pub(crate) ident: Ident,
    pub(crate) value: KeyValue,
}

/// What follows a key, as its syntax in the table requires.
pub(crate) enum KeyValue {
    Nothing,
    /// `= false`.
    Off,
    Text(LitStr),
    Type(Box<Type>),
    Path(Path),
    Fields(Vec<Ident>),
    Rules(Vec<WrittenRule>),
    /// `(404, 204)`.
    Statuses(Vec<LitInt>),
    /// `= 200` or `= "4XX"`: its tokens and its text.
    Status(TokenStream, String),
    /// `= form`.
    Word(Ident),
    Constants(Vec<WrittenConstant>),
    Pages(Vec<WrittenPageWord>),
}

/// `"name" = "value"`.
pub(crate) struct WrittenConstant {
    pub(crate) name: LitStr,
    pub(crate) value: Lit,
}

impl Written {
    pub(crate) fn get(&self, name: KeyName) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is(name))
    }

    pub(crate) fn has(&self, name: KeyName) -> bool {
        self.get(name).is_some()
    }

    /// Whether the key was written, or may have been: readable or not.
    pub(crate) fn mentions(&self, name: KeyName) -> bool {
        self.has(name) || self.unread.contains(&name) || self.has_unknown
    }

    /// Whether the key was written, readable or not.
    pub(crate) fn names(&self, name: KeyName) -> bool {
        self.has(name) || self.unread.contains(&name)
    }

    /// Whether any of the keys was written, or may have been.
    pub(crate) fn mentions_any(&self, names: &[KeyName]) -> bool {
        names.iter().any(|name| self.mentions(*name))
    }

    /// The entries whose key is one of these.
    pub(crate) fn among<'n>(&'n self, names: &'n [KeyName]) -> impl Iterator<Item = &'n Entry> {
        self.entries.iter().filter(|entry| names.contains(&entry.key.name))
    }

    /// Whether the field specifies its place, or may have been meant to.
    pub(crate) fn states_place(&self) -> bool {
        self.mentions_any(&keys::PLACES)
    }

    /// The later one of the two keys, if both were written.
    pub(crate) fn second_of(&self, a: KeyName, b: KeyName) -> Option<&Entry> {
        self.entries.iter().filter(|entry| entry.is(a) || entry.is(b)).nth(1)
    }

    pub(crate) fn text(&self, name: KeyName) -> Option<&LitStr> {
        self.get(name)?.text()
    }

    pub(crate) fn ty(&self, name: KeyName) -> Option<&Type> {
        match &self.get(name)?.value {
            KeyValue::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The constants of all entries of that key.
    pub(crate) fn constants(&self, name: KeyName) -> impl Iterator<Item = &WrittenConstant> {
        let of_key = self.entries.iter().filter(move |entry| entry.is(name));
        of_key.flat_map(|entry| match &entry.value {
            KeyValue::Constants(constants) => &**constants,
            _ => &[],
        })
    }
}

impl Entry {
    pub(crate) fn is(&self, name: KeyName) -> bool {
        self.key.name == name
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.key.name.as_str()
    }

    pub(crate) const fn text(&self) -> Option<&LitStr> {
        match &self.value {
            KeyValue::Text(text) => Some(text),
            _ => None,
        }
    }
}
