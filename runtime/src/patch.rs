//! A property that is left out, `null`, or a value: what a PATCH request tells apart.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What becomes of a property: it stays as it is, it is removed, or it gets a value (RFC 7396, "JSON Merge Patch").
///
/// ```
/// use api_request::{ApiRequest, BaseUrl, Patch};
///
/// #[derive(ApiRequest)]
/// #[api(patch = "/api/user/{id}", rename_all = "camelCase")]
/// struct PatchUser {
///     id: u64,
///     full_name: Patch<String>,
///     mobile_phone: Patch<String>,
///     active: Patch<bool>,
/// }
///
/// let patch = PatchUser { id: 7, full_name: Patch::Absent, mobile_phone: Patch::Null, active: true.into() };
/// let request = patch.to_http(&"https://auth.example.com".parse::<BaseUrl>()?)?;
/// assert_eq!(request.body().as_bytes(), Some(br#"{"mobilePhone":null,"active":true}"#.as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Deeper in a value of your own, serde has to be told: `#[serde(default, skip_serializing_if = "Patch::is_absent")]`. Anywhere but in
/// JSON, what is absent and what is `null` send nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The property is left out.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the property is left out.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value, if there is one.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            // Within `Some`, so that it is not taken for a property that is left out.
            Self::Null => serializer.serialize_some(&()),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

/// `null` is [`Null`](Patch::Null); for what is left out see [`Patch`].
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct User {
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        name: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        age: Patch<u8>,
    }

    #[test]
    fn goes_through_json_and_back() {
        for (user, json) in [
            (User::default(), "{}"),
            (User { name: Patch::Null, age: Patch::Absent }, r#"{"name":null}"#),
            (User { name: "n".to_owned().into(), age: 7.into() }, r#"{"name":"n","age":7}"#),
        ] {
            assert_eq!(serde_json::to_string(&user).unwrap(), json);
            assert_eq!(serde_json::from_str::<User>(json).unwrap(), user);
        }
    }
}
