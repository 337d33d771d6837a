//! Fields that are sent as parts of a multipart body.

use serde::Serialize;

use crate::message::BodyError;
use crate::value::Erased;

use super::{PartWriter, ToPart};

/// A field of a request with `body = multipart`.
///
/// - A type that implements [`serde::Serialize`] is sent as text.
/// - A [`Part`](super::Part), or your own type that implements [`ToPart`], is sent as one part.
/// - An `Option` or a `Vec` of parts is sent as any number of parts.
///
/// The compiler infers `Of`, which tells these cases apart. A field whose type is a type parameter is sent as text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a multipart body",
    label = "this type implements neither `serde::Serialize`, to be sent as text, nor `body::ToPart`",
    note = "write `body::Part`, or an `Option` or a `Vec` of it; for your own type implement `body::ToPart`"
)]
pub trait ToParts<Of> {
    /// Adds each part.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be sent as a part.
    fn to_parts(&self, out: &mut PartWriter<'_, '_>) -> Result<(), BodyError>;
}

/// The types by which [`ToParts`] tells its implementations apart.
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
