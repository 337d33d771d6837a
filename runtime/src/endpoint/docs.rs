//! The documentation of a request, from its doc comments.

/// The documentation of a request type, available as `T::DOCS`.
///
/// It is separate from the [`Endpoint`](super::Endpoint), so that a binary contains the texts only if it uses them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Docs {
    request: &'static str,
    params: &'static [&'static str],
    groups: &'static [&'static Self],
}

impl Docs {
    /// Creates the documentation from the texts of the struct and its own parameters' fields.
    #[must_use]
    pub const fn new(request: &'static str, params: &'static [&'static str]) -> Self {
        Self { request, params, groups: &[] }
    }

    /// Sets the documentation of the groups that are flattened into the struct.
    #[must_use]
    pub const fn groups(mut self, groups: &'static [&'static Self]) -> Self {
        self.groups = groups;
        self
    }

    /// The doc comment of the struct with its original lines; empty without one.
    #[must_use]
    pub const fn request(&self) -> &'static str {
        self.request
    }

    /// The doc comment of a parameter's field; empty without one.
    ///
    /// `param` is an index into [`Endpoint::param_list`](super::Endpoint::param_list).
    #[must_use]
    pub fn param(&self, param: usize) -> &'static str {
        match param.checked_sub(self.params.len()) {
            None => self.params.get(param).copied().unwrap_or_default(),
            Some(behind) => self.in_groups(behind),
        }
    }

    fn in_groups(&self, mut param: usize) -> &'static str {
        for group in self.groups {
            match param.checked_sub(group.count()) {
                None => return group.param(param),
                Some(behind) => param = behind,
            }
        }
        ""
    }

    fn count(&self) -> usize {
        self.params.len() + self.groups.iter().map(|group| group.count()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_parameters_as_the_list_does() {
        const INNER: &Docs = &Docs::new("", &["d"]);
        const MIDDLE: &Docs = &Docs::new("", &["b", "c"]).groups(&[INNER]);
        let docs = Docs::new("all", &["a"]).groups(&[MIDDLE, INNER]);
        let texts: Vec<&str> = (0..7).map(|param| docs.param(param)).collect();
        assert_eq!(texts, ["a", "b", "c", "d", "d", "", ""]);
    }
}
