//! Explains, in the compile error of `?`, how to convert an `Error<E>` into an `Error`.

use crate::message::Raw;

use super::Error;

/// No type implements it.
///
/// `?` mentions it if the type of an error must be erased first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`?` cannot convert `Error<{Self}>` into `Error`",
    label = "the error is `Error<{Self}>`: write `.map_err(|error| error.erase())?` to convert it into `Error`"
)]
pub trait ErasedByQuestionMark {}

#[doc(hidden)]
impl<E: ErasedByQuestionMark> From<Error<E>> for Error<Raw> {
    fn from(error: Error<E>) -> Self {
        error.erase()
    }
}
