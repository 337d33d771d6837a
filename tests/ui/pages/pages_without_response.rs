use api_request::ApiRequest;

#[derive(Clone, ApiRequest)]
#[api(post = "/users", paginate(link))]
struct Search {
    after: Option<String>,
}

fn main() {
    let client = api_request::Client::builder("https://api.example.com").build().unwrap();
    let items = |request: &Search| request.items(&client);
    println!("{} {}", Search::ENDPOINT.path(), std::mem::size_of_val(&items));
}
