//! Items that the derives' expansions call. They are not public API: only the derives of the same version may use them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt;
use std::future::{self, Pending};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

pub use crate::__facts as facts;
pub use crate::__replies as replies;
pub use crate::body::to_parts::of;
pub use crate::body::{ToBody, ToParts};
pub use crate::encode::Encoder;
pub use crate::endpoint::type_facts::Facts;
pub use crate::endpoint::{
    CrossFieldRule, Docs, Endpoint, Group, JsonType, PagesFact, PagesForm, Param, Place, ReplyFact, RuleFact, Style,
};
pub use crate::error::DecodeError;
pub use crate::message::Raw;
pub use crate::request::{ApiParams, ApiRequest, Next, PageError, Paginate, Progress};
pub use crate::response::{FromHeader, FromResponse, Incoming, NoContent, Reply};
#[cfg(feature = "email")]
pub use crate::rule::email;
#[cfg(feature = "pattern")]
pub use crate::rule::pattern;
#[cfg(feature = "pattern")]
pub use crate::rule::types::Pattern;
#[cfg(feature = "url")]
pub use crate::rule::url;
pub use crate::rule::{ascii, length, non_empty, one_of, range, uuid};
pub use crate::secret::Secret;
pub use crate::validate::Violations;
pub use crate::value::{Entries, Erased, ErasedProperty, Property, Value};
pub use http::StatusCode;
// Hidden by itself, so that rustc names it `serde::Serialize` in errors.
#[doc(hidden)]
pub use serde::Serialize;
pub use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use crate::body::Optional;
use crate::patch::Patch;
use crate::response::Maybe;
use crate::secret::REDACTED;

mod built_in_rules;
mod clash;
mod declare;
mod json_type;
pub mod key;
pub mod page_path;
pub mod pages;
mod unsendable;
mod user_rules;
mod write;

pub use built_in_rules::{HasItems, HasLength, IsChoice, IsNumber, IsText, each};
pub use clash::{Words, clash};
pub use declare::{body, constant, group, header, header_constant, header_map, param, plain_param, query_map, request};
pub use user_rules::{ApplyInOption, ApplyToWhole, Own, Unset, check_whole};
pub use write::{FormValue, by_method, bytes_by_method, json_by, pair, text_by};

/// Asks the type system about a field's type. An inherent constant, if it exists for the type, overrides the trait's.
#[derive(Debug)]
pub struct Probe<T: ?Sized>(PhantomData<T>);

/// The facts of a type for which [`Probe`] has no inherent constants.
pub trait Probed {
    const OPTIONAL: bool = false;
    const SECRET: bool = false;
    const TEXTLESS: bool = false;
    const BYTES: bool = false;
    const KIND: JsonType = JsonType::Unknown;
    const LIST: JsonType = JsonType::Unknown;
    const REPLY: ReplyFact = ReplyFact::of::<Raw>();
    const MEDIA_TYPE: &'static str = "*/*";
    const HAS_NO_VALUE: bool = false;
}

impl<T: ?Sized> Probed for Probe<T> {}

impl<T: IsOptional> Probe<T> {
    pub const OPTIONAL: bool = true;
}

/// JSON `null` is read as `None`. An absent response therefore cannot be told from an empty one.
impl Probe<Option<()>> {
    pub const HAS_NO_VALUE: bool = true;
}

impl<T: HoldsSecret> Probe<T> {
    pub const SECRET: bool = true;
}

/// Types whose value may be unset.
///
/// It is one trait rather than several implementations of `Probe`, because the compiler tries each of those for every field.
pub trait IsOptional {}

impl<T> IsOptional for Option<T> {}
impl<T> IsOptional for Patch<T> {}
impl<T> IsOptional for Optional<T> {}
impl<T> IsOptional for &Option<T> {}
impl<T> IsOptional for Box<Option<T>> {}

/// Types that contain a secret.
pub trait HoldsSecret {}

impl<T> HoldsSecret for Secret<T> {}

macro_rules! hold_secrets {
    ($([$($generics:tt)*] $holder:ty;)*) => {$(
        impl<T: HoldsSecret, $($generics)*> HoldsSecret for $holder {}
    )*};
}

hold_secrets! {
    [] Option<T>;
    [] Patch<T>;
    [] &T;
    [] &[T];
    [const N: usize] [T; N];
    [] Box<T>;
    [] Rc<T>;
    [] Arc<T>;
    [] Vec<T>;
    [] VecDeque<T>;
    [S] HashSet<T, S>;
    [K] BTreeMap<K, T>;
    [K, S] HashMap<K, T, S>;
}

impl<T: ApiParams> Probe<T> {
    pub const PARAMS: &'static Endpoint = T::PARAMS;
    pub const PARAMS_IN_BODY: &'static Endpoint = T::PARAMS_IN_BODY;
    pub const PARAMS_DOCS: &'static Docs = T::DOCS;

    pub fn validate_params(group: &T, out: &mut Violations) {
        group.validate_into(out);
    }
}

/// Stands in for [`ApiParams`] if a flattened type does not implement it. The error is reported where the field is encoded, so this
/// avoids a second one.
pub trait Ungrouped<T> {
    const PARAMS: &'static Endpoint = const { &Endpoint::group(&[]) };
    const PARAMS_IN_BODY: &'static Endpoint = const { &Endpoint::group(&[]) };
    const PARAMS_DOCS: &'static Docs = const { &Docs::new("", &[]) };

    fn validate_params(_: &T, _: &mut Violations) {}
}

impl<T> Ungrouped<T> for Probe<T> {}

impl<T: ToBody> Probe<T> {
    pub const MEDIA_TYPE: &'static str = T::MEDIA_TYPE;
}

impl<T: FromResponse> Probe<T> {
    pub const REPLY: ReplyFact = ReplyFact::of::<T>();

    /// Decodes a response as the type in a variant.
    pub fn read(reply: Incoming) -> impl Future<Output = Result<T, DecodeError>> + Send {
        T::from_response(reply)
    }

    #[must_use]
    pub fn accepts(status: StatusCode) -> Option<&'static str> {
        T::accepts(status)
    }

    /// What the type declares about a status.
    #[must_use]
    pub fn declares(status: StatusCode) -> Option<bool> {
        T::declares(status)
    }
}

/// Stands in for [`FromResponse`] if the type in a variant does not implement it. The error is reported where its `ACCEPT` is used, so
/// this avoids a second one.
pub trait Unread<T> {
    fn read(_: Incoming) -> Pending<Result<T, DecodeError>> {
        future::pending()
    }

    #[must_use]
    fn declares(_: StatusCode) -> Option<bool> {
        None
    }

    #[must_use]
    fn accepts(_: StatusCode) -> Option<&'static str> {
        None
    }
}

impl<T> Unread<T> for Probe<T> {}

/// A response type that can represent an absent value, for `absent(..)`.
#[diagnostic::on_unimplemented(
    message = "`absent(..)` needs an `Option` or a `reply::Maybe` as the response type",
    label = "this type cannot be absent",
    note = "for a type that is decoded from JSON, write `response = Option<{Self}>`",
    note = "for any other type, write `response = api_request::reply::Maybe<{Self}>`"
)]
pub trait Absent {
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T> Absent for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T> Absent for Maybe<T> {}

/// The type of an idempotency key's field.
#[diagnostic::on_unimplemented(
    message = "an idempotency key must be an `Option<String>`, but is `{Self}`",
    label = "this type is not an `Option` of text",
    note = "write `Option<String>`; `None` sends a new UUID"
)]
pub trait IdempotencyField {
    /// The key that the user has set.
    fn given(&self) -> Option<&str>;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> IdempotencyField for Option<T> {
    fn given(&self) -> Option<&str> {
        self.as_ref().map(AsRef::as_ref)
    }
}

/// The value of a placeholder in the code that lets rustc check the path template. It never runs.
#[must_use]
pub fn placeholder<T: ?Sized>(_: &T) -> &'static str {
    ""
}

/// The masked value of a secret field in `Debug`.
#[derive(Clone, Copy)]
pub struct Masked;

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// The type of a field that `Debug` shows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Debug`",
    label = "the derive implements `Debug` for the struct, and shows this field",
    note = "derive `Debug` for it, or write `#[api(debug = false)]` on the struct and implement `Debug` for the struct yourself"
)]
pub trait Shown {
    fn shown(&self) -> &dyn fmt::Debug;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug> Shown for T {
    fn shown(&self) -> &dyn fmt::Debug {
        self
    }
}

/// Whether a whole body of this media type is JSON.
#[must_use]
pub const fn is_json(media_type: &str) -> bool {
    matches!(media_type.as_bytes(), b"application/json")
}

/// The `Accept` of the first alternative that has one.
#[must_use]
pub const fn first_accept(accepts: &[Option<&'static str>]) -> Option<&'static str> {
    let mut index = 0;
    while index < accepts.len() {
        if accepts[index].is_some() {
            return accepts[index];
        }
        index += 1;
    }
    None
}

/// The error of decoding a response as a type that does not declare its status.
#[must_use]
pub fn undeclared() -> DecodeError {
    DecodeError::new("the type does not declare this status")
}
