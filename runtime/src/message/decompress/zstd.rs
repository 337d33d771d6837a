//! The coding `zstd` (RFC 8878).

use std::io;

use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer};

use super::step::{Progress, Step};

/// The largest window of the coding is 8 MiB (RFC 9659, section 3).
const WINDOW_LOG_MAX: u32 = 23;

pub(super) struct Zstd {
    /// `None` without memory for it.
    context: Option<DCtx<'static>>,
    /// Whether the last frame is complete. What follows may be another one, or padding.
    is_between: bool,
}

impl Default for Zstd {
    fn default() -> Self {
        let context = DCtx::try_create().and_then(|mut context| {
            context.set_parameter(DParameter::WindowLogMax(WINDOW_LOG_MAX)).ok()?;
            Some(context)
        });
        Self { context, is_between: false }
    }
}

impl Step for Zstd {
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> io::Result<Progress> {
        if input.is_empty() && self.is_between {
            return Ok(Progress { read: 0, written: 0, is_end: false });
        }
        let context = self.context.as_mut().ok_or(io::ErrorKind::OutOfMemory)?;
        let (mut from, mut to) = (InBuffer::around(input), OutBuffer::around(output));
        match context.decompress_stream(&mut to, &mut from) {
            Ok(left) => {
                self.is_between = left == 0;
                Ok(Progress { read: from.pos(), written: to.pos(), is_end: false })
            }
            Err(_) if self.is_between => Ok(Progress { read: input.len(), written: 0, is_end: true }),
            Err(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn may_end(&self) -> bool {
        self.is_between
    }
}
