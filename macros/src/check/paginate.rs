//! Checks `paginate(..)`: one form, the words that it takes, and fields of the request.

use syn::{GenericArgument, PathArguments, Type};

use crate::model::pages::{Form, Limit, NextCursor, Pages, PathTo};
use crate::model::salvaged::SalvagedPages;
use crate::tables::keys;
use crate::tables::messages as m;
use crate::tables::pages::{self as table, FormName, PageSyntax, PageWord};
use crate::tables::suggest::{closest, listed};
use crate::written::declaration::Declaration;
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::pages::{FieldPath, Mistake, PageValue, WrittenPageWord, name};
use crate::written::{Entry, KeyValue};

/// The words that were understood, each with its row.
struct Words<'a, 'e> {
    known: Vec<(&'a WrittenPageWord, &'static PageWord)>,
    errors: &'e Errors,
    fields: &'a [Field<'a>],
}

/// `paginate(cursor = after, next = meta.next, items = users, item = User)`.
pub(crate) fn pages<'a>(
    declaration: &'a Declaration<'a>,
    fields: &'a [Field<'a>],
    errors: &Errors,
) -> Option<Pages<'a>> {
    let entry = declaration.written.get(keys::PAGINATE)?;
    let KeyValue::Pages(written) = &entry.value else { return None };
    if !declaration.written.mentions(keys::RESPONSE) {
        errors.at(&entry.ident, &m::PAGES_WITHOUT_RESPONSE, &[]);
    }
    if let Some(lifetime) = declaration.input.generics.lifetimes().next() {
        errors.at(lifetime, &m::PAGES_BORROWED, &[]);
    }
    let mut words = Words { known: Vec::new(), errors, fields };
    words.read(written);
    let is_complete = words.known.len() == written.len();
    let (form_word, form) = words.form(entry, is_complete)?;
    if words.known.iter().filter(|(_, row)| row.is_form).count() == 1 {
        words.check_forms(form_word, form);
    }
    let form = words.finish(form_word, form, is_complete);
    let (items, item) = (words.response_path(table::ITEMS), words.item());
    if let (Some((items, _)), None) = (words.get(table::ITEMS), &item)
        && is_complete
    {
        errors.at(&items.ident, &m::PAGES_ITEM_MISSING, &[]);
    }
    if words.get(table::ITEMS).is_none()
        && item.is_none()
        && is_complete
        && declaration.written.ty(keys::RESPONSE).is_some_and(hides_items)
    {
        errors.at(&entry.ident, &m::PAGES_ITEMS_MISSING, &[]);
    }
    let cursor_repeats = words.get(table::CURSOR_REPEATS).is_some();
    Some(Pages { form: form?, items, item, cursor_repeats })
}

impl<'a> Words<'a, '_> {
    /// Keeps the words that are known and have a valid value, and reports the others.
    fn read(&mut self, written: &'a [WrittenPageWord]) {
        for word in written {
            let spelled = word.ident.to_string();
            let Some(row) = table::find(&spelled) else {
                let names = || table::WORDS.iter().map(|row| row.name);
                match closest(&spelled, names()) {
                    Some(close) => self.errors.at(&word.ident, &m::PAGES_WORD_MISSPELLED, &[&spelled, close]),
                    None => self.errors.at(&word.ident, &m::PAGES_WORD_UNKNOWN, &[&spelled, &listed(names())]),
                }
                continue;
            };
            if let PageValue::Invalid(mistake) = &word.value {
                self.report_invalid(word, row, mistake);
            } else if self.get(row.name).is_some() {
                self.errors.at(&word.ident, &m::DUPLICATE_KEY, &[row.name]);
            } else {
                self.known.push((word, row));
            }
        }
    }

    fn report_invalid(&self, word: &WrittenPageWord, row: &PageWord, mistake: &Mistake) {
        match (mistake, row.syntax) {
            (Mistake::Quoted(text), syntax) if syntax != PageSyntax::Flag && !text.is_empty() => {
                self.errors.at(&word.ident, &m::TYPE_IN_QUOTES, &[row.name, text]);
            }
            (Mistake::Header(name), PageSyntax::Path) if row.name != table::ITEMS => {
                let ty = match row.name {
                    table::TOTAL | table::PAGES => "Option<u64>",
                    table::MORE => "Option<bool>",
                    _ => "Option<String>",
                };
                let name = format!("{:?}", name.value());
                self.errors.at(&word.ident, &m::PAGES_HEADER_WORD, &[row.name, &name, ty]);
            }
            (Mistake::Index, PageSyntax::Field | PageSyntax::Path | PageSyntax::PathOrHeader) => {
                self.errors.at(&word.ident, &m::PAGES_PATH_INDEX, &[row.name]);
            }
            (_, syntax) => {
                let usage = match syntax {
                    PageSyntax::PathOrHeader => "next = path` or `next = header(\"X-Next\")",
                    _ => row.usage,
                };
                self.errors.at(&word.ident, &m::PAGES_WORD_MALFORMED, &[row.name, usage]);
            }
        }
    }

    fn get(&self, name: &str) -> Option<(&'a WrittenPageWord, &'static PageWord)> {
        self.known.iter().copied().find(|(_, row)| row.name == name)
    }

    /// The form, if there is exactly one.
    fn form(&self, entry: &Entry, is_complete: bool) -> Option<(&'a WrittenPageWord, FormName)> {
        let mut forms = self.known.iter().filter(|(_, row)| row.is_form);
        let Some((word, row)) = forms.next() else {
            if is_complete {
                self.errors.at(&entry.ident, &m::PAGES_FORM_MISSING, &[]);
            }
            return None;
        };
        for (other, _) in forms {
            self.errors.at(&other.ident, &m::PAGES_TWO_FORMS, &[&word.ident.to_string(), &other.ident.to_string()]);
        }
        Some((word, *row.forms.first()?))
    }

    /// Reports words that the form does not take.
    fn check_forms(&self, form_word: &WrittenPageWord, form: FormName) {
        for (word, row) in &self.known {
            if !row.is_form && !row.forms.contains(&form) {
                let forms = table::WORDS
                    .iter()
                    .filter(|other| other.is_form && other.forms.iter().any(|form| row.forms.contains(form)));
                let forms = listed(forms.map(|form| form.name));
                let arguments = [row.name, &form_word.ident.to_string(), &forms];
                self.errors.at(&word.ident, &m::PAGES_WORD_MISPLACED, &arguments);
            }
        }
    }

    fn finish(&self, word: &'a WrittenPageWord, form: FormName, is_complete: bool) -> Option<Form<'a>> {
        Some(match form {
            FormName::Offset => {
                let limit = self.limit(is_complete);
                Form::Offset { field: self.field(word)?, limit, total: self.response_path(table::TOTAL) }
            }
            FormName::Page => {
                let limit = self.limit(is_complete);
                if let (Some((word, _)), false, true) = (self.get(table::LIMIT), limit.ends_short, is_complete) {
                    self.errors.at(&word.ident, &m::PAGES_LIMIT_WITHOUT_SHORT, &[]);
                }
                Form::Page {
                    field: self.field(word)?,
                    limit,
                    first: self.first(),
                    total: self.response_path(table::TOTAL),
                    pages: self.response_path(table::PAGES),
                }
            }
            FormName::Cursor => {
                let field = self.field(word);
                let next = match self.get(table::NEXT).map(|(word, _)| &word.value) {
                    Some(PageValue::Header(name)) => Some(NextCursor::Header(name)),
                    Some(PageValue::Path(path)) => Some(NextCursor::Path(path_to(path))),
                    _ => None,
                };
                if next.is_none() && is_complete {
                    self.errors.at(&word.ident, &m::PAGES_NEXT_MISSING, &[]);
                }
                Form::Cursor { field: field?, next: next?, more: self.response_path(table::MORE) }
            }
            FormName::NextUrl => match &word.value {
                PageValue::Path(path) => Form::NextUrl(path_to(path)),
                _ => return None,
            },
            FormName::Link => Form::Link,
        })
    }

    fn item(&self) -> Option<&'a Type> {
        match &self.get(table::ITEM)?.0.value {
            PageValue::Type(ty) => Some(ty),
            _ => None,
        }
    }

    fn response_path(&self, name: &str) -> Option<PathTo<'a>> {
        match &self.get(name)?.0.value {
            PageValue::Path(path) => Some(path_to(path)),
            _ => None,
        }
    }

    fn first(&self) -> u64 {
        let Some((WrittenPageWord { value: PageValue::Number(number), ident }, row)) = self.get(table::FIRST) else {
            return 1;
        };
        number.base10_parse().unwrap_or_else(|_| {
            self.errors.at(number, &m::PAGES_WORD_MALFORMED, &[&ident.to_string(), row.usage]);
            1
        })
    }

    /// `limit = take, short = end`.
    fn limit(&self, is_complete: bool) -> Limit<'a> {
        let (limit, short) = (self.get(table::LIMIT), self.get(table::SHORT));
        if let (Some((short, _)), None, true) = (short, limit, is_complete) {
            self.errors.at(&short.ident, &m::PAGES_SHORT_WITHOUT_LIMIT, &[]);
        }
        Limit { field: limit.and_then(|(word, _)| self.field(word)), ends_short: short.is_some() }
    }

    /// A field of the request, which must be sent. The rest of a path into a group is left to rustc.
    fn field(&self, word: &'a WrittenPageWord) -> Option<PathTo<'a>> {
        let PageValue::Path(path) = &word.value else { return None };
        let first = path.members.first()?;
        let (spelled, errors) = (name(first), self.errors);
        match self.fields.iter().find(|field| field.name == spelled) {
            Some(field) if field.written.has(keys::SKIP) => errors.at(first, &m::PAGES_FIELD_SKIPPED, &[&spelled]),
            Some(_) => return Some(path_to(path)),
            None => {
                let sent = self.fields.iter().filter(|field| !field.written.has(keys::SKIP));
                let names: Vec<&str> = sent.map(|field| &*field.name).collect();
                match closest(&spelled, names.iter().copied()) {
                    Some(close) => errors.at(first, &m::PAGES_FIELD_MISSPELLED, &[&spelled, close]),
                    None if names.is_empty() => errors.at(first, &m::PAGES_WITHOUT_FIELDS, &[&spelled]),
                    None => errors.at(first, &m::PAGES_FIELD_UNKNOWN, &[&spelled, &listed(names)]),
                }
            }
        }
        None
    }
}

/// The lists whose items the runtime knows, besides `Box<[T]>`.
const LISTS: [&str; 6] = ["Vec", "VecDeque", "BTreeSet", "HashSet", "BTreeMap", "HashMap"];

/// Whether the type of the items is not known from a type.
///
/// `Found` and `Page<User>` hide it, and `Vec<User>` does not. They may be aliases of a list, whose users write `item`.
fn hides_items(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(named) = path.path.segments.last() else { return false };
    match &named.arguments {
        PathArguments::AngleBracketed(generics) if named.ident == "Box" => {
            !matches!(generics.args.first(), Some(GenericArgument::Type(Type::Slice(_))))
        }
        PathArguments::AngleBracketed(generics) if named.ident == "Option" => match generics.args.first() {
            Some(GenericArgument::Type(inner)) => hides_items(inner),
            _ => false,
        },
        PathArguments::AngleBracketed(_) => !LISTS.iter().any(|name| named.ident == name),
        _ => true,
    }
}

fn path_to(path: &FieldPath) -> PathTo<'_> {
    PathTo { members: &path.members, text: path.text() }
}

/// The known facts about the pages of an invalid declaration. `None` if it could not implement the trait.
pub(crate) fn salvaged<'a>(declaration: &'a Declaration<'a>) -> Option<SalvagedPages<'a>> {
    if declaration.input.generics.lifetimes().next().is_some() {
        return None;
    }
    let words = match declaration.written.get(keys::PAGINATE).map(|entry| &entry.value) {
        Some(KeyValue::Pages(words)) => &**words,
        _ => &[],
    };
    let item = words.iter().find_map(|word| match &word.value {
        PageValue::Type(ty) => Some(&**ty),
        _ => None,
    });
    declaration.written.names(keys::PAGINATE).then_some(SalvagedPages { item })
}
