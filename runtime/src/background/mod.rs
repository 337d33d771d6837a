//! The thread behind blocking clients, and waiting for it.

mod iter;

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, JoinHandle, Thread};

use tokio::runtime::{self, Handle};
use tokio::sync::oneshot;
use tokio::task::coop;

pub use iter::IntoIter;

/// The name of the thread.
const NAME: &str = "api-request";

const IN_ASYNC_CODE: &str = "a blocking call would stop the async code around it; use `api_request::Client` here, or move the call into \
    `tokio::task::spawn_blocking`";

const NOT_BLOCKING: &str = "this does not come from a `blocking::Client`, so it cannot be read without async code; use a \
    `blocking::Client`, or read it with `next().await`";

thread_local! {
    /// Whose call or stream this thread waits for.
    static CURRENT: RefCell<Option<Background>> = const { RefCell::new(None) };
    /// Whether this is a background thread.
    static IS_BACKGROUND: Cell<bool> = const { Cell::new(false) };
}

/// A thread with a tokio runtime, which drives connections and timers. It ends when its last owner is dropped.
///
/// The futures of calls are polled on the threads that wait for them. So encoding and decoding run in parallel, and a panic in a user's
/// function unwinds through the call that caused it. Only the transport runs here: see [`Spawned`](crate::transport::Spawned).
#[derive(Clone)]
pub(crate) struct Background(Arc<Driver>);

struct Driver {
    handle: Handle,
    /// Dropping it ends the thread.
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts the thread.
    ///
    /// The runtime is built and dropped there, because dropping one in async code panics.
    pub(crate) fn start() -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel();
        let (started, start) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name(NAME.to_owned()).spawn(move || {
            IS_BACKGROUND.set(true);
            match runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => {
                    let _ = started.send(Ok(runtime.handle().clone()));
                    let _: Result<Infallible, _> = runtime.block_on(stopped);
                    // Unlike a drop, this does not wait for a name lookup or a reader that blocks.
                    runtime.shutdown_background();
                }
                Err(error) => {
                    let _ = started.send(Err(error));
                }
            }
        })?;
        let handle = start.recv().map_err(|_| io::Error::other("the thread has ended early"))??;
        Ok(Self(Arc::new(Driver { handle, stop: Some(stop), thread: Some(thread) })))
    }

    /// The thread that drives the call or stream for which this thread waits. `None` if this thread does not wait.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Returns why this thread must not wait, if it runs async code.
    pub(crate) fn check() -> Result<(), &'static str> {
        if is_async() { Err(IN_ASYNC_CODE) } else { Ok(()) }
    }

    /// Returns the driver of a stream, or why this thread cannot wait for the stream.
    pub(crate) fn of(stream: Option<&Self>) -> Result<&Self, &'static str> {
        let background = stream.ok_or(NOT_BLOCKING)?;
        Self::check()?;
        Ok(background)
    }

    /// Runs a function within the runtime, so that it can spawn tasks.
    pub(crate) fn run<T>(&self, function: impl FnOnce() -> T) -> T {
        let _entered = self.0.handle.enter();
        function()
    }

    /// Polls until there is a value, and parks this thread meanwhile.
    pub(crate) fn wait<T>(&self, mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        let _entered = self.0.handle.enter();
        let _current = Current::set(self.clone());
        let parked = Arc::new(Parked { thread: thread::current(), is_woken: AtomicBool::new(false) });
        let waker = Waker::from(Arc::clone(&parked));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(value) = poll(&mut context) {
                return value;
            }
            // Another wait on this thread, in a user's function, may use up the token of `unpark`, but not this flag.
            while !parked.is_woken.swap(false, Ordering::Acquire) {
                thread::park();
            }
        }
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Background(..)")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.stop.take());
        // A background thread cannot wait for its own end.
        if let Some(thread) = self.thread.take()
            && !IS_BACKGROUND.get()
        {
            let _ = thread.join();
        }
    }
}

/// Sets [`CURRENT`] while it lives.
struct Current(Option<Background>);

impl Current {
    fn set(background: Background) -> Self {
        Self(CURRENT.replace(Some(background)))
    }
}

impl Drop for Current {
    fn drop(&mut self) {
        // The replaced value is dropped only after the borrow has ended.
        drop(CURRENT.replace(self.0.take()));
    }
}

/// A thread that waits.
struct Parked {
    thread: Thread,
    is_woken: AtomicBool,
}

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Whether this thread runs async code of tokio. A blocking function in tokio's runtime is not async code.
///
/// `Handle::try_current` cannot tell these apart. But tokio limits how much a future may do in one poll, and nothing else; see
/// `tokio::task::coop`. So this uses up the limit, if there is one, and then restores it.
fn is_async() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // Dropping it restores the limit.
    let mut first = None;
    // tokio stores the limit in eight bits.
    for _ in 0..=u8::MAX {
        // This is asked first, because `poll_proceed` also registers the waker where nothing is left.
        if !coop::has_budget_remaining() {
            return true;
        }
        match coop::poll_proceed(&mut context) {
            Poll::Ready(step) if first.is_none() => first = Some(step),
            Poll::Ready(step) => step.made_progress(),
            Poll::Pending => return true,
        }
    }
    false
}
