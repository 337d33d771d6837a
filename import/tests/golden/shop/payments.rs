//! `payments`

use api_request::{ApiRequest, ApiResponse};

use super::models::Payment;

/// `POST /payments`
#[derive(Clone, Debug, ApiRequest)]
#[api(post = "/payments", response = PayResponse)]
pub struct Pay {
    /// The body.
    #[api(body)]
    pub body: Payment,
}

/// What `Pay` returns, by status.
#[derive(Debug, ApiResponse)]
pub enum PayResponse {
    /// Paid.
    #[api(status = 200)]
    Ok(Payment),
    /// Paid in part.
    #[api(status = 201)]
    Created(Vec<Payment>),
}
