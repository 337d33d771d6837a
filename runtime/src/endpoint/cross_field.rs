//! Cross-field rules as static facts of an endpoint.

/// A rule over several parameters, or over the whole request.
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
    /// Creates a rule over parameters, each given by its index in [`Endpoint::param_list`](super::Endpoint::param_list).
    ///
    /// For `requires` and `conflicts_with`, the first parameter is the one that carries the rule. A check of the whole request has
    /// an empty list.
    #[must_use]
    pub const fn new(code: &'static str, params: &'static [usize]) -> Self {
        Self { code, params }
    }

    /// The rule's code, such as `requires` or `exactly_one_of`.
    ///
    /// For your own rule, it is the last segment of its path.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The parameters that the rule covers, as indices.
    #[must_use]
    pub const fn params(&self) -> &'static [usize] {
        self.params
    }
}
