//! `Patch<T>`, a property of a PATCH request that is left out, `null` or a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A property of a PATCH request: left out, `null` or a value.
///
/// In a JSON Merge Patch (RFC 7396) the server keeps a property that is left out, removes one that is `null`, and otherwise sets the
/// value.
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
/// If a `Patch` is nested in your own type, add `#[serde(default, skip_serializing_if = "Patch::is_absent")]` to its field. Outside of
/// JSON, `Absent` and `Null` send nothing.
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

    /// Returns the value, if there is one.
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
            // `Some` distinguishes it from a property that is left out.
            Self::Null => serializer.serialize_some(&()),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

/// Deserialises `null` as [`Null`](Patch::Null). For a property that is left out, see [`Patch`].
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
