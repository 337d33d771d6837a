//! The table of the cost of a whole call, and the checks of its limits.

use std::error::Error;
use std::fmt::Write as _;

use api_request_benches::{Place, tens};

use super::Call;
use crate::measure::Cost;

const PLACE: Place = Place("bench:call");

/// The cost of each call.
#[derive(Debug)]
pub(crate) struct Table(Vec<(Call, Cost)>);

impl Table {
    pub(crate) fn measure() -> Result<Self, Box<dyn Error>> {
        let costs = Call::ALL.into_iter().map(|call| Ok((call, Cost::of(call.name(), Call::COUNTS)?)));
        costs.collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| one call | instructions | allocations |\n|---|--:|--:|\n");
        for (call, cost) in &self.0 {
            let _ = writeln!(text, "| {} | {} | {} |", call.title(), tens(cost.instructions), cost.allocations);
        }
        text
    }

    fn of(&self, call: Call) -> Option<Cost> {
        self.0.iter().find(|(of, _)| *of == call).map(|(_, cost)| *cost)
    }

    /// The rows where our call costs more than the same job by hand: by the margin of [`Cost::promised`], or that of
    /// [`Cost::promised_to_wait`] for a blocking call.
    pub(crate) fn broken_promises(&self) -> Vec<String> {
        let mut broken = self.above("a call", Call::Ours, Call::SameJob, Cost::promised);
        broken.extend(self.above("a blocking call", Call::BlockingOurs, Call::BlockingByHand, Cost::promised_to_wait));
        broken
    }

    fn above(&self, what: &str, ours: Call, by_hand: Call, promised: fn(Cost) -> Cost) -> Vec<String> {
        let (Some(ours), Some(by_hand)) = (self.of(ours), self.of(by_hand)) else {
            return Vec::new();
        };
        let promised = promised(by_hand);
        let units = [
            ("instructions", ours.instructions, by_hand.instructions, promised.instructions),
            ("allocations", ours.allocations, by_hand.allocations, promised.allocations),
        ];
        let broken = units.into_iter().filter(|(_, ours, _, promised)| ours > promised);
        broken
            .map(|(unit, ours, by_hand, _)| {
                format!("{what} takes {ours} {unit}, but the same job by hand takes {by_hand}")
            })
            .collect()
    }

    /// The differences from the chapter's table; empty if it has no such table.
    pub(crate) fn differences(&self, readme: &str) -> Vec<String> {
        PLACE.differences(&self.markdown(), readme)
    }

    /// The chapter with this table; `None` if it has no markers for it.
    pub(crate) fn put_into(&self, readme: &str) -> Option<String> {
        PLACE.put(&self.markdown(), readme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(instructions: u64, allocations: u64) -> Table {
        let cost = |instructions, allocations| Cost { instructions, allocations, bytes: 0 };
        Table(vec![(Call::SameJob, cost(1000, 100)), (Call::Ours, cost(instructions, allocations))])
    }

    #[test]
    fn allows_a_blocking_call_more_instructions() {
        let blocking = |instructions, allocations| {
            let cost = |instructions, allocations| Cost { instructions, allocations, bytes: 0 };
            let rows = [(Call::BlockingByHand, cost(1000, 100)), (Call::BlockingOurs, cost(instructions, allocations))];
            Table(rows.into()).broken_promises()
        };
        assert_eq!(blocking(1150, 100), [""; 0]);
        assert_eq!(
            blocking(1151, 101),
            [
                "a blocking call takes 1151 instructions, but the same job by hand takes 1000",
                "a blocking call takes 101 allocations, but the same job by hand takes 100"
            ]
        );
    }

    #[test]
    fn writes_and_reads_itself() {
        let empty = "<!-- bench:call -->\n<!-- /bench:call -->";
        let written = table(1100, 110).put_into(empty).unwrap();
        assert!(written.contains("| 1,100 | 110 |\n"), "{written}");
        assert_eq!(table(1100, 110).differences(&written), [""; 0]);
        assert_eq!(table(1200, 110).differences(&written).len(), 1);
    }

    #[test]
    fn holds_ours_to_what_it_costs_by_hand() {
        assert_eq!(table(1010, 100).broken_promises(), [""; 0]);
        assert_eq!(
            table(1011, 101).broken_promises(),
            [
                "a call takes 1011 instructions, but the same job by hand takes 1000",
                "a call takes 101 allocations, but the same job by hand takes 100"
            ]
        );
    }
}
