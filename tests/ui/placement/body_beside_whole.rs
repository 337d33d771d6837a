use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/api/users", body = form)]
struct CreateUser {
    #[api(body)]
    user: Vec<String>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &CreateUser| request.to_http(&base).is_ok();
    println!("{} {}", CreateUser::ENDPOINT.path(), std::mem::size_of_val(&send));
}
