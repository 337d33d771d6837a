use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/photos", body = multipart, header("Content-Type" = "application/json"))]
struct Upload {
    title: String,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Upload| request.to_http(&base).is_ok();
    println!("{} {}", Upload::ENDPOINT.path(), std::mem::size_of_val(&send));
}
