//! The output folder: what would change, and writing it without a loss of edits.

mod difference;
mod record;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use record::Record;

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// It is written for the first time.
    New,
    /// It has these bytes already.
    Same,
    /// It is as an import wrote it, and becomes another text.
    Updated,
    /// It was edited after an import wrote it, or was never written by one.
    Edited,
    /// An earlier import wrote it, and this one leaves it as it is.
    Stale,
}

/// What writing the files into a folder would do.
#[derive(Debug)]
pub struct Plan<'f> {
    folder: PathBuf,
    record: Record,
    steps: Vec<Step<'f>>,
}

#[derive(Debug)]
struct Step<'f> {
    name: &'f str,
    change: Change,
    old: String,
    new: &'f str,
}

/// Why the files were not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The system refused to read or write a path.
    Io(PathBuf, io::Error),
    /// These files have edits that would be lost.
    Edited(Vec<String>),
    /// The path exists and is not a regular file.
    NotAFile(PathBuf),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Edited(names) => write!(
                f,
                "these files have edits that an import would lose: {}; use `--dry-run` to see the difference, and `--force` to overwrite them",
                names.join(", ")
            ),
            Self::NotAFile(path) => {
                write!(f, "{} is a link or a folder; remove it, because an import writes regular files", path.display())
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}

impl<'f> Plan<'f> {
    /// Compares the files with a folder, which need not exist.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or if a path is a link or a folder.
    pub fn new(folder: &Path, files: &'f IndexMap<String, String>) -> Result<Self, WriteError> {
        let record = match read(&folder.join(record::NAME))? {
            Some(text) => Record::parse(&text),
            None => Record::default(),
        };
        let mut steps = Vec::new();
        for (name, new) in files {
            let old = read(&folder.join(name))?;
            let change = match &old {
                None => Change::New,
                Some(old) if old == new => Change::Same,
                Some(old) if record.wrote(name, old) => Change::Updated,
                Some(_) => Change::Edited,
            };
            steps.push(Step { name, change, old: old.unwrap_or_default(), new });
        }
        Ok(Self { folder: folder.to_owned(), record, steps })
    }

    /// The files with what happens to them, and then the files of earlier imports.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Change)> {
        let stale = self.record.names().filter(|name| self.steps.iter().all(|step| step.name != *name));
        self.steps.iter().map(|step| (step.name, step.change)).chain(stale.map(|name| (name, Change::Stale)))
    }

    /// The differences as `diff -u` shows them.
    #[must_use]
    pub fn difference(&self) -> String {
        let changed = self.steps.iter().filter(|step| step.change != Change::Same);
        changed.map(|step| difference::of(step.name, &step.old, step.new)).collect()
    }

    /// Writes the files.
    ///
    /// Edited files are only overwritten if `force` is set.
    ///
    /// # Errors
    ///
    /// Fails before anything is written if a file has edits and `force` is not set, and if the system refuses to write.
    pub fn write(mut self, force: bool) -> Result<(), WriteError> {
        let edited = self.steps.iter().filter(|step| step.change == Change::Edited);
        let edited: Vec<String> = edited.map(|step| step.name.to_owned()).collect();
        if !edited.is_empty() && !force {
            return Err(WriteError::Edited(edited));
        }
        fs::create_dir_all(&self.folder).map_err(|error| WriteError::Io(self.folder.clone(), error))?;
        for step in &self.steps {
            if step.change != Change::Same {
                write(&self.folder.join(step.name), step.new)?;
            }
            self.record.set(step.name, step.new);
        }
        write(&self.folder.join(record::NAME), &self.record.to_string())
    }
}

/// The text of a regular file, if it exists. A link could lead out of the folder.
fn read(path: &Path) -> Result<Option<String>, WriteError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::Io(path.to_owned(), error)),
        Ok(found) if !found.is_file() => return Err(WriteError::NotAFile(path.to_owned())),
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| WriteError::Io(path.to_owned(), error))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn write(path: &Path, text: &str) -> Result<(), WriteError> {
    fs::write(path, text).map_err(|error| WriteError::Io(path.to_owned(), error))
}
