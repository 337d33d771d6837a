//! Rules that need a feature: without it, the message names the feature.

use syn::{DeriveInput, parse_quote};

use super::api_request;

#[test]
fn a_rule_names_the_feature_that_it_needs() {
    let input: DeriveInput = parse_quote! {
        #[api(post = "/users")]
        struct CreateUser {
            #[api(validate(pattern("^[a-z"), url, each(email)))]
            name: String,
        }
    };
    let expansion = api_request(&input).to_string();
    for (rule, is_on) in
        [("pattern", cfg!(feature = "pattern")), ("url", cfg!(feature = "url")), ("email", cfg!(feature = "email"))]
    {
        let needs = format!("the rule `{rule}` needs the feature `{rule}` of `api-request`");
        assert_eq!(expansion.contains(&needs), !is_on, "{rule}: {expansion}");
    }
    assert_eq!(expansion.contains("the pattern is not valid: unclosed character class"), cfg!(feature = "pattern"));
}
