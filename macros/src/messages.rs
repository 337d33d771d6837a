//! The one table of messages: all that the derives can say. `{0}`, `{1}` … are filled in; tests hold a compile-fail file for each.

/// One message: the fact, and what to write instead.
#[derive(Debug)]
pub(crate) struct Message {
    /// The name of its file among the compile-fail tests.
    pub(crate) name: &'static str,
    pub(crate) fact: &'static str,
    pub(crate) help: &'static str,
}

impl Message {
    /// The message as rustc prints it, its gaps filled.
    pub(crate) fn fill(&self, arguments: &[&str]) -> String {
        let filled = |text| -> String {
            let piece = |(text, gap): (&str, Option<usize>)| match gap.and_then(|gap| arguments.get(gap)) {
                Some(argument) => format!("{text}{argument}"),
                None => text.to_owned(),
            };
            pieces(text).into_iter().map(piece).collect()
        };
        format!("{}\n\nhelp: {}", filled(self.fact), filled(self.help))
    }
}

/// The pieces of a text that are fixed, each with the number of the gap that follows it.
pub(crate) fn pieces(text: &str) -> Vec<(&str, Option<usize>)> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (at, _) in text.match_indices('{') {
        if let Some((number, _)) = text[at + 1..].split_once('}')
            && let Ok(gap) = number.parse()
        {
            pieces.push((&text[begin..at], Some(gap)));
            begin = at + number.len() + 2;
        }
    }
    pieces.push((&text[begin..], None));
    pieces
}

macro_rules! messages {
    ($($constant:ident $name:literal $fact:literal $help:literal)*) => {
        $(pub(crate) const $constant: Message = Message { name: $name, fact: $fact, help: $help };)*

        /// Every message.
        pub(crate) const ALL: &[&Message] = &[$(&$constant),*];
    };
}

messages! {
    // What the attribute is made of.
    MALFORMED_ATTRIBUTE "malformed_attribute"
        "`api` takes its keys in parentheses"
        "write `#[api(key, key = value)]`"
    KEY_EXPECTED "key_expected"
        "expected a key"
        "the keys of a {0} are {1}"
    UNKNOWN_KEY "unknown_key"
        "unknown key `{0}`"
        "the keys of a {1} are {2}"
    MISSPELLED_KEY "misspelled_key"
        "unknown key `{0}`"
        "write `{1}`"
    MISPLACED_KEY "misplaced_key"
        "`{0}` is not a key of a {1}"
        "it goes on the {2}: `{3}`"
    MALFORMED_VALUE "malformed_value"
        "malformed `{0}`"
        "write `{1}`"
    TYPE_IN_QUOTES "type_in_quotes"
        "`{0}` takes a name without quotes"
        "write `{0} = {1}`"
    COMMA_EXPECTED "comma_expected"
        "expected a comma"
        "keys are separated by commas: `#[api(key, key = value)]`"
    DUPLICATE_KEY "duplicate_key"
        "`{0}` stands here twice"
        "keep one of them"

    // What a request is made of.
    NOT_A_STRUCT "not_a_struct"
        "a request is a struct"
        "write one struct for each request: `#[derive(ApiRequest)]` reads its fields as parameters"
    NO_METHOD "no_method"
        "`{0}` does not say its method and path"
        "write `#[api(get = \"/path\", response = Type)]`, or another method"
    TWO_METHODS "two_methods"
        "a request has one method, and `{0}` is said already"
        "keep one of the two, or write a second struct"
    TWO_PATHS "two_paths"
        "`{0}` says the path already"
        "leave `path` out, or write `method = \"…\"` instead of `{0}`"
    METHOD_WITHOUT_PATH "method_without_path"
        "`method` says no path"
        "write `path = \"/path\"` beside it"
    PATH_WITHOUT_METHOD "path_without_method"
        "`path` says no method"
        "write `get = {0}`, or `method = \"…\"` beside it"
    METHOD_INVALID "method_invalid"
        "`{0}` is no HTTP method"
        "a method is one word in capital letters: `{1}`"
    RESPONSE_MISSING "response_missing"
        "a GET request says what its reply is read as"
        "write `response = Type`; `response = api_request::NoContent` if the body means nothing"
    REPLY_BORROWED "reply_borrowed"
        "a reply is read into a type that owns its data"
        "write `String` for `&str`, `Vec<T>` for `&[T]`, `T` for `&T`"
    RENAME_ALL_UNKNOWN "rename_all_unknown"
        "unknown rule `{0}`"
        "the rules are {1}"
    MESSAGE_AT_INVALID "message_at_invalid"
        "`{0}` is no JSON Pointer"
        "write a slash before each step: `/error/message`, `/errors/0/message`"

    // The path.
    PATH_WITHOUT_SLASH "path_without_slash"
        "a path begins with a slash"
        "write `{0}`"
    PATH_IS_URL "path_is_url"
        "a path has no scheme and no host"
        "write `{0}`: the rest goes into `Client::builder`"
    PATH_EMPTY_SEGMENT "path_empty_segment"
        "the path has an empty segment"
        "write one slash where there are two"
    PATH_DOT_SEGMENT "path_dot_segment"
        "the segment `{0}` makes another path"
        "write the path that is meant, without `.` and `..`"
    PATH_CHARACTER "path_character"
        "a path cannot hold `{0}` as it is"
        "write `{1}`"
    PATH_FRAGMENT "path_fragment"
        "a path ends before `#`, and what follows is never sent"
        "leave it out; a `#` that is part of a segment is `%23`"
    PATH_QUERY "path_query"
        "`{0}` is no constant parameter"
        "write `name=value`, the next one after `&`"
    PATH_QUERY_PLACEHOLDER "path_query_placeholder"
        "a placeholder fills the path, not the query"
        "write `#[api(query)]` on the field `{0}`, and leave `{1}` out"
    PATH_PERCENT "path_percent"
        "`%` begins an escape of two hexadecimal digits"
        "write `%25` for the character itself"
    PATH_HIDDEN "path_hidden"
        "`{0}` is `{1}` to some servers, and text to others"
        "write `{1}`, or leave it out"
    PLACEHOLDER_FOREIGN "placeholder_foreign"
        "`{0}` is a placeholder elsewhere"
        "write `{1}`"
    PLACEHOLDER_MALFORMED "placeholder_malformed"
        "`{0}` is no placeholder"
        "a placeholder is the name of a field: `{1}`"
    PLACEHOLDER_TWICE "placeholder_twice"
        "the path has `{0}` twice"
        "a field fills one placeholder: name another field"
    PLACEHOLDER_REST_TWICE "placeholder_rest_twice"
        "`{0}` is a second rest of the path"
        "a path has one: write `{1}` for a single segment"
    PLACEHOLDER_OPTIONAL_INSIDE "placeholder_optional_inside"
        "`{0}` is not the whole last segment, so it cannot vanish"
        "write `{1}`, or a second request for the path without it"
    PLACEHOLDER_WITHOUT_FIELD "placeholder_without_field"
        "the placeholder `{0}` names no field"
        "write the name of a field: nothing else, such as a constant, can fill a path"

    // Where fields go.
    PATH_FIELD_WITHOUT_PLACEHOLDER "path_field_without_placeholder"
        "the path has no placeholder `{0}`"
        "write `{0}` where the field belongs in the path, or another place for the field, such as `query`"
    PLACEHOLDER_ELSEWHERE "placeholder_elsewhere"
        "the path has a placeholder `{0}`, and this field goes elsewhere"
        "leave `{1}` out, or the placeholder"
    TWO_PLACES "two_places"
        "a field has one place, and `{0}` is said already"
        "keep one of the two"
    PLACE_NEEDED "place_needed"
        "a field of a `method = \"{0}\"` request says its place"
        "write `#[api(query)]`, `#[api(header)]`, `#[api(cookie)]`, `#[api(property)]` or `#[api(body)]`"
    PLACE_STRICT "place_strict"
        "`strict` asks every field for its place"
        "write `#[api({0})]`"
    PATH_IN_TUPLE "path_in_tuple"
        "a field of a tuple struct has no name to fill a placeholder by"
        "name the fields: `struct {0} { … }`"
    NAME_NEEDED "name_needed"
        "a field of a tuple struct has no name to send it by"
        "write the name beside its place: `#[api(query = \"name\")]`"
    RENAME_BESIDE_PLACE "rename_beside_place"
        "`rename` is for fields that do not say their place"
        "write `{0} = {1}`"
    BODY_HAS_NO_NAME "body_has_no_name"
        "the whole body has no name"
        "leave `rename` out, or write `property = {0}` for a property of a JSON body"
    NAME_EMPTY "name_empty"
        "a parameter has a name"
        "write the name that the API gives it"
    TWO_BODIES "two_bodies"
        "a request has one body, and `{0}` is it already"
        "keep one of them, or make both a `property`"
    BODY_BESIDE_PROPERTIES "body_beside_properties"
        "`{0}` is the whole body, so there is no place for a property"
        "give it another place: `query`, for instance"
    BODY_ON_GET "body_on_get"
        "a {0} request has no body (RFC 9110, section 9.3)"
        "write `query`, or another method for the request"
    HEADER_NAME_INVALID "header_name_invalid"
        "`{0}` is no name of a header"
        "a name has letters, digits and ``!#$%&'*+-.^_`|~`` only: `X-Request-Id`"
    HEADER_NAME_RESERVED "header_name_reserved"
        "the client writes the header `{0}` itself"
        "credentials go into `Client::builder(..).auth(..)`; the rest is the transport's"
    COOKIE_NAME_INVALID "cookie_name_invalid"
        "`{0}` is no name of a cookie"
        "a name has letters, digits and ``!#$%&'*+-.^_`|~`` only: `access_token`"
    SAME_NAME "same_name"
        "the field `{2}` is the {3} `{1}` already"
        "name one of the two differently: `{0} = \"name\"`"
    CONSTANT_DECLARED "constant_declared"
        "the {0} `{1}` is declared twice"
        "leave out one of the two: this one is always the same"
    STYLE_UNKNOWN "style_unknown"
        "unknown style `{0}`"
        "the styles of a {1} are {2}"
    STYLE_MISSPELLED "style_misspelled"
        "unknown style `{0}`"
        "write `style = {1}`"
    STYLE_MISPLACED "style_misplaced"
        "`{0}` is no style of a {1}"
        "the styles of a {1} are {2}"
    STYLE_OF_JSON "style_of_json"
        "what goes into a JSON body is JSON, and has no style"
        "leave `{0}` out, or write another place: `query`, for instance"
    STYLE_OF_REST "style_of_rest"
        "`{0}` writes segments, and has no style"
        "leave `{1}` out"
    EXPLODE_USELESS "explode_useless"
        "`explode` means nothing for `style = {0}`"
        "leave it out; the styles of a {1} that it changes are {2}"
    EXPLODE_OF_LIST "explode_of_list"
        "a header that says no style is a list by RFC 9110, which has no `explode`"
        "write `style = simple` beside it"
    IDEMPOTENCY_PLACE "idempotency_place"
        "an idempotency key is a header or a query parameter"
        "write `header = \"Idempotency-Key\"`"
    IDEMPOTENCY_BESIDE "idempotency_beside"
        "an idempotency key is text, so `{0}` changes nothing of it"
        "leave `{0}` out"
    WHOLE_BODY_BESIDE "whole_body_beside"
        "what the whole body is written by is its type"
        "leave `{0}` out, and implement `api_request::body::ToBody` for a type of your own"
    SKIP_BESIDE "skip_beside"
        "a field that is not sent has no use for `{0}`"
        "leave out `skip` or `{0}`"
    SECRET_AND_LOGGABLE "secret_and_loggable"
        "a secret is never shown"
        "leave out `secret` or `loggable`"

    // Rules.
    UNKNOWN_RULE "unknown_rule"
        "unknown rule `{0}`"
        "the rules are {1}; a function of your own is named by a path: `self::{0}`"
    MISSPELLED_RULE "misspelled_rule"
        "unknown rule `{0}`"
        "write `{1}`"
    MALFORMED_RULE "malformed_rule"
        "expected a rule"
        "a rule is one of {0}, or the path of a function of your own: `validate(uuid, self::check, self::at_most(3))`"
    RULE_OPERAND "rule_operand"
        "`{0}` takes nothing"
        "write `{0}`"
    RULES_MISSING "rules_missing"
        "`validate` says no rule"
        "write `validate(rule)`: the rules are {0}, and functions of your own by their path"
    REQUIRES_UNKNOWN "requires_unknown"
        "there is no field `{0}` that is sent"
        "the others are {1}"
    REQUIRES_MISSPELLED "requires_misspelled"
        "there is no field `{0}` that is sent"
        "write `{1}`"
    REQUIRES_ALONE "requires_alone"
        "there is no field `{0}` that is sent, nor any other"
        "leave `requires` out, or add the field that is meant"
    REQUIRES_ITSELF "requires_itself"
        "`{0}` cannot require itself"
        "name another field"

    // What a reply is made of.
    NOT_A_REPLY "not_a_reply"
        "a reply is an enum that is chosen by status, or a struct that takes the parts of one reply"
        "write an enum with a variant for each status, or a struct"
    PART_MISSING "part_missing"
        "`{0}` does not say which part of the reply it takes"
        "write `#[api(body)]`, `#[api(header = \"name\")]` or `#[api(status)]`"
    TWO_REPLY_BODIES "two_reply_bodies"
        "a reply has one body, and `{0}` takes it already"
        "keep one of them"
    ABSENT_WITHOUT_RESPONSE "absent_without_response"
        "`absent` is for replies that are read as something"
        "write `response = Option<Type>`"
    NO_VARIANTS "no_variants"
        "`{0}` has no variant to read a reply as"
        "write one for each status: `#[api(status = 200)] Found(Type)`"
    VARIANT_SHAPE "variant_shape"
        "a variant holds the one type that its reply is read as, or nothing"
        "write `{0}(Type)`, or `{0}` if the body means nothing"
    STATUS_MISSING "status_missing"
        "`{0}` does not say its status"
        "write `#[api(status = 200)]`, `#[api(status = \"4XX\")]` or `#[api(default)]`"
    STATUS_INVALID "status_invalid"
        "`{0}` is no status"
        "write a number from 100 to 599, or a range from `\"1XX\"` to `\"5XX\"`"
    STATUS_TWICE "status_twice"
        "`{0}` is said already, by `{1}`"
        "each status has one variant: remove one of the two"
    STATUS_AND_DEFAULT "status_and_default"
        "`default` is for the statuses that no variant says"
        "leave out `default` or `status`"
}
