//! The one table of keys: where each is written, how, and what it means. Parsing, messages, the editor hints and the docs follow it.

/// What carries the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    /// A struct that derives `ApiRequest`.
    Request,
    /// A field of such a struct, or of a group.
    Field,
    /// A struct or an enum that derives `ApiParams`.
    Group,
    /// A variant of such an enum.
    Alternative,
    /// An enum or a struct that derives `ApiResponse`.
    Reply,
    /// A field of such a struct.
    Part,
    /// A variant of such an enum.
    Variant,
}

impl On {
    pub(crate) const ALL: [Self; 7] =
        [Self::Request, Self::Field, Self::Group, Self::Alternative, Self::Reply, Self::Part, Self::Variant];

    /// Where else a key may have been meant to stand, the likeliest place first.
    pub(crate) const fn around(self) -> &'static [Self] {
        match self {
            Self::Request => &[Self::Field],
            Self::Field => &[Self::Request, Self::Group],
            Self::Group => &[Self::Field, Self::Request],
            Self::Alternative => &[Self::Group, Self::Field, Self::Request],
            Self::Reply => &[Self::Part, Self::Variant],
            Self::Part | Self::Variant => &[Self::Reply, Self::Part, Self::Variant],
        }
    }

    /// What no other kind is called.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Alternative => "alternative",
            other => other.noun(),
        }
    }

    /// What messages call it.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Field => "field",
            Self::Group => "group",
            Self::Reply => "reply",
            Self::Part => "part",
            Self::Alternative | Self::Variant => "variant",
        }
    }
}

/// What follows a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
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
    /// `(field, field)`, as often as there is something to say.
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
    /// `("name" = "value")`.
    Constants,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) on: On,
    pub(crate) shape: Shape,
    /// How one writes it, which messages and docs show.
    pub(crate) syntax: &'static str,
    /// What it means, in a line.
    pub(crate) doc: &'static str,
}

const fn key(on: On, name: &'static str, shape: Shape, syntax: &'static str, doc: &'static str) -> Key {
    Key { name, on, shape, syntax, doc }
}

/// The keys that stand for a method.
pub(crate) const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// The keys that say where a field goes.
pub(crate) const PLACES: [&str; 6] = ["path", "query", "header", "cookie", "property", "body"];

pub(crate) const KEYS: &[Key] = &[
    key(On::Request, "get", Shape::Text, r#"get = "/path/{field}""#, "a GET request to this path"),
    key(On::Request, "post", Shape::Text, r#"post = "/path/{field}""#, "a POST request to this path"),
    key(On::Request, "put", Shape::Text, r#"put = "/path/{field}""#, "a PUT request to this path"),
    key(On::Request, "patch", Shape::Text, r#"patch = "/path/{field}""#, "a PATCH request to this path"),
    key(On::Request, "delete", Shape::Text, r#"delete = "/path/{field}""#, "a DELETE request to this path"),
    key(On::Request, "head", Shape::Text, r#"head = "/path/{field}""#, "a HEAD request to this path"),
    key(On::Request, "options", Shape::Text, r#"options = "/path/{field}""#, "an OPTIONS request to this path"),
    key(
        On::Request,
        "method",
        Shape::Text,
        r#"method = "PURGE""#,
        "any other method, beside `path`; each field then says its place",
    ),
    key(On::Request, "path", Shape::Text, r#"path = "/path/{field}""#, "the path, beside `method`"),
    key(
        On::Request,
        "response",
        Shape::Type,
        "response = Type",
        "what a success is read as; left out, its body is not read",
    ),
    key(On::Request, "error", Shape::Type, "error = Type", "what an error status is read as; left out, its bytes"),
    key(
        On::Request,
        "absent",
        Shape::Statuses,
        "absent(404)",
        "these statuses are a success that reads as `null`; `response` is then an `Option`",
    ),
    key(
        On::Request,
        "message_at",
        Shape::Text,
        r#"message_at = "/error/message""#,
        "where an error's body has the server's message: a JSON Pointer",
    ),
    key(
        On::Request,
        "rename_all",
        Shape::Text,
        r#"rename_all = "camelCase""#,
        "how field names become wire names: one of serde's eight rules",
    ),
    key(
        On::Request,
        "body",
        Shape::Word,
        "body = form",
        "how the properties of the body are encoded: `json` (if nothing is said), `form`, `multipart`",
    ),
    key(
        On::Request,
        "query",
        Shape::Constants,
        r#"query("name" = "value")"#,
        r#"query parameters that are always the same; one may also stand in the path: `get = "/path?name=value"`"#,
    ),
    key(On::Request, "header", Shape::Constants, r#"header("Name" = "value")"#, "headers that are always the same"),
    key(
        On::Request,
        "property",
        Shape::Constants,
        r#"property("name" = "value")"#,
        "properties of the body that are always the same: text, a number, `true` or `false`",
    ),
    key(
        On::Request,
        "at_least_one_of",
        Shape::Members,
        "at_least_one_of(a, b)",
        "one of these fields, or more, must be set",
    ),
    key(On::Request, "at_most_one_of", Shape::Members, "at_most_one_of(a, b)", "no two of these fields may be set"),
    key(
        On::Request,
        "exactly_one_of",
        Shape::Members,
        "exactly_one_of(a, b)",
        "one of these fields must be set, and no other",
    ),
    key(
        On::Request,
        "all_or_none",
        Shape::Members,
        "all_or_none(a, b)",
        "these fields must be set together, or not at all",
    ),
    key(
        On::Request,
        "validate",
        Shape::Rules,
        "validate(self::check)",
        "a check of the whole value: `fn(&Self) -> Result<(), impl Display>`",
    ),
    key(On::Request, "strict", Shape::Flag, "strict", "a field that does not say its place is an error"),
    key(
        On::Request,
        "auth",
        Shape::Credentials,
        "auth = none",
        r#"sent without the client's credentials; `auth = "name"`: with those that it has by that name"#,
    ),
    key(
        On::Request,
        "idempotent",
        Shape::Flag,
        "idempotent",
        "a POST or PATCH that may be sent again: twice is as good as once",
    ),
    key(
        On::Request,
        "debug",
        Shape::Switch,
        "debug",
        "derive `Debug` here, with `secret` fields masked; `debug = false` where you write it yourself",
    ),
    key(
        On::Request,
        "crate",
        Shape::Path,
        "crate = ::path",
        "where `api-request` is, when it is renamed or re-exported",
    ),
    key(
        On::Field,
        "path",
        Shape::Name,
        "path",
        r#"fills the placeholder of the field's name; `path = "name"` says what the API calls it"#,
    ),
    key(On::Field, "query", Shape::Name, "query", r#"a query parameter; `query = "name"` names it"#),
    key(
        On::Field,
        "header",
        Shape::Name,
        "header",
        r#"a header, named as the field with dashes for underscores; `header = "Name"` names it"#,
    ),
    key(On::Field, "cookie", Shape::Name, "cookie", r#"a cookie; `cookie = "name"` names it"#),
    key(On::Field, "property", Shape::Name, "property", r#"a property of the body; `property = "name"` names it"#),
    key(On::Field, "body", Shape::Flag, "body", "the whole body: as JSON, or as its type says by `ToBody`"),
    key(On::Field, "rename", Shape::Text, r#"rename = "name""#, "the wire name, where no place is written"),
    key(
        On::Field,
        "style",
        Shape::Word,
        "style = deepObject",
        "how lists and objects are written, by OpenAPI's names; `style = json`: the value as JSON text",
    ),
    key(
        On::Field,
        "explode",
        Shape::Switch,
        "explode",
        "whether each part of a list or an object stands for itself: `explode`, `explode = false`",
    ),
    key(
        On::Field,
        "serialize_with",
        Shape::Function,
        "serialize_with = path",
        "a function of serde's signature that writes the field; what it writes as none is not sent",
    ),
    key(
        On::Field,
        "idempotency_key",
        Shape::Quoted,
        "idempotency_key",
        "a header or a query parameter that is a new UUID when it is `None`; `idempotency_key(quoted)` for the IETF draft's string",
    ),
    key(
        On::Field,
        "flatten",
        Shape::Flag,
        "flatten",
        "the parameters of an `ApiParams` type, each in its own place; `flatten, query`: a map of further query parameters",
    ),
    key(
        On::Field,
        "header_prefix",
        Shape::Text,
        r#"header_prefix = "X-Meta-""#,
        "beside `flatten`: a map of further headers, whose names begin like this",
    ),
    key(On::Field, "skip", Shape::Flag, "skip", "not sent"),
    key(On::Field, "secret", Shape::Flag, "secret", "masked in `Debug` and in all that the library prints"),
    key(
        On::Field,
        "loggable",
        Shape::Flag,
        "loggable",
        "shown in what the library prints, which hides values otherwise",
    ),
    key(
        On::Field,
        "requires",
        Shape::Fields,
        "requires = field",
        "if this field is set, the others must be too: `requires(a, b)`",
    ),
    key(
        On::Field,
        "conflicts_with",
        Shape::Fields,
        "conflicts_with = field",
        "if this field is set, the others may not be: `conflicts_with(a, b)`",
    ),
    key(
        On::Field,
        "validate",
        Shape::Rules,
        "validate(rule)",
        "rules that are checked before anything is sent: `non_empty`, `length(1..=64)`, `self::your_own`",
    ),
    key(
        On::Group,
        "rename_all",
        Shape::Text,
        r#"rename_all = "camelCase""#,
        "how field names become wire names: one of serde's eight rules",
    ),
    key(
        On::Group,
        "query",
        Shape::Constants,
        r#"query("name" = "value")"#,
        "query parameters that are always the same",
    ),
    key(On::Group, "header", Shape::Constants, r#"header("Name" = "value")"#, "headers that are always the same"),
    key(
        On::Group,
        "property",
        Shape::Constants,
        r#"property("name" = "value")"#,
        "properties of the body that are always the same",
    ),
    key(
        On::Group,
        "at_least_one_of",
        Shape::Members,
        "at_least_one_of(a, b)",
        "one of these fields, or more, must be set",
    ),
    key(On::Group, "at_most_one_of", Shape::Members, "at_most_one_of(a, b)", "no two of these fields may be set"),
    key(
        On::Group,
        "exactly_one_of",
        Shape::Members,
        "exactly_one_of(a, b)",
        "one of these fields must be set, and no other",
    ),
    key(
        On::Group,
        "all_or_none",
        Shape::Members,
        "all_or_none(a, b)",
        "these fields must be set together, or not at all",
    ),
    key(
        On::Group,
        "validate",
        Shape::Rules,
        "validate(self::check)",
        "a check of the whole value: `fn(&Self) -> Result<(), impl Display>`",
    ),
    key(On::Group, "strict", Shape::Flag, "strict", "a field that does not say its place is an error"),
    key(
        On::Group,
        "debug",
        Shape::Switch,
        "debug",
        "derive `Debug` here, with `secret` fields masked; `debug = false` where you write it yourself",
    ),
    key(On::Group, "crate", Shape::Path, "crate = ::path", "where `api-request` is, when it is renamed or re-exported"),
    key(
        On::Alternative,
        "query",
        Shape::Constants,
        r#"query("name" = "value")"#,
        "query parameters that are always sent with this alternative",
    ),
    key(
        On::Alternative,
        "header",
        Shape::Constants,
        r#"header("Name" = "value")"#,
        "headers that are always sent with this alternative",
    ),
    key(
        On::Alternative,
        "property",
        Shape::Constants,
        r#"property("name" = "value")"#,
        "properties of the body that are always sent with this alternative",
    ),
    key(
        On::Alternative,
        "at_least_one_of",
        Shape::Members,
        "at_least_one_of(a, b)",
        "one of these fields, or more, must be set",
    ),
    key(On::Alternative, "at_most_one_of", Shape::Members, "at_most_one_of(a, b)", "no two of these fields may be set"),
    key(
        On::Alternative,
        "exactly_one_of",
        Shape::Members,
        "exactly_one_of(a, b)",
        "one of these fields must be set, and no other",
    ),
    key(
        On::Alternative,
        "all_or_none",
        Shape::Members,
        "all_or_none(a, b)",
        "these fields must be set together, or not at all",
    ),
    key(On::Reply, "crate", Shape::Path, "crate = ::path", "where `api-request` is, when it is renamed or re-exported"),
    key(
        On::Variant,
        "status",
        Shape::Status,
        "status = 200",
        r#"replies of this status, or of a range: `status = "4XX"`"#,
    ),
    key(On::Part, "status", Shape::Flag, "status", "the status, as `http::StatusCode` or `u16`"),
    key(
        On::Part,
        "header",
        Shape::Name,
        r#"header = "location""#,
        "a header, read by serde from its text; an `Option` if it may be missing, a `Vec` for a list",
    ),
    key(On::Part, "body", Shape::Flag, "body", "what the body is read as; without such a field it is not read"),
    key(On::Variant, "default", Shape::Flag, "default", "replies of every status that no other variant has"),
];

/// The keys of rules over several fields.
pub(crate) const BETWEEN: [&str; 4] = ["at_least_one_of", "at_most_one_of", "exactly_one_of", "all_or_none"];

/// The styles: OpenAPI's name, that of the runtime's `Style`, the places that it is for, and whether `explode` means something.
pub(crate) const STYLES: [(&str, &str, &[&str], bool); 9] = [
    ("form", "Form", &["query", "cookie", "property"], true),
    ("simple", "Simple", &["path", "header"], true),
    ("label", "Label", &["path"], true),
    ("matrix", "Matrix", &["path"], true),
    ("spaceDelimited", "SpaceDelimited", &["query", "property"], true),
    ("pipeDelimited", "PipeDelimited", &["query", "property"], true),
    ("deepObject", "DeepObject", &["query", "property"], false),
    ("cookie", "Cookie", &["cookie"], true),
    ("json", "Json", &["path", "query", "header", "cookie", "property", "part"], false),
];

/// The key of that name there.
pub(crate) fn find(on: On, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.on == on && key.name == name)
}

/// The names of the keys that are valid there.
pub(crate) fn names(on: On) -> Vec<&'static str> {
    KEYS.iter().filter(|key| key.on == on).map(|key| key.name).collect()
}
