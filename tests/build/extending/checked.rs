//! Types that rules check.

use api_request::encode::ErasedProperty;
use api_request::rule::{Checked, Items, Measure, Measured};
use api_request::{ApiRequest, NoContent};
use serde::Serialize;

#[derive(Serialize)]
struct Seconds(u32);

impl Checked for Seconds {
    type Leaf = u32;

    fn leaf(&self) -> Option<&u32> {
        Some(&self.0)
    }
}

/// Names with values, in the order in which they were added.
#[derive(Serialize)]
struct Labels(Vec<(&'static str, String)>);

impl Checked for Labels {
    type Leaf = Self;

    fn leaf(&self) -> Option<&Self> {
        Some(self)
    }
}

impl Measured for Labels {
    fn measure(&self) -> Measure<'_> {
        Measure::Items(self.0.len())
    }
}

impl Items for Labels {
    type Item = String;

    fn visit(&self, to: &mut dyn FnMut(Option<ErasedProperty<'_>>, &String)) {
        for (name, value) in &self.0 {
            to(Some(name.into()), value);
        }
    }
}

#[derive(ApiRequest)]
#[api(post = "/jobs", response = NoContent)]
struct Start {
    #[api(validate(range(1..=3600)))]
    timeout: Option<Seconds>,
    #[api(validate(length(..=2), each(non_empty)))]
    labels: Labels,
}

fn told(start: &Start) -> Vec<String> {
    let Err(violations) = start.validate() else {
        return Vec::new();
    };
    violations.iter().map(|broken| format!("{} {}: {}", broken.field(), broken.rule(), broken.message())).collect()
}

#[test]
fn they_are_checked_for_what_they_say_is_in_them() {
    let label = |value: &str| ("team", value.to_owned());
    assert_eq!(told(&Start { timeout: None, labels: Labels(Vec::new()) }), Vec::<String>::new());
    let sound = Start { timeout: Some(Seconds(3600)), labels: Labels(vec![label("a"), label("b")]) };
    assert_eq!(told(&sound), Vec::<String>::new());
    let unsound = Start { timeout: Some(Seconds(0)), labels: Labels(vec![label("a"), label(""), label("c")]) };
    assert_eq!(
        told(&unsound),
        [
            "timeout range: must be between 1 and 3600, but is 0",
            "labels length: must have at most 2 items, but has 3",
            "labels non_empty: item \"team\": must not be empty",
        ]
    );
}
