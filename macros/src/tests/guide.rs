//! Tests that the guide matches the derives: the expansion it shows, and its tables. The expansion is that of its first request; the
//! tables list keys and rules.

use quote::ToTokens;
use syn::{DeriveInput, File, Item, parse_quote};

use crate::tables::keys::{KEYS, Target, names};
use crate::tables::rules::RULES;

use super::api_request;

/// The most bytes of tokens in the seed's expansion without its doc comment.
const BUDGET: usize = 2_600;
/// The most bytes of its doc comment, of which 121 are the user's own.
const DOC_BUDGET: usize = 560;
/// The most lines that its `impl ApiRequest` may have without its static facts.
const LINES: usize = 25;

/// The chapters of the guide that show tables of keys or rules, or the expansion.
const CHAPTERS: &str = concat!(
    include_str!("../../../runtime/src/guide/declaring.md"),
    include_str!("../../../runtime/src/guide/groups.md"),
    include_str!("../../../runtime/src/guide/responses.md"),
    include_str!("../../../runtime/src/guide/validation.md"),
);

fn seed() -> DeriveInput {
    parse_quote! {
        /// Issue a new access token (JWT) for another application, given a valid one.
        #[api(get = "/api/jwt/issue", response = Issued, error = Errors, rename_all = "camelCase")]
        pub struct IssueJWTWithIdRequest {
            /// The application for which a new access token is wanted.
            #[api(query, validate(uuid))]
            pub application_id: Option<String>,
            /// An existing refresh token, to get a refresh token besides the JWT.
            #[api(query, secret, validate(non_empty), requires = application_id)]
            pub refresh_token: Option<String>,
        }
    }
}

/// The expansion in the format of `rustfmt`, without the editor hints and the doc comment.
fn expansion() -> String {
    let mut file: File = syn::parse2(api_request(&seed())).expect("an expansion is Rust");
    if let Some(Item::Const(block)) = file.items.first_mut()
        && let syn::Expr::Block(block) = &mut *block.expr
    {
        let is_hint = |statement: &syn::Stmt| statement.to_token_stream().to_string().contains("rust_analyzer");
        block.block.stmts.retain(|statement| !is_hint(statement));
        for statement in &mut block.block.stmts {
            if let syn::Stmt::Item(Item::Impl(implementation)) = statement {
                implementation.attrs.retain(|attribute| !attribute.path().is_ident("cfg_attr"));
            }
        }
    }
    // prettyplease does not format the arguments of a macro.
    prettyplease::unparse(&file).replace("Option < String >", "Option<String>")
}

const EXPANSION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/guide/expansion.md");

#[test]
fn the_chapter_shows_the_expansion() {
    let chapter = std::fs::read_to_string(EXPANSION).expect("the chapter is there");
    let (before, after) = chapter.split_once("<!-- expansion -->\n\n```rust,ignore\n").expect("it has the marker");
    let (shown, behind) = after.split_once("```").expect("the block ends");
    let expansion = expansion();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let chapter = format!("{before}<!-- expansion -->\n\n```rust,ignore\n{expansion}```{behind}");
        std::fs::write(EXPANSION, chapter).expect("the chapter can be written");
        return;
    }
    assert!(
        shown == expansion,
        "the expansion has changed: UPDATE_DOCS=1 cargo test -p api-request-macros guide writes the chapter\n{expansion}"
    );
}

#[test]
fn stays_thin() {
    let tokens = api_request(&seed()).to_string();
    let begin = tokens.find("# [cfg_attr").expect("it has a doc comment");
    let end = tokens.find("# [automatically_derived]").expect("the comment is on the first impl");
    let (bytes, doc_bytes) = (tokens.len() - (end - begin), end - begin);
    assert!(bytes <= BUDGET, "{bytes} bytes are over the budget of {BUDGET}");
    assert!(doc_bytes <= DOC_BUDGET, "{doc_bytes} bytes of doc are over the budget of {DOC_BUDGET}");

    let expansion = expansion();
    let lines: Vec<&str> = expansion.lines().map(str::trim_end).collect();
    let begin = lines.iter().position(|line| line.contains("ApiRequest for")).expect("there is an impl");
    let end = begin + lines[begin..].iter().position(|line| *line == "    }").expect("it ends");
    // The static facts grow with what the user declares and documents.
    let facts = |name: &str| {
        let first = lines.iter().position(|line| line.contains(name)).expect("it has facts");
        lines[first..].iter().position(|line| line.ends_with(';')).expect("they end") + 1
    };
    let count = end + 1 - begin - facts("const ENDPOINT") - facts("const DOCS");
    assert!(count <= LINES, "{count} lines:\n{expansion}");
}

#[test]
fn lists_every_key_by_its_place() {
    for on in Target::ALL {
        let rows = KEYS.iter().filter(|key| key.on == on);
        let rows: String = rows.map(|key| format!("| `{}` | {} |\n", key.usage, key.doc)).collect();
        let table = format!("<!-- keys: {} -->\n\n| key | meaning |\n|---|---|\n{rows}\n", on.word());
        assert!(CHAPTERS.contains(&table), "write this into the guide:\n{table}");
    }
}

#[test]
fn lists_every_rule() {
    let (_, after) = CHAPTERS.split_once("<!-- rules -->").expect("the guide has the marker");
    let rows = after.lines().skip(4).take_while(|line| line.starts_with('|'));
    let shown: Vec<_> = rows.filter_map(|row| row.rsplitn(3, '|').nth(2)).collect();
    let rules: Vec<_> = RULES.iter().map(|rule| format!("| `{}` | {} ", rule.usage, rule.doc)).collect();
    assert_eq!(shown, rules);
}

/// The chapters that a table of the guide names, each with its keys. The table follows the keys of a struct or a field.
fn chapters_of(on: Target) -> Vec<(String, Vec<String>)> {
    let declaring = chapter("declaring");
    let (_, after) = declaring.split_once(&format!("<!-- keys: {} -->", on.word())).expect("it has the marker");
    let (_, table) = after.split_once("| keys | chapter |\n|---|---|\n").expect("it has the table");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let row = |row: &str| {
        let (keys, chapter) = row.trim_matches(['|', ' ']).split_once(" | ").expect("it has two columns");
        let chapter = if chapter == "this one" { "declaring" } else { chapter.trim_matches(['[', ']']) };
        (chapter.to_owned(), keys.split(", ").map(|key| key.trim_matches('`').to_owned()).collect())
    };
    rows.map(row).collect()
}

fn chapter(name: &str) -> String {
    let path = format!("{}/../runtime/src/guide/{name}.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is not a chapter"))
}

/// Whether a chapter uses the key in `#[api(..)]`, or mentions it in code.
fn explains(chapter: &str, key: &str) -> bool {
    // The tables of keys and of chapters only list it.
    let is_list = |block: &&str| block.starts_with("| key | meaning |") || block.starts_with("| keys | chapter |");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    chapter.split("\n\n").filter(|block| !is_list(block)).flat_map(str::lines).any(|line| {
        let in_code = line.split('`').skip(1).step_by(2);
        let in_attribute = line.split_once("#[api(").map(|(_, inside)| inside);
        in_code.chain(in_attribute).any(|code| code.split(|c| !is_word(c)).any(|word| word == key))
    })
}

#[test]
fn links_every_key_to_the_chapter_that_explains_it() {
    let mut unexplained = Vec::new();
    for on in [Target::Request, Target::Field] {
        let chapters = chapters_of(on);
        for key in KEYS.iter().filter(|key| key.on == on) {
            let name = key.name.as_str();
            let of_key: Vec<&str> = chapters
                .iter()
                .filter(|(_, keys)| keys.iter().any(|other| other == name))
                .map(|(chapter, _)| &**chapter)
                .collect();
            let [linked] = *of_key else {
                panic!("`declaring` links `{name}` of a {} to {} chapters", on.word(), of_key.len())
            };
            if !explains(&chapter(linked), name) {
                unexplained.push(format!("`{name}` of a {} in {linked}", on.word()));
            }
        }
        let all = names(on);
        let unknown = chapters.iter().flat_map(|(_, keys)| keys).find(|key| !all.contains(&&***key));
        assert_eq!(unknown, None, "`declaring` links what is not a key of a {}", on.word());
    }
    assert!(unexplained.is_empty(), "the linked chapters do not explain {unexplained:?}");
}
