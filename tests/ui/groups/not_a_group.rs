use api_request::ApiParams;

#[derive(ApiParams)]
union Key {
    id: u64,
    code: u32,
}

fn main() {
    let _ = Key::PARAMS;
}
