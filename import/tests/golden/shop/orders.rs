//! Orders and their lines. See [the manual](https://shop.example/manual).

use std::collections::BTreeMap;

use api_request::{ApiRequest, ApiResponse, Patch, reply};

use super::models::{
    CreateOrderLinesItem, Error, ListOrdersFilter, ListOrdersResponse, Order,
    OrderQuantity, Place, State,
};

/// Lists orders. The newest come first.
#[derive(Clone, Debug, Default, ApiRequest)]
#[api(get = "/orders", response = ListOrdersResponse, error = Error)]
#[api(rename_all = "camelCase", query("version" = "2"))]
pub struct ListOrders {
    /// The x request id.
    #[api(header = "X-Request-Id", validate(uuid))]
    pub x_request_id: Option<String>,
    /// The page size.
    #[api(validate(range(1..=100)))]
    pub page_size: Option<i32>,
    /// The next page token.
    pub next_page_token: Option<String>,
    /// The states.
    #[api(explode = false)]
    pub states: Option<Vec<State>>,
    /// The filter.
    #[api(style = deepObject)]
    pub filter: Option<ListOrdersFilter>,
    /// The where.
    #[api(style = json)]
    pub r#where: Option<BTreeMap<String, String>>,
    /// The session.
    #[api(cookie)]
    pub session: Option<String>,
}

/// `POST /orders`
#[derive(Clone, ApiRequest)]
#[api(post = "/orders", response = Option<Order>, absent(202))]
#[api(error = CreateOrderError, rename_all = "camelCase")]
pub struct CreateOrder {
    /// The x request id.
    #[api(header = "X-Request-Id", validate(uuid))]
    pub x_request_id: Option<String>,
    /// The type.
    pub r#type: String,
    /// The x request id.
    #[api(rename = "X-Request-Id")]
    pub body_x_request_id: Option<String>,
    /// The webhook secret.
    #[api(secret)]
    pub webhook_secret: Option<String>,
    /// The lines.
    #[api(validate(non_empty))]
    pub lines: Option<Vec<CreateOrderLinesItem>>,
}

/// What `CreateOrder` fails with, by status.
#[derive(Debug, ApiResponse)]
pub enum CreateOrderError {
    /// Exists already.
    #[api(status = 409)]
    Conflict(Error),
    /// Not valid.
    #[api(status = 422)]
    UnprocessableContent(reply::Text),
}

/// `GET /orders/{order-id}`
#[derive(Clone, Debug, ApiRequest)]
#[api(get = "/orders/{order_id}", response = Order, rename_all = "kebab-case")]
pub struct GetOrder {
    /// The order id.
    #[api(validate(uuid))]
    pub order_id: String,
}

/// `PATCH /orders/{order-id}`
#[derive(Clone, Debug, ApiRequest)]
#[api(patch = "/orders/{order_id}", content_type = "application/merge-patch+json")]
#[api(rename_all = "camelCase")]
pub struct UpdateOrder {
    /// The order id.
    #[api(path = "order-id", validate(uuid))]
    pub order_id: String,
    /// The created at.
    pub created_at: Patch<String>,
    /// The state.
    pub state: Patch<State>,
    /// What is ordered: `goods` or `services`.
    pub r#type: Patch<String>,
    /// An order with its lines.
    pub parent: Patch<Order>,
    /// The parts.
    pub parts: Patch<Vec<Order>>,
    /// The place.
    pub place: Patch<Place>,
    /// The note.
    pub note: Patch<String>,
    /// The quantity.
    pub quantity: Patch<OrderQuantity>,
}

/// `DELETE /orders/{order-id}`
///
/// Deprecated.
#[derive(Clone, Debug, ApiRequest)]
#[api(delete = "/orders/{order_id}", error = Error, auth = "admin")]
#[api(rename_all = "kebab-case")]
pub struct DeleteOrdersByOrderId {
    /// The order id.
    #[api(validate(uuid))]
    pub order_id: String,
}

/// `GET /orders/{order-id}/type/{type}.pdf#print`
#[derive(Clone, Debug, ApiRequest)]
#[api(get = "/orders/{order_id}/type/{type}.pdf", response = reply::ByteStream)]
#[api(rename_all = "kebab-case")]
pub struct PrintOrder {
    /// The order id.
    #[api(validate(uuid))]
    pub order_id: String,
    /// The type.
    #[api(validate(pattern("^[a-z]+$")))]
    pub r#type: String,
}
