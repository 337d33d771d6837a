//! Compile-time messages about a flattened group that conflicts with its request.

use std::str;

use crate::endpoint::{Clash, Endpoint, Place};

/// A message that is built at compile time, cut off at `ROOM` bytes.
#[derive(Debug)]
pub struct Words {
    text: [u8; ROOM],
    len: usize,
}

/// The length of the buffer, enough for the longest message with two long names.
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
            // The text was cut off inside a character.
            Err(_) => "two parameters of this request cannot be sent together",
        }
    }
}

/// Why a group cannot be flattened into the request or group.
///
/// `endpoints` are its variants, with fields without a place in the query or in the body.
#[must_use]
pub const fn clash(endpoints: &[&'static Endpoint], group: usize) -> Option<Words> {
    let mut at = 0;
    while at < endpoints.len() {
        if let Some(clash) = endpoints[at].clash_of_group(group) {
            return Some(message(clash));
        }
        at += 1;
    }
    None
}

const fn message(clash: Clash) -> Words {
    match clash {
        Clash::Name(theirs, ours) => Words::of(&[
            "the ",
            noun(ours.place()),
            " `",
            ours.name(),
            if theirs.value().is_some() {
                "` of this group is already set by the constant `"
            } else {
                "` of this group is already set by the field `"
            },
            theirs.field(),
            "`\n\nhelp: rename or remove one of the two",
        ]),
        Clash::Body(theirs, ours) => Words::of(&[
            "the field `",
            ours.field(),
            "` of this group and the field `",
            theirs.field(),
            "` both go into the body, and one of them is the whole body\n\nhelp: move one of them to another place, such as `query`",
        ]),
        Clash::NoBody(ours) => Words::of(&[
            "a GET or HEAD request has no body, but the field `",
            ours.field(),
            "` of this group goes into the body\n\nhelp: write `query` on that field, or use another method",
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
