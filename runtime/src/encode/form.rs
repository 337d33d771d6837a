//! Bodies that are forms: the pairs of one, and the parts of a multipart one.

use bytes::Bytes;

use super::Encoder;
use super::buffer::Buffer;
use super::entries::{ErasedEntries, Key, Taken};
use super::places::watched;
use super::value::{Erased, REDACTED, Refused};
use super::writer::Writer;
use crate::body::{BodyError, Part};
use crate::endpoint::{BodyKind, Param, Place};
use crate::secret;

impl Encoder<'_> {
    /// The parameter, if the body is of that kind and nothing has failed yet.
    pub(super) fn declared_in_form(&mut self, param: usize, kind: BodyKind) -> Option<&'static Param> {
        let declared = self.declared(param, Place::Property)?;
        if self.whole.body() != kind {
            self.fail_request(
                "`ENDPOINT` says by `form` or `multipart` what its properties are, and they are written as that",
            );
            return None;
        }
        Some(declared)
    }

    pub(super) fn write_form_field(&mut self, param: usize, value: Erased<'_>) {
        let is_multipart = self.whole.body() == BodyKind::Multipart;
        let kind = if is_multipart { BodyKind::Multipart } else { BodyKind::Form };
        let Some(declared) = self.declared_in_form(param, kind) else {
            return;
        };
        if let Err(refused) = self.write_in_form(declared, value) {
            self.fail(declared, refused);
        }
    }

    fn write_in_form(&mut self, param: &'static Param, value: Erased<'_>) -> Result<(), Refused> {
        let hidden = self.hides(param);
        let parts = match self.whole.body() {
            BodyKind::Multipart => Some(&mut **self.parts.get_or_insert_default()),
            _ => None,
        };
        let out = &mut self.properties;
        let mut has_pair = !out.is_empty();
        if let (Some(secrets), true) = (&mut self.secrets, param.is_secret()) {
            let mut writer = Writer::new(out, param, &mut has_pair, &self.taken, hidden, Some(secrets)).in_parts(parts);
            return value.write(&mut writer);
        }
        let mut writer = Writer::new(out, param, &mut has_pair, &self.taken, hidden, None).in_parts(parts);
        watched(self.masked, &mut self.secrets, || value.write(&mut writer))
    }
}

/// Takes the parts of one field of a multipart body.
pub struct PartWriter<'a, 'e> {
    encoder: &'a mut Encoder<'e>,
    param: &'static Param,
}

impl std::fmt::Debug for PartWriter<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartWriter(..)")
    }
}

impl<'a, 'e> PartWriter<'a, 'e> {
    pub(super) fn new(encoder: &'a mut Encoder<'e>, param: &'static Param) -> Self {
        Self { encoder, param }
    }

    /// Adds a part under the field's name.
    ///
    /// # Errors
    ///
    /// When its content type is no media type, or its stream has been sent.
    pub fn add(&mut self, part: Part) -> Result<(), BodyError> {
        if let (Some(secrets), true) = (&mut self.encoder.secrets, self.param.is_secret()) {
            if let Some(bytes) = part.as_bytes() {
                secret::add_texts(bytes, secrets);
            }
            secrets.extend(part.name_of_file().map(Into::into));
        }
        if let Some(secrets) = &mut self.encoder.secrets {
            secrets.extend(part.secrets());
        }
        let part = match self.encoder.masked {
            _ if self.encoder.hides(self.param) => part.masked(REDACTED),
            true => part.without_secrets(),
            false => part,
        };
        self.encoder.parts.get_or_insert_default().push(self.param.name(), &part)
    }

    /// Adds each item of the value as a part that is text; none of what is `None` or an empty list.
    ///
    /// # Errors
    ///
    /// When the value is no text, and no list of texts.
    pub fn text<'v>(&mut self, value: impl Into<Erased<'v>>) -> Result<(), BodyError> {
        self.encoder.write_in_form(self.param, value.into()).map_err(BodyError)
    }
}

/// A value as the pairs of a form.
pub(crate) fn form(value: ErasedEntries<'_>) -> Result<Bytes, Refused> {
    const PAIR: &Param = &Param::property("", "");
    let mut out = Buffer::new();
    value.each(&mut |key: Key<'_>, value: Erased<'_>| {
        let mut has_pair = !out.is_empty();
        let mut writer = Writer::new(&mut out, PAIR, &mut has_pair, Taken::NOTHING, false, None).named(Some(key.text));
        value.write(&mut writer).map_err(|refused| refused.of_key(key))
    })?;
    Ok(out.take())
}
