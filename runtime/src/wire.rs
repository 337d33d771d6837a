#![doc = include_str!("../WIRE.md")]
