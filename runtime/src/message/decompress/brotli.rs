//! The coding `br` (RFC 7932).

use std::io;

use brotli_decompressor::reader::StandardAlloc;
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState};

use super::step::{Progress, Step};

pub(super) struct Brotli(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>);

/// Without large windows, which the coding does not have: they may take a gibibyte.
impl Default for Brotli {
    fn default() -> Self {
        let alloc = StandardAlloc::default;
        Self(Box::new(BrotliState::new_strict(alloc(), alloc(), alloc())))
    }
}

impl Step for Brotli {
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> io::Result<Progress> {
        let (mut left, mut read, mut room, mut written, mut total) = (input.len(), 0, output.len(), 0, 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut read,
            input,
            &mut room,
            &mut written,
            output,
            &mut total,
            &mut self.0,
        );
        match result {
            BrotliResult::ResultFailure => Err(io::ErrorKind::InvalidData.into()),
            result => Ok(Progress { read, written, is_end: matches!(result, BrotliResult::ResultSuccess) }),
        }
    }
}
