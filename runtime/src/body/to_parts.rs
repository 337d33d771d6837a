//! What a field must be to be one part of a multipart body, or several.

use serde::Serialize;

use crate::message::BodyError;
use crate::value::Erased;

use super::{PartWriter, ToPart};

/// What a field of a `body = multipart` request is: text for whatever is [`serde::Serialize`], a [`Part`] or what is
/// [`ToPart`], an `Option` or a `Vec` of these. `Of` tells rustc which of them, and is inferred; a field whose type is a type parameter
/// is text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a multipart body",
    label = "this type is neither `serde::Serialize`, to be sent as text, nor a `Part`",
    note = "write `body::Part`, or an `Option` or a `Vec` of it; a type of your own implements `body::ToPart`"
)]
pub trait ToParts<Of> {
    /// Adds each part.
    ///
    /// # Errors
    ///
    /// When the value cannot be one.
    fn to_parts(&self, out: &mut PartWriter<'_, '_>) -> Result<(), BodyError>;
}

/// How a field is parts: the types by which [`ToParts`] tells them apart.
pub mod of {
    /// Text.
    #[derive(Debug)]
    pub struct Text;
    /// One part.
    #[derive(Debug)]
    pub struct One;
    /// One part or none.
    #[derive(Debug)]
    pub struct Maybe;
    /// Any number of parts.
    #[derive(Debug)]
    pub struct List;
    /// Any number of parts, or none.
    #[derive(Debug)]
    pub struct MaybeList;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToParts<of::Text> for T {
    fn to_parts(&self, out: &mut PartWriter<'_, '_>) -> Result<(), BodyError> {
        out.text(Erased::from(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToPart> ToParts<of::One> for T {
    fn to_parts(&self, out: &mut PartWriter<'_, '_>) -> Result<(), BodyError> {
        out.add(self.to_part()?)
    }
}

macro_rules! several {
    ($($of:ident: $type:ty, $this:ident => $parts:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: ToPart> ToParts<of::$of> for $type {
            fn to_parts(&self, out: &mut PartWriter<'_, '_>) -> Result<(), BodyError> {
                let $this = self;
                $parts.into_iter().try_for_each(|part| out.add(part.to_part()?))
            }
        }
    )*};
}

several! {
    Maybe: Option<T>, this => this;
    List: Vec<T>, this => this;
    MaybeList: Option<Vec<T>>, this => this.iter().flatten();
}
