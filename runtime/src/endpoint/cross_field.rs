//! Rules over several parameters of an endpoint, as static facts.

/// A rule over several parameters, or over a request as a whole.
///
/// ```
/// use api_request::endpoint::{CrossFieldRule, Endpoint, Param};
///
/// const ISSUE: &Endpoint = &Endpoint::new("GET", "/api/jwt/issue")
///     .params(&[Param::query("application", "applicationId"), Param::query("refresh", "refreshToken")])
///     .cross_field_rules(&[CrossFieldRule::new("requires", &[1, 0])]);
///
/// assert_eq!(ISSUE.cross_field_rule_list()[0].code(), "requires");
/// assert!(ISSUE.to_string().ends_with("\n- `requires(refresh, application)`\n"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrossFieldRule {
    code: &'static str,
    params: &'static [usize],
}

impl CrossFieldRule {
    /// The rule of that code over these parameters, each named by its place in
    /// [`Endpoint::param_list`](super::Endpoint::param_list). Of `requires` and `conflicts_with` the first is the one that has the rule;
    /// a check of the whole names none.
    #[must_use]
    pub const fn new(code: &'static str, params: &'static [usize]) -> Self {
        Self { code, params }
    }

    /// The rule's code: `requires`, `exactly_one_of`, or the last segment of a path of your own.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The parameters that it speaks of.
    #[must_use]
    pub const fn params(&self) -> &'static [usize] {
        self.params
    }
}
