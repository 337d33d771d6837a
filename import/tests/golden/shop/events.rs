//! `events`

use api_request::{ApiRequest, body, reply};

use super::models::Order;

/// `GET /events`
#[derive(Clone, Debug, ApiRequest)]
#[api(get = "/events", response = reply::EventStream<Order>)]
pub struct Events;

/// `PUT /events`
#[derive(Clone, Debug, ApiRequest)]
#[api(put = "/events", response = reply::Text)]
#[api(header("Content-Type" = "text/csv"))]
pub struct StringRequest {
    /// The body.
    #[api(body)]
    pub body: body::Text,
}
