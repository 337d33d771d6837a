//! Requests as operations of an OpenAPI document, and held against one.

mod kinds;
