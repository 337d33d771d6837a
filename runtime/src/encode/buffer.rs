//! Bytes that stay on the stack until they outgrow it, so that a usual URL costs one allocation in all.

/// Longer than nearly every URL; still cheap to clear.
const ON_STACK: usize = 256;

pub(crate) struct Buffer {
    stack: [u8; ON_STACK],
    /// How much of the stack is taken: all of it once the heap is used, so that one look tells where the next byte goes.
    taken: usize,
    /// Holds everything as soon as it holds anything.
    heap: Vec<u8>,
}

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self { stack: [0; ON_STACK], taken: 0, heap: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.heap.is_empty() { self.stack.get(..self.taken).unwrap_or_default() } else { &self.heap }
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        match self.stack.get_mut(self.taken) {
            Some(room) => {
                *room = byte;
                self.taken += 1;
            }
            None => self.spill(&[byte]),
        }
    }

    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let end = self.taken + bytes.len();
        match self.stack.get_mut(self.taken..end) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.taken = end;
            }
            None => self.spill(bytes),
        }
    }

    /// Forgets what stands behind the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        if self.heap.is_empty() {
            self.taken = self.taken.min(len);
        } else {
            // What is on the heap stays there, unless nothing is left of it.
            self.heap.truncate(len);
            if len == 0 {
                self.taken = 0;
            }
        }
    }

    #[cold]
    fn spill(&mut self, bytes: &[u8]) {
        if self.heap.is_empty() {
            self.heap.reserve(2 * (self.taken + bytes.len()));
            self.heap.extend_from_slice(self.stack.get(..self.taken).unwrap_or_default());
            self.taken = ON_STACK;
        }
        self.heap.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_byte_across_the_spill() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for chunk in [1, 7, 255, 256, 257, 1000] {
            let mut buffer = Buffer::new();
            for part in bytes.chunks(chunk) {
                buffer.extend(part);
            }
            assert_eq!(buffer.as_slice(), bytes, "in chunks of {chunk}");
            assert_eq!(buffer.len(), bytes.len());
        }
    }
}
