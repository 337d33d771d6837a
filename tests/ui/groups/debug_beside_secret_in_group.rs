use api_request::ApiParams;

#[derive(Debug, ApiParams)]
enum Login {
    Token(#[api(query, secret)] String),
    Anonymous,
}

fn main() {
    let _ = (Login::Token(String::new()), Login::Anonymous);
}
