//! The rule over the size of a number.

use std::borrow::Cow;
use std::num::NonZero;
use std::ops::RangeBounds;

use crate::endpoint::rule::{Shown, Stated};
use crate::endpoint::{Bounds, Choice, Number};

use super::Rule;
use super::one_of::Selectable;
use super::range_facts::range_facts;

/// The integers and floats of every width, and integers that are not zero. No type of your own can be one: it is checked by the
/// number that is its leaf.
pub trait Numeric: sealed::Sealed {
    /// The type of the numbers that it is compared with.
    type Value: Copy + PartialOrd + Stated;

    /// The number itself.
    fn value(&self) -> Self::Value;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! numeric {
    ($($type:ty => $value:ty = |$self:ident| $get:expr;)*) => {$(
        impl sealed::Sealed for $type {}

        #[diagnostic::do_not_recommend]
        impl Numeric for $type {
            type Value = $value;

            fn value(&self) -> $value {
                let $self = self;
                $get
            }
        }

        #[diagnostic::do_not_recommend]
        impl Selectable for $type {
            type Value = $value;

            fn is(&self, value: &$value) -> bool {
                self.value().eq(value)
            }
        }
    )*};
}

macro_rules! numbers {
    ($($number:ident)*) => {
        numeric! { $($number => $number = |it| *it;)* }

        $(impl Stated for $number {
            fn choice(&'static self) -> Choice {
                Choice::Number(Number::new(self))
            }
        })*
    };
}

macro_rules! integers {
    ($($integer:ident)*) => {
        numbers! { $($integer)* }
        numeric! { $(NonZero<$integer> => $integer = |it| it.get();)* }
    };
}

integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
numbers! { f32 f64 }

/// The number is in a range. `NaN` is in none.
#[derive(Clone, Copy, Debug)]
pub struct InRange<R>(R);

/// The rule `range(1..=3600)`: a number in that range, whose ends are of the number's own type.
#[must_use]
pub const fn range<R>(range: R) -> InRange<R> {
    InRange(range)
}

range_facts! { [T: Stated] InRange<T>, Range }

#[diagnostic::do_not_recommend]
impl<T: Numeric, R: RangeBounds<T::Value>> Rule<T> for InRange<R> {
    fn code(&self) -> &'static str {
        "range"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        let value = value.value();
        if self.0.contains(&value) {
            return Ok(());
        }
        let range = Bounds::new(self.0.start_bound().map(Shown), self.0.end_bound().map(Shown));
        Err(format!("{value:?} is not in {range}").into())
    }
}
