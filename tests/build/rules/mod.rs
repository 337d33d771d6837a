//! The built-in rules: what each says, which types it checks, what it tells as data, and that it holds for any value what it states.

#![expect(clippy::trivially_copy_pass_by_ref, reason = "a rule takes a reference")]

mod cross_field;
mod facts;
mod messages;
mod properties;
mod secrets;
mod types;
mod validation;

use api_request::ApiRequest;

/// What a request is told, each rule with its code.
fn broken(request: &impl ApiRequest) -> Vec<String> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    violations.iter().map(|broken| format!("{}: {}", broken.rule(), broken.message())).collect()
}

/// What a value of the type is told by the rules.
macro_rules! told {
    ($rules:tt $type:ty: $($value:expr),+) => {{
        #[derive(api_request::ApiRequest)]
        #[api(post = "/")]
        struct One<'a> {
            #[api(validate $rules)]
            value: $type,
            #[api(skip)]
            _lifetime: std::marker::PhantomData<&'a ()>,
        }
        [$(crate::rules::broken(&One { value: $value, _lifetime: std::marker::PhantomData }).join("; ")),+]
    }};
}

use told;
