//! Replays the inputs that the fuzzer found: the server receives each value unchanged, or the error names the field.

use std::collections::BTreeMap;
use std::fs;

use super::everything::Everything;
use super::outcome::Outcome;
use super::{input, outcome};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/round_trip");

#[test]
fn what_the_fuzzer_found_is_delivered_or_refused_and_it_found_every_rule() {
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    for entry in fs::read_dir(CORPUS).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        if let Some(sent) = input::request(&bytes) {
            *outcomes.entry(outcome::of(sent)).or_default() += 1;
        }
    }
    let delivered = outcomes.remove(&Outcome::Delivered).unwrap_or_default();
    assert!(delivered > 50, "only {delivered} of the corpus can be delivered");
    let mut rules = Everything::default().rules().map(|(field, _)| Outcome::Refused(field.into()));
    rules.sort();
    assert_eq!(outcomes.into_keys().collect::<Vec<_>>(), rules);
}
