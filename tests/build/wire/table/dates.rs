//! Types of other crates: identifiers, addresses, dates and times.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use api_request::reply::Raw;
use uuid::Uuid;

use crate::wire::row::{Section, section};

pub(super) fn sections() -> Vec<Section> {
    vec![identifiers(), jiff(), chrono(), time()]
}

fn identifiers() -> Section {
    section! {
        title: "Identifiers and addresses",
        prose: "`Uuid` is the type of the crate `uuid`, with its feature `serde`.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: Uuid }
            v: Uuid::from_u128(7) => "GET /a?v=00000000-0000-0000-0000-000000000007";
        { v: Option<Uuid> }
            v: None => "GET /a";
            v: Some(Uuid::nil()) => "GET /a?v=00000000-0000-0000-0000-000000000000";
        #[api(get = "/u/{id}", response = Raw)]
        { id: Uuid }
            id: Uuid::from_u128(7) => "GET /u/00000000-0000-0000-0000-000000000007";
        { v: Vec<Uuid> }
            v: vec![Uuid::nil(), Uuid::max()]
                => "GET /a?v=00000000-0000-0000-0000-000000000000&v=ffffffff-ffff-ffff-ffff-ffffffffffff";
        { v: IpAddr }
            v: Ipv4Addr::LOCALHOST.into() => "GET /a?v=127.0.0.1";
        { v: Ipv6Addr }
            v: Ipv6Addr::LOCALHOST => "GET /a?v=%3A%3A1";
    }
}

fn jiff() -> Section {
    use jiff::civil::{Date, DateTime, Time, date, time};
    use jiff::{SignedDuration, Span, Timestamp};
    section! {
        title: "Dates and times of `jiff`",
        prose: "With its feature `serde`.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: Date }
            v: date(2026, 7, 11) => "GET /a?v=2026-07-11";
        { v: Time }
            v: time(8, 30, 0, 0) => "GET /a?v=08%3A30%3A00";
        { v: DateTime }
            v: date(2026, 7, 11).at(8, 30, 0, 0) => "GET /a?v=2026-07-11T08%3A30%3A00";
        { v: Timestamp }
            v: Timestamp::UNIX_EPOCH => "GET /a?v=1970-01-01T00%3A00%3A00Z";
        { #[api(header)] v: Timestamp }
            v: Timestamp::UNIX_EPOCH => "GET /a" "v: 1970-01-01T00:00:00Z";
        { v: Span }
            v: Span::new().days(2) => "GET /a?v=P2D";
        { v: SignedDuration }
            v: SignedDuration::from_secs(90) => "GET /a?v=PT1M30S";
        { #[api(serialize_with = jiff::fmt::serde::timestamp::second::required::serialize)] v: Timestamp }
            v: Timestamp::UNIX_EPOCH => "GET /a?v=0";
        { v: Option<Date> }
            v: None => "GET /a";
            v: Some(date(2026, 7, 11)) => "GET /a?v=2026-07-11";
    }
}

fn chrono() -> Section {
    use chrono::{DateTime, FixedOffset, Month, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};
    section! {
        title: "Dates and times of `chrono`",
        prose: "With its feature `serde`.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: NaiveDate }
            v: NaiveDate::default() => "GET /a?v=1970-01-01";
        { v: NaiveTime }
            v: NaiveTime::MIN => "GET /a?v=00%3A00%3A00";
        { v: NaiveDateTime }
            v: NaiveDateTime::default() => "GET /a?v=1970-01-01T00%3A00%3A00";
        { v: DateTime<Utc> }
            v: DateTime::UNIX_EPOCH => "GET /a?v=1970-01-01T00%3A00%3A00Z";
        { v: DateTime<FixedOffset> }
            v: DateTime::parse_from_rfc3339("1970-01-01T02:00:00+02:00").unwrap()
                => "GET /a?v=1970-01-01T02%3A00%3A00%2B02%3A00";
        { v: Weekday }
            v: Weekday::Mon => "GET /a?v=Mon";
        { v: Month }
            v: Month::July => "GET /a?v=July";
        { #[api(serialize_with = chrono::serde::ts_seconds::serialize)] v: DateTime<Utc> }
            v: DateTime::UNIX_EPOCH => "GET /a?v=0";
        { v: Option<NaiveDate> }
            v: None => "GET /a";
            v: Some(NaiveDate::default()) => "GET /a?v=1970-01-01";
    }
}

fn time() -> Section {
    use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, Weekday};
    section! {
        title: "Dates and times of `time`",
        prose: "With its feature `serde-human-readable`; with `serde` alone they are lists of numbers. An `OffsetDateTime` is not \
            written as in RFC 3339; use the functions of its feature `serde-well-known` for that format.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: Date }
            v: OffsetDateTime::UNIX_EPOCH.date() => "GET /a?v=1970-01-01";
        { v: Time }
            v: Time::MIDNIGHT => "GET /a?v=00%3A00%3A00.0";
        { v: PrimitiveDateTime }
            v: OffsetDateTime::UNIX_EPOCH.date().midnight() => "GET /a?v=1970-01-01%2000%3A00%3A00.0";
        { v: OffsetDateTime }
            v: OffsetDateTime::UNIX_EPOCH => "GET /a?v=1970-01-01%2000%3A00%3A00.0%20%2B00%3A00%3A00";
        { v: UtcDateTime }
            v: UtcDateTime::UNIX_EPOCH => "GET /a?v=1970-01-01%2000%3A00%3A00.0";
        { #[api(serialize_with = time::serde::rfc3339::serialize)] v: OffsetDateTime }
            v: OffsetDateTime::UNIX_EPOCH => "GET /a?v=1970-01-01T00%3A00%3A00Z";
        { #[api(serialize_with = time::serde::rfc3339::option::serialize)] v: Option<OffsetDateTime> }
            v: None => "GET /a";
            v: Some(OffsetDateTime::UNIX_EPOCH) => "GET /a?v=1970-01-01T00%3A00%3A00Z";
        { #[api(serialize_with = time::serde::timestamp::serialize)] v: OffsetDateTime }
            v: OffsetDateTime::UNIX_EPOCH => "GET /a?v=0";
        { v: Weekday }
            v: Weekday::Monday => "GET /a?v=Monday";
        { v: Duration }
            v: Duration::seconds(90) => "GET /a?v=90.000000000";
        { v: Option<Date> }
            v: None => "GET /a";
            v: Some(OffsetDateTime::UNIX_EPOCH.date()) => "GET /a?v=1970-01-01";
    }
}
