//! Procedures into HTML.

use super::block::Writer;
use super::escape;
use crate::model::document::DocumentKind;
use crate::model::expression::{Comparison, Condition, TelecommandCall};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Action, Branch, Call, Check, Decide, Outcome, Part, Precondition, Procedure, Requirement, RequirementKind, Step,
    Trigger, Turns, Wait, Watchdog,
};
use crate::render::words::{self, Word};

impl<'a> Writer<'a> {
    /// Writes a procedure's definition, its parts in the order in which the definition has them.
    pub(super) fn procedure(&mut self, procedure: &'a Procedure) {
        self.before_steps(procedure);
        if !self.site.library.document(self.document).metadata.lacks.parts {
            self.section(words::STEPS, "steps");
        }
        self.phases(procedure);
        for watchdog in &procedure.watchdogs {
            self.watchdog(watchdog);
        }
        if !procedure.confirmation.is_empty() {
            self.part(procedure, Part::Confirmation, words::CONFIRMATION, "confirmation");
            self.items(&procedure.confirmation, |writer, check| writer.check(check));
        }
        if !procedure.closeout.text.is_empty() || !procedure.closeout.steps.is_empty() {
            self.part(procedure, Part::Closeout, words::CLOSEOUT, "closeout");
            self.blocks(&procedure.closeout.text);
            procedure.closeout.steps.iter().for_each(|step| self.step(step));
        }
    }

    fn before_steps(&mut self, procedure: &'a Procedure) {
        if !procedure.purpose.is_empty() {
            self.part(procedure, Part::Purpose, words::PURPOSE, "purpose");
            self.blocks(&procedure.purpose);
        }
        if !procedure.triggers.is_empty() {
            self.part(procedure, Part::Triggers, words::TRIGGERS, "triggers");
            self.items(&procedure.triggers, |writer, trigger| writer.trigger(trigger));
        }
        if !procedure.references.is_empty() {
            self.part(procedure, Part::References, words::REFERENCES, "references");
            self.items(&procedure.references, |writer, link| writer.inlines(std::slice::from_ref(link)));
        }
        self.records(procedure);
        if !procedure.requirements.is_empty() {
            self.part(procedure, Part::Requirements, words::REQUIREMENTS, "requirements");
            self.items(&procedure.requirements, |writer, requirement| writer.requirement(requirement));
        }
        if !procedure.variables.is_empty() || !procedure.events.is_empty() {
            self.part(procedure, Part::Declarations, words::DECLARATIONS, "declarations");
            self.declarations(procedure);
        }
        if !procedure.preconditions.is_empty() {
            self.part(procedure, Part::Preconditions, words::PRECONDITIONS, "preconditions");
            self.items(&procedure.preconditions, |writer, precondition| match precondition {
                Precondition::Check(check) => writer.check(check),
                Precondition::Text(text) => writer.inlines(text),
                Precondition::Content(blocks) => writer.blocks(blocks),
            });
        }
    }

    /// Writes a definition that another page presents: all of it, or the steps named, each once.
    pub(super) fn presented_steps(&mut self, procedure: &'a Procedure, only: &[Text]) {
        if only.is_empty() {
            return self.procedure(procedure);
        }
        procedure.each_step(&mut |step| {
            if only.iter().any(|wanted| wanted.text == step.id.text) {
                self.step(step);
            }
        });
    }

    fn phases(&mut self, procedure: &'a Procedure) {
        for phase in &procedure.phases {
            if !phase.title.is_empty() {
                self.out.push_str("<h3 class=\"phase\"");
                if !phase.anchor.is_empty() && self.presenting == 0 {
                    self.attribute("id", &phase.anchor);
                }
                self.out.push('>');
                self.inlines(&phase.title);
                self.out.push_str("</h3>\n");
            }
            self.blocks(&phase.before);
            phase.steps.iter().for_each(|step| self.step(step));
        }
    }

    /// Writes the heading of a part: the author's, else opsdoc's own.
    fn part(&mut self, procedure: &'a Procedure, part: Part, word: Word, anchor: &str) {
        match procedure.heading(part) {
            Some(heading) => self.blocks(std::slice::from_ref(heading)),
            None => self.section(word, anchor),
        }
    }

    fn section(&mut self, word: Word, anchor: &str) {
        let anchor = self.own_anchor(&format!("o-{anchor}"));
        self.out.push_str("<h2 class=\"part\"");
        self.attribute("id", &anchor);
        self.out.push_str(" data-gen>");
        escape::text(&mut self.out, word.in_language(self.language));
        self.out.push_str("</h2>\n");
    }

    fn items<T>(&mut self, items: &'a [T], mut write: impl FnMut(&mut Self, &'a T)) {
        self.out.push_str("<ul class=\"plain\">\n");
        for item in items {
            self.out.push_str("<li>");
            write(self, item);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n");
    }

    /// Writes a word of opsdoc's own, and a space.
    fn word(&mut self, word: Word) {
        self.generated("span", word.in_language(self.language));
        self.out.push(' ');
    }

    /// Writes a sign of opsdoc's own, where a word of its own would say too much.
    pub(super) fn sign(&mut self, sign: &str) {
        self.generated("span", sign);
    }

    fn trigger(&mut self, trigger: &'a Trigger) {
        match trigger {
            Trigger::Alarm(name) => {
                self.word(words::ALARM);
                self.name(name);
            }
            Trigger::Event(name) => {
                self.word(words::EVENT);
                self.name(name);
            }
            Trigger::Symptom(text) => {
                self.word(words::SYMPTOM);
                self.inlines(text);
            }
        }
    }

    fn requirement(&mut self, requirement: &'a Requirement) {
        self.word(match requirement.kind {
            RequirementKind::Role => words::ROLE,
            RequirementKind::Resource => words::RESOURCE,
            RequirementKind::Visibility => words::VISIBILITY,
            RequirementKind::Duration => words::DURATION,
            RequirementKind::Supply => words::SUPPLY,
            RequirementKind::Spare => words::SPARE,
        });
        if let Some(name) = &requirement.name {
            self.out.push_str("<b>");
            self.text(name);
            self.out.push_str("</b> ");
        }
        self.inlines(&requirement.content);
    }

    fn declarations(&mut self, procedure: &'a Procedure) {
        self.items(&procedure.variables, |writer, variable| {
            writer.word(words::VARIABLE);
            writer.name(&variable.name);
            for detail in [&variable.data_type, &variable.unit].into_iter().flatten() {
                writer.out.push(' ');
                writer.text(detail);
            }
            writer.out.push(' ');
            writer.inlines(&variable.content);
        });
        self.items(&procedure.events, |writer, event| {
            writer.word(words::EVENT);
            writer.name(&event.name);
            writer.out.push(' ');
            writer.inlines(&event.content);
        });
    }

    fn step(&mut self, step: &'a Step) {
        let anchor = self.own_anchor(&step.id.text);
        self.out.push_str("<section class=\"step");
        for (set, class) in [(step.critical, " critical"), (step.hold, " hold"), (step.irreversible, " irreversible")] {
            self.out.push_str(if set { class } else { "" });
        }
        self.out.push_str("\" id=\"");
        escape::text(&mut self.out, &anchor);
        self.out.push_str("\">\n<header><a class=\"number\" data-gen href=\"#");
        escape::text(&mut self.out, &escape::path(&anchor));
        self.out.push_str(&format!("\">{}</a> ", step.number));
        match step.opening() {
            // An instruction without a title stands at the head, and not in bold.
            Some(paragraph) => {
                self.out.push_str("<h3 class=\"lead\">");
                self.inlines(&paragraph.content);
            }
            None => {
                self.out.push_str("<h3>");
                self.inlines(&step.title);
            }
        }
        self.out.push_str("</h3>");
        if self.presenting == 0 {
            step.anchors.iter().for_each(|other| self.place(other));
        }
        for (set, word) in
            [(step.critical, words::CRITICAL), (step.hold, words::HOLD), (step.irreversible, words::IRREVERSIBLE)]
        {
            if set {
                self.out.push_str(" <b class=\"flag\" data-gen>");
                escape::text(&mut self.out, word.in_language(self.language));
                self.out.push_str("</b>");
            }
        }
        if let Some(role) = &step.role {
            self.out.push_str(" <span class=\"role\">");
            self.text(role);
            self.out.push_str("</span>");
        }
        // The name by which other places cite the step, where its number does not say it.
        if step.id.text != step.number {
            // What no author wrote is not the author's.
            let made = step.id.text.len() != step.id.span.len();
            self.out.push_str(if made { " <code class=\"id\" data-gen>" } else { " <code class=\"id\">" });
            escape::text(&mut self.out, &step.id.text);
            self.out.push_str("</code>");
        }
        self.out.push_str("</header>\n");
        self.marks(&step.marks);
        step.safety.iter().for_each(|admonition| self.admonition(admonition));
        self.actions(step.further_actions());
        if !step.expected.is_empty() {
            self.out.push_str("<p class=\"expected\">");
            self.word(words::EXPECTED);
            self.inlines(&step.expected);
            self.out.push_str("</p>\n");
        }
        if !step.continuation.is_empty() {
            self.out.push_str("<div class=\"continuation\">");
            self.items(&step.continuation, |writer, outcome| writer.outcome(outcome));
            self.out.push_str("</div>\n");
        }
        step.steps.iter().for_each(|inner| self.step(inner));
        self.out.push_str("</section>\n");
    }

    /// Writes a place that links may lead to.
    fn place(&mut self, anchor: &str) {
        self.out.push_str("<a");
        self.attribute("id", anchor);
        self.out.push_str("></a>");
    }

    fn actions(&mut self, actions: &'a [Action]) {
        if actions.is_empty() {
            return;
        }
        self.out.push_str("<ol class=\"actions\">\n");
        for action in actions {
            self.out.push_str("<li class=\"");
            self.out.push_str(class(action));
            self.out.push_str("\">");
            self.action(action);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    fn action(&mut self, action: &'a Action) {
        match action {
            Action::Telecommand(call) => self.telecommand(call),
            Action::Check(check) => self.check(check),
            Action::Wait(wait) => self.wait(wait),
            Action::Decide(decide) => self.decide(decide),
            Action::Call(call) => self.call(call),
            Action::Parallel(parallel) => {
                self.word(words::IN_PARALLEL);
                self.word(if parallel.until_one { words::UNTIL_ONE } else { words::UNTIL_ALL });
                parallel.steps.iter().for_each(|step| self.step(step));
            }
            Action::Repeat(repeat) => {
                self.word(words::REPEAT);
                self.turns(repeat.turns.as_ref());
                if let Some(until) = &repeat.until {
                    self.word(words::UNTIL);
                    self.condition(until);
                }
                if let Some(max) = &repeat.max {
                    self.sign(", ");
                    self.text(max);
                    self.out.push(' ');
                    self.word(words::TIMES_AT_MOST);
                }
                self.actions(&repeat.actions);
            }
            Action::Manual(text, _) => {
                self.word(words::MANUAL);
                self.inlines(text);
            }
            Action::Voice(voice) => {
                self.word(words::VOICE);
                if let Some(to) = &voice.to {
                    self.word(words::TO);
                    self.text(to);
                    self.out.push(' ');
                }
                self.out.push_str("<q>");
                self.inlines(&voice.content);
                self.out.push_str("</q>");
            }
            Action::Script(script) => {
                self.word(words::SCRIPT);
                self.name(&script.reference);
                if let Some(digest) = &script.sha256 {
                    self.out.push_str(" <span data-gen>SHA-256</span> <code class=\"digest\">");
                    self.text(digest);
                    self.out.push_str("</code>");
                }
                self.remark(&script.content);
            }
            Action::Record(record) => {
                self.word(words::RECORD);
                self.name(&record.name);
                self.remark(&record.content);
            }
            Action::Log(text, _) => {
                self.word(words::LOG);
                self.inlines(text);
            }
            Action::Goto(step) => {
                self.word(words::GO_TO);
                self.name(step);
            }
            Action::Step(step) => self.step(step),
            Action::Safety(admonition) => self.admonition(admonition),
            Action::Content(blocks, _) => self.blocks(blocks),
        }
    }

    /// Writes what is asked before each turn.
    fn turns(&mut self, turns: Option<&'a Turns>) {
        match turns {
            Some(Turns::While(condition)) => {
                self.word(words::WHILE);
                self.condition(condition);
                self.out.push(' ');
            }
            Some(Turns::For(count)) => {
                self.word(words::FOR);
                self.out.push_str("<code>");
                self.text(count);
                self.out.push_str("</code> ");
            }
            None => {}
        }
    }

    /// Writes what is said besides, if anything is.
    fn remark(&mut self, content: &'a [Inline]) {
        if !content.is_empty() {
            self.sign(" — ");
            self.inlines(content);
        }
    }

    fn telecommand(&mut self, call: &'a TelecommandCall) {
        self.word(words::SEND);
        self.name(&call.name);
        if call.arguments.is_empty() && call.directives.is_empty() {
            return;
        }
        self.out.push_str("<table class=\"arguments\">");
        for argument in &call.arguments {
            self.out.push_str("<tr><th><code>");
            escape::text(&mut self.out, &argument.name.text);
            self.out.push_str("</code></th><td><code>");
            escape::text(&mut self.out, &argument.value.text);
            self.out.push_str("</code>");
            if let Some(unit) = &argument.unit {
                self.out.push(' ');
                escape::text(&mut self.out, &unit.text);
            }
            self.out.push_str("</td></tr>");
        }
        for directive in &call.directives {
            self.out.push_str("<tr class=\"directive\"><th>");
            self.word(words::DIRECTIVE);
            self.out.push_str("<code>");
            escape::text(&mut self.out, &directive.name.text);
            self.out.push_str("</code></th><td><code>");
            escape::text(&mut self.out, &directive.value.text);
            self.out.push_str("</code></td></tr>");
        }
        self.out.push_str("</table>");
    }

    fn check(&mut self, check: &'a Check) {
        self.word(if check.verify { words::VERIFY } else { words::CHECK });
        for (at, comparison) in check.comparisons.iter().enumerate() {
            self.out.push_str(if at > 0 { "<br />" } else { "" });
            self.comparison(comparison);
        }
        for (word, time) in [(words::WITHIN, &check.within), (words::AFTER, &check.delay)] {
            if let Some(time) = time {
                self.out.push(' ');
                self.word(word);
                self.text(time);
            }
        }
    }

    fn comparison(&mut self, comparison: &'a Comparison) {
        self.out.push_str("<span class=\"comparison\">");
        self.name(&comparison.parameter);
        // What stands for the author's `op` is the author's.
        self.out.push_str(" <span>");
        escape::text(&mut self.out, comparison.operator.sign());
        self.out.push_str("</span> ");
        for (at, value) in comparison.values.iter().enumerate() {
            if at > 0 {
                self.sign(", ");
            }
            self.out.push_str("<code>");
            escape::text(&mut self.out, &value.text);
            self.out.push_str("</code>");
        }
        if let Some(tolerance) = &comparison.tolerance {
            self.out.push_str(" <span data-gen>±</span> ");
            escape::text(&mut self.out, &tolerance.text);
        }
        if let Some(unit) = &comparison.unit {
            self.out.push(' ');
            escape::text(&mut self.out, &unit.text);
        }
        self.out.push_str("</span>");
    }

    /// Writes a condition as it is written, with its parameters as links.
    fn condition(&mut self, condition: &'a Condition) {
        let text = &condition.text;
        self.out.push_str("<code class=\"condition\">");
        let mut at = 0;
        for comparison in &condition.comparisons {
            let name = &comparison.parameter.text;
            let Some(from) = text.text[at..].find(name.as_str()).map(|found| at + found) else { continue };
            escape::text(&mut self.out, &text.text[at..from]);
            match self.address_of(comparison.parameter.span) {
                Some(address) => {
                    self.out.push_str("<a class=\"name\"");
                    self.attribute("href", &address);
                    self.out.push('>');
                    escape::text(&mut self.out, name);
                    self.out.push_str("</a>");
                }
                None => escape::text(&mut self.out, name),
            }
            at = from + name.len();
        }
        escape::text(&mut self.out, &text.text[at..]);
        self.out.push_str("</code>");
    }

    fn wait(&mut self, wait: &'a Wait) {
        self.word(words::WAIT);
        if let Some(duration) = &wait.duration {
            self.text(duration);
            self.out.push(' ');
        }
        if let Some(until) = &wait.until {
            self.word(words::UNTIL);
            self.condition(until);
        }
        if let Some(timeout) = &wait.timeout {
            self.sign(", ");
            self.word(words::TIMEOUT);
            self.text(timeout);
        }
        self.remark(&wait.content);
    }

    fn decide(&mut self, decide: &'a Decide) {
        self.word(words::DECIDE);
        self.out.push_str("<ul class=\"branches\">");
        for branch in decide.ways() {
            self.out.push_str("<li>");
            self.branch(branch);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    fn branch(&mut self, branch: &'a Branch) {
        match &branch.test {
            Some(test) => {
                self.word(words::IF);
                self.condition(test);
            }
            None => self.word(words::OTHERWISE),
        }
        self.goto(branch.goto.as_ref());
        self.remark(&branch.content);
        branch.steps.iter().for_each(|step| self.step(step));
    }

    fn goto(&mut self, step: Option<&Text>) {
        if let Some(step) = step {
            self.sign(" → ");
            self.word(words::GO_TO);
            self.name(step);
        }
    }

    fn call(&mut self, call: &'a Call) {
        self.word(words::CALL);
        self.name(&call.procedure);
        if let Some(issue) = &call.issue {
            self.out.push(' ');
            self.word(words::ISSUE);
            self.text(issue);
        }
        for (name, value) in &call.arguments {
            self.sign(", ");
            self.word(words::WITH);
            self.out.push_str("<code>");
            escape::text(&mut self.out, &name.text);
            self.out.push_str("</code>");
            self.sign(" = ");
            self.out.push_str("<code>");
            escape::text(&mut self.out, &value.text);
            self.out.push_str("</code>");
        }
    }

    fn outcome(&mut self, outcome: &'a Outcome) {
        self.word(words::ON);
        self.value_with_gloss(&outcome.outcome);
        self.sign(" → ");
        self.value_with_gloss(&outcome.action);
        if let Some(max) = &outcome.max {
            self.sign(", ");
            self.text(max);
            self.out.push(' ');
            self.word(words::TIMES_AT_MOST);
        }
        if let Some(timeout) = &outcome.timeout {
            self.sign(", ");
            self.word(words::TIMEOUT);
            self.text(timeout);
        }
        // The action's own word says that one goes there.
        if let Some(step) = &outcome.goto {
            self.sign(" → ");
            self.name(step);
        }
        if let Some(event) = &outcome.event {
            self.sign(" → ");
            self.name(event);
        }
        self.remark(&outcome.content);
    }

    /// Writes an outcome or an action as the definition has it, and what that means in the language of the page.
    fn value_with_gloss(&mut self, value: &Text) {
        self.out.push_str("<code>");
        escape::text(&mut self.out, &value.text);
        self.out.push_str("</code>");
        if let Some(gloss) = words::gloss(&value.text, self.language) {
            self.sign(&format!(" ({gloss})"));
        }
    }

    fn watchdog(&mut self, watchdog: &'a Watchdog) {
        self.out.push_str("<section class=\"watchdog\"><h2 class=\"part\" data-gen>");
        escape::text(&mut self.out, words::WATCHDOG.in_language(self.language));
        self.out.push_str("</h2>\n<p>");
        self.word(words::ON);
        self.name(&watchdog.event);
        self.out.push_str("</p>\n");
        if let Some(call) = &watchdog.call {
            self.out.push_str("<p>");
            self.call(call);
            self.out.push_str("</p>\n");
        }
        watchdog.steps.iter().for_each(|step| self.step(step));
        self.out.push_str("</section>\n");
    }

    /// Writes the change record, the approvals and the validation.
    fn records(&mut self, procedure: &'a Procedure) {
        if !procedure.history.is_empty() {
            self.part(procedure, Part::History, words::HISTORY, "history");
            self.record_table(&[words::ISSUE, words::DATE, words::AUTHOR, words::REASON]);
            for change in &procedure.history {
                self.record_row(&[&change.issue, &change.date, &change.author], Some(&change.reason));
            }
            self.out.push_str("</tbody></table></div>\n");
        }
        if !procedure.approvals.is_empty() {
            self.part(procedure, Part::Approvals, words::APPROVALS, "approvals");
            self.record_table(&[words::ROLE, words::NAME, words::DATE]);
            for approval in &procedure.approvals {
                self.record_row(&[&approval.role, &approval.name, &approval.date], None);
            }
            self.out.push_str("</tbody></table></div>\n");
        }
        if !procedure.validation.is_empty() {
            self.part(procedure, Part::Validation, words::VALIDATION, "validation");
            let heads = [words::MEANS, words::CONFIGURATION, words::ISSUE, words::DATE, words::RESULT];
            self.record_table(&heads);
            for run in &procedure.validation {
                let cells = [&run.means, &run.config, &run.issue, &run.date, &run.result];
                self.record_row(&cells, (!run.content.is_empty()).then_some(&run.content));
            }
            self.out.push_str("</tbody></table></div>\n");
        }
    }

    fn record_table(&mut self, heads: &[Word]) {
        self.out.push_str("<div class=\"table\"><table><thead data-gen><tr>");
        heads.iter().for_each(|head| self.generated("th", head.in_language(self.language)));
        self.out.push_str("</tr></thead><tbody>\n");
    }

    fn record_row(&mut self, cells: &[&'a Option<Text>], rest: Option<&'a Vec<Inline>>) {
        self.out.push_str("<tr>");
        for cell in cells {
            self.out.push_str("<td>");
            cell.iter().for_each(|text| self.text(text));
            self.out.push_str("</td>");
        }
        if let Some(rest) = rest {
            self.out.push_str("<td>");
            self.inlines(rest);
            self.out.push_str("</td>");
        }
        self.out.push_str("</tr>\n");
    }

    /// Tells how a kind of procedure is called in this page's language.
    pub(super) fn kind(&self, kind: DocumentKind) -> &'static str {
        words::kind(kind).in_language(self.language)
    }
}

fn class(action: &Action) -> &'static str {
    match action {
        Action::Telecommand(_) => "telecommand",
        Action::Check(_) => "check",
        Action::Wait(_) => "wait",
        Action::Decide(_) => "decide",
        Action::Call(_) => "call",
        Action::Parallel(_) => "parallel",
        Action::Repeat(_) => "repeat",
        Action::Manual(..) => "manual",
        Action::Voice(_) => "voice",
        Action::Script(_) => "script",
        Action::Record(_) => "record",
        Action::Log(..) => "log",
        Action::Goto(_) => "goto",
        Action::Step(_) => "inner",
        Action::Safety(_) => "safety",
        Action::Content(..) => "content",
    }
}
