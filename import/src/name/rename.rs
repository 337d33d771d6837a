//! serde's rename rules, and which of them leaves the fewest names to write.

/// One of serde's rules that turn the name of a field into a wire name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rename {
    /// `userId`.
    Camel,
    /// `UserId`.
    Pascal,
    /// `user-id`.
    Kebab,
    /// `USER_ID`.
    ScreamingSnake,
    /// `USER-ID`.
    ScreamingKebab,
    /// `USERID`, for variants.
    Upper,
    /// `user_id`, for variants.
    Snake,
    /// `userid`, for variants.
    Lower,
}

const ALL: [Rename; 8] = [
    Rename::Lower,
    Rename::Snake,
    Rename::Camel,
    Rename::Pascal,
    Rename::Kebab,
    Rename::ScreamingSnake,
    Rename::ScreamingKebab,
    Rename::Upper,
];

impl Rename {
    /// The word in `rename_all = ".."`.
    #[must_use]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
            Self::Upper => "UPPERCASE",
            Self::Snake => "snake_case",
            Self::Lower => "lowercase",
        }
    }

    /// The wire name of a field in `snake_case`, by serde's rules.
    #[must_use]
    pub(crate) fn of_field(self, field: &str) -> String {
        match self {
            Self::Pascal | Self::Camel => {
                let mut name = String::new();
                let mut capital = self == Self::Pascal;
                for c in field.chars() {
                    if c == '_' {
                        capital = true;
                    } else if capital {
                        name.push(c.to_ascii_uppercase());
                        capital = false;
                    } else {
                        name.push(c);
                    }
                }
                if self == Self::Camel {
                    let (first, rest) = name.split_at(name.len().min(1));
                    return first.to_ascii_lowercase() + rest;
                }
                name
            }
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingSnake | Self::Upper => field.to_ascii_uppercase(),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
            Self::Snake | Self::Lower => field.to_owned(),
        }
    }

    /// The wire name of a variant in `UpperCamelCase`, by serde's rules.
    #[must_use]
    pub(crate) fn of_variant(self, variant: &str) -> String {
        let mut snake = String::new();
        for (at, c) in variant.char_indices() {
            if at > 0 && c.is_uppercase() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        }
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Camel => {
                let (first, rest) = variant.split_at(variant.len().min(1));
                first.to_ascii_lowercase() + rest
            }
            Self::Upper => variant.to_ascii_uppercase(),
            Self::ScreamingSnake => snake.to_ascii_uppercase(),
            Self::Kebab => snake.replace('_', "-"),
            Self::ScreamingKebab => snake.to_ascii_uppercase().replace('_', "-"),
            Self::Snake => snake,
            Self::Lower => variant.to_ascii_lowercase(),
        }
    }
}

/// The rule for a struct or an enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Renames(Option<Rename>);

impl Renames {
    /// The rule that leaves the fewest fields whose wire name has to be written. Pairs are a field and its wire name.
    pub(crate) fn of_fields(pairs: &[(&str, &str)]) -> Self {
        Self::best(|rule| pairs.iter().filter(|(field, wire)| Self(rule).field(field) == *wire).count())
    }

    /// The rule that leaves the fewest variants whose wire name has to be written.
    pub(crate) fn of_variants(pairs: &[(&str, &str)]) -> Self {
        Self::best(|rule| pairs.iter().filter(|(variant, wire)| Self(rule).variant(variant) == *wire).count())
    }

    fn best(count: impl Fn(Option<Rename>) -> usize) -> Self {
        let mut best = (count(None), None);
        for rule in ALL {
            let right = count(Some(rule));
            if right > best.0 {
                best = (right, Some(rule));
            }
        }
        Self(best.1)
    }

    /// The rule to write, if one is needed.
    #[must_use]
    pub(crate) fn rule(self) -> Option<Rename> {
        self.0
    }

    /// The wire name of a field that has no name of its own.
    #[must_use]
    pub(crate) fn field(self, field: &str) -> String {
        self.0.map_or_else(|| field.to_owned(), |rule| rule.of_field(field))
    }

    /// The wire name of a variant that has no name of its own.
    #[must_use]
    pub(crate) fn variant(self, variant: &str) -> String {
        self.0.map_or_else(|| variant.to_owned(), |rule| rule.of_variant(variant))
    }
}

#[cfg(test)]
mod tests {
    use super::{Rename, Renames};

    #[test]
    fn rules_are_those_of_serde() {
        assert_eq!(Rename::Camel.of_field("user_id"), "userId");
        assert_eq!(Rename::Pascal.of_field("user_id"), "UserId");
        assert_eq!(Rename::ScreamingKebab.of_field("user_id"), "USER-ID");
        assert_eq!(Rename::ScreamingSnake.of_variant("NotFound"), "NOT_FOUND");
        assert_eq!(Rename::Camel.of_variant("NotFound"), "notFound");
    }

    #[test]
    fn the_best_rule_leaves_the_fewest_names() {
        let fields = [("user_id", "userId"), ("name", "name"), ("no_jwt", "noJWT")];
        let best = Renames::of_fields(&fields);
        assert_eq!(best.rule(), Some(Rename::Camel));
        let plain = [("name", "name"), ("user_id", "user_id")];
        assert_eq!(Renames::of_fields(&plain).rule(), None);
    }
}
