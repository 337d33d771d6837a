use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/files/notes%2F2024/{name}", response = String)]
struct GetNote {
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetNote { name: "may".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
