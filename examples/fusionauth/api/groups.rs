//! Groups and their members.

use api_request::ApiRequest;
use serde::Serialize;
use serde_json::Value;

use super::id;
use super::replies::Errors;

/// Retrieves a group.
#[derive(ApiRequest)]
#[api(get = "/api/group/{group_id}", response = Value, error = Errors, rename_all = "camelCase")]
pub struct RetrieveGroup {
    #[api(validate(uuid))]
    pub group_id: String,
}

/// Creates a group, with this id if it is set.
#[derive(ApiRequest)]
#[api(post = "/api/group/{group_id:?}", response = Value, error = Errors, rename_all = "camelCase")]
pub struct CreateGroup {
    #[api(validate(uuid))]
    pub group_id: Option<String>,
    pub group: NewGroup,
    pub role_ids: Vec<String>,
}

#[derive(Serialize)]
pub struct NewGroup {
    pub name: String,
}

/// Removes one user from a group, or all users.
#[derive(ApiRequest)]
#[api(delete = "/api/group/member", error = Errors, rename_all = "camelCase")]
pub struct RemoveGroupMember {
    #[api(validate(uuid))]
    pub group_id: String,
    #[api(validate(uuid))]
    pub user_id: Option<String>,
}

samples! {
    RetrieveGroup { group_id: id() },
    CreateGroup { group_id: None, group: NewGroup { name: "Editors".to_owned() }, role_ids: vec![id()] },
    RemoveGroupMember { group_id: id(), user_id: Some(id()) },
}
