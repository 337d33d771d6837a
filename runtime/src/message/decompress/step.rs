//! A decoder that is called with slices, as a reader.

use std::io::{self, BufRead, ErrorKind, Read};

/// A decoder that reads from one slice and writes to another.
pub(super) trait Step {
    /// Decodes as much as fits into `output`. An empty input asks only for output that is held back.
    ///
    /// # Errors
    ///
    /// Fails if the data is not valid.
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> io::Result<Progress>;

    /// Whether the data may end here, if the input does.
    fn may_end(&self) -> bool {
        false
    }
}

pub(super) struct Progress {
    pub(super) read: usize,
    pub(super) written: usize,
    pub(super) is_end: bool,
}

/// The decoded bytes of a source. After a `WouldBlock` of the source it continues where it was.
pub(super) struct Stepped<S, R> {
    decoder: S,
    source: R,
    /// Whether the last call filled the output, so that the decoder may hold more.
    is_full: bool,
    is_over: bool,
}

impl<S, R> Stepped<S, R> {
    pub(super) fn new(decoder: S, source: R) -> Self {
        Self { decoder, source, is_full: false, is_over: false }
    }
}

impl<S: Step, R: BufRead> Read for Stepped<S, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.is_over && !out.is_empty() {
            let input = if self.is_full { &[] } else { self.source.fill_buf()? };
            let is_last = input.is_empty() && !self.is_full;
            let progress = self.decoder.step(input, out)?;
            self.source.consume(progress.read);
            self.is_full = progress.written == out.len();
            self.is_over = progress.is_end || is_last && progress.written == 0 && self.decoder.may_end();
            if progress.written > 0 {
                return Ok(progress.written);
            }
            if is_last && !self.is_over {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(0)
    }
}
