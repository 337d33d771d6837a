//! The floors of a crate's rooms, as `CONTRIBUTING.md` lists them, and the check of its imports against them.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Arrow, Source};

/// Which floor each room is on. A room is a file or a folder beside `lib.rs`, and `lib` itself.
pub(crate) struct Floors {
    floors: BTreeMap<String, u32>,
    /// A room, and one on a floor below that it never imports from.
    never: Vec<(String, String)>,
}

impl Floors {
    /// Reads the list behind the marker `<!-- floors: folder -->`: lines of a floor and its rooms, between ` · `, and of
    /// `room never sees room`. What follows two spaces is a remark.
    pub(crate) fn listed(text: &str, folder: &str) -> Self {
        let marker = format!("<!-- floors: {folder} -->");
        let (_, behind) = text.split_once(&marker).unwrap_or_else(|| panic!("there is no marker {marker}"));
        let list = behind.split("```").nth(1).expect("a code block follows the marker");
        let mut this = Self { floors: BTreeMap::new(), never: Vec::new() };
        for line in list.lines().skip(1).map(str::trim) {
            if let Some((room, other)) = line.split_once(" never sees ") {
                this.never.push((room.to_owned(), other.to_owned()));
            } else if let Some((floor, rooms)) = line.split_once("  ") {
                let floor = floor.trim().parse().unwrap_or_else(|_| panic!("a line begins with its floor: {line}"));
                let rooms = rooms.trim().split("  ").next().unwrap_or_default();
                this.floors.extend(rooms.split(" · ").map(|room| (room.trim_end_matches('/').to_owned(), floor)));
            }
        }
        this
    }

    /// Everything that is wrong, a line each: the two files and the path that is imported.
    pub(crate) fn check(&self, source: &Source) -> Vec<String> {
        let homeless = source.files().filter(|file| !self.floors.contains_key(room(file)));
        let mut wrong: Vec<String> = homeless.map(|file| format!("{file} is in no room that has a floor")).collect();
        let arrows = source.arrows();
        wrong.extend(arrows.iter().filter_map(|arrow| self.wrong_between_rooms(arrow)));
        wrong.extend(circles(&arrows));
        wrong.sort();
        wrong.dedup();
        wrong
    }

    fn wrong_between_rooms(&self, Arrow { from, to, path }: &Arrow<'_>) -> Option<String> {
        let (here, there) = (room(from), room(to));
        if here == there {
            return None;
        }
        let (below, above) = (self.floors.get(there)?, self.floors.get(here)?);
        if below >= above {
            return Some(format!("{from} imports {to} (`{path}`), which is not on a floor below"));
        }
        let is_never = self.never.iter().any(|(room, other)| room == here && other == there);
        is_never.then(|| format!("{from} imports {to} (`{path}`), which `{here}` never sees"))
    }
}

/// The room that a file is in.
fn room(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The first arrow of each circle of files in one room. A child may use its parents.
fn circles(arrows: &[Arrow<'_>]) -> Vec<String> {
    let is_parent = |from: &str, to: &str| to.strip_suffix("mod.rs").is_some_and(|folder| from.starts_with(folder));
    let within: Vec<&Arrow<'_>> =
        arrows.iter().filter(|arrow| room(arrow.from) == room(arrow.to) && !is_parent(arrow.from, arrow.to)).collect();
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in &within {
        reached.entry(arrow.from).or_default().insert(arrow.to);
    }
    loop {
        let before: usize = reached.values().map(BTreeSet::len).sum();
        for from in reached.keys().copied().collect::<Vec<_>>() {
            let further: Vec<&str> = reached[from].iter().filter_map(|to| reached.get(to)).flatten().copied().collect();
            reached.entry(from).or_default().extend(further);
        }
        if before == reached.values().map(BTreeSet::len).sum::<usize>() {
            break;
        }
    }
    let leads_back = |arrow: &Arrow<'_>| reached.get(arrow.to).is_some_and(|further| further.contains(arrow.from));
    let mut circular: Vec<_> = within.into_iter().filter(|arrow| leads_back(arrow)).collect();
    let mut told = BTreeSet::new();
    circular.retain(|arrow| told.insert((arrow.from.min(arrow.to), arrow.from.max(arrow.to))));
    let line =
        |arrow: &Arrow<'_>| format!("{} imports {} (`{}`), which imports it in turn", arrow.from, arrow.to, arrow.path);
    circular.into_iter().map(line).collect()
}
