#![doc = include_str!("../MISTAKES.md")]
