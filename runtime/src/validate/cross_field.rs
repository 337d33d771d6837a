//! Cross-field rules: rules over several parameters of a request.

use std::ops::RangeBounds;

use super::{UNKNOWN, Violations};

impl Violations {
    /// Checks that `other` is set if the parameter is set.
    pub fn requires(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set && !other_is_set {
            let message = format!("requires {}, which is not set", self.named(other));
            self.push(param, "requires", message.into(), None);
        }
    }

    /// Checks that the parameter and `other` are not both set.
    pub fn conflicts_with(&mut self, param: usize, is_set: bool, other: usize, other_is_set: bool) {
        if is_set && other_is_set {
            let message = format!("must not be set together with {}", self.named(other));
            self.push(param, "conflicts_with", message.into(), None);
        }
    }

    /// Checks that at least one of the parameters is set.
    ///
    /// Each member is the index of the parameter in [`Endpoint::param_list`](crate::endpoint::Endpoint::param_list), and whether it is set.
    pub fn at_least_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("at_least_one_of", members, 1..);
    }

    /// Checks that at most one of the parameters is set.
    pub fn at_most_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("at_most_one_of", members, ..2);
    }

    /// Checks that exactly one of the parameters is set.
    pub fn exactly_one_of(&mut self, members: &[(usize, bool)]) {
        self.one_of("exactly_one_of", members, 1..2);
    }

    /// Checks that all of the parameters are set, or none.
    pub fn all_or_none(&mut self, members: &[(usize, bool)]) {
        let set = members.iter().find(|(_, is_set)| *is_set);
        let unset = members.iter().find(|(_, is_set)| !*is_set);
        if let (Some((set, _)), Some((unset, _))) = (set, unset) {
            let message = format!("must be set, because {} is set", self.named(*set));
            self.push(*unset, "all_or_none", message.into(), None);
        }
    }

    /// Reports the first parameter if too few are set, the second if too many. The second is the second one that is set.
    fn one_of(&mut self, rule: &'static str, members: &[(usize, bool)], allowed: impl RangeBounds<usize>) {
        let mut set = members.iter().filter(|(_, is_set)| *is_set).map(|(param, _)| *param);
        let (first, second) = (set.next(), set.next());
        let count = usize::from(first.is_some()) + usize::from(second.is_some());
        if allowed.contains(&count) {
            return;
        }
        match (first, second, members) {
            (Some(first), Some(second), _) => {
                let message = format!("must not be set together with {}", self.named(first));
                self.push(second, rule, message.into(), None);
            }
            (_, _, [(param, _), others @ ..]) => {
                let message = match others.iter().map(|(other, _)| self.named(*other)).collect::<Vec<_>>().as_slice() {
                    [] => "must be set".into(),
                    [other] => format!("must be set unless {other} is set").into(),
                    [others @ .., last] => format!("must be set unless {} or {last} is set", others.join(", ")).into(),
                };
                self.push(*param, rule, message, None);
            }
            (_, _, []) => {}
        }
    }

    /// How a message names another parameter.
    fn named(&self, param: usize) -> String {
        let param = self.endpoint.own_params().get(param).unwrap_or(UNKNOWN);
        format!("`{}` ({} `{}`)", param.field(), param.place(), param.name())
    }
}
