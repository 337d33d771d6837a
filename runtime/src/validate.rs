//! Checking a request before it is sent: every violation at once, each with its field, and never with a secret's value.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeBounds;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::encode::ErasedProperty;
use crate::endpoint::{Endpoint, Group, Param, Place};
use crate::rule::{Checked, Items, Rule};
use crate::secret;

/// What a parameter is that the endpoint does not declare.
const UNKNOWN: &Param = &Param::body("?");
/// What is said of a request or a group as a whole.
const WHOLE: &Param = &Param::of_request();

/// Every rule that a request breaks, in the order of declaration.
pub struct Violations {
    endpoint: &'static Endpoint,
    list: Vec<Violation>,
    /// Whether the items of a secret are being checked.
    is_within_secret: bool,
}

impl Violations {
    pub(crate) const fn new(endpoint: &'static Endpoint) -> Self {
        Self { endpoint, list: Vec::new(), is_within_secret: false }
    }

    /// Checks the value of a parameter, named by its place in [`Endpoint::param_list`]. An `Option` is checked when it is
    /// `Some`.
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
            self.push(param, rule.code(), message, rule.quotes_value());
            self.is_within_secret = outer;
        }
    }

    /// Checks each item of a list or a set, and each value of a map, by `rules`. What they find says which item it is: the first
    /// is number 1, and in a map it is named by its key, unless that belongs to a secret.
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
    /// assert_eq!(violations.to_string(), "invalid request: `tags` (query `tag`): item 2: it is empty");
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

    /// Says in the violations from `first` on which item they are about.
    #[cold]
    fn name_item(&mut self, first: usize, number: usize, key: Option<ErasedProperty<'_>>) {
        let key = key.filter(|_| !self.is_within_secret).and_then(|key| secret::mask(|| key.to_json()));
        for violation in self.list.iter_mut().skip(first) {
            let message = &violation.message;
            violation.message = match &key {
                Some(key) if !violation.param.is_secret() => format!("item {key}: {message}").into(),
                _ => format!("item {number}: {message}").into(),
            };
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
            violation.field = match &*violation.field {
                "" => group.field().into(),
                field => format!("{}.{field}", group.field()).into(),
            };
        }
    }

    /// Says that the parameter, if it is set, needs another one to be set.
    pub fn requires(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set && !other_is_set {
            let message = format!("it needs {} to be set too", self.named(other));
            self.push(param, "requires", message.into(), false);
        }
    }

    /// Says that the parameter, if it is set, needs another one to be unset.
    pub fn conflicts_with(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set && other_is_set {
            let message = format!("it cannot be set together with {}", self.named(other));
            self.push(param, "conflicts_with", message.into(), false);
        }
    }

    /// Says that at least one of the parameters is set. Each is named by its place in [`Endpoint::param_list`], beside whether it is
    /// set.
    pub fn at_least_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("at_least_one_of", members, 1..);
    }

    /// Says that at most one of the parameters is set.
    pub fn at_most_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("at_most_one_of", members, ..2);
    }

    /// Says that exactly one of the parameters is set.
    pub fn exactly_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("exactly_one_of", members, 1..2);
    }

    /// Says that either all of the parameters are set, or none.
    pub fn all_or_none(&mut self, members: &[(usize, bool)]) {
        let set = members.iter().find(|(_, is_set)| *is_set);
        let unset = members.iter().find(|(_, is_set)| !*is_set);
        if let (Some((set, _)), Some((unset, _))) = (set, unset) {
            let message = format!("it is needed where {} is set", self.named(*set));
            self.push(*unset, "all_or_none", message.into(), false);
        }
    }

    /// Reports the first of the parameters where none is set, and the second that is set where several are.
    fn one_of(&mut self, rule: &'static str, members: &[(usize, bool)], allowed: impl RangeBounds<usize>) {
        let mut set = members.iter().filter(|(_, is_set)| *is_set).map(|(param, _)| *param);
        let (first, second) = (set.next(), set.next());
        let count = usize::from(first.is_some()) + usize::from(second.is_some());
        if allowed.contains(&count) {
            return;
        }
        match (first, second, members) {
            (Some(first), Some(second), _) => {
                let message = format!("it cannot be set together with {}", self.named(first));
                self.push(second, rule, message.into(), false);
            }
            (_, _, [(param, _), others @ ..]) => {
                let others: Vec<String> = others.iter().map(|(other, _)| self.named(*other)).collect();
                let message = format!("it needs to be set, or {}", others.join(", or "));
                self.push(*param, rule, message.into(), false);
            }
            (_, _, []) => {}
        }
    }

    /// What a message calls another parameter.
    fn named(&self, param: usize) -> String {
        let param = self.endpoint.own_params().get(param).unwrap_or(UNKNOWN);
        format!("`{}` ({} `{}`)", param.field(), param.place(), param.name())
    }

    /// Checks the request, or the group, as a whole. The message may quote any value: where there is a secret among them, it is
    /// replaced by the name of the rule.
    pub fn check_whole<T: ?Sized>(&mut self, value: &T, rule: &dyn Rule<T>) {
        if let Err(message) = rule.check(value) {
            let has_secret = || self.endpoint.param_list().iter().any(Param::is_secret);
            let message = if rule.quotes_value() && has_secret() {
                format!("it breaks the rule `{}`", rule.code()).into()
            } else {
                message
            };
            self.list.push(Violation { param: WHOLE, field: Cow::Borrowed(""), rule: rule.code(), message });
        }
    }

    /// Adds a violation of the parameter, named by its place in [`Endpoint::param_list`]. The message may quote the value:
    /// a secret's is replaced by the name of the rule.
    pub fn add(&mut self, param: usize, rule: &'static str, message: impl Into<Cow<'static, str>>) {
        self.push(param, rule, message.into(), true);
    }

    #[cold]
    fn push(&mut self, param: usize, rule: &'static str, message: Cow<'static, str>, quotes_value: bool) {
        let param = self.endpoint.own_params().get(param).unwrap_or(UNKNOWN);
        let message = if quotes_value && (param.is_secret() || self.is_within_secret) {
            format!("it breaks the rule `{rule}`").into()
        } else {
            message
        };
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

/// A list of violations, as [`Violation`] has it.
impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.list)
    }
}

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
            (Place::Request, _) if field.is_empty() => f.write_str(message),
            (Place::Request, _) => write!(f, "`{field}`: {message}"),
            (place @ Place::Body, _) | (place, "") => write!(f, "`{field}` ({place}): {message}"),
            (place, name) => write!(f, "`{field}` ({place} `{name}`): {message}"),
        }
    }
}

/// An object of five texts: `field`, `name`, `place`, `rule` and `message`.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Violation", 5)?;
        object.serialize_field("field", self.field())?;
        object.serialize_field("name", self.name())?;
        object.serialize_field("place", self.place().as_str())?;
        object.serialize_field("rule", self.rule())?;
        object.serialize_field("message", self.message())?;
        object.end()
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
