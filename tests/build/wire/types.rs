//! The user-defined types in the wire table. Its chapter shows them.

use api_request::ApiParams;
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
pub struct Item {
    pub price: Range,
    pub tags: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    UserId(u32),
}

#[derive(ApiParams)]
pub struct Page {
    #[api(query)]
    pub limit: u32,
    #[api(header = "X-After")]
    pub after: Option<&'static str>,
}

#[derive(ApiParams)]
#[api(rename_all = "camelCase")]
pub enum Key {
    Email(#[api(query)] &'static str),
    #[api(query("by" = "team"))]
    Team {
        team_id: u32,
        role: Option<&'static str>,
    },
}

#[derive(Serialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum Grant {
    ClientCredentials,
    RefreshToken { refresh_token: &'static str, scope: Option<&'static str> },
}

/// Days as ISO 8601 writes weeks.
pub fn weeks<S: Serializer>(days: &Option<u32>, serializer: S) -> Result<S::Ok, S::Error> {
    match days {
        Some(days) => serializer.serialize_str(&format!("P{}W", days / 7)),
        None => serializer.serialize_none(),
    }
}
