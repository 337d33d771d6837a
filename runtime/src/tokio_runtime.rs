//! Whether a call runs in a tokio runtime that has timers.

use std::cell::Cell;
use std::panic::catch_unwind;
use std::time::Duration;

use tokio::runtime::{Handle, Id};

const NO_RUNTIME: &str = "no tokio runtime is running here: call this within one, such as `#[tokio::main]` sets up";
const NO_TIMERS: &str = "the tokio runtime has no timers: call `enable_all` or `enable_time` on its `Builder`";

thread_local! {
    /// The runtime that was found to have timers.
    static CHECKED: Cell<Option<Id>> = const { Cell::new(None) };
}

/// The tokio runtime that is running here, or why there is no such runtime.
pub(crate) fn current() -> Result<Handle, &'static str> {
    Handle::try_current().map_err(|_| NO_RUNTIME)
}

/// Returns why a timer would panic here, if it would.
///
/// tokio has no function that tells whether a runtime has timers, so this creates one for each new runtime, and catches its panic.
pub(crate) fn check() -> Result<(), &'static str> {
    let id = current()?.id();
    if CHECKED.get() != Some(id) {
        catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).map_err(|_| NO_TIMERS)?;
        CHECKED.set(Some(id));
    }
    Ok(())
}
