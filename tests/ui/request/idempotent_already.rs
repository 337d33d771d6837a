use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(put = "/api/users/{id}", idempotent)]
struct ReplaceUser {
    id: u64,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &ReplaceUser| request.to_http(&base).is_ok();
    println!("{} {}", ReplaceUser::ENDPOINT.path(), std::mem::size_of_val(&send));
}
