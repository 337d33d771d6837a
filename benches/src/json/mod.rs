//! Compares the cost of JSON responses and bodies with `serde_json` alone.

mod body;
mod orders;
mod reply;
pub(crate) mod table;

use std::hint::black_box;

use api_request::{ApiRequest, BaseUrl};
use body::{ImportOrders, ReplaceOrders, SendNothing};
use bytes::Bytes;
use orders::{Order, of_json_size};
use reply::{InMemory, ListNothing, ListOrders};

use crate::rows::{BASE, Built, repeat};

/// The size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    OneKib,
    HundredKib,
    TenMib,
}

impl Size {
    pub(crate) const ALL: [Self; 3] = [Self::OneKib, Self::HundredKib, Self::TenMib];
    /// The sizes that arrive in more than one piece.
    pub(crate) const IN_PIECES: [Self; 2] = [Self::HundredKib, Self::TenMib];

    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::OneKib => 1 << 10,
            Self::HundredKib => 100 << 10,
            Self::TenMib => 10 << 20,
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OneKib => "1 KiB",
            Self::HundredKib => "100 KiB",
            Self::TenMib => "10 MiB",
        }
    }
}

/// The size of a piece of a response, in bytes.
const PIECE: usize = 16 << 10;

/// A measured job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// A call whose response has this size and arrives in one piece.
    Reply(Size),
    ReplyInPieces(Size),
    /// A call whose response is empty.
    EmptyReply,
    /// Reading the bytes of such a response with `serde_json` alone.
    ReplyAlone(Size),
    /// A request whose body is a single value.
    Body(Size),
    /// A request whose body consists of properties.
    Properties(Size),
    /// A request without a body.
    NoBody,
    BodyAlone(Size),
    PropertiesAlone(Size),
}

impl Job {
    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }

    pub(crate) fn all() -> Vec<Self> {
        let of_any_size: [fn(Size) -> Self; 6] =
            [Self::Reply, Self::ReplyAlone, Self::Body, Self::BodyAlone, Self::Properties, Self::PropertiesAlone];
        let of_any_size = Size::ALL.into_iter().flat_map(|size| of_any_size.map(|job| job(size)));
        let in_pieces = Size::IN_PIECES.map(Self::ReplyInPieces);
        of_any_size.chain(in_pieces).chain([Self::EmptyReply, Self::NoBody]).collect()
    }

    /// The two iteration counts; the difference between them is the cost.
    pub(crate) fn counts(self) -> [u32; 2] {
        match self {
            Self::EmptyReply | Self::NoBody => [1000, 2000],
            Self::Reply(size)
            | Self::ReplyInPieces(size)
            | Self::ReplyAlone(size)
            | Self::Body(size)
            | Self::BodyAlone(size)
            | Self::Properties(size)
            | Self::PropertiesAlone(size) => match size {
                Size::OneKib => [1000, 2000],
                Size::HundredKib => [10, 20],
                // With so much work per iteration, the cost of starting is negligible.
                Size::TenMib => [0, 1],
            },
        }
    }

    /// Runs the job `count` times and drops the results.
    pub(crate) fn run(self, count: u32) -> Built<()> {
        let base: BaseUrl = BASE.parse()?;
        match self {
            Self::Reply(size) => call(count, &ListOrders, InMemory { json: json(size)?, piece: size.bytes() }),
            Self::ReplyInPieces(size) => call(count, &ListOrders, InMemory { json: json(size)?, piece: PIECE }),
            Self::EmptyReply => call(count, &ListNothing, InMemory { json: Bytes::new(), piece: PIECE }),
            Self::ReplyAlone(size) => {
                let json = json(size)?;
                repeat(count, || Ok(serde_json::from_slice::<Vec<Order>>(black_box(&json))?))
            }
            Self::Body(size) => {
                let request = ReplaceOrders { orders: of_json_size(size.bytes()) };
                repeat(count, || Ok(black_box(&request).to_http(&base)?))
            }
            Self::BodyAlone(size) => {
                let orders = of_json_size(size.bytes());
                repeat(count, || Ok(serde_json::to_vec(black_box(&orders))?))
            }
            Self::Properties(size) => {
                let request = ImportOrders::of_json_size(size.bytes());
                repeat(count, || Ok(black_box(&request).to_http(&base)?))
            }
            Self::PropertiesAlone(size) => {
                let properties = ImportOrders::of_json_size(size.bytes());
                repeat(count, || Ok(serde_json::to_vec(black_box(&properties))?))
            }
            Self::NoBody => repeat(count, || Ok(black_box(&SendNothing).to_http(&base)?)),
        }
    }
}

fn json(size: Size) -> Built<Bytes> {
    Ok(serde_json::to_vec(&of_json_size(size.bytes()))?.into())
}

fn call<R: ApiRequest>(count: u32, request: &R, transport: InMemory) -> Built<()> {
    let (client, runtime) = transport.client()?;
    repeat(count, || Ok(runtime.block_on(black_box(request).send(&client)).map_err(api_request::Error::erase)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_read_and_write_the_same() {
        for size in [Size::OneKib, Size::HundredKib] {
            let json = json(size).unwrap();
            assert_eq!(json.len(), size.bytes());
            for piece in [json.len(), PIECE, 1] {
                let (client, runtime) = InMemory { json: json.clone(), piece }.client().unwrap();
                let read = runtime.block_on(ListOrders.send(&client)).unwrap();
                assert_eq!(read, serde_json::from_slice::<Vec<Order>>(&json).unwrap());
            }
            let base = BASE.parse().unwrap();
            let replace = ReplaceOrders { orders: of_json_size(size.bytes()) };
            assert_eq!(replace.to_http(&base).unwrap().body().as_bytes(), Some(&*json));
            let import = ImportOrders::of_json_size(size.bytes());
            let json = serde_json::to_vec(&import).unwrap();
            assert_eq!(json.len(), size.bytes());
            assert_eq!(import.to_http(&base).unwrap().body().as_bytes(), Some(&*json));
        }
    }
}
