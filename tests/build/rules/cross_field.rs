//! Rules over several fields, and over a request as a whole; and violations as data.

use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest};

#[derive(Clone, Default, ApiRequest)]
#[api(
    get = "/find",
    response = Raw,
    rename_all = "camelCase",
    at_least_one_of(user_id, email, ids),
    at_most_one_of(user_id, email, login),
    exactly_one_of(page, after),
    all_or_none(from, to),
    validate(self::ordered)
)]
struct Find {
    user_id: Option<u32>,
    #[api(requires(login, from))]
    email: Option<String>,
    ids: Vec<u32>,
    login: Option<String>,
    #[api(conflicts_with = to)]
    page: Option<u32>,
    after: Option<String>,
    from: Option<u32>,
    to: Option<u32>,
}

fn ordered(find: &Find) -> Result<(), String> {
    match (find.from, find.to) {
        (Some(from), Some(to)) if from > to => Err(format!("`from` is {from}, and `to` is {to}, which is before it")),
        _ => Ok(()),
    }
}

/// A request that keeps every rule.
fn sound() -> Find {
    Find { user_id: Some(1), page: Some(1), ..Find::default() }
}

/// Field, rule and message of each violation.
fn violations(request: &impl ApiRequest) -> Vec<(String, String, String)> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    let texts = violations.iter().map(|it| [it.field(), it.rule(), it.message()].map(str::to_owned));
    texts.map(|[field, rule, message]| (field, rule, message)).collect()
}

fn only(request: &impl ApiRequest) -> String {
    let mut all = violations(request);
    assert_eq!(all.len(), 1, "{all:?}");
    let (field, rule, message) = all.remove(0);
    format!("{field} {rule}: {message}")
}

#[test]
fn an_empty_list_counts_as_unset_but_not_in_some() {
    #[derive(ApiRequest)]
    #[api(post = "/a", at_least_one_of(plain, optional))]
    struct Post {
        plain: Vec<u8>,
        #[api(requires = needed)]
        optional: Option<Vec<u8>>,
        needed: Option<Vec<u8>>,
    }
    let post = |plain, optional, needed| violations(&Post { plain, optional, needed });
    let unset = post(vec![], None, None);
    assert_eq!(unset.len(), 1, "{unset:?}");
    assert_eq!(unset[0].1, "at_least_one_of");
    assert_eq!(post(vec![1], None, None), []);
    assert_eq!(post(vec![], Some(vec![]), Some(vec![])), []);
    let missing = post(vec![], Some(vec![]), None);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(missing[0].1, "requires");
}

#[test]
fn one_violation_for_each_rule_that_is_broken() {
    assert_eq!(violations(&sound()), []);
    assert_eq!(
        only(&Find { user_id: None, ..sound() }),
        "user_id at_least_one_of: must be set unless `email` (query `email`) or `ids` (query `ids`) is set"
    );
    assert_eq!(violations(&Find { user_id: None, ids: vec![1], ..sound() }), []);
    assert_eq!(
        only(&Find { login: Some("l".into()), ..sound() }),
        "login at_most_one_of: must not be set together with `user_id` (query `userId`)"
    );
    assert_eq!(
        only(&Find { page: None, ..sound() }),
        "page exactly_one_of: must be set unless `after` (query `after`) is set"
    );
    assert_eq!(
        only(&Find { after: Some(String::new()), ..sound() }),
        "after exactly_one_of: must not be set together with `page` (query `page`)"
    );
    assert_eq!(
        only(&Find { from: Some(1), ..sound() }),
        "to all_or_none: must be set, because `from` (query `from`) is set"
    );
    assert_eq!(
        violations(&Find { to: Some(1), ..sound() })
            .iter()
            .map(|(field, rule, _)| format!("{field} {rule}"))
            .collect::<Vec<_>>(),
        ["page conflicts_with", "from all_or_none"]
    );
    let dated = || Find { page: None, after: Some("a".into()), from: Some(2), to: Some(2), ..sound() };
    assert_eq!(violations(&dated()), []);
    assert_eq!(
        only(&Find { page: Some(1), after: None, ..dated() }),
        "page conflicts_with: must not be set together with `to` (query `to`)"
    );
    let mail = Find { user_id: None, email: Some("e".into()), ..sound() };
    assert_eq!(
        violations(&mail).iter().map(|(field, _, message)| format!("{field}: {message}")).collect::<Vec<_>>(),
        [
            "email: requires `login` (query `login`), which is not set",
            "email: requires `from` (query `from`), which is not set"
        ]
    );
}

#[test]
fn a_check_of_the_whole_is_a_violation_of_no_field() {
    let wrong = Find { page: None, after: Some("a".into()), from: Some(3), to: Some(2), ..sound() };
    assert_eq!(only(&wrong), " ordered: `from` is 3, and `to` is 2, which is before it");
    assert_eq!(
        wrong.validate().unwrap_err().to_string(),
        "invalid request: `from` is 3, and `to` is 2, which is before it"
    );
    assert_eq!(wrong.validate().unwrap_err().iter().next().unwrap().place().as_str(), "request");
}

#[derive(ApiRequest)]
#[api(post = "/login", validate(self::unlike))]
struct Login {
    user: &'static str,
    #[api(secret)]
    password: &'static str,
}

fn unlike(login: &Login) -> Result<(), String> {
    let Login { user, password } = login;
    if user == password { Err(format!("{password} is the name")) } else { Ok(()) }
}

#[test]
fn a_check_of_the_whole_does_not_quote_a_secret() {
    assert!(Login { user: "a", password: "b" }.validate().is_ok());
    let violations = Login { user: "canary", password: "canary" }.validate().unwrap_err();
    assert_eq!(violations.to_string(), "invalid request: must satisfy the rule `unlike`");
    assert!(!format!("{violations:?} {}", serde_json::to_string(&violations).unwrap()).contains("canary"));
}

#[derive(Clone, Copy, ApiParams)]
#[api(all_or_none(from, to), validate(self::forward))]
struct Span {
    #[api(query)]
    from: Option<u32>,
    #[api(query)]
    to: Option<u32>,
}

fn forward(span: &Span) -> Result<(), &'static str> {
    if span.from <= span.to { Ok(()) } else { Err("it ends before it begins") }
}

#[derive(ApiParams)]
enum When {
    #[api(exactly_one_of(day, week))]
    Date {
        #[api(query)]
        day: Option<u32>,
        #[api(query)]
        week: Option<u32>,
    },
    Span(#[api(flatten)] Span),
}

#[derive(ApiRequest)]
#[api(get = "/when", response = Raw)]
struct Ask {
    #[api(flatten)]
    when: Option<When>,
}

#[test]
fn groups_and_alternatives_have_rules_of_their_own() {
    let ask = |when| Ask { when: Some(when) };
    assert_eq!(violations(&Ask { when: None }), []);
    assert_eq!(
        only(&ask(When::Date { day: None, week: None })),
        "when.day exactly_one_of: must be set unless `week` (query `week`) is set"
    );
    assert_eq!(
        only(&ask(When::Span(Span { from: None, to: Some(1) }))),
        "when.span.from all_or_none: must be set, because `to` (query `to`) is set"
    );
    let backwards = ask(When::Span(Span { from: Some(2), to: Some(1) }));
    assert_eq!(only(&backwards), "when.span forward: it ends before it begins");
    assert_eq!(backwards.validate().unwrap_err().to_string(), "invalid request: `when.span`: it ends before it begins");
}

#[test]
fn violations_are_data() {
    let wrong = Find { user_id: None, from: Some(1), ..sound() };
    assert_eq!(
        serde_json::to_value(wrong.validate().unwrap_err()).unwrap(),
        serde_json::json!([
            {
                "field": "user_id",
                "name": "userId",
                "place": "query",
                "rule": "at_least_one_of",
                "message": "must be set unless `email` (query `email`) or `ids` (query `ids`) is set"
            },
            {
                "field": "to",
                "name": "to",
                "place": "query",
                "rule": "all_or_none",
                "message": "must be set, because `from` (query `from`) is set"
            }
        ])
    );
}

#[test]
fn the_static_facts_tell_the_rules_over_several_fields() {
    let rules: Vec<_> =
        Find::ENDPOINT.cross_field_rule_list().iter().map(|rule| (rule.code(), rule.params())).collect();
    assert_eq!(
        rules,
        [
            ("requires", &[1, 3, 6][..]),
            ("conflicts_with", &[4, 7]),
            ("at_least_one_of", &[0, 1, 2]),
            ("at_most_one_of", &[0, 1, 3]),
            ("exactly_one_of", &[4, 5]),
            ("all_or_none", &[6, 7]),
            ("ordered", &[]),
        ]
    );
    let shown = Ask::ENDPOINT.to_string();
    let list = shown.split_once("\n\n- ").unwrap().1;
    assert_eq!(
        list,
        "`exactly_one_of(when.day, when.week)`\n- `all_or_none(when.span.from, when.span.to)`\n- `when.span.forward`\n"
    );
}
