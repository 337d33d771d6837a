//! What the document says, as states that can be written as code.

mod body;
mod builder;
mod model;
mod operation;
mod parameter;
mod path;
mod reader;
mod request;
mod response;
mod secret;
mod security;
mod source;
mod types;

use std::collections::BTreeSet;

pub(crate) use reader::read;
pub(crate) use types::Type;

use crate::schema::Bound;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    /// The title of the document.
    pub title: String,
    /// One module for each tag.
    pub modules: Vec<Module>,
    /// The types of bodies and parameters; a [`Type::Model`] is an index.
    pub models: Vec<Model>,
    /// The enums of responses; a [`Type::Choice`] is an index.
    pub choices: Vec<Choice>,
    /// The kinds of credentials that the operations need.
    pub credentials: Vec<Credentials>,
}

/// The operations of one tag.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// The name of the module and its file.
    pub name: String,
    /// What the document says about the tag.
    pub docs: Docs,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
}

/// Texts for a doc comment. They are not cleaned yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs {
    /// The first line, if the document has a short text.
    pub summary: Option<String>,
    /// The long text.
    pub description: Option<String>,
    /// The first line if the document has no text.
    pub fallback: String,
    /// Whether new code should not use it.
    pub deprecated: bool,
}

/// One operation, which becomes one struct.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The name of the struct.
    pub name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// The method in capital letters: one that is a key of the derive.
    pub method: &'static str,
    /// The template, with the names of fields in braces.
    pub path: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// Parameters with a single value.
    pub constants: Vec<Constant>,
    /// How the properties of the body are encoded.
    pub body: BodyKind,
    /// The media type of a JSON body that is not `application/json`.
    pub content_type: Option<String>,
    /// The header `Accept`, if the response type does not set it.
    pub accept: Option<String>,
    /// What a success decodes to; `None` if the body is not read.
    pub response: Option<Type>,
    /// The statuses of a success without a body, beside those with one.
    pub absent: Vec<u16>,
    /// What an error decodes to.
    pub error: Option<Type>,
    /// Which credentials it sends.
    pub auth: Auth,
}

/// How the properties of a body are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// As a JSON object, or the body is one field.
    #[default]
    Json,
    /// As a form.
    Form,
    /// As the parts of a multipart body.
    Multipart,
}

/// Which credentials an operation sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Those of the client.
    #[default]
    Default,
    /// None.
    None,
    /// The client's credentials of this name.
    Named(String),
}

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A property of the body.
    Property,
    /// The whole body.
    Body,
}

/// A field of a request.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its name, without `r#`.
    pub name: String,
    /// The name on the wire; empty for a whole body.
    pub wire: String,
    /// Its place.
    pub place: Place,
    /// Its type, without the `Option` around it.
    pub ty: Type,
    /// Whether it must be set.
    pub required: bool,
    /// The style, if it is not the default of the place.
    pub style: Option<&'static str>,
    /// `explode`, if it is not the default of the style.
    pub explode: Option<bool>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// Whether its value is masked.
    pub secret: bool,
    /// What is checked before it is sent.
    pub rules: Vec<Rule>,
    /// Its doc comment.
    pub docs: Docs,
}

/// A parameter that has a single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constant {
    /// [`Place::Query`] or [`Place::Header`].
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A rule of the derive.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    /// A UUID.
    Uuid,
    /// Not empty.
    NonEmpty,
    /// The number of characters or items.
    Length(Option<u64>, Option<u64>),
    /// The bounds of a number.
    Range(Option<Bound>, Option<Bound>),
    /// A regular expression.
    Pattern(String),
    /// These rules for each item.
    Each(Vec<Rule>),
}

/// A type of bodies or parameters.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// What it is.
    pub kind: ModelKind,
    /// Whether a request contains it.
    pub sent: bool,
    /// Whether a response contains it.
    pub received: bool,
}

/// What a model is.
#[derive(Clone, Debug)]
pub(crate) enum ModelKind {
    /// A struct.
    Struct {
        /// The properties.
        fields: Vec<ModelField>,
        /// The field of further properties, and the type of their values.
        rest: Option<(String, Type)>,
    },
    /// One of several texts, or another one.
    Texts(Vec<TextVariant>),
    /// One of several types.
    Union {
        /// The alternatives.
        variants: Vec<UnionVariant>,
        /// How a value tells which of them it is.
        select: Select,
    },
}

/// A property of a model.
#[derive(Clone, Debug)]
pub(crate) struct ModelField {
    /// The name of the field, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Its type, without the `Option` around it.
    pub ty: Type,
    /// Whether each value has it.
    pub required: bool,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// Which messages have it.
    pub access: Access,
    /// Its doc comment.
    pub docs: Docs,
}

/// Which messages have a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Requests and responses.
    Both,
    /// Only responses.
    ReadOnly,
    /// Only requests.
    WriteOnly,
}

/// A text of an enum.
#[derive(Clone, Debug)]
pub(crate) struct TextVariant {
    /// The name of the variant.
    pub name: String,
    /// The text.
    pub text: String,
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    /// The name of the variant.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What the value has: a tag, a kind of JSON, or a key.
    pub marks: Vec<String>,
}

/// How a value tells which alternative it is.
///
/// A value that matches no alternative is kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Select {
    /// By the text of this property.
    Tag(String),
    /// By the kind of JSON: `String`, `Number`, `Bool`, `Array` or `Object`.
    Kind,
    /// By a key that only this alternative requires.
    Key,
}

/// A response by status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// The name of the enum.
    pub name: String,
    /// The index of the module that declares it.
    pub module: usize,
    /// Its doc comment.
    pub docs: Docs,
    /// One variant for each status.
    pub variants: Vec<StatusVariant>,
}

/// The response of one status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatusVariant {
    /// The name of the variant.
    pub name: String,
    /// `200`, `4XX` or `default`.
    pub status: Status,
    /// What the body decodes to, if it has one.
    pub ty: Option<Type>,
    /// Its doc comment.
    pub docs: Docs,
}

/// Which statuses a response is for. They sort as the derive reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// One status.
    Exact(u16),
    /// The hundred statuses that begin with this digit.
    Range(u16),
    /// All others.
    Default,
}

/// A kind of credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    /// The name for `auth_named`, or nothing for the default credentials.
    pub name: Option<String>,
    /// The code that creates it.
    pub kind: String,
    /// What the document says about it.
    pub docs: String,
}

impl Api {
    /// The features of `api-request` that the code needs.
    #[must_use]
    pub(crate) fn features(&self) -> BTreeSet<&'static str> {
        let mut features = BTreeSet::new();
        for operation in self.modules.iter().flat_map(|module| &module.operations) {
            for rule in operation.fields.iter().flat_map(|field| &field.rules) {
                let has_pattern = match rule {
                    Rule::Pattern(_) => true,
                    Rule::Each(rules) => rules.iter().any(|rule| matches!(rule, Rule::Pattern(_))),
                    _ => false,
                };
                if has_pattern {
                    features.insert("pattern");
                }
            }
            if operation.response.iter().chain(&operation.error).any(Type::is_events) {
                features.insert("events");
            }
        }
        let choices = self.choices.iter().flat_map(|choice| &choice.variants);
        if choices.filter_map(|variant| variant.ty.as_ref()).any(Type::is_events) {
            features.insert("events");
        }
        features
    }
}
