//! The keys of `#[api(..)]` as constants, so that rust-analyzer offers completion, hover texts and go-to-definition.

#![allow(non_upper_case_globals, reason = "each constant has the name of its key")]

/// Keys of a struct that derives `ApiRequest`.
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
    /// `method = "PURGE"`: any other method, with `path`; each field must then specify its place.
    pub const method: () = ();
    /// `path = "/path/{field}"`: the path, with `method`.
    pub const path: () = ();
    /// `response = Type`: the type that a success is decoded as. Without it, the body is not read.
    pub const response: () = ();
    /// `error = Type`: the type that an error is decoded as; without it, the raw bytes.
    pub const error: () = ();
    /// `absent(404)`: these statuses count as a success without a value. `response` is an `Option` of a JSON type, or a `reply::Maybe`.
    pub const absent: () = ();
    /// `message_at = "/error/message"`: where the body of an error has the server's message, as a JSON Pointer.
    pub const message_at: () = ();
    /// `rename_all = "camelCase"`: converts field names to wire names, with one of serde's eight rules.
    pub const rename_all: () = ();
    /// `body = form`: the encoding of the body's properties: `json` (default), `form` or `multipart`.
    pub const body: () = ();
    /// `content_type = "application/vnd.api+json"`: the media type of a JSON body, instead of `application/json`.
    pub const content_type: () = ();
    /// `accept = "application/vnd.api+json"`: the header `Accept`, instead of the media types of the response type.
    pub const accept: () = ();
    /// `query("name" = "value")`: constant query parameters; you can also write one in the path: `get = "/path?name=value"`.
    pub const query: () = ();
    /// `header("Name" = "value")`: constant headers.
    pub const header: () = ();
    /// `property("name" = "value")`: constant properties of the body: text, a number, `true` or `false`.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: at least one of these fields must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: at most one of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: exactly one of these fields must be set.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: all of these fields must be set, or none of them.
    pub const all_or_none: () = ();
    /// `validate(self::check)`: a check of the whole value, `fn(&Self) -> Result<(), impl Display>`.
    pub const validate: () = ();
    /// `paginate(cursor = after, next = next, items = users, item = User)`: how the next page is found: by `offset`, `page`, `cursor`, `next_url` or `link`.
    pub const paginate: () = ();
    /// `strict`: every field must specify its place.
    pub const strict: () = ();
    /// `auth = none`: sends no credentials; `auth = "name"`: sends the client's credentials of that name.
    pub const auth: () = ();
    /// `idempotent`: the client may retry this POST or PATCH. Sending it twice has the same effect as once.
    pub const idempotent: () = ();
    /// `serde_ignored`: allows `#[serde(..)]` attributes, which are for another derive and change nothing here.
    pub const serde_ignored: () = ();
    /// `debug`: derives `Debug` with `secret` fields masked; `debug = false`: you implement `Debug` yourself.
    pub const debug: () = ();
    /// `crate = ::path`: the path of the `api-request` crate, if it is renamed or re-exported.
    pub const crate_: () = ();
}

/// Keys of a field of a request or a group.
pub mod field {
    /// `path`: fills the placeholder with the name of the field. `path = "name"` sets its name in the API's description.
    pub const path: () = ();
    /// `query`: a query parameter; `query = "name"` sets its name.
    pub const query: () = ();
    /// `header`: a header, by default with the field's name and dashes for underscores. `header = "Name"` sets its name.
    pub const header: () = ();
    /// `cookie`: a cookie; `cookie = "name"` sets its name.
    pub const cookie: () = ();
    /// `property`: a property of the body; `property = "name"` sets its name.
    pub const property: () = ();
    /// `body`: the whole body, as JSON or as `ToBody` of its type encodes it.
    pub const body: () = ();
    /// `rename = "name"`: the wire name of a field without a place.
    pub const rename: () = ();
    /// `style = deepObject`: one of OpenAPI's styles for lists and objects; `style = json`: the value as JSON text.
    pub const style: () = ();
    /// `explode`: writes each item of a list or object separately; `explode = false`: writes them together.
    pub const explode: () = ();
    /// `allow_reserved`: OpenAPI's `allowReserved`. Reserved characters and escapes in a query or path value stay as they are.
    pub const allow_reserved: () = ();
    /// `empty_segments`: with `{rest:+}`, allows empty segments. The S3 keys `a//b` and `a/` have such segments.
    pub const empty_segments: () = ();
    /// `serialize_with = path`: a function with serde's signature that serializes the field; `serialize_none` sends nothing.
    pub const serialize_with: () = ();
    /// `idempotency_key`: a header or query parameter that gets a new UUID if it is `None`. `idempotency_key(quoted)` writes it in quotes.
    pub const idempotency_key: () = ();
    /// `flatten`: the parameters of an `ApiParams` type, each in its own place. `flatten, query` is a map of query parameters.
    pub const flatten: () = ();
    /// `header_prefix = "X-Meta-"`: with `flatten`, a map of headers whose names begin with this prefix.
    pub const header_prefix: () = ();
    /// `skip`: the field is not sent.
    pub const skip: () = ();
    /// `secret`: the value is masked in `Debug` and in everything that the library prints.
    pub const secret: () = ();
    /// `loggable`: the library may print the value, which it masks otherwise.
    pub const loggable: () = ();
    /// `requires = field`: if this field is set, the other must be set too; several: `requires(a, b)`.
    pub const requires: () = ();
    /// `conflicts_with = field`: if this field is set, the other must not be; several: `conflicts_with(a, b)`.
    pub const conflicts_with: () = ();
    /// `validate(rule)`: rules that are checked before the request is sent: `non_empty`, `length(1..=64)`, `self::your_own`.
    pub const validate: () = ();
}

/// Keys of a struct or an enum that derives `ApiParams`.
pub mod group {
    /// `rename_all = "camelCase"`: converts field names to wire names, with one of serde's eight rules.
    pub const rename_all: () = ();
    /// `query("name" = "value")`: constant query parameters.
    pub const query: () = ();
    /// `header("Name" = "value")`: constant headers.
    pub const header: () = ();
    /// `property("name" = "value")`: constant properties of the body.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: at least one of these fields must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: at most one of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: exactly one of these fields must be set.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: all of these fields must be set, or none of them.
    pub const all_or_none: () = ();
    /// `validate(self::check)`: a check of the whole value, `fn(&Self) -> Result<(), impl Display>`.
    pub const validate: () = ();
    /// `strict`: every field must specify its place.
    pub const strict: () = ();
    /// `serde_ignored`: allows `#[serde(..)]` attributes, which are for another derive and change nothing here.
    pub const serde_ignored: () = ();
    /// `debug`: derives `Debug` with `secret` fields masked; `debug = false`: you implement `Debug` yourself.
    pub const debug: () = ();
    /// `crate = ::path`: the path of the `api-request` crate, if it is renamed or re-exported.
    pub const crate_: () = ();
}

/// Keys of a variant of an enum that derives `ApiParams`.
pub mod alternative {
    /// `query("name" = "value")`: constant query parameters of this alternative.
    pub const query: () = ();
    /// `header("Name" = "value")`: constant headers of this alternative.
    pub const header: () = ();
    /// `property("name" = "value")`: constant properties of the body of this alternative.
    pub const property: () = ();
    /// `at_least_one_of(a, b)`: at least one of these fields must be set.
    pub const at_least_one_of: () = ();
    /// `at_most_one_of(a, b)`: at most one of these fields may be set.
    pub const at_most_one_of: () = ();
    /// `exactly_one_of(a, b)`: exactly one of these fields must be set.
    pub const exactly_one_of: () = ();
    /// `all_or_none(a, b)`: all of these fields must be set, or none of them.
    pub const all_or_none: () = ();
}

/// Keys of an enum or a struct that derives `ApiResponse`.
pub mod reply {
    /// `serde_ignored`: allows `#[serde(..)]` attributes, which are for another derive and change nothing here.
    pub const serde_ignored: () = ();
    /// `crate = ::path`: the path of the `api-request` crate, if it is renamed or re-exported.
    pub const crate_: () = ();
}

/// Keys of a field of a struct that derives `ApiResponse`.
pub mod part {
    /// `status`: the response status, as `http::StatusCode` or `u16`.
    pub const status: () = ();
    /// `header = "location"`: a response header, deserialized from its text. Use an `Option` if it may be missing or invalid, a `Vec` for a list.
    pub const header: () = ();
    /// `body`: the decoded response body; without such a field, the body is not read.
    pub const body: () = ();
}

/// Keys of a variant of an enum that derives `ApiResponse`.
pub mod variant {
    /// `status = 200`: responses with this status; `status = "4XX"`: with a status in this range.
    pub const status: () = ();
    /// `default`: responses with a status that no other variant has.
    pub const default: () = ();
}
