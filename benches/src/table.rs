//! The table of the cost of building a request, and the checks of its limits.

use std::error::Error;
use std::fmt::Write as _;

use api_request_benches::{Place, tens};

use crate::measure::Cost;
use crate::rows::Row;

const PLACE: Place = Place("bench:build");

/// The measured rows.
#[derive(Debug)]
pub(crate) struct Table(pub(crate) Vec<(Row, Cost)>);

impl Table {
    pub(crate) fn measure() -> Result<Self, Box<dyn Error>> {
        let costs = Row::ALL.into_iter().map(|row| Ok((row, Cost::of(row.name(), Row::COUNTS)?)));
        costs.collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, row: Row) -> Option<Cost> {
        self.0.iter().find(|(of, _)| *of == row).map(|(_, cost)| *cost)
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| who | instructions | allocations |\n|---|--:|--:|\n");
        for (row, cost) in &self.0 {
            let _ = writeln!(text, "| {} | {} | {} |", row.title(), tens(cost.instructions), cost.allocations);
        }
        text
    }

    /// The rows where a derived request costs more than the same job by hand, by the margin of [`Cost::promised`].
    pub(crate) fn broken_promises(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (row, job) in Row::COMPARED {
            let (Some(ours), Some(by_hand)) = (self.of(row), self.of(job)) else {
                continue;
            };
            let promised = by_hand.promised();
            for (unit, ours, by_hand, promised) in [
                ("instructions", ours.instructions, by_hand.instructions, promised.instructions),
                ("allocations", ours.allocations, by_hand.allocations, promised.allocations),
            ] {
                if ours > promised {
                    broken.push(format!(
                        "`{}` takes {ours} {unit}, but the same job by hand takes {by_hand}",
                        row.name()
                    ));
                }
            }
        }
        if let Some(Cost { allocations: 1.., .. }) = self.of(Row::Validate) {
            broken.push("`validate` allocates although nothing is wrong".into());
        }
        broken
    }

    /// The differences from the chapter's table; empty if it has no such table.
    pub(crate) fn differences(&self, readme: &str) -> Vec<String> {
        let Some(shown) = PLACE.shown(readme) else {
            return Vec::new();
        };
        let mut differences = Vec::new();
        for (row, cost) in &self.0 {
            let cells = shown.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
            let found = cells.into_iter().find(|cells| cells.get(1) == Some(&row.title()));
            let number = |at: usize| found.as_ref()?.get(at)?.replace(',', "").parse::<u64>().ok();
            match (number(2), number(3)) {
                (Some(instructions), Some(allocations)) => {
                    if instructions.abs_diff(cost.instructions) * 20 > cost.instructions
                        || allocations != cost.allocations
                    {
                        differences.push(format!(
                            "the chapter shows {instructions} instructions and {allocations} allocations for \"{}\", but \
                             {} and {} were measured",
                            row.title(),
                            cost.instructions,
                            cost.allocations
                        ));
                    }
                }
                _ => differences.push(format!("the chapter's table has no row \"{}\"", row.title())),
            }
        }
        differences
    }

    /// The chapter with this table; `None` if it has no markers for it.
    pub(crate) fn put_into(&self, readme: &str) -> Option<String> {
        PLACE.put(&self.markdown(), readme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "<!-- bench:build -->\n<!-- /bench:build -->";

    fn table(instructions: u64, allocations: u64) -> Table {
        let by_hand = Cost { instructions: 4000, allocations: 4, bytes: 0 };
        let checks = Cost { instructions: 200, allocations: 0, bytes: 0 };
        let ours = Cost { instructions, allocations, bytes: 0 };
        Table(vec![(Row::SameJob, by_hand), (Row::Ours, ours), (Row::Validate, checks)])
    }

    #[test]
    fn writes_and_reads_itself() {
        let chapter = format!("# Costs\n\n{EMPTY}\n\nThe end.\n");
        let written = table(1_234_567, 3).put_into(&chapter).unwrap();
        assert!(written.contains("| 1,234,570 | 3 |"), "{written}");
        assert!(written.starts_with("# Costs\n\n") && written.ends_with("\n\nThe end.\n"));
        assert_eq!(table(1_234_567, 3).differences(&written), [""; 0]);
        assert!(table(1, 1).put_into("# No place").is_none());
    }

    #[test]
    fn notices_a_figure_that_is_off() {
        let chapter = table(3000, 3).put_into(EMPTY).unwrap();
        assert_eq!(table(3100, 3).differences(&chapter).len(), 0);
        assert_eq!(table(3200, 3).differences(&chapter).len(), 1);
        assert_eq!(table(3000, 2).differences(&chapter).len(), 1);
        assert_eq!(table(3000, 3).differences(EMPTY).len(), 3);
        assert_eq!(table(3000, 3).differences("").len(), 0);
    }

    #[test]
    fn holds_ours_to_what_is_written_by_hand() {
        assert_eq!(table(4040, 4).broken_promises(), [""; 0]);
        assert_eq!(table(4041, 5).broken_promises().len(), 2);

        let mut table = table(4000, 4);
        let cost = |instructions| Cost { instructions, allocations: 4, bytes: 0 };
        table.0.extend([(Row::EveryPlaceByHand, cost(9000)), (Row::EveryPlaceOurs, cost(9091))]);
        assert_eq!(
            table.broken_promises(),
            ["`every-place-ours` takes 9091 instructions, but the same job by hand takes 9000"]
        );
    }
}
