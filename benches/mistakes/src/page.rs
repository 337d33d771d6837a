//! Writes and checks the page `PEERS.md`.

use crate::compiler::{Done, Package, version};
use crate::mistakes::{Library, MISTAKES, Source};
use crate::paths::Roots;
use crate::words::Words;

pub(crate) const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/PEERS.md");

const BEGIN: &str = "<!-- mistakes -->\n";
const END: &str = "<!-- /mistakes -->";

/// The output of the compiler for each source.
#[derive(Debug)]
pub(crate) struct Page(Vec<(Source, Words)>);

impl Page {
    /// Compiles all sources, with and without their mistakes.
    pub(crate) fn compile() -> Done<Self> {
        let meant = Package::new("meant", Source::all().map(|source| Ok((source.target(), source.meant()?))))?;
        if let Some((target, errors)) = meant.errors()?.first_key_value() {
            return Err(format!("`{target}` does not compile without its mistake:\n{}", errors.join("")).into());
        }
        let written = Package::new("written", Source::all().map(|source| Ok((source.target(), source.written()?))))?;
        let (errors, roots) = (written.errors()?, Roots::new()?);
        let words = Source::all().map(|source| match errors.get(&source.target()) {
            Some(errors) => Ok((source, Words::of_errors(source, errors, &roots))),
            None => Ok((source, Words::of_failures(source, &written.failures(&source.target())?))),
        });
        words.collect::<Done<_>>().map(Self)
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| mistake |");
        for library in Library::ALL {
            text.push_str(&match version(library.package()) {
                Some(version) if library != Library::Ours => format!(" `{}` {version} |", library.package()),
                _ => format!(" `{}` |", library.package()),
            });
        }
        text.push_str("\n|---|---|---|---|---|\n");
        for mistake in &MISTAKES {
            text.push_str(&format!("| {} |", mistake.title));
            for (_, words) in self.of(mistake.name) {
                text.push_str(&format!(" {} |", words.extent()));
            }
            text.push('\n');
        }
        for mistake in &MISTAKES {
            text.push_str(&format!("\n## {}\n\n{}\n", mistake.title, mistake.sentence));
            for (source, words) in self.of(mistake.name) {
                text.push_str(&format!("\n`{}`: {}\n", source.library.package(), words.extent()));
                // A test in `tests/ui` finds our message by this marker.
                if source.library == Library::Ours {
                    text.push_str(&format!("\n<!-- stderr: {} -->\n", mistake.ours));
                }
                if let Some(block) = words.block() {
                    text.push_str(&format!("\n{block}"));
                }
            }
        }
        text
    }

    fn of(&self, mistake: &str) -> impl Iterator<Item = &(Source, Words)> {
        self.0.iter().filter(move |(source, _)| source.mistake.name == mistake)
    }

    /// The page with this output; `None` if it has no markers for it.
    pub(crate) fn put_into(&self, page: &str) -> Option<String> {
        put(page, &self.markdown())
    }

    /// The first line of the page that differs.
    pub(crate) fn difference(&self, page: &str) -> Option<String> {
        let Some(right) = self.put_into(page) else {
            return Some("the page has no `mistakes` markers".into());
        };
        difference(page, &right)
    }
}

fn put(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{text}{END}{after}"))
}

fn difference(page: &str, right: &str) -> Option<String> {
    if page == right {
        return None;
    }
    let at = page.lines().zip(right.lines()).take_while(|(shown, right)| shown == right).count();
    let [shown, right] = [page, right].map(|text| text.lines().nth(at).unwrap_or_default());
    Some(format!("line {} of the page is outdated; `--write` updates it:\n- {shown}\n+ {right}", at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_place_and_tells_what_is_off_in_it() {
        let empty = format!("# Peers\n\n{BEGIN}{END}\nThe end.\n");
        let written = put(&empty, "one\ntwo\n").unwrap();
        assert_eq!(written, format!("# Peers\n\n{BEGIN}one\ntwo\n{END}\nThe end.\n"));
        assert_eq!(difference(&written, &put(&written, "one\ntwo\n").unwrap()), None);
        let off = difference(&written, &put(&written, "one\n2\n").unwrap()).unwrap();
        assert!(off.starts_with("line 5 ") && off.ends_with("- two\n+ 2"), "{off}");
        assert_eq!(put("# No place", "one\n"), None);
    }

    #[test]
    fn tells_the_versions_of_the_peers() {
        for library in Library::ALL {
            assert!(version(library.package()).is_some(), "{library:?}");
        }
    }

    #[test]
    fn has_a_file_for_each_source_with_the_mistake_in_it_once() {
        for source in Source::all() {
            assert_ne!(source.meant().unwrap(), source.written().unwrap());
        }
    }
}
