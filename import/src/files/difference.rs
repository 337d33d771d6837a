//! The difference of two texts, as `diff -u` shows it.

/// Lines around a change.
const CONTEXT: usize = 3;
/// The largest table of lines that is compared line by line.
const MAX_CELLS: usize = 4_000_000;

#[derive(Clone, Copy)]
enum Line<'t> {
    Kept(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

/// The difference of one file, and an empty text if it has none.
pub(super) fn of(name: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let begin = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let both = old[begin..].iter().rev().zip(new[begin..].iter().rev());
    let end = both.take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let mut lines: Vec<Line<'_>> = old[..begin].iter().map(|line| Line::Kept(line)).collect();
    lines.extend(compared(&old[begin..old_end], &new[begin..new_end]));
    lines.extend(old[old_end..].iter().map(|line| Line::Kept(line)));
    shown(name, &lines)
}

/// The shortest edit by a table of common lines; of large texts, all lines.
fn compared<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    let width = new.len() + 1;
    if old.len().saturating_mul(new.len()) > MAX_CELLS {
        let removed = old.iter().map(|line| Line::Removed(line));
        return removed.chain(new.iter().map(|line| Line::Added(line))).collect();
    }
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            common[at * width + to] = if old[at] == new[to] {
                common[(at + 1) * width + to + 1] + 1
            } else {
                common[(at + 1) * width + to].max(common[at * width + to + 1])
            };
        }
    }
    let (mut at, mut to, mut lines) = (0, 0, Vec::new());
    while at < old.len() || to < new.len() {
        if at < old.len() && to < new.len() && old[at] == new[to] {
            lines.push(Line::Kept(old[at]));
            (at, to) = (at + 1, to + 1);
        } else if at < old.len() && (to == new.len() || common[(at + 1) * width + to] >= common[at * width + to + 1]) {
            lines.push(Line::Removed(old[at]));
            at += 1;
        } else {
            lines.push(Line::Added(new[to]));
            to += 1;
        }
    }
    lines
}

fn shown(name: &str, lines: &[Line<'_>]) -> String {
    let is_change = |line: &Line<'_>| !matches!(line, Line::Kept(_));
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        lines[from..lines.len().min(at + CONTEXT + 1)].iter().any(is_change)
    };
    let mut text = String::new();
    let (mut old, mut new, mut at) = (1, 1, 0);
    while at < lines.len() {
        if !near(at) {
            (old, new, at) = (old + 1, new + 1, at + 1);
            continue;
        }
        let end = (at..lines.len()).find(|at| !near(*at)).unwrap_or(lines.len());
        let (mut removed, mut added, mut hunk) = (0, 0, String::new());
        for line in &lines[at..end] {
            let (sign, line) = match line {
                Line::Kept(line) => (' ', line),
                Line::Removed(line) => ('-', line),
                Line::Added(line) => ('+', line),
            };
            removed += usize::from(sign != '+');
            added += usize::from(sign != '-');
            hunk.push_str(&format!("{sign}{line}\n"));
        }
        if text.is_empty() {
            text = format!("--- {name}\n+++ {name}\n");
        }
        let from = if removed == 0 { old - 1 } else { old };
        text.push_str(&format!("@@ -{from},{removed} +{new},{added} @@\n{hunk}"));
        (old, new, at) = (old + removed, new + added, end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_difference_is_that_of_diff() {
        assert_eq!(of("a", "1\n2\n3\n", "1\n2\n3\n"), "");
        assert_eq!(of("a", "", "1\n"), "--- a\n+++ a\n@@ -0,0 +1,1 @@\n+1\n");
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
        assert_eq!(of("a", old, new), "--- a\n+++ a\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }
}
