//! The keys of `#[api(..)]` as constants, which only rust-analyzer sees used: its completion, hover and go-to-definition.

#![allow(non_upper_case_globals, reason = "a constant is named as its key is written")]

/// On a struct that derives `ApiRequest`.
pub mod request {
    /// `get = "/path/{field}"`: a GET request to this path.
    pub const get: () = ();
    /// `post = "/path/{field}"`: a POST request to this path.
    pub const post: () = ();
    /// `put = "/path/{field}"`: a PUT request to this path.
    pub const put: () = ();
    /// `patch = "/path/{field}"`: a PATCH request to this path.
    pub const patch: () = ();
    /// `delete = "/path/{field}"`: a DELETE request to this path.
    pub const delete: () = ();
    /// `head = "/path/{field}"`: a HEAD request to this path.
    pub const head: () = ();
    /// `options = "/path/{field}"`: an OPTIONS request to this path.
    pub const options: () = ();
    /// `method = "PURGE"`: any other method, beside `path`; each field then says its place.
    pub const method: () = ();
    /// `path = "/path/{field}"`: the path, beside `method`.
    pub const path: () = ();
    /// `response = Type`: what a success is read as; left out, its body is not read.
    pub const response: () = ();
    /// `error = Type`: what an error status is read as; left out, its bytes.
    pub const error: () = ();
    /// `absent(404)`: these statuses are a success that reads as `null`; `response` is then an `Option`.
    pub const absent: () = ();
    /// `message_at = "/error/message"`: where an error's body has the server's message: a JSON Pointer.
    pub const message_at: () = ();
    /// `rename_all = "camelCase"`: how field names become wire names: one of serde's eight rules.
    pub const rename_all: () = ();
    /// `body = form`: how the properties of the body are encoded: `json` (if nothing is said), `form`, `multipart`.
    pub const body: () = ();
    /// `query("name" = "value")`: query parameters that are always the same; one may also stand in the path: `get = "/path?name=value"`.
    pub const query: () = ();
    /// `header("Name" = "value")`: headers that are always the same.
    pub const header: () = ();
    /// `property("name" = "value")`: properties of the body that are always the same: text, a number, `true` or `false`.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: one of these fields, or more, must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: no two of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: one of these fields must be set, and no other.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: these fields must be set together, or not at all.
    pub const all_or_none: () = ();
    /// `validate(self::check)`: a check of the whole value: `fn(&Self) -> Result<(), impl Display>`.
    pub const validate: () = ();
    /// `strict`: a field that does not say its place is an error.
    pub const strict: () = ();
    /// `auth = none`: sent without the client's credentials; `auth = "name"`: with those that it has by that name.
    pub const auth: () = ();
    /// `idempotent`: a POST or PATCH that may be sent again: twice is as good as once.
    pub const idempotent: () = ();
    /// `debug`: derive `Debug` here, with `secret` fields masked; `debug = false` where you write it yourself.
    pub const debug: () = ();
    /// `crate = ::path`: where `api-request` is, when it is renamed or re-exported.
    pub const crate_: () = ();
}

/// On a field of such a struct, or of a group.
pub mod field {
    /// `path`: fills the placeholder of the field's name; `path = "name"` says what the API calls it.
    pub const path: () = ();
    /// `query`: a query parameter; `query = "name"` names it.
    pub const query: () = ();
    /// `header`: a header, named as the field with dashes for underscores; `header = "Name"` names it.
    pub const header: () = ();
    /// `cookie`: a cookie; `cookie = "name"` names it.
    pub const cookie: () = ();
    /// `property`: a property of the body; `property = "name"` names it.
    pub const property: () = ();
    /// `body`: the whole body: as JSON, or as its type says by `ToBody`.
    pub const body: () = ();
    /// `rename = "name"`: the wire name, where no place is written.
    pub const rename: () = ();
    /// `style = deepObject`: how lists and objects are written, by OpenAPI's names; `style = json`: the value as JSON text.
    pub const style: () = ();
    /// `explode`: whether each part of a list or an object stands for itself: `explode`, `explode = false`.
    pub const explode: () = ();
    /// `serialize_with = path`: a function of serde's signature that writes the field; what it writes as none is not sent.
    pub const serialize_with: () = ();
    /// `idempotency_key`: a header or a query parameter that is a new UUID when it is `None`; `idempotency_key(quoted)` for the IETF draft's string.
    pub const idempotency_key: () = ();
    /// `flatten`: the parameters of an `ApiParams` type, each in its own place; `flatten, query`: a map of further query parameters.
    pub const flatten: () = ();
    /// `header_prefix = "X-Meta-"`: beside `flatten`: a map of further headers, whose names begin like this.
    pub const header_prefix: () = ();
    /// `skip`: not sent.
    pub const skip: () = ();
    /// `secret`: masked in `Debug` and in all that the library prints.
    pub const secret: () = ();
    /// `loggable`: shown in what the library prints, which hides values otherwise.
    pub const loggable: () = ();
    /// `requires = field`: if this field is set, the others must be too: `requires(a, b)`.
    pub const requires: () = ();
    /// `conflicts_with = field`: if this field is set, the others may not be: `conflicts_with(a, b)`.
    pub const conflicts_with: () = ();
    /// `validate(rule)`: rules that are checked before anything is sent: `non_empty`, `length(1..=64)`, `self::your_own`.
    pub const validate: () = ();
}

/// On a struct or an enum that derives `ApiParams`.
pub mod group {
    /// `rename_all = "camelCase"`: how field names become wire names: one of serde's eight rules.
    pub const rename_all: () = ();
    /// `query("name" = "value")`: query parameters that are always the same.
    pub const query: () = ();
    /// `header("Name" = "value")`: headers that are always the same.
    pub const header: () = ();
    /// `property("name" = "value")`: properties of the body that are always the same.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: one of these fields, or more, must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: no two of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: one of these fields must be set, and no other.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: these fields must be set together, or not at all.
    pub const all_or_none: () = ();
    /// `validate(self::check)`: a check of the whole value: `fn(&Self) -> Result<(), impl Display>`.
    pub const validate: () = ();
    /// `strict`: a field that does not say its place is an error.
    pub const strict: () = ();
    /// `debug`: derive `Debug` here, with `secret` fields masked; `debug = false` where you write it yourself.
    pub const debug: () = ();
    /// `crate = ::path`: where `api-request` is, when it is renamed or re-exported.
    pub const crate_: () = ();
}

/// On a variant of such an enum.
pub mod alternative {
    /// `query("name" = "value")`: query parameters that are always sent with this alternative.
    pub const query: () = ();
    /// `header("Name" = "value")`: headers that are always sent with this alternative.
    pub const header: () = ();
    /// `property("name" = "value")`: properties of the body that are always sent with this alternative.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: one of these fields, or more, must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: no two of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: one of these fields must be set, and no other.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: these fields must be set together, or not at all.
    pub const all_or_none: () = ();
}

/// On an enum or a struct that derives `ApiResponse`.
pub mod reply {
    /// `crate = ::path`: where `api-request` is, when it is renamed or re-exported.
    pub const crate_: () = ();
}

/// On a field of such a struct.
pub mod part {
    /// `status`: the status, as `http::StatusCode` or `u16`.
    pub const status: () = ();
    /// `header = "location"`: a header, read by serde from its text; an `Option` if it may be missing, a `Vec` for a list.
    pub const header: () = ();
    /// `body`: what the body is read as; without such a field it is not read.
    pub const body: () = ();
}

/// On a variant of such an enum.
pub mod variant {
    /// `status = 200`: replies of this status, or of a range: `status = "4XX"`.
    pub const status: () = ();
    /// `default`: replies of every status that no other variant has.
    pub const default: () = ();
}
