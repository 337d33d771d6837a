use api_request::body::Part;
use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/avatar", multipart)]
struct UploadAvatar {
    name: String,
    picture: Part,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = UploadAvatar { name: "ada".to_owned(), picture: Part::text("x") };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
