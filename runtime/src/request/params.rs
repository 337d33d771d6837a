//! The trait of groups of parameters, which requests flatten into their own.

use crate::encode::Encoder;
use crate::endpoint::{Docs, Endpoint};
use crate::validate::Violations;

/// A group of parameters, each in its own place: what several requests share, or what is given in one of several ways.
/// `#[derive(ApiParams)]` implements it on a struct, and on an enum of which exactly one variant is sent.
///
/// ```
/// use api_request::reply::Raw;
/// use api_request::{ApiParams, ApiRequest, BaseUrl};
///
/// #[derive(ApiParams)]
/// struct Page {
///     #[api(query, validate(non_empty))]
///     after: Option<String>,
///     #[api(query = "size")]
///     limit: u32,
/// }
///
/// #[derive(ApiParams)]
/// #[api(rename_all = "camelCase")]
/// enum Key {
///     Email(#[api(query)] String),
///     LoginId {
///         #[api(query)]
///         login_id: String,
///         #[api(query)]
///         login_id_types: Vec<String>,
///     },
/// }
///
/// #[derive(ApiRequest)]
/// #[api(get = "/api/user", response = Raw)]
/// struct FindUsers {
///     #[api(flatten)]
///     key: Key,
///     #[api(flatten)]
///     page: Option<Page>,
/// }
///
/// let base: BaseUrl = "https://auth.example.com".parse()?;
/// let mut find = FindUsers { key: Key::Email("a@b".into()), page: None };
/// assert_eq!(find.to_http(&base)?.uri(), "https://auth.example.com/api/user?email=a%40b");
/// find.page = Some(Page { after: None, limit: 10 });
/// find.key = Key::LoginId { login_id: "ann".into(), login_id_types: vec!["email".into()] };
/// assert_eq!(
///     find.to_http(&base)?.uri(),
///     "https://auth.example.com/api/user?loginId=ann&loginIdTypes=email&size=10"
/// );
/// find.page = Some(Page { after: Some(String::new()), limit: 10 });
/// assert_eq!(find.validate().unwrap_err().to_string(), "invalid request: `page.after` (query `after`): must not be empty");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// By hand it is the same calls, on a group as on a request; the chapter [`extending`](crate::guide::extending) has one to copy.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no group of parameters",
    label = "not an `ApiParams`",
    note = "derive it: `#[derive(ApiParams)]`; a map of further parameters is flattened by `#[api(flatten, query)]` or `#[api(flatten, header_prefix = \"X-\")]`"
)]
pub trait ApiParams {
    /// What is known of the parameters when the group compiles: an [`Endpoint::group`](crate::endpoint::Endpoint::group).
    const PARAMS: &'static Endpoint;

    /// The same for a request whose method puts what does not say its place into the body. The derive says it where it is not the
    /// same.
    const PARAMS_IN_BODY: &'static Endpoint = Self::PARAMS;

    /// The texts of its documentation, which the derive takes from the doc comments.
    const DOCS: &'static Docs = &Docs::new("", &[]);

    /// Writes every parameter.
    fn encode(&self, out: &mut Encoder<'_>);

    /// Reports every rule that the value breaks.
    fn validate_into(&self, out: &mut Violations) {
        let _ = out;
    }
}

macro_rules! through {
    ($($(#[$meta:meta])* $type:ty: $this:ident => $group:expr;)*) => {$(
        $(#[$meta])*
        #[diagnostic::do_not_recommend]
        impl<T: ApiParams> ApiParams for $type {
            const PARAMS: &'static Endpoint = T::PARAMS;
            const PARAMS_IN_BODY: &'static Endpoint = T::PARAMS_IN_BODY;
            const DOCS: &'static Docs = T::DOCS;

            fn encode(&self, out: &mut Encoder<'_>) {
                let $this = self;
                if let Some(group) = $group {
                    T::encode(group, out);
                }
            }

            fn validate_into(&self, out: &mut Violations) {
                let $this = self;
                if let Some(group) = $group {
                    T::validate_into(group, out);
                }
            }
        }
    )*};
}

through! {
    /// `None` sends nothing.
    Option<T>: this => this.as_ref();
    &T: this => Some(*this);
    Box<T>: this => Some(&**this);
}
