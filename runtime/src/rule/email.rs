//! The rule that a text is an email address.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text is an email address as HTML defines one, and browsers check it: `local@domain` without comments, quotes and
/// addresses in brackets, which RFC 5322 would allow; the domain in ASCII, each of its labels of at most 63 characters.
#[derive(Clone, Copy, Debug)]
pub struct Email;

/// The rule `email`.
#[must_use]
pub const fn email() -> Email {
    Email
}

impl Email {
    /// The rule as data.
    #[must_use]
    pub const fn fact(&self) -> RuleFact {
        RuleFact::Email
    }
}

#[diagnostic::do_not_recommend]
impl Rule<str> for Email {
    fn code(&self) -> &'static str {
        "email"
    }

    fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
        let is_email = value.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
        });
        if is_email { Ok(()) } else { Err("it is not an email address, such as `ada@example.com`".into()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

fn is_label(label: &str) -> bool {
    let is_within = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len()) && label.bytes().all(is_within) && !label.starts_with('-') && !label.ends_with('-')
}
