//! What keeps a flattened group out of a request, said when it compiles.

use std::str;

use crate::endpoint::{Clash, Endpoint, Place};

/// A message that a constant can make: as much as there is room for.
#[derive(Debug)]
pub struct Words {
    text: [u8; ROOM],
    len: usize,
}

/// Longer than the longest message with two long names in it.
const ROOM: usize = 640;

impl Words {
    const fn of(pieces: &[&str]) -> Self {
        let mut words = Self { text: [0; ROOM], len: 0 };
        let mut at = 0;
        while at < pieces.len() {
            let piece = pieces[at].as_bytes();
            let mut byte = 0;
            while byte < piece.len() && words.len < ROOM {
                words.text[words.len] = piece[byte];
                words.len += 1;
                byte += 1;
            }
            at += 1;
        }
        words
    }

    #[must_use]
    pub const fn words(&self) -> &str {
        let (text, _) = self.text.split_at(self.len);
        match str::from_utf8(text) {
            Ok(text) => text,
            // It was cut within a character.
            Err(_) => "two parameters of this request cannot be sent together",
        }
    }
}

/// What keeps a group out of the request, or of another group, that flattens it: in the query, or in the body.
#[must_use]
pub const fn clash(endpoints: &[&'static Endpoint], group: usize) -> Option<Words> {
    let mut at = 0;
    while at < endpoints.len() {
        if let Some(clash) = endpoints[at].clash_of_group(group) {
            return Some(said(clash));
        }
        at += 1;
    }
    None
}

const fn said(clash: Clash) -> Words {
    match clash {
        Clash::Name(theirs, ours) => Words::of(&[
            "the ",
            noun(ours.place()),
            " `",
            ours.name(),
            if theirs.value().is_some() {
                "` of this group is a constant already: `"
            } else {
                "` of this group is a field already: `"
            },
            theirs.field(),
            "`\n\nhelp: name one of the two differently, or leave one out",
        ]),
        Clash::Body(theirs, ours) => Words::of(&[
            "the field `",
            ours.field(),
            "` of this group goes into the body, and so does `",
            theirs.field(),
            "`, one of which is all of it\n\nhelp: give one of the two another place: `query`, for instance",
        ]),
        Clash::NoBody(ours) => Words::of(&[
            "a GET or HEAD request has no body, and the field `",
            ours.field(),
            "` of this group goes into it\n\nhelp: write `query` on that field, or another method for the request",
        ]),
    }
}

const fn noun(place: Place) -> &'static str {
    match place {
        Place::Query => "query parameter",
        Place::Path => "path parameter",
        place => place.as_str(),
    }
}
