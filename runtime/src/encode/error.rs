//! `EncodeError`: which field cannot be sent, and why.

use std::fmt;

use crate::endpoint::{Param, Place};
use crate::refused::Refused;
use crate::shown::{self, Quoted};

/// A value that cannot be sent in its place.
///
/// The error names the field and the reason. It never quotes the value.
#[derive(Debug)]
pub struct EncodeError(Box<Facts>);

struct Facts {
    field: Box<str>,
    name: Box<str>,
    place: Option<Place>,
    reason: Box<str>,
    detail: Option<Box<str>>,
    /// Whether the next page cannot be requested. The reason is what the field of the response leads to.
    is_page: bool,
}

/// Leaves out `detail`, which may quote the value.
impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("field", &Quoted(&self.field))
            .field("name", &Quoted(&self.name))
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
            is_page: false,
        }))
    }

    /// Puts the field of a flattened group in front of the parameter's field.
    pub(crate) fn within(&mut self, group: &str) {
        if self.0.place.is_some() && !group.is_empty() {
            self.0.field = format!("{group}.{}", self.0.field).into();
        }
    }

    /// Creates an error about the request as a whole.
    pub(crate) fn of_request(reason: &str) -> Self {
        Self(Box::new(Facts {
            field: Box::default(),
            name: Box::default(),
            place: None,
            reason: reason.into(),
            detail: None,
            is_page: false,
        }))
    }

    /// Creates an error about a header that is not a parameter of the request.
    ///
    /// An empty name is not shown.
    pub(crate) fn of_header(name: &str, reason: &str) -> Self {
        Self(Box::new(Facts {
            field: name.into(),
            name: name.into(),
            place: Some(Place::Header),
            reason: reason.into(),
            detail: None,
            is_page: false,
        }))
    }

    /// Creates an error about the next page. `lead` is the field path in the response, or the header, that leads to it.
    pub(crate) fn of_page(lead: &str, reason: &str) -> Self {
        Self(Box::new(Facts {
            field: lead.into(),
            name: Box::default(),
            place: None,
            reason: reason.into(),
            detail: None,
            is_page: true,
        }))
    }

    /// Returns the Rust name of the field, after the groups that contain it: `page.limit`.
    ///
    /// It is empty if the error is about the request as a whole. If the next page cannot be requested, it is the field path in the
    /// response, the header, or the field of the request that leads there.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// Returns the wire name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the place of the value.
    ///
    /// It is `None` if the error is about the request as a whole, or about the next page.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// Returns the reason, which never quotes the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Returns the error of the value's `Serialize` implementation.
    ///
    /// No message contains it, because it may quote the value.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { field, name, place, reason, is_page, .. } = &*self.0;
        // The name of a header that is added to a call may contain any character.
        let (field, name) = (shown::escaped((&**field).into()), shown::escaped((&**name).into()));
        match place {
            None if *is_page && field.is_empty() => write!(f, "cannot go on to the next page: {reason}"),
            None if *is_page => write!(f, "cannot go on to the next page (`{field}`): {reason}"),
            None => write!(f, "the request cannot be sent: {reason}"),
            Some(place) if field.is_empty() && name.is_empty() => {
                write!(f, "a {place} cannot be sent: {reason}")
            }
            Some(place) if *place == Place::Body || name.is_empty() => {
                write!(f, "`{field}` ({place}) cannot be sent: {reason}")
            }
            Some(place) => write!(f, "`{field}` ({place} `{name}`) cannot be sent: {reason}"),
        }
    }
}

impl std::error::Error for EncodeError {}
