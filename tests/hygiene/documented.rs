//! Docs, names and types that could break the table in the doc comment of an `impl`. `.ci/run` documents them and searches the pages.

use ::renamed::{ApiParams, ApiRequest, ApiResponse, NoContent};
use ::std::option::Option;
use ::std::string::String;

/// Pipes, backticks, links and lists.
#[derive(ApiRequest)]
#[api(get = "/documented/{owner}", response = NoContent, header("X-Client" = "a|b`c"), debug, crate = ::renamed)]
pub struct Documented<'a> {
    /// The owner of [the file][owner], like [`Choice`] or [Choice]; `a|b`, ``a`b``, items\[0\], 1 \< 2. [Not here][elsewhere].
    ///
    /// [owner]: https://example.com/a|b
    /// [elsewhere]: https://example.com
    pub owner: &'a str,
    /// - A list.
    #[api(query = "pi|pe`", validate(one_of("a|b", "`"), pattern("^[a-z|`]+$")))]
    pub pipe: Option<String>,
    /// ```text
    /// code
    /// ```
    #[api(query, secret)]
    pub token: Option<&'a str>,
    /// Which one.
    #[api(flatten)]
    pub choice: Choice,
    /// Not in the table.
    #[doc(hidden)]
    #[api(query)]
    pub internal: Option<u8>,
}

/// Variants with links that are defined further down.
#[derive(ApiParams)]
#[api(crate = ::renamed, debug)]
pub enum Choice {
    /// By [its id][id].
    ///
    /// [id]: https://example.com
    Id(#[api(query = "id")] u64),
    /// None of them, e.g. [`Option::None`].
    Nothing,
}

/// A response whose docs have links.
#[derive(Debug, ApiResponse)]
#[api(crate = ::renamed)]
pub struct Answer {
    /// See [there][link].
    ///
    /// [link]: https://example.com
    #[api(header = "X-A|B")]
    pub tag: Option<String>,
}
