//! The rule `range`: the number is in a range.

use std::borrow::Cow;
use std::fmt::Debug;
use std::num::NonZero;
use std::ops::{Bound, RangeBounds};

use crate::endpoint::rule::Stated;
use crate::endpoint::{Choice, Number};

use super::Rule;
use super::one_of::Selectable;
use super::range_facts::range_facts;

/// A number that `range` and `one_of` can check.
///
/// It is an integer or a float of any width, or a `NonZero` integer. The trait is sealed. To check your own type, implement
/// [`Checked`](crate::rule::Checked) with a number as its leaf.
pub trait Numeric: sealed::Sealed {
    /// The type of the numbers that the value is compared with.
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

/// The number is in a range.
///
/// `NaN` is outside every range.
#[derive(Clone, Copy, Debug)]
pub struct InRange<R>(R);

/// Returns the rule `range(1..=3600)`.
///
/// The ends of the range have the type of the number.
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
        Err(message(&value, self.0.start_bound(), self.0.end_bound()))
    }
}

#[cold]
fn message<V: PartialEq + Debug>(value: &V, start: Bound<&V>, end: Bound<&V>) -> Cow<'static, str> {
    let start = match start {
        Bound::Included(start) if end == Bound::Included(start) => {
            return format!("must be {start:?}, but is {value:?}").into();
        }
        Bound::Included(start) => match end {
            Bound::Included(end) => return format!("must be between {start:?} and {end:?}, but is {value:?}").into(),
            Bound::Excluded(_) | Bound::Unbounded => Some(format!("at least {start:?}")),
        },
        Bound::Excluded(start) => Some(format!("greater than {start:?}")),
        Bound::Unbounded => None,
    };
    let end = match end {
        Bound::Included(end) => Some(format!("at most {end:?}")),
        Bound::Excluded(end) => Some(format!("less than {end:?}")),
        Bound::Unbounded => None,
    };
    let limits: Vec<String> = start.into_iter().chain(end).collect();
    format!("must be {}, but is {value:?}", limits.join(" and ")).into()
}
