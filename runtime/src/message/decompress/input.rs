//! The compressed bytes that have arrived, as a reader that never waits.

use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf as _, Bytes};

/// Reads what its [`Feed`] was given. Fails with `WouldBlock` when all of it is read and more may come.
pub(super) struct Input {
    shared: Arc<Mutex<Shared>>,
    current: Bytes,
}

/// Gives an [`Input`] the bytes to read.
pub(super) struct Feed(Arc<Mutex<Shared>>);

#[derive(Default)]
struct Shared {
    next: Bytes,
    is_over: bool,
}

/// Returns an empty input and its feed.
pub(super) fn pair() -> (Input, Feed) {
    let shared = Arc::default();
    (Input { shared: Arc::clone(&shared), current: Bytes::new() }, Feed(shared))
}

impl Feed {
    /// Gives the next bytes. The input has read all earlier ones.
    pub(super) fn give(&self, data: Bytes) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next = data;
    }

    /// Says that no more bytes will come.
    pub(super) fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.current.is_empty() {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            self.current = std::mem::take(&mut shared.next);
            if self.current.is_empty() && !shared.is_over {
                return Err(ErrorKind::WouldBlock.into());
            }
        }
        Ok(&self.current)
    }

    fn consume(&mut self, amount: usize) {
        self.current.advance(amount);
    }
}

impl Read for Input {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(out.len());
        out[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}
