//! The command line: what can be typed, and what `--help` says of it.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};

use crate::index::entry::KINDS;
use crate::index::export::Engine;

/// Compiles operational documents and procedures into cross-linked HTML and PDF, checks them against
/// the mission database, and indexes them for offline search.
#[derive(Debug, Parser)]
#[command(
    name = "opsdoc",
    version,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100,
    after_help = "`opsdoc COMMAND --help` says more about a command, with examples.",
    after_long_help = "\
Examples:
  opsdoc new project library       begin a library
  opsdoc check                     check docs-source
  opsdoc build                     make output and index from docs-source
  opsdoc search battery charge     look something up
  opsdoc lookup PWR_BAT1_V         say all that is known of a name
  opsdoc explain D001              say what a finding means

Exit status:
  0  nothing was found that is an error
  1  errors were found in the documents
  2  the command could not do its work: a file, a folder, an argument"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

/// The heading of what every command understands.
const GENERAL: &str = "General options";

/// What every command understands.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// When to use colours; `auto` heeds NO_COLOR, CLICOLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, help_heading = GENERAL, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Say nothing but findings, faults, and what was asked for.
    #[arg(short, long, global = true, help_heading = GENERAL)]
    pub(super) quiet: bool,
    /// Print the version.
    #[arg(short = 'v', long, help_heading = GENERAL, short_alias = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// In a terminal.
    Auto,
    /// Also in a file or a pipe.
    Always,
    /// Not at all.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Check(Check),
    Search(Search),
    Lookup(Lookup),
    Serve(Serve),
    Export(Export),
    Impact(Impact),
    Db(Db),
    Explain(Explain),
    New(New),
    Convert(Convert),
    Lsp(Lsp),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

/// Check a documentation folder, and make pages, PDFs and the search index.
///
/// Everything is made also where errors are found in the documents; the findings go to standard error,
/// and the exit status is 1 then.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc build
  opsdoc build manuals --output site --index site-index
  opsdoc build --formats html")]
pub(super) struct Build {
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(super) docs: PathBuf,
    /// Where pages and PDFs go.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(super) output: PathBuf,
    /// Where the search index goes.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(super) index: PathBuf,
    /// What to make, separated by commas.
    #[arg(short, long, value_enum, value_delimiter = ',', default_value = "html,pdf")]
    pub(super) formats: Vec<OutputFormat>,
}

/// What a build makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// Pages for a browser.
    Html,
    /// Pages for printing and archiving.
    Pdf,
}

/// Check a documentation folder, and make nothing.
///
/// Findings are written for a person to standard error, or for a program to standard output: as JSON, one
/// object a line (code, name, severity, message, path, line, column, end_line, end_column, help, notes,
/// labels, fix, waived, known), as SARIF 2.1.0, as JUnit XML, or as annotations of GitHub.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc check
  opsdoc check manuals --deny warnings
  opsdoc check --since origin/main
  opsdoc check --fix --dry-run
  opsdoc check --format sarif --output opsdoc.sarif
  opsdoc check --format json | jq -r 'select(.severity == \"error\") | .path'")]
pub(super) struct Check {
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(super) docs: PathBuf,
    /// How findings are written.
    #[arg(short, long, value_enum, default_value_t = ReportFormat::Human)]
    pub(super) format: ReportFormat,
    /// Where findings are written to instead of standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// Count only what is new since a revision of the repository: a branch, a tag, a commit.
    #[arg(long, value_name = "REVISION")]
    pub(super) since: Option<String>,
    /// Show also what is waived, and what was there before.
    #[arg(long)]
    pub(super) all: bool,
    /// Let the check fail on less than errors.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) deny: Option<Denied>,
    /// Write the safe mends that findings offer, then check what is left.
    #[arg(long)]
    pub(super) fix: bool,
    /// Show what `--fix` would write, and write nothing.
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
}

/// What fails a check besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Denied {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// With the lines they are about.
    Human,
    /// One JSON object a line.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// JUnit XML, for build servers.
    Junit,
    /// Annotations of GitHub.
    Github,
}

/// Look something up in the search index.
///
/// Words are joined by `or`: what has more of them stands higher. Text in quotation marks must stand as
/// it is written, and what bears the very name that is asked for comes first. Nothing but the index is
/// read, so it may lie on a read-only medium.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc search battery charge
  opsdoc search FCP-EPS-010
  opsdoc search '\"safe mode\" recovery' --mission CSO --phase leop
  opsdoc search --kind contingency --limit 50
  opsdoc search battery --facets
  opsdoc search FCP-EPS-010 --open
  opsdoc search --tui
  opsdoc search AOC_MODE --json | jq -r .path")]
pub(super) struct Search {
    /// What to look for; on a terminal and without a filter, nothing opens the full screen.
    pub(super) query: Vec<String>,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(super) index: PathBuf,
    /// Where the pages are, for their paths.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(super) output: PathBuf,
    /// How many to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(super) limit: usize,
    /// Only this kind of place, or places in this kind of document.
    #[arg(long, value_parser = KINDS)]
    pub(super) kind: Option<String>,
    /// Only what applies to this mission.
    #[arg(long)]
    pub(super) mission: Option<String>,
    /// Only what applies to this phase.
    #[arg(long)]
    pub(super) phase: Option<String>,
    /// Only what applies to this environment.
    #[arg(long)]
    pub(super) environment: Option<String>,
    /// Only this status.
    #[arg(long, value_parser = STATUSES)]
    pub(super) status: Option<String>,
    /// Only this language.
    #[arg(long)]
    pub(super) lang: Option<String>,
    /// Count what was found by kind, mission, phase, environment, status and language.
    #[arg(long)]
    pub(super) facets: bool,
    /// Open the page of the first result at its place, with the system's own program.
    #[arg(long)]
    pub(super) open: bool,
    /// Take the whole terminal: results while one types, filters, and the text of the place.
    #[arg(long, conflicts_with_all = ["json", "facets", "open"])]
    pub(super) tui: bool,
    /// Write one JSON object a line; with `--facets`, the counts in the last one.
    #[arg(long)]
    pub(super) json: bool,
}

/// Say all that the library knows of a name.
///
/// A telecommand, a parameter, an alarm, an event, a procedure, a document, or a step as `ID#step`: what it is
/// by the mission database, the procedures that it triggers, the steps that send, check, record, raise or call
/// it, and where manuals speak of it. Other names that the database has for it will do, and capitals do not
/// count. Nothing but the index is read, so it may lie on a read-only medium.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc lookup PWR_BAT1_UNDERVOLT
  opsdoc lookup aoc_mode --limit 50
  opsdoc lookup AL_AOC_SAFE_MODE --open
  opsdoc lookup AOC_SET_MODE --json | jq -r '.sent.places[].path'")]
pub(super) struct Lookup {
    /// The name.
    pub(super) name: String,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(super) index: PathBuf,
    /// Where the pages are, for their paths.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(super) output: PathBuf,
    /// How many places to show at most of each way of use [default: 10, with `--json` all].
    #[arg(short = 'n', long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Open the first procedure that it triggers, else the page of what it is, with the system's own program.
    #[arg(long)]
    pub(super) open: bool,
    /// Write a JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

/// The statuses.
const STATUSES: [&str; 6] = ["draft", "in-review", "validated", "qualified", "operational", "superseded"];

/// Serve pages, search and lookup to browsers and programs on this machine.
///
/// Pages and PDFs of the output folder, and what the index answers: `/api/search`, `/api/lookup`, described in
/// `/api/openapi.json`. The index is only read, and a new build is taken up at once. With `--watch`, the
/// documentation folder is built anew after each change, into a folder of its own, and the pages that are open
/// load themselves again. Ctrl-C stops it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc serve
  opsdoc serve --watch --open
  opsdoc serve manuals --watch --port 0
  opsdoc serve --bind 192.0.2.7 --allow-remote --host console-3
  curl -s 'http://127.0.0.1:8321/api/search?q=battery' | jq -r '.hits[].url'")]
pub(super) struct Serve {
    /// The documentation folder, for `--watch`.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(super) docs: PathBuf,
    /// Where pages and PDFs are.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(super) output: PathBuf,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(super) index: PathBuf,
    /// Build the documentation folder anew after each change, and serve that.
    #[arg(short, long)]
    pub(super) watch: bool,
    /// The port; 0 takes a free one, which is printed.
    #[arg(short, long, default_value_t = 8321)]
    pub(super) port: u16,
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) bind: IpAddr,
    /// Allow an address that other machines reach.
    #[arg(long)]
    pub(super) allow_remote: bool,
    /// A name besides `localhost` by which browsers may ask for this machine; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) host: Vec<String>,
    /// Open the first page, with the system's own program.
    #[arg(long)]
    pub(super) open: bool,
}

/// Write what other programs load.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc export search --format ndjson --output documents
  opsdoc export search --format quickwit --output quickwit
  opsdoc export search --format opensearch --output opensearch")]
pub(super) struct Export {
    #[command(subcommand)]
    pub(super) what: ExportWhat,
}

/// What can be written.
#[derive(Debug, Subcommand)]
pub(super) enum ExportWhat {
    Search(ExportSearch),
}

/// Write the documents of the search index for the engines of a larger site.
///
/// Their words are already analysed, as opsdoc itself looks for them; the other engine cuts at spaces. Beside them
/// stands the description of the index that holds them.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc export search --format ndjson --output documents
  opsdoc export search --format quickwit --output quickwit
  opsdoc export search --format opensearch --output opensearch")]
pub(super) struct ExportSearch {
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(super) index: PathBuf,
    /// Who is to load it.
    #[arg(short, long, value_enum)]
    pub(super) format: EngineFormat,
    /// Where the files go.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: PathBuf,
}

/// Who loads exported documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EngineFormat {
    /// Anyone: one JSON object a line.
    Ndjson,
    /// Quickwit: the same, with an index configuration.
    Quickwit,
    /// OpenSearch: an index body, and files for the bulk API.
    Opensearch,
}

/// Say what a finding means and how to mend it.
///
/// Without a code, every kind of finding is listed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc explain D001
  opsdoc explain unknown-telecommand
  opsdoc explain")]
pub(super) struct Explain {
    /// The code of the finding, or its name.
    #[arg(value_name = "CODE|NAME")]
    pub(super) code: Option<String>,
}

/// Say what a definition touches: every step, section, table, figure and binder.
///
/// `WHAT` is an identifier, a mnemonic, a step as `ID#step`, or the path of a file below the documentation
/// folder. With `--since`, what changed since a git revision is shown, and what each change touches.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc impact AOC_MODE
  opsdoc impact FCP-AOC-010#step-3
  opsdoc impact pictures/aocs-modes.svg --json
  opsdoc impact --since v1.2")]
pub(super) struct Impact {
    /// What is asked about; with `--since`, the documentation folder.
    pub(super) what: Option<String>,
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(super) docs: String,
    /// What has changed since this revision: a tag, a branch, `HEAD~3`.
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    /// How far to follow.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(super) depth: usize,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// List, show, search and compare mission databases.
///
/// A database is a documentation folder, with all that its project file lists, or files in XTCE that are named one by
/// one. A table in CSV, YAML or Markdown can be named too where a project file in a folder above lists it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db list --kind telecommand
  opsdoc db show AOC_MODE
  opsdoc db search battery voltage
  opsdoc db diff old/mdb.xml new/mdb.xml
  opsdoc db diff --since v1.2")]
pub(super) struct Db {
    #[command(subcommand)]
    pub(super) what: DbWhat,
}

/// What can be asked of a database.
#[derive(Debug, Subcommand)]
pub(super) enum DbWhat {
    List(DbList),
    Show(DbShow),
    Search(DbSearch),
    Diff(DbDiff),
}

/// List what a database holds, by system and kind.
///
/// With `--summary`, say how much each of its files declares; what is inherited does not count.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db list
  opsdoc db list --kind telecommand --system EPS
  opsdoc db list mdb.xml --summary
  opsdoc db list --json | jq -r .name")]
pub(super) struct DbList {
    /// A documentation folder, or the files of a database [default: docs-source].
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(super) sources: Vec<PathBuf>,
    /// Only this kind.
    #[arg(long, value_enum)]
    pub(super) kind: Option<DbKind>,
    /// Only what this system, or one within it, holds: `/SAT/EPS`, or its last names.
    #[arg(long, value_name = "PATH")]
    pub(super) system: Option<String>,
    /// Count what each file declares.
    #[arg(long, conflicts_with_all = ["kind", "system"])]
    pub(super) summary: bool,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// Show all that a database says of a name.
///
/// A name is that of a parameter, a telecommand, an alarm or a container, an alias of it, or its path; a member of an
/// aggregate is named `POSITION.X`, an element of an array `CELLS[3]`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db show AOC_MODE
  opsdoc db show /SAT/EPS/EPS_BAT1_VOLT mdb.xml
  opsdoc db show TC_AOC_SET_MODE --json | jq .arguments")]
pub(super) struct DbShow {
    /// The name.
    pub(super) name: String,
    /// A documentation folder, or the files of a database [default: docs-source].
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(super) sources: Vec<PathBuf>,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// Find items of a database by words.
///
/// An item must hold every word: in its name, an alias, its description, its system, its labels or its arguments. Those
/// with the words in their names come first.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db search battery voltage
  opsdoc db search safe --kind telecommand
  opsdoc db search wheel speed --source mdb.xml --json")]
pub(super) struct DbSearch {
    /// What to look for.
    #[arg(required = true)]
    pub(super) words: Vec<String>,
    /// A documentation folder, or a file of a database; several may be named [default: docs-source].
    #[arg(short, long = "source", value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(super) sources: Vec<PathBuf>,
    /// Only this kind.
    #[arg(long, value_enum)]
    pub(super) kind: Option<DbKind>,
    /// How many to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(super) limit: usize,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// Say what two databases say otherwise: what was added, removed, changed, and what of it.
///
/// Items are known again by name and system; one that only moved to another system is told as changed.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db diff old/mdb.xml new/mdb.xml
  opsdoc db diff --since v1.2
  opsdoc db diff manuals --since HEAD~3 --json")]
pub(super) struct DbDiff {
    /// The old database, a documentation folder or a file; with `--since`, the documentation folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(super) old: Option<PathBuf>,
    /// The new one.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(super) new: Option<PathBuf>,
    /// Compare with what a revision of the repository held: a tag, a branch, `HEAD~3`.
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum DbKind {
    /// Telemetry parameters.
    Parameter,
    /// Telecommands.
    Telecommand,
    /// Alarms.
    Alarm,
    /// Packets and frames.
    Container,
}

impl DbKind {
    /// Every kind.
    pub(super) const ALL: [DbKind; 4] = [DbKind::Parameter, DbKind::Telecommand, DbKind::Alarm, DbKind::Container];

    /// Returns the word for one of it.
    pub(super) fn word(self) -> &'static str {
        match self {
            DbKind::Parameter => "parameter",
            DbKind::Telecommand => "telecommand",
            DbKind::Alarm => "alarm",
            DbKind::Container => "container",
        }
    }
}

/// Write a procedure in another format, and say what that format has no place for.
///
/// The file may be in any format that opsdoc reads: XML, Markdown, a command stack of Yamcs (.ycs), PLUTO. What has no
/// place in the other format is reported, each with its line, and stands there in words where the format allows. The
/// exit status is 1 where something could not be read, or would be done wrongly as it is written.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc convert docs-source/eps/heater.md --to xml --output docs-source/procedures/fcp-eps-091.xml
  opsdoc convert docs-source/procedures/fcp-eps-010.xml --to ycs --docs docs-source --output fcp-eps-010.ycs
  opsdoc convert stacks/recharge.ycs --to pluto
  opsdoc convert docs-source/procedures/fcp-eps-010.xml --to markdown --json > heater.md 2> report.jsonl")]
pub(super) struct Convert {
    /// The file that defines the procedure.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) file: PathBuf,
    /// The format to write.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) to: ConvertFormat,
    /// The file to write [default: standard output].
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// The documentation folder whose project and mission database the file belongs to.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) docs: Option<PathBuf>,
    /// Write the report as one JSON object a line: to standard output with `--output`, else to standard error.
    #[arg(long)]
    pub(super) json: bool,
}

/// The formats that procedures are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConvertFormat {
    /// The definition in XML.
    Xml,
    /// The built-in form in Markdown.
    Markdown,
    /// A command stack of Yamcs.
    Ycs,
    /// PLUTO (ECSS-E-ST-70-32C).
    Pluto,
}

/// Serve an editor: findings while one writes, completion, definitions, references, renaming.
///
/// The editor starts this command and talks with it over standard input and output (Language Server
/// Protocol 3.17). The manual's page `editor.md` says how to set up VS Code, Neovim and Emacs.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc lsp
  opsdoc lsp docs-source")]
pub(super) struct Lsp {
    /// The documentation folder [default: the one in the folder that the editor has open].
    #[arg(value_hint = ValueHint::DirPath)]
    pub(super) docs: Option<PathBuf>,
    /// Talk over standard input and output, as it always does; some editors say so.
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

/// Begin a project, a document or a procedure, from a template that explains itself.
///
/// What is written builds without findings. Nothing that is there is overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new project library --lang fr --title 'Bibliothèque opérationnelle'
  opsdoc new document docs-source/eps-manual.md --id MAN-EPS-001 --title 'EPS manual'
  opsdoc new procedure docs-source/procedures/fcp-eps-010.xml --title 'Battery recharge'")]
pub(super) struct New {
    #[command(subcommand)]
    pub(super) what: NewWhat,
}

/// What can be begun.
#[derive(Debug, Subcommand)]
pub(super) enum NewWhat {
    Project(NewProject),
    Document(NewDocument),
    Procedure(NewProcedure),
    Dialect(NewDialect),
}

/// Begin a library: a folder with docs-source, its project file, a first page and a first procedure.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new project library
  opsdoc new project library --lang fr --title 'Bibliothèque opérationnelle'
  cd library && opsdoc build")]
pub(super) struct NewProject {
    /// The folder; it is made if it is not there.
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) folder: PathBuf,
    /// The title of the library [default: the name of the folder].
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(super) lang: Language,
}

/// Propose a dialect: how the procedures of a folder of Markdown are written.
///
/// The dialect goes to standard output, for the project file. How many steps it places in each document, and what
/// it does not place, with path and line, goes to standard error.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new dialect
  opsdoc new dialect docs-source/tests
  opsdoc new dialect docs-source/tests >> docs-source/opsdoc.toml")]
pub(super) struct NewDialect {
    /// The folder that is looked at.
    #[arg(value_name = "DIR", default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(super) folder: PathBuf,
}

/// Begin a document in Markdown.
///
/// Language and classification are those that the project file names first.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new document docs-source/eps-manual.md
  opsdoc new document docs-source/eps-manual.md --id MAN-EPS-001 --title 'EPS manual'
  opsdoc new document docs-source/note.md --lang fr")]
pub(super) struct NewDocument {
    /// The file, which ends in .md.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) names: Names,
}

/// Begin the definition of a procedure in XML.
///
/// Language and classification are those that the project file names first.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new procedure docs-source/procedures/fcp-eps-010.xml
  opsdoc new procedure docs-source/procedures/recharge.xml --id FCP-EPS-010 --title 'Battery recharge'
  opsdoc new procedure docs-source/procedures/crp-aoc-001.xml --lang fr")]
pub(super) struct NewProcedure {
    /// The file, which ends in .xml.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) names: Names,
    /// The type [default: what the identifier begins with, else FCP].
    #[arg(long = "type", value_enum, ignore_case = true, value_name = "TYPE")]
    pub(super) kind: Option<ProcedureType>,
}

/// What a new document is called.
#[derive(Debug, Args)]
pub(super) struct Names {
    /// The identifier [default: the name of the file, in capitals].
    #[arg(long)]
    pub(super) id: Option<String>,
    /// The title [default: the name of the file, in words].
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language [default: the project's first].
    #[arg(long, value_enum)]
    pub(super) lang: Option<Language>,
}

/// The languages of the templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

/// The types of procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProcedureType {
    /// A flight control procedure.
    #[value(name = "FCP")]
    FlightControl,
    /// A contingency recovery procedure.
    #[value(name = "CRP")]
    Contingency,
    /// A ground control procedure.
    #[value(name = "GCP")]
    GroundControl,
    /// An on-board control procedure.
    #[value(name = "OBCP")]
    OnBoard,
    /// A training scenario.
    #[value(name = "scenario")]
    Scenario,
}

/// Print a schema that editors and other tools check by.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc schema procedure > procedure.xsd
  xmllint --noout --schema procedure.xsd docs-source/procedures/*.xml")]
pub(super) struct Schema {
    /// What the schema is of.
    #[arg(value_enum)]
    pub(super) of: SchemaOf,
}

/// The schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// Procedure definitions: XML Schema 1.0.
    Procedure,
}

/// Print a script that completes commands and options in a shell.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc completions bash > ~/.local/share/bash-completion/completions/opsdoc
  opsdoc completions zsh > ~/.zfunc/_opsdoc
  opsdoc completions fish > ~/.config/fish/completions/opsdoc.fish")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Print the manual page, or write one for each command.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc man | man -l -
  opsdoc man --dir ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Where to write the pages, `opsdoc.1` and one for each command.
    #[arg(long, value_hint = ValueHint::DirPath)]
    pub(super) dir: Option<PathBuf>,
}

/// Returns the arguments that were typed; asked for help, or given what it does not know, it ends the
/// program with an answer.
pub(super) fn parse() -> Arguments {
    Arguments::parse()
}

/// Returns the description of the command line, for what is made of it.
pub(super) fn command() -> clap::Command {
    Arguments::command()
}

impl OutputFormat {
    /// Tells whether this is among the formats.
    pub(super) fn among(self, formats: &[Self]) -> bool {
        formats.contains(&self)
    }
}

impl EngineFormat {
    /// Returns the engine.
    pub(super) fn engine(self) -> Engine {
        match self {
            EngineFormat::Ndjson => Engine::Ndjson,
            EngineFormat::Quickwit => Engine::Quickwit,
            EngineFormat::Opensearch => Engine::OpenSearch,
        }
    }
}

impl ProcedureType {
    /// Returns the word that procedures use.
    pub(super) fn word(self) -> &'static str {
        match self {
            ProcedureType::FlightControl => "FCP",
            ProcedureType::Contingency => "CRP",
            ProcedureType::GroundControl => "GCP",
            ProcedureType::OnBoard => "OBCP",
            ProcedureType::Scenario => "scenario",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STATUSES, command};
    use crate::index::entry::{KINDS, document_kind};
    use crate::model::document::{DocumentKind, Status};

    #[test]
    fn the_description_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn searches_can_be_narrowed_by_every_status_and_kind_of_document() {
        assert_eq!(STATUSES, Status::ALL.map(|(word, _)| word));
        for kind in [
            DocumentKind::Manual,
            DocumentKind::FlightControl,
            DocumentKind::Contingency,
            DocumentKind::GroundControl,
            DocumentKind::OnBoard,
            DocumentKind::Scenario,
            DocumentKind::Procedure,
            DocumentKind::Publication,
        ] {
            assert!(KINDS.contains(&document_kind(kind)), "{kind:?}");
        }
    }

    #[test]
    fn every_command_shows_examples() {
        fn visit(mut command: clap::Command) {
            let help = command.render_long_help().to_string();
            assert!(help.contains("Examples:\n  "), "`{}` shows no example:\n{help}", command.get_name());
            command.get_subcommands().cloned().for_each(visit);
        }
        visit(command());
    }
}
