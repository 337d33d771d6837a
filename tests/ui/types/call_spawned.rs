use api_request::{ApiRequest, Client};

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct ListUsers;

fn spawn<F: Future + Send + 'static>(future: F) {
    drop(future);
}

fn start(client: &'static Client, request: &'static ListUsers) {
    spawn(client.call(request));
}

fn main() {
    let _ = start;
}
