//! Imports every document in a folder, and prints what is written, weakened and skipped, by reason.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, panic};

use api_request_import::{Config, Import, import};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: world FOLDER [OUTPUT]");
        return ExitCode::FAILURE;
    };
    let output = env::args_os().nth(2).map(PathBuf::from);
    let mut paths = Vec::new();
    documents(Path::new(&folder), &mut paths);
    paths.sort();
    let mut total = Total::default();
    for path in &paths {
        let Ok(text) = fs::read_to_string(path) else {
            total.refuse(path, "not text");
            continue;
        };
        match panic::catch_unwind(|| import(&text, &Config::default())) {
            Ok(Ok(imported)) => {
                total.add(&imported);
                if let Some(output) = &output {
                    let name = path.strip_prefix(&folder).unwrap_or(path).with_extension("");
                    write(&output.join(name.to_string_lossy().replace(['/', '.', '-'], "_")), &imported);
                }
            }
            Ok(Err(error)) => total.refuse(path, &error.to_string()),
            Err(_) => total.refuse(path, "PANIC"),
        }
    }
    total.print(paths.len());
    if total.refused.values().flatten().count() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The JSON and YAML files in a folder and those below.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|one| ["json", "yaml", "yml"].iter().any(|known| one == *known)) {
            found.push(path);
        }
    }
}

fn write(folder: &Path, imported: &Import) {
    fs::create_dir_all(folder).expect("the output folder can be created");
    for (name, text) in &imported.files {
        fs::write(folder.join(name), text).expect("the output folder can be written");
    }
}

#[derive(Default)]
struct Total {
    written: usize,
    skipped: BTreeMap<String, usize>,
    weakened: BTreeMap<String, usize>,
    refused: BTreeMap<String, Vec<PathBuf>>,
    lines_per_operation: Vec<usize>,
}

impl Total {
    fn add(&mut self, imported: &Import) {
        let report = &imported.report;
        self.written += report.written.len();
        for (remarks, counts) in [(&report.skipped, &mut self.skipped), (&report.degraded, &mut self.weakened)] {
            for remark in remarks {
                *counts.entry(remark.reason.clone()).or_default() += 1;
            }
        }
        let lines: usize = imported.files.values().map(|text| text.lines().count()).sum();
        if let Some(per_operation) = lines.checked_div(report.written.len()) {
            self.lines_per_operation.push(per_operation);
        }
    }

    fn refuse(&mut self, path: &Path, reason: &str) {
        let reason = reason.chars().take(160).collect();
        self.refused.entry(reason).or_default().push(path.to_owned());
    }

    fn print(&mut self, documents: usize) {
        let skipped: usize = self.skipped.values().sum();
        self.lines_per_operation.sort_unstable();
        let median = self.lines_per_operation.get(self.lines_per_operation.len() / 2).copied().unwrap_or_default();
        println!("| documents | operations | written | skipped | median of lines an operation |");
        println!("|--:|--:|--:|--:|--:|");
        println!("| {documents} | {} | {} | {skipped} | {median} |", self.written + skipped, self.written);
        for (title, counts) in [("skipped", &self.skipped), ("weaker", &self.weakened)] {
            let mut counts: Vec<_> = counts.iter().collect();
            counts.sort_by(|(one, more), (other, less)| less.cmp(more).then(one.cmp(other)));
            println!("\n| {title} | times |\n|---|--:|");
            for (reason, times) in counts {
                println!("| {reason} | {times} |");
            }
        }
        if !self.refused.is_empty() {
            println!("\n| not imported | document |\n|---|---|");
        }
        for (reason, paths) in &self.refused {
            for path in paths {
                println!("| {reason} | {} |", path.display());
            }
        }
    }
}
