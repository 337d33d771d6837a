//! The types of bodies and parameters.

use std::collections::BTreeMap;

use api_request::Secret;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// `open`
    Open,
    /// `in_transit`
    InTransit,
    /// `DONE`
    #[serde(rename = "DONE")]
    Done,
    /// `1.0`
    #[serde(rename = "1.0")]
    N1_0,
    /// `""`
    #[serde(rename = "")]
    Empty,
    /// A value that the document does not list.
    #[serde(untagged)]
    Unknown(String),
}

/// The list orders filter.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListOrdersFilter {
    /// The min total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_total: Option<f64>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

/// The list orders response.
#[derive(Clone, Debug, Deserialize)]
pub struct ListOrdersResponse {
    /// The items.
    pub items: Vec<Order>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// An order with its lines.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The created at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// The state.
    pub state: State,
    /// What is ordered: `goods` or `services`.
    pub r#type: String,
    /// An order with its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<Order>>,
    /// The parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<Order>>,
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<OrderQuantity>,
}

/// The place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The street.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Further properties.
    #[serde(flatten)]
    pub rest: BTreeMap<String, String>,
}

/// The order quantity.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum OrderQuantity {
    /// `Integer`
    Integer(i64),
    /// `Text`
    Text(String),
    /// A value that the document does not list.
    Unknown(Value),
}

impl<'de> Deserialize<'de> for OrderQuantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = match &value {
            Value::Number(_) => serde_json::from_value(value).map(Self::Integer),
            Value::String(_) => serde_json::from_value(value).map(Self::Text),
            _ => Ok(Self::Unknown(value)),
        };
        read.map_err(serde::de::Error::custom)
    }
}

/// The error.
#[derive(Clone, Debug, Deserialize)]
pub struct Error {
    /// The message.
    pub message: String,
    /// The fields.
    pub fields: Option<BTreeMap<String, String>>,
}

/// The create order lines item.
#[derive(Clone, Debug, Serialize)]
pub struct CreateOrderLinesItem {
    /// The sku.
    pub sku: String,
    /// The count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// The payment.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Payment {
    /// `Card`
    Card(Card),
    /// `Transfer`
    Transfer(Transfer),
    /// A value that the document does not list.
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = match value["kind"].as_str() {
            Some("card") => serde_json::from_value(value).map(Self::Card),
            Some("wire") => serde_json::from_value(value).map(Self::Transfer),
            _ => Ok(Self::Unknown(value)),
        };
        read.map_err(serde::de::Error::custom)
    }
}

/// The card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The kind.
    pub kind: String,
    /// The number.
    pub number: String,
    /// The access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<Secret<String>>,
}

/// The transfer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// The kind.
    pub kind: String,
    /// The iban.
    pub iban: String,
}

/// The login device.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LoginDevice {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The login response.
#[derive(Clone, Debug, Deserialize)]
pub struct LoginResponse {
    /// The token.
    pub token: Secret<String>,
}
