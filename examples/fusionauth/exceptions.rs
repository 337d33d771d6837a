//! Known errors in the vendor's document, where a real server behaves differently.

use api_request::openapi::{Aspect, Exception};

/// The document that contains these errors.
pub const DOCUMENT: &str = include_str!("../../tests/data/fusionauth-openapi-1.69.0.yaml");

const IDS: &str = "ids are a list, of which each stands under the key again (one of FusionAuth/fusionauth-issues 3507, 3510, 3511, 3513)";
const KID: &str =
    "the server reads `kid`, and not `keyId` (one of FusionAuth/fusionauth-issues 3507, 3510, 3511, 3513)";
const MEMBER: &str = "the server takes a group and a user in the query, too (one of FusionAuth/fusionauth-issues 3507, 3510, 3511, 3513)";

const FORM: &str = "the server takes a form, which the document leaves out (one of FusionAuth/fusionauth-issues 3507, 3510, 3511, 3513)";

/// All differences from the document.
pub const EXCEPTIONS: [Exception; 11] = [
    Exception::new("POST /oauth2/token", Aspect::Body, "", FORM),
    Exception::new("POST /oauth2/introspect", Aspect::Body, "", FORM),
    Exception::new("POST /oauth2/device_authorize", Aspect::Body, "", FORM),
    Exception::new("POST /oauth2/device/approve", Aspect::Body, "", FORM),
    Exception::new("DELETE /api/user/bulk", Aspect::List, "userIds", IDS),
    Exception::new("GET /api/user/search", Aspect::List, "ids", IDS),
    Exception::new("GET /api/entity/search", Aspect::List, "ids", IDS),
    Exception::new("GET /api/jwt/public-key", Aspect::Undocumented, "kid", KID),
    Exception::new("GET /api/jwt/public-key", Aspect::Missing, "keyId", KID),
    Exception::new("DELETE /api/group/member", Aspect::Undocumented, "groupId", MEMBER),
    Exception::new("DELETE /api/group/member", Aspect::Undocumented, "userId", MEMBER),
];
