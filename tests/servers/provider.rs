//! oidc-provider, as a child process on a port of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde::Deserialize;

use crate::PATIENCE;

/// A provider process. It stops when this is dropped, or when the program that holds its standard input ends.
pub(crate) struct Provider {
    process: Child,
    pub(crate) given: Given,
}

/// What the provider prints once it listens.
#[derive(Deserialize)]
pub(crate) struct Given {
    pub(crate) url: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uri: String,
    pub(crate) code: String,
    pub(crate) verifier: String,
    /// The ids and secrets of two clients: one of letters and digits only, the other with special characters.
    pub(crate) by_basic: [(String, String); 2],
}

impl Provider {
    /// Starts the provider, and waits until it listens.
    pub(crate) fn start() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("servers/oidc");
        assert!(folder.join("node_modules/oidc-provider").exists(), "install it: `npm ci --prefix tests/servers/oidc`");
        let mut process = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("there is node 20, or a later one");
        let said = BufReader::new(process.stdout.take().expect("it is piped"));
        let (tell, line) = mpsc::channel();
        thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let given =
            line.recv_timeout(PATIENCE).map(|line| serde_json::from_str(&line).expect("it prints what it gives"));
        match given {
            Ok(given) => Self { process, given },
            Err(error) => {
                let _ = process.kill();
                panic!("the provider does not start: {error}");
            }
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
