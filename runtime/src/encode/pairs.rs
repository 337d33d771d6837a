//! Encodes query parameters, headers and cookies.

use http::{HeaderName, HeaderValue};

use crate::endpoint::{Endpoint, Param, Place};
use crate::refused::Refused;
use crate::secret;
use crate::secret::{REDACTED, watched};
use crate::value::buffer::Buffer;
use crate::value::limits::{EMPTY_KEY, INVALID_VALUE, ONE_HEADER_MORE, has_room};
use crate::value::names::{EntryKey, UsedNames, is_reserved, refuse_used, refused_key};
use crate::value::writer::{Pairs, Writer};
use crate::value::{Erased, ErasedEntries, header};

use super::Encoder;
use super::spread::{Repeated, Spreads};

#[derive(Default)]
pub(super) struct Cookies {
    pub(super) text: Buffer,
    pub(super) pairs: Pairs,
    pub(super) is_secret: bool,
    /// The objects whose keys are names of cookies.
    spreads: Spreads,
}

/// The buffer that a value is written to.
pub(super) enum Target<'t> {
    /// After the path and the query. A header value is written there temporarily.
    Url,
    /// Another buffer, and the pairs in it.
    Other(&'t mut Buffer, &'t mut Pairs),
}

impl Encoder<'_> {
    pub(super) fn write_query(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Query) else {
            return;
        };
        let written = match &self.given {
            None => self.write_own_pair(declared, None, value),
            Some(_) => self.write_given_pair(declared, None, value),
        };
        if let Err(refused) = written {
            self.fail(declared, refused);
        }
    }

    #[cold]
    fn refuse_repeated_key(&mut self, param: &'static Param, begin: usize, value: Erased<'_>) -> Result<(), Refused> {
        self.refuse_repeated(param, begin, || holds_secret(param, value))
    }

    /// Rejects a key that another object or map has already written as a name. The pairs of this one begin at `begin`.
    fn refuse_repeated(
        &mut self,
        param: &'static Param,
        begin: usize,
        is_secret: impl FnOnce() -> bool,
    ) -> Result<(), Refused> {
        // Masked keys are all alike, and the request itself has been checked.
        if self.masked {
            return Ok(());
        }
        let Err(repeated) = self.spreads.add(param, self.target.as_slice(), begin) else {
            return Ok(());
        };
        Err(refused_repeated(self.whole, param, &repeated, is_secret()))
    }

    /// Writes the pairs of one query parameter, or of an `entry` of a map.
    #[inline]
    fn write_own_pair(&mut self, param: &'static Param, entry: Option<&str>, value: Erased<'_>) -> Result<(), Refused> {
        if !self.query.is_begun {
            self.end_path();
        }
        let begin = self.target.len();
        self.write(param, entry, value, Target::Url)?;
        self.end_pairs(param, entry, value, begin)
    }

    /// Like [`write_own_pair`](Self::write_own_pair), for a request whose URL the server gave.
    #[cold]
    fn write_given_pair(
        &mut self,
        param: &'static Param,
        entry: Option<&str>,
        value: Erased<'_>,
    ) -> Result<(), Refused> {
        if self.drops_query() {
            return Ok(());
        }
        if !self.query.is_begun {
            self.end_path();
        }
        let begin = self.target.len();
        self.write_missing_pair(param, entry, value)?;
        self.end_pairs(param, entry, value, begin)
    }

    #[inline]
    fn end_pairs(
        &mut self,
        param: &'static Param,
        entry: Option<&str>,
        value: Erased<'_>,
        begin: usize,
    ) -> Result<(), Refused> {
        self.check_length(param);
        let has_keys = std::mem::take(&mut self.query.have_keys);
        if has_keys && entry.is_none() { self.refuse_repeated_key(param, begin, value) } else { Ok(()) }
    }

    pub(super) fn write_header(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Header) else {
            return;
        };
        let written = header::name_of(declared).and_then(|name| self.write_header_named(declared, name, value));
        if let Err(refused) = written {
            self.fail(declared, refused);
        }
    }

    fn write_header_named(
        &mut self,
        param: &'static Param,
        name: HeaderName,
        value: Erased<'_>,
    ) -> Result<(), Refused> {
        // The value is written after the URL temporarily, which costs less than a separate buffer.
        let begin = self.target.len();
        let secrets_before = secret::seen();
        if self.write(param, None, value, Target::Url)? == 0 {
            return Ok(());
        }
        let text = self.target.as_slice().get(begin..).unwrap_or_default();
        let mut value = HeaderValue::from_bytes(text).map_err(|_| Refused::new(INVALID_VALUE))?;
        self.target.truncate(begin);
        value.set_sensitive(param.is_secret() || secret::seen() != secrets_before);
        self.check_trust(value.is_sensitive())?;
        if !has_room(&self.headers) || self.headers.try_insert(name, value).is_err() {
            return Err(Refused::new(ONE_HEADER_MORE));
        }
        Ok(())
    }

    pub(super) fn write_entries(&mut self, param: usize, value: ErasedEntries<'_>) {
        let place = self.endpoint.own_params().get(param).filter(|param| param.is_map()).map(Param::place);
        let Some(declared) = self.declared(param, place.unwrap_or(Place::Body)) else {
            return;
        };
        if declared.place() == Place::Query && self.drops_query() {
            return;
        }
        let (begin, secrets_before) = (self.target.len(), secret::seen());
        let written = value.each(&mut |key, value| self.write_entry(declared, key, value)).and_then(|()| {
            let has_names = declared.place() == Place::Query && self.target.len() > begin;
            if has_names { self.refuse_repeated(declared, begin, || secret::seen() != secrets_before) } else { Ok(()) }
        });
        if let Err(refused) = written {
            self.fail(declared, refused);
        }
    }

    fn write_entry(&mut self, param: &'static Param, key: EntryKey<'_>, value: Erased<'_>) -> Result<(), Refused> {
        if key.text.is_empty() {
            return Err(Refused::new(EMPTY_KEY));
        }
        let name = format!("{}{}", param.name(), key.text);
        refuse_used(&self.used, param, &name, key.is_secret)?;
        self.check_trust(key.is_secret)?;
        if let (Some(secrets), true) = (&mut self.secrets, key.is_secret || param.is_secret()) {
            secrets.push(key.text.into());
        }
        let is_hidden = self.hides(param) || self.masked && key.is_secret;
        let shown = if is_hidden { format!("{}{REDACTED}", param.name()) } else { name };
        if param.place() == Place::Query {
            return match &self.given {
                None => self.write_own_pair(param, Some(&shown), value),
                Some(_) => self.write_given_pair(param, Some(&shown), value),
            };
        }
        let Ok(name) = HeaderName::from_bytes(shown.as_bytes()) else {
            return Err(refused_key(param, key, "does not form a valid header name"));
        };
        if is_reserved(&name) {
            return Err(refused_key(param, key, "forms the name of a header that the client sets itself"));
        }
        if self.headers.contains_key(&name) && !self.masked {
            return Err(refused_key(param, key, "forms the name of a header that is already set"));
        }
        self.write_header_named(param, name, value)
    }

    pub(super) fn write_cookie(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Cookie) else {
            return;
        };
        let mut cookies = self.cookies.take().unwrap_or_default();
        let (begin, secrets_before) = (cookies.text.len(), secret::seen());
        let written = self.write(declared, None, value, Target::Other(&mut cookies.text, &mut cookies.pairs));
        let checked = written.and_then(|written| {
            let is_secret = written > 0 && (declared.is_secret() || secret::seen() != secrets_before);
            cookies.is_secret |= is_secret;
            if std::mem::take(&mut cookies.pairs.have_keys)
                && !self.masked
                && let Err(repeated) = cookies.spreads.add(declared, cookies.text.as_slice(), begin)
            {
                let holds_secret = secret::seen() != secrets_before;
                return Err(refused_repeated(self.whole, declared, &repeated, holds_secret));
            }
            self.check_trust(is_secret)
        });
        if let Err(refused) = checked {
            self.fail(declared, refused);
        }
        self.cookies = Some(cookies);
    }

    /// Writes the value of a parameter, or of an `entry` of a map. Returns the number of items that were written.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "each caller knows the place, so the compiler can remove the checks for the others"
    )]
    pub(super) fn write(
        &mut self,
        param: &'static Param,
        entry: Option<&str>,
        value: Erased<'_>,
        target: Target<'_>,
    ) -> Result<usize, Refused> {
        let hidden = self.hides(param);
        let (out, pairs) = match target {
            Target::Url => (&mut self.target, &mut self.query),
            Target::Other(out, pairs) => (out, pairs),
        };
        if let (Some(secrets), true) = (&mut self.secrets, param.is_secret()) {
            let mut writer = Writer::new(out, param, pairs, &self.used, hidden, Some(secrets)).named(entry);
            return value.write(&mut writer).map(|()| writer.items());
        }
        let mut writer = Writer::new(out, param, pairs, &self.used, hidden, None).named(entry);
        watched(self.masked, &mut self.secrets, || value.write(&mut writer)).map(|()| writer.items())
    }
}

/// Whether a value contains a secret. It is written again, so that only a request that fails pays for the question.
#[cold]
fn holds_secret(param: &'static Param, value: Erased<'_>) -> bool {
    let (mut out, mut pairs) = (Buffer::new(), Pairs::default());
    let secrets_before = secret::seen();
    // An error is the same as the one of the first time, and a secret before it counts.
    drop(value.write(&mut Writer::new(&mut out, param, &mut pairs, UsedNames::NONE, false, None)));
    secret::seen() != secrets_before
}

/// The error about a key that two objects or maps write. It names both fields.
#[cold]
fn refused_repeated(whole: &Endpoint, param: &Param, repeated: &Repeated<'_>, is_secret: bool) -> Refused {
    let key: String = url::form_urlencoded::parse(repeated.name).map(|(key, _)| key.into_owned()).collect();
    let is_secret = repeated.first.is_secret() || is_secret;
    let other = whole.resolved_params().into_iter().find(|listed| std::ptr::eq(listed.param(), repeated.first));
    let other = other.map_or_else(|| repeated.first.field().to_owned(), |listed| listed.field().to_owned());
    refused_key(param, EntryKey { text: &key, is_secret }, &format!("is also a key of `{other}`"))
}
