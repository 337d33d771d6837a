//! The kind of value that rules check in a field. It is known as far as the spelling of the field's type shows it.

use syn::{GenericArgument, Ident, PathArguments, Type};

/// A kind of value whose operands are checked here. An alias or a type of the user's own is left to rustc.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    Text,
    Integer,
    Float,
}

/// The kind of value in the type, and the name of that type.
pub(crate) fn of(ty: &Type) -> Option<(Leaf, &Ident)> {
    let (name, arguments) = named(peeled(ty))?;
    let leaf = match &*name.to_string() {
        "String" | "str" => Leaf::Text,
        "Cow" => return of(arguments.last()?).filter(|(leaf, _)| *leaf == Leaf::Text),
        "f32" | "f64" => Leaf::Float,
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => {
            Leaf::Integer
        }
        _ => return None,
    };
    Some((leaf, name))
}

/// The smallest and the largest value of an integer type, as every platform has them.
pub(crate) fn bounds(name: &Ident) -> Option<(i128, i128)> {
    Some(match &*name.to_string() {
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" => (i64::MIN.into(), i64::MAX.into()),
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" => (0, u64::MAX.into()),
        "u128" | "usize" => (0, i128::MAX),
        _ => return None,
    })
}

/// The type of the items of a list or set, or of a map's values.
pub(crate) fn item(ty: &Type) -> Option<&Type> {
    match peeled(ty) {
        Type::Slice(slice) => Some(&slice.elem),
        Type::Array(array) => Some(&array.elem),
        ty => {
            let (name, arguments) = named(ty)?;
            match &*name.to_string() {
                "Vec" | "VecDeque" | "HashSet" | "BTreeSet" => arguments.first().copied(),
                "HashMap" | "BTreeMap" => arguments.get(1).copied(),
                _ => None,
            }
        }
    }
}

/// The type without references, and without the `Option` and the `Box` around it.
fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => peeled(&reference.elem),
        Type::Paren(paren) => peeled(&paren.elem),
        Type::Group(group) => peeled(&group.elem),
        ty => match named(ty) {
            Some((name, arguments)) if name == "Option" || name == "Box" => {
                arguments.first().copied().map_or(ty, peeled)
            }
            _ => ty,
        },
    }
}

/// The last name in the path of a type, and its arguments that are types.
fn named(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            types.collect()
        }
        _ => Vec::new(),
    };
    Some((&last.ident, arguments))
}
