//! Measures calls per second over loopback. There is no limit for it, because it depends on the machine.

use std::fmt::Write as _;
use std::time::Duration;

use api_request_benches::thousands;

use super::Call;
use super::peer::Peer;
use crate::rows::Built;

const PAIRS: usize = 15;

/// The number of calls for warming up, and of timed calls, for each half of a pair.
const COUNTS: [u32; 2] = [200, 1000];

/// Measures in pairs and alternates the order, so that other load on the machine affects both halves equally.
pub(crate) fn measure() -> Built<String> {
    let peer = Peer::quick()?;
    let base = format!("http://{}", peer.address());
    let timed = |call: Call| call.timed(&base, reqwest::Client::builder(), COUNTS);
    let mut pairs = Vec::new();
    for pair in 0..PAIRS {
        pairs.push(if pair % 2 == 0 {
            let by_hand = timed(Call::SameJob)?;
            (by_hand, timed(Call::Ours)?)
        } else {
            let ours = timed(Call::Ours)?;
            (timed(Call::SameJob)?, ours)
        });
    }
    let mut text = format!("{PAIRS} pairs of {} calls, one after the other over one connection:\n", COUNTS[1]);
    for (name, times) in [
        (Call::SameJob.name(), pairs.iter().map(|pair| pair.0).collect::<Vec<_>>()),
        (Call::Ours.name(), pairs.iter().map(|pair| pair.1).collect()),
    ] {
        let [slowest, median, fastest] = spread(times.into_iter().map(per_second)).map(thousands_of);
        let _ = writeln!(text, "{name}: {median} calls per second ({slowest} to {fastest})");
    }
    let ratios = pairs.iter().map(|(by_hand, ours)| by_hand.as_secs_f64() / ours.as_secs_f64());
    let [least, median, most] = spread(ratios);
    let _ = writeln!(text, "ours to by hand, pair by pair: {median:.3} ({least:.3} to {most:.3})");
    Ok(text)
}

fn per_second(time: Duration) -> f64 {
    f64::from(COUNTS[1]) / time.as_secs_f64()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number is small and positive")]
fn thousands_of(number: f64) -> String {
    thousands(number.round() as u64)
}

/// The minimum, the median and the maximum.
fn spread(numbers: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    [numbers[0], numbers[numbers.len() / 2], numbers[numbers.len() - 1]]
}
