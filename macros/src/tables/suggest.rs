//! Finds the word that the user probably meant by a misspelled one.

/// The closest candidate, if at most a third of the word's letters differ. Case is ignored.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = &word.to_lowercase();
    let distance = |candidate: &str| edits(word, candidate);
    let best = candidates.into_iter().min_by_key(|candidate| distance(candidate))?;
    (distance(best) <= word.chars().count().max(3) / 3).then_some(best)
}

/// The edit distance: letters to insert, remove or replace, and neighbours to swap.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                let is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if is_swap { best.min(table[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    table[a.len()][b.len()]
}

/// The words as a list for a message: `` `a`, `b` ``.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typos_but_not_unrelated_words() {
        let words = ["query", "header", "body"];
        assert_eq!(closest("qurey", words), Some("query"));
        assert_eq!(closest("headers", words), Some("header"));
        assert_eq!(closest("BODY", words), Some("body"));
        assert_eq!(closest("cookie", words), None);
        assert_eq!(closest("fetch", ["patch"]), None);
        assert_eq!((edits("kitten", "sitting"), edits("tow", "two"), edits("", "a")), (3, 1, 1));
    }
}
