//! The table of built-in rules, which messages and docs use.

/// What follows the name of a rule in parentheses.
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
    /// Strings or numbers.
    Values,
    /// Rules.
    Rules,
}

/// The runtime's trait of the types that a rule fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fits {
    HasLength,
    IsNumber,
    IsChoice,
    IsText,
    HasItems,
}

impl Fits {
    /// The name of the trait.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HasLength => "HasLength",
            Self::IsNumber => "IsNumber",
            Self::IsChoice => "IsChoice",
            Self::IsText => "IsText",
            Self::HasItems => "HasItems",
        }
    }
}

/// A built-in rule. Its name is also the name of a function of the runtime.
#[derive(Debug)]
pub(crate) struct KnownRule {
    pub(crate) name: &'static str,
    pub(crate) operands: Operands,
    pub(crate) fits: Fits,
    /// Whether it needs the feature of its name.
    pub(crate) is_feature: bool,
    /// An example of its use, for messages and docs.
    pub(crate) usage: &'static str,
    /// What it checks, in one line.
    pub(crate) doc: &'static str,
}

const fn known(
    name: &'static str,
    operands: Operands,
    fits: Fits,
    usage: &'static str,
    doc: &'static str,
) -> KnownRule {
    KnownRule { name, operands, fits, is_feature: false, usage, doc }
}

impl KnownRule {
    const fn behind_feature(self) -> Self {
        Self { is_feature: true, ..self }
    }
}

/// The rule that has rules as its operands.
pub(crate) const EACH: &str = "each";

/// Every built-in rule, in the order in which messages and docs list them.
pub(crate) const RULES: &[KnownRule] = &[
    known(
        "non_empty",
        Operands::None,
        Fits::HasLength,
        "non_empty",
        "at least one character in a text, or one item in a list, a set or a map",
    ),
    known(
        "length",
        Operands::Lengths,
        Fits::HasLength,
        "length(1..=64)",
        "the number of characters (Unicode scalar values) in a text, or of items in a list, a set or a map",
    ),
    known(
        "range",
        Operands::Numbers,
        Fits::IsNumber,
        "range(1..=3600)",
        "an integer or a float in a range of the field's type, which never contains `NaN`",
    ),
    known("one_of", Operands::Values, Fits::IsChoice, r#"one_of("a", "b")"#, "one of these strings or numbers"),
    known(
        "pattern",
        Operands::Pattern,
        Fits::IsText,
        r#"pattern("^[a-z]+$")"#,
        "a text that contains a match of the regular expression, as in JSON Schema",
    )
    .behind_feature(),
    known("ascii", Operands::None, Fits::IsText, "ascii", "ASCII characters only"),
    known("uuid", Operands::None, Fits::IsText, "uuid", "a UUID with 36 characters (RFC 9562), of any version"),
    known("url", Operands::None, Fits::IsText, "url", "an absolute URL with any scheme (URL standard)")
        .behind_feature(),
    known("email", Operands::None, Fits::IsText, "email", "an email address, as HTML defines it").behind_feature(),
    known(
        EACH,
        Operands::Rules,
        Fits::HasItems,
        "each(uuid)",
        "these rules for each item of a list or a set, or for each value of a map; includes your own rules",
    ),
];

/// The rule of that name.
pub(crate) fn find(name: &str) -> Option<&'static KnownRule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// The rule that a name in other libraries stands for, as it is written here. `operand` follows the name there.
pub(crate) fn elsewhere(name: &str, operand: Option<&str>) -> Option<String> {
    let number =
        operand.filter(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !text.contains(','));
    let range = |before: &str, default: &str, after: &str| {
        let number = number.filter(|number| !number.contains("..")).unwrap_or(default);
        format!("{before}{number}{after}")
    };
    Some(match name {
        "len" | "size" => match operand {
            Some(operand) if operand.contains("..") => format!("length({operand})"),
            _ => match number {
                Some(number) => format!("length({number}..={number})"),
                None => "length(1..=64)".to_owned(),
            },
        },
        "min_length" | "min_len" | "minlength" | "min_items" => range("length(", "1", "..)"),
        "max_length" | "max_len" | "maxlength" | "max_items" => range("length(..=", "64", ")"),
        "min" | "minimum" | "gte" => range("range(", "1", "..)"),
        "max" | "maximum" | "lte" => range("range(..=", "3600", ")"),
        "not_empty" | "nonempty" | "not_blank" => "non_empty".to_owned(),
        "regex" | "regexp" => match operand.filter(|operand| operand.ends_with('"')) {
            Some(operand) => format!("pattern({operand})"),
            None => "pattern(\"^[a-z]+$\")".to_owned(),
        },
        "oneof" | "choices" | "enumeration" => "one_of(\"a\", \"b\")".to_owned(),
        "inner" | "items" | "dive" => "each(uuid)".to_owned(),
        "uri" => "url".to_owned(),
        "guid" => "uuid".to_owned(),
        "mail" => "email".to_owned(),
        _ => return None,
    })
}

/// The names of all rules.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().map(|rule| rule.name)
}
