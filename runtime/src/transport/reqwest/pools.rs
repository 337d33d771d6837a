//! The connections of a transport, in one pool for each tokio runtime. A connection stops when its runtime does.

use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::runtime::{Handle, Id};

use crate::boxed::BoxError;
use crate::error::NotSent;

/// How many pools are kept besides the first. The oldest is dropped, because most runtimes that come and go are those of tests.
const MOST: usize = 32;

const ONE_ONLY: &str = "the client was first used in another tokio runtime, and `ClientBuilder::reqwest` makes the connections of one \
    runtime only: build a client for each runtime, or leave out `reqwest`";

pub(super) struct Pools {
    first: reqwest::Client,
    /// The runtime that used the first pool first.
    first_in: OnceLock<Id>,
    others: Mutex<Vec<(Id, reqwest::Client)>>,
    /// `None` if the settings can be used only once.
    new_pool: Option<Box<NewPool>>,
}

type NewPool = dyn Fn() -> Result<reqwest::Client, BoxError> + Send + Sync;

impl Pools {
    pub(super) fn new(first: reqwest::Client, new_pool: Option<Box<NewPool>>) -> Self {
        Self { first, first_in: OnceLock::new(), others: Mutex::default(), new_pool }
    }

    /// Runs a function with the pool of the runtime that this is called in.
    pub(super) fn with<T>(&self, run: impl FnOnce(&reqwest::Client) -> T) -> Result<T, BoxError> {
        let here = Handle::try_current().map_err(NotSent::new)?.id();
        if *self.first_in.get_or_init(|| here) == here { Ok(run(&self.first)) } else { Ok(run(&self.other(here)?)) }
    }

    #[cold]
    fn other(&self, here: Id) -> Result<reqwest::Client, BoxError> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pool)) = others.iter().find(|(id, _)| *id == here) {
            return Ok(pool.clone());
        }
        let new_pool = self.new_pool.as_ref().ok_or_else(|| NotSent::new(ONE_ONLY))?;
        let pool = new_pool().map_err(NotSent::new)?;
        if others.len() == MOST {
            others.remove(0);
        }
        others.push((here, pool.clone()));
        Ok(pool)
    }
}
