//! The parameters of an endpoint in one list: its own, those of its groups, and those of the request that it wraps.

use std::fmt;
use std::ops::Index;
use std::slice;

use super::{Endpoint, Group, Param};

/// Every parameter of an [`Endpoint`]: its own in the order of declaration, then those of each group, then those of the request
/// that it wraps.
///
/// ```
/// use api_request::endpoint::{Endpoint, Group, Param};
///
/// const PAGE: &Endpoint = &Endpoint::group(&[Param::query("limit", "limit"), Param::query("after", "after")]);
/// const USERS: &Endpoint = &Endpoint::new("GET", "/users")
///     .params(&[Param::query("name", "name")])
///     .groups(&[Group::new("page", PAGE)]);
///
/// let names: Vec<&str> = USERS.param_list().iter().map(Param::name).collect();
/// assert_eq!(names, ["name", "limit", "after"]);
/// assert_eq!(USERS.param_list()[1].name(), "limit");
/// ```
#[derive(Clone, Copy)]
pub struct ParamList {
    own: &'static [Param],
    groups: &'static [Group],
    inner: Option<&'static Endpoint>,
}

impl ParamList {
    pub(super) const fn of(endpoint: &Endpoint) -> Self {
        Self { own: endpoint.params, groups: endpoint.groups, inner: endpoint.inner }
    }

    /// The parameters one by one.
    #[must_use]
    pub fn iter(self) -> ParamIter {
        let mut params = ParamIter { own: [].iter(), later: Vec::new() };
        params.enter(self);
        params
    }

    /// The parameter at that place.
    #[must_use]
    pub fn get(self, index: usize) -> Option<&'static Param> {
        self.own.get(index).or_else(|| self.iter().nth(index))
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }
}

impl Index<usize> for ParamList {
    type Output = Param;

    /// The parameter at that place.
    ///
    /// # Panics
    ///
    /// As a slice does, if there is none.
    fn index(&self, index: usize) -> &Param {
        self.get(index).unwrap_or_else(|| panic!("there is no parameter {index} among {}", self.len()))
    }
}

impl IntoIterator for ParamList {
    type Item = &'static Param;
    type IntoIter = ParamIter;

    fn into_iter(self) -> ParamIter {
        self.iter()
    }
}

impl fmt::Debug for ParamList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator of a [`ParamList`].
#[derive(Clone, Debug)]
pub struct ParamIter {
    own: slice::Iter<'static, Param>,
    /// The next one is the last.
    later: Vec<ParamList>,
}

impl ParamIter {
    fn enter(&mut self, list: ParamList) {
        self.own = list.own.iter();
        self.later.extend(list.inner.map(ParamList::of));
        self.later.extend(list.groups.iter().rev().map(|group| ParamList::of(group.endpoint())));
    }
}

impl Iterator for ParamIter {
    type Item = &'static Param;

    fn next(&mut self) -> Option<&'static Param> {
        loop {
            if let Some(param) = self.own.next() {
                return Some(param);
            }
            let next = self.later.pop()?;
            self.enter(next);
        }
    }
}

/// A parameter as the whole request has it.
#[derive(Clone, Debug)]
pub struct ResolvedParam {
    param: &'static Param,
    path: String,
    required: bool,
}

impl ResolvedParam {
    /// The parameters in the order of [`ParamList`].
    pub(super) fn all(endpoint: &Endpoint) -> Vec<Self> {
        let mut listed = Vec::new();
        add(&mut listed, ParamList::of(endpoint), "", !endpoint.has_alternatives());
        listed
    }

    /// The parameter, as its own struct has it.
    #[must_use]
    pub fn param(&self) -> &'static Param {
        self.param
    }

    /// The field, with those of the groups that it is in: `page.limit`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.path
    }

    /// Whether every request carries it. One in a group that may be left out is not required, nor one that stands in one of
    /// several alternatives.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required
    }
}

fn add(listed: &mut Vec<ResolvedParam>, list: ParamList, path: &str, is_always: bool) {
    let own = list.own.iter();
    listed.extend(own.map(|param| ResolvedParam {
        param,
        path: format!("{path}{}", param.field()),
        required: is_always && param.is_required(),
    }));
    for group in list.groups {
        let is_always = is_always && group.is_required() && !group.endpoint().has_alternatives();
        let path = if group.field().is_empty() { path.to_owned() } else { format!("{path}{}.", group.field()) };
        add(listed, ParamList::of(group.endpoint()), &path, is_always);
    }
    if let Some(inner) = list.inner {
        add(listed, ParamList::of(inner), path, is_always);
    }
}
