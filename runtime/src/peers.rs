#![doc = include_str!("../PEERS.md")]
