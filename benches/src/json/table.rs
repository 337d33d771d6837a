//! The table of the cost of JSON, and the checks of its limits.

use std::error::Error;
use std::fmt::Write as _;

use api_request_benches::{Place, tens, thousands};

use super::{Job, Size};
use crate::measure::Cost;

const PLACE: Place = Place("bench:json");

/// The limit for our instructions, in percent of those of `serde_json` alone.
const MOST: u64 = 105;

/// The bytes that a call may allocate in addition to copies of its response, to an empty call, and to `serde_json` for the value.
const SMALL: u64 = 512;

/// The costs of each job.
#[derive(Debug)]
pub(crate) struct Table(Vec<(Job, Cost)>);

/// A row of the table: our job, and the jobs that it is compared with.
struct Row {
    title: String,
    ours: Job,
    /// The same job with `serde_json` alone.
    alone: Job,
    /// The same job without JSON. Its cost is subtracted from ours.
    empty: Job,
    /// The limit for copies of the bytes, if there is one.
    copies: Option<u64>,
}

impl Row {
    fn all() -> Vec<Self> {
        let row = |what: &str, size: Size, [ours, alone, empty]: [Job; 3], copies: Option<u64>| Self {
            title: format!("{what}, {}", size.title()),
            ours,
            alone,
            empty,
            copies: copies.map(|copies| copies * size.bytes() as u64),
        };
        let reply = |size| {
            let jobs = [Job::Reply(size), Job::ReplyAlone(size), Job::EmptyReply];
            row("a reply in one piece", size, jobs, Some(0))
        };
        let reply_in_pieces = |size| {
            let jobs = [Job::ReplyInPieces(size), Job::ReplyAlone(size), Job::EmptyReply];
            row("a reply in pieces of 16 KiB", size, jobs, Some(1))
        };
        let body = |size| {
            let jobs = [Job::Body(size), Job::BodyAlone(size), Job::NoBody];
            row("a body of one value", size, jobs, None)
        };
        let properties = |size| {
            let jobs = [Job::Properties(size), Job::PropertiesAlone(size), Job::NoBody];
            row("a body of seven properties", size, jobs, None)
        };
        let replies = Size::ALL.map(reply).into_iter().chain(Size::IN_PIECES.map(reply_in_pieces));
        replies.chain(Size::ALL.map(body)).chain(Size::ALL.map(properties)).collect()
    }
}

/// The figures of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    alone: u64,
    ours: u64,
    /// The bytes that our job allocates in addition to the others, if copies are limited.
    allocated: Option<u64>,
}

impl Figures {
    /// Rounded up, so that a ratio slightly above the limit is not shown as the limit.
    fn hundredths(self) -> u64 {
        (self.ours * 100).div_ceil(self.alone.max(1))
    }
}

impl Table {
    pub(crate) fn measure() -> Result<Self, Box<dyn Error>> {
        let costs = Job::all().into_iter().map(|job| Ok((job, Cost::of(&job.name(), job.counts())?)));
        costs.collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, job: Job) -> Option<Cost> {
        self.0.iter().find(|(of, _)| *of == job).map(|(_, cost)| *cost)
    }

    /// The rows whose jobs are all measured.
    fn rows(&self) -> impl Iterator<Item = (Row, Figures)> {
        Row::all().into_iter().filter_map(|row| {
            let [ours, alone, empty] = [self.of(row.ours)?, self.of(row.alone)?, self.of(row.empty)?];
            let above = |cost: fn(Cost) -> u64| cost(ours).saturating_sub(cost(empty));
            let allocated = above(|cost| cost.bytes).saturating_sub(alone.bytes);
            let figures = Figures {
                alone: alone.instructions,
                ours: above(|cost| cost.instructions),
                allocated: row.copies.map(|_| allocated),
            };
            Some((row, figures))
        })
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from(
            "| JSON | `serde_json` alone | `api-request` | ratio | bytes allocated above both |\n|---|--:|--:|--:|--:|\n",
        );
        for (Row { title, .. }, figures) in self.rows() {
            let (ratio, allocated) = (figures.hundredths(), figures.allocated.map(thousands).unwrap_or_default());
            let [alone, ours] = [figures.alone, figures.ours].map(tens);
            let _ = writeln!(text, "| {title} | {alone} | {ours} | {}.{:02} | {allocated} |", ratio / 100, ratio % 100);
        }
        for (title, job) in SUBTRACTED {
            if let Some(cost) = self.of(job) {
                let _ = writeln!(text, "| {title} | | {} | | |", tens(cost.instructions));
            }
        }
        text
    }

    /// The rows that exceed a limit: more instructions than `serde_json` needs, or more than the allowed copies.
    pub(crate) fn broken_promises(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (Row { title, copies, .. }, figures) in self.rows() {
            let Figures { alone, ours, .. } = figures;
            if ours * 100 > alone * MOST {
                broken.push(format!("{title}: {ours} instructions are more than 1.05 times `serde_json`'s {alone}"));
            }
            if let (Some(copies), Some(allocated)) = (copies, figures.allocated)
                && allocated > copies + SMALL
            {
                broken.push(format!(
                    "{title}: {allocated} bytes are allocated, but only {copies} are allowed for copies"
                ));
            }
        }
        broken
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

/// Describes the jobs whose cost is subtracted from ours.
const SUBTRACTED: [(&str, Job); 2] = [
    ("subtracted above: a call of the same transport with an empty reply", Job::EmptyReply),
    ("subtracted above: a request without a body", Job::NoBody),
];

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "<!-- bench:json -->\n<!-- /bench:json -->";

    /// A table with one response and one body, where our jobs cost this many more instructions than the empty ones.
    fn table(reply: u64, body: u64, allocated: u64) -> Table {
        let cost = |instructions, bytes| Cost { instructions, allocations: 0, bytes };
        let size = Size::OneKib;
        Table(vec![
            (Job::EmptyReply, cost(9000, 2000)),
            (Job::NoBody, cost(2000, 500)),
            (Job::ReplyAlone(size), cost(20_000, 3000)),
            (Job::Reply(size), cost(9000 + reply, 2000 + 3000 + allocated)),
            (Job::BodyAlone(size), cost(10_000, 2000)),
            (Job::Body(size), cost(2000 + body, 1000)),
        ])
    }

    #[test]
    fn writes_and_reads_itself() {
        let written = table(20_100, 9000, 24).put_into(EMPTY).unwrap();
        assert!(written.contains("\n| a reply in one piece, 1 KiB | 20,000 | 20,100 | 1.01 | 24 |\n"), "{written}");
        assert!(written.contains("\n| a body of one value, 1 KiB | 10,000 | 9,000 | 0.90 |  |\n"), "{written}");
        assert!(written.contains(" a request without a body | | 2,000 | | |\n"), "{written}");
        assert_eq!(table(20_100, 9000, 24).differences(&written), [""; 0]);
        assert_eq!(table(21_000, 9400, 25).differences(&written), [""; 0]);
        assert_eq!(table(22_000, 9500, 24).differences(&written).len(), 2);
        assert_eq!(table(20_100, 9000, 48).differences(&written).len(), 1);
        assert_eq!(table(20_100, 9000, 24).differences(EMPTY).len(), 4);
        assert_eq!(table(20_100, 9000, 24).differences("").len(), 0);
    }

    #[test]
    fn holds_json_to_what_serde_json_takes_and_to_its_copies() {
        assert_eq!(table(21_000, 10_500, 512).broken_promises(), [""; 0]);
        assert_eq!(
            table(21_001, 10_501, 513).broken_promises(),
            [
                "a reply in one piece, 1 KiB: 21001 instructions are more than 1.05 times `serde_json`'s 20000",
                "a reply in one piece, 1 KiB: 513 bytes are allocated, but only 0 are allowed for copies",
                "a body of one value, 1 KiB: 10501 instructions are more than 1.05 times `serde_json`'s 10000",
            ]
        );
    }
}
