//! What real servers make of requests, and requests of their answers: nginx with nchan, and oidc-provider.

mod answers;
mod events;
mod nginx;
mod provider;
mod tokens;

use std::time::Duration;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
