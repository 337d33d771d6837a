//! Validation: checks a request before it is sent, and reports every violation at once.
//!
//! The chapter [validation](crate::guide::validation) explains how to write rules.

mod cross_field;
mod violation;

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::endpoint::{Endpoint, Group, Param, Place};
use crate::rule::{Checked, Items, Rule};
use crate::secret;
use crate::shown;
use crate::value::ErasedProperty;

pub use violation::Violation;

/// Stands for a parameter that the endpoint does not declare.
const UNKNOWN: &Param = &Param::body("?");
/// Stands for the request or the group as a whole.
const WHOLE: &Param = &Param::of_request();

/// Every rule that a request violates, in the order of declaration.
pub struct Violations {
    endpoint: &'static Endpoint,
    list: Vec<Violation>,
    /// Whether the value being checked is inside a secret.
    is_within_secret: bool,
}

impl Violations {
    pub(crate) const fn new(endpoint: &'static Endpoint) -> Self {
        Self { endpoint, list: Vec::new(), is_within_secret: false }
    }

    /// Checks the value of a parameter.
    ///
    /// An `Option` is checked if it is `Some`.
    ///
    /// `param` is the index of the parameter in [`Endpoint::param_list`].
    pub fn check<T, R>(&mut self, param: usize, value: &T, rule: &R)
    where
        T: Checked + ?Sized,
        R: Rule<T::Leaf> + ?Sized,
    {
        self.check_leaf(param, value.leaf(), T::SECRET, rule);
    }

    pub(crate) fn check_leaf<T, R>(&mut self, param: usize, leaf: Option<&T>, is_secret: bool, rule: &R)
    where
        T: ?Sized,
        R: Rule<T> + ?Sized,
    {
        if let Some(leaf) = leaf
            && let Err(message) = rule.check(leaf)
        {
            let outer = self.is_within_secret;
            self.is_within_secret |= is_secret;
            let hidden = || rule.quotes_value().then(|| hidden_message(rule.code()));
            self.push(param, rule.code(), message, rule.message_for_secret(leaf).or_else(hidden));
            self.is_within_secret = outer;
        }
    }

    /// Checks each item of a list or a set, or each value of a map.
    ///
    /// The message of a violation begins with the number of the item, counted from 1. In a map it begins with the key. A
    /// secret key is masked, and in a secret map the number is used.
    ///
    /// ```
    /// use api_request::endpoint::{Endpoint, Param};
    /// use api_request::reply::Raw;
    /// use api_request::rule::{RuleFact, non_empty};
    /// use api_request::validate::Violations;
    /// use api_request::{ApiRequest, encode::Encoder};
    ///
    /// struct Search {
    ///     tags: Vec<String>,
    /// }
    ///
    /// impl ApiRequest for Search {
    ///     type Response = Raw;
    ///     type Error = Raw;
    ///     const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/search")
    ///         .params(&[Param::query("tags", "tag").rules(&[RuleFact::Each(&[non_empty().fact()])])]);
    ///
    ///     fn validate_into(&self, out: &mut Violations) {
    ///         out.each(&self.tags, |tag, out| out.check(0, tag, &non_empty()));
    ///     }
    ///
    ///     fn encode(&self, out: &mut Encoder<'_>) {
    ///         out.path("/search");
    ///         out.query(0, &self.tags);
    ///     }
    /// }
    ///
    /// let violations = Search { tags: vec!["a".into(), String::new()] }.validate().unwrap_err();
    /// assert_eq!(violations.to_string(), "invalid request: `tags` (query `tag`): item 2: must not be empty");
    /// ```
    pub fn each<T>(&mut self, value: &T, mut rules: impl FnMut(&<T::Leaf as Items>::Item, &mut Self))
    where
        T: Checked<Leaf: Items> + ?Sized,
    {
        let Some(leaf) = value.leaf() else {
            return;
        };
        let outer = self.is_within_secret;
        self.is_within_secret |= T::SECRET;
        let mut number = 0;
        leaf.visit(&mut |key, item| {
            number += 1;
            let before = self.list.len();
            rules(item, self);
            if self.list.len() > before {
                self.name_item(before, number, key);
            }
        });
        self.is_within_secret = outer;
    }

    /// Adds the item to the message of every violation from index `first` on.
    #[cold]
    fn name_item(&mut self, first: usize, number: usize, key: Option<ErasedProperty<'_>>) {
        let key = key.filter(|_| !self.is_within_secret).and_then(|key| secret::mask(|| key.to_json()));
        let key = key.map(|key| shown::escaped(key.into()).into_owned());
        for violation in self.list.iter_mut().skip(first) {
            let key = key.as_ref().filter(|_| !violation.param.is_secret());
            let named = |message: &str| match key {
                Some(key) => format!("item {key}: {message}").into(),
                None => format!("item {number}: {message}").into(),
            };
            violation.for_secret = violation.for_secret.as_deref().map(named);
            violation.message = named(&violation.message);
        }
    }

    /// Checks another request, or a part of one.
    ///
    /// Inside `validate`, the indices of parameters refer to the endpoint `of`. [`Encoder::within`](crate::encode::Encoder::within) has an
    /// example.
    pub fn within(&mut self, of: &'static Endpoint, validate: impl FnOnce(&mut Self)) {
        if let Some(group) = self.endpoint.group_list().iter().find(|group| group.endpoint().is_like(of)) {
            return self.in_group(group, validate);
        }
        let outer = std::mem::replace(&mut self.endpoint, of);
        validate(self);
        self.endpoint = outer;
    }

    /// Checks a group of parameters.
    ///
    /// `group` is the index in [`Endpoint::group_list`]. Inside `validate`, the indices of parameters refer to the group.
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
            violation.field = match &*violation.field {
                "" => group.field().into(),
                field => format!("{}.{field}", group.field()).into(),
            };
        }
    }

    /// Checks the request or the group as a whole.
    ///
    /// If any parameter or [field that is not sent](Endpoint::unsent_secret) is a secret and the rule [may quote values](Rule::quotes_value), the message is replaced by one
    /// that names only the rule.
    pub fn check_whole<T: ?Sized>(&mut self, value: &T, rule: &dyn Rule<T>) {
        if let Err(message) = rule.check(value) {
            let hidden = || rule.quotes_value().then(|| hidden_message(rule.code()));
            let hidden = rule.message_for_secret(value).or_else(hidden);
            let is_secret = self.endpoint.holds_secret();
            self.list.push(violation(WHOLE, rule.code(), message, hidden, is_secret));
        }
    }

    /// Adds a violation of a parameter.
    ///
    /// `param` is the index of the parameter in [`Endpoint::param_list`]. If it is a secret, the message is replaced by one that
    /// names only the rule, because it could quote the value.
    pub fn add(&mut self, param: usize, rule: &'static str, message: impl Into<Cow<'static, str>>) {
        self.push(param, rule, message.into(), Some(hidden_message(rule)));
    }

    #[cold]
    fn push(
        &mut self,
        param: usize,
        rule: &'static str,
        message: Cow<'static, str>,
        for_secret: Option<Cow<'static, str>>,
    ) {
        let param = self.endpoint.own_params().get(param).unwrap_or(UNKNOWN);
        let is_secret = param.is_secret() || self.is_within_secret;
        self.list.push(violation(param, rule, message, for_secret, is_secret));
    }

    /// Whether a message would change if the value that it is about contained a secret.
    pub(crate) fn may_tell(&self) -> bool {
        self.list.iter().any(|violation| violation.for_secret.is_some())
    }

    /// Replaces the messages about values that contain a secret. `holders` are the parameters with such values.
    pub(crate) fn hide(&mut self, holders: &[&'static Param]) {
        for violation in &mut self.list {
            let is_about = |holder: &&'static Param| {
                let key = |param: &'static Param| (param.field(), param.place(), param.name());
                violation.param.place() == Place::Request || key(violation.param) == key(holder)
            };
            if holders.iter().any(is_about)
                && let Some(message) = violation.for_secret.take()
            {
                violation.message = message;
            }
        }
    }

    /// Returns the violations, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.list.iter()
    }

    /// Returns the number of violations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the request violates no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

fn violation(
    param: &'static Param,
    rule: &'static str,
    message: Cow<'static, str>,
    mut for_secret: Option<Cow<'static, str>>,
    is_secret: bool,
) -> Violation {
    let message = for_secret.take_if(|_| is_secret).unwrap_or(message);
    Violation { param, field: param.field().into(), rule, message: shown::escaped(message), for_secret }
}

/// The message in place of one that could quote a secret.
fn hidden_message(code: &'static str) -> Cow<'static, str> {
    format!("must satisfy the rule `{code}`").into()
}

/// Prints all violations on one line. Only the messages of the rules may quote values.
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

/// Serialises as a list of violations.
impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.list)
    }
}
