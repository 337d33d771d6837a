use api_request::ApiParams;

#[derive(ApiParams)]
#[api(query("kind" = "user"))]
enum Key {
    #[api(rename_all = "camelCase", header("X-Key" = 1), query("by" = "id"))]
    UserId(#[api(query)] u64),
}

fn main() {
    let _ = Key::PARAMS;
}
