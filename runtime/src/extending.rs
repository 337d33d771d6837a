#![doc = include_str!("../EXTENDING.md")]
