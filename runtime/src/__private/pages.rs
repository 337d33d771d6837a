//! Functions with which the derive requests the next page. The fields of a response implement traits for it.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::request::{Next, PageError, Paginate};
use crate::response::{Links, header_text, read_header};
use crate::secret::Secret;

/// The type of a field that takes a cursor from a header.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a header",
    label = "this type does not implement `serde::Deserialize`",
    note = "write a type such as `Option<String>` or `Option<u64>`"
)]
pub trait HeaderCursor: Sized {
    fn read(headers: &HeaderMap, name: &'static str) -> Result<Self, PageError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> HeaderCursor for T {
    fn read(headers: &HeaderMap, name: &'static str) -> Result<Self, PageError> {
        let error = |_| PageError::new("the value of the header does not match the type of the field").at(name);
        read_header(headers, name).map_err(error)
    }
}

/// Text that leads to the next page.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a URL",
    label = "this type is not text",
    note = "`next_url` names a field with text, such as `Option<String>`"
)]
pub trait PageText {
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> PageText for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> PageText for Secret<T> {
    fn text(&self) -> &str {
        self.expose().as_ref()
    }
}

/// The type of a cursor in a response, which a field of the request takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` from the response cannot be sent in a field of type `{F}`",
    label = "the response has a cursor of type `{Self}` here",
    note = "give both fields one type, such as `Option<String>`; the `Option` and `Secret` may differ; if the field of the request is a struct, \
        write the path to the cursor in it, such as `cursor = variables.after`"
)]
pub trait CursorOf<F> {
    fn put(&self, field: &mut F);
}

macro_rules! cursors {
    ($([$from:ty] [$to:ty] $value:ident $get:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Clone> CursorOf<$to> for $from {
            fn put(&self, field: &mut $to) {
                let $value = self.clone();
                *field = $get;
            }
        }
    )*};
}

cursors! {
    [T] [T] value value;
    [T] [Option<T>] value Some(value);
    [T] [Secret<T>] value Secret::new(value);
    [T] [Option<Secret<T>>] value Some(Secret::new(value));
    [Secret<T>] [T] value value.into_inner();
    [Secret<T>] [Option<T>] value Some(value.into_inner());
}

/// A number in a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "this type cannot be counted with",
    note = "`total` and `pages` name fields with an integer, such as `u64` or `Option<u64>`"
)]
pub trait PageNumber: Copy {
    /// `None` if it is negative or too large.
    fn to_u64(self) -> Option<u64>;
}

/// A field of the request that pages are counted with.
///
/// It has an offset, the number of a page, or the number of items on a page.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "this type cannot be counted with",
    note = "`offset`, `page` and `limit` name fields of the request with an integer, such as `Option<u64>`"
)]
pub trait PageField {
    /// The number; an error if it is negative or too large.
    fn get(&self) -> Result<Option<u64>, OutOfRange>;
    /// Sets the number; `None` if the type does not have it.
    fn set(&mut self, number: u64) -> Option<()>;
}

/// A number that is negative or too large.
#[derive(Debug)]
pub struct OutOfRange;

macro_rules! numbers {
    ($($number:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PageNumber for $number {
            fn to_u64(self) -> Option<u64> {
                self.try_into().ok()
            }
        }

        #[diagnostic::do_not_recommend]
        impl PageField for $number {
            fn get(&self) -> Result<Option<u64>, OutOfRange> {
                self.to_u64().map(Some).ok_or(OutOfRange)
            }

            fn set(&mut self, number: u64) -> Option<()> {
                *self = number.try_into().ok()?;
                Some(())
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

#[diagnostic::do_not_recommend]
impl<T: PageField + Default> PageField for Option<T> {
    fn get(&self) -> Result<Option<u64>, OutOfRange> {
        self.as_ref().map_or(Ok(None), PageField::get)
    }

    fn set(&mut self, number: u64) -> Option<()> {
        self.get_or_insert_default().set(number)
    }
}

/// A boolean in a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a boolean",
    label = "this type does not tell whether there is another page",
    note = "`more` names a field of type `bool` or `Option<bool>`"
)]
pub trait PageFlag {
    fn is_set(&self) -> bool;
}

#[diagnostic::do_not_recommend]
impl PageFlag for bool {
    fn is_set(&self) -> bool {
        *self
    }
}

/// A list of items in a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "this type is not a list of `{T}`",
    note = "`items` names the field with the list, and `item` is the type of its items: `items = users, item = User`"
)]
pub trait ItemList<T> {
    fn into_list(self) -> Box<dyn Iterator<Item = T> + Send>;
}

#[diagnostic::do_not_recommend]
impl<T, L: IntoIterator<Item = T, IntoIter: Send + 'static>> ItemList<T> for L {
    fn into_list(self) -> Box<dyn Iterator<Item = T> + Send> {
        Box::new(self.into_iter())
    }
}

/// A list of lists in a response, each of type `Vec<I>`.
///
/// Its message is for `item = Vec<User>`, which probably should be `item = User`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `Vec<{I}>`",
    label = "this type is not a list of `Vec<{I}>`",
    note = "`item` is the type of a single item: write `item = {I}`"
)]
pub trait ListOfLists<I>: ItemList<Vec<I>> {}

#[diagnostic::do_not_recommend]
impl<I, L: ItemList<Vec<I>>> ListOfLists<I> for L {}

/// Like [`items`], if each item is a `Vec`.
pub fn lists<I, L: ListOfLists<I>>(list: Option<L>) -> PageItems<Vec<I>> {
    items(list)
}

/// The items of a page. A list that is missing is empty.
pub fn items<T, L: ItemList<T>>(list: Option<L>) -> PageItems<T> {
    PageItems(list.map(L::into_list))
}

/// The items of a page.
pub struct PageItems<T>(Option<Box<dyn Iterator<Item = T> + Send>>);

impl<T> Iterator for PageItems<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.as_mut()?.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.as_ref().map_or((0, Some(0)), Iterator::size_hint)
    }
}

impl<T> fmt::Debug for PageItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageItems(..)")
    }
}

/// A response that is the list of items itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    label = "this type is not a list",
    note = "write where a page has its items: `paginate(.., items = users, item = User)`"
)]
pub trait PageList {
    type Item;
}

macro_rules! lists {
    ($([$($generics:ident),*] $list:ty => $item:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics),*> PageList for $list {
            type Item = $item;
        }
    )*};
}

lists! {
    [T] Vec<T> => T;
    [T] VecDeque<T> => T;
    [T] Box<[T]> => T;
    [T] BTreeSet<T> => T;
    [T, S] HashSet<T, S> => T;
    [K, V] BTreeMap<K, V> => (K, V);
    [K, V, S] HashMap<K, V, S> => (K, V);
}

#[diagnostic::do_not_recommend]
impl<L: PageList> PageList for Option<L> {
    type Item = L::Item;
}

/// Whether there is another page. A boolean that is missing says that there is not.
#[must_use]
pub fn is_set<T: PageFlag>(flag: Option<&T>) -> bool {
    flag.is_some_and(T::is_set)
}

/// A number of the response.
pub fn number<T: PageNumber>(number: Option<&T>, path: &'static str) -> Result<Option<u64>, PageError> {
    number.map_or(Ok(None), |number| {
        let error = || PageError::new("the number is negative or too large").at(path);
        number.to_u64().map(Some).ok_or_else(error)
    })
}

/// A number of the request.
pub fn get<T: PageField>(field: &T, path: &'static str) -> Result<Option<u64>, PageError> {
    field.get().map_err(|_| PageError::new("the number in this field is negative or too large").at(path))
}

/// The request with this number.
pub fn by_number<R: Paginate>(
    request: &R,
    number: Option<u64>,
    set: impl FnOnce(&mut R, u64) -> Result<(), PageError>,
) -> Result<Next<R>, PageError> {
    let Some(number) = number else { return Ok(Next::End) };
    let mut next = request.clone();
    set(&mut next, number)?;
    Ok(Next::Request(next))
}

/// Sets a number of the request.
pub fn set<T: PageField>(field: &mut T, number: u64, path: &'static str) -> Result<(), PageError> {
    field.set(number).ok_or_else(|| PageError::new("the number of the next page does not fit into this field").at(path))
}

/// The offset of the next page; `None` after the last one. A page with less than `full` items is the last one.
pub fn next_offset(
    offset: Option<u64>,
    count: u64,
    total: Option<u64>,
    full: Option<u64>,
    path: &'static str,
) -> Result<Option<u64>, PageError> {
    if count == 0 || full.is_some_and(|full| count < full) {
        return Ok(None);
    }
    let next = offset.unwrap_or_default().checked_add(count);
    let next = next.ok_or_else(|| PageError::new("the offset of the next page is too large").at(path))?;
    Ok(Some(next).filter(|next| total.is_none_or(|total| *next < total)))
}

/// The number of the next page; `None` after the last one. `seen` is the number of items so far.
pub fn next_page(
    page: Option<u64>,
    first: u64,
    count: u64,
    (seen, total): (u64, Option<u64>),
    pages: Option<u64>,
    full: Option<u64>,
    path: &'static str,
) -> Result<Option<u64>, PageError> {
    let is_short = count == 0 || full.is_some_and(|full| count < full);
    if is_short || total.is_some_and(|total| seen >= total) {
        return Ok(None);
    }
    let next = page.unwrap_or(first).checked_add(1);
    let next = next.ok_or_else(|| PageError::new("the number of the next page is too large").at(path))?;
    // Page `first` is the first one, so `next - first` pages are before the next one.
    Ok(Some(next).filter(|next| pages.is_none_or(|pages| next.saturating_sub(first) < pages)))
}

/// The request with the cursor; the end without a cursor.
pub fn by_cursor<R: Paginate, L: ?Sized>(
    request: &R,
    is_more: bool,
    cursor: Option<&L>,
    set: impl FnOnce(&mut R, &L) -> Result<(), PageError>,
) -> Result<Next<R>, PageError> {
    let Some(cursor) = cursor.filter(|_| is_more) else { return Ok(Next::End) };
    let mut next = request.clone();
    set(&mut next, cursor)?;
    Ok(Next::Request(next))
}

/// Sets the cursor of the request.
pub fn put<F, L: CursorOf<F>>(field: &mut F, cursor: &L) -> Result<(), PageError> {
    cursor.put(field);
    Ok(())
}

/// Sets the cursor of the request to the value of a header.
pub fn put_header<F: HeaderCursor>(field: &mut F, headers: &HeaderMap, name: &'static str) -> Result<(), PageError> {
    *field = F::read(headers, name)?;
    Ok(())
}

/// The headers, if they have this one and it is not empty.
#[must_use]
pub fn with_header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h HeaderMap> {
    headers.get(name).is_some_and(|value| !header_text(value).trim().is_empty()).then_some(headers)
}

/// The next URL of a response.
pub fn by_url<R, L: PageText>(url: Option<&L>) -> Result<Next<R>, PageError> {
    let url = url.map(|url| url.text().trim()).filter(|url| !url.is_empty());
    Ok(url.map_or(Next::End, |url| Next::Url(url.to_owned())))
}

/// The target of `rel="next"` (RFC 8288). A malformed link is an error, because the items after it would be lost silently.
pub fn by_link<R>(headers: &HeaderMap) -> Result<Next<R>, PageError> {
    match Links::from_headers(headers).rel("next") {
        Some(url) => Ok(Next::Url(url.to_owned())),
        None if Links::has_malformed_next(headers) => {
            Err(PageError::new("the header has a malformed link; expected `<URL>; rel=\"next\"`").at("Link"))
        }
        None => Ok(Next::End),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_grows_by_the_items_of_a_page() {
        let next = |offset, count, total, full| next_offset(offset, count, total, full, "offset").unwrap();
        assert_eq!(next(None, 10, None, None), Some(10));
        assert_eq!(next(Some(10), 7, None, None), Some(17));
        assert_eq!(next(Some(10), 0, Some(100), None), None);
        assert_eq!(next(Some(10), 7, Some(18), None), Some(17));
        assert_eq!(next(Some(10), 7, Some(17), None), None);
        assert_eq!(next(Some(10), 7, None, Some(7)), Some(17));
        assert_eq!(next(Some(10), 7, None, Some(8)), None);
        assert!(next_offset(Some(u64::MAX), 1, None, None, "offset").is_err());
    }

    #[test]
    fn a_page_number_ends_at_the_last_page() {
        let next = |page, first, pages| next_page(page, first, 1, (1, None), pages, None, "page").unwrap();
        assert_eq!(next(None, 1, Some(1)), None);
        assert_eq!(next(None, 1, Some(2)), Some(2));
        assert_eq!(next(Some(2), 1, Some(2)), None);
        assert_eq!(next(None, 0, Some(1)), None);
        assert_eq!(next(None, 0, Some(2)), Some(1));
        assert_eq!(next(Some(1), 0, Some(2)), None);
        assert_eq!(next(Some(0), 1, Some(1)), Some(1));
        assert_eq!(next(Some(7), 1, None), Some(8));
        assert_eq!(next(None, 1, Some(0)), None);
        assert_eq!(next_page(None, 1, 3, (9, Some(9)), None, None, "page").unwrap(), None);
        assert_eq!(next_page(None, 1, 3, (8, Some(9)), None, None, "page").unwrap(), Some(2));
        assert_eq!(next_page(None, 1, 3, (3, None), None, Some(3), "page").unwrap(), Some(2));
        assert_eq!(next_page(None, 1, 2, (2, None), None, Some(3), "page").unwrap(), None);
        assert_eq!(next_page(None, 1, 0, (8, Some(9)), None, None, "page").unwrap(), None);
        assert!(next_page(Some(u64::MAX), 1, 1, (1, None), None, None, "page").is_err());
    }
}
