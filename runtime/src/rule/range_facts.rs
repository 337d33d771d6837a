//! A macro that writes the method `fact` of the rules over ranges.

/// Writes the method `fact` for each range type. A `const fn` cannot call `RangeBounds`.
macro_rules! range_facts {
    ([$($generics:tt)*] $rule:ident<$of:ty>, $fact:ident) => {
        $crate::rule::range_facts::range_facts! {
            @ [$($generics)*] $rule, $of, $fact;
            Range(it) Included(&it.start), Excluded(&it.end);
            RangeFrom(it) Included(&it.start), Unbounded;
            RangeInclusive(it) Included(it.start()), Included(it.end());
            RangeTo(it) Unbounded, Excluded(&it.end);
            RangeToInclusive(it) Unbounded, Included(&it.end);
        }
    };
    (@ [$($generics:tt)*] $rule:ident, $of:ty, $fact:ident; $range:ident($it:ident)
        $start:ident $(($first:expr))?, $end:ident $(($last:expr))?; $($rest:tt)*) => {
        impl<$($generics)*> $rule<std::ops::$range<$of>> {
            /// Describes the rule as data.
            #[must_use]
            pub const fn fact(&'static self) -> $crate::endpoint::RuleFact {
                let $it = &self.0;
                $crate::endpoint::RuleFact::$fact($crate::endpoint::Bounds::new(
                    std::ops::Bound::$start $(($crate::rule::range_facts::range_facts!(@ $fact $first)))?,
                    std::ops::Bound::$end $(($crate::rule::range_facts::range_facts!(@ $fact $last)))?,
                ))
            }
        }

        $crate::rule::range_facts::range_facts! { @ [$($generics)*] $rule, $of, $fact; $($rest)* }
    };
    (@ [$($generics:tt)*] $rule:ident, $of:ty, $fact:ident;) => {};
    (@ Length $end:expr) => { *$end };
    (@ Range $end:expr) => { $crate::endpoint::Number::new($end) };
}

pub(super) use range_facts;
