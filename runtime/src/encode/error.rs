//! Why a value cannot be sent where it belongs.

use std::fmt;

use crate::endpoint::{Param, Place};
use crate::refused::Refused;

/// A value that cannot be sent where it belongs. It names the field and the reason, and never quotes the value.
#[derive(Debug)]
pub struct EncodeError(Box<Facts>);

struct Facts {
    field: Box<str>,
    name: Box<str>,
    place: Option<Place>,
    reason: Box<str>,
    detail: Option<Box<str>>,
}

/// Without `detail`, which may quote the value.
impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("field", &self.field)
            .field("name", &self.name)
            .field("place", &self.place)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl EncodeError {
    pub(crate) fn new(param: &Param, refused: Refused) -> Self {
        let reason = refused.into_reason();
        Self(Box::new(Facts {
            field: param.field().into(),
            name: param.name().into(),
            place: Some(param.place()),
            reason: reason.text.into(),
            detail: reason.detail,
        }))
    }

    /// The parameter stands in a group that is flattened from this field.
    pub(crate) fn within(&mut self, group: &str) {
        if self.0.place.is_some() && !group.is_empty() {
            self.0.field = format!("{group}.{}", self.0.field).into();
        }
    }

    /// Not of one parameter, but of the request as a whole.
    pub(crate) fn of_request(reason: &str) -> Self {
        Self(Box::new(Facts {
            field: Box::default(),
            name: Box::default(),
            place: None,
            reason: reason.into(),
            detail: None,
        }))
    }

    /// Of a header that was given for one call.
    pub(crate) fn of_header(name: &str, reason: &str) -> Self {
        Self(Box::new(Facts {
            field: name.into(),
            name: name.into(),
            place: Some(Place::Header),
            reason: reason.into(),
            detail: None,
        }))
    }

    /// The field, as Rust spells it, with those of the groups that it is in: `page.limit`; empty where the request as a whole is meant.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the value belongs; `None` where the request as a whole is meant.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// Why it cannot be sent, without the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// What the value's own `Serialize` said. It may quote the value, so no message contains it.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { field, name, place, reason, .. } = &*self.0;
        // A name that was given for one call may be anything.
        let (field, name) = (field.escape_debug(), name.escape_debug());
        match place {
            None => write!(f, "cannot be sent: {reason}"),
            Some(place) if *place == Place::Body || name.clone().next().is_none() => {
                write!(f, "`{field}` ({place}) cannot be sent: {reason}")
            }
            Some(place) => write!(f, "`{field}` ({place} `{name}`) cannot be sent: {reason}"),
        }
    }
}

impl std::error::Error for EncodeError {}
