//! The tables of compile times and sizes, and the targets of their figures.

use std::fmt::Write as _;

use api_request_benches::{Place, thousands};

use crate::figures::{Figures, Time, Times};

pub(crate) const PLACE: Place = Place("bench:scale");

impl Figures {
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from(
            "| requests | check | dev build | release build |\n\
             |--:|--:|--:|--:|\n",
        );
        for times in &self.times {
            let _ = write!(text, "| {} |", thousands(times.requests.into()));
            for Time { ours, serde } in times.by_build {
                let _ = match serde {
                    Some(serde) => write!(text, " {} / {} |", seconds(ours), seconds(serde)),
                    None => write!(text, " {} |", seconds(ours)),
                };
            }
            text.push('\n');
        }
        let added = self.added;
        let [ours, serde] = self.macros;
        let _ = write!(
            text,
            "\n| what | cost |\n|---|--:|\n\
             | lines of code that the derive writes for a request | {} |\n\
             | bytes of it | {} |\n\
             | lines for LLVM that one more request adds | {} |\n\
             | the same if the request is sent | {} |\n\
             | bytes that one more sent request adds to a release program | {} |\n\
             | the macro crate's own build, and `serde_derive`'s | {} / {} |\n",
            added.lines,
            thousands(added.bytes),
            thousands(added.llvm_declared),
            thousands(added.llvm_sent),
            thousands(added.program),
            seconds(ours),
            seconds(serde),
        );
        text
    }

    /// The figures that miss their target.
    pub(crate) fn missed_targets(&self) -> Vec<String> {
        let [ours, serde] = self.macros;
        let mut found = vec![
            ("lines for LLVM that one more sent request adds", figure(self.added.llvm_sent), 450.0),
            ("bytes that one more sent request adds to a program", figure(self.added.program), 3072.0),
            ("the macro crate's own build, as a multiple of `serde_derive`'s", ours / serde, 1.3),
        ];
        if let Some(Time { ours, serde: Some(serde) }) = self.times_of(200).map(Times::check) {
            found.push(("check of 200 requests, as a multiple of serde's two derives", ours / serde, 0.30));
        }
        if let (Some(fewer), Some(more)) = (self.times_of(100), self.times_of(1000)) {
            found.push(("check of 1,000 requests, as a multiple of 100", more.check().ours / fewer.check().ours, 11.0));
        }
        // A missing figure also misses its target.
        found.retain(|(_, found, limit)| found.is_nan() || found > limit);
        found
            .iter()
            .map(|(what, found, limit)| format!("{what}: {found:.2}, but the target is at most {limit}"))
            .collect()
    }
}

fn figure(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::NAN, f64::from)
}

fn seconds(seconds: f64) -> String {
    format!("{:.2} s", seconds.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Added;

    fn figures(check: f64, llvm_sent: u64) -> Figures {
        let of = |requests, ours| {
            let time = Time { ours, serde: Some(1.0) };
            Times { requests, by_build: [time, time, Time { serde: None, ..time }] }
        };
        let added = Added { lines: 70, bytes: 4000, llvm_declared: 70, llvm_sent, program: 3000 };
        Figures { times: vec![of(100, 0.1), of(200, check), of(1000, 1.0)], added, macros: [1.3, 1.0] }
    }

    #[test]
    fn shows_a_time_with_serdes_where_there_is_one() {
        let shown = figures(0.25, 1450).markdown();
        assert!(shown.contains("| 200 | 0.25 s / 1.00 s | 0.25 s / 1.00 s | 0.25 s |"), "{shown}");
        assert!(shown.contains("| 1,450 |"), "{shown}");
    }

    #[test]
    fn tells_each_target_that_is_missed() {
        assert_eq!(figures(0.30, 450).missed_targets(), [""; 0]);
        let missed = figures(0.31, 451).missed_targets();
        assert!(missed[0].contains("451.00") && missed[1].contains("0.31"), "{missed:?}");
        assert_eq!(figures(f64::NAN, 0).missed_targets().len(), 1);
    }
}
