use api_request::ApiParams;

#[derive(ApiParams)]
enum Key {}

fn main() {
    let _ = Key::PARAMS;
}
