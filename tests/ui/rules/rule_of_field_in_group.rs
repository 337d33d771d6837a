use api_request::ApiParams;

#[derive(ApiParams)]
#[api(
    all_or_none(name, email),
    exactly_one_of(name, email),
    at_most_one_of(name, email),
    at_least_one_of(name, email),
    validate(self::check, uuid)
)]
struct Key {
    #[api(query)]
    name: Option<String>,
    #[api(query)]
    email: Option<String>,
}

fn check(_: &Key) -> Result<(), &'static str> {
    Ok(())
}

fn main() {
    let _ = Key::PARAMS;
}
