use api_request::{ApiRequest, BaseUrl};

fn at_most(most: u32) -> impl Fn(&u32) -> Result<(), String> {
    move |value| if *value <= most { Ok(()) } else { Err("too large".to_owned()) }
}

#[derive(ApiRequest)]
#[api(post = "/users")]
struct Request {
    #[api(validate(self::at_most = 3))]
    age: u32,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    at_most(3)(&3).unwrap();
    Request { age: 3 }.to_http(&base).unwrap();
}
