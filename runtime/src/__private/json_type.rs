//! Determines the JSON type of a field's type. Outside the standard library, only the type's `Serialize` knows it.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::endpoint::JsonType;
use crate::secret::Secret;

use super::Probe;

/// The facts of a type.
///
/// It is a macro because a [`Probe`] works only where the type is written out. Determining the JSON type makes a request about 5 % slower
/// to compile, so only the feature `openapi` does it.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "openapi")]
macro_rules! __facts {
    ($type:ty) => {
        $crate::__private::Facts {
            optional: <$crate::__private::Probe<$type>>::OPTIONAL,
            secret: <$crate::__private::Probe<$type>>::SECRET,
            kind: <$crate::__private::Probe<$type>>::KIND,
            list: <$crate::__private::Probe<$type>>::LIST,
        }
    };
}

#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "openapi"))]
macro_rules! __facts {
    ($type:ty) => {
        $crate::__private::Facts {
            optional: <$crate::__private::Probe<$type>>::OPTIONAL,
            secret: <$crate::__private::Probe<$type>>::SECRET,
        }
    };
}

/// The facts of the response and error types. Each costs a function, so only the feature `openapi` collects them.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "openapi")]
macro_rules! __replies {
    ($response:ty, $error:ty) => {
        ::core::option::Option::Some([
            <$crate::__private::Probe<$response>>::REPLY,
            <$crate::__private::Probe<$error>>::REPLY,
        ])
    };
}

#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "openapi"))]
macro_rules! __replies {
    ($response:ty, $error:ty) => {
        ::core::option::Option::None
    };
}

impl<T: Known + ?Sized> Probe<T> {
    pub const KIND: JsonType = T::KIND;
}

impl<T: List + ?Sized> Probe<T> {
    pub const LIST: JsonType = JsonType::List(&JsonType::Unknown);
}

/// A type whose JSON type is fully known, including that of its items.
pub trait Known {
    const KIND: JsonType;
}

/// A list with any items.
pub trait List {}

macro_rules! known {
    ($($kind:ident: $($type:ty)*;)*) => {$($(
        impl Known for $type {
            const KIND: JsonType = JsonType::$kind;
        }
    )*)*};
}

known! {
    Text: str String char Path PathBuf IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6 uuid::Uuid;
    Integer: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    Integer: NonZero<i8> NonZero<i16> NonZero<i32> NonZero<i64> NonZero<i128> NonZero<isize>;
    Integer: NonZero<u8> NonZero<u16> NonZero<u32> NonZero<u64> NonZero<u128> NonZero<usize>;
    Number: f32 f64;
    Boolean: bool;
    Object: serde_json::Map<String, serde_json::Value>;
}

macro_rules! objects {
    ($([$($generics:ident)*] $type:ty)*) => {$(
        impl<$($generics),*> Known for $type {
            const KIND: JsonType = JsonType::Object;
        }
    )*};
}

objects! {
    [K V] BTreeMap<K, V>
    [K V S] HashMap<K, V, S>
}

macro_rules! lists {
    ($([$($generics:tt)*] $type:ty)*) => {$(
        impl<T: Known, $($generics)*> Known for $type {
            const KIND: JsonType = JsonType::List(&T::KIND);
        }

        impl<T, $($generics)*> List for $type {}
    )*};
}

lists! {
    [] [T]
    [const N: usize] [T; N]
    [] Vec<T>
    [] VecDeque<T>
    [] LinkedList<T>
    [] BinaryHeap<T>
    [] BTreeSet<T>
    [S] HashSet<T, S>
}

macro_rules! tuples {
    ($($($item:ident)*;)*) => {$(
        impl<$($item),*> List for ($($item,)*) {}
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

macro_rules! through {
    ($([$($bounds:tt)*] $type:ty)*) => {$(
        impl<T: Known + $($bounds)*> Known for $type {
            const KIND: JsonType = T::KIND;
        }

        impl<T: List + $($bounds)*> List for $type {}
    )*};
}

through! {
    [] Option<T>
    [] Secret<T>
    [?Sized] &T
    [?Sized] &mut T
    [?Sized] Box<T>
    [?Sized] Rc<T>
    [?Sized] Arc<T>
    [ToOwned + ?Sized] Cow<'_, T>
}
