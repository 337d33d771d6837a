//! Entities: machines and whatever else is no user.

use api_request::ApiRequest;
use serde_json::Value;

use super::id;
use super::replies::Errors;

/// Retrieves the entities of these ids.
#[derive(ApiRequest)]
#[api(get = "/api/entity/search", response = Value, error = Errors)]
pub struct SearchEntitiesByIds {
    pub ids: Vec<String>,
}

/// Takes from a user, or from another entity, what it may do with this one.
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
