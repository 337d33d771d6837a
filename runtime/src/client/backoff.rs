//! Exponential backoff: a wait that doubles with each consecutive failure, up to a limit.

use std::time::Duration;

/// Returns the wait after `failures` consecutive failures, counted from 1.
pub(super) fn doubled(first: Duration, failures: u32, longest: Duration) -> Duration {
    let factor = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    first.saturating_mul(factor).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_limit() {
        let waits = [0, 1, 2, 3, 5, 6, 33, u32::MAX]
            .map(|failures| doubled(Duration::from_millis(500), failures, Duration::from_secs(8)).as_millis());
        assert_eq!(waits, [500, 500, 1_000, 2_000, 8_000, 8_000, 8_000, 8_000]);
        assert_eq!(doubled(Duration::MAX, 2, Duration::MAX), Duration::MAX);
    }
}
