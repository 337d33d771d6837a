//! How the body of a request differs from the expected one.

use crate::endpoint::{Endpoint, Place};

use super::super::content::{Content, Part};
use super::super::message::Message;
use super::{Found, NOTHING, all, apart, names};

impl Found<'_> {
    pub(super) fn body(&mut self, expected: &Message, got: &Message, endpoint: &'static Endpoint) {
        let mine = Content::of(&expected.headers, &expected.body);
        let mut theirs = Content::of(&got.headers, &got.body);
        // The client may have another content type for JSON.
        if let (Content::Json(_), Content::Text(text)) = (&mine, &theirs)
            && let Ok(value) = serde_json::from_str(text)
        {
            theirs = Content::Json(value);
        }
        let params = || endpoint.param_list().into_iter();
        let is_whole_secret = params().any(|param| param.place() == Place::Body && param.is_secret());
        let is_secret = |name: &str| {
            is_whole_secret
                || params().any(|param| {
                    let rest = name.strip_prefix(param.name());
                    let is_of = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
                    param.place() == Place::Property && param.is_secret() && is_of
                })
        };
        match (mine, theirs) {
            (Content::Json(mine), Content::Json(theirs)) => {
                self.json("$", is_whole_secret, Some(&mine), Some(&theirs), &is_secret);
            }
            (Content::Form(mine), Content::Form(theirs)) => {
                for name in names(&mine, &theirs) {
                    self.values("property", name, is_secret(name), &all(&mine, name), &all(&theirs, name));
                }
            }
            (Content::Multipart(mine), Content::Multipart(theirs)) => self.parts(&mine, &theirs, &is_secret),
            (Content::Text(mine), Content::Text(theirs)) if mine != theirs => {
                let is_secret = is_whole_secret || self.is_secret(&mine) || self.is_secret(&theirs);
                self.lines.push(if is_secret {
                    "body: the texts differ, and are secret".to_owned()
                } else {
                    let (mine, theirs) = apart(&mine, &theirs);
                    format!("body: expected {mine}, got {theirs}")
                });
            }
            (Content::Bytes(mine), Content::Bytes(theirs)) => {
                let difference = of_bytes(&mine, &theirs, is_whole_secret);
                self.lines.extend(difference.map(|difference| format!("body: {difference}")));
            }
            (mine, theirs) if mine.name() != theirs.name() => {
                self.lines.push(format!("body: expected {}, got {}", mine.name(), theirs.name()));
            }
            _ => {}
        }
    }

    fn parts(&mut self, expected: &[Part], got: &[Part], is_secret: &dyn Fn(&str) -> bool) {
        let mut names: Vec<&str> = Vec::new();
        for part in expected.iter().chain(got) {
            if !names.contains(&&*part.name) {
                names.push(&part.name);
            }
        }
        for name in names {
            let of =
                |parts: &'_ [Part]| (0..parts.len()).filter(|&index| parts[index].name == name).collect::<Vec<_>>();
            let (mine, theirs) = (of(expected), of(got));
            if mine.len() == theirs.len() {
                for (mine, theirs) in mine.into_iter().zip(theirs) {
                    self.part(&expected[mine], &got[theirs], is_secret(name));
                }
            } else {
                let what = self.what("part", name);
                self.lines.push(format!("{what}: expected {}, got {}", counted(mine.len()), counted(theirs.len())));
            }
        }
    }

    fn part(&mut self, expected: &Part, got: &Part, is_secret: bool) {
        let name = &expected.name;
        let (mine, theirs) = (expected.file_name.as_deref(), got.file_name.as_deref());
        self.value("file name of part", name, is_secret, mine, theirs);
        let (mine, theirs) = (expected.content_type.as_deref(), got.content_type.as_deref());
        self.value("content type of part", name, is_secret, mine, theirs);
        match (std::str::from_utf8(&expected.content), std::str::from_utf8(&got.content)) {
            (Ok(mine), Ok(theirs)) => self.value("part", name, is_secret, Some(mine), Some(theirs)),
            _ => {
                let what = self.what("part", name);
                let difference = of_bytes(&expected.content, &got.content, is_secret);
                self.lines.extend(difference.map(|difference| format!("{what}: {difference}")));
            }
        }
    }
}

fn counted(parts: usize) -> String {
    match parts {
        0 => NOTHING.to_owned(),
        1 => "1 part".to_owned(),
        more => format!("{more} parts"),
    }
}

fn of_bytes(expected: &[u8], got: &[u8], is_secret: bool) -> Option<String> {
    let at = expected.iter().zip(got).position(|(mine, theirs)| mine != theirs);
    match at {
        None if expected.len() == got.len() => None,
        _ if is_secret => Some("the bytes differ, and are secret".to_owned()),
        Some(at) if expected.len() == got.len() => Some(format!("the bytes differ from byte {at} on")),
        _ => {
            let bytes = if expected.len() == 1 { "byte" } else { "bytes" };
            Some(format!("expected {} {bytes}, got {}", expected.len(), got.len()))
        }
    }
}
