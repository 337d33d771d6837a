//! The names that one scope has already.

use std::collections::HashSet;

/// Names that generated files use without a path. A type of the document never takes one.
const USED: [&str; 43] = [
    "ApiRequest",
    "ApiResponse",
    "BTreeMap",
    "Box",
    "ByteStream",
    "Clone",
    "Copy",
    "D",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "DeserializeOwned",
    "Eq",
    "Err",
    "EventStream",
    "Form",
    "From",
    "Hash",
    "Into",
    "JsonLines",
    "NoContent",
    "None",
    "Ok",
    "Option",
    "Part",
    "PartialEq",
    "Patch",
    "Raw",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Some",
    "Stream",
    "String",
    "Sync",
    "Text",
    "ToString",
    "Value",
    "Vec",
];

/// A scope in which each name occurs once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    names: HashSet<String>,
}

impl Scope {
    /// A scope of types, which reserves the names that generated files use.
    #[must_use]
    pub(crate) fn of_types() -> Self {
        Self { names: USED.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Reserves a name, or else the first of `others` that is free.
    ///
    /// If all are in use, the last one gets a number.
    #[must_use]
    pub(crate) fn take(&mut self, name: &str, others: &[String]) -> String {
        let free = std::iter::once(name).chain(others.iter().map(String::as_str)).find(|name| !self.has(name));
        let last = others.last().map_or(name, String::as_str);
        let taken = match free {
            Some(free) => free.to_owned(),
            None => {
                (2..=u32::MAX).map(|number| numbered(last, number)).find(|name| !self.has(name)).unwrap_or_default()
            }
        };
        self.names.insert(taken.clone());
        taken
    }

    /// Whether the scope has the name.
    #[must_use]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// A name with a number, apart from a digit at its end.
fn numbered(name: &str, number: u32) -> String {
    let between = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    let under = if name.starts_with(|c: char| c.is_ascii_lowercase()) { "_" } else { between };
    format!("{name}{under}{number}")
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_name_occurs_once() {
        let mut scope = Scope::of_types();
        let others = ["ApiString".to_owned()];
        assert_eq!(scope.take("String", &others), "ApiString");
        assert_eq!(scope.take("String", &others), "ApiString2");
        assert_eq!(scope.take("Error", &[]), "Error");
        assert_eq!(scope.take("Error", &[]), "Error2");
        assert_eq!(scope.take("Error2", &[]), "Error2_2");
    }
}
