//! Requests whose JSON body is a single value, or consists of properties.

use api_request::ApiRequest;
use serde::Serialize;

use super::orders::{Order, of_json_size};

#[derive(ApiRequest)]
#[api(put = "/orders")]
pub(super) struct ReplaceOrders {
    #[api(body)]
    pub(super) orders: Vec<Order>,
}

/// Only the row that uses `serde_json` alone needs `Serialize`.
#[derive(ApiRequest, Serialize)]
#[api(put = "/orders", rename_all = "camelCase", serde_ignored)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImportOrders {
    source: String,
    revision: u64,
    is_complete: bool,
    discount: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    labels: Vec<String>,
    orders: Vec<Order>,
}

/// The same request without a body.
#[derive(ApiRequest)]
#[api(put = "/orders")]
pub(super) struct SendNothing;

impl ImportOrders {
    pub(super) fn of_json_size(size: usize) -> Self {
        let mut import = Self {
            source: "https://shop.example.com/export".into(),
            revision: 1207,
            is_complete: true,
            discount: 0.125,
            note: None,
            labels: ["spring", "retail", "EU"].map(str::to_owned).into(),
            orders: Vec::new(),
        };
        let others = serde_json::to_vec(&import).map_or(0, |json| json.len());
        // The list's own brackets are already counted.
        import.orders = of_json_size(size + 2 - others);
        import
    }
}
