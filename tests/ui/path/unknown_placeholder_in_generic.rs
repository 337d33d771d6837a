use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users/{usr_id}/{kind}")]
struct DeleteItem<'a, T: Clone, const N: usize>
where
    T: serde::Serialize,
{
    user_id: &'a str,
    kind: T,
    keys: [u8; N],
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = DeleteItem { user_id: "7", kind: "session", keys: [1, 2] };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
