//! Finds keys that two objects or maps both write as names of parameters or cookies. The parameters are those of the query.

use std::collections::HashSet;
use std::ops::Range;

use crate::endpoint::{Param, Place, Style};

/// The parameters whose keys have been written as names.
#[derive(Default)]
pub(super) struct Spreads {
    /// The first one, kept outside of `more`. A request rarely has two, and one needs no allocation.
    first: Option<Spread>,
    more: Vec<Spread>,
}

struct Spread {
    param: &'static Param,
    /// Where its pairs are.
    pairs: Range<usize>,
}

/// A key that was already written.
pub(super) struct Repeated<'t> {
    /// The key, percent-encoded.
    pub(super) name: &'t [u8],
    /// The parameter that wrote it first.
    pub(super) first: &'static Param,
}

impl Spreads {
    /// Adds the parameter, unless one of its keys was already written. Its pairs are the end of the text, from `begin` on.
    pub(super) fn add<'t>(&mut self, param: &'static Param, text: &'t [u8], begin: usize) -> Result<(), Repeated<'t>> {
        let new = Spread { param, pairs: begin..text.len() };
        if self.first.is_none() {
            self.first = Some(new);
            return Ok(());
        }
        let names: HashSet<&[u8]> = new.names(text).collect();
        for other in self.first.iter().chain(&self.more) {
            if let Some(name) = other.names(text).find(|name| names.contains(name)) {
                return Err(Repeated { name, first: other.param });
            }
        }
        self.more.push(new);
        Ok(())
    }
}

impl Spread {
    /// The names of its pairs, percent-encoded.
    fn names<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = &'t [u8]> {
        let pairs = text.get(self.pairs.clone()).unwrap_or_default();
        // What separates the pairs from the ones before: `?`, `&` or `; `.
        let pairs = pairs.strip_prefix(b"; ").or_else(|| pairs.strip_prefix(b"?")).unwrap_or(pairs);
        let pairs = pairs.strip_prefix(b"&").unwrap_or(pairs);
        let separator =
            if (self.param.place(), self.param.style()) == (Place::Cookie, Style::Cookie) { b';' } else { b'&' };
        pairs.split(move |byte| *byte == separator).filter_map(|pair| {
            let pair = pair.strip_prefix(b" ").unwrap_or(pair);
            pair.split(|byte| *byte == b'=').next().filter(|name| !name.is_empty())
        })
    }
}
