use api_request::client::Call;
use api_request::error::BuildError;
use api_request::{ApiRequest, ApiResponse, BaseUrl, Client, Error};

/// One mistake: `{user-id}`. Code that uses the type still compiles.
#[derive(Clone, ApiRequest)]
#[api(put = "/api/users/{user-id}/registrations", response = Registered, error = Refused, debug)]
struct Register<'a, T>
where
    T: serde::Serialize + Clone,
{
    #[api(path)]
    user_id: u64,
    #[api(header = "X-Tenant-Id", requires = reason)]
    tenant: Option<&'a str>,
    #[api(header = "X-Reason", validate(non_empty))]
    reason: Option<&'a str>,
    #[api(body, secret)]
    registration: T,
}

#[derive(Debug, ApiResponse)]
enum Registered {
    #[api(status = 200)]
    Now(u64),
    #[api(status = 202)]
    Later,
}

#[derive(Debug, serde::Deserialize)]
struct Refused {
    message: String,
}

struct Queue<R: ApiRequest>(Vec<R>);

impl<R: ApiRequest> Queue<R> {
    fn build(&self, base: &BaseUrl) -> Result<Vec<String>, BuildError> {
        self.0.iter().map(|request| Ok(request.to_http(base)?.uri().to_string())).collect()
    }
}

fn call<'c, T: serde::Serialize + Clone>(client: &'c Client, request: &'c Register<'c, T>) -> Call<'c, Register<'c, T>> {
    client.call(request)
}

async fn register(client: &Client) -> Result<u64, Error<Refused>> {
    let request = Register { user_id: 7, tenant: None, reason: None, registration: "admin" };
    match request.send(client).await {
        Ok(Registered::Now(id)) => Ok(id),
        Ok(Registered::Later) => call(client, &request).reply().await.map(|reply| reply.status.as_u16().into()),
        Err(error) => {
            println!("{:?}: {request:?}", error.body().map(|refused| &refused.message));
            Err(error)
        }
    }
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Register { user_id: 7, tenant: Some("a"), reason: None, registration: 5 };
    println!("{} {}", Register::<u8>::ENDPOINT.method(), Register::<String>::ENDPOINT.path());
    request.validate().unwrap();
    println!("{}", request.to_curl(&base).unwrap());
    Queue(vec![request.clone()]).build(&base).unwrap();
    std::mem::drop(register(&Client::builder("https://api.example.com").build().unwrap()));
}
