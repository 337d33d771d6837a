//! The plan of the server, which is the same in each run: a tenth of the requests meet a fault.

/// What the server does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Answer,
    /// Answers, and closes the connection without notice, perhaps while another request is on its way.
    AnswerAndClose,
    /// Resets the connection before reading the request.
    Refuse,
    /// Reads the request, then resets the connection.
    Reset,
    Close,
    CutHead,
    Garbage,
    CutBody,
    CutChunks,
    Status(u16),
    /// Reads the request, and then does nothing until the client disconnects.
    Stall,
}

pub(crate) const FAULTS: [Act; 12] = [
    Act::AnswerAndClose,
    Act::Refuse,
    Act::Reset,
    Act::Close,
    Act::CutHead,
    Act::Garbage,
    Act::CutBody,
    Act::CutChunks,
    Act::Status(400),
    Act::Status(429),
    Act::Status(503),
    Act::Stall,
];

/// Returns what the server does with the `nth` request of this call, counted from 0.
pub(crate) fn act(call: usize, nth: usize) -> Act {
    let random = mixed(((call as u64) << 8 | nth as u64) ^ 0x5eed);
    if !random.is_multiple_of(10) {
        return Act::Answer;
    }
    let count = FAULTS.len() as u64;
    match FAULTS[usize::try_from(random / 10 % count).unwrap()] {
        // A call that will stall gets a short deadline, and only its first request can be known in advance.
        Act::Stall if nth > 0 => Act::Answer,
        act => act,
    }
}

/// A number whose bits are unrelated to those of its neighbours (splitmix64).
fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
