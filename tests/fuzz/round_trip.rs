//! The fuzz target: a request built from any bytes arrives unchanged, or is rejected with an error that names the field.

#![no_main]

#[path = "../build/round_trip/everything.rs"]
mod everything;
mod input;
mod outcome;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(sent) = input::request(bytes) {
        outcome::of(sent);
    }
});
