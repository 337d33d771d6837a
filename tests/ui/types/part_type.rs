use api_request::{ApiRequest, BaseUrl};

struct Image(Vec<u8>);

#[derive(ApiRequest)]
#[api(post = "/photos", body = multipart)]
struct Upload {
    title: String,
    image: Image,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Upload { title: "A cat".to_owned(), image: Image(Vec::new()) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
