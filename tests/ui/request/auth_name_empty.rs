use api_request::{ApiRequest, NoContent};

#[derive(ApiRequest)]
#[api(get = "/api/status", response = NoContent, auth = "")]
struct Status;

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Status| request.to_http(&base).is_ok();
    println!("{} {}", Status::ENDPOINT.path(), std::mem::size_of_val(&send));
}
