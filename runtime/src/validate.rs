//! Checking a request before it is sent: every violation at once, each with its field, and never with a secret's value.

use std::borrow::Cow;
use std::fmt;

use crate::endpoint::{Endpoint, Group, Param, Place};
use crate::rule::{Checked, Rule};

/// Every rule that a request breaks, in the order of declaration.
pub struct Violations {
    endpoint: &'static Endpoint,
    list: Vec<Violation>,
}

impl Violations {
    pub(crate) const fn new(endpoint: &'static Endpoint) -> Self {
        Self { endpoint, list: Vec::new() }
    }

    /// Checks the value of a parameter, named by its place in [`Endpoint::param_list`]. An `Option` is checked when it is
    /// `Some`.
    pub fn check<T, R>(&mut self, param: usize, value: &T, rule: &R)
    where
        T: Checked + ?Sized,
        R: Rule<T::Leaf> + ?Sized,
    {
        if let Some(leaf) = value.leaf()
            && let Err(message) = rule.check(leaf)
        {
            self.push(param, rule.code(), message, rule.quotes_value());
        }
    }

    /// Checks another request, or a part of one: within `validate`, parameters are counted in the endpoint `of`.
    pub fn within(&mut self, of: &'static Endpoint, validate: impl FnOnce(&mut Self)) {
        if let Some(group) = self.endpoint.group_list().iter().find(|group| group.endpoint().is_like(of)) {
            return self.in_group(group, validate);
        }
        let outer = std::mem::replace(&mut self.endpoint, of);
        validate(self);
        self.endpoint = outer;
    }

    /// Checks a group of parameters, named by its place in [`Endpoint::group_list`]: within `validate`, parameters are counted in the
    /// group.
    pub fn group(&mut self, group: usize, validate: impl FnOnce(&mut Self)) {
        if let Some(group) = self.endpoint.group_list().get(group) {
            self.in_group(group, validate);
        }
    }

    fn in_group(&mut self, group: &'static Group, validate: impl FnOnce(&mut Self)) {
        let before = self.list.len();
        let outer = std::mem::replace(&mut self.endpoint, group.endpoint());
        validate(self);
        self.endpoint = outer;
        for violation in self.list.iter_mut().skip(before).filter(|_| !group.field().is_empty()) {
            violation.field = format!("{}.{}", group.field(), violation.field).into();
        }
    }

    /// Says that the parameter, if it is set, needs another one to be set.
    pub fn requires(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set
            && !other_is_set
            && let Some(other) = self.endpoint.own_params().get(other)
        {
            let message = format!("it needs `{}` ({} `{}`) to be set too", other.field(), other.place(), other.name());
            self.push(param, "requires", message.into(), false);
        }
    }

    /// Adds a violation of the parameter, named by its place in [`Endpoint::param_list`]. The message may quote the value:
    /// a secret's is replaced by the name of the rule.
    pub fn add(&mut self, param: usize, rule: &'static str, message: impl Into<Cow<'static, str>>) {
        self.push(param, rule, message.into(), true);
    }

    #[cold]
    fn push(&mut self, param: usize, rule: &'static str, message: Cow<'static, str>, quotes_value: bool) {
        let param = self.endpoint.own_params().get(param).unwrap_or(const { &Param::body("?") });
        let message =
            if param.is_secret() && quotes_value { format!("it breaks the rule `{rule}`").into() } else { message };
        self.list.push(Violation { param, field: param.field().into(), rule, message });
    }

    /// The violations, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.list.iter()
    }

    /// How many violations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the request keeps all its rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// One line for all of them, without a value but what a rule's own message says.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid request: ")?;
        for (index, violation) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl std::error::Error for Violations {}

/// One rule that one parameter breaks.
pub struct Violation {
    param: &'static Param,
    /// With those of the groups that it is in.
    field: Cow<'static, str>,
    rule: &'static str,
    message: Cow<'static, str>,
}

impl Violation {
    /// The field, as Rust spells it, with those of the groups that it is in: `page.limit`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        self.param.name()
    }

    /// Where the value would have gone.
    #[must_use]
    pub fn place(&self) -> Place {
        self.param.place()
    }

    /// The rule's code, which does not change between releases: `uuid`, or the last segment of a path of your own.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.rule
    }

    /// What is wrong, for a person. Of a secret it never says the value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { param, field, message, .. } = self;
        match (param.place(), param.name()) {
            (place @ Place::Body, _) | (place, "") => write!(f, "`{field}` ({place}): {message}"),
            (place, name) => write!(f, "`{field}` ({place} `{name}`): {message}"),
        }
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Violation")
            .field("field", &self.field())
            .field("name", &self.name())
            .field("place", &self.place())
            .field("rule", &self.rule())
            .field("message", &self.message())
            .finish()
    }
}
