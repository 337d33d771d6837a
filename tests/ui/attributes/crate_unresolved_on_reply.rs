use api_request::ApiResponse;

#[derive(ApiResponse)]
#[api(crate = crate::vendor::http)]
enum Found {
    #[api(status = 200)]
    User(String),
    #[api(default)]
    Nobody,
}

fn main() {
    for found in [Found::User("Ada".to_owned()), Found::Nobody] {
        match found {
            Found::User(name) => println!("{name}"),
            Found::Nobody => {}
        }
    }
}
