//! The list of an endpoint's parameters, with those of groups and a wrapped request.

use std::fmt;
use std::ops::Index;
use std::slice;

use super::{Endpoint, Group, Param};

/// Every parameter of an [`Endpoint`].
///
/// Its own come first, in the order of declaration, then those of each group, then those of the request that it wraps.
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

    /// Returns an iterator over the parameters.
    #[must_use]
    pub fn iter(self) -> ParamIter {
        let mut params = ParamIter { own: [].iter(), later: Vec::new() };
        params.enter(self);
        params
    }

    /// The parameter at this index.
    #[must_use]
    pub fn get(self, index: usize) -> Option<&'static Param> {
        self.own.get(index).or_else(|| self.iter().nth(index))
    }

    /// The number of parameters.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }
}

impl Index<usize> for ParamList {
    type Output = Param;

    /// The parameter at this index.
    ///
    /// # Panics
    ///
    /// Panics if the index is out of bounds.
    fn index(&self, index: usize) -> &Param {
        self.get(index).unwrap_or_else(|| panic!("the index is {index}, but there are {} parameters", self.len()))
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

/// An iterator over the parameters of a [`ParamList`].
#[derive(Clone, Debug)]
pub struct ParamIter {
    own: slice::Iter<'static, Param>,
    /// A stack: the last list comes next.
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

/// A parameter with its field path, and whether every request carries it.
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

    /// The parameter as its own struct declares it.
    #[must_use]
    pub fn param(&self) -> &'static Param {
        self.param
    }

    /// The path of the field through its groups, such as `page.limit`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.path
    }

    /// Whether every request carries the parameter.
    ///
    /// A parameter in an optional group or in one of several alternatives is not required.
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
