//! The compared ways to build a request: by hand, with reqwest, and with a derive.

mod every_place;
mod seed;

use std::error::Error;
use std::hint::black_box;

use api_request::{ApiRequest, BaseUrl};
use every_place::UpdateUser;
pub(crate) use seed::{IssueJWTWithIdRequest, Issued, PATH};

pub(crate) const BASE: &str = "https://auth.example.com";

pub(crate) type Built<T> = Result<T, Box<dyn Error>>;

/// A way to build a request. Each is a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    UrlOnly,
    SameJob,
    Reqwest,
    Ours,
    Validate,
    EveryPlaceByHand,
    EveryPlaceOurs,
}

impl Row {
    pub(crate) const ALL: [Self; 7] = [
        Self::UrlOnly,
        Self::SameJob,
        Self::Reqwest,
        Self::Ours,
        Self::Validate,
        Self::EveryPlaceByHand,
        Self::EveryPlaceOurs,
    ];

    /// Our rows, each with the row that does the same job by hand.
    pub(crate) const COMPARED: [(Self, Self); 2] =
        [(Self::Ours, Self::SameJob), (Self::EveryPlaceOurs, Self::EveryPlaceByHand)];

    /// The two iteration counts; the difference between them is the cost.
    pub(crate) const COUNTS: [u32; 2] = [1000, 2000];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::UrlOnly => "url-only",
            Self::SameJob => "same-job",
            Self::Reqwest => "reqwest",
            Self::Ours => "ours",
            Self::Validate => "validate",
            Self::EveryPlaceByHand => "every-place-by-hand",
            Self::EveryPlaceOurs => "every-place-ours",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::UrlOnly => "written by hand, URL only: no header, no check",
            Self::SameJob => "written by hand, the same job: one `String`, `form_urlencoded`, `Accept`, the checks",
            Self::Reqwest => "reqwest's builder, `.query(&struct)`, no check",
            Self::Ours => "`api-request`: `to_http`, with `Accept` and the checks",
            Self::Validate => "of it the checks alone: `validate`",
            Self::EveryPlaceByHand => {
                "every place, written by hand: one `String`, `percent_encoding`, `serde_json`, `http`'s builder, the checks"
            }
            Self::EveryPlaceOurs => "every place, `api-request`: `to_http`",
        }
    }

    /// Builds the request `count` times and drops each one, as a sender would.
    pub(crate) fn run(self, count: u32) -> Built<()> {
        let (seed, every_place) = (IssueJWTWithIdRequest::sample(), UpdateUser::sample());
        let base: BaseUrl = BASE.parse()?;
        match self {
            Self::UrlOnly => repeat(count, || black_box(&seed).url_only(black_box(BASE))),
            Self::SameJob => repeat(count, || black_box(&seed).by_hand(black_box(BASE))),
            Self::Reqwest => {
                let client = reqwest::Client::new();
                repeat(count, || black_box(&seed).with_reqwest(&client, black_box(BASE)))
            }
            Self::Ours => repeat(count, || Ok(black_box(&seed).to_http(black_box(&base))?)),
            Self::Validate => repeat(count, || Ok(black_box(&seed).validate()?)),
            Self::EveryPlaceByHand => repeat(count, || black_box(&every_place).by_hand(black_box(BASE))),
            Self::EveryPlaceOurs => repeat(count, || Ok(black_box(&every_place).to_http(black_box(&base))?)),
        }
    }
}

pub(crate) fn repeat<T>(count: u32, build: impl Fn() -> Built<T>) -> Built<()> {
    for _ in 0..count {
        black_box(build()?);
    }
    Ok(())
}
