use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/files/{*name}", response = String)]
struct GetFile {
    #[api(path)]
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetFile { name: "may".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
