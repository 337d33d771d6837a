//! Encodes the body: properties, or one value as the whole body.

use crate::body::PartWriter;
use crate::endpoint::{BodyKind, Param, Place};
use crate::message::{BodyError, TypedBody};
use crate::refused::Refused;
use crate::secret;
use crate::secret::{REDACTED, watched};
use crate::value::writer::{Pairs, Writer};
use crate::value::{Erased, ErasedProperty, json};

use super::Encoder;

/// The reason why a group's list of bytes cannot go into a multipart body.
///
/// Only the request knows that its body is multipart, so the compiler does not find this in a group.
const PART_OF_BYTES: &str = "each byte of the value would be sent as a part of its own; \
    move the field to the request, write `body::Part` as its type, and `Part::bytes(bytes)` as the value";

impl<'e> Encoder<'e> {
    /// Adds a list of bytes to its default place, unless that is a multipart body. Otherwise it does what
    /// [`write_by_method`](Self::write_by_method) does.
    pub(crate) fn write_bytes_by_method(&mut self, param: usize, value: Erased<'_>, property: ErasedProperty<'_>) {
        match self.endpoint.own_params().get(param) {
            Some(declared) if declared.place() == Place::Property && self.whole.body() == BodyKind::Multipart => {
                self.fail(declared, Refused::new(PART_OF_BYTES));
            }
            _ => self.write_by_method(param, value, property),
        }
    }

    pub(super) fn write_property(&mut self, param: usize, value: ErasedProperty<'_>) {
        let Some(declared) = self.declared(param, Place::Property) else {
            return;
        };
        if self.whole.body() != BodyKind::Properties {
            return self.fail_request(
                "`encode` must write form properties with `Encoder::form_field`, and parts with `Encoder::part`",
            );
        }
        let json = self.properties.get_or_insert_default();
        let begin = json.len();
        json::begin_property(json, declared);
        let start = json.len();
        let written = watched(self.masked, &mut self.secrets, || value.write(json));
        match written {
            Ok(true) => {
                if declared.is_secret()
                    && let Some(secrets) = &mut self.secrets
                {
                    value.add_texts(json.as_slice().get(start..).unwrap_or_default(), secrets);
                }
                if self.masked && !declared.is_loggable() {
                    json.truncate(start);
                    json.extend(b"\"REDACTED\"");
                }
            }
            Ok(false) => json.truncate(begin),
            Err(refused) => self.fail(declared, refused),
        }
    }

    /// Takes the whole body. `is_known` tells whether the texts of a secret body have been collected.
    #[inline]
    pub(super) fn take_body(&mut self, param: &'static Param, typed: TypedBody, is_known: bool) {
        if param.is_secret()
            && !is_known
            && let (Some(secrets), Some(bytes)) = (&mut self.secrets, typed.body.as_bytes())
        {
            secret::add_texts(bytes, secrets);
            secret::add_names(bytes, secrets);
        }
        // A stream needs no mask, because its content is never printed.
        let is_hidden = self.hides(param) && typed.content_type.is_some() && typed.body.as_bytes().is_some();
        self.body = Some(TypedBody {
            body: if is_hidden { REDACTED.into() } else { typed.body },
            content_type: typed.content_type,
        });
    }

    /// Returns the parameter, if the body is of that kind and nothing has failed yet.
    pub(super) fn declared_in_form(&mut self, param: usize, kind: BodyKind) -> Option<&'static Param> {
        let declared = self.declared(param, Place::Property)?;
        if self.whole.body() != kind {
            self.fail_request(
                "`ENDPOINT` must declare a form body with `Endpoint::form`, and a multipart body with `Endpoint::multipart`",
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
        let written = if is_multipart {
            self.part_writer(declared).text(value).map_err(|BodyError(refused)| refused)
        } else {
            self.write_in_form(declared, value)
        };
        if let Err(refused) = written {
            self.fail(declared, refused);
        }
    }

    fn write_in_form(&mut self, param: &'static Param, value: Erased<'_>) -> Result<(), Refused> {
        let hidden = self.hides(param);
        let out = self.properties.get_or_insert_default();
        let mut pairs = Pairs::of(out);
        if let (Some(secrets), true) = (&mut self.secrets, param.is_secret()) {
            let mut writer = Writer::new(out, param, &mut pairs, &self.used, hidden, Some(secrets));
            return value.write(&mut writer);
        }
        let mut writer = Writer::new(out, param, &mut pairs, &self.used, hidden, None);
        watched(self.masked, &mut self.secrets, || value.write(&mut writer))
    }

    /// Returns the writer for the parts of this field.
    pub(super) fn part_writer(&mut self, param: &'static Param) -> PartWriter<'_, 'e> {
        PartWriter {
            param,
            parts: self.parts.get_or_insert_default(),
            used: &self.used,
            secrets: &mut self.secrets,
            masked: self.masked,
        }
    }
}
