//! Where things can be planted in a set: in running text, in what procedures say, between steps.

use std::ops::Range;

use regex::Regex;

use super::facts::{self, Facts};
use super::form::{Change, mark};
use super::random::Random;
use super::set::Set;

/// A set, and the dice that choose a place in it.
pub(super) struct Ground<'a> {
    pub(super) set: &'a Set,
    pub(super) random: Random,
}

/// How running text says something. `{}` is what it says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A code span in an English sentence.
    English,
    /// A code span in a French sentence.
    French,
    /// Bare words in an English sentence.
    Bare,
    /// Bare words in a French sentence.
    Nu,
    /// A cell of a table.
    Table,
    /// An item of a list.
    List,
    /// A quotation, as alerts are.
    Quote,
    /// A row of a French table.
    Tableau,
    /// A cell of a table in raw HTML.
    Html,
}

impl Shape {
    fn language(self) -> &'static str {
        match self {
            Self::French | Self::Nu | Self::Tableau => "fr",
            _ => "en",
        }
    }

    fn around(self) -> &'static str {
        match self {
            Self::English => "Later in the pass the shift uses `{}` and writes down the time.",
            Self::French => "Plus tard dans la passe, l’équipe utilise `{}` et note l’heure.",
            Self::Bare => "Later in the pass the shift uses {} and writes down the time.",
            Self::Nu => "Plus tard dans la passe, l’équipe utilise {} et note l’heure.",
            Self::Html => {
                "<table>\n<tr><th>5 min</th><td>the line is open</td></tr>\n<tr><th>6 min</th><td>{}</td></tr>\n</table>"
            }
            Self::Table => "| Time | At the console |\n|---|---|\n| 5 min | the line is open |\n| 6 min | `{}` |",
            Self::List => "- the line is open;\n- `{}`;\n- the time is written down.",
            Self::Quote => "> At the console the shift uses\n> `{}` and writes down the time.",
            Self::Tableau => "| Heure | À la console |\n|---|---|\n| 5 min | la ligne est ouverte |\n| 6 min | `{}` |",
        }
    }
}

/// Places of a page for words, by language.
const ASIDES: &[(&str, &str)] = &[
    ("en", "#### The shift and {}\n\nNothing else."),
    ("en", "**Use {} at once.**"),
    ("fr", "*Utiliser {} tout de suite.*"),
    ("en", "The shift knows.[^seeded]\n\n[^seeded]: By {}, that is."),
    ("fr", "1. ouvrir la ligne ;\n\n   - la ligne principale ;\n   - {} ;\n\n2. noter l’heure."),
    ("en", "> - the line is open;\n> - {}."),
    ("fr", "L’équipe est là,\nelle utilise {}\net note l’heure."),
    ("en", "| Time | {} |\n|---|---|\n| 5 min | open |"),
];

/// Places of a page for code, by language.
const CODE_ASIDES: &[(&str, &str)] = &[
    ("en", "```tc\n{}\n```"),
    ("fr", "- la ligne :\n\n  ```telemetry\n  # à la console\n  {}\n  ```"),
    ("en", "**`{}`** is used at once."),
    ("fr", "#### Utiliser `{}`\n\nRien d’autre."),
    ("en", "The shift knows.[^seeded]\n\n[^seeded]: See `{}`."),
];

/// A document with what its metadata say.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) path: String,
    pub(super) id: String,
    pub(super) issue: String,
    pub(super) title: String,
    pub(super) is_procedure: bool,
}

impl<'a> Ground<'a> {
    pub(super) fn facts(&self) -> &'a Facts {
        &self.set.facts
    }

    /// Returns one of several things.
    pub(super) fn pick<T: Clone>(&mut self, things: &[T]) -> Option<T> {
        self.random.pick(things).cloned()
    }

    /// Returns the text of a source.
    pub(super) fn text(&self, path: &str) -> &'a str {
        &self.set.texts[path]
    }

    /// Returns the paths of the procedures that are run in a control room.
    pub(super) fn procedures(&self) -> Vec<&'a str> {
        let is_run = |text: &str| text.contains("<procedure ") && !text.contains("type=\"scenario\"");
        self.set.texts.iter().filter(|(_, text)| is_run(text)).map(|(path, _)| path.as_str()).collect()
    }

    /// Returns the paths of the pages in a language; where there is none, of all.
    pub(super) fn pages(&self, language: &str) -> Vec<&'a str> {
        let all = self.set.texts.iter().filter(|(path, _)| path.ends_with(".md"));
        // What a page shows of itself must stay comparable: pages that retell a procedure are left alone.
        let all: Vec<_> = all.filter(|(_, text)| !text.contains("\nprocedure:")).collect();
        let speaks = |text: &str| language_of(text).is_some_and(|found| found == language);
        let speaking: Vec<_> = all.iter().filter(|(_, text)| speaks(text)).collect();
        let chosen = if speaking.is_empty() { all.iter().collect() } else { speaking };
        chosen.into_iter().map(|(path, _)| path.as_str()).collect()
    }

    /// Returns the language that a page states.
    pub(super) fn language(&self, path: &str) -> Option<&'static str> {
        language_of(self.text(path))
    }

    /// Returns the documents that bear an identifier and an issue.
    pub(super) fn known(&self) -> Vec<Known> {
        self.set.texts.iter().filter_map(|(path, text)| known(path, text)).collect()
    }

    /// Says something in running text, at a place like any other.
    pub(super) fn say(&mut self, shape: Shape, what: &str) -> Option<Change> {
        self.block(shape.language(), &shape.around().replace("{}", &mark(what)))
    }

    /// Says something in a place of a page that is seldom thought of.
    pub(super) fn say_aside(&mut self, what: &str) -> Option<Change> {
        let aside = self.random.below(ASIDES.len());
        self.aside(ASIDES[aside], what)
    }

    /// Says something that may be code in a place of a page that is seldom thought of.
    pub(super) fn code_aside(&mut self, what: &str) -> Option<Change> {
        let all = [ASIDES, CODE_ASIDES].concat();
        let aside = self.pick(&all)?;
        self.aside(aside, what)
    }

    fn aside(&mut self, (language, aside): (&str, &str), what: &str) -> Option<Change> {
        self.block(language, &aside.replace("{}", &mark(what)))
    }

    /// Says something in the words of a procedure, wherever it has words.
    pub(super) fn word(&mut self, what: &str) -> Option<Change> {
        let what = what.replace('&', "&amp;").replace('<', "&lt;");
        let words = r"<(?:note|expected|log|purpose|symptom|condition|reason|remark)>[^<]*()</";
        self.swap(words, |_, _| Some(format!(" ({what})")))
    }

    /// Adds a block to a page of a language, between two of its paragraphs.
    pub(super) fn block(&mut self, language: &str, block: &str) -> Option<Change> {
        let mut pages = self.pages(language);
        self.random.shuffle(&mut pages);
        for page in pages {
            let text = self.text(page);
            if let Some(at) = self.pick(&gaps(text)) {
                return Some(Change::of(page, format!("{}{block}\n\n{}", &text[..at], &text[at..])));
            }
        }
        None
    }

    /// Replaces the first group of a pattern, somewhere in the procedures, by other words.
    pub(super) fn swap(
        &mut self,
        pattern: &str,
        new: impl FnMut(&mut Self, &[String]) -> Option<String>,
    ) -> Option<Change> {
        let mut procedures = self.procedures();
        // What tells a procedure again would have to be changed too.
        procedures.retain(|path| !self.is_retold(path));
        self.swap_in(&procedures, pattern, new)
    }

    /// Replaces the first group of a pattern, somewhere in some sources, by other words.
    pub(super) fn swap_in(
        &mut self,
        paths: &[&'a str],
        pattern: &str,
        mut new: impl FnMut(&mut Self, &[String]) -> Option<String>,
    ) -> Option<Change> {
        let pattern = Regex::new(pattern).expect("the pattern is one");
        let mut found: Vec<(&str, Range<usize>, Vec<String>)> = Vec::new();
        for path in paths {
            let fences = if path.ends_with(".md") { fences(self.text(path)) } else { Vec::new() };
            for captures in pattern.captures_iter(self.text(path)) {
                let place = captures.get(1).expect("there is a first group").range();
                if fences.iter().any(|fence| fence.contains(&place.start)) {
                    continue;
                }
                let groups = captures.iter().map(|group| group.map_or("", |group| group.as_str()).to_owned());
                found.push((path, place, groups.collect()));
            }
        }
        self.random.shuffle(&mut found);
        for (path, place, groups) in found {
            if let Some(words) = new(self, &groups) {
                let text = self.text(path);
                let words = mark(words);
                return Some(Change::of(path, format!("{}{words}{}", &text[..place.start], &text[place.end..])));
            }
        }
        None
    }

    /// Puts steps before the first step of a procedure in a language. `@FIRST` is the step that was first.
    pub(super) fn steps(&mut self, language: &str, steps: &str) -> Option<Change> {
        self.steps_where(language, steps, |_| true)
    }

    /// Puts steps before the first step of a procedure that fits.
    pub(super) fn steps_where(&mut self, language: &str, steps: &str, fits: impl Fn(&str) -> bool) -> Option<Change> {
        let first = Regex::new(r#"<body>(?:\s*<phase>\s*<title>[^<]*</title>)?\s*()<step id="([^"]+)""#)
            .expect("the pattern is one");
        let mut procedures = self.procedures();
        procedures.retain(|path| fits(self.text(path)) && !self.is_retold(path));
        // Where nothing is sent, less is asked of a procedure; what is planted must not change what it is.
        if steps.contains("<tc ") || steps.contains("<call ") {
            procedures.retain(|path| self.text(path).contains("<tc "));
        }
        let speaks = |path: &&str| self.text(path).contains(&format!("lang=\"{language}\""));
        if procedures.iter().any(speaks) {
            procedures.retain(speaks);
        }
        let path = self.pick(&procedures)?;
        let text = self.text(path);
        let captures = first.captures(text)?;
        let (at, id) = (captures.get(1)?.start(), &captures[2]);
        Some(Change::of(path, format!("{}{}\n{}", &text[..at], steps.replace("@FIRST", id), &text[at..])))
    }

    /// Whether a page tells the steps of a procedure again: a step more would be one that the page lacks.
    pub(super) fn is_retold(&self, path: &str) -> bool {
        let Some(known) = known(path, self.text(path)) else { return false };
        let marks = [format!("procedure={}}}", known.id), format!("\nprocedure: {}\n", known.id)];
        self.set.texts.values().any(|text| marks.iter().any(|mark| text.contains(mark)))
    }

    /// Puts words directly behind the title of a step, where its warnings stand.
    pub(super) fn note(&mut self, language: &str, element: &str, words: &str) -> Option<Change> {
        let mut procedures = self.procedures();
        let speaks = |path: &&str| self.text(path).contains(&format!("lang=\"{language}\""));
        if procedures.iter().any(speaks) {
            procedures.retain(speaks);
        }
        // The opening tag of the element stays outside the mark; it is on the same line.
        let added = format!("<{element}>{words}</{element}>");
        self.swap_in(&procedures, r"<step [^>]*>\s*<title>[^<]*</title>()", |_, _| Some(format!("\n{added}")))
    }

    /// Returns a plain telecommand with an argument that fits.
    pub(super) fn argument(
        &mut self,
        fits: impl Fn(&opsdoc::model::database::Argument) -> bool,
    ) -> Option<(&'a opsdoc::model::database::Telecommand, &'a opsdoc::model::database::Argument)> {
        let facts = self.facts();
        let plain = facts.plain();
        let all: Vec<_> = plain
            .iter()
            .flat_map(|telecommand| telecommand.arguments.iter().map(move |argument| (*telecommand, argument)))
            .filter(|(_, argument)| !argument.fixed && fits(argument))
            .collect();
        self.pick(&all)
    }

    /// Returns a misspelt name that nothing bears, with the look of the right one.
    pub(super) fn misspelt(&mut self, name: &str) -> Option<String> {
        let from = name.find('_').map_or(1, |at| at + 1);
        let places: Vec<usize> = (from..name.len()).filter(|at| name.as_bytes()[*at].is_ascii_alphabetic()).collect();
        (0..8).find_map(|_| {
            let at = self.pick(&places)?;
            let letter = &name[at..=at];
            let wrong = match self.random.below(3) {
                0 => format!("{}{letter}{}", &name[..at], &name[at..]),
                1 => format!("{}X{}", &name[..at], &name[at + 1..]),
                _ => format!("{}_X", name),
            };
            (!self.facts().knows(&wrong) && wrong != name).then_some(wrong)
        })
    }

    /// Returns a plain telecommand, its good call, and a parameter with one of its labels.
    pub(super) fn telecommand(&mut self) -> Option<&'a opsdoc::model::database::Telecommand> {
        let plain = self.facts().plain();
        self.pick(&plain)
    }

    /// Returns a `verify` that could follow a telecommand.
    pub(super) fn verify(&mut self) -> Option<String> {
        let enumerated = self.facts().enumerated();
        let parameter = self.pick(&enumerated)?;
        let value = facts::good(&parameter.data_type);
        Some(format!("<verify within=\"30 s\"><tm name=\"{}\" value=\"{value}\"/></verify>", parameter.name.text))
    }
}

/// Returns the language that a page states.
fn language_of(text: &str) -> Option<&'static str> {
    let head = text.split("\n---\n").next().unwrap_or_default();
    let states = |language: &str| {
        head.contains(&format!("\nlang: {language}\n"))
            || head.ends_with(&format!("\nlang: {language}"))
            || text.contains(&format!("\nlang = \"{language}\"\n"))
    };
    ["en", "fr"].into_iter().find(|language| states(language))
}

/// Returns what a document says of itself.
fn known(path: &str, text: &str) -> Option<Known> {
    let is_procedure = text.contains("<procedure ");
    let find = |pattern: &str| {
        let pattern = Regex::new(pattern).expect("the pattern is one");
        pattern.captures(text).map(|captures| captures[1].trim_matches('"').to_owned())
    };
    let (id, issue, title) = if is_procedure {
        (r#"<procedure\s[^>]*?\bid="([^"]+)""#, r#"<procedure\s[^>]*?\bissue="([^"]+)""#, r"<title>([^<]+)</title>")
    } else if text.starts_with("---\n") {
        (r"\A---\n(?:.*\n)*?id: (.+)\n", r"\A---\n(?:.*\n)*?issue: (.+)\n", r"\A---\n(?:.*\n)*?title: (.+)\n")
    } else {
        return None;
    };
    Some(Known { path: path.to_owned(), id: find(id)?, issue: find(issue)?, title: find(title)?, is_procedure })
}

/// Returns where a block can be put into a page: before a paragraph or a heading that follows a paragraph.
fn gaps(text: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let (mut at, mut fenced, mut titled, mut blank, mut before) = (0, false, false, false, "");
    let body = body_start(text);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if at >= body {
            if bare.trim_start().starts_with("```") || bare.trim_start().starts_with("~~~") {
                fenced = !fenced;
            } else if !fenced && blank && titled && is_plain(bare) && is_plain(before) && !bare.is_empty() {
                gaps.push(at);
            }
            titled |= bare.starts_with('#');
            blank = bare.is_empty();
            if !blank {
                before = if fenced || bare.contains("```") { "`" } else { bare };
            }
        }
        at += line.len();
    }
    // A fence that is never closed takes the rest of the page.
    if fenced { Vec::new() } else { gaps }
}

/// Returns the blocks of code of a page.
fn fences(text: &str) -> Vec<Range<usize>> {
    let (mut fences, mut at, mut opened) = (Vec::new(), 0, None);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            match opened.take() {
                Some(from) => fences.push(from..at),
                None => opened = Some(at),
            }
        }
        at += line.len();
    }
    fences.extend(opened.map(|from| from..text.len()));
    fences
}

/// Returns where a page begins behind its front matter.
fn body_start(text: &str) -> usize {
    let end = |fence: &str| text.starts_with(fence).then(|| text[4..].find(&format!("\n{fence}")).map(|at| at + 9));
    end("---\n").or_else(|| end("+++\n")).flatten().unwrap_or(0)
}

/// Whether a line begins like a paragraph or a heading: no list, table, quotation, HTML, directive or picture.
fn is_plain(line: &str) -> bool {
    let first = line.chars().next();
    first.is_none_or(|first| first.is_alphabetic() || first == '#' || first == '*' && !line.starts_with("* "))
        && !line.contains('|')
}
