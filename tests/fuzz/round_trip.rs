//! The fuzz target: whatever the bytes, the request that they make arrives as it was put in, or it is refused by name.

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
