//! The rule `email`: the text is an email address.

use std::borrow::Cow;

use crate::endpoint::RuleFact;

use super::Rule;

/// The text is an email address.
///
/// The definition is that of HTML, which browsers use: `local@domain`, where the domain is ASCII and each of its labels has at most 63
/// characters. Comments, quoted strings and IP addresses in brackets, which RFC 5322 allows, are not accepted.
#[derive(Clone, Copy, Debug)]
pub struct Email;

/// Returns the rule `email`.
#[must_use]
pub const fn email() -> Email {
    Email
}

impl Email {
    /// Describes the rule as data.
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
        if is_email { Ok(()) } else { Err("must be an email address, such as `ada@example.com`".into()) }
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
