#![doc = include_str!("../STYLES.md")]
