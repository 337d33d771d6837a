use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(delete = "/api/users/{user_id}", body = form)]
struct DeleteUser {
    user_id: u64,
    hard_delete: bool,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &DeleteUser| request.to_http(&base).is_ok();
    println!("{} {}", DeleteUser::ENDPOINT.path(), std::mem::size_of_val(&send));
}
