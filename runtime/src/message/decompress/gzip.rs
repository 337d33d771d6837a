//! The codings `gzip` (RFC 1952) and `deflate` (RFC 1950).

use std::io::{self, BufRead, ErrorKind, Read};

use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

use super::step::{Progress, Step};

/// The decoded bytes of gzip data, which may have several members.
///
/// What follows the last member is ignored, as `gzip` does: some servers pad it.
pub(super) struct Gzip<R> {
    /// `None` after the end.
    member: Option<GzDecoder<R>>,
    /// Whether the member is complete, and it is not known yet whether another one follows.
    is_between: bool,
}

impl<R: BufRead> Gzip<R> {
    pub(super) fn new(source: R) -> Self {
        Self { member: Some(GzDecoder::new(source)), is_between: false }
    }
}

/// The first byte of each member.
const FIRST: u8 = 0x1f;

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            if !self.is_between {
                let read = member.read(out)?;
                if read > 0 || out.is_empty() {
                    return Ok(read);
                }
                self.is_between = true;
            }
            let has_next = member.get_mut().fill_buf()?.first() == Some(&FIRST);
            self.is_between = false;
            self.member = self.member.take().filter(|_| has_next).map(|done| GzDecoder::new(done.into_inner()));
        }
        Ok(0)
    }
}

/// The coding `deflate`: zlib data, or the bare deflate data that some servers send instead.
#[derive(Default)]
pub(super) struct Deflate(Option<Decompress>);

impl Step for Deflate {
    fn step(&mut self, input: &[u8], output: &mut [u8]) -> io::Result<Progress> {
        let Some(&first) = input.first().or(self.0.as_ref().map(|_| &0)) else {
            return Ok(Progress { read: 0, written: 0, is_end: false });
        };
        // RFC 1950, section 2.2: the low half of the first byte is the method, 8.
        let inflate = self.0.get_or_insert_with(|| Decompress::new(first & 0x0f == 8));
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(input, output, FlushDecompress::None);
        let status = status.map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
        // Both differences are lengths of slices.
        let since = |now: u64, then| usize::try_from(now - then).unwrap_or(usize::MAX);
        Ok(Progress {
            read: since(inflate.total_in(), read),
            written: since(inflate.total_out(), written),
            is_end: status == Status::StreamEnd,
        })
    }
}
