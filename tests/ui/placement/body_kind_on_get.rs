use api_request::{ApiRequest, NoContent};

#[derive(ApiRequest)]
#[api(get = "/api/users", body = form, response = NoContent)]
struct Users {
    page: u32,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Users| request.to_http(&base).is_ok();
    println!("{} {}", Users::ENDPOINT.path(), std::mem::size_of_val(&send));
}
