//! Reports a word that is not a key of its target.
//!
//! The message suggests the key that was probably meant, or the target on which the key belongs.

use syn::Ident;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use crate::tables::body_kinds::{self, FORM, MULTIPART};
use crate::tables::keys::{self, KeyName, Target};
use crate::tables::messages as m;
use crate::tables::rules;
use crate::tables::suggest::{closest, listed};

use super::errors::Errors;
use super::rule::operand;

/// What an unknown word probably is.
pub(crate) enum Unknown {
    Misspelled(KeyName),
    Misplaced,
    Unrelated,
}

/// Names in other libraries, each with our key.
const ELSEWHERE: [(&str, KeyName); 6] = [
    ("json", keys::BODY),
    ("param", keys::QUERY),
    ("sensitive", keys::SECRET),
    ("name", keys::RENAME),
    ("with", keys::SERIALIZE_WITH),
    ("skip_serializing", keys::SKIP),
];

/// Settings of a call: the name, the call's method, and the client builder's method.
const OF_A_CALL: [(&str, &str, &str); 2] =
    [("timeout", "timeout(duration)", "timeout(duration)"), ("no_retry", "no_retry()", "retry(RetryPolicy::none())")];

/// Names of a setting for retries.
const RETRIES: [&str; 5] = ["retry", "retries", "max_retries", "attempts", "tries"];

/// Names in other libraries of what the type of a field specifies here.
const OPTIONAL: [&str; 6] = ["optional", "required", "nullable", "skip_none", "skip_if_none", "skip_serializing_if"];

/// Reports an unknown word.
///
/// The message suggests the key that was probably meant, or the target on which it belongs.
pub(crate) fn report(
    ident: &Ident,
    after: ParseStream<'_>,
    on: Target,
    item: Option<Target>,
    errors: &Errors,
) -> Unknown {
    let name = ident.to_string();
    let mut targets = item.iter().chain(on.around());
    let elsewhere = targets.find_map(|target| keys::find(*target, &name));
    if let Some(key) = elsewhere {
        errors.at(ident, &m::MISPLACED_KEY, &[&name, on.noun(), key.on.noun(), key.usage]);
        return Unknown::Misplaced;
    }
    if let (Target::Field, Some(meant)) = (on, rules::elsewhere(&name, operand(after).as_deref())) {
        errors.at(ident, &m::RULE_AS_KEY, &[&name, &meant]);
        return Unknown::Misplaced;
    }
    if on == Target::Field && OPTIONAL.contains(&&*name) {
        errors.at(ident, &m::OPTIONAL_BY_TYPE, &[&name]);
        return Unknown::Misplaced;
    }
    if on == Target::Field && name == keys::DEFAULT.as_str() {
        errors.at(ident, &m::DEFAULT_OF_FIELD, &[]);
        return Unknown::Misplaced;
    }
    if on == Target::Request && RETRIES.contains(&&*name) {
        errors.at(ident, &m::RETRY_OF_A_REQUEST, &[&name]);
        return Unknown::Misplaced;
    }
    if let (Target::Field, Some(rule)) = (on, rules::find(&name)) {
        errors.at(ident, &m::RULE_AS_KEY, &[&name, rule.usage]);
        return Unknown::Misplaced;
    }
    if let (Target::Request, Some((_, of_call, of_client))) = (on, OF_A_CALL.iter().find(|(key, ..)| *key == name)) {
        errors.at(ident, &m::KEY_OF_A_CALL, &[&name, of_call, of_client]);
        return Unknown::Misplaced;
    }
    let body_kind = Some(&*name).filter(|name| body_kinds::ALL.contains(name));
    match (on, body_kind) {
        (Target::Request, Some(kind)) => {
            errors.at(ident, &m::MISSPELLED_KEY, &[&name, &format!("body = {kind}")]);
            return Unknown::Misspelled(keys::BODY);
        }
        (Target::Field, Some(FORM | MULTIPART)) => {
            errors.at(ident, &m::BODY_OF_FIELD, &[&name]);
            return Unknown::Misspelled(keys::BODY);
        }
        _ => {}
    }
    let elsewhere = ELSEWHERE.iter().find_map(|(other, ours)| (*other == name).then_some(ours.as_str()));
    let close = elsewhere.or_else(|| closest(&name, keys::names(on)));
    if let Some(key) = close.and_then(|close| keys::find(on, close)) {
        errors.at(ident, &m::MISSPELLED_KEY, &[&name, key.usage]);
        return Unknown::Misspelled(key.name);
    }
    errors.at(ident, &m::UNKNOWN_KEY, &[&name, on.noun(), &listed(keys::names(on))]);
    Unknown::Unrelated
}

/// The word after `body =` on a field, if it is the kind of a body.
pub(crate) fn meant_body(input: ParseStream<'_>) -> String {
    let fork = input.fork();
    let word = fork.parse::<Token![=]>().and_then(|_| fork.call(Ident::parse_any)).map(|word| word.to_string());
    word.ok().filter(|word| matches!(&**word, FORM | MULTIPART)).unwrap_or_else(|| FORM.to_owned())
}
