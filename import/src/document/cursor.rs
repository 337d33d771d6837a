//! A place in a document: the value, and the JSON Pointer that leads there.

use std::fmt;

use super::Node;

/// The most references that are followed one after the other.
const MAX_HOPS: usize = 64;

/// A value of a document together with its JSON Pointer (RFC 6901).
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'d> {
    root: &'d Node,
    node: &'d Node,
    pointer: String,
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dangling(pub String);

impl fmt::Display for Dangling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'d> Cursor<'d> {
    pub(super) fn root(root: &'d Node) -> Self {
        Self { root, node: root, pointer: String::new() }
    }

    /// The value.
    #[must_use]
    pub(crate) fn node(&self) -> &'d Node {
        self.node
    }

    /// The JSON Pointer of the value. That of the document is empty.
    #[must_use]
    pub(crate) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The value of a key, without following references.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| self.below(key, node))
    }

    /// The text at a key.
    #[must_use]
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.node.get(key).and_then(Node::text)
    }

    /// Whether the value of a key is `true`.
    #[must_use]
    pub(crate) fn is(&self, key: &str) -> bool {
        self.bool(key) == Some(true)
    }

    /// The boolean at a key.
    #[must_use]
    pub(crate) fn bool(&self, key: &str) -> Option<bool> {
        match self.node.get(key) {
            Some(Node::Bool(bool)) => Some(*bool),
            _ => None,
        }
    }

    /// The entries of a map.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let map = match self.node {
            Node::Map(map) => Some(map),
            _ => None,
        };
        let this = self.clone();
        map.into_iter().flatten().map(move |(key, node)| (key.as_str(), this.below(key, node)))
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let list = match self.node {
            Node::List(list) => list.as_slice(),
            _ => &[],
        };
        let this = self.clone();
        list.iter().enumerate().map(move |(index, node)| this.below(&index.to_string(), node))
    }

    /// The items at a key, and nothing if it is not a list.
    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = Self> + use<'d> {
        self.get(key).into_iter().flat_map(|list| list.items())
    }

    /// The entries at a key, and nothing if it is not a map.
    pub(crate) fn map(&self, key: &str) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        self.get(key).into_iter().flat_map(|map| map.entries())
    }

    /// The text of `$ref`, if the value is a reference.
    #[must_use]
    pub(crate) fn reference(&self) -> Option<&'d str> {
        self.text("$ref")
    }

    /// What the value is after all references are followed.
    ///
    /// # Errors
    ///
    /// Fails if a reference leads to another document, nowhere, or in a circle.
    pub(crate) fn resolved(&self) -> Result<Self, Dangling> {
        let mut at = self.clone();
        for _ in 0..MAX_HOPS {
            let Some(target) = at.reference() else {
                return Ok(at);
            };
            at = at.target(target)?;
        }
        Err(Dangling(format!("the reference at `{}` leads in a circle", self.pointer)))
    }

    /// Where a reference leads, without following further ones.
    ///
    /// # Errors
    ///
    /// Fails if it leads to another document or nowhere.
    pub(crate) fn target(&self, reference: &str) -> Result<Self, Dangling> {
        let Some(pointer) = reference.strip_prefix('#') else {
            return Err(Dangling(format!("`{}` is in another document; bundle the documents", shown(reference))));
        };
        let nowhere = || Dangling(format!("nothing is at the reference `{}`", shown(reference)));
        let mut at = Self::root(self.root);
        for token in pointer.split('/').skip(1) {
            let key = unescaped(token);
            at = match at.node {
                Node::List(list) => {
                    let node = key.parse().ok().and_then(|index: usize| list.get(index)).ok_or_else(nowhere)?;
                    at.below(&key, node)
                }
                _ => at.get(&key).ok_or_else(nowhere)?,
            };
        }
        if pointer.is_empty() || pointer.starts_with('/') { Ok(at) } else { Err(nowhere()) }
    }

    fn below(&self, key: &str, node: &'d Node) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        Self { root: self.root, node, pointer }
    }
}

/// The beginning of a text of the document, for a message.
fn shown(text: &str) -> String {
    text.escape_debug().take(120).collect()
}

/// One token of a pointer in a URI fragment: percent-decoded, then `~1` and `~0` replaced.
fn unescaped(token: &str) -> String {
    let bytes = token.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = token.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).replace("~1", "/").replace("~0", "~")
}
