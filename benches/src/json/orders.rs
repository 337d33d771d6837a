//! The JSON data: orders of a shop, with strings, numbers, options and nested lists.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    id: String,
    number: u64,
    customer: Customer,
    lines: Vec<Line>,
    total: f64,
    is_paid: bool,
    shipped_at: Option<String>,
    note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Customer {
    name: String,
    email: String,
    phone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    sku: String,
    title: String,
    quantity: u32,
    price: f64,
    tags: Vec<String>,
}

impl Order {
    fn sample(number: u32) -> Self {
        let line = |at: u32| Line {
            sku: format!("PP-{:05}", number * 3 + at),
            title: format!("Box No. {at}, \"Signature\""),
            quantity: 1 + (number + at) % 7,
            price: f64::from(1999 + 25 * at) / 100.0,
            tags: ["fragile", "gift"].iter().take((number + at) as usize % 3).map(|&tag| tag.to_owned()).collect(),
        };
        Self {
            id: format!("3c219e58-ed0e-4b18-ad48-{number:012}"),
            number: 10_000_000_000 + u64::from(number),
            customer: Customer {
                name: "Jürgen Hendricks".into(),
                email: format!("customer.{number}@example.com"),
                phone: number.is_multiple_of(2).then(|| "+1 650 555 0100".into()),
            },
            lines: (0..=number % 3).map(line).collect(),
            total: f64::from(number % 1000) * 3.75,
            is_paid: !number.is_multiple_of(4),
            shipped_at: number.is_multiple_of(3).then(|| "2026-11-24T08:15:30Z".into()),
            note: None,
        }
    }
}

/// Returns orders whose JSON has exactly `size` bytes. The note of the last order is the padding.
pub(super) fn of_json_size(size: usize) -> Vec<Order> {
    let length = |order: &Order| serde_json::to_vec(order).map_or(0, |json| json.len());
    let samples: Vec<_> = (0..60).map(Order::sample).map(|order| (length(&order), order)).collect();
    let mut orders = Vec::new();
    // The closing bracket. A bracket or a comma before each order is counted with the order.
    let mut left = size - 1;
    for (length, order) in samples.iter().cycle() {
        match left.checked_sub(1 + length) {
            Some(less) => left = less,
            None => break,
        }
        orders.push(order.clone());
    }
    if let Some(last) = orders.last_mut() {
        // `null` has two characters more than an empty string with its quotes.
        last.note = Some(".".repeat(left + 2));
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_have_the_size_that_is_asked_for() {
        for size in [1 << 10, 100 << 10] {
            let orders = of_json_size(size);
            let json = serde_json::to_vec(&orders).unwrap();
            assert_eq!(json.len(), size);
            assert_eq!(serde_json::from_slice::<Vec<Order>>(&json).unwrap(), orders);
        }
    }
}
