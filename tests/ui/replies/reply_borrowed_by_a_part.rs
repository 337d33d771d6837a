use api_request::{ApiRequest, ApiResponse};

#[derive(ApiResponse)]
struct Created<'a> {
    #[api(header)]
    location: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/users", response = Created<'static>)]
struct CreateUser {
    name: String,
}

fn main() {
    let request = CreateUser { name: "ada".to_owned() };
    request.validate().unwrap();
}
