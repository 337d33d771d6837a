//! nginx with nchan, as a child process on ports of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;

use crate::PATIENCE;

/// An nginx process. Dropping it stops the process.
pub(crate) struct Nginx {
    process: Child,
    folder: PathBuf,
    port: u16,
    other: u16,
    /// The lines of the error log. Each nginx process holds the log open, so it ends when all of them have ended.
    said: Receiver<String>,
    errors: Vec<String>,
}

impl Nginx {
    /// Starts nginx, and waits until it accepts connections.
    pub(crate) fn start() -> Self {
        // Another program may take a port between its choice and its use.
        (0..3).find_map(|_| Self::try_start()).expect("loopback has free ports")
    }

    /// The origin with the paths of `nginx.conf`.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Another origin.
    pub(crate) fn other_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.other)
    }

    /// Waits until the proxy cuts a silent connection.
    pub(crate) fn cuts(&mut self) {
        loop {
            let line = self.said.recv_timeout(PATIENCE).expect("nginx cuts a connection");
            let is_cut = line.contains("upstream timed out");
            self.errors.push(line);
            if is_cut {
                return;
            }
        }
    }

    /// Stops nginx, and returns each request that it answered: origin, method and path. They are sorted, because the workers log in any
    /// order.
    pub(crate) fn requests(mut self) -> Vec<String> {
        self.end("quit");
        let log = fs::read_to_string(self.folder.join("access.log")).expect("nginx has written its log");
        let origins = [(self.port, self.url()), (self.other, self.other_url())];
        let told = |line: &str| {
            let (port, request) = line.split_once(' ').expect("a line begins with the port");
            let (_, origin) = origins.iter().find(|(own, _)| own.to_string() == port).expect("the port is its own");
            format!("{origin} {request}")
        };
        let mut requests: Vec<_> = log.lines().map(told).collect();
        requests.sort();
        requests
    }

    /// Returns `None` if a port was already in use.
    fn try_start() -> Option<Self> {
        let [port, other] = free_ports();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("nginx-{port}"));
        configure(&folder, port, other);
        let mut process = command(&folder)
            .stderr(Stdio::piped())
            .spawn()
            .expect("nginx starts: `apt-get install nginx-core libnginx-mod-nchan`");
        let log = BufReader::new(process.stderr.take().expect("it is piped"));
        let (tell, said) = mpsc::channel();
        thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let mut nginx = Self { process, folder, port, other, said, errors: Vec::new() };
        while let Ok(line) = nginx.said.recv_timeout(PATIENCE) {
            // nginx listens before it writes this line.
            if line.contains("start worker process ") {
                return Some(nginx);
            }
            if line.contains("Address already in use") {
                return None;
            }
            nginx.errors.push(line);
        }
        panic!("nginx does not start; nchan is in Debian's package libnginx-mod-nchan");
    }

    fn end(&mut self, how: &str) {
        if matches!(self.process.try_wait(), Ok(Some(_))) {
            return;
        }
        let asked = command(&self.folder).args(["-s", how]).stderr(Stdio::null()).status();
        let is_asked = asked.is_ok_and(|status| status.success());
        if !is_asked || !self.has_ended() {
            // It has not finished starting, or it hangs.
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }

    fn has_ended(&mut self) -> bool {
        loop {
            match self.said.recv_timeout(PATIENCE) {
                Ok(line) => self.errors.push(line),
                Err(error) => return error == RecvTimeoutError::Disconnected,
            }
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.end("stop");
        if thread::panicking() {
            eprintln!("nginx said:\n{}", self.errors.join("\n"));
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("/usr/sbin/nginx");
    // Without `-e`, nginx first opens the system-wide log.
    command.args(["-e", "stderr", "-c", "nginx.conf", "-p"]).arg(folder);
    command
}

fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("loopback has a free port"));
    listeners.map(|listener| listener.local_addr().expect("a bound socket has an address").port())
}

fn configure(folder: &Path, port: u16, other: u16) {
    let configuration = include_str!("nginx.conf")
        .replace("PORT", &port.to_string())
        .replace("OTHER", &other.to_string())
        .replace("LONG", &"x".repeat(1000));
    // Files of an earlier run that was killed.
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("the folder of tests can be written");
    fs::write(folder.join("nginx.conf"), configuration).expect("the folder can be written");
}
