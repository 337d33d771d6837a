//! A crate's files, and what each of them imports, with re-exports resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

type Segments = Vec<String>;

/// The files of one crate.
pub(crate) struct Source {
    modules: BTreeMap<Segments, Module>,
    files: Vec<String>,
    /// Where each `macro_rules!` is: an exported one is named from the root of the crate.
    macros: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Module {
    file: usize,
    children: BTreeSet<String>,
    /// What `use` brings into scope: a name, and the path that it stands for.
    bindings: BTreeMap<String, Segments>,
    globs: Vec<Segments>,
    /// The paths that the module mentions, from the root of the crate or from itself.
    mentioned: Vec<Segments>,
}

/// An import of one file by another.
pub(crate) struct Arrow<'s> {
    pub(crate) from: &'s str,
    pub(crate) to: &'s str,
    pub(crate) path: String,
}

impl Source {
    /// The files below a folder.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut files = Vec::new();
        collect(folder, "", &mut files);
        Self::of(files)
    }

    /// The files of these names, relative to `lib.rs`, with these contents.
    pub(crate) fn of<N: Into<String>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        let mut source = Self { modules: BTreeMap::new(), files: Vec::new(), macros: BTreeMap::new() };
        for (name, text) in files {
            let name = name.into();
            let tokens = TokenStream::from_str(text.as_ref()).unwrap_or_else(|error| panic!("{name}: {error}"));
            let path = module_path(&name);
            source.files.push(name);
            source.add(&path, tokens, source.files.len() - 1);
        }
        source
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Every import between two files, once for each path.
    pub(crate) fn arrows(&self) -> Vec<Arrow<'_>> {
        let mut arrows = Vec::new();
        for module in self.modules.values() {
            for path in &module.mentioned {
                if let Some(to) = self.resolve(path, 0)
                    && to != module.file
                {
                    let path = format!("crate::{}", path.join("::"));
                    arrows.push(Arrow { from: &self.files[module.file], to: &self.files[to], path });
                }
            }
        }
        arrows
    }

    /// The file that defines what a path names.
    fn resolve(&self, path: &[String], depth: usize) -> Option<usize> {
        // A `use` of a name by itself does not lead to a file.
        if depth > 8 {
            return None;
        }
        let mut at: &[String] = &[];
        for (index, segment) in path.iter().enumerate() {
            let module = self.modules.get(at)?;
            if module.children.contains(segment) {
                at = &path[..=index];
                continue;
            }
            let behind = &path[index + 1..];
            if let Some(target) = module.bindings.get(segment)
                && target != path
            {
                let target = [target, behind].concat();
                return self.resolve(&target, depth + 1);
            }
            let through = module.globs.iter().find_map(|glob| {
                let inner = self.modules.get(glob)?;
                let is_there = inner.children.contains(segment) || inner.bindings.contains_key(segment);
                is_there.then(|| self.resolve(&[glob, &path[index..]].concat(), depth + 1))
            });
            let exported = self.macros.get(segment).copied().filter(|_| at.is_empty());
            return through.unwrap_or(exported.or(Some(module.file)));
        }
        Some(self.modules.get(at)?.file)
    }

    fn add(&mut self, path: &[String], tokens: TokenStream, file: usize) {
        let mut module = Module { file, ..Module::default() };
        let mut reader = Reader { path, module: &mut module, inline: Vec::new(), macros: Vec::new() };
        reader.items(tokens);
        let (inline, macros) = (reader.inline, reader.macros);
        self.macros.extend(macros.into_iter().map(|name| (name, file)));
        module.absolute(path);
        self.modules.insert(path.to_vec(), module);
        for (name, tokens) in inline {
            self.add(&[path, &[name]].concat(), tokens, file);
        }
    }
}

impl Module {
    /// Makes each path one from the root of the crate, and drops those that lead into other crates.
    fn absolute(&mut self, here: &[String]) {
        let own: BTreeSet<String> = self.children.iter().chain(self.bindings.keys()).cloned().collect();
        let to_root = |path: Segments| -> Option<Segments> {
            let mut base = here.to_vec();
            let mut rest = path.as_slice();
            match rest.first()?.as_str() {
                "crate" | "api_request" => {
                    base.clear();
                    rest = &rest[1..];
                }
                "self" => rest = &rest[1..],
                "super" => {
                    while rest.first().is_some_and(|segment| segment == "super") {
                        base.pop();
                        rest = &rest[1..];
                    }
                }
                first if own.contains(first) => {}
                _ => return None,
            }
            Some([&base, rest].concat())
        };
        self.mentioned = std::mem::take(&mut self.mentioned).into_iter().filter_map(to_root).collect();
        self.globs = std::mem::take(&mut self.globs).into_iter().filter_map(to_root).collect();
        let bindings = std::mem::take(&mut self.bindings);
        self.bindings = bindings.into_iter().filter_map(|(name, path)| Some((name, to_root(path)?))).collect();
    }
}

/// Reads the tokens of one module.
struct Reader<'m> {
    path: &'m [String],
    module: &'m mut Module,
    inline: Vec<(String, TokenStream)>,
    macros: Vec<String>,
}

impl Reader<'_> {
    fn items(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.item(&tokens, at);
        }
    }

    /// Reads what begins at this token, and returns where the next thing begins.
    fn item(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' && is_for_tests(tokens.get(at + 1)) => {
                return behind_item(tokens, at + 2);
            }
            TokenTree::Ident(word) if word == "mod" => {
                if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                    self.module.children.insert(name.to_string());
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        self.inline.push((name.to_string(), body.stream()));
                    }
                    return at + 3;
                }
            }
            TokenTree::Ident(word) if word == "macro_rules" => {
                if let Some(TokenTree::Ident(name)) = tokens.get(at + 2) {
                    self.macros.push(name.to_string());
                }
            }
            TokenTree::Ident(word) if word == "use" => {
                let end =
                    tokens[at..].iter().position(|token| is_punct(token, ';')).map_or(tokens.len(), |end| at + end);
                self.tree(&tokens[at + 1..end], &[]);
                return end + 1;
            }
            TokenTree::Ident(_) if !follows_path(tokens, at) => {
                let (path, end) = path_at(tokens, at);
                if path.len() > 1 {
                    self.module.mentioned.push(path);
                }
                return end;
            }
            TokenTree::Group(group) => self.items(group.stream()),
            _ => {}
        }
        at + 1
    }

    /// Reads one tree of a `use`, which follows `prefix`.
    fn tree(&mut self, tokens: &[TokenTree], prefix: &[String]) {
        let begin = tokens.iter().position(|token| !is_punct(token, ':')).unwrap_or(0);
        let (path, end) = path_at(tokens, begin);
        let path = [prefix, &path].concat();
        match tokens.get(end..).unwrap_or_default() {
            [.., TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for tree in inner.split(|token| is_punct(token, ',')).filter(|tree| !tree.is_empty()) {
                    self.tree(tree, &path);
                }
            }
            [.., star] if is_punct(star, '*') => {
                self.module.mentioned.push(path.clone());
                self.module.globs.push(path);
            }
            [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "as" => self.bind(name.to_string(), path),
            _ => {
                let path = match path.split_last() {
                    Some((last, before)) if last == "self" && !before.is_empty() => before.to_vec(),
                    _ => path,
                };
                if let Some(name) = path.last() {
                    self.bind(name.clone(), path);
                }
            }
        }
    }

    fn bind(&mut self, name: String, path: Segments) {
        self.module.mentioned.push(path.clone());
        // A child that is re-exported under its own name is found as a child.
        let is_itself = [self.path, std::slice::from_ref(&name)].concat() == path;
        if name != "_" && !is_itself {
            self.module.bindings.insert(name, path);
        }
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// Whether the word before this one belongs to the same path.
fn follows_path(tokens: &[TokenTree], at: usize) -> bool {
    at >= 2 && is_punct(&tokens[at - 1], ':') && is_punct(&tokens[at - 2], ':')
}

/// The path that begins here, and where it ends.
fn path_at(tokens: &[TokenTree], mut at: usize) -> (Segments, usize) {
    let mut path = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        at += 1;
        match tokens.get(at..at + 3) {
            Some([a, b, TokenTree::Ident(_)]) if is_punct(a, ':') && is_punct(b, ':') => at += 2,
            _ => break,
        }
    }
    (path, at)
}

/// Whether an attribute is `cfg(test)`.
fn is_for_tests(attribute: Option<&TokenTree>) -> bool {
    attribute.is_some_and(|attribute| attribute.to_string().replace(' ', "") == "[cfg(test)]")
}

/// Where the item ends that begins here.
fn behind_item(tokens: &[TokenTree], begin: usize) -> usize {
    let ends = |token: &TokenTree| {
        is_punct(token, ';') || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    tokens[begin..].iter().position(ends).map_or(tokens.len(), |end| begin + end + 1)
}

fn module_path(file: &str) -> Segments {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            files.push((name, fs::read_to_string(entry.path()).expect("the file is text")));
        }
    }
}
