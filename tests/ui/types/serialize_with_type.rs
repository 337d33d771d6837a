use api_request::{ApiRequest, reply::Raw};

#[derive(ApiRequest)]
#[api(get = "/users", response = Raw)]
struct Request {
    #[api(serialize_with = self::write)]
    since: u32,
}

fn write<S: serde::Serializer>(since: &String, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(since)
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
