//! A declaration after all checks: only states that can be expanded. After a failed check, it becomes a `Salvaged`.

pub(crate) mod constant;
pub(crate) mod cross_rule;
pub(crate) mod field;
pub(crate) mod group;
pub(crate) mod item;
pub(crate) mod pages;
pub(crate) mod param;
pub(crate) mod params;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod rule;
pub(crate) mod salvaged;

use group::Group;
use item::Item;
use reply::{ReplyByFields, ReplyByStatus};
use request::Request;

/// A declaration without a mistake.
pub(crate) struct Model<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) derived: Derived<'a>,
}

/// What the derive implements.
pub(crate) enum Derived<'a> {
    Request(Request<'a>),
    Group(Group<'a>),
    ReplyByStatus(ReplyByStatus<'a>),
    ReplyByFields(ReplyByFields<'a>),
}
