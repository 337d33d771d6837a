//! What `ENDPOINT` tells of the rules.

use std::collections::BTreeMap;
use std::ops::Bound;

use api_request::ApiRequest;
use api_request::rule::{Choice, RuleFact};

const MOST: u64 = u64::MAX;

fn lower_case(text: &str) -> Result<(), &'static str> {
    if text == text.to_lowercase() { Ok(()) } else { Err("it has capital letters") }
}

fn even(number: &i128) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("it is odd") }
}

#[derive(ApiRequest)]
#[api(post = "/facts")]
struct Facts {
    #[api(validate(non_empty, length(1..=64), length(..65), ascii, uuid, url, email, self::lower_case))]
    text: String,
    #[api(validate(pattern("a|\"b"), pattern(r"^\d{3}$"), one_of("a", "b c")))]
    form: Option<String>,
    #[api(validate(range(1..=MOST), range(..5), one_of(1, 2)))]
    whole: Option<u64>,
    #[api(validate(range(-0.5..1e16)), requires = whole)]
    part: Option<f32>,
    #[api(validate(length(3..), each(each(range(i128::MIN..0), self::even))))]
    lists: BTreeMap<String, Vec<i128>>,
}

#[test]
fn each_rule_is_shown_as_it_is_written() {
    assert_eq!(
        Facts::ENDPOINT.to_string(),
        r#"`POST /facts`, read as `NoContent`, on error as `Raw`

| field | place | name | required | secret | rules |
|---|---|---|---|---|---|
| `text` | property | `text` | yes | no | `non_empty`, `length(1..=64)`, `length(..65)`, `ascii`, `uuid`, `url`, `email`, `lower_case` |
| `form` | property | `form` | no | no | `pattern("a\|\"b")`, `pattern(r"^\d{3}$")`, `one_of("a", "b c")` |
| `whole` | property | `whole` | no | no | `range(1..=18446744073709551615)`, `range(..5)`, `one_of(1, 2)` |
| `part` | property | `part` | no | no | `range(-0.5..1e16)` |
| `lists` | property | `lists` | yes | no | `length(3..)`, `each(each(range(-170141183460469231731687303715884105728..0), even))` |

- `requires(part, whole)`
"#
    );
}

#[test]
fn each_rule_tells_what_it_states() {
    let params: Vec<_> = Facts::ENDPOINT.param_list().iter().collect();
    let [text, form, whole, part, lists] = params[..] else { panic!("it has five parameters") };
    let lengths = text.rule_list().iter().filter_map(|rule| match rule {
        RuleFact::Length(bounds) => Some((bounds.min(), bounds.max())),
        _ => None,
    });
    assert_eq!(lengths.collect::<Vec<_>>(), [(1, Some(64)), (0, Some(64))]);
    let codes: Vec<_> = text.rule_list().iter().map(RuleFact::code).collect();
    assert_eq!(codes, ["non_empty", "length", "length", "ascii", "uuid", "url", "email", "lower_case"]);

    let [RuleFact::Pattern(first), RuleFact::Pattern(second), RuleFact::OneOf(texts)] = form.rule_list() else {
        panic!("{:?}", form.rule_list())
    };
    assert_eq!((*first, *second), ("a|\"b", r"^\d{3}$"));
    assert!(texts.iter().map(|choice| matches!(choice, Choice::Text("a" | "b c"))).eq([true, true]));

    let [RuleFact::Range(closed), RuleFact::Range(below), RuleFact::OneOf(numbers)] = whole.rule_list() else {
        panic!("{:?}", whole.rule_list())
    };
    let text = |end| match end {
        Bound::Included(number) => format!("{number}"),
        Bound::Excluded(number) => format!("below {number}"),
        Bound::Unbounded => String::new(),
    };
    assert_eq!((text(closed.start()), text(closed.end())), ("1".to_owned(), "18446744073709551615".to_owned()));
    assert_eq!((text(below.start()), text(below.end())), (String::new(), "below 5".to_owned()));
    assert!(numbers.iter().all(|choice| matches!(choice, Choice::Number(_))));

    let [RuleFact::Range(floats)] = part.rule_list() else { panic!("{:?}", part.rule_list()) };
    // As JSON writes them.
    let number = |end| serde_json::from_str::<f32>(&text(end).replace("below ", "")).unwrap();
    assert_eq!((number(floats.start()), number(floats.end())), (-0.5, 1e16));

    let [RuleFact::Length(_), RuleFact::Each([RuleFact::Each([RuleFact::Range(inner), RuleFact::Own("even")])])] =
        lists.rule_list()
    else {
        panic!("{:?}", lists.rule_list())
    };
    assert_eq!(text(inner.start()), i128::MIN.to_string());
}
