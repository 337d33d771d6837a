//! A group of parameters by hand, which derived requests and those by hand take alike.

use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Group, Param};
use api_request::reply::Raw;
use api_request::validate::Violations;
use api_request::{ApiParams, ApiRequest};

use super::base;

/// What lies between two numbers.
struct Between {
    from: u32,
    to: u32,
}

impl ApiParams for Between {
    const PARAMS: &'static Endpoint = &Endpoint::group(&[Param::query("from", "from"), Param::query("to", "to")]);

    fn validate_into(&self, out: &mut Violations) {
        if self.from > self.to {
            out.add(1, "ordered", "it is less than `from`");
        }
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        out.query(0, &self.from);
        out.query(1, &self.to);
    }
}

/// Takes the group into a request by hand; a derived one has `#[api(flatten)]` for it.
struct Prices {
    between: Option<Between>,
}

impl ApiRequest for Prices {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint =
        &Endpoint::new("GET", "/api/prices").groups(&[Group::new("between", Between::PARAMS).required(false)]);

    fn validate_into(&self, out: &mut Violations) {
        out.within(Between::PARAMS, |out| self.between.validate_into(out));
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/api/prices");
        out.within(Between::PARAMS, |out| self.between.encode(out));
    }
}

#[derive(ApiRequest)]
#[api(get = "/api/prices", response = Raw)]
struct Derived {
    #[api(flatten)]
    between: Option<Between>,
}

#[test]
fn a_group_by_hand_is_the_same_to_both_kinds_of_requests() {
    let group = |from, to| Some(Between { from, to });
    let base = base();
    for (sent, query) in [(group(1, 2), Some("from=1&to=2")), (None, None)] {
        assert_eq!(Prices { between: sent }.to_http(&base).unwrap().uri().query(), query);
    }
    assert_eq!(Derived { between: group(1, 2) }.to_http(&base).unwrap().uri().query(), Some("from=1&to=2"));
    let said = "invalid request: `between.to` (query `to`): it is less than `from`";
    assert_eq!(Prices { between: group(3, 2) }.validate().unwrap_err().to_string(), said);
    assert_eq!(Derived { between: group(3, 2) }.validate().unwrap_err().to_string(), said);
    let required: Vec<bool> =
        Prices::ENDPOINT.resolved_params().iter().map(api_request::endpoint::ResolvedParam::is_required).collect();
    assert_eq!(required, [false, false]);
}

/// Encodes what its endpoint does not declare.
struct Stray;

impl ApiRequest for Stray {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint = &Endpoint::new("GET", "/api/prices");

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/api/prices");
        out.within(Between::PARAMS, |out| Between { from: 1, to: 2 }.encode(out));
    }
}

/// Names a group by an index that there is not.
struct Beyond;

impl ApiRequest for Beyond {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint = Prices::ENDPOINT;

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/api/prices");
        out.group(1, |_| ());
    }
}

#[test]
fn a_group_that_the_endpoint_does_not_declare_is_refused() {
    let error = Stray.to_http(&base()).unwrap_err().to_string();
    assert!(error.contains("a group with `Endpoint::groups`"), "{error}");
    let error = Beyond.to_http(&base()).unwrap_err().to_string();
    assert!(error.contains("`ENDPOINT` declares no group of this index"), "{error}");
}
