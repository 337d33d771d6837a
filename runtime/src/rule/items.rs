//! What has items that are checked one by one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::Serialize;

use crate::value::{ErasedProperty, Property};

/// What has items for `each(..)`: a list, a set, or a map, whose items are its values.
pub trait Items {
    /// One of them.
    type Item;

    /// Hands over each of them, with its key if it has one.
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
