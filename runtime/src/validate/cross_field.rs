//! Rules over several parameters of a request.

use std::ops::RangeBounds;

use super::{UNKNOWN, Violations};

impl Violations {
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
}
