//! `photos`

use api_request::{ApiRequest, body};

use super::models::Place;

/// `POST /photos`
#[derive(Clone, Debug, ApiRequest)]
#[api(post = "/photos", body = multipart)]
pub struct AddPhoto {
    /// The image.
    pub image: body::Part,
    /// The more.
    pub more: Option<Vec<body::Part>>,
    /// The title.
    #[api(validate(length(..=80)))]
    pub title: Option<String>,
    /// The place.
    #[api(style = json)]
    pub place: Option<Place>,
}
