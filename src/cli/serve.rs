//! `opsdoc serve`: serves the pages and the index to browsers and programs.

use std::io::Write;
use std::sync::Arc;

use super::args::Serve;
use super::fault::Fault;
use super::terminal::Terminal;
use crate::report::style::{self, CODE, DONE, ERROR, STRONG, paint, with_names};
use crate::report::summary::{Summary, counted};
use crate::serve::{self, Config, Event};

pub(super) fn run(arguments: &Serve, terminal: &Terminal) -> Result<(), Fault> {
    if !arguments.bind.is_loopback() && !arguments.allow_remote {
        return Err(Fault::new(format!("`{}` can be reached by other machines", arguments.bind))
            .help("what is served is open to whoever reaches it; `--allow-remote` says that this is meant"));
    }
    let config = Config {
        address: arguments.bind,
        port: arguments.port,
        names: arguments.host.clone(),
        output: arguments.output.clone(),
        index: arguments.index.clone(),
        docs: arguments.watch.then(|| arguments.docs.clone()),
    };
    if let Some(docs) = config.docs.as_ref().filter(|docs| !docs.is_dir()) {
        return Err(Fault::new(format!("there is no folder `{}`", docs.display()))
            .help("name the documentation folder behind the command"));
    }
    let what = match &config.docs {
        Some(docs) => format!("a preview of `{}`", docs.display()),
        None => format!("`{}`", config.output.display()),
    };
    let (terminal, open) = (terminal.clone(), arguments.open);
    let told = move |event: Event<'_>| _ = tell(event, &what, open, &terminal);
    Ok(serve::serve(&config, Arc::new(told))?)
}

/// Says what happens. Whether anybody listens is no concern of the server.
fn tell(event: Event<'_>, what: &str, open: bool, terminal: &Terminal) -> Result<(), Fault> {
    match event {
        Event::Listening(address) => {
            let url = format!("http://{address}/");
            terminal.say(&format!("{} {} at", paint(DONE, "serving"), with_names(what)))?;
            // A program that started the server reads where it is.
            let mut out = terminal.out();
            writeln!(out, "{}", paint(CODE, &url))?;
            out.flush()?;
            terminal.say("Ctrl-C stops it")?;
            if open {
                open::that_detached(&url).map_err(|error| Fault::from(error).about(format!("cannot open `{url}`")))?;
            }
        }
        Event::NoIndex(error) => terminal.note(&format!("nothing can be searched as yet: {error}"))?,
        Event::Built(outcome, took) => {
            let summary = Summary::of(&outcome.diagnostics);
            let found = paint(summary.worst().map_or(DONE, style::severity), summary);
            let documents = counted(outcome.made.documents, "document");
            let seconds = took.as_secs_f64();
            terminal.say(&format!("{} {documents} in {seconds:.2} s: {found}", paint(DONE, "built")))?;
        }
        Event::Failed(error) => {
            let error = error.to_string();
            terminal.say(&format!("{}{} {}", paint(ERROR, "error"), paint(STRONG, ":"), with_names(&error)))?;
        }
        Event::Blind(error) => terminal.note(&format!("changes cannot be seen: {error}"))?,
    }
    Ok(())
}
