//! Requests of the written code, on the wire, and responses that it reads.

use api_request::{ApiRequest, BaseUrl};
use api_request_golden::shop::login::Login;
use api_request_golden::shop::models::{
    Card, ListOrdersFilter, ListOrdersResponse, Order, OrderQuantity, Payment, State,
};
use api_request_golden::shop::orders::{CreateOrder, ListOrders, PrintOrder, UpdateOrder};
use api_request_golden::shop::payments::Pay;
use http::Request;

const ID: &str = "10000000-0000-0002-0000-000000000001";

fn built<R: ApiRequest>(request: &R) -> Request<api_request::body::Body> {
    let base: BaseUrl = "https://shop.example".parse().unwrap();
    request.to_http(&base).unwrap()
}

fn body<R: ApiRequest>(request: &R) -> String {
    String::from_utf8(built(request).body().as_bytes().unwrap().to_vec()).unwrap()
}

#[test]
fn parameters_are_in_their_places_and_styles() {
    let filter = ListOrdersFilter { min_total: Some(1.5), customer: None };
    let request = ListOrders {
        x_request_id: Some(ID.to_owned()),
        page_size: Some(10),
        states: Some(vec![State::InTransit, State::Unknown("lost".to_owned())]),
        filter: Some(filter),
        r#where: Some([("a".to_owned(), "b".to_owned())].into()),
        session: Some("s".to_owned()),
        ..ListOrders::default()
    };
    let built = built(&request);
    assert_eq!(
        built.uri().path_and_query().unwrap(),
        "/orders?version=2&pageSize=10&states=in_transit,lost&filter%5BminTotal%5D=1.5&where=%7B%22a%22%3A%22b%22%7D"
    );
    assert_eq!(built.headers()["x-request-id"], ID);
    assert_eq!(built.headers()["cookie"], "session=s");
    let print = PrintOrder { order_id: ID.to_owned(), r#type: "invoice".to_owned() };
    assert_eq!(self::built(&print).uri().path(), format!("/orders/{ID}/type/invoice.pdf"));
}

#[test]
fn rules_of_the_document_are_checked() {
    let request = ListOrders { page_size: Some(101), ..ListOrders::default() };
    assert_eq!(request.validate().unwrap_err().iter().next().unwrap().name(), "pageSize");
    let print = PrintOrder { order_id: ID.to_owned(), r#type: "No".to_owned() };
    assert_eq!(print.validate().unwrap_err().iter().next().unwrap().rule(), "pattern");
}

#[test]
fn bodies_are_as_the_document_says() {
    let create = CreateOrder {
        x_request_id: None,
        r#type: "goods".to_owned(),
        body_x_request_id: Some("x".to_owned()),
        webhook_secret: Some("hush-hush".to_owned()),
        lines: None,
    };
    assert_eq!(body(&create), r#"{"type":"goods","X-Request-Id":"x","webhookSecret":"hush-hush"}"#);
    let update = UpdateOrder {
        order_id: ID.to_owned(),
        created_at: api_request::Patch::Absent,
        state: api_request::Patch::Value(State::Done),
        r#type: api_request::Patch::Absent,
        parent: api_request::Patch::Absent,
        parts: api_request::Patch::Absent,
        place: api_request::Patch::Absent,
        note: api_request::Patch::Null,
        quantity: api_request::Patch::Value(OrderQuantity::Integer(3)),
    };
    assert_eq!(body(&update), r#"{"state":"DONE","note":null,"quantity":3}"#);
    assert_eq!(built(&update).headers()["content-type"], "application/merge-patch+json");
    let card = Card { kind: "card".to_owned(), number: "1".to_owned(), access_token: None };
    assert_eq!(body(&Pay { body: Payment::Card(card) }), r#"{"kind":"card","number":"1"}"#);
    let login = Login { user: "a".to_owned(), password: "b+c".to_owned(), scopes: None, device: None };
    assert_eq!(body(&login), "user=a&password=b%2Bc");
}

#[test]
fn secrets_do_not_print() {
    let login = Login { user: "ada".to_owned(), password: "canary-1".to_owned(), scopes: None, device: None };
    let card: Card = serde_json::from_str(r#"{"kind":"card","number":"1","accessToken":"canary-2"}"#).unwrap();
    assert_eq!(card.access_token.as_ref().unwrap().expose(), "canary-2");
    let printed = format!("{login:?} {card:?}");
    assert!(printed.contains("ada") && !printed.contains("canary"), "{printed}");
}

#[test]
fn values_to_come_are_read() {
    let page = r#"{"items":[{"state":"lost","type":"goods","new":1,"quantity":"many","parent":{"state":"","type":"x"}}],"more":true}"#;
    let page: ListOrdersResponse = serde_json::from_str(page).unwrap();
    let order: &Order = &page.items[0];
    assert_eq!(order.state, State::Unknown("lost".to_owned()));
    assert!(matches!(&order.quantity, Some(OrderQuantity::Text(text)) if text == "many"));
    assert_eq!(order.parent.as_ref().unwrap().state, State::Empty);
    let read = |text: &str| serde_json::from_str::<Payment>(text).unwrap();
    assert!(matches!(read(r#"{"kind":"card","number":"1"}"#), Payment::Card(_)));
    assert!(matches!(read(r#"{"kind":"wire","iban":"1"}"#), Payment::Transfer(_)));
    assert!(matches!(read(r#"{"kind":"cash","number":"1","iban":"1"}"#), Payment::Unknown(_)));
    // A known kind that is not valid is an error, and not another alternative.
    assert!(serde_json::from_str::<Payment>(r#"{"kind":"card","iban":"1"}"#).is_err());
}
