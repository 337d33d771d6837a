//! A server as a child process that listens on a port of its own.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// A server process. Dropping it stops the process and deletes its folder.
pub(crate) struct Process {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Process {
    /// Starts the command that `command` builds for a new folder and a free port, and waits until it accepts connections. `what` tells
    /// how to install the server.
    pub(crate) fn start(name: &str, what: &str, command: impl Fn(&PathBuf, u16) -> Command) -> Self {
        // Another program may take a port between its choice and its use.
        let started = (0..3).find_map(|_| {
            let port = free_port();
            let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{port}"));
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).expect("the folder of tests can be written");
            let mut command = command(&folder, port);
            let child = command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let child = child.spawn().unwrap_or_else(|error| panic!("{name} does not start ({error}): {what}"));
            let mut process = Self { child, folder, port };
            process.listens().then_some(process)
        });
        started.unwrap_or_else(|| panic!("{name} does not listen: {what}"))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn listens(&mut self) -> bool {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE * 3 {
            if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
                return true;
            }
            if !matches!(self.child.try_wait(), Ok(None)) {
                return false;
            }
            // There is no event for the moment when a port starts to listen.
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}
