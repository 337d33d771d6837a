//! Entities: machines and other actors that are not users.

use api_request::ApiRequest;
use serde_json::Value;

use super::id;
use super::replies::Errors;

/// Retrieves the entities with these ids.
#[derive(ApiRequest)]
#[api(get = "/api/entity/search", response = Value, error = Errors)]
pub struct SearchEntitiesByIds {
    pub ids: Vec<String>,
}

/// Revokes what a user or another entity may do with this entity.
#[derive(ApiRequest)]
#[api(delete = "/api/entity/{entity_id}/grant", error = Errors, rename_all = "camelCase")]
pub struct DeleteEntityGrant {
    #[api(validate(uuid))]
    pub entity_id: String,
    #[api(validate(uuid))]
    pub recipient_entity_id: Option<String>,
    #[api(validate(uuid))]
    pub user_id: Option<String>,
}

samples! {
    SearchEntitiesByIds { ids: vec![id()] },
    DeleteEntityGrant { entity_id: id(), recipient_entity_id: None, user_id: Some(id()) },
}
