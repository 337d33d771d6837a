use api_request::ApiParams;

#[derive(ApiParams)]
enum Key {
    #[api(property("by" = "id"), described)]
    UserId(#[api(query)] u64),
}

fn main() {
    let _ = Key::PARAMS;
}
