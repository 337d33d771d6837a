use api_request::{ApiRequest, BaseUrl};

type Maybe<T> = Option<T>;

#[derive(ApiRequest)]
#[api(delete = "/api/users/{user_id}/sessions/{session}")]
struct EndSession<'a> {
    user_id: Maybe<&'a str>,
    session: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    EndSession { user_id: Some("u"), session: 1 }.to_http(&base).unwrap();
}
