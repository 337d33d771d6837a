//! Statuses of temporary failures, with every form of `Retry-After`.

use std::time::{Duration, SystemTime};

use super::end::End;
use super::row::{Kind, Row};
use super::server::Step::Keep;
use super::server::{Script, send};

/// The three forms of a date (RFC 9110, section 5.6.7).
fn dates(time: SystemTime) -> [(&'static str, String); 3] {
    let date = httpdate::fmt_http_date(time);
    let parts: Vec<&str> = date.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let [weekday, day, month, year, clock, _] = parts[..] else { panic!("{date}") };
    let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let long = weekdays.into_iter().find(|long| long.starts_with(weekday)).unwrap();
    let spaced = format!("{:>2}", day.trim_start_matches('0'));
    [
        ("IMF", date.clone()),
        ("RFC 850", format!("{long}, {day}-{month}-{} {clock} GMT", &year[2..])),
        ("asctime", format!("{weekday} {month} {spaced} {clock} {year}")),
    ]
}

/// The values of the header, and whether the wait ends before the deadline.
fn forms() -> Vec<(String, Vec<String>, bool)> {
    let one = |name: &str, value: &str, is_in_time| (name.to_owned(), vec![value.to_owned()], is_in_time);
    let hour = Duration::from_secs(60 * 60);
    let mut forms = vec![
        ("none".to_owned(), Vec::new(), true),
        one("0 s", "0", true),
        one("1 s", "1", false),
        one("3600 s", "3600", false),
        one("spaces around", " 1 ", false),
        // Too many digits for an integer.
        one("10^20 s", "99999999999999999999", false),
        one("10^99 s", &"9".repeat(99), false),
        one("negative", "-1", true),
        one("a sign", "+1", true),
        one("a fraction", "1.5", true),
        one("a word", "soon", true),
        one("nothing", "", true),
        one("a list", "1, 2", true),
        one("no date", "Wed, 99 Foo 2015 07:28:00 GMT", true),
        one("the year 9999", "Fri, 31 Dec 9999 23:59:59 GMT", false),
        // Two values have no defined meaning. The client uses the first one.
        ("two, the first short".to_owned(), vec!["0".to_owned(), "3600".to_owned()], true),
        ("two, the first long".to_owned(), vec!["3600".to_owned(), "0".to_owned()], false),
    ];
    for (name, date) in dates(SystemTime::now() - hour) {
        forms.push(one(&format!("{name}, past"), &date, true));
    }
    for (name, date) in dates(SystemTime::now() + hour) {
        forms.push(one(&format!("{name}, to come"), &date, false));
    }
    forms
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [408, 429, 500, 502, 503, 504] {
        for (name, values, is_in_time) in forms() {
            let headers: String = values.iter().map(|value| format!("retry-after: {value}\r\n")).collect();
            let reply = format!("HTTP/1.1 {status} Later\r\n{headers}content-length: 1\r\n\r\nx");
            let row = Row::new(format!("{status}, Retry-After: {name}"), Script::always([send(reply), Keep]));
            let row = if is_in_time { row } else { row.by_deadline() };
            let tries = |kind: Kind| if is_in_time { kind.tries() } else { 1 };
            rows.push(row.both(|kind| End::error("Status", tries(kind)).replied(status, 1)));
        }
    }
    let recovers = Script::by(|_, number| {
        let (status, headers) = [(503, ""), (429, "retry-after: 0\r\n"), (200, "")][number];
        vec![send(format!("HTTP/1.1 {status} x\r\n{headers}content-length: 5\r\n\r\nwhole")), Keep]
    });
    let first = End::error("Status", 1).replied(503, 5);
    rows.push(
        Row::new("503, 429, then 200", recovers).end(Kind::Get, End::value("whole").seen(3)).end(Kind::Post, first),
    );
    rows
}
