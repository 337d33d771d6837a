//! Finds out in constant memory whether a sequence repeats.

/// The remembered requests of a sequence: the last one and an earlier one. The earlier one moves on by Brent's algorithm.
///
/// R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20 (1980), section 3. The earlier one is replaced after 1, 2, 4, 8
/// … steps. So a cycle of any length, after a beginning of any length, is found within about three times the sum of both.
#[derive(Default)]
pub(super) struct Repeats {
    last: Option<u64>,
    earlier: Option<u64>,
    /// How many steps the earlier one stays.
    stays: u64,
    steps: u64,
}

impl Repeats {
    /// Whether the next number equals one that is remembered. Remembers it.
    pub(super) fn has_seen(&mut self, next: u64) -> bool {
        if self.last == Some(next) || self.earlier == Some(next) {
            return true;
        }
        self.last = Some(next);
        self.steps += 1;
        if self.steps >= self.stays {
            self.earlier = Some(next);
            self.stays = self.stays.saturating_mul(2).max(1);
            self.steps = 0;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of steps until a repetition is found in such a sequence. It has this beginning and this cycle.
    fn steps(beginning: u64, cycle: u64) -> Option<u64> {
        let mut repeats = Repeats::default();
        let number = |step| if step < beginning { step } else { beginning + (step - beginning) % cycle };
        (0..100_000).find(|step| repeats.has_seen(number(*step)))
    }

    #[test]
    fn finds_every_cycle_soon_and_nothing_else() {
        for beginning in [0, 1, 2, 3, 7, 8, 100] {
            for cycle in [1, 2, 3, 5, 16, 17, 300] {
                let found = steps(beginning, cycle).expect("the sequence repeats");
                assert!(found >= beginning + cycle, "{beginning} {cycle}");
                assert!(found <= 3 * (beginning + cycle) + 1, "{beginning} {cycle}: {found}");
            }
        }
        assert_eq!(steps(100_000, 1), None);
    }
}
