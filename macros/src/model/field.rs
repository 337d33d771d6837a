//! A field of a request or a group, as parameters and `Debug` refer to it.

use syn::{Member, Type};

#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) member: &'a Member,
    /// Its name without `r#`.
    ///
    /// In a tuple, its index, or the name of the variant whose only field it is.
    pub(crate) name: &'a str,
    pub(crate) ty: &'a Type,
    pub(crate) docs: &'a str,
    /// Whether documentation leaves it out.
    pub(crate) is_hidden: bool,
    pub(crate) access: Access,
    pub(crate) is_secret: bool,
    /// Whether it is sent. Fields with `skip` are not.
    pub(crate) is_sent: bool,
}

/// How the expansion reaches a field.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// By `self.field`.
    Member,
    /// By a local that a pattern binds. The number is that of the field in its variant.
    Local(usize),
}
