use api_request::body::Part;
use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/photos")]
struct Upload {
    title: String,
    image: Part,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Upload { title: "A cat".to_owned(), image: Part::bytes("GIF89a") };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
