//! The one list of the serializer methods that several serializers of values treat alike.

/// Calls the macro `$each` with every method that takes no generic argument. The methods of floats and of units are left out, because
/// their meaning differs.
macro_rules! forward_scalars {
    ($each:ident) => {
        $each! {
            serialize_bool(value: bool) -> Self::Ok;
            serialize_i8(value: i8) -> Self::Ok;
            serialize_i16(value: i16) -> Self::Ok;
            serialize_i32(value: i32) -> Self::Ok;
            serialize_i64(value: i64) -> Self::Ok;
            serialize_i128(value: i128) -> Self::Ok;
            serialize_u8(value: u8) -> Self::Ok;
            serialize_u16(value: u16) -> Self::Ok;
            serialize_u32(value: u32) -> Self::Ok;
            serialize_u64(value: u64) -> Self::Ok;
            serialize_u128(value: u128) -> Self::Ok;
            serialize_char(value: char) -> Self::Ok;
            serialize_str(value: &str) -> Self::Ok;
            serialize_bytes(value: &[u8]) -> Self::Ok;
            serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> Self::Ok;
            serialize_seq(len: Option<usize>) -> Self::SerializeSeq;
            serialize_tuple(len: usize) -> Self::SerializeTuple;
            serialize_tuple_struct(name: &'static str, len: usize) -> Self::SerializeTupleStruct;
            serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize) -> Self::SerializeTupleVariant;
        }
    };
}

pub(super) use forward_scalars;
