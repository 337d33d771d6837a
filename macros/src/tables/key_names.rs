//! The names of the keys as constants, alone and in groups.

use std::fmt;

/// The name of a key. Code names a key by the constants below, so a misspelled name does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyName(&'static str);

impl KeyName {
    pub(crate) const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! names {
    ($($constant:ident $name:literal)*) => {
        $(pub(crate) const $constant: KeyName = KeyName($name);)*
    };
}

names! {
    GET "get"
    POST "post"
    PUT "put"
    PATCH "patch"
    DELETE "delete"
    HEAD "head"
    OPTIONS "options"
    METHOD "method"
    PATH "path"
    RESPONSE "response"
    ERROR "error"
    ABSENT "absent"
    MESSAGE_AT "message_at"
    RENAME_ALL "rename_all"
    BODY "body"
    CONTENT_TYPE "content_type"
    ACCEPT "accept"
    QUERY "query"
    HEADER "header"
    PROPERTY "property"
    AT_LEAST_ONE_OF "at_least_one_of"
    AT_MOST_ONE_OF "at_most_one_of"
    EXACTLY_ONE_OF "exactly_one_of"
    ALL_OR_NONE "all_or_none"
    PAGINATE "paginate"
    VALIDATE "validate"
    STRICT "strict"
    AUTH "auth"
    IDEMPOTENT "idempotent"
    SERDE_IGNORED "serde_ignored"
    DEBUG "debug"
    CRATE "crate"
    COOKIE "cookie"
    RENAME "rename"
    STYLE "style"
    EXPLODE "explode"
    ALLOW_RESERVED "allow_reserved"
    EMPTY_SEGMENTS "empty_segments"
    SERIALIZE_WITH "serialize_with"
    IDEMPOTENCY_KEY "idempotency_key"
    FLATTEN "flatten"
    HEADER_PREFIX "header_prefix"
    SKIP "skip"
    SECRET "secret"
    LOGGABLE "loggable"
    REQUIRES "requires"
    CONFLICTS_WITH "conflicts_with"
    STATUS "status"
    DEFAULT "default"
}

/// The keys that are named after a method and take its path.
pub(crate) const METHODS: [KeyName; 7] = [GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS];

/// The keys that specify the place of a field.
pub(crate) const PLACES: [KeyName; 7] = [PATH, QUERY, HEADER, COOKIE, PROPERTY, BODY, HEADER_PREFIX];

/// The keys of cross-field rules on a struct or a variant.
pub(crate) const CROSS_FIELD: [KeyName; 4] = [AT_LEAST_ONE_OF, AT_MOST_ONE_OF, EXACTLY_ONE_OF, ALL_OR_NONE];
