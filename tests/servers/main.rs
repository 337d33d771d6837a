//! Tests against real servers: nginx with nchan, oidc-provider, a registry of container images, Prometheus,
//! and Prism with FusionAuth's document.

mod answers;
mod credentials;
mod events;
mod fusionauth;
mod nginx;
mod process;
mod prometheus;
mod provider;
mod registry;
mod tokens;

use std::time::Duration;

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
