//! Checking a request before it is sent: every violation at once, each with its field, and never with a secret's value.

use std::borrow::Cow;
use std::fmt;

use crate::encode::ErasedProperty;
use crate::endpoint::{Endpoint, Param, Place};
use crate::rule::{Checked, Items, Rule};
use crate::secret;

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
        let outer = std::mem::replace(&mut self.endpoint, of);
        validate(self);
        self.endpoint = outer;
    }

    /// Says that the parameter, if it is set, needs another one to be set.
    pub fn requires(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set
            && !other_is_set
            && let Some(other) = self.endpoint.param_list().get(other)
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
        let param = self.endpoint.param_list().get(param).unwrap_or(const { &Param::body("?") });
        let message = if quotes_value && (param.is_secret() || self.is_within_secret) {
            format!("it breaks the rule `{rule}`").into()
        } else {
            message
        };
        self.list.push(Violation { param, rule, message });
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
    rule: &'static str,
    message: Cow<'static, str>,
}

impl Violation {
    /// The field, as Rust spells it.
    #[must_use]
    pub fn field(&self) -> &str {
        self.param.field()
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
        let Self { param, message, .. } = self;
        match param.place() {
            Place::Body => write!(f, "`{}` (body): {message}", param.field()),
            place => write!(f, "`{}` ({place} `{}`): {message}", param.field(), param.name()),
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
