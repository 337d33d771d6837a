//! The measurements: times in several rounds, and counts once, because counts do not vary.

use crate::compiler::{Build, Compiler, Done};
use crate::source::{Derived, Source, Use};

/// The extent of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Quick,
    Full,
}

impl Extent {
    fn counts(self) -> &'static [u32] {
        match self {
            Self::Quick => &[10, 100, 200],
            Self::Full => &[1, 10, 100, 200, 1000],
        }
    }

    fn rounds(self) -> usize {
        match self {
            Self::Quick => 3,
            Self::Full => 5,
        }
    }
}

/// Seconds in addition to the bare structs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Time {
    pub(crate) ours: f64,
    /// `None` if the measurement would take many minutes.
    pub(crate) serde: Option<f64>,
}

/// The times of one number of requests: check, dev build, release build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Times {
    pub(crate) requests: u32,
    pub(crate) by_build: [Time; 3],
}

/// The cost of one more request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Added {
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
    pub(crate) llvm_declared: u64,
    pub(crate) llvm_sent: u64,
    pub(crate) program: u64,
}

/// All measurements.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figures {
    pub(crate) times: Vec<Times>,
    pub(crate) added: Added,
    /// The compile times of our derive crate and of serde's.
    pub(crate) macros: [f64; 2],
}

impl Figures {
    pub(crate) fn measure(compiler: &Compiler, extent: Extent) -> Done<Self> {
        let added = Added::measure(compiler)?;
        let times = Times::measure(compiler, extent)?;
        // This comes last, because it deletes libraries that the generated crates need.
        let macros = |round| {
            // The order alternates, because the first build may find the machine in a different state.
            let (first, second) = ("api-request-macros", "serde_derive");
            if round % 2 == 0 {
                Ok([compiler.seconds_of_package(first)?, compiler.seconds_of_package(second)?])
            } else {
                let second = compiler.seconds_of_package(second)?;
                Ok([compiler.seconds_of_package(first)?, second])
            }
        };
        let macros = (0..extent.rounds()).map(macros).collect::<Done<Vec<_>>>()?;
        Ok(Self { times, added, macros: [0, 1].map(|which| median(macros.iter().map(|round| round[which]))) })
    }

    pub(crate) fn times_of(&self, requests: u32) -> Option<&Times> {
        self.times.iter().find(|times| times.requests == requests)
    }
}

impl Times {
    /// Measures every number of requests in every round. If the machine is busy for some minutes, all of them are affected, and their
    /// ratios stay the same.
    fn measure(compiler: &Compiler, extent: Extent) -> Done<Vec<Self>> {
        let mut seconds = vec![[const { [const { Vec::new() }; 2] }; 3]; extent.counts().len()];
        for _ in 0..extent.rounds() {
            for (&requests, seconds) in extent.counts().iter().zip(&mut seconds) {
                for (build, [ours, serde]) in Build::ALL.into_iter().zip(seconds) {
                    // Generic code is compiled only if it is used.
                    let used = if build == Build::Check { Use::Declared } else { Use::Used };
                    let compile = |derived| compiler.seconds(build, Source { requests, derived, used });
                    let bare = compile(Derived::Nothing)?;
                    ours.push(compile(Derived::Request)? - bare);
                    if build == Build::Check || requests <= 200 {
                        serde.push(compile(Derived::Serde)? - bare);
                    }
                }
            }
        }
        let by_build = |seconds: [[Vec<f64>; 2]; 3]| {
            seconds.map(|[ours, serde]| {
                let serde = (!serde.is_empty()).then(|| median(serde));
                Time { ours: median(ours), serde }
            })
        };
        let times = extent.counts().iter().zip(seconds);
        Ok(times.map(|(&requests, seconds)| Self { requests, by_build: by_build(seconds) }).collect())
    }

    pub(crate) fn check(&self) -> Time {
        self.by_build[0]
    }
}

impl Added {
    /// The difference between two crates, which excludes the fixed cost of a crate.
    fn measure(compiler: &Compiler) -> Done<Self> {
        const COUNTS: [u32; 2] = [100, 200];
        let per_request = |used, count: &dyn Fn(Source) -> Done<u64>| -> Done<u64> {
            let [fewer, more] = COUNTS;
            let of = |requests| count(Source { requests, derived: Derived::Request, used });
            let extra =
                of(more)?.checked_sub(of(fewer)?).ok_or("more requests gave less: the measurement is broken")?;
            Ok(extra.div_ceil(u64::from(more - fewer)))
        };
        let expansion =
            |index: usize| per_request(Use::Declared, &|source| Ok(compiler.expansion(source, "ApiRequest")?[index]));
        Ok(Self {
            lines: expansion(0)?,
            bytes: expansion(1)?,
            llvm_declared: per_request(Use::Declared, &|source| compiler.llvm_lines(source))?,
            llvm_sent: per_request(Use::Used, &|source| compiler.llvm_lines(source))?,
            program: per_request(Use::Used, &|source| compiler.program(source))?,
        })
    }
}

fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_an_outlier() {
        assert_eq!(median([9.0, 1.0, 2.0]).to_bits(), 2.0_f64.to_bits());
        assert!(median([]).is_nan());
    }
}
