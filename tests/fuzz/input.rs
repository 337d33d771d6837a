//! Builds a request from bytes. A few bytes give a typical request, and its texts contain the characters that parsers react to.

use api_request::Secret;
use arbitrary::{Result, Unstructured};

use super::everything::Everything;

/// Every secret contains it, and so may other texts.
pub(crate) const CANARY: &str = "canary";

/// Three of these bytes write [`LONG`] as a query pair of about 75 bytes. A URL has at most 65,534 bytes.
const MAX_LEN: usize = 1_024;

/// The request; `None` if it could be too long for a URL.
pub(crate) fn request(bytes: &[u8]) -> Option<Everything> {
    let request = everything(&mut Unstructured::new(bytes)).ok()?;
    // The key is repeated before each of its items.
    let keys: usize = request.deep.iter().map(|(key, items)| 3 * key.len() * items.len()).sum();
    (bytes.len() <= MAX_LEN && keys <= 16_384).then_some(request)
}

fn everything(u: &mut Unstructured<'_>) -> Result<Everything> {
    Ok(Everything {
        whole: text(u)?,
        label: filled(u, text)?,
        matrix: filled(u, pair)?,
        rest: filled(u, text)?,
        tail: option(u, text)?,
        form: many(u, text)?,
        joined: many(u, text)?,
        spaces: many(u, text)?,
        pipes: many(u, text)?,
        deep: many(u, |u| Ok((text(u)?, many(u, text)?)))?,
        object: many(u, pair)?,
        json: option(u, |u| many(u, |u| option(u, text)))?,
        ratio: u.arbitrary()?,
        token: option(u, secret)?,
        list: many(u, text)?,
        simple: many(u, text)?,
        pairs: many(u, pair)?,
        header_json: option(u, |u| many(u, text))?,
        text: option(u, text)?,
        key: option(u, secret)?,
        one: option(u, text)?,
        many: many(u, text)?,
        plain: option(u, text)?,
        cookie_json: option(u, |u| many(u, text))?,
        session: option(u, secret)?,
        property: option(u, text)?,
        nullable: option(u, |u| option(u, text))?,
        number: u.arbitrary()?,
        password: option(u, secret)?,
        sealed: option(u, secret)?.map(Secret::new),
    })
}

/// Characters that every place can deliver when they are encoded.
const USUAL: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO0123456789%.=&+;:@/?#-_";

/// Texts that separate, escape, pad, end a line, are special names, have several bytes, or fill buffers.
const HOSTILE: [&str; 17] = [
    "",
    ".",
    "..",
    "%2e",
    "!",
    " ",
    ",",
    "\r\n",
    "|",
    "[]",
    "\"",
    "\\",
    "form",
    "deep[a]",
    "\u{7f}",
    "é😀\u{2028}",
    LONG,
];

const LONG: &str = "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~";

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=7)? {
        7 => u.arbitrary()?,
        6 => (*u.choose(&HOSTILE)?).to_owned(),
        5 => secret(u)?,
        length => {
            let mut bytes = [0; 5];
            u.fill_buffer(&mut bytes[..=length])?;
            bytes[..=length].iter().map(|byte| char::from(USUAL[usize::from(byte % 64)])).collect()
        }
    })
}

fn secret(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(format!("{CANARY}{}", u.choose(&HOSTILE)?))
}

fn pair(u: &mut Unstructured<'_>) -> Result<(String, String)> {
    Ok((text(u)?, text(u)?))
}

fn option<T>(u: &mut Unstructured<'_>, some: impl FnOnce(&mut Unstructured<'_>) -> Result<T>) -> Result<Option<T>> {
    if u.arbitrary()? { some(u).map(Some) } else { Ok(None) }
}

/// Adds items as long as the next byte asks for one more.
fn many<T, C>(u: &mut Unstructured<'_>, mut one: impl FnMut(&mut Unstructured<'_>) -> Result<T>) -> Result<C>
where
    C: FromIterator<T>,
{
    std::iter::from_fn(|| option(u, &mut one).transpose()).collect()
}

/// At least one item, unless a byte asks for an empty list.
fn filled<T, C>(u: &mut Unstructured<'_>, mut one: impl FnMut(&mut Unstructured<'_>) -> Result<T>) -> Result<C>
where
    C: FromIterator<T>,
{
    if u.arbitrary()? {
        return Ok(C::from_iter(None));
    }
    let first = one(u)?;
    let more: Vec<T> = many(u, one)?;
    Ok(std::iter::once(first).chain(more).collect())
}
