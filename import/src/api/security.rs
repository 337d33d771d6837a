//! Which credentials each operation sends.

use std::collections::{BTreeSet, HashMap};

use super::{Auth, Credentials};
use crate::document::Cursor;

/// The security schemes of a document, and which of them is the default.
pub(super) struct Securities<'d> {
    schemes: Vec<Scheme<'d>>,
    /// The requirement that needs no key on the requests: its schemes, joined by `+`.
    default: Option<String>,
    used: BTreeSet<String>,
}

struct Scheme<'d> {
    name: &'d str,
    kind: Kind<'d>,
    docs: &'d str,
}

enum Kind<'d> {
    Bearer,
    Basic,
    Key {
        place: &'static str,
        name: &'d str,
    },
    /// An own implementation is needed, for this reason.
    Own(&'static str),
}

/// Which alternative of a requirement is written.
enum Chosen {
    /// The names of its schemes, joined by `+`.
    Schemes(String),
    /// No credentials.
    Nothing,
    /// The document declares none of the schemes.
    Unknown,
}

/// What an operation needs.
pub(super) struct Needed {
    pub(super) auth: Auth,
    /// What the user has to know.
    pub(super) remark: Option<&'static str>,
}

impl<'d> Securities<'d> {
    pub(super) fn read(root: &Cursor<'d>) -> Self {
        let listed = root.get("components").into_iter().flat_map(|components| components.map("securitySchemes"));
        let schemes: Vec<Scheme<'d>> = listed
            .filter_map(|(name, at)| {
                let at = at.resolved().ok()?;
                Some(Scheme { name, kind: kind(&at), docs: at.text("description").unwrap_or_default() })
            })
            .collect();
        let mut this = Self { schemes, default: None, used: BTreeSet::new() };
        this.default = this.default_of(root);
        this
    }

    /// The first requirement of the document, or else the one that most operations have.
    fn default_of(&self, root: &Cursor<'d>) -> Option<String> {
        if let Some(global) = root.get("security")
            && let Chosen::Schemes(name) = self.chosen(&global)
        {
            return Some(name);
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut order = Vec::new();
        for (_, item) in root.map("paths") {
            for (_, operation) in item.entries() {
                if let Some(Chosen::Schemes(name)) = operation.get("security").map(|security| self.chosen(&security)) {
                    let count = counts.entry(name.clone()).or_default();
                    *count += 1;
                    if *count == 1 {
                        order.push(name);
                    }
                }
            }
        }
        // Of two with the same number, the first one of the document.
        order.into_iter().rev().max_by_key(|name| counts.get(name).copied())
    }

    /// The first alternative that can be sent.
    fn chosen(&self, security: &Cursor<'d>) -> Chosen {
        let alternatives: Vec<Vec<&str>> =
            security.items().map(|one| one.entries().map(|(name, _)| name).collect()).collect();
        let is_known = |names: &&Vec<&str>| names.iter().all(|name| self.scheme(name).is_some());
        let is_simple = |names: &&Vec<&str>| {
            names.len() == 1 && self.scheme(names[0]).is_some_and(|scheme| !matches!(scheme.kind, Kind::Own(_)))
        };
        if alternatives.is_empty() {
            return Chosen::Nothing;
        }
        let known: Vec<&Vec<&str>> = alternatives.iter().filter(is_known).collect();
        let simple = known.iter().copied().find(is_simple);
        let named = simple.or_else(|| known.iter().copied().find(|names| !names.is_empty()));
        match named {
            Some(all) => Chosen::Schemes(all.join("+")),
            None if known.is_empty() => Chosen::Unknown,
            None => Chosen::Nothing,
        }
    }

    fn scheme(&self, name: &str) -> Option<&Scheme<'d>> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// What an operation needs, by its own `security` or that of the document.
    pub(super) fn of(&mut self, operation: &Cursor<'d>, root_security: Option<&Cursor<'d>>) -> Needed {
        let own = operation.get("security");
        let Some(security) = own.as_ref().or(root_security) else {
            // A document without any scheme leaves it to the client.
            let auth = if self.default.is_some() { Auth::None } else { Auth::Default };
            return Needed { auth, remark: None };
        };
        match self.chosen(security) {
            Chosen::Schemes(name) => {
                let remark = if name.contains('+') && self.scheme(&name).is_none() {
                    Some("two credentials at once need an own `Authenticate`, under their joined name")
                } else {
                    match self.scheme(&name).map(|scheme| &scheme.kind) {
                        Some(Kind::Own(reason)) => Some(*reason),
                        _ => None,
                    }
                };
                let is_default = self.default.as_ref() == Some(&name);
                self.used.insert(name.clone());
                Needed { auth: if is_default { Auth::Default } else { Auth::Named(name) }, remark }
            }
            Chosen::Nothing => Needed { auth: Auth::None, remark: None },
            Chosen::Unknown => {
                Needed { auth: Auth::Default, remark: Some("the document does not declare the security scheme") }
            }
        }
    }

    /// The name and place of each key of the default credentials. No parameter sets them.
    pub(super) fn sets(&self, auth: &Auth) -> Vec<(&'static str, &'d str)> {
        let names = match auth {
            Auth::Default => self.default.as_deref(),
            Auth::Named(name) => Some(name.as_str()),
            Auth::None => None,
        };
        let names = names.into_iter().flat_map(|names| match self.scheme(names) {
            Some(_) => vec![names],
            None => names.split('+').collect(),
        });
        let keys = names.filter_map(|name| match self.scheme(name)?.kind {
            Kind::Key { place, name } => Some((place, name)),
            _ => None,
        });
        keys.collect()
    }

    /// The credentials that the operations need, the default first.
    pub(super) fn credentials(&self) -> Vec<Credentials> {
        let mut used: Vec<&String> = self.used.iter().collect();
        used.sort_by_key(|name| Some(*name) != self.default.as_ref());
        let credentials = used.into_iter().map(|name| {
            let schemes: Vec<&Scheme<'_>> = match self.scheme(name) {
                Some(scheme) => vec![scheme],
                None => name.split('+').filter_map(|name| self.scheme(name)).collect(),
            };
            let kinds: Vec<String> = schemes.iter().map(|scheme| code(scheme)).collect();
            let is_default = self.default.as_ref() == Some(name);
            Credentials {
                name: (!is_default).then(|| name.clone()),
                kind: kinds.join(" and "),
                docs: schemes.first().map(|scheme| scheme.docs.to_owned()).unwrap_or_default(),
            }
        });
        credentials.collect()
    }
}

fn kind<'d>(at: &Cursor<'d>) -> Kind<'d> {
    match at.text("type").unwrap_or_default() {
        "http" => match at.text("scheme").unwrap_or_default().to_ascii_lowercase().as_str() {
            "bearer" => Kind::Bearer,
            "basic" => Kind::Basic,
            _ => Kind::Own("the HTTP scheme of the credentials needs an own `Authenticate`"),
        },
        "oauth2" | "openIdConnect" => Kind::Bearer,
        "apiKey" => match (at.text("in"), at.text("name")) {
            (Some("header"), Some(name)) => Kind::Key { place: "header", name },
            (Some("query"), Some(name)) => Kind::Key { place: "query", name },
            (Some("cookie"), Some(name)) => Kind::Key { place: "cookie", name },
            _ => Kind::Own("the API key has no place"),
        },
        "mutualTLS" => Kind::Own("the client certificate belongs to the transport"),
        _ => Kind::Own("the type of the credentials is unknown"),
    }
}

/// The code that creates the credentials, for a doc comment.
fn code(scheme: &Scheme<'_>) -> String {
    match scheme.kind {
        Kind::Bearer => "Bearer::new(token)".to_owned(),
        Kind::Basic => "Basic::new(user, password)".to_owned(),
        // The code is between backticks in a table.
        Kind::Key { place, name } => format!("ApiKey::{place}({:?}, key)", name.replace('`', "'")),
        Kind::Own(_) => "your own `Authenticate`".to_owned(),
    }
}
