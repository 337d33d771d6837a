//! Writes an endpoint as a Markdown document.

use std::fmt;

use super::{Endpoint, ResolvedParam};

/// Writes a Markdown document about the request. It has a table of the parameters and a list of the cross-field rules.
///
/// ```
/// use api_request::endpoint::{Endpoint, Param};
/// use api_request::rule::{ascii, length};
///
/// const USER: &Endpoint = &Endpoint::new("GET", "/api/user/{id}").with_types("User", "Errors").params(&[
///     Param::path("id", "userId").rules(&[ascii().fact(), length(1..=64).fact()]),
///     Param::query("expand", "expand").required(false),
/// ]);
///
/// assert_eq!(USER.to_string(), "\
/// `GET /api/user/{id}`, read as `User`, on error as `Errors`
///
/// | field | place | name | required | secret | rules |
/// |---|---|---|---|---|---|
/// | `id` | path | `userId` | yes | no | `ascii`, `length(1..=64)` |
/// | `expand` | query | `expand` | no | no | |
/// ");
/// ```
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{} {}`", self.method, self.path)?;
        if !self.response.is_empty() {
            write!(f, ", read as `{}`", self.response)?;
        }
        if !self.error.is_empty() {
            write!(f, ", on error as `{}`", self.error)?;
        }
        if let Some(pages) = self.pages {
            write!(f, ", with pages by `{}`", pages.form().as_str())?;
        }
        let params = ResolvedParam::all(self);
        if !params.is_empty() {
            f.write_str("\n\n| field | place | name | required | secret | rules |\n|---|---|---|---|---|---|")?;
        }
        f.write_str("\n")?;
        for listed in params {
            let param = listed.param();
            let yes = |yes: bool| if yes { "yes" } else { "no" };
            let (required, secret) = (yes(listed.is_required()), yes(param.is_secret()));
            let name = Code(param.name());
            write!(f, "| `{}` | {} | {name} | {required} | {secret} |", listed.field(), param.place())?;
            for (index, rule) in param.rule_list().iter().enumerate() {
                write!(f, "{} {}", if index > 0 { "," } else { "" }, Code(&rule.to_string()))?;
            }
            f.write_str(" |\n")?;
        }
        for (index, rule) in rules(self, "").into_iter().enumerate() {
            writeln!(f, "{}- `{rule}`", if index == 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

/// The cross-field rules, for the list after the table.
fn rules(endpoint: &Endpoint, path: &str) -> Vec<String> {
    let own = endpoint.cross_field_rule_list().iter().map(|rule| {
        let fields = rule.params().iter().filter_map(|&param| endpoint.own_params().get(param));
        let fields: Vec<String> = fields.map(|param| format!("{path}{}", param.field())).collect();
        if fields.is_empty() {
            format!("{path}{}", rule.code())
        } else {
            format!("{}({})", rule.code(), fields.join(", "))
        }
    });
    let mut rules_here: Vec<String> = own.collect();
    for group in endpoint.group_list() {
        let path = if group.field().is_empty() { path.to_owned() } else { format!("{path}{}.", group.field()) };
        rules_here.extend(rules(group.endpoint(), &path));
    }
    rules_here.extend(endpoint.inner().into_iter().flat_map(|inner| rules(inner, path)));
    rules_here
}

/// Text formatted as code in a cell of a Markdown table.
struct Code<'a>(&'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fence = if self.0.contains('`') { "`` " } else { "`" };
        f.write_str(fence)?;
        for c in self.0.chars() {
            match c {
                '|' => f.write_str("\\|")?,
                c if c.is_control() => write!(f, "{}", c.escape_default())?,
                c => write!(f, "{c}")?,
            }
        }
        for c in fence.chars().rev() {
            write!(f, "{c}")?;
        }
        Ok(())
    }
}
