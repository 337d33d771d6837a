use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
enum Users {
    List,
    Get { id: u64 },
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Users::Get { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
