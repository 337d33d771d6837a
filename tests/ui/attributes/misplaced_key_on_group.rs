use api_request::ApiParams;

#[derive(ApiParams)]
#[api(get = "/api/users", crate = ::api_request)]
struct Page {
    #[api(query)]
    limit: Option<u32>,
}

fn main() {
    let _ = Page::PARAMS;
}
