//! Every rule that `validate` knows by a word of its own. All that messages and docs say of one comes from its row.

/// What stands in the parentheses after the word of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operands {
    /// No parentheses.
    None,
    /// A range of lengths.
    Lengths,
    /// A range of numbers.
    Numbers,
    /// A regular expression.
    Pattern,
    /// Texts or numbers.
    Values,
    /// Rules.
    Rules,
}

/// A rule that `validate` knows by one word, which is a function of the runtime.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) operands: Operands,
    /// The trait of the runtime that says whether it fits a type.
    pub(crate) fits: &'static str,
    /// Whether it is there only with the feature of its name.
    pub(crate) is_feature: bool,
    /// How one writes it, which messages and docs show.
    pub(crate) syntax: &'static str,
    /// What it checks, in a line.
    pub(crate) doc: &'static str,
}

const fn known(
    name: &'static str,
    operands: Operands,
    fits: &'static str,
    syntax: &'static str,
    doc: &'static str,
) -> Rule {
    Rule { name, operands, fits, is_feature: false, syntax, doc }
}

impl Rule {
    const fn behind_feature(self) -> Self {
        Self { is_feature: true, ..self }
    }
}

pub(crate) const RULES: &[Rule] = &[
    known(
        "non_empty",
        Operands::None,
        "HasLength",
        "non_empty",
        "at least one character of a text, or item of a list, a set or a map",
    ),
    known(
        "length",
        Operands::Lengths,
        "HasLength",
        "length(1..=64)",
        "so many characters (Unicode scalar values) of a text, items of a list, a set or a map",
    ),
    known(
        "range",
        Operands::Numbers,
        "IsNumber",
        "range(1..=3600)",
        "an integer or a float, in a range of its own type; `NaN` is in none",
    ),
    known("one_of", Operands::Values, "IsChoice", r#"one_of("a", "b")"#, "one of these texts or numbers"),
    known(
        "pattern",
        Operands::Pattern,
        "IsText",
        r#"pattern("^[a-z]+$")"#,
        "a match of the regular expression somewhere in the text, as JSON Schema has it",
    )
    .behind_feature(),
    known("ascii", Operands::None, "IsText", "ascii", "ASCII characters only"),
    known("uuid", Operands::None, "IsText", "uuid", "a UUID of 36 characters (RFC 9562), of any version"),
    known("url", Operands::None, "IsText", "url", "an absolute URL of any scheme, by the URL standard")
        .behind_feature(),
    known("email", Operands::None, "IsText", "email", "an email address, by HTML's definition").behind_feature(),
    known(
        "each",
        Operands::Rules,
        "HasItems",
        "each(uuid)",
        "these rules, for each item of a list or a set and each value of a map; your own too",
    ),
];

/// The rule of that name.
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// Their names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().map(|rule| rule.name)
}
