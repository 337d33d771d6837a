//! Collections whose items `each(..)` checks one by one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::Serialize;

use crate::value::{ErasedProperty, Property};

/// A collection whose items `each(..)` checks: a list, a set or a map.
///
/// The items of a map are its values.
pub trait Items {
    /// The type of an item.
    type Item;

    /// Calls `to` with each item, and with its key if the collection is a map.
    fn visit(&self, to: &mut dyn FnMut(Option<ErasedProperty<'_>>, &Self::Item));
}

macro_rules! items {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($generics)*> Items for $type {
            type Item = T;

            fn visit(&self, to: &mut dyn FnMut(Option<ErasedProperty<'_>>, &T)) {
                for item in self {
                    to(None, item);
                }
            }
        }
    )*};
}

items! {
    [] [T];
    [] VecDeque<T>;
    [] BTreeSet<T>;
    [S] HashSet<T, S>;
}

macro_rules! values {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: Serialize, T, $($generics)*> Items for $type {
            type Item = T;

            fn visit(&self, to: &mut dyn FnMut(Option<ErasedProperty<'_>>, &T)) {
                for (key, item) in self {
                    to(Some(key.erase()), item);
                }
            }
        }
    )*};
}

values! {
    [] BTreeMap<K, T>;
    [S] HashMap<K, T, S>;
}
