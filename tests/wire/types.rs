//! The types of one's own that the wire table uses, which its page shows.

use serde::{Serialize, Serializer};

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    Up,
    Down,
}

#[derive(Serialize)]
pub struct UserId(pub u32);

#[derive(Serialize)]
pub struct Range {
    pub from: u32,
    pub to: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    pub tags: Vec<&'static str>,
    pub max_price: Range,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    UserId(u32),
}

/// Days as ISO 8601 writes weeks.
pub fn weeks<S: Serializer>(days: &Option<u32>, serializer: S) -> Result<S::Ok, S::Error> {
    match days {
        Some(days) => serializer.serialize_str(&format!("P{}W", days / 7)),
        None => serializer.serialize_none(),
    }
}
