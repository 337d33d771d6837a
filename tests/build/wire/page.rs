//! Generates the chapter `runtime/src/guide/wire.md` from the table.

use super::coverage::OFF_THE_WIRE;
use super::row::{Case, Row, Section, Shown};
use super::table::sections;

const TYPES: &str = include_str!("types.rs");
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/guide/wire.md");

/// The attribute of most structs.
const USUAL: &str = r#"api(get = "/a", response = Raw)"#;

const BEGINNING: &str = r#"# What is sent

Each row shows a declaration, its values, and the bytes that are sent: the request line, the headers that the request sets itself, and
the body. A test compares each row with the request that is built, and with what a server receives. This chapter is generated from the
same rows.

- If the left column is empty, the declaration is the one above.
- If no attribute of the struct is shown, it is `#[api(get = "/a", response = Raw)]`, unless the section specifies another.
- Lifetimes are left out.

The row

| declared | set to | on the wire |
|---|---|---|
| `#[api(delete = "/u/{id}")]`<br>`id: u8`<br>`#[api(query = "hardDelete")] hard: Option<bool>` | `id: 7`<br>`hard: Some(true)` | `DELETE /u/7?hardDelete=true` |

stands for

```rust
use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(delete = "/u/{id}")]
struct DeleteUser {
    id: u8,
    #[api(query = "hardDelete")]
    hard: Option<bool>,
}

let request = DeleteUser { id: 7, hard: Some(true) }.to_http(&"https://h.example".parse()?)?;
assert_eq!(request.method(), "DELETE");
assert_eq!(request.uri().path_and_query().unwrap(), "/u/7?hardDelete=true");
assert!(request.headers().is_empty());
assert_eq!(request.body().as_bytes(), Some(&b""[..]));
# Ok::<(), Box<dyn std::error::Error>>(())
```

The rows use these types:

"#;

fn page() -> String {
    let (_, types) = TYPES.split_once("\n\n").expect("a line says what the file is for");
    let mut page = format!("{BEGINNING}```rust\n{types}```\n");
    for section in sections() {
        page.push_str(&shown(&section));
    }
    page.push_str("\n## Keys that do not affect what is sent\n\n| key | on | why |\n|---|---|---|\n");
    for (on, key, why) in OFF_THE_WIRE {
        page.push_str(&format!("| `{key}` | {} | {why} |\n", on.noun()));
    }
    page
}

fn shown(section: &Section) -> String {
    let mut shown = format!("\n## {}\n\n{}", section.title, section.prose);
    let usual = tidy(section.usual);
    if usual != USUAL && section.cases.iter().any(|case| case.attribute.is_none()) {
        shown.push_str(&format!(" Where no attribute of the struct is shown, it is `#[{usual}]`."));
    }
    if let Some((last, others)) = section.begins.split_last() {
        let lines: String = others.iter().map(|line| format!("{} and ", code(line))).collect();
        shown.push_str(&format!(" The rows leave out what each request begins with: {lines}{}.", code(last)));
    }
    let heading = match section.shown {
        Shown::Request | Shown::Sent => "on the wire",
        Shown::Curl => "printed",
        Shown::Refusal => "error",
    };
    shown.push_str(&format!("\n\n| declared | set to | {heading} |\n|---|---|---|\n"));
    for case in &section.cases {
        let mut declared = declaration(section, case);
        for row in &case.rows {
            let made = match section.shown {
                Shown::Refusal => format!(" {} |", row.lines.join("<br>").replace('|', "\\|")),
                _ => cell(row.lines),
            };
            shown.push_str(&format!("|{}{}{made}\n", cell(&declared), cell(&set(row))));
            declared.clear();
        }
    }
    shown
}

pub(crate) fn declaration(section: &Section, case: &Case) -> Vec<String> {
    let usual = Some(section.usual).filter(|_| case.fields.is_empty());
    let attribute = case.attribute.or(usual).map(|attribute| format!("#[{}]", tidy(attribute)));
    let fields = case.fields.iter().map(|field| {
        let attributes: String = field.attributes.iter().map(|attribute| format!("#[{}] ", tidy(attribute))).collect();
        format!("{attributes}{}: {}", field.name, tidy(field.ty))
    });
    attribute.into_iter().chain(fields).collect()
}

/// What is set, without the name of a field that is the only one.
pub(crate) fn set(row: &Row) -> Vec<String> {
    match row.set {
        [(_, value)] => vec![tidy(value)],
        fields => fields.iter().map(|(name, value)| format!("{name}: {}", tidy(value))).collect(),
    }
}

/// Tokens on one line, without lifetimes.
fn tidy(tokens: &str) -> String {
    let line = tokens.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    line.replace("'static, ", "").replace("'static ", "")
}

/// A cell of a Markdown table, each line in it code.
fn cell(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| code(line.as_ref())).collect();
    if lines.is_empty() { " |".to_owned() } else { format!(" {} |", lines.join("<br>")) }
}

fn code(line: &str) -> String {
    let line = line.replace('|', "\\|");
    if line.contains('`') { format!("`` {line} ``") } else { format!("`{line}`") }
}

#[test]
fn the_page_is_made_of_the_table() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|update| update == "1") {
        std::fs::write(FILE, &page).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    let same = page.lines().zip(written.lines()).take_while(|(made, written)| made == written).count();
    let lines: Vec<&str> = page.lines().skip(same).take(10).collect();
    assert!(
        page == written,
        "write this into runtime/src/guide/wire.md from line {} on, or let UPDATE_DOCS=1 do it:\n{}",
        same + 1,
        lines.join("\n")
    );
}
