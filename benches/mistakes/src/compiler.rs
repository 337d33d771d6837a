//! Compiles sources like a user's package, and returns rustc's errors.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::{env, fs};

use serde_json::Value;

pub(crate) type Done<T> = Result<T, Box<dyn Error>>;

const MANIFEST: &str = include_str!("../Cargo.toml");
const LOCK: &str = include_str!("../Cargo.lock");
const RUNTIME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../runtime");

/// A package with each source as an example.
#[derive(Debug)]
pub(crate) struct Package {
    directory: PathBuf,
}

impl Package {
    /// Writes the package below this binary's target directory.
    pub(crate) fn new(name: &str, sources: impl IntoIterator<Item = Done<(String, String)>>) -> Done<Self> {
        let directory = beside_this_binary()?.join(name);
        let examples = directory.join("examples");
        if examples.exists() {
            fs::remove_dir_all(&examples)?;
        }
        fs::create_dir_all(&examples)?;
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("src/lib.rs"), "")?;
        fs::write(directory.join("Cargo.toml"), MANIFEST.replace("../../runtime", RUNTIME))?;
        fs::write(directory.join("Cargo.lock"), LOCK)?;
        for source in sources {
            let (target, text) = source?;
            fs::write(examples.join(format!("{target}.rs")), text)?;
        }
        Ok(Self { directory })
    }

    /// The errors of each source, as rustc renders them. Warnings are left out, because correct sources have them too.
    pub(crate) fn errors(&self) -> Done<BTreeMap<String, Vec<String>>> {
        let output = self.cargo(&["check", "--examples", "--keep-going", "--message-format=json"])?.output()?;
        let mut errors = BTreeMap::<String, Vec<String>>::new();
        for line in str::from_utf8(&output.stdout)?.lines() {
            let message: Value = serde_json::from_str(line)?;
            let error = &message["message"];
            // The final error, which counts the others, has no position.
            let has_place = error["spans"].as_array().is_some_and(|places| !places.is_empty());
            if error["level"] == "error" && has_place {
                let target = message["target"]["name"].as_str().ok_or("cargo does not name the compiled target")?;
                let rendered = error["rendered"].as_str().ok_or("rustc did not render the error")?;
                errors.entry(target.to_owned()).or_default().push(rendered.to_owned());
            }
        }
        // Without such errors, the build itself failed.
        if output.status.success() || !errors.is_empty() { Ok(errors) } else { Err(failure(&output)) }
    }

    /// The output of failed tests in a source that compiles. A macro may generate tests.
    pub(crate) fn failures(&self, target: &str) -> Done<String> {
        let output = self.cargo(&["test", "--example", target])?.output()?;
        let text = str::from_utf8(&output.stdout)?;
        match text.split_once("\nfailures:\n") {
            Some((_, failures)) => Ok(failures.split("\nfailures:\n").next().unwrap_or_default().to_owned()),
            None if output.status.success() => Ok(String::new()),
            None => Err(failure(&output)),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Done<Command> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments).args(["--features=sources", "--locked", "--quiet"]).current_dir(&self.directory);
        cargo.env("CARGO_TARGET_DIR", beside_this_binary()?.join("target"));
        cargo.env_remove("RUSTFLAGS").env_remove("RUST_BACKTRACE");
        Ok(cargo)
    }
}

fn failure(output: &Output) -> Box<dyn Error> {
    format!("cargo failed:\n{}", String::from_utf8_lossy(&output.stderr)).into()
}

fn beside_this_binary() -> Done<PathBuf> {
    let binary = env::current_exe()?;
    Ok(binary.ancestors().nth(2).ok_or("this binary is in no target directory")?.join("mistakes"))
}

/// The version of a package in the lock file.
pub(crate) fn version(package: &str) -> Option<&'static str> {
    let (_, entry) = LOCK.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    entry.split('"').next()
}
