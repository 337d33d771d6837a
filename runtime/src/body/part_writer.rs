//! `PartWriter`, which receives the parts of one field of a multipart body.

use crate::endpoint::Param;
use crate::message::{BodyError, Parts};
use crate::secret;
use crate::secret::REDACTED;
use crate::value::Erased;
use crate::value::buffer::Buffer;
use crate::value::names::UsedNames;
use crate::value::writer::{Pairs, Writer};

use super::Part;

/// Receives the parts of one field of a multipart body.
pub struct PartWriter<'a, 'e> {
    pub(crate) param: &'static Param,
    pub(crate) parts: &'a mut Parts,
    pub(crate) used: &'a UsedNames<'e>,
    /// Collects the text of each secret.
    pub(crate) secrets: &'a mut Option<&'e mut Vec<Box<str>>>,
    /// Whether the request is only printed, with its values masked.
    pub(crate) masked: bool,
}

impl std::fmt::Debug for PartWriter<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PartWriter(..)")
    }
}

impl PartWriter<'_, '_> {
    /// Adds a part under the field's name.
    ///
    /// # Errors
    ///
    /// Fails if the content type or the file name of the part is invalid, or if its stream has already been sent.
    pub fn add(&mut self, part: Part) -> Result<(), BodyError> {
        if let Some(secrets) = &mut self.secrets {
            if self.param.is_secret() {
                if let Some(bytes) = part.as_bytes() {
                    secret::add_texts(bytes, secrets);
                    secret::add_names(bytes, secrets);
                }
                secrets.extend(part.name_of_file().map(Into::into));
            }
            secrets.extend(part.secrets());
        }
        let part = match self.masked {
            _ if self.hides() => part.masked(REDACTED),
            true => part.without_secrets(),
            false => part,
        };
        let (head, body) = part.encode(self.param.name())?;
        self.parts.push(head, body);
        Ok(())
    }

    /// Adds each item of the value as a text part.
    ///
    /// `None` and an empty list add nothing.
    ///
    /// # Errors
    ///
    /// Fails if the value is neither text nor a list of texts.
    pub fn text<'v>(&mut self, value: impl Into<Erased<'v>>) -> Result<(), BodyError> {
        let (value, hidden) = (value.into(), self.hides());
        let (mut unused, mut pairs) = (Buffer::new(), Pairs::default());
        let (out, pairs, parts) = (&mut unused, &mut pairs, Some(&mut *self.parts));
        let written = match self.secrets.as_deref_mut().filter(|_| self.param.is_secret()) {
            Some(secrets) => {
                let writer = Writer::new(out, self.param, pairs, self.used, hidden, Some(secrets));
                value.write(&mut writer.in_parts(parts))
            }
            None => {
                let mut writer = Writer::new(out, self.param, pairs, self.used, hidden, None).in_parts(parts);
                secret::watched(self.masked, self.secrets, || value.write(&mut writer))
            }
        };
        written.map_err(BodyError)
    }

    fn hides(&self) -> bool {
        self.masked && !self.param.is_loggable()
    }
}
