//! The table of keys: where each is written, what follows it, and what it means. Parsing, messages, editor hints and docs use it.

pub(crate) use super::key_names::*;
pub(crate) use super::targets::Target;

/// What follows a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Nothing.
    Flag,
    /// Nothing, or `= false`.
    Switch,
    /// `= "text"`.
    Text,
    /// Nothing, or `= "text"`.
    Name,
    /// `= Type`.
    Type,
    /// `= ::path`.
    Path,
    /// `= none` or `= "name"`.
    Credentials,
    /// `= field` or `(field, field)`.
    Fields,
    /// `(field, field)`; the key may be repeated.
    Members,
    /// `(rule, rule)`.
    Rules,
    /// `= 200` or `= "4XX"`.
    Status,
    /// `(404, 204)`.
    Statuses,
    /// `= form`.
    Word,
    /// `= path::to::function`.
    Function,
    /// Nothing, or `(quoted)`.
    Quoted,
    /// `("name" = "value")`; the key may be repeated.
    Constants,
    /// `(cursor = field, next = path)`.
    Pages,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: KeyName,
    pub(crate) on: Target,
    /// What follows it.
    pub(crate) syntax: Syntax,
    /// An example of its use, for messages and docs.
    pub(crate) usage: &'static str,
    /// What it means, in one line.
    pub(crate) doc: &'static str,
}

const fn key(on: Target, name: KeyName, syntax: Syntax, usage: &'static str, doc: &'static str) -> Key {
    Key { name, on, syntax, usage, doc }
}

/// Every key, in the order in which messages and docs list them.
pub(crate) const KEYS: &[Key] = &[
    key(Target::Request, GET, Syntax::Text, r#"get = "/path/{field}""#, "a GET request to this path"),
    key(Target::Request, POST, Syntax::Text, r#"post = "/path/{field}""#, "a POST request to this path"),
    key(Target::Request, PUT, Syntax::Text, r#"put = "/path/{field}""#, "a PUT request to this path"),
    key(Target::Request, PATCH, Syntax::Text, r#"patch = "/path/{field}""#, "a PATCH request to this path"),
    key(Target::Request, DELETE, Syntax::Text, r#"delete = "/path/{field}""#, "a DELETE request to this path"),
    key(Target::Request, HEAD, Syntax::Text, r#"head = "/path/{field}""#, "a HEAD request to this path"),
    key(Target::Request, OPTIONS, Syntax::Text, r#"options = "/path/{field}""#, "an OPTIONS request to this path"),
    key(
        Target::Request,
        METHOD,
        Syntax::Text,
        r#"method = "PURGE""#,
        "any other method, with `path`; each field must then specify its place",
    ),
    key(Target::Request, PATH, Syntax::Text, r#"path = "/path/{field}""#, "the path, with `method`"),
    key(
        Target::Request,
        RESPONSE,
        Syntax::Type,
        "response = Type",
        "the type that a success is decoded as. Without it, the body is not read",
    ),
    key(
        Target::Request,
        ERROR,
        Syntax::Type,
        "error = Type",
        "the type that an error is decoded as; without it, the raw bytes",
    ),
    key(
        Target::Request,
        ABSENT,
        Syntax::Statuses,
        "absent(404)",
        "these statuses count as a success without a value. `response` is an `Option` of a JSON type, or a `reply::Maybe`",
    ),
    key(
        Target::Request,
        MESSAGE_AT,
        Syntax::Text,
        r#"message_at = "/error/message""#,
        "where the body of an error has the server's message, as a JSON Pointer",
    ),
    key(
        Target::Request,
        RENAME_ALL,
        Syntax::Text,
        r#"rename_all = "camelCase""#,
        "converts field names to wire names, with one of serde's eight rules",
    ),
    key(
        Target::Request,
        BODY,
        Syntax::Word,
        "body = form",
        "the encoding of the body's properties: `json` (default), `form` or `multipart`",
    ),
    key(
        Target::Request,
        CONTENT_TYPE,
        Syntax::Text,
        r#"content_type = "application/vnd.api+json""#,
        "the media type of a JSON body, instead of `application/json`",
    ),
    key(
        Target::Request,
        ACCEPT,
        Syntax::Text,
        r#"accept = "application/vnd.api+json""#,
        "the header `Accept`, instead of the media types of the response type",
    ),
    key(
        Target::Request,
        QUERY,
        Syntax::Constants,
        r#"query("name" = "value")"#,
        r#"constant query parameters; you can also write one in the path: `get = "/path?name=value"`"#,
    ),
    key(Target::Request, HEADER, Syntax::Constants, r#"header("Name" = "value")"#, "constant headers"),
    key(
        Target::Request,
        PROPERTY,
        Syntax::Constants,
        r#"property("name" = "value")"#,
        "constant properties of the body: text, a number, `true` or `false`",
    ),
    key(
        Target::Request,
        AT_LEAST_ONE_OF,
        Syntax::Members,
        "at_least_one_of(a, b)",
        "at least one of these fields must be set",
    ),
    key(
        Target::Request,
        AT_MOST_ONE_OF,
        Syntax::Members,
        "at_most_one_of(a, b)",
        "at most one of these fields may be set",
    ),
    key(
        Target::Request,
        EXACTLY_ONE_OF,
        Syntax::Members,
        "exactly_one_of(a, b)",
        "exactly one of these fields must be set",
    ),
    key(
        Target::Request,
        ALL_OR_NONE,
        Syntax::Members,
        "all_or_none(a, b)",
        "all of these fields must be set, or none of them",
    ),
    key(
        Target::Request,
        VALIDATE,
        Syntax::Rules,
        "validate(self::check)",
        "a check of the whole value, `fn(&Self) -> Result<(), impl Display>`",
    ),
    key(
        Target::Request,
        PAGINATE,
        Syntax::Pages,
        "paginate(cursor = after, next = next, items = users, item = User)",
        "how the next page is found: by `offset`, `page`, `cursor`, `next_url` or `link`",
    ),
    key(Target::Request, STRICT, Syntax::Flag, "strict", "every field must specify its place"),
    key(
        Target::Request,
        AUTH,
        Syntax::Credentials,
        "auth = none",
        r#"sends no credentials; `auth = "name"`: sends the client's credentials of that name"#,
    ),
    key(
        Target::Request,
        IDEMPOTENT,
        Syntax::Flag,
        "idempotent",
        "the client may retry this POST or PATCH. Sending it twice has the same effect as once",
    ),
    key(
        Target::Request,
        SERDE_IGNORED,
        Syntax::Flag,
        "serde_ignored",
        "allows `#[serde(..)]` attributes, which are for another derive and change nothing here",
    ),
    key(
        Target::Request,
        DEBUG,
        Syntax::Switch,
        "debug",
        "derives `Debug` with `secret` fields masked; `debug = false`: you implement `Debug` yourself",
    ),
    key(
        Target::Request,
        CRATE,
        Syntax::Path,
        "crate = ::path",
        "the path of the `api-request` crate, if it is renamed or re-exported",
    ),
    key(
        Target::Field,
        PATH,
        Syntax::Name,
        "path",
        r#"fills the placeholder with the name of the field. `path = "name"` sets its name in the API's description"#,
    ),
    key(Target::Field, QUERY, Syntax::Name, "query", r#"a query parameter; `query = "name"` sets its name"#),
    key(
        Target::Field,
        HEADER,
        Syntax::Name,
        "header",
        r#"a header, by default with the field's name and dashes for underscores. `header = "Name"` sets its name"#,
    ),
    key(Target::Field, COOKIE, Syntax::Name, "cookie", r#"a cookie; `cookie = "name"` sets its name"#),
    key(
        Target::Field,
        PROPERTY,
        Syntax::Name,
        "property",
        r#"a property of the body; `property = "name"` sets its name"#,
    ),
    key(Target::Field, BODY, Syntax::Flag, "body", "the whole body, as JSON or as `ToBody` of its type encodes it"),
    key(Target::Field, RENAME, Syntax::Text, r#"rename = "name""#, "the wire name of a field without a place"),
    key(
        Target::Field,
        STYLE,
        Syntax::Word,
        "style = deepObject",
        "one of OpenAPI's styles for lists and objects; `style = json`: the value as JSON text",
    ),
    key(
        Target::Field,
        EXPLODE,
        Syntax::Switch,
        "explode",
        "writes each item of a list or object separately; `explode = false`: writes them together",
    ),
    key(
        Target::Field,
        ALLOW_RESERVED,
        Syntax::Flag,
        "allow_reserved",
        "OpenAPI's `allowReserved`. Reserved characters and escapes in a query or path value stay as they are",
    ),
    key(
        Target::Field,
        EMPTY_SEGMENTS,
        Syntax::Flag,
        "empty_segments",
        "with `{rest:+}`, allows empty segments. The S3 keys `a//b` and `a/` have such segments",
    ),
    key(
        Target::Field,
        SERIALIZE_WITH,
        Syntax::Function,
        "serialize_with = path",
        "a function with serde's signature that serializes the field; `serialize_none` sends nothing",
    ),
    key(
        Target::Field,
        IDEMPOTENCY_KEY,
        Syntax::Quoted,
        "idempotency_key",
        "a header or query parameter that gets a new UUID if it is `None`. `idempotency_key(quoted)` writes it in quotes",
    ),
    key(
        Target::Field,
        FLATTEN,
        Syntax::Flag,
        "flatten",
        "the parameters of an `ApiParams` type, each in its own place. `flatten, query` is a map of query parameters",
    ),
    key(
        Target::Field,
        HEADER_PREFIX,
        Syntax::Text,
        r#"header_prefix = "X-Meta-""#,
        "with `flatten`, a map of headers whose names begin with this prefix",
    ),
    key(Target::Field, SKIP, Syntax::Flag, "skip", "the field is not sent"),
    key(
        Target::Field,
        SECRET,
        Syntax::Flag,
        "secret",
        "the value is masked in `Debug` and in everything that the library prints",
    ),
    key(Target::Field, LOGGABLE, Syntax::Flag, "loggable", "the library may print the value, which it masks otherwise"),
    key(
        Target::Field,
        REQUIRES,
        Syntax::Fields,
        "requires = field",
        "if this field is set, the other must be set too; several: `requires(a, b)`",
    ),
    key(
        Target::Field,
        CONFLICTS_WITH,
        Syntax::Fields,
        "conflicts_with = field",
        "if this field is set, the other must not be; several: `conflicts_with(a, b)`",
    ),
    key(
        Target::Field,
        VALIDATE,
        Syntax::Rules,
        "validate(rule)",
        "rules that are checked before the request is sent: `non_empty`, `length(1..=64)`, `self::your_own`",
    ),
    key(
        Target::Group,
        RENAME_ALL,
        Syntax::Text,
        r#"rename_all = "camelCase""#,
        "converts field names to wire names, with one of serde's eight rules",
    ),
    key(Target::Group, QUERY, Syntax::Constants, r#"query("name" = "value")"#, "constant query parameters"),
    key(Target::Group, HEADER, Syntax::Constants, r#"header("Name" = "value")"#, "constant headers"),
    key(Target::Group, PROPERTY, Syntax::Constants, r#"property("name" = "value")"#, "constant properties of the body"),
    key(
        Target::Group,
        AT_LEAST_ONE_OF,
        Syntax::Members,
        "at_least_one_of(a, b)",
        "at least one of these fields must be set",
    ),
    key(
        Target::Group,
        AT_MOST_ONE_OF,
        Syntax::Members,
        "at_most_one_of(a, b)",
        "at most one of these fields may be set",
    ),
    key(
        Target::Group,
        EXACTLY_ONE_OF,
        Syntax::Members,
        "exactly_one_of(a, b)",
        "exactly one of these fields must be set",
    ),
    key(
        Target::Group,
        ALL_OR_NONE,
        Syntax::Members,
        "all_or_none(a, b)",
        "all of these fields must be set, or none of them",
    ),
    key(
        Target::Group,
        VALIDATE,
        Syntax::Rules,
        "validate(self::check)",
        "a check of the whole value, `fn(&Self) -> Result<(), impl Display>`",
    ),
    key(Target::Group, STRICT, Syntax::Flag, "strict", "every field must specify its place"),
    key(
        Target::Group,
        SERDE_IGNORED,
        Syntax::Flag,
        "serde_ignored",
        "allows `#[serde(..)]` attributes, which are for another derive and change nothing here",
    ),
    key(
        Target::Group,
        DEBUG,
        Syntax::Switch,
        "debug",
        "derives `Debug` with `secret` fields masked; `debug = false`: you implement `Debug` yourself",
    ),
    key(
        Target::Group,
        CRATE,
        Syntax::Path,
        "crate = ::path",
        "the path of the `api-request` crate, if it is renamed or re-exported",
    ),
    key(
        Target::Alternative,
        QUERY,
        Syntax::Constants,
        r#"query("name" = "value")"#,
        "constant query parameters of this alternative",
    ),
    key(
        Target::Alternative,
        HEADER,
        Syntax::Constants,
        r#"header("Name" = "value")"#,
        "constant headers of this alternative",
    ),
    key(
        Target::Alternative,
        PROPERTY,
        Syntax::Constants,
        r#"property("name" = "value")"#,
        "constant properties of the body of this alternative",
    ),
    key(
        Target::Alternative,
        AT_LEAST_ONE_OF,
        Syntax::Members,
        "at_least_one_of(a, b)",
        "at least one of these fields must be set",
    ),
    key(
        Target::Alternative,
        AT_MOST_ONE_OF,
        Syntax::Members,
        "at_most_one_of(a, b)",
        "at most one of these fields may be set",
    ),
    key(
        Target::Alternative,
        EXACTLY_ONE_OF,
        Syntax::Members,
        "exactly_one_of(a, b)",
        "exactly one of these fields must be set",
    ),
    key(
        Target::Alternative,
        ALL_OR_NONE,
        Syntax::Members,
        "all_or_none(a, b)",
        "all of these fields must be set, or none of them",
    ),
    key(
        Target::Reply,
        SERDE_IGNORED,
        Syntax::Flag,
        "serde_ignored",
        "allows `#[serde(..)]` attributes, which are for another derive and change nothing here",
    ),
    key(
        Target::Reply,
        CRATE,
        Syntax::Path,
        "crate = ::path",
        "the path of the `api-request` crate, if it is renamed or re-exported",
    ),
    key(
        Target::Variant,
        STATUS,
        Syntax::Status,
        "status = 200",
        r#"responses with this status; `status = "4XX"`: with a status in this range"#,
    ),
    key(Target::ReplyField, STATUS, Syntax::Flag, "status", "the response status, as `http::StatusCode` or `u16`"),
    key(
        Target::ReplyField,
        HEADER,
        Syntax::Name,
        r#"header = "location""#,
        "a response header, deserialized from its text. Use an `Option` if it may be missing or invalid, a `Vec` for a list",
    ),
    key(
        Target::ReplyField,
        BODY,
        Syntax::Flag,
        "body",
        "the decoded response body; without such a field, the body is not read",
    ),
    key(Target::Variant, DEFAULT, Syntax::Flag, "default", "responses with a status that no other variant has"),
];

/// The key of that name on that target.
pub(crate) fn find(on: Target, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.on == on && key.name.as_str() == name)
}

/// The names of the keys that are valid on that target.
pub(crate) fn names(on: Target) -> Vec<&'static str> {
    KEYS.iter().filter(|key| key.on == on).map(|key| key.name.as_str()).collect()
}
