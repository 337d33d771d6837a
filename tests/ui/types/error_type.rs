use api_request::{ApiRequest, BaseUrl, Client};

struct Problem {
    title: String,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users/{id}", error = Problem)]
struct DeleteUser {
    id: u64,
}

async fn refusal(client: &Client) -> Option<String> {
    let error = DeleteUser { id: 7 }.send(client).await.err()?;
    error.body().map(|problem| problem.title.clone())
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUser { id: 7 }.to_http(&base).unwrap();
}
