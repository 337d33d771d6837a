//! The command `api-request`.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use api_request_import::{Change, Config, Plan, import};
use clap::{Args, Parser, Subcommand};

/// Typed HTTP API clients, where one struct is one request.
#[derive(Parser)]
#[command(name = "api-request", version)]
struct Command {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand)]
enum Subcommands {
    Import(Import),
}

/// Writes the requests of an API from its OpenAPI document.
///
/// Each operation becomes one struct that derives `ApiRequest`, in one file for each tag. The models are in `models.rs`.
/// The files are yours: edit them, and keep them in your repository. A second import changes nothing if the document is
/// the same, and never overwrites edits unless you write `--force`.
#[derive(Args)]
#[command(after_long_help = "\
Examples:
  api-request import openapi.yaml --out src/api
  api-request import openapi.yaml --out src/api --only users --dry-run
  curl https://api.example.com/openapi.json | api-request import - --out src/api

Then declare the module, `mod api;`, and depend on the crates that the files use:
  cargo add api-request serde_json
  cargo add serde --features derive")]
struct Import {
    /// The document: OpenAPI 3.0, 3.1 or 3.2, as JSON or YAML. `-` reads standard input.
    document: PathBuf,
    /// The folder for the files.
    #[arg(long, value_name = "FOLDER", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// Shows what would change, and writes nothing. Without `--out`, shows the files.
    #[arg(long)]
    dry_run: bool,
    /// Only operations with this tag, path, `operationId`, or "METHOD /path", and their models.
    #[arg(long, value_name = "WHAT")]
    only: Vec<String>,
    /// Fails if an operation is skipped or loses something that the document states.
    #[arg(long)]
    strict: bool,
    /// Overwrites files that have edits.
    #[arg(long)]
    force: bool,
    /// Corrections of the document.
    #[arg(long, value_name = "import.toml")]
    config: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Subcommands::Import(options) = Command::parse().command;
    match run(&options) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Import) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let config = match &options.config {
        Some(path) => {
            Config::parse(&read(path)?).map_err(|error| format!("{} is not valid: {error}", path.display()))?
        }
        None => Config::default(),
    };
    let config = config.only(options.only.iter().cloned());
    let document = read(&options.document)?;
    let imported = import(&document, &config).map_err(|error| format!("{}: {error}", options.document.display()))?;
    let report = &imported.report;
    if report.written.is_empty() && report.skipped.is_empty() {
        return Err(
            "no operation of the document matches; `--only` takes a tag, a path, an `operationId` or \"METHOD /path\""
                .into(),
        );
    }
    match &options.out {
        Some(out) => {
            let plan = Plan::new(out, &imported.files)?;
            for name in plan.changes().filter(|(_, change)| *change == Change::Stale).map(|(name, _)| name) {
                eprintln!("{}: the document no longer has what an earlier import wrote here", out.join(name).display());
            }
            if options.dry_run {
                print(&plan.difference())?;
            } else {
                plan.write(options.force)?;
            }
        }
        None => {
            for (name, text) in &imported.files {
                print(&format!("// {name}\n\n{text}\n"))?;
            }
        }
    }
    eprintln!("{report}");
    let is_weaker = !report.skipped.is_empty() || !report.degraded.is_empty();
    Ok(if options.strict && is_weaker { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Writes to standard output. A reader that closed it, such as `head`, is not an error.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn read(path: &Path) -> Result<String, String> {
    if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
