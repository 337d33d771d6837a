//! Generics with bounds, defaults and `where` clauses, const generics, lifetimes of any name.

use ::renamed::{ApiRequest, NoContent, Secret};
use ::serde::{Deserialize, Serialize};
use ::std::marker::{PhantomData, Send};
use ::std::option::Option;
use ::std::string::String;
use ::std::vec::Vec;

/// Lifetimes whose names the expansion might use itself.
#[derive(ApiRequest)]
#[api(get = "/lifetimes/{first}", response = NoContent, debug, crate = ::renamed)]
pub struct Lifetimes<'a, 'e, 'de: 'a> {
    /// Borrowed.
    #[api(validate(non_empty))]
    pub first: &'a str,
    /// Borrowed.
    pub second: Option<&'e [&'de str]>,
    /// Borrowed and secret.
    #[api(query, secret)]
    pub third: &'de str,
}

/// A type parameter in every place.
#[derive(ApiRequest)]
#[api(post = "/types/{path}", response = R, debug, crate = ::renamed)]
pub struct Types<P, Q: ::std::clone::Clone, H, B, R>
where
    R: for<'de> Deserialize<'de> + Send + 'static,
{
    /// In the path.
    pub path: P,
    /// In the query.
    #[api(query)]
    pub query: Vec<Q>,
    /// In a header.
    #[api(header = "X-H")]
    pub header: Option<H>,
    /// Of the body.
    pub property: (B, B),
    /// Not sent.
    #[api(skip)]
    pub reply: PhantomData<R>,
}

/// A default type and a const parameter.
#[derive(ApiRequest)]
#[api(put = "/numbers", debug, crate = ::renamed)]
pub struct Numbers<const N: usize, T = u8> {
    /// An array.
    #[api(query)]
    pub many: Vec<[T; 1]>,
    /// The whole body.
    #[api(body)]
    pub body: Body<T>,
    /// Not sent.
    #[api(skip)]
    pub none: [u8; N],
}

/// A form with fields of generic types.
#[derive(ApiRequest)]
#[api(post = "/form", body = form, property("kind" = "a"), debug, crate = ::renamed)]
pub struct Form<T, U> {
    /// A pair.
    pub value: T,
    /// A pair with JSON text.
    #[api(style = json)]
    pub json: ::std::option::Option<U>,
}

/// A multipart body with parts of generic types.
#[derive(ApiRequest)]
#[api(post = "/parts", body = multipart, property("kind" = "a"), debug, crate = ::renamed)]
pub struct Parts<T> {
    /// A text.
    pub parts: T,
    /// A file.
    pub file: ::renamed::body::Part,
    /// Several.
    pub files: Vec<::renamed::body::Part>,
}

/// A generic body.
#[derive(Debug, Serialize)]
pub struct Body<T> {
    /// Any type.
    pub inner: T,
    /// Not shown.
    pub secret: Secret<String>,
}

/// Rules on fields of generic types.
#[derive(ApiRequest)]
#[api(post = "/ruled", debug, crate = ::renamed)]
pub struct Ruled<T, U> {
    /// Text of any type.
    #[api(validate(length(..3), ascii, pattern("^a")))]
    pub text: T,
    /// A list of anything.
    #[api(validate(non_empty, length(..3)))]
    pub list: Option<Vec<U>>,
}
