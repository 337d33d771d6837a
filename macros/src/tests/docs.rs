//! Tests of the doc comment of the `impl`. It shows readers what a request, a group and a response contain.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Expr, ExprLit, Item, Lit, Meta, Stmt, parse_quote};

use crate::written::declaration::Derive;

/// The text in `#[cfg_attr(doc, doc = "text")]` on the first `impl`.
fn docs(derive: Derive, input: &DeriveInput) -> String {
    let file: syn::File = syn::parse2(crate::derive(derive, input)).expect("an expansion is Rust");
    let Some(Item::Const(block)) = file.items.first() else {
        panic!("not a constant: {}", prettyplease::unparse(&file))
    };
    let Expr::Block(block) = &*block.expr else { panic!("its value is a block") };
    let implementation = block.block.stmts.iter().find_map(|statement| match statement {
        Stmt::Item(Item::Impl(implementation)) => Some(implementation),
        _ => None,
    });
    let attributes = implementation.map(|implementation| &*implementation.attrs).unwrap_or_default();
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident("cfg_attr")) else {
        return String::new();
    };
    let metas = attribute.parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated);
    match &*metas.expect("it has two parts").into_iter().collect::<Vec<_>>() {
        [Meta::Path(cfg), Meta::NameValue(doc)] if cfg.is_ident("doc") && doc.path.is_ident("doc") => {
            match &doc.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.value(),
                _ => panic!("the doc is a literal"),
            }
        }
        _ => panic!("it is a doc comment for documentation alone"),
    }
}

#[test]
fn a_request_shows_its_method_path_and_parameters() {
    let request = parse_quote! {
        #[api(put = "/files/{owner}/{rest:+}/v/{version:?}", auth = "admin", absent(404), response = Option<File>,
            body = form, rename_all = "camelCase", header("X-Client" = "a|b`c"), query("v" = 2),
            at_most_one_of(tags, alternatives), all_or_none(tags, alternatives), validate(self::fine))]
        struct Everything<'a, T> {
            /// The owner of [`the file`][owner], or `a|b`. Not this.
            ///
            /// [owner]: https://example.com
            #[api(path = "ownerId")]
            owner: &'a str,
            #[api(validate(length(1..=MOST - 1), one_of("^[a-z|`]+$")))]
            rest: Vec<String>,
            version: Option<u32>,
            #[api(header = "X-Tags", validate(each(one_of("a", "b|c"), self::fine)))]
            tags: Option<Vec<&'a str>>,
            #[api(cookie = "alt|ernatives", secret)]
            alternatives: Maybe<[&'a [&'static str]; N]>,
            some_value: T,
            #[api(header = "Idempotency-Key", idempotency_key)]
            key: Option<String>,
            #[api(flatten, query)]
            further: BTreeMap<String, String>,
            #[api(flatten, header_prefix = "X-Meta-")]
            meta: BTreeMap<String, String>,
            /// Which page.
            #[api(flatten)]
            page: Option<Page>,
            #[doc(hidden)]
            #[api(query)]
            internal: Option<String>,
            #[api(skip)]
            note: (),
        }
    };
    let shown = docs(Derive::Request, &request);
    let expected = r#"`PUT /files/{owner}/{rest:+}/v/{version:?}`

The body is a form. Sent with the credentials named `admin`. Read as `None` if the status is 404.

| field | place | type | required | rules | description |
|---|---|---|---|---|---|
| `owner` | path `ownerId` | `&'a str` | yes |  | The owner of `the file`, or `a\|b`. |
| `rest` | path `rest` | `Vec<String>` | yes | `length(1..=MOST - 1)`, `` one_of("^[a-z\|`]+$") `` |  |
| `version` | path `version` | `Option<u32>` | no |  |  |
| `tags` | header `X-Tags` | `Option<Vec<&'a str>>` | by type | `each(one_of("a", "b\|c"), self::fine)` |  |
| `alternatives` | cookie `alt\|ernatives` | `Maybe<[&'a [&'static str]; N]>`, secret | by type |  |  |
| `some_value` | body property `someValue` | `T` | by type |  |  |
| `key` | header `Idempotency-Key` | `Option<String>` | no, generated if `None` |  |  |
| `further` | query, any names | `BTreeMap<String, String>` | no |  |  |
| `meta` | headers `X-Meta-*` | `BTreeMap<String, String>` | no |  |  |
| `page` | group | `Option<Page>` | by type |  | Which page. |
|  | query `v` | always `2` |  |  |  |
|  | header `X-Client` | always `` "a|b`c" `` |  |  |  |

- at most one of `tags`, `alternatives`
- all or none of `tags`, `alternatives`
- checked as a whole by `self::fine`

*By type*: required unless the type is an `Option` or a `Patch`."#;
    assert_eq!(shown, expected.replace("a|b`c", "a\\|b`c"));
}

#[test]
fn a_request_without_parameters_shows_its_method_and_path() {
    let request = parse_quote! {
        #[api(method = "PURGE", path = "/cache", auth = none)]
        struct Purge;
    };
    assert_eq!(docs(Derive::Request, &request), "`PURGE /cache`\n\nSent without credentials.");
    let request = parse_quote! {
        #[api(get = "/files", response = Vec<File>, paginate(link))]
        struct ListFiles;
    };
    assert_eq!(docs(Derive::Request, &request), "`GET /files`\n\nIts pages are found by `link`.");
}

#[test]
fn a_group_shows_its_parameters_or_those_of_each_variant() {
    let page = parse_quote! {
        struct Page {
            /// How many.
            #[api(validate(range(-1.5..=100.0)))]
            limit: f64,
        }
    };
    assert_eq!(
        docs(Derive::Params, &page),
        "| field | place | type | required | rules | description |\n|---|---|---|---|---|---|\n\
         | `limit` | query or body property `limit` | `f64` | by type | `range(-1.5..=100.0)` | How many. |\n\n\
         *By type*: required unless the type is an `Option` or a `Patch`."
    );
    let by = parse_quote! {
        enum By {
            Id(#[api(query = "id")] u64),
            /// By its name.
            Name {
                #[api(query)]
                name: String,
                #[api(query, conflicts_with = name)]
                realm: Option<String>,
            },
            /// The caller.
            Myself,
            #[doc(hidden)]
            Internal(#[api(query = "internal")] u64),
        }
    };
    assert_eq!(
        docs(Derive::Params, &by),
        "**`Id`**\n\n\
         | field | place | type | required |\n|---|---|---|---|\n\
         | `id` | query `id` | `u64` | by type |\n\n\
         **`Name`** By its name.\n\n\
         | field | place | type | required |\n|---|---|---|---|\n\
         | `name` | query `name` | `String` | by type |\n\
         | `realm` | query `realm` | `Option<String>` | by type |\n\n\
         - `realm` conflicts with `name`\n\n\
         **`Myself`** The caller. Sends nothing.\n\n\
         *By type*: required unless the type is an `Option` or a `Patch`."
    );
    assert_eq!(
        docs(
            Derive::Params,
            &parse_quote!(
                struct Nothing;
            )
        ),
        ""
    );
}

#[test]
fn a_response_shows_its_statuses_or_where_its_fields_come_from() {
    let answer = parse_quote! {
        enum Answer {
            /// Anything else.
            #[api(default)]
            Other(Raw),
            #[api(status = "4XX")]
            Refused,
            /// The file. All of it.
            #[api(status = 200)]
            File(Vec<u8>),
            #[doc(hidden)]
            #[api(status = 500)]
            Internal,
        }
    };
    assert_eq!(
        docs(Derive::Response, &answer),
        "| status | variant | body | description |\n|---|---|---|---|\n\
         | 200 | `File` | `Vec<u8>` | The file. |\n\
         | 4XX | `Refused` | not read |  |\n\
         | any other | `Other` | `Raw` | Anything else. |"
    );
    let tagged = parse_quote! {
        struct Tagged {
            #[api(body)]
            text: Text,
            /// Its tag.
            #[api(header = "ETag")]
            r#type: Option<String>,
            #[api(status)]
            status: StatusCode,
            #[doc(hidden)]
            #[api(header)]
            internal: Option<String>,
        }
    };
    assert_eq!(
        docs(Derive::Response, &tagged),
        "| field | read from | type | description |\n|---|---|---|---|\n\
         | `type` | header `ETag` | `Option<String>` | Its tag. |\n\
         | `status` | status | `StatusCode` |  |\n\
         | `text` | body | `Text` |  |"
    );
}

#[test]
fn a_type_that_a_macro_inserts_is_shown_without_its_borders() {
    let ty: TokenStream = "Option < u8 >".parse().expect("it has tokens");
    let inserted = proc_macro2::Group::new(proc_macro2::Delimiter::None, ty);
    let request = parse_quote! {
        #[api(delete = "/users")]
        struct Delete {
            id: #inserted,
        }
    };
    assert!(docs(Derive::Request, &request).contains("| `id` | query `id` | `Option<u8>` | by type |"));
}
