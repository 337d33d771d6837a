//! Runs rustc directly on a generated crate, and returns the time or the size.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::source::Source;

pub(crate) type Done<T> = Result<T, Box<dyn Error>>;

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
const LOCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock");

/// A kind of build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Build {
    Check,
    Dev,
    Release,
}

impl Build {
    pub(crate) const ALL: [Self; 3] = [Self::Check, Self::Dev, Self::Release];

    /// The flags that cargo passes, but without the incremental cache, which would speed up the second build.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["--emit=metadata", "-Cdebuginfo=2"],
            Self::Dev => &["--emit=metadata,link", "-Cdebuginfo=2", "-Cembed-bitcode=no"],
            Self::Release => &["--emit=metadata,link", "-Copt-level=3", "-Cembed-bitcode=no"],
        }
    }
}

/// A directory in which the dependencies are built.
#[derive(Debug)]
pub(crate) struct Compiler {
    directory: PathBuf,
    target: PathBuf,
    /// The rustc flags with the paths of the libraries, for the dev and the release profile.
    libraries: [Vec<String>; 2],
}

impl Compiler {
    /// Builds the dependencies for each profile, in a directory below this binary's target directory.
    pub(crate) fn new() -> Done<Self> {
        let binary = env::current_exe()?;
        let own_target = binary.ancestors().nth(2).ok_or("this binary is not in a target directory")?;
        let directory = own_target.join("scale");
        let target = directory.join("target");
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("src/lib.rs"), "")?;
        fs::write(directory.join("Cargo.toml"), manifest()?)?;
        fs::copy(LOCK, directory.join("Cargo.lock"))?;
        let mut compiler = Self { directory, target, libraries: [Vec::new(), Vec::new()] };
        compiler.libraries = [compiler.libraries(&["build"])?, compiler.libraries(&["build", "--release"])?];
        Ok(compiler)
    }

    /// Seconds of user CPU time, which depends less on other load than the elapsed time.
    pub(crate) fn seconds(&self, build: Build, source: Source) -> Done<f64> {
        timed(self.rustc(build, source)?.arg("--crate-type=lib"))
    }

    /// Seconds to compile a package whose dependencies are already built.
    pub(crate) fn seconds_of_package(&self, package: &str) -> Done<f64> {
        run(&mut self.cargo(&["build", "--package", package]))?;
        run(&mut self.cargo(&["clean", "--package", package]))?;
        let whole = timed(&mut self.cargo(&["build", "--package", package]))?;
        let cargo = timed(&mut self.cargo(&["build", "--package", package]))?;
        Ok(whole - cargo)
    }

    /// Lines and bytes of the code that `derive` generated, from an unstable option of the compiler.
    pub(crate) fn expansion(&self, source: Source, derive: &str) -> Done<[u64; 2]> {
        let mut rustc = self.rustc(Build::Check, source)?;
        let report = run(rustc.args(["--crate-type=lib", "-Zmacro-stats"]).env("RUSTC_BOOTSTRAP", "1"))?;
        let row = report.lines().find_map(|line| line.split_once(&format!("::{derive})]")));
        let (_, row) = row.ok_or_else(|| format!("the compiler's report does not mention `{derive}`:\n{report}"))?;
        let numbers: Vec<&str> = row.split_whitespace().collect();
        let &[_, lines, _, bytes, _] = numbers.as_slice() else {
            return Err(format!("the compiler's report has another form:\n{row}").into());
        };
        Ok([lines.replace(['_', ','], "").parse()?, bytes.replace(['_', ','], "").parse()?])
    }

    /// Lines of the functions that rustc passes to LLVM, before optimization.
    pub(crate) fn llvm_lines(&self, source: Source) -> Done<u64> {
        let mut rustc = self.rustc(Build::Dev, source)?;
        run(rustc
            .args(["--crate-type=lib", "--emit=llvm-ir", "-Ccodegen-units=1", "-Cno-prepopulate-passes"])
            .args(["-Cdebuginfo=0", "-Cpasses=name-anon-globals"]))?;
        let code = fs::read_to_string(self.directory.join(format!("out/lib{}.ll", source.name())))
            .or_else(|_| fs::read_to_string(self.directory.join(format!("out/{}.ll", source.name()))))?;
        Ok(lines_of_functions(&code))
    }

    /// The size in bytes of a stripped release program.
    pub(crate) fn program(&self, source: Source) -> Done<u64> {
        let mut rustc = self.rustc(Build::Release, source)?;
        run(rustc.args(["--crate-type=bin", "--emit=link", "-Cstrip=symbols"]))?;
        Ok(fs::metadata(self.directory.join("out").join(source.name()))?.len())
    }

    fn rustc(&self, build: Build, source: Source) -> Done<Command> {
        let name = source.name();
        let file = self.directory.join(format!("src/{name}.rs"));
        fs::write(&file, source.text())?;
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition=2024", "--cap-lints=allow", "--crate-name", &name]).args(build.flags());
        rustc.args(&self.libraries[usize::from(build == Build::Release)]);
        rustc.arg("--out-dir").arg(self.directory.join("out")).arg(file);
        Ok(rustc)
    }

    /// Builds the dependencies. Cargo reports their files, because the directory may also contain files of an older run.
    fn libraries(&self, arguments: &[&str]) -> Done<Vec<String>> {
        let report = run(self.cargo(arguments).arg("--message-format=json"))?;
        let mut flags = Vec::new();
        for name in ["api_request", "serde", "serde_json"] {
            let is_it = |file: &&str| file.contains(&format!("/lib{name}-")) && file.strip_suffix(".rlib").is_some();
            let file = report.split('"').find(is_it).ok_or_else(|| format!("cargo did not build `{name}`"))?;
            let directory = Path::new(file).parent().ok_or("the library has no parent directory")?;
            flags.extend([
                "--extern".into(),
                format!("{name}={file}"),
                format!("-Ldependency={}", directory.display()),
            ]);
        }
        Ok(flags)
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments).arg("--quiet").current_dir(&self.directory);
        cargo.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS");
        cargo
    }
}

/// The manifest with the dependencies of the generated crates. It is a separate workspace, because it is inside this one's directory.
fn manifest() -> Done<String> {
    let benches = Path::new(MANIFEST).parent().ok_or("the manifest has no parent directory")?;
    Ok(format!(
        "[package]
name = \"scale\"
edition = \"2024\"

[workspace]

[dependencies]
api-request = {{ path = '{}', default-features = false }}
serde = {{ version = \"1\", features = [\"derive\"] }}
serde_json = \"1\"
",
        benches.join("../runtime").display()
    ))
}

fn run(command: &mut Command) -> Done<String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        return Ok(text);
    }
    // A mistake in the generator causes an error in every request.
    let beginning: Vec<&str> = text.lines().take(40).collect();
    Err(format!("{command:?} failed:\n{}", beginning.join("\n")).into())
}

/// Bash measures the CPU time of its child. In Rust, that would need `unsafe` or another crate.
fn timed(command: &mut Command) -> Done<f64> {
    let mut bash = Command::new("bash");
    bash.args(["-c", "TIMEFORMAT=%U; time \"$@\"", "bash"]).arg(command.get_program()).args(command.get_args());
    bash.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).env_remove("RUSTFLAGS");
    if let Some(directory) = command.get_current_dir() {
        bash.current_dir(directory);
    }
    let report = run(&mut bash)?;
    let time = report.lines().last().ok_or("bash tells no time")?;
    Ok(time.replace(',', ".").parse()?)
}

fn lines_of_functions(code: &str) -> u64 {
    let mut count = 0;
    let mut is_inside = false;
    for line in code.lines() {
        is_inside |= line.starts_with("define ");
        count += u64::from(is_inside && !line.is_empty());
        is_inside &= line != "}";
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_lines_of_functions_only() {
        let code = "; ModuleID\n@a = global i8 0\ndefine void @f() {\nstart:\n  ret void\n}\n\ndeclare void @g()\n";
        assert_eq!(lines_of_functions(code), 4);
    }
}
