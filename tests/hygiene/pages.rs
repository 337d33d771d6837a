//! Requests with pages in each form, whose fields have the names that an expansion uses.

use ::renamed::{ApiRequest, Secret};
use ::serde::Deserialize;
use ::serde::de::DeserializeOwned;
use ::std::boxed::Box;
use ::std::clone::Clone;
use ::std::marker::{PhantomData, Send};
use ::std::option::Option;
use ::std::string::String;
use ::std::vec::Vec;

/// A page whose fields have the names of locals.
#[derive(Debug, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub at: Option<Vec<T>>,
    /// The cursor.
    pub cursor: Option<Box<Cursor>>,
    /// A number.
    pub number: Option<u64>,
}

/// A cursor in a struct.
#[derive(Debug, Deserialize)]
pub struct Cursor {
    /// The cursor.
    pub r#type: Option<Secret<String>>,
    /// Whether there is more.
    pub request: bool,
}

/// By a cursor.
#[derive(Clone, ApiRequest)]
#[api(
    post = "/cursor",
    response = Page<u8>,
    paginate(cursor = self_, next = cursor.r#type, more = cursor.request, items = at, item = u8, cursor_repeats),
    debug,
    crate = ::renamed
)]
pub struct ByCursor {
    /// The cursor.
    pub self_: Option<String>,
    /// Another field.
    pub page: u8,
}

/// By an offset, with a type parameter.
#[derive(Clone, ApiRequest)]
#[api(
    get = "/offset",
    response = Option<Page<T>>,
    absent(404),
    paginate(offset = so_far, limit = leaf, short = end, total = number, items = at, item = T),
    debug,
    crate = ::renamed
)]
pub struct ByOffset<T: Clone + DeserializeOwned + Send + 'static> {
    /// The offset.
    pub so_far: Option<i16>,
    /// The limit.
    pub leaf: u8,
    /// Not sent.
    #[api(skip)]
    pub kind: PhantomData<T>,
}

/// By a page number, in a tuple.
#[derive(Clone, ApiRequest)]
#[api(
    get = "/page",
    response = Page<u8>,
    paginate(page = 0, first = 0, pages = number, total = number, items = at, item = u8),
    debug,
    crate = ::renamed
)]
pub struct ByPage(#[api(query = "page")] pub Option<u32>);

/// By a URL.
#[derive(Clone, ApiRequest)]
#[api(get = "/url", response = Page<u8>, paginate(next_url = cursor.r#type, items = at, item = u8), debug, crate = ::renamed)]
pub struct ByUrl;

/// By `Link`.
#[derive(Clone, ApiRequest)]
#[api(get = "/link", response = Vec<u8>, paginate(link), debug, crate = ::renamed)]
pub struct ByLink;

macro_rules! listing {
    ($name:ident, $field:ident, $response:ty, $item:ty) => {
        /// The macro gives the paths, the caller gives the field and the types.
        #[derive(Clone, ApiRequest)]
        #[api(
                                    get = "/listing",
                                    response = $response,
                                    paginate(cursor = $field, next = header("X-Next"), items = at, item = $item),
                                    debug,
                                    crate = ::renamed
                                )]
        pub struct $name {
            /// The caller's.
            pub $field: Option<u64>,
        }
    };
}

listing!(Listing, after, Page<u8>, u8);
