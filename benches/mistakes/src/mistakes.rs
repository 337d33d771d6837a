//! The mistakes, and the source of each for each library.

use std::fs;
use std::path::Path;

use crate::compiler::Done;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    Ours,
    Rustify,
    HttpRequestDerive,
    Ruma,
}

impl Library {
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::Rustify, Self::HttpRequestDerive, Self::Ruma];

    /// The crate whose version the page shows.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Ours => "api-request",
            Self::Rustify => "rustify",
            Self::HttpRequestDerive => "http-request-derive",
            Self::Ruma => "ruma-common",
        }
    }
}

#[derive(Debug)]
pub(crate) struct Mistake {
    /// The folder in `sources`.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) sentence: &'static str,
    /// The file in `tests/ui`, without its extension.
    pub(crate) ours: &'static str,
    /// For each library, the mistaken text and its correction.
    corrections: [[&'static str; 2]; 4],
}

/// One mistake in one library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) mistake: &'static Mistake,
    pub(crate) library: Library,
}

impl Source {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        MISTAKES.iter().flat_map(|mistake| Library::ALL.map(|library| Self { mistake, library }))
    }

    /// The name of its Cargo target.
    pub(crate) fn target(self) -> String {
        format!("{}_{}", self.mistake.name, self.library.package().replace('-', "_"))
    }

    /// The path that the page shows: below `tests/ui` for ours, below `sources` for the others.
    pub(crate) fn file(self) -> String {
        match self.library {
            Library::Ours => format!("{}.rs", self.mistake.ours),
            _ => format!("{}/{}.rs", self.mistake.name, self.library.package().replace('-', "_")),
        }
    }

    pub(crate) fn written(self) -> Done<String> {
        let folder = if self.library == Library::Ours { "../../tests/ui" } else { "sources" };
        let path = Path::new(HERE).join(folder).join(self.file());
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The source without its mistake.
    pub(crate) fn meant(self) -> Done<String> {
        let [written, meant] = self.mistake.corrections[self.library as usize];
        let text = self.written()?;
        match text.matches(written).count() {
            1 => Ok(text.replace(written, meant)),
            count => Err(format!("{} has `{written}` {count} times", self.file()).into()),
        }
    }
}

pub(crate) const MISTAKES: [Mistake; 5] = [
    Mistake {
        name: "placeholder",
        title: "A placeholder that does not name a field",
        sentence: "The path has `usr_id`, but the field is `user_id`.",
        ours: "path/unknown_placeholder",
        corrections: [
            ["{usr_id}", "{user_id}"],
            ["{self.usr_id}", "{self.user_id}"],
            ["{usr_id}", "{user_id}"],
            ["{usr_id}", "{user_id}"],
        ],
    },
    Mistake {
        name: "key",
        title: "A misspelled key",
        sentence: "A field is a query parameter, but its attribute has `qeury`.",
        ours: "attributes/misspelled_key_of_place",
        corrections: [["qeury", "query"]; 4],
    },
    Mistake {
        name: "field_type",
        title: "A field that cannot be serialized",
        sentence: "The type of a query parameter does not implement `Serialize`.",
        ours: "types/query_type",
        corrections: [
            ["struct Timestamp", "#[derive(serde::Serialize)]\nstruct Timestamp"],
            ["struct Timestamp", "#[derive(serde::Serialize)]\nstruct Timestamp"],
            ["struct ListUsersQuery", "#[derive(serde::Serialize)]\nstruct ListUsersQuery"],
            ["struct Timestamp", "#[derive(serde::Serialize)]\nstruct Timestamp"],
        ],
    },
    Mistake {
        name: "response_type",
        title: "A response that cannot be deserialized",
        sentence: "The response type does not implement `Deserialize`.",
        ours: "types/response_type",
        corrections: [["struct User", "#[derive(serde::Deserialize)]\nstruct User"]; 4],
    },
    Mistake {
        name: "path",
        title: "No method and no path",
        sentence: "The request does not specify its method and path.",
        ours: "request/no_method",
        corrections: [
            ["rename_all", "post = \"/api/users\", rename_all"],
            ["#[endpoint(response", "#[endpoint(method = \"POST\", path = \"api/users\", response"],
            ["#[http_request(response", "#[http_request(method = \"POST\", path = \"/api/users\", response"],
            [
                "#[request]",
                "use ruma_common::api::auth_scheme::NoAuthentication;
                ruma_common::metadata! {
                    method: POST,
                    rate_limited: false,
                    authentication: NoAuthentication,
                    path: \"/api/users\",
                }
                #[request]",
            ],
        ],
    },
];
