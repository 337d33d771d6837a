use api_request::ApiParams;

#[derive(ApiParams)]
#[api(at_least_one_of(name, email))]
enum Key {
    #[api(all_or_none(name, email), at_least_one_of(name, email), at_most_one_of(name, email))]
    Person {
        #[api(query)]
        name: Option<String>,
        #[api(query)]
        email: Option<String>,
    },
    #[api(exactly_one_of(id, code))]
    Machine {
        #[api(query)]
        id: Option<u64>,
        #[api(query)]
        code: Option<u64>,
    },
}

fn main() {
    let _ = Key::PARAMS;
}
