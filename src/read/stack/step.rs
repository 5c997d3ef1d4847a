//! The steps of a command stack.

use ecow::{EcoString, eco_format};

use super::json::{self, Json, Object};
use super::problem::{INVALID_STACK_VALUE, UNKNOWN_STACK_CONTENT, UNKNOWN_STACK_OPERATOR};
use super::{Members, Reading, start};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::expression::{ArgumentValue, Comparison, Directive, Operator, TelecommandCall};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Check, Record, Step, Wait};
use crate::text::span::Span;

/// The operators that Yamcs knows.
const OPERATORS: [(&str, Operator); 6] = [
    ("eq", Operator::Equal),
    ("neq", Operator::NotEqual),
    ("lt", Operator::Less),
    ("lte", Operator::LessOrEqual),
    ("gt", Operator::Greater),
    ("gte", Operator::GreaterOrEqual),
];

/// What others write for them.
const MEANT: [(&str, &str); 12] = [
    ("=", "eq"),
    ("==", "eq"),
    ("ne", "neq"),
    ("!=", "neq"),
    ("<>", "neq"),
    ("<", "lt"),
    ("le", "lte"),
    ("<=", "lte"),
    (">", "gt"),
    ("ge", "gte"),
    (">=", "gte"),
    ("≥", "gte"),
];

/// The keys of each type of step, besides `type` and `comment`.
const COMMAND: &[&str] = &["name", "arguments", "namespace", "extraOptions", "stream", "advancement"];
const CHECK: &[&str] = &["parameters"];
const VERIFY: &[&str] = &["condition", "delay", "timeout"];
const TEXT: &[&str] = &["text"];

impl Reading<'_> {
    /// Reads the step of this number. In the old form every step is a command.
    pub(super) fn step(&mut self, value: &Json, number: usize, old: bool) -> Step {
        let mut step = Step::empty(Text::new(eco_format!("step-{number}"), start(value.span())), value.span());
        let Json::Object(object) = value else {
            let message = format!("a step is {}, where an object is expected", value.kind());
            self.diagnostics.push(Diagnostic::new(&UNKNOWN_STACK_CONTENT, start(value.span()), message));
            step.actions.push(self.whole_value(value));
            return step;
        };
        let (kind, keys) = match object.get("type").and_then(Json::string).map(Text::as_str) {
            Some("command") => ("command", COMMAND),
            Some("check") => ("check", CHECK),
            Some("verify") => ("verify", VERIFY),
            Some("text") => ("text", TEXT),
            _ if old => ("command", COMMAND),
            _ => {
                self.say_unknown_type(object);
                step.actions.push(self.whole_value(value));
                return step;
            }
        };
        let keys = [&["type", "comment"], keys].concat();
        let (members, mut rest) = self.members(object, &keys);
        if let Some(member) = members.iter().find(|(key, _)| key.as_str() == "comment") {
            match self.text_of(&member.1, "comment") {
                Some(comment) => step.title = self.lines(&comment),
                None => rest.push(member),
            }
        }
        match kind {
            "command" => self.command(object, &members, &mut step, &mut rest),
            "check" => self.check(object, &mut step, &mut rest),
            "verify" => self.verify(object, &members, &mut step, &mut rest),
            _ => self.text(object, &mut step, &mut rest),
        }
        step.actions.extend(self.as_written(&rest));
        step
    }

    fn say_unknown_type(&mut self, object: &Object) {
        let finding = match object.get("type") {
            Some(value) => {
                let kind = value.string().map_or(value.kind(), Text::as_str);
                let help = did_you_mean(kind, ["command", "check", "verify", "text"]).map_or_else(
                    || "a step is a `command`, a `verify`, a `check` or a `text`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("Yamcs knows no steps of the type `{kind}`, and passes over this one");
                Diagnostic::new(&UNKNOWN_STACK_CONTENT, value.span(), message).label("unknown type").help(help)
            }
            None => Diagnostic::new(&UNKNOWN_STACK_CONTENT, start(object.span), "a step has no `type`")
                .help("write `\"type\": \"command\"`, or `verify`, `check` or `text`"),
        };
        self.diagnostics.push(finding);
    }

    /// Keeps a value as it is written.
    fn whole_value(&self, value: &Json) -> Action {
        let span = value.span();
        Action::Manual(vec![Inline::Code(Text::new(self.source.slice(span), span))], span)
    }

    fn command<'o>(
        &mut self,
        object: &'o Object,
        members: &[&'o (Text, Json)],
        step: &mut Step,
        rest: &mut Vec<&'o (Text, Json)>,
    ) {
        let name = object.get("name").and_then(|value| self.text_of(value, "name"));
        let Some(name) = name else {
            if object.get("name").is_none() {
                self.say_lacking(object, "a command", "name");
            }
            rest.extend(members.iter().filter(|(key, _)| !matches!(key.as_str(), "type" | "comment")));
            return;
        };
        let mut call = TelecommandCall { name, arguments: Vec::new(), directives: Vec::new(), span: object.span };
        let mut wait = None;
        for member in members {
            let (key, value) = member;
            let read = match (key.as_str(), value) {
                ("type" | "comment" | "name", _) => true,
                ("arguments", Json::List(arguments, _)) => self.arguments(arguments, &mut call, step),
                ("extraOptions", Json::List(options, _)) => self.options(options, &mut call, step),
                ("advancement", Json::Object(advancement)) => {
                    self.advancement(advancement, &mut call, &mut wait, step);
                    true
                }
                ("namespace" | "stream", value) => match self.text_of(value, key.as_str()) {
                    Some(_) => {
                        call.directives.push(Directive { name: key.clone(), value: value.value(self.source) });
                        true
                    }
                    None => false,
                },
                (name, value) => {
                    self.say_invalid(value, name, if name == "advancement" { "an object" } else { "a list" });
                    false
                }
            };
            if !read {
                rest.push(member);
            }
        }
        step.actions.insert(0, Action::Telecommand(call));
        if let Some(wait) = wait {
            step.actions.insert(1, wait);
        }
    }

    fn arguments(&mut self, arguments: &[Json], call: &mut TelecommandCall, step: &mut Step) -> bool {
        for value in arguments {
            let Some((name, value, extra)) = self.pair(value, "name", "an argument") else {
                step.actions.push(self.whole_value(value));
                continue;
            };
            step.actions.extend(self.as_written(&extra));
            call.arguments.push(ArgumentValue { name, value, unit: None });
        }
        true
    }

    fn options(&mut self, options: &[Json], call: &mut TelecommandCall, step: &mut Step) -> bool {
        for value in options {
            let Some((id, value, extra)) = self.pair(value, "id", "an option") else {
                step.actions.push(self.whole_value(value));
                continue;
            };
            step.actions.extend(self.as_written(&extra));
            let name = Text::new(eco_format!("extraOptions.{}", id.text), id.span);
            call.directives.push(Directive { name, value });
        }
        true
    }

    /// Reads an object with a name and a value, and returns what else stands in it.
    fn pair<'o>(&mut self, value: &'o Json, name: &str, what: &str) -> Option<(Text, Text, Members<'o>)> {
        let Json::Object(object) = value else {
            self.say_invalid(value, what, &format!("an object with `{name}` and `value`"));
            return None;
        };
        let (_, extra) = self.members(object, &[name, "value"]);
        for key in [name, "value"] {
            if object.get(key).is_none() {
                self.say_lacking(object, what, key);
            }
        }
        let found = self.text_of(object.get(name)?, name)?;
        Some((found, object.get("value")?.value(self.source), extra))
    }

    fn advancement(
        &mut self,
        advancement: &Object,
        call: &mut TelecommandCall,
        wait: &mut Option<Action>,
        step: &mut Step,
    ) {
        let (members, mut rest) = self.members(advancement, &["acknowledgment", "wait"]);
        for member in members {
            let (key, value) = member;
            let read = match key.as_str() {
                "wait" => self.milliseconds(value, "wait").map(|duration| {
                    *wait = Some(pause(duration, value.span()));
                }),
                _ => self.text_of(value, "acknowledgment").map(|value| {
                    call.directives.push(Directive { name: key.clone(), value });
                }),
            };
            if read.is_none() {
                rest.push(member);
            }
        }
        step.actions.extend(self.as_written(&rest));
    }

    fn check<'o>(&mut self, object: &'o Object, step: &mut Step, rest: &mut Vec<&'o (Text, Json)>) {
        let member = object.members.iter().rev().find(|(key, _)| key.as_str() == "parameters");
        let Some(member) = member else { return self.say_lacking(object, "a check", "parameters") };
        let Json::List(parameters, _) = &member.1 else {
            self.say_invalid(&member.1, "parameters", "a list");
            return rest.push(member);
        };
        for value in parameters {
            let found = match value {
                Json::Object(parameter) => {
                    let (_, extra) = self.members(parameter, &["parameter"]);
                    match parameter.get("parameter") {
                        Some(name) => self.text_of(name, "parameter").map(|name| (name, extra)),
                        None => {
                            self.say_lacking(parameter, "a parameter of a check", "parameter");
                            None
                        }
                    }
                }
                other => {
                    self.say_invalid(other, "parameters", "objects, each with `parameter`");
                    None
                }
            };
            match found {
                Some((name, extra)) => {
                    step.actions.push(Action::Record(Record { name, content: Vec::new(), span: value.span() }));
                    step.actions.extend(self.as_written(&extra));
                }
                None => step.actions.push(self.whole_value(value)),
            }
        }
    }

    fn verify<'o>(
        &mut self,
        object: &'o Object,
        members: &[&'o (Text, Json)],
        step: &mut Step,
        rest: &mut Vec<&'o (Text, Json)>,
    ) {
        let mut check = Check { verify: true, comparisons: Vec::new(), within: None, delay: None, span: object.span };
        let mut unread = Vec::new();
        for member in members {
            match (member.0.as_str(), &member.1) {
                ("condition", Json::List(comparisons, _)) => {
                    for value in comparisons {
                        match self.comparison(value) {
                            Some((comparison, extra)) => {
                                check.comparisons.push(comparison);
                                unread.extend(self.as_written(&extra));
                            }
                            None => unread.push(self.whole_value(value)),
                        }
                    }
                }
                ("condition", value) => {
                    self.say_invalid(value, "condition", "a list");
                    rest.push(member);
                }
                ("delay", value) => match self.milliseconds(value, "delay") {
                    Some(delay) => check.delay = Some(delay),
                    None => rest.push(member),
                },
                ("timeout", value) => match self.milliseconds(value, "timeout") {
                    Some(within) if is_zero(&within) => {
                        let message = "a timeout of 0 is no limit: Yamcs waits for ever";
                        let finding = Diagnostic::new(&INVALID_STACK_VALUE, value.span(), message);
                        self.diagnostics.push(finding.help("write the longest time in milliseconds, or no `timeout`"));
                        rest.push(member);
                    }
                    Some(within) => check.within = Some(within),
                    None => rest.push(member),
                },
                _ => {}
            }
        }
        match (check.comparisons.is_empty(), check.delay.take_if(|_| check.comparisons.is_empty())) {
            (false, _) => step.actions.push(Action::Check(check)),
            (true, Some(delay)) if check.within.is_none() && unread.is_empty() => {
                // A verification of nothing holds at once, after its delay.
                step.actions.push(pause(delay, object.span));
            }
            _ => {
                if unread.is_empty() {
                    let message = "a verification compares nothing";
                    let finding = Diagnostic::new(&INVALID_STACK_VALUE, start(object.span), message);
                    self.diagnostics.push(finding.help("write the comparisons under `condition`"));
                }
                let times = members.iter().filter(|(key, _)| matches!(key.as_str(), "delay" | "timeout"));
                for member in times {
                    if !rest.iter().any(|kept| std::ptr::eq(*kept, *member)) {
                        rest.push(member);
                    }
                }
            }
        }
        step.actions.append(&mut unread);
    }

    fn comparison<'o>(&mut self, value: &'o Json) -> Option<(Comparison, Vec<&'o (Text, Json)>)> {
        let Json::Object(object) = value else {
            self.say_invalid(value, "condition", "objects, each with `parameter`, `operator` and `value`");
            return None;
        };
        let (_, extra) = self.members(object, &["parameter", "operator", "value"]);
        for key in ["parameter", "operator", "value"] {
            if object.get(key).is_none() {
                self.say_lacking(object, "a comparison", key);
            }
        }
        let parameter = self.text_of(object.get("parameter")?, "parameter")?;
        let operator = self.operator(object.get("operator")?)?;
        let compared = object.get("value")?;
        let is_plain = match compared {
            Json::String(_) | Json::Number(_) => true,
            Json::Word(word) => word.as_str() != "null",
            Json::List(..) | Json::Object(_) => false,
        };
        if !is_plain {
            self.say_invalid(compared, "value", "a number, a string or a truth value");
            return None;
        }
        let values = vec![compared.value(self.source)];
        let comparison = Comparison { parameter, operator, values, tolerance: None, unit: None, span: object.span };
        Some((comparison, extra))
    }

    fn operator(&mut self, value: &Json) -> Option<Operator> {
        let word = self.text_of(value, "operator")?;
        let found = OPERATORS.iter().find(|(name, _)| *name == word.as_str()).map(|(_, operator)| *operator);
        if found.is_none() {
            let message = format!("Yamcs knows no operator `{}`, and takes the comparison as if it held", word.text);
            let help = MEANT.iter().find(|(others, _)| *others == word.as_str()).map_or_else(
                || "write one of `eq`, `neq`, `lt`, `lte`, `gt` and `gte`".to_owned(),
                |(_, meant)| format!("write `{meant}`"),
            );
            let finding = Diagnostic::new(&UNKNOWN_STACK_OPERATOR, word.span, message).label("unknown operator");
            self.diagnostics.push(finding.help(help));
        }
        found
    }

    fn text<'o>(&mut self, object: &'o Object, step: &mut Step, rest: &mut Vec<&'o (Text, Json)>) {
        let member = object.members.iter().rev().find(|(key, _)| key.as_str() == "text");
        let Some(member) = member else { return self.say_lacking(object, "a text", "text") };
        match self.text_of(&member.1, "text") {
            Some(text) => step.actions.push(Action::Manual(self.lines(&text), object.span)),
            None => rest.push(member),
        }
    }

    /// Returns the lines of a text, each with a place of its own.
    fn lines(&self, text: &Text) -> Vec<Inline> {
        let written = self.source.slice(text.span);
        let mut inlines = Vec::new();
        let mut from = 0;
        for (at, line) in text.as_str().split('\n').enumerate() {
            if at > 0 {
                inlines.push(Inline::HardBreak);
            }
            if !line.is_empty() {
                let place = |byte| json::located(written, byte);
                let span = match text.text.len() == text.span.len() {
                    true => text.span.part(from, from + line.len()),
                    false => text.span.part(place(from), place(from + line.len())),
                };
                inlines.push(Inline::Text(Text::decoded(line, span, self.source.slice(span))));
            }
            from += line.len() + 1;
        }
        inlines
    }
}

fn pause(duration: Text, span: Span) -> Action {
    Action::Wait(Wait { duration: Some(duration), until: None, timeout: None, content: Vec::new(), span })
}

fn is_zero(time: &Text) -> bool {
    let digits: EcoString = time.as_str().chars().filter(char::is_ascii_digit).collect();
    digits.bytes().all(|digit| digit == b'0')
}
