//! Checks a pattern with `regex-syntax`, whose errors have positions. It also refuses what `regex-lite`, which runs the pattern, does not
//! support.

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{Ast, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange, Span};

/// The deepest nesting that `regex-lite` accepts.
const DEPTH: u32 = 50;
/// The most characters and classes, repetitions written out. It is well below the limit of `regex-lite`.
const SIZE: u32 = 20_000;

/// Checks the pattern.
///
/// # Errors
///
/// Returns what is wrong, and the pattern with a mark below the mistake.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    let (reason, span) = match ParserBuilder::new().nest_limit(DEPTH).build().parse(pattern) {
        Ok(ast) => match size(&ast) {
            Ok(..=SIZE) => return Ok(()),
            Ok(_) => ("its repetitions make it too large".to_owned(), *ast.span()),
            Err((reason, span)) => (reason.to_owned(), *span),
        },
        Err(error) => (error.kind().to_string(), *error.span()),
    };
    if pattern.contains('\n') {
        return Err(format!("{reason}, in line {}, column {}", span.start.line, span.start.column));
    }
    let (before, from) = pattern.split_at_checked(span.start.offset).unwrap_or((pattern, ""));
    let marked = from.get(..span.end.offset.saturating_sub(span.start.offset)).unwrap_or_default();
    let (indent, mark) = (" ".repeat(before.chars().count()), "^".repeat(marked.chars().count().max(1)));
    Err(format!("{reason}\n\n    {pattern}\n    {indent}{mark}"))
}

/// The size of the pattern, or what `regex-lite` does not support in it.
fn size(ast: &Ast) -> Result<u32, (&'static str, &Span)> {
    Ok(match ast {
        Ast::ClassUnicode(class) => return Err((NO_UNICODE_CLASS, &class.span)),
        Ast::ClassBracketed(class) => match &class.kind {
            ClassSet::Item(item) => items(item)?,
            ClassSet::BinaryOp(operation) => return Err((NO_CLASS_OPERATION, &operation.span)),
        },
        Ast::Repetition(repetition) => {
            let times = match &repetition.op.kind {
                RepetitionKind::Range(
                    RepetitionRange::Exactly(times)
                    | RepetitionRange::AtLeast(times)
                    | RepetitionRange::Bounded(_, times),
                ) => (*times).max(1),
                _ => 1,
            };
            size(&repetition.ast)?.saturating_mul(times)
        }
        Ast::Group(group) => size(&group.ast)?,
        Ast::Alternation(alternation) => sum(alternation.asts.iter().map(size))?,
        Ast::Concat(concat) => sum(concat.asts.iter().map(size))?,
        _ => 1,
    })
}

const NO_UNICODE_CLASS: &str = "Unicode classes are not supported";
const NO_CLASS_OPERATION: &str = "class operations are not supported";
const NO_CLASS_WITHIN: &str = "nested classes are not supported";

fn items(item: &ClassSetItem) -> Result<u32, (&'static str, &Span)> {
    match item {
        ClassSetItem::Unicode(class) => Err((NO_UNICODE_CLASS, &class.span)),
        ClassSetItem::Bracketed(class) => Err((NO_CLASS_WITHIN, &class.span)),
        ClassSetItem::Union(union) => sum(union.items.iter().map(items)),
        _ => Ok(1),
    }
}

fn sum<E>(mut sizes: impl Iterator<Item = Result<u32, E>>) -> Result<u32, E> {
    sizes.try_fold(1_u32, |sum, size| Ok(sum.saturating_add(size?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_can_be_run() {
        let pieces =
            ["a", "é", "(", ")", "[", "]", "{", "}", "?", "*", "+", "|", "^", "$", "\\", "-", "1", ",", "&", ":"];
        let words = ["b", "d", "p", "u", "i", "x", "<", ">", "~", "alpha", "P<", "{start}", "{2}", "(?"];
        let pieces = [&pieces[..], &words].concat();
        let (mut seed, mut accepted) = (1_u64, 0);
        for _ in 0..30_000 {
            let mut text = String::new();
            for _ in 0..=seed % 10 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[usize::try_from(seed >> 33).unwrap_or_default() % pieces.len()]);
            }
            if check(&text).is_ok() {
                accepted += 1;
                assert!(regex_lite::Regex::new(&text).is_ok(), "{text}");
            }
        }
        assert!(accepted > 1_000, "{accepted}");
    }

    #[test]
    fn what_regex_lite_leaves_out_is_drawn() {
        let refused = [
            (r"^\pL", "Unicode classes are not supported\n\n    ^\\pL\n     ^^^"),
            ("é[a[b]]", "nested classes are not supported\n\n    é[a[b]]\n       ^^^"),
            ("a{2}{20000}", "its repetitions make it too large\n\n    a{2}{20000}\n    ^^^^^^^^^^^"),
            ("a\n(", "unclosed group, in line 2, column 1"),
            ("(", "unclosed group\n\n    (\n    ^"),
            ("a\\", "incomplete escape sequence, reached end of pattern prematurely\n\n    a\\\n     ^"),
        ];
        for (pattern, reason) in refused {
            assert_eq!(check(pattern), Err(reason.to_owned()));
        }
        let deep = |depth| format!("{}{}", "(".repeat(depth), ")".repeat(depth));
        assert!(check(&deep(20)).is_ok() && check(&deep(60)).is_err());
    }
}
