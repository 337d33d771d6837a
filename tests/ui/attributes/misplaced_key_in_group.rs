use api_request::ApiParams;

#[derive(ApiParams)]
#[api(debug, property("version" = 1), header("X-Key" = 1))]
struct Page {
    #[api(rename_all = "camelCase")]
    page_size: Option<u32>,
}

fn main() {
    let _ = Page::PARAMS;
}
