use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::expression::TelecommandCall;
use crate::model::procedure::{Action, Parallel};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds telecommands that two branches of a `parallel` send to the same thing: the same
    /// telecommand without arguments, or with the same value of its first argument, which mostly
    /// says what it is for. Two wings that are turned at once are no finding.
    ///
    /// ## Why it matters
    /// Nobody knows which of the two comes first, and each branch verifies what the other did.
    ///
    /// ## Example
    /// ```xml
    /// <parallel>
    ///   <step id="a"><title>Warm</title><tc name="TC_HEATER"><arg name="LINE" value="3"/><arg name="STATE" value="ON"/></tc></step>
    ///   <step id="b"><title>Save</title><tc name="TC_HEATER"><arg name="LINE" value="3"/><arg name="STATE" value="OFF"/></tc></step>
    /// </parallel>
    /// ```
    ///
    /// ## How to mend it
    /// Send it once, before or after the parallel steps, or let one branch follow the other.
    "S021" "same-telecommand-in-parallel" Warning, same_telecommand_in_parallel
}

fn same_telecommand_in_parallel(subject: Subject<'_>) -> Vec<Diagnostic> {
    let parallels = subject.flows().flat_map(|flow| flow.actions()).filter_map(|(_, _, action)| match action {
        Action::Parallel(parallel) => Some(parallel),
        _ => None,
    });
    parallels.flat_map(twice).collect()
}

fn twice(parallel: &Parallel) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut before: Vec<&TelecommandCall> = Vec::new();
    for branch in &parallel.steps {
        let mut sent: Vec<&TelecommandCall> = Vec::new();
        branch.each(&mut |step| {
            step.each_action(&mut |action| {
                if let Action::Telecommand(call) = action {
                    sent.push(call);
                }
            });
        });
        for call in &sent {
            if let Some(other) = before.iter().find(|other| is_same(other, call)) {
                let message = format!("telecommand `{}` is sent by two branches at once", call.name.text);
                let finding = Diagnostic::new(&LINT, call.span, message).label("sent here too");
                found.push(
                    finding.also(other.span, "sent here").help("send it once, or let one branch follow the other"),
                );
            }
        }
        before.append(&mut sent);
    }
    found
}

/// Tells whether two telecommands are for the same thing.
fn is_same(one: &TelecommandCall, other: &TelecommandCall) -> bool {
    let first = |call: &TelecommandCall| {
        let argument = call.arguments.first();
        argument.map(|argument| (argument.name.text.clone(), argument.value.text.clone()))
    };
    one.name.text == other.name.text && first(one) == first(other)
}
