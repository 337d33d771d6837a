//! The trait `ApiParams`, for groups of parameters that requests flatten.

use crate::encode::Encoder;
use crate::endpoint::{Docs, Endpoint};
use crate::validate::Violations;

/// A group of parameters that several requests can share, each in its own place.
///
/// `#[derive(ApiParams)]` implements it for a struct, which sends all its fields, and for an enum, which sends exactly one variant.
/// A request includes a group with `#[api(flatten)]`; see the chapter [`groups`](crate::guide::groups).
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
/// If you implement it by hand, you use the same [`Encoder`] methods as for a request; the chapter
/// [`extending`](crate::guide::extending) has an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of parameters",
    label = "this type does not implement `ApiParams`",
    note = "derive it: `#[derive(ApiParams)]`",
    note = "to flatten a map, write `#[api(flatten, query)]` or `#[api(flatten, header_prefix = \"X-\")]`"
)]
pub trait ApiParams {
    /// The static facts of the parameters: an [`Endpoint::group`](crate::endpoint::Endpoint::group).
    const PARAMS: &'static Endpoint;

    /// The facts for requests that send fields without a place in the body.
    ///
    /// The method is POST, PUT or PATCH.
    ///
    /// The derive sets it if it differs from [`PARAMS`](Self::PARAMS).
    const PARAMS_IN_BODY: &'static Endpoint = Self::PARAMS;

    /// The documentation of the group, which the derive takes from the doc comments.
    const DOCS: &'static Docs = &Docs::new("", &[]);

    /// Writes every parameter.
    fn encode(&self, out: &mut Encoder<'_>);

    /// Reports every violation of a validation rule to `out`.
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
