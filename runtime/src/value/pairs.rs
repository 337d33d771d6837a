//! Encodes a value as the pairs of a form (WHATWG URL, section 5.2).

use bytes::Bytes;

use crate::endpoint::Param;
use crate::refused::Refused;
use crate::shown;

use super::buffer::Buffer;
use super::names::{EntryKey, UsedNames};
use super::writer::{Pairs, Writer};
use super::{Erased, ErasedEntries};

/// Encodes a value as the pairs of a form.
pub(crate) fn form(value: ErasedEntries<'_>) -> Result<Bytes, Refused> {
    const PAIR: &Param = &Param::property("", "");
    let mut out = Buffer::new();
    value.each(&mut |key: EntryKey<'_>, value: Erased<'_>| {
        let mut pairs = Pairs::of(&out);
        let mut writer = Writer::new(&mut out, PAIR, &mut pairs, UsedNames::NONE, false, None).named(Some(key.text));
        value.write(&mut writer).map_err(|refused| of_key(refused, key))
    })?;
    Ok(out.take())
}

/// Adds the key that the reason is about, unless the key is a secret.
fn of_key(refused: Refused, key: EntryKey<'_>) -> Refused {
    let which =
        if key.is_secret { "one of the keys".into() } else { format!("the key `{}`", shown::escaped(key.text.into())) };
    refused.about(&which)
}
