//! `opsdoc impact`: says what a definition touches, or what has changed and what that touches.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::Impact as Arguments;
use super::fault::Fault;
use super::progress::Bar;
use super::prose;
use super::terminal::Terminal;
use crate::compare::{self, Change, ChangeKind, Side};
use crate::diagnostic::did_you_mean;
use crate::gather::worktree::Worktree;
use crate::impact::{Impact, Node, Root};
use crate::model::inline::Kind;
use crate::pipeline::load::{self, Folder};
use crate::pipeline::since;
use crate::report::style::{CODE, STRONG, paint};

/// A value longer than this is cut in a terminal.
const LONGEST: usize = 60;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    let mut out = terminal.out();
    match (&arguments.since, &arguments.what) {
        (Some(revision), _) => {
            // Without a name before it, the folder is the first of what was typed.
            let docs = arguments.what.as_ref().map_or(&arguments.docs, |what| what);
            let both = since::load_both(docs.as_ref(), revision, &Bar::new(terminal))?;
            changed(&mut out, &both, arguments)?;
        }
        (None, Some(what)) => {
            let folder = load::load(&Worktree::new(arguments.docs.as_ref(), &[]), &Bar::new(terminal))?;
            touched(&mut out, &folder, what, arguments)?;
        }
        (None, None) => return Err(Fault::new("say what is asked about, or `--since` a revision")),
    }
    Ok(out.flush()?)
}

fn impact<'a>(folder: &'a Folder, arguments: &Arguments) -> Impact<'a> {
    Impact::new(&folder.library, &folder.project, &folder.gathered.sources, arguments.depth)
}

/// Says what something touches.
fn touched(out: &mut impl Write, folder: &Folder, what: &str, arguments: &Arguments) -> Result<(), Fault> {
    let impact = impact(folder, arguments);
    let below = what.strip_prefix(arguments.docs.as_str()).map(|path| path.trim_start_matches('/'));
    let roots: Vec<Root> = [Some(what.trim_start_matches("./")), below]
        .into_iter()
        .flatten()
        .map(|word| impact.find(&folder.gathered.files, word))
        .find(|roots| !roots.is_empty())
        .unwrap_or_default();
    if roots.is_empty() {
        let fault = Fault::new(format!("nothing in the library has the name or the path `{what}`"));
        let names = folder.library.symbols.iter().filter(|(_, symbol)| symbol.kind != Kind::Step);
        let names = names.map(|(_, symbol)| symbol.id.as_str()).chain(folder.gathered.files.iter().map(String::as_str));
        return Err(match did_you_mean(what, names) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help("give an identifier, a mnemonic, a step as `ID#step`, or the path of a file"),
        });
    }
    for root in &roots {
        let tree = impact.tree(root);
        match arguments.json {
            true => line(out, &json_of(&tree, folder, 0))?,
            false => human(out, &tree, folder)?,
        }
    }
    Ok(())
}

/// Says what has changed, and what each change touches.
fn changed(out: &mut impl Write, both: &since::Since, arguments: &Arguments) -> Result<(), Fault> {
    let [old, new] =
        [&both.old, &both.new].map(|folder| Side { library: &folder.library, sources: &folder.gathered.sources });
    let changes = compare::changes(old, new);
    let (before, after) = (impact(&both.old, arguments), impact(&both.new, arguments));
    for change in &changes {
        // What is gone was touching in the old state.
        let (folder, impact) = match change.kind {
            ChangeKind::Removed => (&both.old, &before),
            ChangeKind::Added | ChangeKind::Changed => (&both.new, &after),
        };
        let roots = impact.find(&folder.gathered.files, &change.item.name);
        let tree = roots.iter().map(|root| impact.tree(root)).find(|tree| tree.what == change.item.kind.name());
        let tree = tree.or_else(|| roots.first().map(|root| impact.tree(root)));
        say(out, change, tree.as_ref(), folder, arguments.json)?;
    }
    for path in &both.files {
        let folder = if both.new.gathered.files.contains(path) { &both.new } else { &both.old };
        let tree = impact_of_file(if std::ptr::eq(folder, &both.new) { &after } else { &before }, path);
        if arguments.json {
            line(
                out,
                &json!({ "kind": "file", "name": path, "change": "changed", "fields": [], "impact": json_of(&tree, folder, 0) }),
            )?;
        } else {
            writeln!(out, "{} {}", paint(STRONG, "changed"), paint(CODE, format!("file {path}")))?;
            branches(out, &tree.touches, folder, "  ")?;
            writeln!(out)?;
        }
    }
    if !arguments.json && changes.is_empty() && both.files.is_empty() {
        writeln!(out, "nothing has changed")?;
    }
    Ok(())
}

fn impact_of_file(impact: &Impact<'_>, path: &str) -> Node {
    impact.tree(&Root::File(path.into()))
}

fn say(out: &mut impl Write, change: &Change, tree: Option<&Node>, folder: &Folder, as_json: bool) -> io::Result<()> {
    let kind = match change.kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    };
    let item = &change.item;
    if as_json {
        let fields: Vec<Value> = change
            .fields
            .iter()
            .map(|field| json!({ "field": field.name.as_str(), "old": field.old.as_deref(), "new": field.new.as_deref() }))
            .collect();
        let tree = tree.map(|tree| json_of(tree, folder, 0));
        return line(
            out,
            &json!({ "kind": item.kind.name(), "name": item.name.as_str(), "change": kind, "fields": fields, "impact": tree }),
        );
    }
    writeln!(out, "{} {}", paint(STRONG, kind), paint(CODE, format!("{} {}", item.kind.name(), item.name)))?;
    for field in &change.fields {
        let value = |value: &Option<ecow::EcoString>| value.as_ref().map(|value| flat(value));
        let (old, new) = (value(&field.old), value(&field.new));
        let same = if let (Some(old), Some(new)) = (&old, &new) { same(old, new) } else { 0 };
        let shown = |value: Option<String>| value.map_or("nothing".to_owned(), |value| short(&value, same));
        writeln!(out, "  {}: {} → {}", field.name, shown(old), shown(new))?;
    }
    if let Some(tree) = tree {
        branches(out, &tree.touches, folder, "  ")?;
    }
    writeln!(out)
}

/// Returns a value in one line.
fn flat(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns how many bytes of two values need not be shown, as they begin alike: whole words, and not the last few.
fn same(old: &str, new: &str) -> usize {
    /// Bytes before a difference that show where it is.
    const BEFORE: usize = 20;
    let alike: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let longest = old.chars().count().max(new.chars().count());
    let most = old.floor_char_boundary(alike.saturating_sub(BEFORE));
    if longest <= LONGEST { 0 } else { old[..most].rfind(' ').map_or(0, |space| space + 1) }
}

/// Shortens a value to what fits into a line, from a byte on.
fn short(value: &str, from: usize) -> String {
    let before = if from > 0 { "…" } else { "" };
    let rest = &value[from..];
    match rest.chars().count() > LONGEST {
        true => format!("{before}{}…", rest.chars().take(LONGEST - 1).collect::<String>()),
        false => format!("{before}{rest}"),
    }
}

fn human(out: &mut impl Write, tree: &Node, folder: &Folder) -> io::Result<()> {
    writeln!(out, "{}", head(tree, folder))?;
    branches(out, &tree.touches, folder, "")?;
    if tree.touches.is_empty() {
        writeln!(out, "  touches nothing")?;
    }
    writeln!(out)
}

fn branches(out: &mut impl Write, nodes: &[Node], folder: &Folder, indent: &str) -> io::Result<()> {
    for (at, node) in nodes.iter().enumerate() {
        let is_last = at + 1 == nodes.len();
        writeln!(out, "{indent}{} {}", if is_last { "└─" } else { "├─" }, head(node, folder))?;
        branches(out, &node.touches, folder, &format!("{indent}{}", if is_last { "   " } else { "│  " }))?;
    }
    Ok(())
}

/// Says in a line what something is and how it is touched.
fn head(node: &Node, folder: &Folder) -> String {
    let how = node.how.map_or(String::new(), |how| format!("{}: ", how.word()));
    let name = if node.name.is_empty() { String::new() } else { format!(" {}", paint(STRONG, &node.name)) };
    let title = if node.title.is_empty() { String::new() } else { format!(" {}", short(&flat(&node.title), 0)) };
    let place = node.place.map_or(String::new(), |span| {
        let source = folder.gathered.sources.get(span.source);
        let (line, _) = source.position(span.start);
        format!(" {}", prose::faint(&format!("{}:{line}", source.path)))
    });
    let again = if node.again { " (shown above)" } else { "" };
    format!("{how}{}{name}{title}{place}{again}", node.what)
}

fn json_of(node: &Node, folder: &Folder, depth: usize) -> Value {
    let place = node.place.map(|span| {
        let source = folder.gathered.sources.get(span.source);
        (source.path.as_str(), source.position(span.start))
    });
    json!({
        "manner": node.how.map(|how| how.word()),
        "depth": depth,
        "kind": node.what,
        "name": node.name.as_str(),
        "title": node.title.as_str(),
        "path": place.map(|(path, _)| path),
        "line": place.map(|(_, (line, _))| line),
        "column": place.map(|(_, (_, column))| column),
        "again": node.again,
        "touches": node.touches.iter().map(|inner| json_of(inner, folder, depth + 1)).collect::<Vec<_>>(),
    })
}

fn line(out: &mut impl Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{value}")
}
